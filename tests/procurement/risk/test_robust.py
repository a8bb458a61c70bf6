"""Robust programmes: the worst prices by enumeration, brute force, and larger sets never worth more."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from negotiate.errors import InvalidInput, NoSolution, NotApplicable
from negotiate.procurement import Catalogue, ProgrammeProblem
from negotiate.procurement.risk import RobustProblem, optimal_robust_plan

Orders = NDArray[np.float64]
Make = Callable[[int], ProgrammeProblem]
All = Callable[[ProgrammeProblem], Iterator[Orders]]


def deviations(programme: ProgrammeProblem, seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    return {item: float(rng.uniform(0, 0.8)) for item in programme.catalogue.names[:-1]}


def slow_worst(problem: RobustProblem, orders: Orders) -> Orders:
    """Try every vertex of the budgeted set: whole items at their dearest, one in part."""
    due = problem.programme.payments(orders) + problem.programme.upkeep(orders)
    count = len(due)
    whole, part = int(min(problem.size, count)), min(problem.size, count) % 1
    worst = due.sum(axis=0)
    for order in itertools.permutations(range(count)):
        share = np.zeros(count)
        share[list(order[:whole])] = 1
        if whole < count:
            share[order[whole]] = part
        worst = np.maximum(worst, due.sum(axis=0) + (share * problem.rises) @ due)
    return worst


@pytest.mark.parametrize("size", [0.0, 0.5, 1.0, 1.6, 3.0])
@pytest.mark.parametrize("seed", range(5))
def test_all_orders_looked_at(seed: int, size: float, programme_of: Make, all_orders: All) -> None:
    programme = programme_of(seed)
    problem = RobustProblem(programme, deviations(programme, seed), size=size)
    plan = optimal_robust_plan(problem)
    assert plan.worst_outlays == pytest.approx(slow_worst(problem, plan.orders), abs=1e-12)
    assert plan.certificate()["violations"] == []
    kept = (o for o in all_orders(programme) if (slow_worst(problem, o) <= programme.headroom + 1e-9).all())
    assert plan.value == pytest.approx(max(programme.value(orders) for orders in kept), abs=1e-7)
    assert plan.bound >= plan.value - 1e-9


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10_000))
def test_worst_outlays_rise_with_the_set(seed: int, programme_of: Make) -> None:
    programme = programme_of(seed)
    rises = deviations(programme, seed)
    orders = np.random.default_rng(seed).uniform(0, 3, (len(programme.catalogue), 2))
    nominal = programme.outlays(orders)
    worst = [RobustProblem(programme, rises, size=s).worst_outlays(orders) for s in (0, 0.4, 1, 2.3, 3)]
    box = RobustProblem(programme, rises, shape="box").worst_outlays(orders)
    assert worst[0] == pytest.approx(nominal, abs=1e-12)
    assert worst[-1] == pytest.approx(box, abs=1e-12)
    for less, more in itertools.pairwise(worst):
        assert (less <= more + 1e-12).all()
    ellipsoid = RobustProblem(programme, rises, shape="ellipsoid", size=1).worst_outlays(orders)
    assert (ellipsoid <= box + 1e-12).all()


@settings(deadline=None, max_examples=5)
@given(seed=st.integers(0, 10_000), relaxed=st.booleans())
def test_value_falls_as_the_set_grows(seed: int, relaxed: bool, programme_of: Make) -> None:
    programme = without_tiers(programme_of(seed)) if relaxed else programme_of(seed)
    rises = deviations(programme, seed)
    values = [
        optimal_robust_plan(RobustProblem(programme, rises, size=size), relaxed=relaxed).value
        for size in (0, 0.5, 1, 2, 3)
    ]
    assert all(later <= earlier + 1e-7 for earlier, later in itertools.pairwise(values))
    box = optimal_robust_plan(RobustProblem(programme, rises, shape="box"), relaxed=relaxed)
    assert values[-1] == pytest.approx(box.value, abs=1e-9)
    nominal = optimal_robust_plan(RobustProblem(programme, {}, shape="box"), relaxed=relaxed)
    assert values[0] == pytest.approx(nominal.value, abs=1e-7)


def without_tiers(programme: ProgrammeProblem) -> ProgrammeProblem:
    plain = [replace(i, contract=replace(i.contract, tiers=())) for i in programme.catalogue]
    return programme.replace(catalogue=Catalogue(plain))


@pytest.mark.parametrize("size", [0.0, 0.5, 1.0, 1.6, 3.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_divisible_plan_keeps_every_cap_and_meets_its_bound(
    seed: int, size: float, programme_of: Make
) -> None:
    """Nothing is repaired where lots may be divided: the counterpart alone keeps the caps."""
    programme = without_tiers(programme_of(seed))
    plan = optimal_robust_plan(RobustProblem(programme, deviations(programme, seed), size=size), relaxed=True)
    assert (plan.worst_outlays <= programme.headroom + 1e-7).all()
    assert plan.value == pytest.approx(plan.bound, abs=1e-7)


@pytest.mark.parametrize("seed", range(4))
def test_the_ellipsoid_between_the_plan_and_the_box(seed: int, programme_of: Make) -> None:
    programme = without_tiers(programme_of(seed))
    rises = deviations(programme, seed)
    plans = [
        optimal_robust_plan(RobustProblem(programme, rises, shape="ellipsoid", size=size), relaxed=True)
        for size in (0.0, 0.5, 1.0)
    ]
    nominal = optimal_robust_plan(RobustProblem(programme, {}, shape="box"), relaxed=True)
    box = optimal_robust_plan(RobustProblem(programme, rises, shape="box"), relaxed=True)
    values = [nominal.value, *(plan.value for plan in plans), box.value]
    assert all(later <= earlier + 1e-5 for earlier, later in itertools.pairwise(values))
    for plan in plans:
        due = programme.payments(plan.orders) + programme.upkeep(plan.orders)
        spread = np.linalg.norm(plan.problem.rises[:, None] * due, axis=0)
        assert plan.worst_outlays == pytest.approx(due.sum(axis=0) + plan.problem.size * spread)
        assert plan.certificate()["violations"] == []
        assert plan.value == pytest.approx(plan.bound, abs=1e-5)


def test_shown(programme_of: Make) -> None:
    programme = programme_of(1)
    plan = optimal_robust_plan(RobustProblem(programme, deviations(programme, 1), size=1))
    assert "at worst prices" in plan.summary()
    assert plan.to_dict()["answer"]["value"] == plan.value


def test_refusals(programme_of: Make) -> None:
    programme = programme_of(0)
    with pytest.raises(NotApplicable, match=r"conic solver for whole numbers.*SCIP \(pyscipopt\)"):
        optimal_robust_plan(RobustProblem(programme, {}, shape="ellipsoid", size=1))
    with pytest.raises(InvalidInput, match="deviations name 'i9', which is not in the catalogue"):
        RobustProblem(programme, {"i9": 0.1}, shape="box")
    with pytest.raises(InvalidInput, match=r"deviations\['i0'\]=-0.1; it must be from 0 to 100"):
        RobustProblem(programme, {"i0": -0.1}, shape="box")
    with pytest.raises(InvalidInput, match="size is missing; say how large the budgeted set is"):
        RobustProblem(programme, {"i0": 0.1})
    with pytest.raises(InvalidInput, match="a box has none"):
        RobustProblem(programme, {"i0": 0.1}, shape="box", size=1)


def test_nothing_fits_the_set(programme_of: Make) -> None:
    programme = programme_of(0)
    items = [replace(item, least=item.most) for item in programme.catalogue]
    forced = programme.replace(catalogue=Catalogue(items), cap=[3.0, 9.0])
    rises = dict.fromkeys(forced.catalogue.names, 50.0)
    with pytest.raises(NoSolution, match="no orders keep the yearly caps at every price of the box set"):
        optimal_robust_plan(RobustProblem(forced, rises, shape="box"))
