import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.bargaining import (
    BargainingProblem,
    LotteryProblem,
    deals_by_group,
    exchange_curve,
    individually_rational,
    kalai_smorodinsky_solution,
    link_issues,
    linkage,
    linkage_by_solution,
    nash_lottery,
    nash_solution,
    pareto_frontier,
)
from negotiate.errors import InvalidInput
from tests.bargaining.cases import problems

PLAYERS = ("Home", "Foreign")
RELIEF = BargainingProblem([(3, -1), (5, -3)], (0, 0), PLAYERS, "bn USD", ["half", "all"])
ORDERS = BargainingProblem([(-1, 2), (-2, 3)], (0, 0), PLAYERS, "bn USD", ["few", "many"])
BOTH = {"tariffs": RELIEF, "purchases": ORDERS}
SMALL = st.integers(-4, 4)
SOLUTIONS = [nash_solution, kalai_smorodinsky_solution]
ISSUES = st.lists(problems(players=2, most=5), min_size=1, max_size=3).map(
    lambda listed: {f"issue {k}": problem for k, problem in enumerate(listed)}
)


# ---- known values ----


def test_two_one_sided_issues_have_a_deal_together() -> None:
    result = linkage(BOTH)
    assert [deal.agreement for deal in result.separate.values()] == [False, False]
    assert result.one_sided("tariffs")
    assert result.linked.labels == ("half + few", "half + many")  # 2 × 1 and 1 × 2
    assert result.gains.tolist() == [2, 1]
    assert result.total_gain == 3
    assert "of 2 outcomes, better than no deal are 2 for Home, 0 for Foreign" in result.summary()


def test_a_party_can_lose_from_linkage_under_nash() -> None:
    """Alone 6·3 beats 4·4; with (10, 1) beside it, 14·5 beats 16·4."""
    loss = linkage(
        {
            "first": BargainingProblem([(6, 3), (4, 4)], (0, 0), PLAYERS, "USD"),
            "second": BargainingProblem([(10, 1)], (0, 0), PLAYERS, "USD"),
        },
        leave_open=False,
    )
    assert loss.gains.tolist() == [-2, 1]
    assert loss.total_gain == -1
    assert "Linkage harms Home" in loss.summary()
    assert loss.certificate()["product_of_gains"] == {"linked": 70, "separate": 64}


def test_labels_stay_with_their_outcomes() -> None:
    first = BargainingProblem([(0, 0), (1, 1)], (0, 0), PLAYERS, "USD")
    second = BargainingProblem([(2, 0), (0, 0), (0, 2)], (0, 0), PLAYERS, "USD")
    for leave_open in (False, True):
        joint = link_issues({"a": first, "b": second}, leave_open=leave_open, keep="efficient")
        assert joint.labels == ("outcome 1 + outcome 0", "outcome 1 + outcome 2")


def test_every_group_is_solved() -> None:
    three = {**BOTH, "farm goods": BargainingProblem([(1, 1)], (0, 0), PLAYERS, "bn USD")}
    groups = deals_by_group(three)
    assert len(groups.deals) == 7
    assert groups.smallest == (("farm goods",), ("tariffs", "purchases"))
    assert groups.certificate()["tariffs"] == 0
    assert "tariffs, purchases" in groups.summary()


def test_groups_can_be_solved_over_lotteries() -> None:
    groups = deals_by_group(BOTH, solution=lambda problem: nash_lottery(LotteryProblem(problem)))
    assert groups.smallest == (("tariffs", "purchases"),)
    assert [row[2:] for row in groups.table().rows] == [(0, 0), (0, 0), (1.5, 1.5)]
    groups.to_json()


# ---- theorems ----


@settings(deadline=None, max_examples=60)
@given(ISSUES)
def test_the_sum_holds_every_combination(issues: dict[str, BargainingProblem]) -> None:
    joint = link_issues(issues, leave_open=False)
    each = [[p.payoffs(k) for k in range(len(p.feasible))] for p in issues.values()]
    sums = [tuple(map(sum, zip(*c, strict=True))) for c in itertools.product(*each)]
    assert [joint.payoffs(k) for k in range(len(joint.feasible))] == sums
    assert joint.reservation == tuple(map(sum, zip(*(p.reservation for p in issues.values()), strict=True)))


@settings(deadline=None, max_examples=60)
@given(ISSUES)
def test_dropping_inefficient_parts_keeps_the_frontier(issues: dict[str, BargainingProblem]) -> None:
    whole, slim = link_issues(issues), link_issues(issues, keep="efficient")
    efficient = {whole.payoffs(k) for k in pareto_frontier(whole).tolist()}
    assert {slim.payoffs(k) for k in pareto_frontier(slim).tolist()} == efficient
    for solution in SOLUTIONS:
        assert {slim.payoffs(k) for k in solution(slim).ties.tolist()} == {
            whole.payoffs(k) for k in solution(whole).ties.tolist()
        }


@settings(deadline=None, max_examples=60)
@given(ISSUES, st.sampled_from(SOLUTIONS))
def test_a_joint_set_that_holds_the_sum_loses_nothing(
    issues: dict[str, BargainingProblem], solution: object
) -> None:
    """The separate outcome stays attainable, the largest total cannot fall, nor the Nash product."""
    result = linkage(issues, solution=solution)
    proof = result.certificate()
    assert proof["separate_is_attainable"]
    scale = 1e-9 * (1 + abs(proof["largest_total"]["separate"]))
    assert proof["largest_total"]["linked"] >= proof["largest_total"]["separate"] - scale
    if solution is nash_solution:
        assert proof["product_of_gains"]["linked"] >= proof["product_of_gains"]["separate"]
    parts = list(issues.values())
    for k in pareto_frontier(parts[0]).tolist():
        point = parts[0].payoffs(k)
        rest = [sum(p.reservation[i] for p in parts[1:]) for i in (0, 1)]
        target = [u + r for u, r in zip(point, rest, strict=True)]
        joint = (result.joint.payoffs(j) for j in range(len(result.joint.feasible)))
        assert any(all(u >= t for u, t in zip(payoffs, target, strict=True)) for payoffs in joint)


@settings(deadline=None, max_examples=40)
@given(problems(players=2, most=6), st.sampled_from(SOLUTIONS))
def test_one_issue_is_not_changed_by_being_linked_to_nothing(
    problem: BargainingProblem, solution: object
) -> None:
    result = linkage({"only": problem}, solution=solution)
    assert result.gains.tolist() == [0, 0]


@settings(deadline=None, max_examples=40)
@given(ISSUES)
def test_what_is_added_adds_up(issues: dict[str, BargainingProblem]) -> None:
    result = linkage(issues)
    rows = {row[0]: row[2:] for row in result.table().rows}
    assert rows["linkage adds"][:2] == tuple(result.gains.tolist())
    for name, problem in issues.items():
        assert result.one_sided(name) == (not nash_solution(problem).agreement)


def test_a_joint_set_with_interactions_is_taken_as_given() -> None:
    joint = BargainingProblem([(9, 9)], (0, 0), PLAYERS, "bn USD", ["grand bargain"])
    result = linkage(BOTH, joint=joint)
    assert result.linked.labels == ("grand bargain",)
    assert result.gains.tolist() == [9, 9]
    poor = BargainingProblem([(-1, -1)], (0, 0), PLAYERS, "bn USD")
    assert not linkage(
        {"only": BargainingProblem([(1, 1)], (0, 0), PLAYERS, "bn USD")}, joint=poor
    ).certificate()["separate_is_attainable"]


def test_any_solution_will_do() -> None:
    def first_party_decides(problem: BargainingProblem) -> object:
        return nash_solution(problem, weights=("0.9", "0.1"))

    assert linkage(BOTH, solution=first_party_decides).linked.labels == ("half + few",)


@settings(deadline=None, max_examples=80)
@given(ISSUES)
def test_perles_and_maschlers_solution_harms_nobody_where_no_outcome_does(
    issues: dict[str, BargainingProblem],
) -> None:
    """Superadditivity is a theorem on sets that hold nothing worse than no deal for anybody."""
    kept = {name: p.restrict(rows) for name, p in issues.items() if len(rows := individually_rational(p))}
    assume(kept)
    result = linkage_by_solution(kept).results["perles-maschler, lotteries"]
    scale = 1 + max(float(np.ptp(problem.feasible)) for problem in kept.values())
    assert result.gains.min() >= -1e-7 * scale


def test_perles_and_maschlers_solution_can_harm_where_an_outcome_does() -> None:
    """What hurts Home on the second issue is in reach of a joint deal, and shifts what Foreign can claim."""
    issues = {
        "first": BargainingProblem([(1, 1)], (0, 0), PLAYERS, "USD"),
        "second": BargainingProblem([(-1, 1)], (0, 0), PLAYERS, "USD"),
    }
    result = linkage_by_solution(issues).results["perles-maschler, lotteries"]
    assert result.gains == pytest.approx([-0.5, 0.5])


def test_solutions_side_by_side() -> None:
    found = linkage_by_solution(BOTH)
    assert [row[0] for row in found.table().rows][:2] == ["nash", "kalai-smorodinsky"]
    assert found.results["nash, lotteries"].exact_linked == (Fraction(3, 2), Fraction(3, 2))
    assert "0.5 half + few" in found.summary() or "half + " in found.summary()
    assert set(found.to_dict()["certificate"]) == set(found.results)
    own = linkage_by_solution(BOTH, {"mine": nash_solution})
    assert own.table().rows[0][2:] == (2, 1, 3)
    three = BargainingProblem([(1, 1, 1)], (0, 0, 0), ("a", "b", "c"), "USD")
    assert list(linkage_by_solution({"only": three}).results) == ["nash", "kalai-smorodinsky"]


def test_json_holds_the_answer_and_its_proof() -> None:
    record = linkage(BOTH).to_dict()
    assert record["answer"]["gains"] == [2, 1]
    assert record["certificate"]["separate_is_attainable"]
    assert record["provenance"]["options"] == {"solution": "nash"}


OTHERS = BargainingProblem([(1, 1)], (0, 0), ("x", "y"), "bn USD")
YEN = BargainingProblem([(1, 1)], (0, 0), PLAYERS, "JPY")


@pytest.mark.parametrize(
    ("issues", "words"),
    [
        ({}, "it must map at least one name to a BargainingProblem"),
        ({"a": RELIEF, "b": 3}, r"issues\['b'\] is 3; it must be a BargainingProblem"),
        (
            {"a": RELIEF, "b": BargainingProblem([(1, 1)], (0, 0), ("x", "y"), "bn USD")},
            "has the players x, y",
        ),
        (
            {"a": RELIEF, "b": BargainingProblem([(1, 1)], (0, 0), PLAYERS, "JPY")},
            "is in 'JPY'; payoffs add up",
        ),
    ],
)
def test_refusals(issues: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        linkage(issues)


def test_too_many_combinations_are_refused_with_a_way_out() -> None:
    wide = BargainingProblem(np.arange(4000).reshape(-1, 2), (0, 0), PLAYERS, "USD")
    with pytest.raises(InvalidInput, match="4,000,000 combinations.*keep='efficient'"):
        link_issues({"a": wide, "b": wide, "c": wide}, leave_open=False)
    assert len(link_issues({"a": wide, "b": wide, "c": wide}, keep="efficient").feasible) == 1


# ---- the exchange curve ----


def line(amounts: int = 6, steps: int = 6) -> np.ndarray:
    """Relief r is worth 2r to the buyer and costs 1.5r; purchases p cost p and bring p."""
    p, r = np.meshgrid(np.arange(amounts), np.arange(steps), indexing="ij")
    return np.stack([2 * r - p, p - 1.5 * r])


def test_the_curves_of_a_linear_exchange() -> None:
    curve = exchange_curve(range(6), range(6), line(), (0, 0), players=PLAYERS, units=("bn USD", "points"))
    assert curve.asked == (0, 1, 1, 2, 2, 3)  # at least p / 2
    assert curve.given == (0, 0, 1, 2, 2, 3)  # at most p / 1.5
    assert curve.curve(1).tolist() == [0, 0, 1, 2, 2, 3]
    assert "Relief alone, without purchases: 0 of 6" in curve.summary()
    assert "Purchases alone, without relief: 0 of 6" in curve.summary()


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(-4, 4), min_size=24, max_size=24), st.tuples(st.integers(-2, 2), st.integers(-2, 2))
)
def test_the_ends_are_accepted_and_what_lies_beyond_is_not(cells: list[int], point: tuple[int, int]) -> None:
    curve = exchange_curve(range(3), range(4), np.reshape(cells, (2, 3, 4)), point, players=PLAYERS)
    proof = curve.certificate()
    assert all(gain is None or gain >= 0 for gain in proof["least_gain_at_the_ends"])
    assert all(gain is None or gain < 0 for gain in proof["largest_gain_beyond"])
    for k, (asked, given_) in enumerate(zip(curve.asked, curve.given, strict=True)):
        if asked is None or given_ is None or asked > given_:
            assert not curve.deals[k].any()


def test_what_nobody_accepts_is_a_dash() -> None:
    curve = exchange_curve([1], [0, 1], [[[-1, -1]], [[Fraction(-1, 3), -1]]], (0, 0), players=PLAYERS)
    assert curve.asked == curve.given == (None,)
    assert np.isnan(curve.curve(0)).all()
    assert "–" in curve.summary()
    curve.to_json()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"purchases": [1, 0]}, r"purchases\[1\] is 0, after 1; purchases must ascend"),
        ({"payoffs": [[[0]]]}, r"payoffs has shape \(1, 1, 1\); it must have shape \(2, 2, 2\)"),
        ({"units": "USD"}, "units='USD'; it must hold two texts"),
    ],
)
def test_refusals_of_the_curve(change: dict, words: str) -> None:
    given_ = {"purchases": [0, 1], "relief": [0, 1], "payoffs": np.zeros((2, 2, 2)), "disagreement": (0, 0)}
    with pytest.raises(InvalidInput, match=words):
        exchange_curve(**given_ | change, players=PLAYERS)
