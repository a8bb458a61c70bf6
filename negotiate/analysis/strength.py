"""How strongly the region may answer before a deal stops paying.

Nobody knows how strongly third countries answer, so the question is turned round: all responses of
``[model.region]`` are scaled together, and the factors are found at which each side no longer gains
from the deal, at which another deal or none is agreed, and at which purchases bring no security net
of the answers. Beyond the factor at which the region's spending explodes there is nothing to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from negotiate.analysis.break_even import BreakEvens, break_even
from negotiate.analysis.change_points import ChangePoint, change_points
from negotiate.checks import instance_of
from negotiate.errors import InvalidInput
from negotiate.payoffs import Outcome
from negotiate.scenario import Deals, NegotiationModel, build_model, solve_deals
from negotiate.scenario.reactions import scaled_reactions
from negotiate.table import Cell, Column, Table

__all__ = ["ReactionStrength", "StrengthRow", "reaction_strength"]

NO_DEAL = "no agreement"
WHAT = "the strength of the reactions"
MOST = 10.0  # the largest factor asked about
SHORT = 0.999  # of the factor at which spending explodes
SCAN = 12  # intervals in which the range is scanned for changes of the deal
_ROWS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0)


@dataclass(frozen=True)
class StrengthRow:
    """What is agreed when all responses are scaled by a factor."""

    strength: float
    worth: tuple[float, float]
    deal: str
    gains: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class ReactionStrength:
    """Where, along the strength of all reactions, the deal stops paying.

    Attributes
    ----------
    players : tuple of str
        The buyer and the setter.
    unit : str
        Of payoffs.
    limit : float
        The factor on all responses at which spending explodes; infinite where none does it.
    top : float
        The largest factor asked about.
    deal : Outcome or None
        The deal that is judged: the Nash deal at the scenario's own responses, or else without any.
    pays : mapping of str to BreakEvens
        By player, where its gain from that deal over no agreement changes sign.
    security : BreakEvens or None
        Where the worth of the deal's purchases to the buyer, net of the reactions, changes sign.
    changes : tuple of ChangePoint
        Where the Nash deal changes.
    rows : tuple of StrengthRow
        The Nash deal at some factors.
    """

    players: tuple[str, str]
    unit: str
    limit: float
    top: float
    deal: Outcome | None
    pays: Mapping[str, BreakEvens]
    security: BreakEvens | None
    changes: tuple[ChangePoint[str], ...]
    rows: tuple[StrengthRow, ...]

    @property
    def last_agreement(self) -> float | None:
        """The factor behind which nothing is agreed any more; None where something is up to the top."""
        if not self.changes or self.changes[-1].answer_above != NO_DEAL:
            return None
        return self.changes[-1].value

    def table(self) -> Table:
        """Return the Nash deal along the strength, with the break-evens as notes."""
        columns: list[Column | str] = [Column("all responses times", digits=2)]
        columns += [Column(f"answers to a dollar, to {player}", digits=3) for player in self.players]
        columns.append("Nash deal")
        columns += [Column(f"gain of {player}", self.unit, 2) for player in self.players]
        rows: list[tuple[Cell, ...]] = [(row.strength, *row.worth, row.deal, *row.gains) for row in self.rows]
        return Table("The deal by the strength of the region's reactions", columns, rows, list(self.notes()))

    def notes(self) -> tuple[str, ...]:
        """Return where things turn, in sentences."""
        said = []
        if self.deal is not None:
            for player, found in self.pays.items():
                said.append(f"{player} gains from {self.deal.label} {_until(found)}.")
            if self.security is not None:
                buys = f"{self.players[0]}'s security gains from purchases of {self.deal.purchases:g}"
                said.append(f"{buys}, net of the answers, {_until(self.security)}.")
        for change in self.changes:
            said.append(
                f"At {change.value:.2f} times: {change.answer_below} below, {change.answer_above} above."
            )
        if np.isfinite(self.limit):
            said.append(f"At {self.limit:.2f} times the region's spending explodes.")
        return tuple(said)


def reaction_strength(deals: Deals) -> ReactionStrength:
    """Find how strongly the region may answer before the deal stops paying.

    Numerical, by a scan and bisection. A deal is held against the outcome without agreement of the
    scenario's own responses.

    Parameters
    ----------
    deals : Deals
        Of a scenario whose payoffs count the region's reactions.

    Raises
    ------
    InvalidInput
        Where they do not.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> scenario = load_scenario("japan-us-2025").with_variant("regional-reaction")
    >>> found = reaction_strength(solve_deals(build_model(scenario)))
    >>> round(found.limit, 2), round(found.last_agreement, 1)
    (6.64, 2.9)
    """
    instance_of("deals", deals, Deals, hint=", which solve_deals() finds")
    model = deals.model
    if model.reactions is None:
        raise InvalidInput(
            f"{model.scenario.name} counts no reactions; set model.weights.buyer_region or setter_region."
        )
    asked = _Scaled(deals)
    top = min(MOST, SHORT * model.reactions.limit)
    deal = deals.deal() or asked.deals(0.0).deal()
    points = change_points(asked.label, 0.0, top, steps=SCAN, tolerance=1e-3)
    return ReactionStrength(
        players=model.scenario.players,
        unit=model.scenario.unit,
        limit=model.reactions.limit,
        top=top,
        deal=deal,
        pays=MappingProxyType({} if deal is None else asked.pays(deal, top)),
        security=None if deal is None else asked.security(deal, top),
        changes=points,
        rows=tuple(asked.row(strength) for strength in _ROWS if strength <= top),
    )


class _Scaled:
    """The model with all responses scaled, each factor solved once."""

    def __init__(self, deals: Deals) -> None:
        self._home = deals
        self._deals: dict[float, Deals] = {1.0: deals}

    def model(self, strength: float) -> NegotiationModel:
        home = self._home.model
        return build_model(scaled_reactions(home.scenario, strength), reuse=home)

    def deals(self, strength: float) -> Deals:
        if strength not in self._deals:
            self._deals[strength] = solve_deals(self.model(strength))
        return self._deals[strength]

    def label(self, strength: float) -> str:
        deal = self.deals(strength).deal()
        return NO_DEAL if deal is None else deal.label

    def row(self, strength: float) -> StrengthRow:
        deals = self.deals(strength)
        reactions = deals.model.reactions
        worth = (0.0, 0.0) if reactions is None else (reactions.slope(0), reactions.slope(1))
        return StrengthRow(strength, worth, self.label(strength), tuple(deals.nash.gains.tolist()))

    def pays(self, deal: Outcome, top: float) -> dict[str, BreakEvens]:
        players = self._home.model.scenario.players
        return {
            player: break_even(self._gain(side, deal), WHAT, 0.0, top) for side, player in enumerate(players)
        }

    def _gain(self, side: int, deal: Outcome) -> Callable[[float], float]:
        without = self._home.reversion.outcome

        def gain(strength: float) -> float:
            agreed, alone = self.model(strength).payoffs.evaluate([deal, without]).exact[side]
            return float(agreed - alone)

        return gain

    def security(self, deal: Outcome, top: float) -> BreakEvens:
        home = self._home.model
        gross = home.capability_worth * home.value(deal.purchases)

        def net(strength: float) -> float:
            reactions = self.model(strength).reactions
            return gross + (reactions.slope(0) * deal.purchases if reactions else 0.0)

        return break_even(net, WHAT, 0.0, top)


def _until(found: BreakEvens) -> str:
    """Say up to which factor a number stays above 0."""
    if found.values:
        return f"up to {found.values[0]:.2f} times"
    gains = isinstance(found.at_low, float) and found.at_low > 0
    return f"at least up to {found.high:.2f} times" if gains else "at no strength"
