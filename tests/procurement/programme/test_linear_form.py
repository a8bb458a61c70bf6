"""The arrays of a programme, extended by rows and columns."""

import numpy as np
import pytest

from negotiate import InvalidInput, NegotiateError
from negotiate.procurement import (
    Catalogue,
    Item,
    LinearForm,
    Mission,
    PiecewiseReturns,
    ProgrammeProblem,
    linear_form,
    solve_linear,
)


@pytest.fixture
def form() -> LinearForm:
    items = [Item("jet", "air", 0.4, 9, us_content=1.0), Item("home", "air", 0.5, 9, us_content=0.0)]
    air = Mission("air", PiecewiseReturns([0], [1.0]))
    return linear_form(ProgrammeProblem(Catalogue(items), [air], [1.0, 1.0]))


def test_a_second_objective_becomes_a_row(form: LinearForm) -> None:
    best = solve_linear(form, whole=True)
    held = form.with_rows(form.objective[None, :], best.objective - 1e-9, np.inf, "value")
    leverage = solve_linear(held.with_objective(form.measure("purchases")), whole=True)
    least = solve_linear(held.with_objective(-form.measure("purchases")), whole=True)
    assert best.objective == pytest.approx(2.0)
    assert leverage.objective == pytest.approx(0.0)  # two home units a year fill the caps; no mix does
    assert least.objective == pytest.approx(0.0)


def test_new_columns_and_rows(form: LinearForm) -> None:
    """The largest yearly outlay, priced: a column over two rows."""
    wider = form.with_columns("peak", 0.0, 10.0, objective=-2.0)
    rows = np.stack([wider.measure(f"outlay {year}") for year in (1, 2)])
    rows[:, wider.blocks["peak"]] = -1.0
    answer = solve_linear(wider.with_rows(rows, -np.inf, 0.0, ["peak 1", "peak 2"]), whole=False)
    assert answer.objective == pytest.approx(0.0, abs=1e-9)
    assert wider.measure("cost")[wider.blocks["peak"]].tolist() == [0.0]


def test_limits_are_lifted_and_moved_by_name(form: LinearForm) -> None:
    moved = form.with_bounds("outlay cap 1", upper=2.0)
    assert solve_linear(moved, whole=False).objective == pytest.approx(3.0)
    free = form.without(["outlay cap 1", "outlay cap 2"])
    assert solve_linear(free, whole=False).objective == pytest.approx(9 * 0.9)
    below = form.with_bounds("outlay cap 1", lower=0.5, upper=0.2)
    assert solve_linear(below, whole=False) is None


def test_refusals(form: LinearForm) -> None:
    with pytest.raises(InvalidInput, match="no measure 'costs'; known: cost, .* Did you mean 'cost'"):
        form.measure("costs")
    with pytest.raises(InvalidInput, match="no limit 'outlay cap 9' in the form"):
        form.with_bounds("outlay cap 9", upper=1.0)
    with pytest.raises(InvalidInput, match="the form has a block 'orders' already"):
        form.with_columns("orders", 0, 1)
    with pytest.raises(InvalidInput, match="new rows have 2 columns; the form has"):
        form.with_rows([[1.0, 2.0]], 0, 1, "x")
    with pytest.raises(InvalidInput, match="names has 2 labels; there are 1 new rows"):
        form.with_rows(form.objective[None, :], 0, 1, ["x", "y"])
    with pytest.raises(InvalidInput, match=r"objective has shape \(1,\); it must have shape"):
        form.with_objective([1.0])


@pytest.mark.parametrize("whole", [True, False])
def test_an_objective_without_bound(form: LinearForm, whole: bool) -> None:
    free = form.with_columns("free", 0.0, np.inf, objective=1.0)
    with pytest.raises(
        NegotiateError, match="nothing bounds the objective; give every column that it rewards"
    ):
        solve_linear(free, whole=whole)
    short = free.with_rows(free.measure("cost")[None, :], 10.0, np.inf, "too much")
    assert solve_linear(short, whole=whole) is None
