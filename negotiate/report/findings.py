"""What was found, in sentences: what drives the result first, then the point estimate."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.analysis import Drivers, spoken
from negotiate.payoffs import Outcome
from negotiate.report.beyond import beyond_lines
from negotiate.report.region import region_lines
from negotiate.scenario import CaseSolution
from negotiate.table import Cell, Column, Table

__all__ = ["driver_lines", "findings", "headline"]


def headline(case: CaseSolution, drivers: Drivers) -> str:
    """Return what a terminal shows at the end of a run: drivers first, then the deal."""
    buyer, setter = case.model.scenario.players
    columns: list[Column | str] = [
        Column(spoken(drivers.along), digits=3),
        Column("optimal tariff", "%", 0),
        "without a deal",
        "Nash deal",
        Column(f"{buyer} gains", digits=2),
        Column(f"{setter} gains", digits=2),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            row.value,
            100 * row.optimal_tariff,
            row.reversion,
            row.deal + (" ←" if row.given else ""),
            *row.gains,
        )
        for row in drivers.rows
    ]
    title = (
        f"Outcomes by {spoken(drivers.along)} (gains in {case.model.scenario.unit}; ← the scenario's value)"
    )
    return "\n\n".join([Table(title, columns, rows).to_text(), "\n".join(findings(case, drivers))])


def driver_lines(case: CaseSolution, drivers: Drivers) -> Iterator[str]:
    """Yield what drives the result, and how much of the input is assumed: ranges, not points."""
    scenario = case.model.scenario
    answers = dict.fromkeys(row.deal for row in drivers.rows)
    name = spoken(drivers.along)
    yield (
        f"Over the range of {name} ({drivers.rows[0].value:g} to {drivers.rows[-1].value:g}) "
        f"{'one outcome follows' if len(answers) == 1 else f'{len(answers)} different outcomes follow'}: "
        f"{'; '.join(answers)}."
    )
    for item in drivers.break_evens:
        if item.points and item.question == "package agreed on":
            what = spoken(item.path)
            where = "; ".join(
                f"{p.answer_below} below {p.value:.3g}, {p.answer_above} above" for p in item.points
            )
            yield f"Package agreed on, by {what} (now {item.value:g}): {where}."
    assumed = sum(parameter.assumed for parameter in scenario.parameters.values())
    yield (
        f"{assumed} of {len(scenario.parameters)} parameters are assumed "
        f"({scenario.assumed_share:.0%}); the others have a source."
    )


def findings(case: CaseSolution, drivers: Drivers) -> Iterator[str]:
    """Yield the answers at the scenario's own values."""
    scenario, deals = case.model.scenario, case.deals
    unit = scenario.unit
    buyer, setter = scenario.players
    yield f"Without agreement: {deals.reversion.outcome.label}. {case.credibility.table().notes[-1]}"
    yield f"Nash deal: {_told(case, deals.deal(), deals.nash.reason)}"
    if "nash" in case.within_cap:
        capped = case.within_cap["nash"]
        deal = capped.labels[0] if capped.agreement else f"no agreement ({capped.reason})"
        yield f"Within the budget cap, which leaves room for {case.model.headroom:.2f} {unit}: {deal}."
    if drivers.observed is not None:
        yield f"Against the observed deal: {drivers.observed.notes[-1]}"
    for place, prices in case.prices.items():
        first = prices.table().rows[0]
        asked = [f"{cell:.2f}" if isinstance(cell, float) else "none" for cell in first[1:3]]
        yield (
            f"A tariff point at {place}: {buyer} would pay at most {asked[0]}, {setter} asks at least "
            f"{asked[1]} {unit} of purchases."
        )
    proven = "all of them, proven" if case.equilibria.complete else "not proven to be all"
    pure = sum(equilibrium.kind == "pure" for equilibrium in case.equilibria)
    yield f"Offers game: {len(case.equilibria)} extreme equilibria, {pure} of them pure ({proven})."
    yield from beyond_lines(case.beyond, scenario.unit)
    yield from region_lines(case)
    yield from _cap_lines(case)


def _cap_lines(case: CaseSolution) -> Iterator[str]:
    """Say what the budget cap costs the buyer, each price under its own name."""
    model, unit = case.model, case.model.scenario.unit
    left, right = (model.capability_worth * slope for slope in model.value.slope(model.headroom))
    yield (
        f"Price of the budget cap: one more bn USD/yr is worth {right:.3f} {unit} to "
        f"{model.scenario.players[0]}, before its cost, if items were divisible (left slope {left:.3f})."
    )
    if "cap-relaxed" in case.plans:
        whole, divisible = case.plans["cap"], case.plans["cap-relaxed"]
        dual = model.capability_worth * (divisible.budget_price or 0.0)
        gap = model.capability_worth * (divisible.value - whole.value)
        yield f"The relaxation's dual is {dual:.3f} {unit}; whole lots are worth {gap:.4f} {unit} less."


def _told(case: CaseSolution, deal: Outcome | None, reason: str) -> str:
    if deal is None:
        return f"no agreement, since {reason}."
    gains = ", ".join(
        f"{player} gains {gain:.2f}"
        for player, gain in zip(case.model.scenario.players, case.deals.nash.gains, strict=True)
    )
    return f"{deal.label}; {gains} {case.model.scenario.unit} over no agreement."
