"""Convex programmes: closed forms, the same problem as lotteries, refusals."""

import math
from collections.abc import Callable
from typing import Any

import cvxpy as cp
import numpy as np
import pytest

from negotiate.bargaining import (
    BargainingProblem,
    ConvexProblem,
    LotteryProblem,
    ProgramSolution,
    egalitarian_lottery,
    egalitarian_program,
    equal_loss_lottery,
    equal_loss_program,
    kalai_smorodinsky_lottery,
    kalai_smorodinsky_program,
    nash_lottery,
    nash_program,
    utilitarian_lottery,
    utilitarian_program,
)
from negotiate.errors import InvalidInput, NoSolution, NotApplicable
from negotiate.registry import solve as solve_by_name

PLAYERS = ("Home", "Foreign")
PAIRS: list[tuple[Callable[..., Any], Callable[..., Any]]] = [
    (nash_program, nash_lottery),
    (kalai_smorodinsky_program, kalai_smorodinsky_lottery),
    (egalitarian_program, egalitarian_lottery),
    (utilitarian_program, utilitarian_lottery),
    (equal_loss_program, equal_loss_lottery),
]
PROGRAMS = [program for program, _ in PAIRS]


def curve() -> ConvexProblem:
    """Home gets the root of its share, Foreign the rest: the frontier ``u2 = 1 - u1**2``."""
    share = cp.Variable(name="share")
    return ConvexProblem([cp.sqrt(share), 1 - share], [share <= 1], (0, 0), PLAYERS, "bn USD")


def lotteries_as_program(
    points: np.ndarray, disagreement: list[float]
) -> tuple[ConvexProblem, LotteryProblem]:
    names = [f"p{k}" for k in range(points.shape[1])]
    lottery = cp.Variable(len(points), name="lottery")
    limits = [lottery >= 0, cp.sum(lottery) == 1]
    program = ConvexProblem([column @ lottery for column in points.T], limits, disagreement, names, "USD")
    return program, LotteryProblem(BargainingProblem(points, disagreement, names, "USD"))


@pytest.mark.parametrize(
    ("solve", "first", "close"),
    [
        (nash_program, 1 / math.sqrt(3), 1e-5),
        (kalai_smorodinsky_program, (math.sqrt(5) - 1) / 2, 1e-7),
        (egalitarian_program, (math.sqrt(5) - 1) / 2, 1e-7),
        (equal_loss_program, (math.sqrt(5) - 1) / 2, 1e-7),
        (utilitarian_program, 0.5, 1e-5),
    ],
)
def test_a_curved_frontier(solve: Callable[..., ProgramSolution], first: float, close: float) -> None:
    deal = solve(curve())
    assert deal.payoffs.tolist() == pytest.approx([first, 1 - first**2], abs=close)
    assert deal.deal["share"] == pytest.approx(first**2, abs=2 * close)
    proof = deal.certificate()
    assert proof["largest_beyond"] <= 1e-7
    assert proof["largest_violation"] <= 1e-7
    assert deal.payoffs.tolist() == deal.problem.evaluate(deal.deal)[0].tolist()


def test_weights_and_proportions() -> None:
    """With weight w on Home, the share is w / (2 - w)."""
    assert nash_program(curve(), weights=(0.8, 0.2)).deal["share"] == pytest.approx(2 / 3, abs=1e-5)
    payoffs = egalitarian_program(curve(), proportions=(1, 2)).payoffs
    assert payoffs[1] == pytest.approx(2 * payoffs[0], abs=1e-7)
    most = utilitarian_program(curve(), weights=(1.5, 1)).payoffs.tolist()
    assert most == pytest.approx([0.75, 0.4375], abs=1e-4)


@pytest.mark.parametrize(("program", "lottery"), PAIRS)
@pytest.mark.parametrize("players", [2, 3])
def test_a_polytope_is_what_lotteries_are(
    program: Callable[..., ProgramSolution], lottery: Callable[..., Any], players: int
) -> None:
    for seed in range(3):
        points = np.random.default_rng(seed).integers(-5, 20, size=(9, players)).astype(float)
        as_program, as_lotteries = lotteries_as_program(points, [1.0] * players)
        deal = program(as_program)
        assert deal.payoffs.tolist() == pytest.approx(lottery(as_lotteries).payoffs.tolist(), abs=1e-6)
        assert deal.certificate()["largest_beyond"] <= 1e-6


@pytest.mark.parametrize("solve", PROGRAMS)
def test_nobody_gains_is_an_answer(solve: Callable[..., ProgramSolution]) -> None:
    x = cp.Variable(name="x")
    deal = solve(ConvexProblem([x, 1 - x], [x >= 0, x <= 1], (0.75, 0.5), PLAYERS, "bn USD"))
    assert not deal.agreement
    assert "No agreement: no deal gives every player more" in deal.summary()
    proof = deal.certificate()
    assert proof["direction"] == pytest.approx([0.5, 0.5])
    assert proof["largest_gain_in_direction"] == pytest.approx(-0.125)
    assert deal.answer()["payoffs"] == [0.75, 0.5]
    assert deal.answer()["deal"] == {}


def test_a_tie_on_a_polytope_is_shared_equally() -> None:
    x = cp.Variable(name="x")
    line = ConvexProblem([x, 1 - x], [x >= 0, x <= 1], (0, 0), PLAYERS, "bn USD")
    assert utilitarian_program(line).payoffs.tolist() == pytest.approx([0.5, 0.5], abs=1e-7)


def test_solving_leaves_the_user_s_variables_alone() -> None:
    x = cp.Variable(name="x")
    x.value = 0.125
    problem = ConvexProblem([x, 1 - x], [x >= 0, x <= 1], (0, 0), PLAYERS, "bn USD")
    first = nash_program(problem)
    assert x.value == 0.125
    assert solve_by_name(problem, "nash").to_json() == first.to_json()
    assert "Deal: x = 0.5." in first.summary()
    assert repr(first) == "ProgramSolution(nash: x = 0.5)"


def test_the_digest_tells_problems_apart() -> None:
    def digest(limit: float) -> str:
        x = cp.Variable(name="x")
        return ConvexProblem([x, 1 - x], [x <= limit], (0, 0), PLAYERS, "bn USD").digest

    assert digest(1) == digest(1)
    assert digest(1) != digest(2)


@pytest.mark.parametrize("solve", PROGRAMS)
def test_an_unbounded_programme_is_refused(solve: Callable[..., ProgramSolution]) -> None:
    x = cp.Variable(2, name="x")
    with pytest.raises(InvalidInput, match="utilities of all players are unbounded; add the constraint"):
        solve(ConvexProblem([x[0], x[1]], [x >= 0], (0, 0), PLAYERS, "bn USD"))
    with pytest.raises(InvalidInput, match="utilities are unbounded for Foreign within the constraints"):
        solve(ConvexProblem([x[0], x[1]], [x >= 0, x[0] <= 1], (0, 0), PLAYERS, "bn USD"))


def test_constraints_without_a_deal_are_told_from_no_agreement() -> None:
    x = cp.Variable(name="x")
    with pytest.raises(NoSolution, match="constraints admit no deal at all"):
        nash_program(ConvexProblem([x, 1 - x], [x >= 1, x <= 0], (0, 0), PLAYERS, "bn USD"))


def test_bad_input_is_refused() -> None:
    x, flag, p = cp.Variable(name="x"), cp.Variable(name="flag", boolean=True), cp.Parameter(name="p")
    refused: list[tuple[Any, Any, str]] = [
        ([x, cp.square(x)], [], r"utilities\[1\] is not concave by cvxpy's rules"),
        ([x, 3], [], r"utilities\[1\] is 3; it must be a cvxpy expression"),
        ([x], [], "utilities has 1 entries; it must have one for each player"),
        ([x, cp.Variable(2, name="y")], [], r"utilities\[1\] has shape \(2,\); it must be a single number"),
        ([x, 1 - x], [cp.sqrt(x) <= 1], r"constraints\[0\] is not convex by cvxpy's rules"),
        ([x, 1 - x], [True], r"constraints\[0\] is True; it must be a cvxpy constraint"),
        ([x, 1 - x], x <= 1, "constraints is a Inequality; it must be a list of cvxpy objects"),
        ([x, p - x], [], r"utilities\[1\] holds the cvxpy parameter 'p'"),
        ([x, flag], [], "variable 'flag' takes whole numbers only"),
        ([x, cp.Variable(name="x")], [], "two variables are called 'x'"),
        ([cp.Constant(1), cp.Constant(2)], [], "hold no variable"),
    ]
    for utilities, constraints, words in refused:
        with pytest.raises(InvalidInput, match=words):
            ConvexProblem(utilities, constraints, (0, 0), PLAYERS, "bn USD")
    with pytest.raises(InvalidInput, match="players has 1 name; bargaining takes at least two"):
        ConvexProblem([x], [], (0,), ("Home",), "bn USD")
    with pytest.raises(InvalidInput, match="outside the domain of the utility of Home"):
        curve().evaluate({"share": -1})
    with pytest.raises(NotApplicable, match="'perles-maschler' is for a LotteryProblem"):
        solve_by_name(curve(), "perles-maschler")
