"""ScenarioAnswers: a scenario as a function from its parameters to its main conclusions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.analysis.answers import Answers, Columns, Labels, ask, ask_each, columns_of
from negotiate.errors import NotApplicable
from negotiate.payoffs import Outcome, TariffPointProblem, tariff_point_prices
from negotiate.provenance import digest
from negotiate.scenario import NegotiationModel, Scenario, build_model, solve_deals
from negotiate.scenario.batch import BatchDeals, ScenarioBatch
from negotiate.scenario.threat import credibility_of

__all__ = ["ScenarioAnswers"]

NO_DEAL = "no agreement"


class ScenarioAnswers:
    """The main conclusions of a scenario as a function of its parameters.

    Called with a dict from paths to values, it returns a dict with, as labels, what follows
    ``without agreement``, the Nash ``deal``, its ``package`` and whether the ``threat is
    credible``; and as numbers the ``equilibria`` of the instruments game, the ``purchases`` of
    the deal, the ``gain of`` each side (both None without agreement), the ``price`` of a tariff
    point that the buyer ``pays`` at most and the setter ``asks`` at least where nothing is agreed,
    and the ``audience cost`` that the threat needs. ``many`` answers for arrays of values at
    once, where the scenario allows it.

    Parameters
    ----------
    scenario : Scenario
        As loaded, in one of its variants.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> answers = ScenarioAnswers(load_scenario("steel-for-beef"))({"model.trade.pass_through": 0.5})
    >>> answers["without agreement"], answers["deal"]
    ('+0 / threat (no deal)', '+1.5 / half')
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __reduce__(self) -> tuple[Any, ...]:
        # A worker builds the model once, however often it is sent the function.
        rebuild, parts = self.scenario.__reduce__()[:2]
        return _kept, (self.digest, rebuild, parts)

    @property
    def digest(self) -> str:
        """SHA-256 of the scenario and of what is asked."""
        return digest({"scenario": self.scenario.digest, "asked": "deals, prices and threat, 1"})

    @cached_property
    def model(self) -> NegotiationModel:
        """The model at the scenario's own values."""
        return build_model(self.scenario) if self.batch is None else self.batch.model

    @cached_property
    def batch(self) -> ScenarioBatch | None:
        """The scenario for many draws at once, None where it has to be solved draw by draw."""
        try:
            return ScenarioBatch(self.scenario)
        except NotApplicable:
            return None

    @property
    def questions(self) -> tuple[str, ...]:
        """The names of all answers."""
        gains = (f"gain of {player}" for player in self.scenario.players)
        labels = ("without agreement", "deal", "package", "threat is credible")
        buyer, setter = self.scenario.players
        prices = (f"price {buyer} pays", f"price {setter} asks")
        return (*labels, "equilibria", "purchases", *gains, *prices, "audience cost")

    def __call__(self, values: Mapping[str, float]) -> dict[str, Any]:
        """Return the answers at one set of values."""
        model = build_model(self.scenario.with_values(values), reuse=self.model)
        deals = solve_deals(model)
        deal, place = deals.deal(), deals.reversion.outcome
        prices = tariff_point_prices(
            TariffPointProblem(
                self.scenario.players,
                [sector.title for sector in model.trade.sectors],
                model.tariff_slopes(place.package),
                model.purchase_slopes(place.purchases),
            )
        )
        cost = float(credibility_of(model).break_even)
        gains = (None, None) if deal is None else deals.nash.gains.tolist()
        found = (
            place.label,
            NO_DEAL if deal is None else deal.label,
            NO_DEAL if deal is None else deal.package,
            "yes" if cost == 0 else "no",
            float(len(deals.reversion.profiles)),
            None if deal is None else deal.purchases,
            *gains,
            prices.buyer[0].more,
            prices.setter[0].more,
            cost,
        )
        return dict(zip(self.questions, found, strict=True))

    def many(self, values: Mapping[str, NDArray[np.float64]]) -> Columns:
        """Return the answers at many sets of values, those of single calls."""
        if self.batch is None:
            return ask_each(self, values)
        found = self.batch.solve(values)
        columns = self._columns(found)
        if found.defined.all():
            return columns
        return _asked_again(self, values, columns, found.defined)

    def at_once(self, names: Sequence[str]) -> int:
        """Return how many draws make a chunk: few where each solves a procurement problem anew."""
        return 4096 if self.batch is not None and self.batch.quick(names) else 16

    def _columns(self, found: BatchDeals) -> Columns:
        agreed = found.deal_level >= 0
        credible = np.where(found.audience_cost == 0, 1, 0).astype(np.int32)
        gains = np.where(agreed[:, None], found.gains, np.nan)
        columns = (
            _labels(found.level, found.package, lambda k: found.outcome(k).label),
            _labels(found.deal_level, found.deal_package, lambda k: _label(found.deal(k))),
            _labels(found.deal_package, found.deal_package, lambda k: _package(found.deal(k))),
            _canonical(("no", "yes"), credible),
            found.equilibria.astype(float),
            np.where(agreed, np.array(self.model.purchases)[found.deal_level], np.nan),
            *gains.T.copy(),
            found.pays,
            found.asks,
            found.audience_cost,
        )
        named = dict(zip(self.questions, columns, strict=True))
        return Columns(
            len(agreed),
            {name: column for name, column in named.items() if not isinstance(column, Labels)},
            {name: column for name, column in named.items() if isinstance(column, Labels)},
        )


def _label(deal: Outcome | None) -> str:
    return NO_DEAL if deal is None else deal.label


def _package(deal: Outcome | None) -> str:
    return NO_DEAL if deal is None else deal.package


def _labels(level: NDArray[np.intp], package: NDArray[np.intp], label: Callable[[int], str]) -> Labels:
    """Encode outcomes; a label is written once for each pair of positions."""
    pairs = (level + 1) * (int(package.max(initial=0)) + 2) + package + 1
    _, first, codes = np.unique(pairs, return_index=True, return_inverse=True)
    return _canonical(tuple(label(int(k)) for k in first), codes.reshape(-1))


def _canonical(words: tuple[str, ...], codes: NDArray[Any]) -> Labels:
    """Return labels sorted, and only those that occur."""
    used = [words[code] for code in np.unique(codes)]
    known = tuple(sorted(set(used)))
    place = np.array([known.index(word) if word in known else -1 for word in words], dtype=np.int32)
    return Labels(known, place[codes])


def _asked_again(
    function: ScenarioAnswers,
    values: Mapping[str, NDArray[np.float64]],
    columns: Columns,
    defined: NDArray[np.bool_],
) -> Columns:
    """Ask again where the batch has no model: reasons and answers are then those of single calls."""
    rows: list[Answers | str] = []
    for k in range(len(defined)):
        if defined[k]:
            numbers = {name: _known(column[k]) for name, column in columns.numbers.items()}
            labels = {name: column.known[column.codes[k]] for name, column in columns.labels.items()}
            rows.append({name: {**numbers, **labels}[name] for name in function.questions})
        else:
            rows.append(ask(function, {path: float(column[k]) for path, column in values.items()}))
    return columns_of(rows)


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


_KEPT: dict[str, ScenarioAnswers] = {}  # in a worker: built once, asked for every chunk


def _kept(key: str, rebuild: Callable[..., Scenario], parts: tuple[Any, ...]) -> ScenarioAnswers:
    """Return the function that a worker was sent before, or build it."""
    if key not in _KEPT:
        _KEPT.clear()
        _KEPT[key] = ScenarioAnswers(rebuild(*parts))
    return _KEPT[key]
