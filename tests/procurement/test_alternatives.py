"""The k best bundles: those of brute force, in order, by enumeration and by the MILP."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from negotiate import InvalidInput, NotApplicable
from negotiate.procurement import BundleProblem, NoBundle, optimal_bundle
from negotiate.procurement import alternatives as alternatives_file
from negotiate.procurement.alternatives import best_bundles
from negotiate.procurement.parts import TooManyParts

Ranked = list[tuple[float, float, tuple[int, ...]]]


def ranked(problem: BundleProblem) -> Ranked:
    """Look at every bundle: the most value first, then the least cost, then most of the first item."""
    bundles = itertools.product(*(range(i.least, i.most + 1, i.lot) for i in problem.catalogue))
    rows = [
        (-round(problem.value(b), 10), round(problem.cost(b), 8), tuple(-n for n in b))
        for b in bundles
        if not problem.violations(b)
    ]
    return sorted(rows)


@pytest.mark.parametrize("seed", range(5000, 5060))
def test_they_are_those_of_brute_force(seed: int, make: Callable[[int], BundleProblem]) -> None:
    problem, k = make(seed), (1, 3, 7, 40)[seed % 4]
    rows = ranked(problem)
    if not rows:
        with pytest.raises(NoBundle):
            best_bundles(problem, k)
        return
    found = best_bundles(problem, k)
    assert [tuple(-n for n in units) for units in found.quantities.tolist()] == [row[2] for row in rows[:k]]
    assert found.values == pytest.approx([-row[0] for row in rows[:k]], abs=1e-9)
    assert found.complete == (len(rows) < k)


@pytest.mark.parametrize("seed", range(5000, 5005))
def test_the_milp_finds_the_same_values(
    seed: int, make: Callable[[int], BundleProblem], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise TooManyParts

    problem = make(seed)
    rows = ranked(problem)[:4]
    monkeypatch.setattr(alternatives_file, "_enumerated", refuse)
    found = best_bundles(problem, 4)
    assert found.proof == "MILP"
    assert found.certificate()["distinct"]
    assert found.values == pytest.approx([-row[0] for row in rows], abs=1e-7)
    with pytest.raises(
        NotApplicable, match="k=101 bundles take an enumeration too large; ask for at most 100"
    ):
        best_bundles(problem, 101)


def test_what_is_in_all_of_them(fleet: BundleProblem) -> None:
    found = best_bundles(fleet, 25)
    assert len(found) == 25
    assert found.quantities[0].tolist() == optimal_bundle(fleet).quantities.tolist()
    assert found.shortfalls[0] == 0
    assert (np.diff(found.shortfalls) >= -1e-11).all()
    assert (found.least <= found.quantities).all()
    assert (found.quantities <= found.most).all()
    names = fleet.catalogue.names
    assert found.in_all == {names[k]: n for k, n in enumerate(found.least.tolist()) if n > 0}
    proof = found.certificate()
    assert (proof["violations"], proof["distinct"], proof["proof"]) == ([], True, "enumeration")
    assert len(found.table().rows) == len(fleet.catalogue)
    assert found.bundles_table().rows[0][4] == ""
    assert found.answer()["complete"] is False


def test_a_number_of_bundles_that_makes_no_sense_is_refused(fleet: BundleProblem) -> None:
    with pytest.raises(InvalidInput, match="k=0"):
        best_bundles(fleet, 0)
