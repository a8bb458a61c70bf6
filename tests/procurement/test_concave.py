"""The divisible value in closed form: equal to the linear programme, concave, with the right kinks."""

from collections.abc import Callable

import numpy as np
import pytest

from negotiate.procurement import BundleProblem, Catalogue, Item, Mission, PiecewiseReturns
from negotiate.procurement.concave import merged_value, traced_value
from negotiate.procurement.form import standard_form
from negotiate.procurement.linear import Relaxation
from negotiate.procurement.program import maximise


def jets_and_drones() -> BundleProblem:
    items = [Item("jet", "air", 2.0, 3), Item("drone", "sea", 1.0, 4, capability=0.5)]
    missions = [
        Mission("air", PiecewiseReturns([0, 4], [1.0, 0.25])),
        Mission("sea", PiecewiseReturns([0], [1])),
    ]
    return BundleProblem(Catalogue(items), missions, 5.0, years=1)


def test_pieces_come_in_the_order_of_their_slopes() -> None:
    value = merged_value(standard_form(jets_and_drones()))
    assert value.totals.tolist() == [0, 4, 8, 10]
    assert value.values.tolist() == [0, 4, 6, 6.5]
    assert value.slopes.tolist() == [1, 0.5, 0.25, 0]
    assert value.sides(np.array([0.0, 2.0, 4.0, 10.0, 99.0])).tolist() == [
        [1, 1],
        [1, 1],
        [1, 0.5],
        [0.25, 0],
        [0, 0],
    ]


@pytest.mark.parametrize("seed", range(3000, 3030))
def test_it_equals_the_linear_programme(seed: int, make: Callable[[int], BundleProblem]) -> None:
    problem = make(seed)
    form = standard_form(problem)
    relaxation = Relaxation(form)
    value = relaxation.frontier
    total = problem.total
    found = maximise(form, total, whole=False)
    if found is None:
        assert value is None or np.isnan(value(np.array([total]))[0])
        return
    assert value is not None
    here = float(value(np.array([total]))[0])
    assert here == pytest.approx(form.value(found.lots), rel=1e-7, abs=1e-9)
    bound = relaxation.at(total)
    assert bound is not None
    assert here == pytest.approx(bound.value, rel=1e-11, abs=1e-12)
    assert (np.diff(value.slopes) < 0).all()


def test_tracing_finds_the_kinks_that_merging_does(fleet: BundleProblem) -> None:
    merged = merged_value(standard_form(fleet))

    def tangent(total: float) -> tuple[float, float, float]:
        there = np.array([total])
        return total, float(merged(there)[0]), float(merged.sides(there)[0, 1])

    traced = traced_value(tangent, 0.0, float(merged.totals[-1]) + 5.0)
    assert traced.totals == pytest.approx(merged.totals, abs=1e-7)
    assert traced.slopes == pytest.approx(merged.slopes, rel=1e-9)


def test_least_quantities_shift_the_beginning() -> None:
    jets = Catalogue([Item("jet", "air", 1.0, 10, least=4)])
    problem = BundleProblem(jets, [Mission("air", PiecewiseReturns([0], [1.0]))], 1.0, 2)
    value = merged_value(standard_form(problem))
    assert (value.totals[0], value.values[0]) == (4.0, 4.0)
    assert np.isnan(value(np.array([3.9]))).all()
    assert value(np.array([4.0, 5.5, 20.0])).tolist() == [4.0, 5.5, 10.0]
