from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.bargaining import (
    BargainingProblem,
    LotteryProblem,
    LotterySolution,
    RatificationProblem,
    Ratifier,
    kalai_smorodinsky_solution,
    nash_lottery,
    nash_solution,
    ratified_deal,
    shrinking_win_set,
    uncertain_ratification,
)
from negotiate.errors import InvalidInput
from tests.bargaining.cases import problems

PLAYERS = ("Home", "Foreign")
CAKE = BargainingProblem([(k, 10 - k) for k in range(11)], (0, 0), PLAYERS, "bn USD")
SOLUTIONS = [nash_solution, kalai_smorodinsky_solution]


def at_least(name: str, side: str, floor: object) -> Ratifier:
    """Somebody who sees payoffs as that side's negotiator does, and wants more."""
    column = PLAYERS.index(side)
    return Ratifier(name, side, CAKE.feasible[:, column], floor)


@st.composite
def one_issue(draw: st.DrawFn) -> BargainingProblem:
    """Positions on a line: Home's payoff rises along it, Foreign's falls, both with falling steps."""
    steps = st.lists(st.integers(1, 9), min_size=2, max_size=9)
    up = sorted(draw(steps), reverse=True)
    down = sorted(draw(st.lists(st.integers(1, 9), min_size=len(up), max_size=len(up))))
    home, foreign = np.cumsum([0, *up]), sum(down) - np.cumsum([0, *down])
    return BargainingProblem(np.stack([home, foreign], axis=1), (0, 0), PLAYERS, "USD")


# ---- known values ----


def test_win_sets_are_where_every_ratifier_weakly_gains() -> None:
    problem = RatificationProblem(
        CAKE, [at_least("diet", "Home", 3), at_least("unions", "Home", 4), at_least("congress", "Foreign", 2)]
    )
    assert problem.win_set("Home").tolist() == list(range(4, 11))
    assert problem.win_set("Foreign").tolist() == list(range(9))
    assert problem.ratifiable.tolist() == [4, 5, 6, 7, 8]
    assert problem.only("Foreign").ratifiable.tolist() == list(range(9))


def test_schellings_advantage_and_tararas_limit() -> None:
    """A harder Home moves the deal to Home; with Foreign bound too, beyond 6 there is none."""
    problem = RatificationProblem(CAKE, [at_least("diet", "Home", 0), at_least("congress", "Foreign", 4)])
    effects = shrinking_win_set(problem, "diet", range(11))
    assert effects.own_payoffs(effects.one_sided) == (5, 5, 5, 5, 5, 5, 6, 7, 8, 9, 0)
    assert effects.own_payoffs(effects.two_sided) == (5, 5, 5, 5, 5, 5, 6, 0, 0, 0, 0)
    assert effects.best(effects.one_sided) == 9
    assert effects.best(effects.two_sided) == 6
    assert effects.two_sided[7].reason == "no outcome passes on every side"
    assert "gives every player more" in effects.one_sided[10].reason
    assert "no agreement" in effects.summary()


def test_a_bound_other_side_takes_the_advantage_back() -> None:
    """Home is bound at 6; Foreign at 5: alone Home's bond gains 1, together both lose all."""
    home, foreign = at_least("diet", "Home", 6), at_least("congress", "Foreign", 5)
    assert ratified_deal(RatificationProblem(CAKE, [home])).payoffs.tolist() == [6, 4]
    assert ratified_deal(RatificationProblem(CAKE, [foreign])).payoffs.tolist() == [5, 5]
    both = ratified_deal(RatificationProblem(CAKE, [home, foreign]))
    assert not both.agreement
    assert both.payoffs.tolist() == [0, 0]
    assert "No agreement: no outcome passes" in both.summary()
    assert both.certificate() == {"ratifiable": 0}


def test_iidas_compromise() -> None:
    """Home's expected share k (1 - k / 16) is largest at 8; sure ratification would have it ask 10."""
    chances = [1 - Fraction(k, 16) for k in range(11)]
    result = uncertain_ratification(CAKE, chances)
    assert result.favourites(0).tolist() == [8]
    assert uncertain_ratification(CAKE, [1] * 11).favourites(0).tolist() == [10]
    products = [(k * c) * ((10 - k) * c) for k, c in enumerate(chances)]
    assert result.deal.ties.tolist() == [products.index(max(products))]
    assert result.certificate()["margin_over_next_best"]["Home"] == 8 / 2 - 9 * 7 / 16
    assert result.table().rows[1][1:3] == ("outcome 8", 0.5)


# ---- theorems ----


@settings(deadline=None, max_examples=60)
@given(one_issue(), st.sampled_from(SOLUTIONS))
def test_on_one_issue_a_smaller_win_set_helps_its_own_side_until_it_is_empty(
    problem: BargainingProblem, solution: object
) -> None:
    positions = list(range(len(problem.feasible)))
    home = Ratifier("diet", "Home", positions, 0)
    effects = shrinking_win_set(RatificationProblem(problem, [home]), "diet", positions, solution=solution)
    agreed = [deal.agreement for deal in effects.one_sided]
    assert agreed == sorted(agreed, reverse=True)
    own = [deal.payoffs[0] for deal in effects.one_sided if deal.agreement]
    assert own == sorted(own)


@settings(deadline=None, max_examples=60)
@given(problems(players=2), st.data())
def test_a_ratified_deal_pleases_every_ratifier(problem: BargainingProblem, data: st.DataObject) -> None:
    count = len(problem.feasible)
    cells = st.lists(st.integers(-3, 3), min_size=count, max_size=count)
    ratifiers = [Ratifier(f"r{k}", problem.players[k % 2], data.draw(cells), 0) for k in range(3)]
    deal = ratified_deal(RatificationProblem(problem, ratifiers))
    if deal.agreement:
        assert min(deal.certificate()["gain_of_ratifiers"].values()) >= 0
    passing = [
        k
        for k in range(count)
        if all(r.payoffs[k] >= 0 for r in ratifiers) and all(gain > 0 for gain in problem.gains(k))
    ]
    assert deal.agreement == bool(passing)


@settings(deadline=None, max_examples=40)
@given(problems(players=2))
def test_without_ratifiers_or_doubt_nothing_changes(problem: BargainingProblem) -> None:
    plain = nash_solution(problem)
    assert ratified_deal(RatificationProblem(problem, [])).payoffs.tolist() == plain.payoffs.tolist()
    certain = uncertain_ratification(problem, [1] * len(problem.feasible))
    assert certain.deal.ties.tolist() == plain.ties.tolist()
    doubtful = uncertain_ratification(problem, [Fraction(1, 3)] * len(problem.feasible))
    assert doubtful.deal.ties.tolist() == plain.ties.tolist()


def test_lotteries_draw_only_from_what_passes() -> None:
    def over_lotteries(problem: BargainingProblem) -> LotterySolution:
        return nash_lottery(LotteryProblem(problem))

    home = Ratifier("diet", "Home", [k - Fraction(15, 2) for k in range(11)], 0)
    deal = ratified_deal(RatificationProblem(CAKE, [home]), solution=over_lotteries)
    assert deal.exact_payoffs == (8, 2)
    assert deal.to_dict()["certificate"]["gain_of_ratifiers"] == {"diet": 0.5}
    assert "outcome 8" in deal.summary()
    doubtful = uncertain_ratification(CAKE, [1 - Fraction(k, 16) for k in range(11)], solution=over_lotteries)
    assert doubtful.to_dict()["answer"]["agreement"]
    assert doubtful.table().rows[0][0] == "bargaining"


# ---- what it shows, refusals ----


def test_json_holds_each_ratifiers_gain() -> None:
    record = ratified_deal(RatificationProblem(CAKE, [at_least("diet", "Home", 7)])).to_dict()
    assert record["certificate"]["gain_of_ratifiers"] == {"diet": 0}
    assert record["answer"]["win_sets"] == {"Home": 4, "Foreign": 11}
    effects = shrinking_win_set(RatificationProblem(CAKE, [at_least("diet", "Home", 7)]), "diet", [1])
    assert effects.to_dict()["answer"]["best_step"] == {"one_sided": 1, "two_sided": 1}


@pytest.mark.parametrize(
    ("ratifiers", "words"),
    [
        ([3], r"ratifiers\[0\] is 3; it must be a Ratifier"),
        ([Ratifier("diet", "Hom", [0] * 11, 0)], "Did you mean 'Home'"),
        (
            [Ratifier("diet", "Home", [0], 0)],
            "payoffs of diet has 1 entries; it must have one",
        ),
        ([at_least("diet", "Home", 1), at_least("diet", "Foreign", 1)], "ratifiers has 'diet' twice"),
    ],
)
def test_refusals(ratifiers: list, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        RatificationProblem(CAKE, ratifiers)


def test_refusals_of_names_and_numbers() -> None:
    problem = RatificationProblem(CAKE, [at_least("diet", "Home", 1)])
    with pytest.raises(InvalidInput, match="choose from diet. Did you mean 'diet'"):
        shrinking_win_set(problem, "die", [1])
    with pytest.raises(InvalidInput, match=r"name='' of a ratifier; it must be a text"):
        Ratifier("", "Home", [1], 0)
    with pytest.raises(InvalidInput, match=r"payoffs of diet\[0\] is nan"):
        Ratifier("diet", "Home", [float("nan")], 0)
    with pytest.raises(InvalidInput, match=r"probability\[0\] is 1.5; a probability must be from 0 to 1"):
        uncertain_ratification(CAKE, [1.5] * 11)
    with pytest.raises(InvalidInput, match=r"probability has shape \(1,\)"):
        uncertain_ratification(CAKE, [1])
