"""What drives the result of a scenario: outcomes along one parameter, break-evens, the observed deal.

A point estimate says little where the outcome hangs on one uncertain number. So the deal is
solved again along the parameter that matters most, pass-through, and for each of a few
parameters the values are found at which the package agreed on changes, or at which both sides
begin to gain from the deal that was observed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from negotiate.analysis.change_points import ChangePoint, change_points
from negotiate.checks import instance_of
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.payoffs import Outcome
from negotiate.scenario import Deals, NegotiationModel, Scenario, build_model, solve_deals
from negotiate.table import Cell, Column, Table

__all__ = ["DRIVING", "BreakEven", "Drivers", "find_drivers", "outcomes_along", "spoken"]

DRIVING = (
    "model.trade.pass_through",
    "model.parameters.revenue_weight",
    "model.parameters.export_rent_economic",
    "model.parameters.purchase_worth",
)
IN_THE_WORLD = ("model.world.trade_elasticity", *DRIVING[1:])  # of the general tier
NO_DEAL = "no agreement"
SCAN = 12  # intervals in which a parameter's range is scanned for changes


@dataclass(frozen=True, eq=False)
class AlongRow:
    """The outcome at one value of a parameter."""

    value: float
    given: bool
    optimal_tariff: float
    reversion: str
    break_even_audience_cost: float
    deal: str
    purchases: float | None
    gains: tuple[float, ...]


@dataclass(frozen=True)
class BreakEven:
    """Where along a parameter's range an answer changes; no points where it never does.

    Attributes
    ----------
    path : str
        The parameter.
    question : str
        What is asked: ``"package agreed on"`` or ``"who gains from the observed deal"``.
    low, high, value : float
        The range scanned, and the scenario's value.
    answer : str
        The answer at the scenario's value.
    points : tuple of ChangePoint
        The brackets that contain a change.
    """

    path: str
    question: str
    low: float
    high: float
    value: float
    answer: str
    points: tuple[ChangePoint[str], ...]


@dataclass(frozen=True, eq=False)
class Drivers:
    """What drives a scenario's result.

    Attributes
    ----------
    scenario : Scenario
        The scenario as it was solved.
    along : str
        The parameter along which the outcome is shown.
    rows : tuple of AlongRow
        The outcomes along it.
    break_evens : tuple of BreakEven
        By parameter and question.
    observed : Table or None
        The observed deal against the reversion point and the predicted deal.
    """

    scenario: Scenario
    along: str
    rows: tuple[AlongRow, ...]
    break_evens: tuple[BreakEven, ...]
    observed: Table | None

    def outcomes_table(self) -> Table:
        """Return the outcomes along the parameter, the scenario's own value marked."""
        unit = self.scenario.unit
        buyer, setter = self.scenario.players
        columns: list[Column | str] = [
            Column(spoken(self.along), digits=3),
            Column("setter's optimal tariff", "%", 1),
            "without agreement",
            Column("audience cost the threat needs", unit, 2),
            "Nash deal",
            Column(f"gain of {buyer}", unit, 2),
            Column(f"gain of {setter}", unit, 2),
            "scenario's value",
        ]
        rows: list[tuple[Cell, ...]] = [
            (
                row.value,
                100 * row.optimal_tariff,
                row.reversion,
                row.break_even_audience_cost,
                row.deal,
                *row.gains,
                "←" if row.given else "",
            )
            for row in self.rows
        ]
        note = (
            "The optimal tariff is the import-weighted mean over sectors."
            if self.along == DRIVING[0]
            else "The optimal tariff is the best rate on the buyer alone, all others held."
        )
        return Table(f"Outcomes by {spoken(self.along)}", columns, rows, [note])

    def break_even_table(self) -> Table:
        """Return where answers change, one row a change."""
        columns: list[Column | str] = [
            "parameter",
            Column("value", digits=3),
            Column("low", digits=3),
            Column("high", digits=3),
            "question",
            "answer now",
            Column("changes at", digits=3),
            "below",
            "above",
        ]
        rows: list[tuple[Cell, ...]] = []
        for item in self.break_evens:
            start = (spoken(item.path), item.value, item.low, item.high, item.question, item.answer)
            rows += [(*start, p.value, p.answer_below, p.answer_above) for p in item.points]
            if not item.points:
                rows.append((*start, None, item.answer, item.answer))
        note = (
            f"Each range is scanned in {SCAN} steps, then bisected to a thousandth of it; "
            "a dash means that no change was found."
        )
        return Table("Break-even values", columns, rows, [note])

    def to_dict(self) -> dict[str, Any]:
        """Return everything as a JSON-ready dict."""
        return {
            "along": self.along,
            "outcomes": self.outcomes_table().to_json(),
            "break_evens": self.break_even_table().to_json(),
            "observed": None if self.observed is None else self.observed.to_json(),
        }


def find_drivers(deals: Deals, *, progress: Callable[[str], None] | None = None) -> Drivers:
    """Find what drives the result of a scenario that has been solved.

    Parameters
    ----------
    deals : Deals
        The solved scenario; its value function is used again where it can be.
    progress : callable, optional
        Told in a few words what is being done.

    Examples
    --------
    >>> from negotiate.scenario import build_model, load_scenario, solve_deals
    >>> drivers = find_drivers(solve_deals(build_model(load_scenario("steel-for-beef"))))
    >>> drivers.along, len(drivers.break_evens) > 0
    ('model.trade.pass_through', True)
    """
    instance_of("deals", deals, Deals, hint=", which solve_deals() finds")
    say = progress or (lambda _: None)
    model = deals.model
    scenario = model.scenario
    driving = DRIVING if model.world is None else IN_THE_WORLD
    along = driving[0]
    say(f"solving along {spoken(along)}")
    rows = outcomes_along(model, along, _shown_values(scenario, along))
    break_evens = []
    for path in driving:
        if path in scenario.parameters and scenario.parameters[path].ranged:
            say(f"looking for break-even values of {spoken(path)}")
            break_evens += _break_evens(deals, path)
    return Drivers(scenario, along, rows, tuple(break_evens), _observed_table(deals))


def outcomes_along(model: NegotiationModel, path: str, values: Sequence[float]) -> tuple[AlongRow, ...]:
    """Solve the deal anew at each value of a parameter."""
    instance_of("model", model, NegotiationModel, hint=", which build_model() makes of a scenario")
    given = model.scenario.value(path)
    return tuple(_along_row(_solved(model, path, value), value, value == given) for value in values)


def _solved(model: NegotiationModel, path: str, value: float) -> Deals:
    return solve_deals(build_model(model.scenario.with_values({path: value}), reuse=model))


def _along_row(deals: Deals, value: float, given: bool) -> AlongRow:
    model = deals.model
    deal = deals.deal()
    alone = {place: deals.payoffs.at(Outcome(0, place))[1] for place in model.packages}
    return AlongRow(
        value=value,
        given=given,
        optimal_tariff=model.optimal_tariff,
        reversion=deals.reversion.outcome.package,
        break_even_audience_cost=float(max(alone.values()) - alone[model.threat]),
        deal=NO_DEAL if deal is None else deal.label,
        purchases=None if deal is None else deal.purchases,
        gains=tuple(deals.nash.gains.tolist()),
    )


def _shown_values(scenario: Scenario, path: str) -> list[float]:
    """Return round values across the parameter's range, its ends and its own value among them."""
    parameter = scenario.parameter(path)
    if parameter.low is None or parameter.high is None:
        return [parameter.value]
    low, high = parameter.low, parameter.high
    between = {k / 10 for k in range(1, 10)} | {0.25, 0.75}
    inner = {value for value in between if low < value < high}
    return sorted({low, high, parameter.value} | inner)


def _package(deals: Deals) -> str:
    deal = deals.deal()
    return NO_DEAL if deal is None else deal.package


def _break_evens(deals: Deals, path: str) -> list[BreakEven]:
    """Ask two questions along one parameter; each value is solved once."""
    scenario = deals.model.scenario
    parameter = scenario.parameter(path)
    solved: dict[float, Deals] = {parameter.value: deals}

    def at(value: float) -> Deals:
        if value not in solved:
            solved[value] = _solved(deals.model, path, value)
        return solved[value]

    questions: dict[str, Callable[[Deals], str]] = {"package agreed on": _package}
    if "observed" in scenario.document["model"]:
        questions["who gains from the observed deal"] = _who_gains
    low, high = float(parameter.low or 0.0), float(parameter.high or 0.0)
    return [
        BreakEven(
            path,
            question,
            low,
            high,
            parameter.value,
            answer(deals),
            change_points(_asked(at, answer), low, high, steps=SCAN),
        )
        for question, answer in questions.items()
    ]


def _asked(at: Callable[[float], Deals], answer: Callable[[Deals], str]) -> Callable[[float], str]:
    def ask(value: float) -> str:
        try:
            return answer(at(value))
        except (InvalidInput, NotApplicable) as error:
            return f"undefined: {error}"

    return ask


def _observed_outcome(scenario: Scenario) -> Outcome:
    return Outcome(
        scenario.money("model.observed.purchases"), scenario.document["model"]["observed"]["package"]
    )


def _who_gains(deals: Deals) -> str:
    """Say who gains from the observed deal against the reversion point."""
    model = deals.model
    payoffs = model.payoffs.evaluate([_observed_outcome(model.scenario)]).exact[:, 0]
    gainers = [
        player
        for player, payoff, base in zip(model.scenario.players, payoffs, deals.reversion.payoffs, strict=True)
        if payoff > base
    ]
    if len(gainers) == 2:
        return "both"
    return f"only {gainers[0]}" if gainers else "neither"


def _observed_table(deals: Deals) -> Table | None:
    """Return payoffs without agreement, in the observed deal and in the predicted one."""
    scenario = deals.model.scenario
    if "observed" not in scenario.document["model"]:
        return None
    observed, deal = _observed_outcome(scenario), deals.deal()
    places: Mapping[str, Outcome | None] = {
        "without agreement": deals.reversion.outcome,
        "observed": observed,
        "Nash deal": deal,
    }
    columns: list[Column | str] = ["", "outcome"]
    columns += [Column(f"gain of {player}", scenario.unit, 2) for player in scenario.players]
    rows: list[tuple[Cell, ...]] = []
    for name, place in places.items():
        if place is None:
            rows.append((name, NO_DEAL, 0.0, 0.0))
            continue
        payoffs = deals.model.payoffs.evaluate([place]).exact[:, 0]
        gains = [float(u - d) for u, d in zip(payoffs, deals.reversion.payoffs, strict=True)]
        rows.append((name, place.label, *gains))
    miss = (
        "none is predicted" if deal is None else f"{deal.purchases - observed.purchases:+g} {scenario.unit}"
    )
    notes = ["Gains are measured from the payoffs without agreement.", *_missing(deals, observed)]
    notes.append(f"Purchases predicted less observed: {miss}.")
    return Table("The observed deal", columns, rows, notes)


def _missing(deals: Deals, observed: Outcome) -> list[str]:
    """Say what would make the setter accept the observed deal, where it does not."""
    model = deals.model
    payoff = model.payoffs.evaluate([observed]).exact[1, 0]
    short = float(deals.reversion.payoffs[1] - payoff)
    if short <= 0:
        return []
    unit, setter = model.scenario.unit, model.scenario.players[1]
    told = f"For {setter} to gain it would take other concessions worth more than {short:.2f} {unit}"
    if observed.purchases > 0:
        rent = sum(
            model.scenario.value(f"model.parameters.export_rent_{k}") for k in ("economic", "political")
        )
        told += f", or a rent above {rent + short / observed.purchases:.2f} per dollar of purchases"
        told += f" (now {rent:.2f})"
    return [told + "."]


def spoken(path: str) -> str:
    """Return a parameter's name as words: ``"model.trade.pass_through"`` is pass-through."""
    return path.rpartition(".")[2].replace("pass_through", "pass-through").replace("_", " ")
