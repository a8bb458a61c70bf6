import numpy as np
import pytest
from scipy.stats import qmc

from negotiate import InvalidInput
from negotiate.analysis.points import MOST_SOBOL, unit_points


@pytest.mark.parametrize("kind", ["sobol", "independent"])
def test_chunks_are_made_by_themselves_and_lie_inside(kind: str) -> None:
    one = unit_points(kind, 3, 11, 64, 32)
    np.testing.assert_array_equal(one, unit_points(kind, 3, 11, 64, 32))
    assert not np.array_equal(one, unit_points(kind, 3, 12, 64, 32))
    assert not np.array_equal(one, unit_points(kind, 3, 11, 96, 32))
    assert 0 < one.min() < one.max() < 1


def test_sobol_chunks_together_are_the_sequence() -> None:
    whole = unit_points("sobol", 4, 2, 0, 256)
    np.testing.assert_array_equal(
        np.concatenate([unit_points("sobol", 4, 2, k, 32) for k in range(0, 256, 32)]), whole
    )
    assert qmc.discrepancy(whole) < qmc.discrepancy(unit_points("independent", 4, 2, 0, 256)) / 3
    for column in whole.T:  # one point in each of 256 slices
        assert sorted((column * 256).astype(int)) == list(range(256))


def test_too_many_points_for_30_bits() -> None:
    with pytest.raises(InvalidInput, match="points='independent'"):
        unit_points("sobol", 2, 0, MOST_SOBOL, 1)
