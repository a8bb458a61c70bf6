"""The figures of a solved scenario, as SVG text that is the same at every run."""

from __future__ import annotations

from typing import Any

import numpy as np

from negotiate.analysis import Drivers, spoken
from negotiate.payoffs import Outcome
from negotiate.report.figures import (
    plot_budget_frontier,
    plot_decomposition,
    plot_feasible_set,
    plot_outcomes_by_parameter,
    plot_payoff_matrix,
    save_svg,
)
from negotiate.report.tables import key_outcomes
from negotiate.scenario import CaseSolution

__all__ = ["case_figures"]


def case_figures(case: CaseSolution, drivers: Drivers) -> dict[str, tuple[str, str]]:
    """Return each figure's SVG and its description, by file name, in the order of the report."""
    figures = {
        "outcomes-by-parameter": _outcomes(drivers),
        "feasible-set": _feasible_set(case),
        "payoff-matrix": _payoff_matrix(case),
        "decomposition": _decomposition(case),
        "budget-frontier": _budget_frontier(case),
    }
    return {name: (save_svg(figure, title, words), words) for name, (figure, title, words) in figures.items()}


def _outcomes(drivers: Drivers) -> tuple[Any, str, str]:
    rows = drivers.rows
    purchases = [0.0 if row.purchases is None else row.purchases for row in rows]
    given = next((k for k, row in enumerate(rows) if row.given), None)
    name = spoken(drivers.along)
    figure = plot_outcomes_by_parameter(
        [row.value for row in rows],
        [row.deal for row in rows],
        purchases,
        parameter=name,
        unit=drivers.scenario.unit,
        default=given,
    )
    told = "; ".join(f"{row.value:g}: {row.deal}" for row in rows)
    return figure, f"Outcomes by {name}", f"Which deal follows at each value of {name}. {told}."


def _feasible_set(case: CaseSolution) -> tuple[Any, str, str]:
    deals = case.deals
    named = {"Nash": deals.nash, "Kalai–Smorodinsky": deals.kalai_smorodinsky}
    if "nash" in case.within_cap:
        named["Nash within the cap"] = case.within_cap["nash"]
    points = {name: tuple(solution.payoffs) for name, solution in named.items() if solution.agreement}
    observed = {}
    if case.observed is not None:
        payoffs = case.model.payoffs.evaluate([case.observed]).payoffs[:, 0]
        observed = {"observed": tuple(payoffs.tolist())}
    figure = plot_feasible_set(
        deals.payoffs.payoffs.T,
        deals.problem.disagreement,
        players=case.model.scenario.players,
        unit=case.model.scenario.unit,
        groups=[outcome.package for outcome in deals.payoffs.outcomes],
        deals=points,
        observed=observed,
    )
    agreed = ", ".join(
        f"{name} {solution.labels[0]}" for name, solution in named.items() if solution.agreement
    )
    words = (
        f"Payoffs of {len(deals.payoffs.outcomes)} deals by tariff package, the payoffs without agreement "
        f"({deals.reversion.outcome.label}), and the deals: {agreed or 'no agreement'}."
    )
    return figure, "Feasible set and deals", words


def _payoff_matrix(case: CaseSolution) -> tuple[Any, str, str]:
    """Draw the levels of the offers game against all packages; agreed pure equilibria are outlined."""
    model = case.model
    levels = [0.0, *model.scenario.document["model"]["levels"]["offers"]]
    outcomes = [Outcome(level, package) for level in levels for package in model.packages]
    payoffs = model.payoffs.evaluate(outcomes).payoffs.reshape(2, len(levels), len(model.packages))
    reached = {
        case.offers.outcome([support[0] for support in equilibrium.support])
        for equilibrium in case.equilibria
        if all(len(support) == 1 for support in equilibrium.support)
    }
    marked = [
        (levels.index(place.purchases), model.packages.index(place.package))
        for place in sorted(reached, key=lambda place: (place.purchases, place.package))
    ]
    figure = plot_payoff_matrix(
        payoffs,
        [f"{level:+g}" for level in levels],
        model.packages,
        players=model.scenario.players,
        unit=model.scenario.unit,
        equilibria={"ends a pure equilibrium of the offers game": marked} if marked else (),
    )
    ends = ", ".join(f"{levels[row]:+g} / {model.packages[column]}" for row, column in marked)
    words = (
        "Payoffs of both parties by purchases (rows) and tariff package (columns). Outlined are the "
        f"outcomes of the offers game's pure equilibria: {ends or 'none'}."
    )
    return figure, "Payoff matrix", words


def _decomposition(case: CaseSolution) -> tuple[Any, str, str]:
    places = key_outcomes(case)
    payoffs = case.model.payoffs.evaluate(places.values())
    players = payoffs.players
    rows = {p: [k for k, term in enumerate(payoffs.terms) if term.player == p] for p in players}
    figure = plot_decomposition(
        {player: payoffs.contributions[rows[player]] for player in players},
        {player: [payoffs.terms[k].name for k in rows[player]] for player in players},
        [f"{name}: {place.purchases:+g} / {place.package}" for name, place in places.items()],
        unit=case.model.scenario.unit,
    )
    totals = "; ".join(
        f"{name} {np.round(payoffs.payoffs[:, k], 2).tolist()}" for k, name in enumerate(places)
    )
    words = f"What each term adds to the payoffs of {players[0]} and {players[1]}; totals: {totals}."
    return figure, "Payoffs by term", words


def _budget_frontier(case: CaseSolution) -> tuple[Any, str, str]:
    frontier, unit = case.frontier, case.model.scenario.unit
    figure = plot_budget_frontier(
        frontier.levels,
        frontier.whole,
        frontier.divisible,
        {"relaxation slope": frontier.slopes[:, 1], "finite difference": list(frontier.differences)},
        cap=case.model.headroom,
        unit=unit,
        value_unit="capability",
    )
    words = (
        "Value of the best bundle by purchases a year, in whole units and relaxed, with the price of the "
        f"budget below; the cap leaves room for {case.model.headroom:.2f} {unit}."
    )
    return figure, "Budget frontier", words
