"""plot() draws every kind of result that has a picture, and says which have."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from negotiate import InvalidInput, NormalFormGame, NotApplicable, load_scenario, nash_equilibria, solve_case
from negotiate.analysis import break_even, monte_carlo, one_at_a_time, region_map, sobol_indices
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
from negotiate.coalition import glove_market, shapley_value
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
from negotiate.region import AllianceGood, ArmsRace, arms_race_equilibrium, nash_contributions
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


def trade(values: dict[str, float]) -> dict[str, object]:
    gain = values["worth"] - values["price"]
    return {"gain": gain, "deal": "yes" if gain > 0 else "no"}


RANGES = {"worth": (3, 2, 4), "price": (2, 1, 3.5)}


def test_how_sure_a_result_is_can_be_asked_for_each_question() -> None:
    drawn = monte_carlo(trade, RANGES, draws=64)
    assert {"gain", "draws"} <= titles(plot(drawn))
    shares = plot(drawn, question="deal", width=3.0)
    assert shares.get_size_inches()[0] == 3.0
    assert [label.get_text() for label in shares.axes[0].get_yticklabels()] == ["deal", "yes", "no"]
    indices = sobol_indices(trade, RANGES, points=64)
    assert "share of the variance of gain" in titles(plot(indices))
    assert "share of the variance of deal" in titles(plot(indices, question="deal"))
    assert "gain" in titles(plot(one_at_a_time(trade, RANGES)))
    with pytest.raises(InvalidInput, match="question='cost' is not known"):
        plot(drawn, question="cost")
    with pytest.raises(NotApplicable, match="has no questions to choose from"):
        plot(nash_solution(CAKE), question="deal")


def test_labels_alone_have_no_tornado() -> None:
    with pytest.raises(NotApplicable, match="no number is moved"):
        plot(one_at_a_time(lambda values: trade(values)["deal"], RANGES))


def test_maps_and_break_evens_mark_what_changes_where() -> None:
    figure = plot(region_map(trade, RANGES, "deal", points=4))
    assert {"worth", "price"} <= titles(figure)
    assert figure.axes[0].lines[0].get_xydata().tolist() == [[3, 2]]
    crossing = plot(break_even(lambda price: 2 - price, "price", 0, 5))
    assert [text.get_text() for text in crossing.axes[0].texts] == ["2"]
    assert [text.get_text() for text in crossing.legends[0].get_texts()] == ["positive", "negative"]


def test_neighbours_allies_and_shares() -> None:
    race = arms_race_equilibrium(ArmsRace(["Home", "Foreign"], [[0, 0.5], [0.5, 0]], [1, 1], [1, 1]))
    assert any("Home" in text.get_text() for text in plot(race).axes[0].texts)
    runaway = arms_race_equilibrium(ArmsRace(["Home", "Foreign"], [[0, 2], [2, 0]], [1, 1], [1, 1]))
    assert plot(runaway).axes
    given = nash_contributions(AllianceGood(["Large", "Small"], [100, 10], ["0.1", "0.1"]))
    bars = [bar.get_height() for bar in plot(given).axes[0].patches]
    assert bars == [float(one) for one in given.contributions]
    gloves = shapley_value(glove_market(["A"], ["B", "C"]))
    assert len(plot(gloves).axes[0].patches) == 3
