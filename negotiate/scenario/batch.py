"""ScenarioBatch: the deals of many draws of a scenario's parameters, at once.

In every scenario each payoff term depends on the purchases alone or on the package alone. So in
the instruments game each side's best choices do not depend on the other's: its equilibria are the
pairs of best choices, all of them, found by two maxima a draw. The Nash deal is the largest product
of two whole numbers. Outcomes are those of ``solve_deals``, draw by draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array
from negotiate.errors import InvalidInput, NegotiateError, NotApplicable
from negotiate.payoffs import Outcome
from negotiate.payoffs.rounding import decimal_number
from negotiate.scenario.batch_draws import Draws, Floats, Units
from negotiate.scenario.batch_prices import point_prices
from negotiate.scenario.batch_terms import KNOWN_TERMS, TermTables, Worth, term_tables
from negotiate.scenario.batch_worth import settled_tables, worth_of
from negotiate.scenario.build import NegotiationModel, build_model
from negotiate.scenario.scenario import Scenario
from negotiate.scenario.schema import quantity_at

__all__ = ["BatchDeals", "ScenarioBatch"]

_FIXED = ("trade", "sectors", "parameters")  # no part of V(B), also where an end makes no model
_LARGEST_GAIN = 3_000_000_000  # units; the product of two still fits 64 bits


@dataclass(frozen=True, eq=False)
class BatchDeals:
    """What follows without agreement, and what is agreed, in every draw.

    All arrays have the draw as their first axis. Where ``defined`` is False there is no model in
    the draw, and its other entries mean nothing.

    Attributes
    ----------
    model : NegotiationModel
        The model at the scenario's own values: its levels and packages are those of all draws.
    defined : ndarray of bool
        Whether there is a model.
    equilibria : ndarray of int
        How many pure equilibria the instruments game has; 1 is also the only equilibrium.
    level, package : ndarray of int
        The first equilibrium: positions among the levels and the packages.
    payoffs : ndarray, shape (draws, 2)
        Both players' payoffs at it.
    deal_level, deal_package : ndarray of int
        The Nash deal; -1 for no agreement.
    gains : ndarray, shape (draws, 2)
        What the deal gives over ``payoffs``; 0 for no agreement.
    pays, asks : ndarray
        Price of a tariff point at the first equilibrium, what the buyer pays at most and the
        setter asks at least, bn USD/yr a percentage point; NaN where there is none.
    audience_cost : ndarray
        The least audience cost that makes the threat credible.
    """

    model: NegotiationModel
    defined: NDArray[np.bool_]
    equilibria: NDArray[np.int64]
    level: NDArray[np.intp]
    package: NDArray[np.intp]
    payoffs: Floats
    deal_level: NDArray[np.intp]
    deal_package: NDArray[np.intp]
    gains: Floats
    pays: Floats
    asks: Floats
    audience_cost: Floats

    def outcome(self, draw: int) -> Outcome:
        """Return what follows without agreement in a draw."""
        package = self.model.packages[self.package[draw]]
        return Outcome(
            self.model.purchases[self.level[draw]],
            package,
            agreed=False,
            threat_executed=package == self.model.threat,
        )

    def deal(self, draw: int) -> Outcome | None:
        """Return the deal in a draw, None for no agreement."""
        if self.deal_level[draw] < 0:
            return None
        return Outcome(
            self.model.purchases[self.deal_level[draw]], self.model.packages[self.deal_package[draw]]
        )


class ScenarioBatch:
    """A scenario ready to be solved for many values of its parameters at once.

    Parameters
    ----------
    scenario : Scenario
        As loaded, with demand of constant elasticity.

    Raises
    ------
    NotApplicable
        For a scenario with linear demand or with payoff terms that are not the standard ones:
        solve its draws one by one.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> batch = ScenarioBatch(load_scenario("steel-for-beef"))
    >>> found = batch.solve({"model.trade.pass_through": [0.5, 0.6]})
    >>> print(found.outcome(1), "|", found.deal(1))
    +0 / threat (no deal) | +1 / half
    """

    def __init__(self, scenario: Scenario) -> None:
        tier = scenario.document["model"]["trade"]["tier"]
        if tier != "partial":
            raise NotApplicable(
                f"model.trade.tier={tier!r}; many draws at once need the partial tier. Solve them one by one."
            )
        demand = scenario.document["model"]["trade"]["demand"]
        if demand != "constant_elasticity":
            raise NotApplicable(
                f"demand={demand!r}; many draws at once need constant_elasticity. Solve them one by one."
            )
        self.model = build_model(scenario)
        unknown = {term.name for term in self.model.payoffs.active} - KNOWN_TERMS
        if unknown:
            raise NotApplicable(
                f"the term {min(unknown)!r} is not known for many draws at once; solve them one by one."
            )
        self._levels = np.array(self.model.purchases)
        self._known: dict[str, bool] = {}
        self._worth = worth_of(self.model)

    @property
    def scenario(self) -> Scenario:
        """The scenario at its own values."""
        return self.model.scenario

    def quick(self, paths: Sequence[str]) -> bool:
        """Say whether V(B) stays the same whatever the values of these parameters."""
        return all(self._keeps_value(path) for path in paths)

    def _keeps_value(self, path: str) -> bool:
        """Say whether a model with another value of a parameter uses the same value function."""
        if path not in self._known:
            parameter = self.scenario.parameter(path)
            ends = [end for end in (parameter.low, parameter.high) if end not in (None, parameter.value)]
            other = ends[0] if ends else parameter.value * (1 + 1e-9)
            try:
                varied = self.scenario.with_values({path: float(other or 0.0)})
                self._known[path] = build_model(varied, reuse=self.model).value is self.model.value
            except NegotiateError:
                self._known[path] = path.split(".")[1] in _FIXED
        return self._known[path]

    def solve(self, values: Mapping[str, ArrayLike]) -> BatchDeals:
        """Solve every draw: equilibria of the instruments game, Nash deal, prices.

        Draws that change what V(B) depends on solve the procurement problem anew, one by one;
        all else is done at once.

        Parameters
        ----------
        values : mapping of str to array-like, shape (draws,)
            By the parameter's path, at least one path.

        Raises
        ------
        InvalidInput
            For an unknown path, arrays of different lengths, a value that makes no sense.
        """
        draws = Draws(self.scenario, self._checked(values))
        changed = [path for path in values if not self.quick([path])]
        if changed:
            tables, worth = settled_tables(draws, self.model, changed, self._decisive)
        else:
            tables, worth = term_tables(draws, self._levels, self._worth), self._worth
        return self._deals(draws, tables, worth)

    def _checked(self, values: Mapping[str, ArrayLike]) -> dict[str, Floats]:
        if not values:
            raise InvalidInput("values is empty; give at least one parameter.")
        checked = {
            path: finite_array(f"values[{path!r}]", column, ("draws",)) for path, column in values.items()
        }
        lengths = {len(column) for column in checked.values()}
        if len(lengths) > 1:
            raise InvalidInput(
                f"values has columns of {min(lengths)} and {max(lengths)} draws; give as many of each."
            )
        for path, column in checked.items():
            self.scenario.parameter(path)
            for end in (column.min(), column.max()):
                quantity_at(path).of.number(path, float(end))
        return checked

    def _decisive(self, tables: TermTables) -> NDArray[np.bool_]:
        """Return which levels are the buyer's best without agreement, or lie in a deal."""
        best = tables.levels[0] == tables.levels[0].max(axis=1, keepdims=True)
        product = self._products(tables, self._without(tables)[2])[1]
        top = product.max(axis=1, keepdims=True)
        deals = ((product == top) & (top > 0)).reshape(*best.shape, -1).any(axis=2)
        return np.asarray(best | deals, dtype=bool)

    def _deals(self, draws: Draws, tables: TermTables, worth: Worth) -> BatchDeals:
        step = decimal_number("resolution", self.scenario.resolution)
        best, chosen, without = self._without(tables)
        row, column = best.argmax(axis=1), chosen.argmax(axis=1)
        picked, gains = self._nash(tables, without)
        columns = self._conceded
        agreed = picked >= 0
        pays, asks = point_prices(draws, worth, self._levels, row, column)
        threat = self.model.packages.index(self.model.threat)
        free = tables.package[1]
        return BatchDeals(
            model=self.model,
            defined=np.broadcast_to(tables.defined, (draws.count,)),
            equilibria=best.sum(axis=1) * chosen.sum(axis=1),
            level=row,
            package=column,
            payoffs=_in_unit(without, step),
            deal_level=np.where(agreed, picked // len(columns), -1),
            deal_package=np.where(agreed, np.array(columns)[picked % len(columns)], -1),
            gains=_in_unit(gains, step),
            pays=pays,
            asks=asks,
            audience_cost=_in_unit(free.max(axis=1) - free[:, threat], step),
        )

    @property
    def _conceded(self) -> list[int]:
        """The positions of the packages that a deal can hold."""
        return [k for k, name in enumerate(self.model.packages) if name in self.model.concessions]

    def _without(self, tables: TermTables) -> tuple[NDArray[np.bool_], NDArray[np.bool_], Units]:
        """Return both sides' best choices, and the payoffs at the first pair, shape (draws, 2)."""
        best = tables.levels[0] == tables.levels[0].max(axis=1, keepdims=True)
        chosen = tables.alone[1] == tables.alone[1].max(axis=1, keepdims=True)
        everyone, row, column = np.arange(len(best)), best.argmax(axis=1), chosen.argmax(axis=1)
        paid = [tables.levels[i][everyone, row] + tables.alone[i][everyone, column] for i in (0, 1)]
        return best, chosen, np.stack(paid, axis=1)

    def _products(self, tables: TermTables, without: Units) -> tuple[list[Units], NDArray[Any]]:
        """Return both gains of every deal, and their product, -1 where somebody gains nothing."""
        gains = [
            (tables.levels[i][:, :, None] + tables.agreed[i][:, None, self._conceded]).reshape(
                len(without), -1
            )
            - without[:, i : i + 1]
            for i in (0, 1)
        ]
        both = (gains[0] > 0) & (gains[1] > 0)
        if max(int(gain.max(initial=0)) for gain in gains) > _LARGEST_GAIN:
            return gains, np.where(both, gains[0].astype(object) * gains[1].astype(object), -1)
        return gains, np.where(both, np.maximum(gains[0], 0) * np.maximum(gains[1], 0), -1)

    def _nash(self, tables: TermTables, without: Units) -> tuple[NDArray[np.intp], Units]:
        """Return the position of the deal among levels and concessions, -1 for none, and the gains."""
        gains, product = self._products(tables, without)
        picked, everyone = product.argmax(axis=1), np.arange(len(without))
        agreed = np.asarray(product[everyone, picked] > 0, dtype=bool)
        found = np.stack([np.where(agreed, gain[everyone, picked], 0) for gain in gains], axis=1)
        return np.where(agreed, picked, -1), found


def _in_unit(units: Units, step: Fraction) -> Floats:
    """Return whole units in the scenario's unit, each the float nearest to the exact number."""
    return np.asarray(units * float(step.numerator) / float(step.denominator))
