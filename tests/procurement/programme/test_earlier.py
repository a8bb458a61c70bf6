"""Orders move to earlier years, and nothing else changes."""

from collections.abc import Callable

import numpy as np
import pytest

from negotiate.procurement import (
    Catalogue,
    Contract,
    Item,
    Mission,
    PiecewiseReturns,
    ProgrammeProblem,
    linear_form,
    optimal_programme,
    solve_linear,
)
from negotiate.procurement.programme.earlier import earlier_orders
from negotiate.procurement.programme.optimal import whole_orders

AIR = Mission("air", PiecewiseReturns([0], [1.0]))


def test_a_smallest_order_moves_as_a_whole_and_only_where_it_fits() -> None:
    item = Item("jet", "air", 1.0, 9, contract=Contract(minimum=3))
    problem = ProgrammeProblem(Catalogue([item]), [AIR], [2.0, 4.0, 4.0])
    assert earlier_orders(problem, np.array([[0.0, 0.0, 3.0]])).tolist() == [[0, 3, 0]]


def test_what_counts_on_delivery_stays_worth_as_much() -> None:
    item = Item("jet", "air", 1.0, 4, contract=Contract(lag=1))
    problem = ProgrammeProblem(Catalogue([item]), [AIR], [2.0] * 4, counts="delivered")
    plan = optimal_programme(problem)
    assert plan.orders.tolist() == [[2, 2, 0, 0]]
    assert plan.status == "optimal"


@pytest.mark.parametrize("seed", range(520, 540))
def test_no_lot_is_left_that_could_come_sooner(seed: int, make: Callable[[int], ProgrammeProblem]) -> None:
    problem = make(seed)
    form = linear_form(problem)
    answer = solve_linear(form, whole=True)
    if answer is None:
        return
    orders = whole_orders(problem, form, answer.values)
    kept = earlier_orders(problem, orders)
    assert problem.violations(kept) == ()
    assert problem.value(kept) >= problem.value(orders) - 1e-11
    assert kept.sum(axis=1).tolist() == orders.sum(axis=1).tolist()
    for item, year in np.argwhere(kept > 0).tolist():
        lot = problem.catalogue[item].lot
        for sooner in range(year):
            trial = kept.copy()
            trial[item, [sooner, year]] += [lot, -lot]
            assert problem.violations(trial) or problem.value(trial) < problem.value(kept)
