"""What an observed deal says of the price of a tariff point.

The buyer paid so many bn USD of purchases a year for so many points off the threatened tariff.
That average price is set against what either side would have accepted for the same relief, and
against both sides' marginal prices where the talks began and where they ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from negotiate.analysis.revealed import observed_deal, threat_carried_out
from negotiate.checks import instance_of, one_of
from negotiate.errors import NotApplicable
from negotiate.payoffs import Outcome, TariffPointPrices, TariffPointProblem, tariff_point_prices
from negotiate.provenance import Provenance
from negotiate.scenario import NegotiationModel
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["RevealedPrice", "revealed_price"]


@dataclass(frozen=True, eq=False)
class RevealedPrice(Solution):
    """The average price of a tariff point in a deal, among both sides' own prices.

    Attributes
    ----------
    outcome, without : Outcome
        The deal, and what follows without one.
    players : tuple of str
        The buyer, then the setter.
    points : float
        Relief from the threat in percentage points, the import-weighted mean over sectors.
    paid : float
        Purchases beyond those that would be made without a deal, bn USD/yr.
    most, least : float or None
        Purchases on the grid: the most at which the buyer gains, the least at which the setter
        gains, for the same relief; None where it never does.
    gains : mapping of float to tuple of Fraction
        Both sides' gains at each level on the grid with the deal's package.
    marginal : mapping of str to TariffPointPrices
        Marginal prices by the label of the place.
    """

    outcome: Outcome
    without: Outcome
    players: tuple[str, ...]
    points: float
    paid: float
    most: float | None
    least: float | None
    gains: Mapping[float, tuple[Fraction, ...]]
    marginal: Mapping[str, TariffPointPrices]
    provenance: Provenance
    concept: str = field(default="revealed price", init=False)

    @property
    def average(self) -> float:
        """What the buyer paid, bn USD/yr a percentage point."""
        return self.paid / self.points

    @property
    def accepted(self) -> tuple[float | None, float | None]:
        """The least average price at which the setter gains, and the largest at which the buyer does."""
        base = self.without.purchases
        least, most = (
            None if level is None else (level - base) / self.points for level in (self.least, self.most)
        )
        return least, most

    def table(self) -> Table:
        """Return the average price paid, and each side's own prices."""
        buyer, setter = self.players
        asked, offered = self.accepted
        rows: list[tuple[Cell, ...]] = [
            ("paid on average", self.average, self.average),
            ("on average, to gain from this relief", offered, asked),
        ]
        for place, prices in self.marginal.items():
            rows.append((f"for a small change at {place}", prices.buyer[0].more, prices.setter[0].more))
        columns: list[Column | str] = [
            "bn USD/yr a percentage point",
            Column(f"{buyer} pays at most", digits=3),
            Column(f"{setter} asks at least", digits=3),
        ]
        relief = f"Relief is {self.points:.1f} points (import-weighted mean)"
        beyond = f"{self.paid:g} bn USD/yr beyond what follows without a deal"
        notes = [f"{relief}, for {beyond}: {self.without.label}.", *self._verdict(asked, offered)]
        for place, prices in self.marginal.items():
            for player, price in zip(self.players, (prices.buyer[0], prices.setter[0]), strict=True):
                if price.reason:
                    notes.append(f"At {place}: {player}: {price.reason}.")
        return Table(f"Price of a tariff point revealed by {self.outcome.label}", columns, rows, notes)

    def _verdict(self, asked: float | None, offered: float | None) -> list[str]:
        buyer, setter = self.players
        notes = []
        if asked is None or self.average < asked:
            notes.append(f"Less than {setter} asks: in this model something else was paid too.")
        if offered is None or self.average > offered:
            notes.append(f"More than {buyer} pays: in this model something else was had too.")
        return notes

    def answer(self) -> dict[str, Any]:
        """Return the average price and both sides' own."""
        asked, offered = self.accepted
        return {
            "outcome": self.outcome.to_dict(),
            "unit": "bn USD/yr per percentage point",
            "points": self.points,
            "paid": self.paid,
            "average": self.average,
            "setter_asks_on_average": asked,
            "buyer_pays_on_average": offered,
            "marginal": {place: prices.answer() for place, prices in self.marginal.items()},
        }

    def certificate(self) -> dict[str, Any]:
        """Return exact gains at every level on the grid, and the slopes behind the marginal prices."""
        return {
            "gains": {f"{level:g}": gains for level, gains in self.gains.items()},
            "marginal": {place: prices.certificate() for place, prices in self.marginal.items()},
        }


def revealed_price(model: NegotiationModel, outcome: Outcome | None = None) -> RevealedPrice:
    """Set what was paid for a point of tariff relief among what both sides would have accepted.

    The levels at which a side gains are exact on the grid of purchases; marginal prices are
    numerical, right-hand where the worth of purchases has a kink.

    Parameters
    ----------
    model : NegotiationModel
    outcome : Outcome, optional
        The deal; what the scenario says was observed unless given.

    Raises
    ------
    InvalidInput
        For a package that the scenario does not have, or no outcome at all.
    NotApplicable
        For a deal that gives no relief from the threat: there is no price to a point.

    Examples
    --------
    >>> from negotiate.scenario import build_model, load_scenario
    >>> price = revealed_price(build_model(load_scenario("japan-us-2025")))
    >>> round(price.points, 2), round(price.average, 3)
    (11.82, 0.254)
    """
    instance_of("model", model, NegotiationModel, hint=", which build_model() makes of a scenario")
    deal = observed_deal(model) if outcome is None else outcome
    one_of("outcome.package", deal.package, model.packages)
    without = threat_carried_out(model)
    imports = np.array([sector.imports for sector in model.trade.sectors])
    relief = 100 * (model.rates[model.threat] - model.rates[deal.package])
    points = float(relief @ imports / imports.sum())
    if points <= 0:
        raise NotApplicable(
            f"outcome={deal.label!r} gives no relief from {model.threat}, so a point of it has no price; "
            "choose a deal with a lower tariff."
        )
    gains = _gains(model, deal.package, without)
    return RevealedPrice(
        outcome=deal,
        without=without,
        players=model.scenario.players,
        points=points,
        paid=deal.purchases - without.purchases,
        most=_extreme(max, gains, 0),
        least=_extreme(min, gains, 1),
        gains=gains,
        marginal={place.label: _marginal(model, place) for place in (without, deal)},
        provenance=Provenance(model.scenario.digest, {"outcome": deal.label}),
    )


def _gains(model: NegotiationModel, package: str, without: Outcome) -> dict[float, tuple[Fraction, ...]]:
    levels = sorted(model.purchases)
    exact = model.payoffs.evaluate([without, *(Outcome(level, package) for level in levels)]).exact
    gains = exact[:, 1:] - exact[:, :1]
    return {level: tuple(gains[:, k]) for k, level in enumerate(levels)}


def _extreme(
    choose: Callable[..., float | None], gains: Mapping[float, tuple[Fraction, ...]], player: int
) -> float | None:
    return choose((level for level, gain in gains.items() if gain[player] > 0), default=None)


def _marginal(model: NegotiationModel, place: Outcome) -> TariffPointPrices:
    return tariff_point_prices(
        TariffPointProblem(
            model.scenario.players,
            [sector.title for sector in model.trade.sectors],
            model.tariff_slopes(place.package),
            model.purchase_slopes(place.purchases),
        )
    )
