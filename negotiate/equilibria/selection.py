"""Selection: which equilibrium of several to expect, by payoff, by risk, by the belief it needs.

Payoff dominance [1]_ selects the equilibrium that is better for everyone than any other listed. Risk
dominance [1]_ compares the two strict equilibria of a 2 x 2 game by the product of the players'
losses from deviating alone: the larger is the less risky. p-dominance [2]_ asks how sure of the
others one must be: a pure equilibrium is p-dominant if each player's part is a best response
whenever the others play theirs with probability p or more. In a 2 x 2 game with two strict
equilibria whose players are alike, the one with p below 1/2 is the risk dominant one. Risk
dominance in larger games needs the tracing procedure of [1]_, which is not offered.

References
----------
.. [1] J. C. Harsanyi & R. Selten (1988), A General Theory of Equilibrium Selection in Games, MIT Press.
.. [2] S. Morris, R. Rob & H. S. Shin (1995), Econometrica 63(1), 145-157. doi:10.2307/2951700
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from negotiate.equilibria.solution import Equilibrium, EquilibriumSet
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["Selection", "p_dominance", "payoff_dominance", "risk_dominance"]

Scores = tuple[Fraction | None, ...]
Verdict = tuple[int | None, str]  # which, and why


@dataclass(frozen=True, eq=False)
class Selection(Solution):
    """Which equilibrium a criterion selects, or why it selects none.

    Parameters
    ----------
    equilibria : EquilibriumSet
        Those compared.
    place : int or None
        Position in ``equilibria`` of the one selected.
    reason : str
        What selects it, or why none is.
    measure : str
        What ``scores`` are.
    scores : tuple of Fraction or None
        One an equilibrium, exact; None where the criterion does not compare it.
    """

    concept: str
    equilibria: EquilibriumSet
    place: int | None
    reason: str
    measure: Column
    scores: Scores
    provenance: Provenance

    @property
    def selected(self) -> Equilibrium | None:
        """The equilibrium selected, or None; then ``reason`` says why."""
        return None if self.place is None else self.equilibria[self.place]

    def table(self) -> Table:
        """Return one row an equilibrium."""
        players, unit = self.equilibria.game.players, self.equilibria.game.unit
        columns = [
            Column("no."),
            *map(Column, players),
            *(Column(f"payoff of {player}", unit) for player in players),
            self.measure,
            Column("selected"),
        ]
        rows: list[list[Cell]] = [
            [k + 1, *found.labels, *found.payoffs.tolist(), score, k == self.place]
            for k, (found, score) in enumerate(zip(self.equilibria, self.scores, strict=True))
        ]
        picked = "none" if self.place is None else f"no. {self.place + 1}"
        notes = [f"{self.reason}."]
        if not self.equilibria.complete:
            notes.append(f"Others may exist: {self.equilibria.note}.")
        return Table(f"Selection by {self.concept}: {picked}", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return what is selected, and why."""
        found = self.selected
        players = self.equilibria.game.players
        strategies = None if found is None else dict(zip(players, found.labels, strict=True))
        return {"selected": strategies, "reason": self.reason, "complete": self.equilibria.complete}

    def certificate(self) -> dict[str, Any]:
        """Return what was compared, exactly."""
        return {
            "measure": self.measure.title,
            "scores": self.scores,
            "payoffs": [found.exact_payoffs for found in self.equilibria],
            "complete": self.equilibria.complete,
        }


def payoff_dominance(equilibria: EquilibriumSet) -> Selection:
    """Select the equilibrium that every player strictly prefers to every other one listed.

    Exact. In a degenerate game it also betters all mixtures of those listed. It selects none where
    players disagree or payoffs tie.

    Parameters
    ----------
    equilibria : EquilibriumSet
        Of any number of players.

    Examples
    --------
    >>> from negotiate.equilibria import nash_equilibria
    >>> hunt = NormalFormGame.from_bimatrix([[9, 0], [8, 7]], [[9, 8], [0, 7]],
    ...                                     strategies=[["stag", "hare"]] * 2)
    >>> print(payoff_dominance(nash_equilibria(hunt)))
    Selection by payoff dominance: no. 1
    no.           player 1           player 2  payoff of player 1  payoff of player 2  least gain  selected
      1               stag               stag               9.000               9.000       1.125       yes
      2               hare               hare               7.000               7.000      -2.000        no
      3  7/8 stag + 1/8 hare  7/8 stag + 1/8 hare             7.875               7.875      -1.125        no
    Every player prefers it to all others listed.
    """
    _check(equilibria)
    payoffs = [found.exact_payoffs for found in equilibria]
    scores: Scores = tuple(
        min(
            (a - b for k, rival in enumerate(payoffs) if k != place for a, b in zip(own, rival, strict=True)),
            default=None,
        )
        for place, own in enumerate(payoffs)
    )
    measure = Column("least gain", equilibria.game.unit)
    place = next((k for k, score in enumerate(scores) if score is not None and score > 0), None)
    reason = (
        "No equilibrium is strictly better for every player than all others listed"
        if place is None
        else "Every player prefers it to all others listed"
    )
    return _selection(equilibria, "payoff dominance", measure, scores, (place, reason))


def risk_dominance(equilibria: EquilibriumSet) -> Selection:
    """Select the less risky of the two strict equilibria of a 2 x 2 game.

    Exact: the one with the larger product of losses from deviating alone. Where the products are
    equal, or there are not two strict equilibria, none is selected, with the reason.

    Parameters
    ----------
    equilibria : EquilibriumSet
        Of a game of two players with two strategies each.

    Raises
    ------
    NotApplicable
        For any larger game.

    Examples
    --------
    >>> from negotiate.equilibria import nash_equilibria
    >>> hunt = NormalFormGame.from_bimatrix([[9, 0], [8, 7]], [[9, 8], [0, 7]])
    >>> selection = risk_dominance(nash_equilibria(hunt))
    >>> selection.selected.labels, selection.scores
    (('s2', 's2'), (Fraction(1, 1), Fraction(49, 1), None))
    """
    _check(equilibria)
    game = equilibria.game
    if game.shape != (2, 2):
        sizes = " x ".join(map(str, game.shape))
        raise NotApplicable(
            f"risk dominance is for games of two players with two strategies each; this one is {sizes}. "
            "Restrict the game to two equilibria (game.restrict), or use p_dominance."
        )
    scores = tuple(_risk(game, found) for found in equilibria)
    strict = [(score, k) for k, score in enumerate(scores) if score]
    verdict: Verdict = (None, f"The game has {len(strict)} strict equilibria; the criterion compares two")
    if len(strict) == 2:
        (first, _), (second, _) = strict
        verdict = (None, "The products of losses are equal")
        if first != second:
            verdict = (max(strict)[1], "Deviating from it alone costs the larger product of losses")
    return _selection(equilibria, "risk dominance", Column("product of losses"), scores, verdict)


def p_dominance(equilibria: EquilibriumSet) -> Selection:
    """Select the pure equilibrium that needs the least certainty about the others, if below 1/2.

    Exact. A score is the least p such that each player's part is a best response to every belief,
    correlated or not, that gives the others' part probability p or more. Unless strategies tie, at
    most one equilibrium has a score below 1/2; where none or several have, none is selected.

    Parameters
    ----------
    equilibria : EquilibriumSet
        Of two players or more; mixed equilibria have no score.

    Raises
    ------
    NotApplicable
        For a game of one player.

    Examples
    --------
    >>> from negotiate.equilibria import nash_equilibria
    >>> hunt = NormalFormGame.from_bimatrix([[9, 0], [8, 7]], [[9, 8], [0, 7]])
    >>> selection = p_dominance(nash_equilibria(hunt))
    >>> selection.selected.labels, selection.scores
    (('s2', 's2'), (Fraction(7, 8), Fraction(1, 8), None))
    """
    _check(equilibria)
    game = equilibria.game
    if len(game.players) < 2:
        raise NotApplicable("p-dominance needs two players or more; this game has one.")
    scores = tuple(_least_certainty(game, found) for found in equilibria)
    below = [k for k, score in enumerate(scores) if score is not None and score < Fraction(1, 2)]
    verdict: Verdict = (None, "Every pure equilibrium needs the others' part to have probability 1/2 or more")
    if len(below) == 1:
        verdict = (below[0], "It stays best for all who think the others' part as likely as not")
    elif below:
        verdict = (None, "Several equilibria need a probability below 1/2: strategies tie")
    return _selection(equilibria, "p-dominance", Column("least p"), scores, verdict)


def _selection(
    equilibria: EquilibriumSet, concept: str, measure: Column, scores: Scores, verdict: Verdict
) -> Selection:
    """Return the verdict of a criterion, or what goes without saying for fewer than two equilibria."""
    if len(equilibria) < 2:
        only = len(equilibria) == 1
        verdict = (0, "It is the only equilibrium listed") if only else (None, "No equilibrium is listed")
    origin = Provenance(inputs=equilibria.game.digest)
    return Selection(concept, equilibria, *verdict, measure, scores, provenance=origin)


def _pure(found: Equilibrium) -> tuple[int, ...] | None:
    return tuple(played[0] for played in found.support) if found.kind == "pure" else None


def _risk(game: NormalFormGame, found: Equilibrium) -> Fraction | None:
    """Return the product of what each player loses by deviating alone; None if not strict."""
    played = _pure(found)
    if played is None:
        return None
    losses = []
    for i, own in enumerate(game.exact):
        line = own[tuple(slice(None) if k == i else s for k, s in enumerate(played))]
        losses.append(line[played[i]] - max(np.delete(line, played[i])))
    return Fraction(prod(losses)) if min(losses) > 0 else None


def _least_certainty(game: NormalFormGame, found: Equilibrium) -> Fraction | None:
    """Return the least p of which a pure equilibrium is p-dominant; None for a mixed one."""
    played = _pure(found)
    if played is None:
        return None
    least = Fraction(0)
    for i, payoffs in enumerate(game.exact):
        own = np.moveaxis(payoffs, i, 0).reshape(game.shape[i], -1)
        others = [count for k, count in enumerate(game.shape) if k != i]
        expected = int(np.ravel_multi_index([s for k, s in enumerate(played) if k != i], others))
        for lead in np.delete(own[played[i]] - own, played[i], axis=0):
            worst = min(lead)
            if worst < 0:  # p · lead at the expected profile + (1 − p) · worst must be at least 0
                least = max(least, Fraction(-worst, lead[expected] - worst))
    return least


def _check(equilibria: object) -> None:
    """Refuse anything but a set of equilibria."""
    if not isinstance(equilibria, EquilibriumSet):
        raise InvalidInput(
            f"equilibria is a {type(equilibria).__name__}; it must be an EquilibriumSet: "
            "pass nash_equilibria(game)."
        )
