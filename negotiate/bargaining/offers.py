"""What alternating offers say: the terms of the talks, the offers made, and their proof."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.two_party_frontier import Point, TwoPartyFrontier
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["AlternatingOffers", "Offer", "Terms"]

Pair = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Terms:
    """What rejecting an offer leads to.

    Attributes
    ----------
    discount : pair of Fraction
        Effective factors: the discount factor times the probability that talks go on.
    never : pair of Fraction
        What each gets if no offer is ever accepted.
    outside : pair of Fraction or None
        The outside options.
    """

    discount: Pair
    never: Pair
    outside: tuple[Fraction | None, Fraction | None]

    @classmethod
    def of(
        cls,
        impasse: Sequence[Fraction],
        discount: Pair,
        outside: NDArray[np.object_] | None,
        breakdown: Fraction,
        breakdown_payoffs: NDArray[np.object_] | None,
    ) -> Terms:
        """Fold breakdown into the discount factors and into what never agreeing is worth."""
        ends = tuple(impasse) if breakdown_payoffs is None else tuple(breakdown_payoffs.tolist())
        one, two = ((1 - breakdown) * factor for factor in discount)
        never = [
            d + breakdown * (b - d) / (1 - factor)
            for d, b, factor in zip(impasse, ends, (one, two), strict=True)
        ]
        options = (None, None) if outside is None else (outside[0], outside[1])
        return cls((one, two), (never[0], never[1]), options)

    @property
    def least(self) -> Pair:
        """The more of never agreeing and leaving: what each can secure."""
        one, two = (w if o is None else max(w, o) for w, o in zip(self.never, self.outside, strict=True))
        return one, two

    def floor(self, player: int, value: Fraction) -> Fraction:
        """Return the least a responder accepts whose own next proposal gives it ``value``."""
        wait = self.never[player] + self.discount[player] * (value - self.never[player])
        option = self.outside[player]
        return wait if option is None else max(option, wait)

    def value_of(self, player: int, floor: Fraction) -> Fraction:
        """Return the value of the next proposal at which waiting is worth exactly ``floor``."""
        return self.never[player] + (floor - self.never[player]) / self.discount[player]


@dataclass(frozen=True)
class Offer:
    """A proposal: by whom, the payoffs it gives, and the least that the responder accepts."""

    proposer: int
    payoffs: Point
    floor: Fraction


@dataclass(frozen=True, eq=False)
class AlternatingOffers(Solution):
    """The equilibrium offers; the first one is accepted at once.

    Attributes
    ----------
    problem : BargainingProblem
    terms : Terms
        Effective discount factors, the worth of never agreeing, outside options.
    frontier : TwoPartyFrontier
        What offers can give.
    equilibria : tuple of tuples of Offer
        One entry an equilibrium, best for the first mover first. Without end: the offer of the
        first mover, then that of the other, both made for ever. With a last round: the offers
        round by round. Empty for no agreement.
    opens : int
        Who proposes first.
    rounds : int or None
        None without end.
    """

    problem: BargainingProblem
    terms: Terms
    frontier: TwoPartyFrontier
    equilibria: tuple[tuple[Offer, ...], ...]
    opens: int
    rounds: int | None
    concept: str = field(default="alternating offers", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the problem, and the terms of the talks."""
        options = {
            "effective_discount": self.terms.discount,
            "never": self.terms.never,
            "outside": self.terms.outside,
            "first": self.problem.players[self.opens],
            "rounds": self.rounds,
            "convention": self.convention,
        }
        return Provenance(self.problem.digest, options)

    @property
    def convention(self) -> str:
        """``"lottery"`` or ``"discrete"``."""
        return "lottery" if self.frontier.convex else "discrete"

    @property
    def agreement(self) -> bool:
        """Whether an offer is accepted."""
        return bool(self.equilibria)

    @property
    def reason(self) -> str:
        """Why there is no agreement; blank where there is one."""
        if self.agreement:
            return ""
        return "no outcome gives both more than never agreeing or leaving does"

    @property
    def exact_payoffs(self) -> Point:
        """What is agreed in the first equilibrium, exactly; what each can secure where nothing is."""
        return self.equilibria[0][0].payoffs if self.agreement else self.terms.least

    @property
    def payoffs(self) -> NDArray[np.float64]:
        """The same as floats, shape (2,), in ``problem.unit``."""
        return np.array([float(payoff) for payoff in self.exact_payoffs])

    @property
    def labels(self) -> tuple[str, ...]:
        """The outcomes that the agreed lottery draws from; one where it is no lottery."""
        if not self.agreement:
            return ()
        return tuple(self.problem.label(k) for k, _ in self.frontier.mixture(self.exact_payoffs))

    @property
    def limit_weights(self) -> tuple[float, float]:
        """The bargaining weights of the Nash solution to which ever shorter rounds lead.

        With discount factors ``exp(-r_i Δ)`` these are ``r_2/(r_1+r_2)`` and ``r_1/(r_1+r_2)``.
        """
        one, two = (-math.log(factor) for factor in self.terms.discount)
        return two / (one + two), one / (one + two)

    def table(self) -> Table:
        """Return one row an offer (the first two of the first equilibrium), the accepted one first."""
        players, unit = self.problem.players, self.problem.unit
        heads: list[Column | str] = ["proposer", *(Column(f"payoff of {p}", unit, 3) for p in players)]
        heads += [Column("responder accepts from", unit, 3), "outcome"]
        shown = self.equilibria[0][:2] if self.agreement else ()
        rows: list[tuple[Cell, ...]] = [
            (players[o.proposer], *map(float, o.payoffs), float(o.floor), self._words(o)) for o in shown
        ]
        end = "without end" if self.rounds is None else f"{self.rounds} rounds"
        return Table(f"Alternating offers, {end}, {self.convention} convention", heads, rows, self._notes())

    def _words(self, offer: Offer) -> str:
        mixture = self.frontier.mixture(offer.payoffs)
        if len(mixture) == 1:
            return self.problem.label(mixture[0][0])
        return ", ".join(f"{self.problem.label(k)} ({float(share):.3f})" for k, share in mixture)

    def _notes(self) -> list[str]:
        if not self.agreement:
            return [f"No agreement: {self.reason}."]
        notes = ["The first offer is accepted at once."]
        if len(self.equilibria) > 1:
            notes.append(
                f"{len(self.equilibria)} stationary equilibria; that best for the first mover is shown."
            )
        return notes

    def answer(self) -> dict[str, Any]:
        """Return every equilibrium's offers as a JSON-ready dict."""
        players = self.problem.players
        return {
            "agreement": self.agreement,
            "reason": self.reason,
            "convention": self.convention,
            "players": players,
            "unit": self.problem.unit,
            "payoffs": self.payoffs,
            "labels": self.labels,
            "limit_weights": self.limit_weights,
            "equilibria": [
                [{"proposer": players[o.proposer], "payoffs": list(map(float, o.payoffs))} for o in offers]
                for offers in self.equilibria
            ],
        }

    def certificate(self) -> dict[str, Any]:
        """Return the most that one deviation at one node gains, from the outcomes of the problem.

        For the proposer: another offer that is accepted, or one that is not. For the responder:
        rejecting. ``indifference_residual`` is the largest excess of an offer over the least that
        the responder accepts (0 where offers can be fine enough).
        """
        if not self.agreement:
            both = (self.problem.feasible > np.array([float(x) for x in self.terms.least])).all(axis=1)
            return {"outcomes_better_for_both": int(both.sum()), "least": list(map(float, self.terms.least))}
        nodes = [node for offers in self.equilibria for node in self._nodes(offers)]
        return {
            "nodes": len(nodes),
            "proposer_gains_by_another_offer": max(self._other_offer(o) for o, _ in nodes),
            "proposer_gains_by_delay": max(
                float(self._delay(o, n) - o.payoffs[o.proposer]) for o, n in nodes
            ),
            "responder_gains_by_rejecting": max(
                float(self._reject(o, n) - o.payoffs[1 - o.proposer]) for o, n in nodes
            ),
            "indifference_residual": max(
                float(abs(o.payoffs[1 - o.proposer] - self._reject(o, n))) for o, n in nodes
            ),
        }

    def _nodes(self, offers: tuple[Offer, ...]) -> list[tuple[Offer, Offer | None]]:
        """Pair each offer with the one that follows a rejection."""
        if self.rounds is None:
            return [(offers[0], offers[1]), (offers[1], offers[0])]
        return list(zip(offers, (*offers[1:], None), strict=True))

    def _reject(self, offer: Offer, following: Offer | None) -> Fraction:
        """What the responder gets by rejecting: its own next offer after the wait, or its option."""
        player = 1 - offer.proposer
        value = self.terms.never[player] if following is None else following.payoffs[player]
        return self.terms.floor(player, value)

    def _delay(self, offer: Offer, following: Offer | None) -> Fraction:
        """What the proposer gets by an offer that is rejected, where the responder then waits."""
        player = offer.proposer
        value = self.terms.never[player] if following is None else following.payoffs[player]
        return self.terms.never[player] + self.terms.discount[player] * (value - self.terms.never[player])

    def _other_offer(self, offer: Offer) -> float:
        """What the proposer gains by the best offer that the responder accepts."""
        player = offer.proposer
        if not self.frontier.convex:
            # Rounding keeps order, so no outcome that would do is left out.
            payoffs = self.problem.feasible
            enough = payoffs[:, 1 - player] >= float(offer.floor)
            as_good = payoffs[:, player] >= float(offer.payoffs[player])
            found = map(self.problem.payoffs, np.flatnonzero(enough & as_good).tolist())
            acceptable = [u[player] for u in found if u[1 - player] >= offer.floor]
            return float(max(acceptable) - offer.payoffs[player])
        return float(_support_gap(self.problem, self.frontier, offer))


def _support_gap(problem: BargainingProblem, frontier: TwoPartyFrontier, offer: Offer) -> Fraction:
    """Bound what a better acceptable lottery gives the proposer beyond the offer.

    Pricing the responder's payoff at any ``q ≥ 0``, no acceptable lottery gives the proposer more
    than the largest ``u_i + q (u_j − floor)`` of an outcome. The least bound over the slopes of
    the frontier at the offer is returned; comparisons are exact.
    """
    i, j = offer.proposer, 1 - offer.proposer
    bounds = []
    for price in _slopes(frontier, offer):
        worth = problem.feasible[:, i] + float(price) * (problem.feasible[:, j] - float(offer.floor))
        near = np.flatnonzero(worth >= worth.max() - 1e-9 * (1 + np.abs(worth).max()))
        of_outcomes = (problem.payoffs(k) for k in near.tolist())
        bounds.append(max(u[i] + price * (u[j] - offer.floor) for u in of_outcomes))
    return min(bounds) - offer.payoffs[i]


def _slopes(frontier: TwoPartyFrontier, offer: Offer) -> list[Fraction]:
    """Return what the proposer gains per unit the responder loses, on either side of the offer, and 0."""
    i, j = offer.proposer, 1 - offer.proposer
    corners = [*frontier.points]
    if offer.payoffs not in corners:
        corners = sorted([*corners, offer.payoffs])
    place = corners.index(offer.payoffs)
    beside = corners[max(place - 1, 0) : place] + corners[place + 1 : place + 2]
    here = offer.payoffs
    return [Fraction(0), *((there[i] - here[i]) / (here[j] - there[j]) for there in beside)]
