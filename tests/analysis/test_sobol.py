import numpy as np
import pytest
from scipy import stats

from negotiate import InvalidInput, NoSolution, NotApplicable, load_scenario
from negotiate.analysis import ranged_parameters, sobol_indices
from negotiate.analysis.sobol import estimates

ANGLES = dict.fromkeys(("x1", "x2", "x3"), (-np.pi, np.pi))


def ishigami(values: dict) -> float:
    return (
        np.sin(values["x1"]) + 7 * np.sin(values["x2"]) ** 2 + 0.1 * values["x3"] ** 4 * np.sin(values["x1"])
    )


def test_ishigami_function_with_known_indices() -> None:
    """Closed form: Ishigami and Homma (1990), with a = 7 and b = 0.1."""
    found = sobol_indices(ishigami, ANGLES, points=1024, seed=4)
    first = {one.parameter: one.first for one in found.of()}
    total = {one.parameter: one.total for one in found.of()}
    for name, known_first, known_total in (
        ("x1", 0.3139, 0.5576),
        ("x2", 0.4424, 0.4424),
        ("x3", 0.0, 0.2437),
    ):
        assert first[name].value == pytest.approx(known_first, abs=0.03)
        assert total[name].value == pytest.approx(known_total, abs=0.03)
        assert first[name].low <= known_first <= first[name].high
        assert total[name].low <= known_total <= total[name].high
    assert [one.parameter for one in found.of()] == ["x1", "x2", "x3"]


def test_estimators_are_those_of_scipy() -> None:
    rng = np.random.default_rng(1)
    numbers = rng.normal(size=(5, 64))
    mixed = {"f_A": numbers[None, 0], "f_B": numbers[None, 1], "f_AB": numbers[2:, None, :]}
    reference = stats.sobol_indices(func=mixed, n=64)
    first, total = estimates(numbers)
    np.testing.assert_allclose(first, reference.first_order, rtol=1e-9)
    np.testing.assert_allclose(total, reference.total_order, rtol=1e-9)


def test_of_labels_the_share_that_stays_the_same_is_taken_apart() -> None:
    found = sobol_indices(
        lambda v: {"deal": v["a"] > 0.5, "cost": 3.0, "price": None if v["b"] > 0.9 else v["b"]},
        {"a": (0, 1), "b": (0, 1)},
        points=256,
    )
    (a, b) = found.of("deal")
    assert (a.parameter, b.total.value, b.first.value) == ("a", 0, 0)
    assert a.first.value == pytest.approx(1, abs=0.05)
    assert set(found.skipped) == {"cost", "price"}
    assert "the same at all points" in found.skipped["cost"]
    assert found.certificate()["sum_of_first_order"]["deal"] == pytest.approx(1, abs=0.05)


def test_of_a_scenario() -> None:
    steel = load_scenario("steel-for-beef")
    blocks: list[tuple[int, int]] = []
    ranges = ranged_parameters(steel, ["model.trade", "model.parameters.ally_spill_in"])
    found = sobol_indices(steel, ranges, points=64, progress=lambda k, n: blocks.append((k, n)))
    assert blocks == [(k, 4) for k in range(1, 5)]
    assert found.of("audience cost")[0].parameter == "model.trade.pass_through"


def refuse(values: object) -> float:
    raise NotApplicable("nothing here")


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: sobol_indices(ishigami, ANGLES, points=100), InvalidInput, "points=100; it must be a power"),
        (lambda: sobol_indices(refuse, ANGLES), NoSolution, "own values: nothing here"),
        (lambda: sobol_indices(lambda v: 1.0, ANGLES, points=4).of(), NoSolution, "no question has indices"),
    ],
)
def test_refusals(call: object, error: type, words: str) -> None:
    with pytest.raises(error, match=words):
        call()
