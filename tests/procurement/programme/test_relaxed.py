"""The divisible programme: bounds, concavity, slackness, slopes; and under CES."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.procurement import (
    CES,
    Catalogue,
    Item,
    LinearAnswer,
    LinearForm,
    Mission,
    NoProgramme,
    PiecewiseReturns,
    ProgrammeProblem,
    linear_form,
    optimal_programme,
    relaxed_programme,
    solve_linear,
)

Make = Callable[[int], ProgrammeProblem]


def solved(form: LinearForm) -> LinearAnswer | None:
    return solve_linear(form, whole=False)


def at_caps(form: LinearForm, problem: ProgrammeProblem, caps: np.ndarray) -> LinearAnswer | None:
    for name, cap in zip(problem.cap_names, caps.tolist(), strict=True):
        form = form.with_bounds(name, upper=cap)
    return solved(form)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_it_bounds_the_whole_programme_and_proves_it(make: Make, seed: int) -> None:
    form = linear_form(make(seed))
    divisible, whole = solved(form), solve_linear(form, whole=True)
    if divisible is None:
        assert whole is None
        return
    bound = form.dual_bound(divisible.duals)
    assert bound == pytest.approx(divisible.objective, abs=1e-7)
    assert whole is None or divisible.objective >= whole.objective - 1e-7


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 1))
def test_its_value_is_concave_and_rises_with_the_caps(make: Make, seed: int, share: float) -> None:
    problem = make(seed)
    form = linear_form(problem)
    rng = np.random.default_rng(seed)
    ends = [problem.headroom * rng.uniform(0.5, 2, problem.years) + 0.05 for _ in range(2)]
    low, high = (at_caps(form, problem, caps) for caps in ends)
    between = at_caps(form, problem, share * ends[0] + (1 - share) * ends[1])
    above = at_caps(form, problem, np.maximum(*ends))
    if low is None or high is None:
        return
    assert between.objective >= share * low.objective + (1 - share) * high.objective - 1e-7
    assert above.objective >= max(low.objective, high.objective) - 1e-7


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_a_cap_with_room_has_no_price_and_a_price_lies_between_the_slopes(make: Make, seed: int) -> None:
    problem = make(seed)
    form, step = linear_form(problem), 1e-4
    answer = solved(form)
    if answer is None:
        return
    activity = form.matrix @ answer.values
    for dual, room in (
        (np.maximum(answer.duals, 0), form.row_upper - activity),
        (np.minimum(answer.duals, 0), activity - form.row_lower),
    ):
        assert dual[np.isinf(room)] == pytest.approx(0, abs=1e-9)
        assert (dual * np.where(np.isinf(room), 0, room)) == pytest.approx(0, abs=1e-6)
    for year, name in enumerate(problem.cap_names):
        row = form.rows(name)[0]
        price = answer.duals[row]
        assert price >= -1e-9
        assert price * (form.row_upper[row] - activity[row]) == pytest.approx(0, abs=1e-6)
        steps = np.zeros(problem.years)
        steps[year] = step
        right = at_caps(form, problem, problem.headroom + steps)
        left = at_caps(form, problem, np.maximum(problem.headroom - steps, 0))
        assert (right.objective - answer.objective) / step <= price + 1e-4
        if left is not None and problem.headroom[year] >= step:
            assert price <= (answer.objective - left.objective) / step + 1e-4


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_any_prices_give_a_bound(make: Make, seed: int) -> None:
    form = linear_form(make(seed))
    answer = solved(form)
    if answer is None:
        return
    prices = np.random.default_rng(seed).normal(size=len(form.row_names))
    assert form.dual_bound(prices) >= answer.objective - 1e-7
    assert form.dual_bound(answer.duals + 1e-3 * prices) >= answer.objective - 1e-7


def test_prices_are_named_by_their_limits(forces: ProgrammeProblem) -> None:
    plan = relaxed_programme(forces)
    assert list(plan.cap_prices) == ["outlay cap 2027", "outlay cap 2028", "outlay cap 2029"]
    assert {"deferred cap", "domestic share", "missile needs radar"} <= set(plan.limit_prices)
    assert min(plan.cap_prices.values()) > 0
    assert plan.status == "optimal"
    assert set(plan.cap_prices) <= set(plan.binding)
    assert optimal_programme(forces, tolerance=0.01).cap_prices is None


def test_a_price_by_hand() -> None:
    """A billion more in the second year buys the last billion of capability at half the worth."""
    air = Mission("air", PiecewiseReturns([0, 1.5], [1.0, 0.5]))
    problem = ProgrammeProblem(Catalogue([Item("jet", "air", 0.1, 90)]), [air], [1.0, 1.0], first_year=2027)
    plan = relaxed_programme(problem)
    assert plan.value == pytest.approx(1.75)
    assert plan.cap_prices == pytest.approx({"outlay cap 2027": 0.5, "outlay cap 2028": 0.5})
    assert plan.limit_prices == pytest.approx({"most of jet": 0.0}, abs=1e-9)
    assert plan.reasons == ("binding: outlay cap 2027, outlay cap 2028",)


@pytest.mark.parametrize("rho", [1.0, 0.5, 0.01, 0.0, -1.0, -10.0])
def test_ces_comes_with_a_proof(rho: float, forces: ProgrammeProblem) -> None:
    weights = {"air": 3, "defence": 2, "sea": 1}
    plan = relaxed_programme(forces.replace(aggregation=CES(rho, weights)))
    assert 0 <= plan.optimality_gap <= 1e-5 * plan.value
    assert plan.cap_prices is not None


def test_cobb_douglas_spends_by_weight() -> None:
    """With linear returns from a base that is small, money is spread as the weights are."""
    items = [Item("jet", "air", 1.0, 90), Item("ship", "sea", 1.0, 90)]
    line = PiecewiseReturns([0], [1.0])
    ces = CES(0.0, {"air": 3, "sea": 1}, base=1e-6)
    missions = [Mission("air", line), Mission("sea", line)]
    plan = relaxed_programme(ProgrammeProblem(Catalogue(items), missions, [8.0], aggregation=ces))
    assert plan.quantities == pytest.approx([6.0, 2.0], abs=1e-3)
    assert plan.value == pytest.approx(6**0.75 * 2**0.25, rel=1e-5)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([-3.0, 0.0, 0.4, 1.0]))
def test_no_whole_programme_beats_the_ces_bound(make: Make, seed: int, rho: float) -> None:
    problem = make(seed)
    ces = problem.replace(aggregation=CES(rho, dict.fromkeys(problem.mission_names, 1.0)))
    try:
        whole = optimal_programme(problem.replace(aggregation="sum"))
        bound = relaxed_programme(ces).proven_bound
    except NoProgramme:
        return
    assert ces.value(whole.orders) <= bound + 1e-7


def test_ces_gradients_are_slopes() -> None:
    for rho in (1.0, 0.3, 0.0, -2.0):
        ces, step = CES(rho, {"a": 1, "b": 3}, base=0.5), 1e-6
        slopes = [
            (ces([1.0 + step * (k == 0), 2.0 + step * (k == 1)], ("a", "b")) - ces([1.0, 2.0], ("a", "b")))
            / step
            for k in (0, 1)
        ]
        assert ces.gradient([1.0, 2.0], ("a", "b")) == pytest.approx(slopes, rel=1e-4)
    assert CES(0.5, {"a": 1, "b": 3})([0.0, 0.0], ("a", "b")) == pytest.approx(0.0)
