"""Orders that add nothing are left out, and nothing else is."""

from collections.abc import Callable

import numpy as np
import pytest

from negotiate.procurement import (
    Catalogue,
    Contract,
    Family,
    Item,
    Mission,
    PiecewiseReturns,
    ProgrammeProblem,
    linear_form,
    solve_linear,
)
from negotiate.procurement.programme.optimal import whole_orders
from negotiate.procurement.programme.trim import trimmed_orders

FLAT = Mission("air", PiecewiseReturns([0, 2], [1.0, 0.0]))


def test_a_smallest_order_goes_as_a_whole() -> None:
    items = [Item("a", "air", 1.0, 9), Item("b", "air", 1.0, 9, contract=Contract(minimum=3))]
    problem = ProgrammeProblem(Catalogue(items), [FLAT], [9.0, 9.0])
    assert trimmed_orders(problem, np.array([[2.0, 0.0], [0.0, 3.0]])).tolist() == [[2, 0], [0, 0]]


def test_what_a_limit_asks_for_stays() -> None:
    items = [Item("a", "air", 1.0, 9), Item("b", "air", 1.0, 9)]
    problem = ProgrammeProblem(Catalogue(items, [Family("all", ("a", "b"), least=4)]), [FLAT], [9.0])
    assert trimmed_orders(problem, np.array([[3.0], [3.0]])).sum() == 4


@pytest.mark.parametrize("seed", range(500, 515))
def test_the_value_stays_and_the_cost_never_rises(seed: int, make: Callable[[int], ProgrammeProblem]) -> None:
    problem = make(seed)
    form = linear_form(problem)
    answer = solve_linear(form, whole=True)
    if answer is None:
        return
    orders = whole_orders(problem, form, answer.values)
    kept = trimmed_orders(problem, orders)
    assert problem.value(kept) == pytest.approx(problem.value(orders), abs=1e-11)
    assert problem.cost(kept) <= problem.cost(orders) + 1e-12
    assert problem.violations(kept) == ()
