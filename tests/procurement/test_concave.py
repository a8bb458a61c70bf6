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


def even_problem(seed: int) -> BundleProblem:
    """Round prices and scores under two floors: at most kinks several prices of the budget will do."""
    rng = np.random.default_rng(seed)
    items = [
        Item(
            f"item{k}",
            f"m{k % 2}",
            float(rng.choice([0.5, 1.0, 2.0])),
            int(rng.integers(1, 9)),
            capability=float(rng.choice([0.5, 1.0, 2.0])),
            category=f"c{k // 2 % 2}",
        )
        for k in range(4)
    ]
    missions = [Mission(f"m{c}", PiecewiseReturns([0, 2], [0.5, 0.25])) for c in range(2)]
    return BundleProblem(Catalogue(items), missions, 2.0, 1, {"c0": 0.25, "c1": 0.25})


@pytest.mark.parametrize("seed", range(40))
def test_under_floors_every_kink_is_traced_and_every_slope_is_that_of_a_chord(seed: int) -> None:
    relaxation = Relaxation(standard_form(even_problem(seed)))
    value = relaxation.frontier
    assert value is not None
    middles = (value.totals[1:] + value.totals[:-1]) / 2
    found = [relaxation.at(total) for total in middles.tolist()]
    proven = [np.nan if one is None else one.value for one in found]
    assert value(middles) == pytest.approx(proven, rel=1e-11)
    chords = np.diff(value.values) / np.diff(value.totals)
    assert value.slopes[:-1] == pytest.approx(chords, rel=1e-9)


def test_a_steep_tangent_at_a_kink_is_not_the_slope_beyond_it() -> None:
    """A mission worth 1/4 a unit up to 16, then 1/8; the tangent given at the kink is the steeper one."""

    def tangent(total: float) -> tuple[float, float, float]:
        slope = 0.25 if total <= 16 else 0.125 if total < 24 else 0.0
        return total, min(total / 4, 2 + total / 8, 5.0), slope

    value = traced_value(tangent, 0.0, 30.0)
    assert value.totals.tolist() == [0, 16, 24]
    assert value.slopes.tolist() == [0.25, 0.125, 0]


def test_least_quantities_shift_the_beginning() -> None:
    jets = Catalogue([Item("jet", "air", 1.0, 10, least=4)])
    problem = BundleProblem(jets, [Mission("air", PiecewiseReturns([0], [1.0]))], 1.0, 2)
    value = merged_value(standard_form(problem))
    assert (value.totals[0], value.values[0]) == (4.0, 4.0)
    assert np.isnan(value(np.array([3.9]))).all()
    assert value(np.array([4.0, 5.5, 20.0])).tolist() == [4.0, 5.5, 10.0]
