import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from negotiate import InvalidInput, load_scenario
from negotiate.analysis import Uncertain, ranged_parameters
from negotiate.analysis.uncertain import DISTRIBUTIONS, uncertain_parameters
from negotiate.scenario import Parameter

SHARES = np.linspace(0.01, 0.99, 25)


@pytest.mark.parametrize(
    ("kind", "reference"),
    [
        ("uniform", stats.uniform(1, 4)),
        ("triangular", stats.triang(0.25, 1, 4)),
        ("pert", stats.beta(2, 4, 1, 4)),
        ("lognormal", stats.lognorm(np.log(5) / 2 / stats.norm.ppf(0.95), scale=np.sqrt(5))),
    ],
)
def test_quantiles_are_those_of_scipy(kind: str, reference: object) -> None:
    np.testing.assert_allclose(Uncertain(2, 1, 5, kind).quantile(SHARES), reference.ppf(SHARES), rtol=1e-12)


def test_lognormal_range_holds_nine_draws_of_ten() -> None:
    np.testing.assert_allclose(Uncertain(2, 1, 5, "lognormal").quantile([0.05, 0.5, 0.95]), [1, 5**0.5, 5])


@settings(max_examples=30, deadline=None)
@given(
    ends=st.tuples(st.floats(0.01, 100), st.floats(0.01, 100)),
    place=st.floats(0, 1),
    kind=st.sampled_from(DISTRIBUTIONS),
)
def test_quantiles_rise_and_stay_in_the_range(ends: tuple[float, float], place: float, kind: str) -> None:
    low, high = min(ends), max(ends) + 0.01
    one = Uncertain(min(max(low + place * (high - low), low), high), low, high, kind)
    found = one.quantile(SHARES)
    assert (np.diff(found) >= 0).all()
    if kind != "lognormal":
        assert found[0] >= low * (1 - 1e-12)
        assert found[-1] <= high * (1 + 1e-12)


@pytest.mark.parametrize("kind", DISTRIBUTIONS)
def test_whole_numbers_are_drawn_where_nothing_else_makes_sense(kind: str) -> None:
    one = Uncertain(3, 1, 4, kind, whole=True)
    found = one.quantile((np.arange(1000) + 0.5) / 1000)
    numbers, counts = np.unique(found, return_counts=True)
    assert set(numbers) >= {1, 2, 3, 4}
    if kind == "uniform":
        assert counts.tolist() == [250, 250, 250, 250]
    elif kind != "lognormal":
        assert numbers.tolist() == [1, 2, 3, 4]
        assert counts.argmax() == 2


def test_a_scenario_says_which_parameters_are_whole() -> None:
    japan = load_scenario("japan-us-2025")
    lags = [one for path, one in ranged_parameters(japan).items() if path.endswith(".lag")]
    assert all(one.whole for one in lags)
    assert not ranged_parameters(japan)["model.trade.pass_through"].whole
    assert not uncertain_parameters({"a": Parameter("my.own", 1, "1", 0, 2)})["a"].whole


def test_a_range_may_come_in_several_forms() -> None:
    parameter = load_scenario("steel-for-beef").parameter("model.trade.pass_through")
    read = uncertain_parameters({"a": (1, 3), "b": (1, 0, 4), "c": parameter})
    assert [one.value for one in read.values()] == [2, 1, 0.6]
    assert read["c"].assumed
    assert read["c"].low == 0.3


def test_beginnings_of_paths_choose_parameters_once() -> None:
    steel = load_scenario("steel-for-beef")
    found = ranged_parameters(steel, ["model.sectors.steel", "model.sectors"], distribution="pert")
    assert list(found)[:2] == [
        "model.sectors.steel.demand_elasticity",
        "model.sectors.steel.substitution",
    ]
    assert len(found) == 4
    assert {one.distribution for one in found.values()} == {"pert"}
    assert len(ranged_parameters(steel)) == sum(p.ranged for p in steel.parameters.values())


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Uncertain(1, 2, 2), "low must be below high"),
        (lambda: Uncertain(3, 1, 2), "value=3 lies outside the range from 1 to 2"),
        (lambda: Uncertain(1, 0, 2, "lognormal"), "needs a range above 0"),
        (lambda: Uncertain(1, 0, 2, "normal"), "distribution='normal' is not known"),
        (lambda: Uncertain(1, 0.5, 2).quantile([1.5]), "probability=1.5; it must be from 0 to 1"),
        (lambda: Uncertain(1, 0.5, 2, "lognormal").quantile([1.0]), "has no such quantile"),
        (lambda: Uncertain(2, 1.2, 3, whole=True), "low=1.2 and high=3; with whole=True both must be whole"),
        (lambda: uncertain_parameters({}), "not empty"),
        (lambda: uncertain_parameters({"a": 3}), r"parameters\['a'\]=3; give \(low, high\)"),
        (lambda: uncertain_parameters({"a": (3, 2)}), r"parameters\['a'\]: low=3 and high=2"),
        (lambda: uncertain_parameters({"a": (1, 2, 3, 4)}), "give \\(low, high\\)"),
        (lambda: ranged_parameters(load_scenario("steel-for-beef"), ["model.tax"]), "is no parameter"),
        (
            lambda: ranged_parameters(load_scenario("steel-for-beef"), ["model.sectors.steel.imports"]),
            "has no range",
        ),
    ],
)
def test_refusals(make: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        make()
