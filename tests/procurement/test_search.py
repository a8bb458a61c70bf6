"""The proof by enumeration: right at any prices of the limits, and its refusal to outgrow its limit."""

from collections.abc import Callable

import numpy as np
import pytest

from negotiate.procurement import BundleProblem, CatalogueValue
from negotiate.procurement.duality import LimitPrices, dual_bound
from negotiate.procurement.form import standard_form
from negotiate.procurement.parts import Parts, TooManyParts, joined, undominated
from negotiate.procurement.search import best_whole_bundle

Slowly = Callable[[BundleProblem], tuple[float, tuple[int, ...]] | None]


@pytest.mark.parametrize("seed", range(2000, 2060))
@pytest.mark.parametrize("price", [0.0, 0.3, 2.0])
def test_any_prices_bound_and_find(
    seed: int, price: float, make: Callable[[int], BundleProblem], slowly: Slowly
) -> None:
    problem = make(seed)
    form = standard_form(problem)
    prices = LimitPrices(price, np.full(len(form.floors), price / 2))
    best = slowly(problem)
    found = best_whole_bundle(form, problem.total, prices)
    if best is None:
        assert found is None
        return
    assert found is not None
    assert tuple((found.lots * form.lot).tolist()) == best[1]
    assert dual_bound(form, problem.total, prices) >= best[0] - 1e-10


def test_a_known_bundle_only_speeds_it_up(fleet: BundleProblem) -> None:
    form = standard_form(fleet)
    prices = LimitPrices(CatalogueValue(fleet).slope(3.0)[1] / 5, np.zeros(0))
    blind = best_whole_bundle(form, fleet.total, prices)
    assert blind is not None
    loss = blind.bound - form.value(blind.lots)
    told = best_whole_bundle(form, fleet.total, prices, known_loss=loss)
    assert told is not None
    assert told.lots.tolist() == blind.lots.tolist()


def parts(loss: list[float], cost: list[float]) -> Parts:
    return Parts(np.array(loss), np.array(cost)[:, None], np.arange(len(loss))[:, None])


def test_joining_keeps_the_pairs_within_the_loss() -> None:
    both = joined(parts([0.0, 0.4], [1, 2]), parts([0.5, 0.1], [3, 4]), 0.51, 100)
    pairs = sorted(zip(both.loss.tolist(), both.rows[:, 0].tolist(), strict=True))
    assert pairs == [(0.1, 5), (0.5, 4), (0.5, 6)]
    with pytest.raises(TooManyParts):
        joined(parts([0.0] * 4, [0] * 4), parts([0.0] * 4, [0] * 4), 1.0, 15)


def test_dominated_parts_go_and_ties_keep_the_first_item() -> None:
    given = parts([0, 0, 0, 0], [1, 1, 2, 3])
    kept = undominated(given, np.array([5.0, 5.0, 4.0, 6.0]))
    assert kept.lots(np.arange(len(kept))).ravel().tolist() == [1, 3]
