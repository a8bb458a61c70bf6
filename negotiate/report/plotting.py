"""The picture of a solution, whatever its kind.

``plot`` looks up the type among those that have a picture; solutions themselves know nothing of
figures. Each row turns a solution into a call of the figure that shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.analysis import BreakEvens, Drivers, RegionMap, spoken
from negotiate.bargaining import (
    BargainingSolution,
    ExchangeCurve,
    LotterySolution,
    RatifiedDeal,
    WinSetEffects,
)
from negotiate.coalition import Division
from negotiate.equilibria import EquilibriumSet
from negotiate.errors import NotApplicable
from negotiate.payoffs import OutcomePayoffs
from negotiate.procurement import BudgetFrontier, ParetoSet, Programme
from negotiate.procurement.programme.accounts import payments
from negotiate.procurement.risk import RiskFrontier
from negotiate.region import EfficientContributions, NashContributions, Reaction
from negotiate.repeated import SustainableSet
from negotiate.report.figures import (
    plot_budget_frontier,
    plot_decomposition,
    plot_exchange_curve,
    plot_feasible_set,
    plot_outcomes_by_parameter,
    plot_pareto_set,
    plot_payoff_matrix,
    plot_programme,
    plot_risk_frontier,
    plot_sustainable_set,
    plot_win_set_effects,
)
from negotiate.report.plotting_analysis import ASKED, break_evens_picture, region_map_picture
from negotiate.report.plotting_region import contributions_picture, division_picture, reaction_picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["plot"]

Options = dict[str, Any]


def plot(result: object, *, question: str | None = None, width: float | None = None) -> Figure:
    """Draw a result: equilibria, a deal, payoffs by term, a plan, a frontier, how sure something is.

    Parameters
    ----------
    result : Solution or Drivers
        A result of a kind that a picture helps to read.
    question : str, optional
        Which of its answers, for a result that has several (``MonteCarlo``, ``Tornado``,
        ``SobolIndices``); the first that can be drawn unless given.
    width : float, optional
        Inches: 3.4 for a column, 7 for a page; what suits the picture where None.

    Returns
    -------
    matplotlib.figure.Figure
        To show, to save, or to give to ``save_svg`` or ``save_pdf``.

    Raises
    ------
    NotApplicable
        For a result without a picture, or with other than two players where it needs two.

    Examples
    --------
    >>> from negotiate.bargaining import BargainingProblem, nash_solution
    >>> cake = BargainingProblem([(0, 3), (1, 2), (3, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> plot(nash_solution(cake)).axes[0].get_ylabel()
    'Payoff to Foreign [bn USD]'
    """
    options: Options = {} if width is None else {"width": width}
    for kind, ask in ASKED.items():
        if isinstance(result, kind):
            return ask(result, question, options)
    if question is not None:
        raise NotApplicable(f"a {type(result).__name__} has no questions to choose from; leave question out.")
    for kind, draw in _PICTURES.items():
        if isinstance(result, kind):
            return draw(result, options)
    known = ", ".join(sorted(kind.__name__ for kind in (*_PICTURES, *ASKED)))
    raise NotApplicable(
        f"a {type(result).__name__} has no picture; these have: {known}. Show its table, or give arrays to a "
        "function of negotiate.report."
    )


def _two(players: tuple[str, ...]) -> None:
    if len(players) != 2:
        raise NotApplicable(
            f"the picture is for two players; this has {len(players)}. Show the table instead."
        )


def _equilibria(found: EquilibriumSet, options: Options) -> Figure:
    game = found.game
    _two(game.players)
    return plot_payoff_matrix(
        game.payoffs,
        *game.strategies,
        players=game.players,
        unit=game.unit,
        equilibria=[
            (equilibrium.support[0][0], equilibrium.support[1][0])
            for equilibrium in found
            if equilibrium.kind == "pure"
        ],
        **options,
    )


def _deal(deal: BargainingSolution | LotterySolution, options: Options) -> Figure:
    problem = deal.problem.points if isinstance(deal, LotterySolution) else deal.problem
    _two(problem.players)
    named = {deal.concept: tuple(deal.payoffs.tolist())} if deal.agreement else {}
    return plot_feasible_set(
        problem.feasible,
        problem.disagreement,
        players=problem.players,
        unit=problem.unit,
        deals=named,
        **options,
    )


def _ratified(deal: RatifiedDeal, options: Options) -> Figure:
    problem = deal.problem.bargaining
    _two(problem.players)
    passing = set(deal.problem.ratifiable)
    named = {"ratified": tuple(float(p) for p in deal.payoffs)} if deal.agreement else {}
    return plot_feasible_set(
        problem.feasible,
        problem.disagreement,
        players=problem.players,
        unit=problem.unit,
        groups=["passes" if k in passing else "does not pass" for k in range(len(problem.feasible))],
        deals=named,
        **options,
    )


def _payoffs(payoffs: OutcomePayoffs, options: Options) -> Figure:
    rows = {p: [k for k, term in enumerate(payoffs.terms) if term.player == p] for p in payoffs.players}
    return plot_decomposition(
        {player: payoffs.contributions[places] for player, places in rows.items()},
        {player: [payoffs.terms[k].name for k in places] for player, places in rows.items()},
        [outcome.label for outcome in payoffs.outcomes],
        unit=payoffs.unit,
        **options,
    )


def _frontier(frontier: BudgetFrontier, options: Options) -> Figure:
    prices: dict[str, Any] = {"relaxation slope": frontier.slopes[:, 1]}
    prices["finite difference"] = list(frontier.differences)
    return plot_budget_frontier(
        frontier.levels,
        frontier.whole,
        frontier.divisible,
        prices,
        unit="bn USD/yr",
        value_unit="capability",
        **options,
    )


def _programme(plan: Programme, options: Options) -> Figure:
    problem, years = plan.problem, plan.problem.years
    due = payments(problem.catalogue.items, problem.contract_values(plan.orders))
    due[:, :years] += problem.upkeep(plan.orders)
    served = np.array([problem.mission_names.index(item.mission) for item in problem.catalogue])
    return plot_programme(
        {mission.title: due[served == place].sum(axis=0) for place, mission in enumerate(problem.missions)},
        problem.headroom,
        plan.orders,
        [item.contract.lag for item in problem.catalogue],
        items=[item.title for item in problem.catalogue],
        first_year=problem.first_year,
        **options,
    )


def _risk(frontier: RiskFrontier, options: Options) -> Figure:
    if not frontier.points:
        raise NotApplicable("no plan keeps any of the limits; raise them.")
    risks, values = zip(*frontier.points, strict=True)
    expected = [plan.expected_outlays.sum() for plan in frontier.plans if plan is not None]
    share = f"CVaR at {100 * frontier.problem.level:g} %"
    return plot_risk_frontier(risks, values, expected=expected, risk=share, **options)


def _pareto(found: ParetoSet, options: Options) -> Figure:
    if len(found.measures) > 4:
        raise NotApplicable(f"the picture is for two to four measures; this has {len(found.measures)}.")
    return plot_pareto_set(
        found.points,
        measures=[measure.name for measure in found.measures],
        units=[measure.unit for measure in found.measures],
        **options,
    )


def _sustainable(held: SustainableSet, options: Options) -> Figure:
    corners = [np.array(region, dtype=float) for region in held.lottery_regions()]
    return plot_sustainable_set(
        held.payoffs.astype(float),
        {f"sustained at δ = {float(held.discount):g}": corners},
        [float(payoff) for payoff in held.reversion],
        players=held.game.players,
        unit=held.game.unit,
        **options,
    )


def _curve(curve: ExchangeCurve, options: Options) -> Figure:
    return plot_exchange_curve(
        curve.purchases,
        curve.curve(0).tolist(),
        curve.curve(1).tolist(),
        players=curve.players,
        units=curve.units,
        **options,
    )


def _win_sets(effects: WinSetEffects, options: Options) -> Figure:
    bargaining = effects.problem.bargaining
    _two(bargaining.players)

    def gains(deals: tuple[RatifiedDeal, ...]) -> list[list[float | None]]:
        steps = [deal.payoffs - bargaining.disagreement if deal.agreement else None for deal in deals]
        return [[None if step is None else float(step[k]) for step in steps] for k in range(2)]

    return plot_win_set_effects(
        np.array([float(step) for step in effects.reversions]),
        gains(effects.one_sided),
        gains(effects.two_sided),
        players=bargaining.players,
        side=effects.side,
        ratifier=effects.ratifier.name,
        unit=bargaining.unit,
        **options,
    )


def _drivers(drivers: Drivers, options: Options) -> Figure:
    rows = drivers.rows
    return plot_outcomes_by_parameter(
        [row.value for row in rows],
        [row.deal for row in rows],
        [0.0 if row.purchases is None else row.purchases for row in rows],
        parameter=spoken(drivers.along),
        unit=drivers.scenario.unit,
        default=next((k for k, row in enumerate(rows) if row.given), None),
        **options,
    )


_PICTURES: dict[type, Callable[[Any, Options], Figure]] = {
    EquilibriumSet: _equilibria,
    BargainingSolution: _deal,
    LotterySolution: _deal,
    RatifiedDeal: _ratified,
    OutcomePayoffs: _payoffs,
    BudgetFrontier: _frontier,
    Programme: _programme,
    RiskFrontier: _risk,
    ParetoSet: _pareto,
    ExchangeCurve: _curve,
    WinSetEffects: _win_sets,
    SustainableSet: _sustainable,
    Drivers: _drivers,
    RegionMap: region_map_picture,
    BreakEvens: break_evens_picture,
    Reaction: reaction_picture,
    NashContributions: contributions_picture,
    EfficientContributions: contributions_picture,
    Division: division_picture,
}
