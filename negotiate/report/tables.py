"""The tables of a solved scenario: one name each, for the report, CSV and LaTeX alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from negotiate.analysis import Drivers, spoken
from negotiate.payoffs import Outcome
from negotiate.procurement import Plan
from negotiate.report.beyond import beyond_tables
from negotiate.report.region import region_tables
from negotiate.report.tiers import tiers_tables
from negotiate.scenario import CaseSolution
from negotiate.table import Cell, Column, Table

__all__ = ["case_tables", "key_outcomes"]


def case_tables(case: CaseSolution, drivers: Drivers) -> dict[str, Table]:
    """Return every table of a run by its file name, in the order of the report.

    Examples
    --------
    >>> from negotiate.analysis import find_drivers
    >>> from negotiate.scenario import load_scenario, solve_case
    >>> case = solve_case(load_scenario("steel-for-beef"))
    >>> list(case_tables(case, find_drivers(case.deals)))[:2]
    ['outcomes-by-pass-through', 'break-evens']
    """
    return dict(_tables(case, drivers))


def _tables(case: CaseSolution, drivers: Drivers) -> Iterator[tuple[str, Table]]:
    parameter = spoken(drivers.along).replace(" ", "-")
    yield f"outcomes-by-{parameter}", drivers.outcomes_table()
    yield "break-evens", drivers.break_even_table()
    if drivers.observed is not None:
        yield "observed-deal", drivers.observed
    yield "deals", _deals(case)
    yield "decomposition", _decomposition(case)
    for number, player in enumerate(case.model.scenario.players):
        yield f"payoffs-of-{'setter' if number else 'buyer'}", _payoffs(case, number, player)
    yield "reversion", case.deals.reversion.table()
    yield "credibility", _credibility(case)
    yield "additionality", case.alone.table()
    yield "offers-equilibria", _equilibrium_outcomes(case)
    yield "commitment", _commitment(case)
    if case.demand is not None:
        yield "demand-equilibria", case.demand.table()
    yield "tariff-point-prices", _prices(case)
    yield from beyond_tables(case.beyond, case.model.scenario.unit)
    yield from region_tables(case)
    yield from tiers_tables(case)
    for name, plan in case.plans.items():
        yield f"bundle-{name}", _bundle(name, plan)
    yield "budget-frontier", case.frontier.table()
    for package, rates in case.model.rates.items():
        yield f"trade-effects-{package}", case.model.trade.table(rates)
    yield "calibration", case.model.scenario.table()
    yield "sources", _sources(case)


def key_outcomes(case: CaseSolution) -> dict[str, Outcome]:
    """Return the outcomes that a reader compares, by what they are; equal ones once."""
    status_quo = str(case.model.scenario.document["model"]["status_quo_package"])
    places = {
        "status quo": Outcome(0, status_quo),
        "no deal": case.deals.reversion.outcome,
        "observed": case.observed,
        "Nash": case.deals.deal(),
        "Kalai–Smorodinsky": case.deals.deal(case.deals.kalai_smorodinsky),
    }
    kept: dict[str, Outcome] = {}
    for name, place in places.items():
        if place is not None and place not in kept.values():
            kept[name] = place
    return kept


def _deals(case: CaseSolution) -> Table:
    unit = case.model.scenario.unit
    columns: list[Column | str] = ["solution", "levels", "deal"]
    for player in case.model.scenario.players:
        columns += [Column(f"payoff of {player}", unit, 2), Column(f"gain of {player}", unit, 2)]
    columns.append("tied with")
    rows: list[tuple[Cell, ...]] = []
    everywhere = {"Nash": case.deals.nash, "Kalai–Smorodinsky": case.deals.kalai_smorodinsky}
    within = {"nash": "Nash", "kalai-smorodinsky": "Kalai–Smorodinsky"}
    listed = [(name, "all", solution) for name, solution in everywhere.items()]
    listed += [(within[name], "within the cap", solution) for name, solution in case.within_cap.items()]
    for name, levels, solution in listed:
        deal = solution.labels[0] if solution.agreement else f"no agreement: {solution.reason}"
        pairs = zip(solution.payoffs.tolist(), solution.gains.tolist(), strict=True)
        ties = ", ".join(solution.labels[1:])
        rows.append((name, levels, deal, *(number for pair in pairs for number in pair), ties))
    notes = [
        f"Gains are over the payoffs without agreement ({case.deals.reversion.outcome.label}).",
        "Deals are picked among the outcomes of the grid, without lotteries.",
        f"The budget cap leaves room for {case.model.headroom:.2f} {unit} of purchases.",
    ]
    return Table("Deals by solution", columns, rows, notes)


def _decomposition(case: CaseSolution) -> Table:
    places = key_outcomes(case)
    payoffs = case.model.payoffs.evaluate(places.values())
    unit = case.model.scenario.unit
    columns: list[Column | str] = ["player", "term"]
    columns += [Column(f"{name} ({place.label})", unit, 3) for name, place in places.items()]
    rows: list[tuple[Cell, ...]] = []
    for number, player in enumerate(payoffs.players):
        for row, term in enumerate(payoffs.terms):
            if term.player == player:
                rows.append((player, term.name, *payoffs.contributions[row].tolist()))
        rows.append((player, "total", *payoffs.exact[number]))
    return Table("Payoffs by term, against the status quo", columns, rows)


def _payoffs(case: CaseSolution, number: int, player: str) -> Table:
    model, payoffs = case.model, case.deals.payoffs
    unit = model.scenario.unit
    columns: list[Column | str] = [Column("purchases above status quo", unit, 1)]
    columns += [Column(package, unit, 2) for package in model.packages]
    columns.append("budget cap")
    rows: list[tuple[Cell, ...]] = []
    for level in model.purchases:
        cells = [payoffs.at(Outcome(level, package))[number] for package in model.packages]
        rows.append((level, *cells, "within" if level <= model.headroom else "needs the cap lifted"))
    return Table(f"Payoff of {player} by purchases and tariff package", columns, rows)


def _credibility(case: CaseSolution) -> Table:
    """Return the credibility table with the weight on revenue that would make the threat credible."""
    table, weight = case.credibility.table(), case.credible_weight
    if case.credibility.credible:
        return table
    told = (
        "No weight on tariff revenue makes it credible."
        if weight is None
        else f"It is credible by itself from a weight on tariff revenue of {float(weight):.3f}."
    )
    return Table(table.title, table.columns, table.rows, [*table.notes, told])


def _equilibrium_outcomes(case: CaseSolution) -> Table:
    """Return one row an equilibrium: outcomes that can follow, payoffs, regret."""
    found, game = case.equilibria, case.offers.game
    columns: list[Column | str] = [Column("no.", digits=0), "kind"]
    columns += [f"strategy of {player}" for player in game.players]
    columns.append("outcomes")
    columns += [Column(f"payoff of {player}", game.unit, 3) for player in game.players]
    columns.append(Column("largest regret", game.unit, 3))
    rows: list[tuple[Cell, ...]] = []
    for number, equilibrium in enumerate(found, 1):
        ends = [case.offers.outcome(profile).label for profile in product(*equilibrium.support)]
        payoffs = equilibrium.payoffs.tolist()
        row = (number, equilibrium.kind, *equilibrium.labels, "; ".join(dict.fromkeys(ends)), *payoffs)
        rows.append((*row, equilibrium.max_regret))
    notes = [
        f"{found.note} Regrets are worked out from the payoffs in rational arithmetic.",
        "The buyer's strategies: what it buys, and the least package it asks for in return.",
        "The setter's strategies: what it grants, and the least purchases it asks for in return.",
    ]
    if found.components is not None:
        notes.append(f"They form {len(found.components)} connected components.")
    return Table("Equilibria of the offers game", columns, rows, notes)


def _commitment(case: CaseSolution) -> Table:
    unit = case.model.scenario.unit
    columns: list[Column | str] = ["leader", "rule", "ties of the follower", "outcome"]
    columns += [Column(f"payoff of {player}", unit, 3) for player in case.model.scenario.players]
    rows: list[tuple[Cell, ...]] = []
    for leader, led in case.commitments.items():
        for ties, commitment in (("for the leader", led.strong), ("against it", led.weak)):
            rows += [
                (leader, rule, ties, place.label, *payoffs) for rule, place, payoffs in led.ends(commitment)
            ]
    return Table("If one side commits to its rule first", columns, rows)


def _prices(case: CaseSolution) -> Table:
    rows: list[tuple[Cell, ...]] = []
    columns: list[Column | str] = []
    notes: dict[str, None] = {}
    for place, prices in case.prices.items():
        table = prices.table()
        columns = ["at", *table.columns]
        rows += [(place, *row) for row in table.rows]
        notes.update(dict.fromkeys(table.notes))
    unit = f"{case.model.scenario.unit} per percentage point"
    return Table(f"Prices of a tariff point [{unit}]", columns, rows, list(notes))


def _bundle(name: str, plan: Plan) -> Table:
    what = {
        "cap": "all that the budget cap leaves room for",
        "cap-relaxed": "the same if items were divisible",
        "deal": "the Nash deal",
        "observed": "the observed deal",
    }
    table = plan.table()
    title = f"The bundle for {what[name]} ({plan.problem.budget:.2f} bn USD/yr)"
    return Table(title, table.columns, table.rows, table.notes)


def _sources(case: CaseSolution) -> Table:
    rows = [
        (key, str(record.get("title", "")), str(record.get("date", "")), str(record.get("url", "")))
        for key, record in case.model.scenario.sources.items()
    ]
    return Table("Sources", ["key", "title", "date", "address"], rows)
