"""The figures of a solved scenario, in the width of a column or of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from inspect import signature
from typing import TYPE_CHECKING

import numpy as np

from negotiate.analysis import Drivers, spoken
from negotiate.payoffs import Outcome
from negotiate.report.figures import (
    plot_budget_frontier,
    plot_decomposition,
    plot_feasible_set,
    plot_gross_and_net,
    plot_outcomes_by_parameter,
    plot_payoff_matrix,
    save_pdf,
    save_svg,
)
from negotiate.report.region import named_levels, security_at
from negotiate.report.tables import key_outcomes
from negotiate.scenario import CaseSolution

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Drawing", "case_figures"]


@dataclass(frozen=True, eq=False)
class Drawing:
    """A figure that can be drawn at any width, with what is said in its place.

    Attributes
    ----------
    title, words : str
        A few words, and a description for who cannot see the picture.
    draw : callable
        From keywords (``width``, in inches, or none for the usual one) to a Matplotlib figure.
    """

    title: str
    words: str
    draw: Callable[..., Figure]
    _drawn: dict[float, Figure] = field(default_factory=dict, init=False, repr=False)
    _vectors: dict[float, str] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def usual_width(self) -> float:
        """The width that suits the picture, in inches."""
        return float(signature(self.draw).parameters["width"].default)

    def svg(self, width: float | None = None) -> str:
        """Return the picture as SVG that holds its title and description."""
        wide = self.usual_width if width is None else width
        if wide not in self._vectors:
            self._vectors[wide] = save_svg(self.figure(wide), self.title, self.words)
        return self._vectors[wide]

    def pdf(self, width: float | None = None) -> bytes:
        """Return the picture as PDF."""
        return save_pdf(self.figure(width), self.title)

    def figure(self, width: float | None = None) -> Figure:
        """Return the picture as a Matplotlib figure, drawn once for each width."""
        wide = self.usual_width if width is None else width
        if wide not in self._drawn:
            self._drawn[wide] = self.draw(width=wide)
        return self._drawn[wide]


def case_figures(case: CaseSolution, drivers: Drivers) -> dict[str, Drawing]:
    """Return each figure by file name, in the order of the report."""
    figures = {
        "outcomes-by-parameter": _outcomes(drivers),
        "feasible-set": _feasible_set(case),
        "payoff-matrix": _payoff_matrix(case),
        "decomposition": _decomposition(case),
        "budget-frontier": _budget_frontier(case),
    }
    if case.model.reactions is not None:
        figures["gross-and-net"] = _gross_and_net(case)
    return figures


def _outcomes(drivers: Drivers) -> Drawing:
    rows = drivers.rows
    purchases = [0.0 if row.purchases is None else row.purchases for row in rows]
    given = next((k for k, row in enumerate(rows) if row.given), None)
    name = spoken(drivers.along)
    draw = partial(
        plot_outcomes_by_parameter,
        [row.value for row in rows],
        [row.deal for row in rows],
        purchases,
        parameter=name,
        unit=drivers.scenario.unit,
        default=given,
    )
    told = "; ".join(f"{row.value:g}: {row.deal}" for row in rows)
    return Drawing(f"Outcomes by {name}", f"Which deal follows at each value of {name}. {told}.", draw)


def _feasible_set(case: CaseSolution) -> Drawing:
    deals = case.deals
    named = {"Nash": deals.nash, "Kalai–Smorodinsky": deals.kalai_smorodinsky}
    if "nash" in case.within_cap:
        named["Nash within the cap"] = case.within_cap["nash"]
    points = {name: tuple(solution.payoffs) for name, solution in named.items() if solution.agreement}
    observed = {}
    if case.observed is not None:
        payoffs = case.model.payoffs.evaluate([case.observed]).payoffs[:, 0]
        observed = {"observed": tuple(payoffs.tolist())}
    draw = partial(
        plot_feasible_set,
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
    return Drawing("Feasible set and deals", words, draw)


def _payoff_matrix(case: CaseSolution) -> Drawing:
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
    draw = partial(
        plot_payoff_matrix,
        payoffs,
        [f"{level:+g}" for level in levels],
        model.packages,
        players=model.scenario.players,
        unit=model.scenario.unit,
        equilibria={"outcome of a pure equilibrium": marked} if marked else (),
    )
    ends = ", ".join(f"{levels[row]:+g} / {model.packages[column]}" for row, column in marked)
    words = (
        "Payoffs of both parties by purchases (rows) and tariff package (columns). Outlined are the "
        f"outcomes of the offers game's pure equilibria: {ends or 'none'}."
    )
    return Drawing("Payoff matrix", words, draw)


def _decomposition(case: CaseSolution) -> Drawing:
    places = key_outcomes(case)
    payoffs = case.model.payoffs.evaluate(places.values())
    players = payoffs.players
    rows = {p: [k for k, term in enumerate(payoffs.terms) if term.player == p] for p in players}
    draw = partial(
        plot_decomposition,
        {player: payoffs.contributions[rows[player]] for player in players},
        {player: [payoffs.terms[k].name for k in rows[player]] for player in players},
        [f"{name}: {place.purchases:+g} / {place.package}" for name, place in places.items()],
        unit=case.model.scenario.unit,
    )
    totals = "; ".join(
        f"{name} {np.round(payoffs.payoffs[:, k], 2).tolist()}" for k, name in enumerate(places)
    )
    words = f"What each term adds to the payoffs of {players[0]} and {players[1]}; totals: {totals}."
    return Drawing("Payoffs by term", words, draw)


def _budget_frontier(case: CaseSolution) -> Drawing:
    frontier, unit = case.frontier, case.model.scenario.unit
    draw = partial(
        plot_budget_frontier,
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
    return Drawing("Budget frontier", words, draw)


def _gross_and_net(case: CaseSolution) -> Drawing:
    """Draw the security that purchases bring each side, before and after the region has answered."""
    named, players = named_levels(case), case.model.scenario.players
    levels = sorted({*case.model.purchases, *named})
    security = np.array([[security_at(case, side, level) for level in levels] for side in (0, 1)])
    gross, net = security[..., 0], security[..., 2]
    marks = {", ".join(names): level for level, names in named.items()}
    unit = case.model.scenario.unit
    draw = partial(plot_gross_and_net, levels, gross, net, players=players, marks=marks, unit=unit)
    told = "; ".join(
        f"{name} ({level:g}): "
        + ", ".join(
            f"{player} {gross[side, levels.index(level)]:.2f} gross, {net[side, levels.index(level)]:.2f} net"
            for side, player in enumerate(players)
        )
        for name, level in marks.items()
    )
    words = f"Security of {players[0]} and {players[1]} by purchases, before and after the answers. {told}."
    return Drawing("Security gross and net of the region's answers", words, draw)
