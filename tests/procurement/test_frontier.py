"""The budget frontier: one row a budget, the certificate recomputed."""

import pytest

from negotiate import InvalidInput
from negotiate.procurement import BundleProblem, CatalogueValue, budget_frontier


def test_rows_are_the_value_function(fleet: BundleProblem) -> None:
    value = CatalogueValue(fleet)
    frontier = budget_frontier(value, [0, 1, 2.5])
    assert frontier.whole.tolist() == [value(0.0), value(1.0), value(2.5)]
    assert frontier.differences == pytest.approx((value(1.0), (value(2.5) - value(1.0)) / 1.5, None))
    assert frontier.certificate()["least_rise"] > 0
    assert frontier.certificate()["least_gap"] >= -1e-12
    assert len(frontier.table().rows) == 3


def test_levels_must_rise(fleet: BundleProblem) -> None:
    with pytest.raises(InvalidInput, match="levels must be at least 0 and rise"):
        budget_frontier(CatalogueValue(fleet), [1, 1])
