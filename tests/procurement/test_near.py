"""Near-optimal ranges: those of brute force, growing with what is allowed."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.procurement import BundleProblem, NoBundle
from negotiate.procurement import near as near_file
from negotiate.procurement.near import near_optimal
from negotiate.procurement.parts import TooManyParts


def kept(problem: BundleProblem, within: float) -> np.ndarray:
    bundles = itertools.product(*(range(i.least, i.most + 1, i.lot) for i in problem.catalogue))
    sound = [bundle for bundle in bundles if not problem.violations(bundle)]
    best = max((problem.value(bundle) for bundle in sound), default=0.0)
    return np.array([b for b in sound if problem.value(b) >= (1 - within) * best - 1e-11])


@pytest.mark.parametrize("seed", range(6000, 6040))
def test_ranges_are_those_of_brute_force(seed: int, make: Callable[[int], BundleProblem]) -> None:
    problem, within = make(seed), (0.0, 0.01, 0.05, 0.2)[seed % 4]
    near = kept(problem, within)
    if not len(near):
        with pytest.raises(NoBundle):
            near_optimal(problem, within)
        return
    found = near_optimal(problem, within)
    assert found.least.tolist() == near.min(axis=0).tolist()
    assert found.most.tolist() == near.max(axis=0).tolist()


def test_where_enumeration_is_too_large_the_milp_decides(
    make: Callable[[int], BundleProblem], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise TooManyParts

    problem = make(6001)
    expected = near_optimal(problem, 0.1)
    monkeypatch.setattr(near_file.Band, "best", refuse)
    found = near_optimal(problem, 0.1)
    assert found.least.tolist() == expected.least.tolist()
    assert found.most.tolist() == expected.most.tolist()


def test_ranges_grow_with_what_is_allowed(fleet: BundleProblem) -> None:
    tight, wide = near_optimal(fleet, 0.001), near_optimal(fleet, 0.01)
    assert (wide.least <= tight.least).all()
    assert (tight.most <= wide.most).all()
    assert (tight.least <= tight.plan.quantities).all()
    assert (tight.plan.quantities <= tight.most).all()
    assert set(wide.in_all) <= set(tight.in_all)
    assert set(wide.in_none) <= set(tight.in_none)
    assert len(tight.table().rows) == len(fleet.catalogue)
    assert tight.answer()["ranges"]["tanker"] == [tight.least[2], tight.most[2]]
    assert tight.certificate()["least_value"] == pytest.approx(0.999 * tight.plan.value)


def test_a_share_of_everything_is_refused(fleet: BundleProblem) -> None:
    with pytest.raises(InvalidInput, match="within=1"):
        near_optimal(fleet, 1.0)
