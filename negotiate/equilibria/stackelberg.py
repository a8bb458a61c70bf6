"""Commitment in mixed strategies: the leader announces odds x, the follower replies best.

For each reply j, the commitments to which j is a best reply form a polytope X(j), and the
leader's best one in it is a linear programme; the best of these is the answer [1]_. Where
replies tie, a follower who favours the leader (``"strong"``) makes every X(j) count. One who does
not (``"weak"``) leaves the leader a supremum [2]_: only an X(j) of full dimension counts, since
elsewhere the follower may choose otherwise, and within it the leader gets the least of the replies
that pay the follower the same as j everywhere. A slight move towards the interior of X(j) then
breaks all other ties, so that the supremum is approached where it is not reached.

References
----------
.. [1] V. Conitzer & T. Sandholm (2006), Proceedings of the 7th ACM Conference on Electronic
   Commerce, 82-90. doi:10.1145/1134707.1134717
.. [2] B. von Stengel & S. Zamir (2010), Games and Economic Behavior 69, 446-457.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of, one_of
from negotiate.equilibria.mixture import (
    BestMixture,
    Number,
    exact_best_mixture,
    numerical_best_mixture,
    solves_exactly,
)
from negotiate.equilibria.stackelberg_solution import Exclusion, Inducement, MixedCommitment
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance

__all__ = ["mixed_commitment"]

_CLEAR = 1e-8  # of the range of payoffs: a numerical advantage above this is one, a shortfall below none


def mixed_commitment(
    game: NormalFormGame, *, leader: int | str = 0, ties: str = "strong", method: str = "auto"
) -> MixedCommitment:
    """Find the mixed strategy to which the leader of a two-player game best commits.

    Where several are best, one for each reply that reaches the value is given; with weak ties one
    at which no other reply ties, where there is one.

    Parameters
    ----------
    game : NormalFormGame
        Two players.
    leader : int or str
        Position or name.
    ties : {"strong", "weak"}
        Whether the follower, where indifferent, does what is best or worst for the leader. With
        ``"weak"`` the value is a supremum; ``attained`` says whether ``strategy`` reaches it.
    method : {"auto", "exact", "highs"}
        ``"exact"`` solves in rationals, ``"highs"`` in ``float64``, with regret and bound
        recomputed; ``"auto"`` takes the first for games of up to 13 x 13.

    Raises
    ------
    NotApplicable
        For more or fewer than two players.

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]], players=("Home", "Foreign"))
    >>> print(mixed_commitment(game, leader="Home"))
    Mixed commitment by Home, ties strong
    Foreign replies  Home commits to  payoff of Home  payoff of Foreign  best
                 s1               s1           2.000              1.000    no
                 s2  1/2 s1 + 1/2 s2           3.500              0.500   yes
    Exact: no commitment is worth more.
    """
    instance_of("game", game, NormalFormGame)
    game.require_two_players("commitment")
    one_of("ties", ties, ("strong", "weak"))
    i = game.player_index(leader)
    exact = solves_exactly(method, int(np.prod(game.shape)) * game.shape[1 - i])  # a programme a reply
    weak = ties == "weak"
    groups = (
        _alike(np.moveaxis(game.given[1 - i], i, 0)) if weak else [(k,) for k in range(game.shape[1 - i])]
    )
    found = [_best_inducing(game, i, group, weak=weak, exact=exact) for group in groups]
    return MixedCommitment(
        "mixed commitment",
        game,
        leader=game.players[i],
        follower=game.players[1 - i],
        ties=ties,
        inducements=tuple(each for each in found if isinstance(each, Inducement)),
        exclusions=tuple(each for each in found if isinstance(each, Exclusion)),
        exact=exact,
        provenance=Provenance(
            inputs=game.digest,
            options={"leader": game.players[i], "ties": ties, "method": method},
            packages=("scipy",),
        ),
    )


def _alike(theirs: NDArray[Any]) -> list[tuple[int, ...]]:
    """Group the replies that pay the follower the same whatever the leader does."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for reply, column in enumerate(theirs.T.tolist()):
        groups.setdefault(tuple(column), []).append(reply)
    return [tuple(group) for group in groups.values()]


def _best_inducing(
    game: NormalFormGame, i: int, alike: tuple[int, ...], *, weak: bool, exact: bool
) -> Inducement | Exclusion:
    """Return the leader's best commitment to which ``alike`` are best replies, or why none counts."""
    own, theirs = _leader_and_follower(game, i, exact=exact)
    labels = game.strategies[1 - i]
    replies, chosen = tuple(labels[k] for k in alike), list(alike)
    others = [k for k in range(theirs.shape[1]) if k not in alike]
    lead = (theirs[:, [chosen[0]]] - theirs[:, others]).T  # what the reply earns more than each other
    clearest = _clearest(lead, exact=exact)
    ties_count = weak and bool(others)  # a weak follower may choose what ties
    covered = ties_count and clearest.value <= _slack(theirs, exact=exact)
    found = None if covered else _best(own[:, chosen].T, -lead, exact=exact)
    if found is None:
        return Exclusion(replies, _played([labels[k] for k in others], clearest.weights), -clearest.bound)
    odds = _clear_of_ties(own[:, chosen].T, lead, found, exact=exact) if ties_count else found.x
    earned, replied = odds @ own, odds @ theirs
    number = Fraction if exact else float
    return Inducement(
        replies=replies,
        strategy=odds,
        leader_payoff=number(min(earned[chosen])),
        bound=found.bound,
        follower_payoff=number(replied[chosen[0]]),
        follower_regret=number(max(replied) - replied[chosen[0]]),
        least_if_tied=number(min(earned[replied >= max(replied) - _slack(theirs, exact=exact)])),
        towards=clearest.x if weak else None,
    )


def _leader_and_follower(game: NormalFormGame, i: int, *, exact: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return both payoffs with the leader's strategies as rows."""
    payoffs = game.exact if exact else game.payoffs
    return np.moveaxis(payoffs[i], i, 0), np.moveaxis(payoffs[1 - i], i, 0)


def _slack(payoffs: NDArray[Any], *, exact: bool) -> float:
    """Return by how much payoffs may differ and still tie: nothing where they are exact."""
    return 0 if exact else _CLEAR * float(np.ptp(payoffs))


def _played(labels: list[str], shares: NDArray[Any]) -> tuple[tuple[str, Number], ...]:
    return tuple((label, share) for label, share in zip(labels, shares.tolist(), strict=True) if share)


def _clear_of_ties(
    objectives: NDArray[Any], lead: NDArray[Any], found: BestMixture, *, exact: bool
) -> NDArray[Any]:
    """Return odds as good as those found at which no other reply ties, if there are any."""
    clear = _best(lead, found.value - objectives, exact=exact)
    return found.x if clear is None or clear.value <= _slack(lead, exact=exact) else clear.x


def _clearest(lead: NDArray[Any], *, exact: bool) -> BestMixture:
    """Return the odds at which a reply is ahead by most, and a mixture of the others that bounds its lead."""
    rows, count = lead.shape
    if not rows:  # there is no other reply: any odds do
        lead = np.full((1, count), Fraction(1) if exact else 1.0)
    found = _best(lead, np.empty((0, count), dtype=lead.dtype), exact=exact)
    if found is None:
        raise ArithmeticError("a zero-sum game without a value: the linear programme is at fault.")
    return found


def _best(objectives: NDArray[Any], limits: NDArray[Any], *, exact: bool) -> BestMixture | None:
    return (exact_best_mixture if exact else numerical_best_mixture)(objectives, limits)
