"""plot() draws every kind of result that has a picture, and says which have."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from negotiate import NormalFormGame, NotApplicable, load_scenario, nash_equilibria, solve_case
from negotiate.bargaining import (
    BargainingProblem,
    LotteryProblem,
    RatificationProblem,
    Ratifier,
    nash_lottery,
    nash_solution,
    ratified_deal,
    shrinking_win_set,
)
from negotiate.procurement import (
    Catalogue,
    Contract,
    Item,
    Mission,
    PiecewiseReturns,
    ProgrammeProblem,
    optimal_programme,
    pareto_set,
)
from negotiate.procurement.risk import RiskProblem, Scenarios, risk_frontier
from negotiate.repeated import sustainable_set
from negotiate.report import plot

SPLITS = [(k, 10 - k) for k in range(11)]
CAKE = BargainingProblem(SPLITS, (0, 0), ("Home", "Foreign"), "bn USD", [f"Home {k}" for k in range(11)])
DILEMMA = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]], players=("Row", "Column"))
DIET = Ratifier("Diet", "Home", payoffs=list(range(11)), reversion=4)
VOTE = RatificationProblem(CAKE, [DIET])


JETS = Catalogue([Item("jet", "air", 0.1, 40, contract=Contract((0.5, 0.5), 1))])
PROGRAMME = ProgrammeProblem(
    JETS, [Mission("air", PiecewiseReturns([0], [1.0]))], [1.0], first_year=2027, rates={"JPY": 150}
)
RISK = RiskProblem(PROGRAMME, Scenarios(rates=[(150,), (180,)]), budget_currency="JPY", level=0.5)


def titles(figure) -> set[str]:
    return {text for axes in figure.axes for text in (axes.get_xlabel(), axes.get_ylabel(), axes.get_title())}


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (nash_solution(CAKE), "Payoff to Home [bn USD]"),
        (nash_lottery(LotteryProblem(CAKE)), "Payoff to Foreign [bn USD]"),
        (ratified_deal(VOTE), "Payoff to Home [bn USD]"),
        (sustainable_set(DILEMMA, reversion=(1, 1), discount=0.9), "Average payoff of Row"),
    ],
    ids=["deal", "lottery", "ratified", "sustained"],
)
def test_a_result_is_drawn_in_the_width_that_is_asked_for(result: object, words: str) -> None:
    figure = plot(result, width=3.0)
    assert figure.get_size_inches()[0] == 3.0
    assert any(text.startswith(words) for text in titles(figure))


def test_the_deal_is_marked_where_it_lies() -> None:
    deal = nash_solution(CAKE)
    marked = [line for line in plot(deal).axes[0].lines if "nash" in str(line.get_label())]
    assert np.array([marked[0].get_xdata(), marked[0].get_ydata()]).ravel().tolist() == deal.payoffs.tolist()


def test_equilibria_and_what_a_harder_ratifier_does() -> None:
    assert plot(nash_equilibria(DILEMMA)).axes
    assert len(plot(shrinking_win_set(VOTE, "Diet", range(4, 10))).axes) == 2


def test_a_solved_scenario_s_results_are_drawn() -> None:
    case = solve_case(load_scenario("steel-for-beef"))
    for result in (case.frontier, case.deals.payoffs, case.equilibria):
        assert plot(result).axes


def test_programmes_frontiers_of_risk_and_pareto_sets() -> None:
    above, below = plot(optimal_programme(PROGRAMME)).axes
    assert above.texts[0].get_text() == "1 after the plan"
    assert [text.get_text() for text in below.texts] == ["20"]
    frontier = risk_frontier(RISK, [0.96, 0.5])
    tail = plot(frontier, width=7.0).axes[0].lines[-1]
    assert tail.get_ydata().tolist() == sorted(value for _, value in frontier.points)
    assert plot(pareto_set(PROGRAMME, ["value", "cost"], 3)).axes[0].get_xlabel() == "cost [bn USD]"
    with pytest.raises(NotApplicable, match="no plan keeps any of the limits"):
        plot(dataclasses.replace(frontier, plans=(None, None)))


def test_a_result_without_a_picture_is_refused_in_words() -> None:
    with pytest.raises(NotApplicable, match="a str has no picture; these have: .*EquilibriumSet"):
        plot("deal")


def test_three_players_have_no_picture_of_a_deal() -> None:
    three = BargainingProblem([(1, 1, 1)], (0, 0, 0), ("A", "B", "C"), "bn USD")
    with pytest.raises(NotApplicable, match="for two players; this has 3"):
        plot(nash_solution(three))
