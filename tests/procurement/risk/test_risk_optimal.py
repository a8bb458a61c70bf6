"""Programmes under risk against looking at all orders, and against CVaR worked out another way."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from negotiate.errors import InvalidInput, NoSolution, NotApplicable
from negotiate.procurement import (
    CES,
    BudgetCap,
    Catalogue,
    Contract,
    Item,
    Mission,
    PiecewiseReturns,
    ProgrammeProblem,
)
from negotiate.procurement.risk import (
    RiskProblem,
    Scenarios,
    optimal_risk_plan,
    risk_frontier,
)

Orders = NDArray[np.float64]
Make = Callable[[int], ProgrammeProblem]
Draw = Callable[..., Scenarios]
All = Callable[[ProgrammeProblem], Iterator[Orders]]


def slow_outlays(problem: RiskProblem, orders: Orders) -> Orders:
    """Outlays in yen scenario by scenario, item by item, payment by payment, over the plan's rate."""
    programme, scenarios = problem.programme, problem.scenarios
    yen = np.zeros((scenarios.count, programme.years))
    for s in range(scenarios.count):
        for k, item in enumerate(programme.catalogue):
            factor = 1.0
            if item.name in scenarios.items and scenarios.prices is not None:
                factor = float(scenarios.prices[s, scenarios.items.index(item.name)])
            for y in range(programme.years):
                local = sum(
                    share * price_of(item, orders[k], y - h)
                    for h, share in enumerate(item.contract.profile)
                    if y >= h
                )
                held = orders[k, : max(y + 1 - item.contract.lag, 0)].sum()
                local += item.contract.upkeep * held
                rate = scenarios.rates[s, y] if item.contract.currency == "USD" else 1.0  # type: ignore[index]
                yen[s, y] += factor * local * rate
    return yen / programme.rates["JPY"]


def price_of(item: Item, row: Orders, year: int) -> float:
    """Price the units of one order one by one."""
    before = int(row[:year].sum())
    units = range(before, before + int(row[year]))
    return sum(next(price for start, price in reversed(item.schedule) if start <= unit) for unit in units)


def without_tiers(programme: ProgrammeProblem) -> ProgrammeProblem:
    plain = [replace(i, contract=replace(i.contract, tiers=())) for i in programme.catalogue]
    return programme.replace(catalogue=Catalogue(plain))


def slow_tail(losses: Orders, weights: Orders, level: float) -> float:
    """Minimise η + E(l − η)⁺/(1 − α) over η among the losses."""
    return min(e + float(weights @ np.maximum(losses - e, 0)) / (1 - level) for e in losses.tolist())


def slow_best(problem: RiskProblem, candidates: Iterator[Orders]) -> float:
    weights, headroom = problem.scenarios.probabilities, problem.programme.headroom
    best = -np.inf
    for orders in candidates:
        outlays = slow_outlays(problem, orders)
        judged = {
            "plan": problem.programme.outlays(orders),
            "expected": weights @ outlays,
            "worst": outlays.max(axis=0),
            "cvar": np.array([slow_tail(column, weights, problem.level) for column in outlays.T]),
        }[problem.caps]
        total = slow_tail(outlays.sum(axis=1), weights, problem.level)
        if (judged <= headroom + 1e-9).all() and total <= (problem.total_cap or np.inf) + 1e-9:
            best = max(best, problem.programme.value(orders) - problem.weight * total)
    return best


@pytest.mark.parametrize("caps", ["plan", "expected", "cvar", "worst"])
@pytest.mark.parametrize("prices", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_all_orders_looked_at(
    seed: int, prices: bool, caps: str, programme_of: Make, scenarios_of: Draw, all_orders: All
) -> None:
    programme = programme_of(seed)
    scenarios = scenarios_of(seed, programme, prices=prices)
    extra = {"total_cap": float(programme.headroom.sum()) * 0.6} if seed % 2 else {"weight": 0.4}
    problem = RiskProblem(programme, scenarios, caps=caps, level=0.7, budget_currency="JPY", **extra)
    plan = optimal_risk_plan(problem)
    assert plan.outlays == pytest.approx(slow_outlays(problem, plan.orders), abs=1e-12)
    assert plan.certificate()["violations"] == []
    assert plan.objective == pytest.approx(slow_best(problem, all_orders(programme)), abs=1e-7)
    assert plan.bound >= plan.objective - 1e-9
    assert plan.solver_bound == pytest.approx(plan.objective, abs=1e-5)


@pytest.mark.parametrize("seed", range(6))
def test_the_relaxation_attains_its_bound(seed: int, programme_of: Make, scenarios_of: Draw) -> None:
    programme = without_tiers(programme_of(seed))
    problem = RiskProblem(
        programme, scenarios_of(seed, programme, prices=True), level=0.7, budget_currency="JPY", weight=0.2
    )
    plan = optimal_risk_plan(problem, relaxed=True)
    assert plan.certificate()["violations"] == []
    assert plan.objective == pytest.approx(plan.bound, abs=1e-6)
    assert optimal_risk_plan(problem).objective <= plan.bound + 1e-9


@settings(deadline=None, max_examples=8)
@given(seed=st.integers(0, 10_000))
def test_stricter_caps_are_never_worth_more(seed: int, programme_of: Make, scenarios_of: Draw) -> None:
    programme = programme_of(seed)
    problem = RiskProblem(programme, scenarios_of(seed, programme, prices=True), budget_currency="JPY")
    values = [optimal_risk_plan(problem.replace(caps="expected")).value]
    values += [optimal_risk_plan(problem.replace(level=level)).value for level in (0.5, 0.8, 0.95)]
    values += [optimal_risk_plan(problem.replace(caps="worst")).value]
    assert all(later <= earlier + 1e-9 for earlier, later in itertools.pairwise(values))


def test_any_currency_will_do() -> None:
    """A plan in won is the plan in yen, the rate apart."""
    jet, line = Item("jet", "air", 0.1, 40), Mission("air", PiecewiseReturns([0], [1.0]))
    plans = {}
    for currency, rate in (("JPY", 150), ("KRW", 1500)):
        programme = ProgrammeProblem(Catalogue([jet]), [line], [4.0], rates={currency: rate})
        scenarios = Scenarios(rates=[(rate,), (1.2 * rate,)])
        problem = RiskProblem(programme, scenarios, level=0.5, budget_currency=currency)
        plans[currency] = problem.outlays([[10]])
    assert plans["KRW"] == pytest.approx(plans["JPY"])
    two = programme.replace(rates={"JPY": 150, "KRW": 1500})
    with pytest.raises(InvalidInput, match="rates of JPY, KRW, and scenarios have paths of one"):
        problem.replace(programme=two)
    with pytest.raises(InvalidInput, match="say whether the caps are fixed in 'KRW' or in 'USD'"):
        RiskProblem(programme, scenarios)


def dollars_and_yen(currency: str) -> RiskProblem:
    """One item a currency, the same price at the plan's rate."""
    abroad = Item("jet", "air", 0.1, 40)
    home = Item("ship", "air", 15.0, 40, contract=Contract(currency="JPY"), reference_price=0.1)
    line = Mission("air", PiecewiseReturns([0], [1.0]))
    programme = ProgrammeProblem(Catalogue([abroad, home]), [line], [4.0], rates={"JPY": 150})
    scenarios = Scenarios(rates=[(150,), (200,)], probabilities=[0.5, 0.5])
    return RiskProblem(programme, scenarios, level=0.5, budget_currency=currency)


def test_who_bears_a_weak_yen_depends_on_the_budget() -> None:
    jets, ships = np.array([[10.0], [0.0]]), np.array([[0.0], [10.0]])
    yen, dollar = dollars_and_yen("JPY"), dollars_and_yen("USD")
    assert yen.outlays(jets).ravel() == pytest.approx([1, 4 / 3])
    assert yen.outlays(ships).ravel() == pytest.approx([1, 1])
    assert dollar.outlays(jets).ravel() == pytest.approx([1, 1])
    assert dollar.outlays(ships).ravel() == pytest.approx([1, 0.75])


def test_one_rate_needs_no_columns_for_scenarios() -> None:
    """With the rate alone CVaR of a year is one row; a second moving price brings one row a scenario."""
    from negotiate.procurement.risk.risk_form import risk_form

    problem = dollars_and_yen("JPY")
    assert "VaR of outlays 1" not in risk_form(problem).blocks
    moving = problem.scenarios.alongside(Scenarios(prices=[(1.0,), (1.2,)], items=["ship"]))
    assert "VaR of outlays 1" in risk_form(problem.replace(scenarios=moving)).blocks


def test_the_chance_of_overspending_is_counted() -> None:
    problem = dollars_and_yen("JPY").replace(caps="plan")
    plan = optimal_risk_plan(problem)
    assert plan.overspending.tolist() == [0.5 if plan.orders[0, 0] else 0.0]
    text = plan.summary() + plan.orders_table().to_text()
    assert "chance above cap" in text
    assert plan.to_dict()["answer"]["orders"]


def test_the_frontier_falls_with_its_limit(programme_of: Make, scenarios_of: Draw) -> None:
    programme = programme_of(3)
    problem = RiskProblem(programme, scenarios_of(3, programme, prices=True), budget_currency="JPY")
    frontier = risk_frontier(problem, 5)
    values = [value for _, value in frontier.points]
    assert len(values) == 5
    assert values == sorted(values, reverse=True)
    for limit, plan in zip(frontier.limits, frontier.plans, strict=True):
        assert plan is not None
        assert plan.total_conditional_value_at_risk <= limit + 1e-9
    assert "Risk and value" in frontier.summary()


def must_buy(least: int) -> RiskProblem:
    jet = Item("jet", "air", 0.1, 40, least=least)
    line = Mission("air", PiecewiseReturns([0], [1.0]))
    programme = ProgrammeProblem(Catalogue([jet]), [line], [1.0, 1.0], rates={"JPY": 150})
    return RiskProblem(programme, Scenarios(rates=[(150, 150), (150, 180)]), budget_currency="JPY")


def test_what_would_fit_is_said() -> None:
    assert optimal_risk_plan(must_buy(18)).orders.tolist() == [[10, 8]]
    with pytest.raises(NoSolution, match=r"caps='cvar' at level=0.95; every cap would have to rise by 0.08"):
        optimal_risk_plan(must_buy(19))
    with pytest.raises(NoSolution, match="no rise of the yearly caps would do"):
        optimal_risk_plan(must_buy(18).replace(total_cap=0.5))
    frontier = risk_frontier(must_buy(5), [2.0, 0.1])
    assert frontier.plans[1] is None
    assert len(frontier.points) == 1


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10_000))
def test_tail_of_a_year_is_monotone_and_homogeneous(
    seed: int, programme_of: Make, scenarios_of: Draw
) -> None:
    programme = without_tiers(programme_of(seed))
    problem = RiskProblem(
        programme, scenarios_of(seed, programme, prices=True), level=0.6, budget_currency="JPY"
    )
    orders = np.random.default_rng(seed).uniform(0, 3, (len(programme.catalogue), 2))
    tail = problem.tail_outlays(orders)
    assert problem.tail_outlays(2 * orders) == pytest.approx(2 * tail, abs=1e-9)
    assert (problem.tail_outlays(orders + 0.5) >= tail - 1e-9).all()
    mean = problem.scenarios.probabilities @ problem.outlays(orders)
    worst = problem.outlays(orders).max(axis=0)
    assert (mean - 1e-9 <= tail).all()
    assert (tail <= worst + 1e-9).all()


def test_refusals() -> None:
    problem = must_buy(0)
    with pytest.raises(InvalidInput, match="rates for 1 years and the programme runs over 2"):
        problem.replace(scenarios=Scenarios(rates=[(150,)]))
    with pytest.raises(InvalidInput, match="level=1; it must be below 1, and caps='worst'"):
        problem.replace(level=1)
    with pytest.raises(InvalidInput, match="caps='cvars' is not known"):
        problem.replace(caps="cvars")
    with pytest.raises(InvalidInput, match="say whether the caps are fixed in 'JPY' or in 'USD'"):
        RiskProblem(problem.programme, problem.scenarios)
    with pytest.raises(InvalidInput, match="prices of 'ship', which is not in the catalogue"):
        problem.replace(scenarios=Scenarios(prices=[(1.0,)], items=["ship"]))
    with pytest.raises(InvalidInput, match="the programme has no rate that paths could depart from"):
        problem.replace(programme=problem.programme.replace(rates={}))
    with pytest.raises(InvalidInput, match="budget_currency='EUR' is not known; choose from JPY, USD"):
        problem.replace(budget_currency="EUR")
    yen = BudgetCap(50.0, 0.1, years=2)
    capped = problem.programme.replace(cap=yen)
    with pytest.raises(InvalidInput, match=r"budget_currency='JPY' and the budget cap is in USD"):
        problem.replace(programme=capped)
    with pytest.raises(InvalidInput, match="time_limit=-1 s; it must be above 0"):
        optimal_risk_plan(problem, time_limit=-1)
    with pytest.raises(InvalidInput, match="problem is a ProgrammeProblem; it must be a RiskProblem"):
        optimal_risk_plan(problem.programme)  # type: ignore[arg-type]
    with pytest.raises(NotApplicable, match="a CES aggregate is not piecewise linear"):
        optimal_risk_plan(
            problem.replace(programme=problem.programme.replace(aggregation=CES(0.0, {"air": 1})))
        )
