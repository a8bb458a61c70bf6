import copy

import numpy as np
import pytest

from negotiate import load_scenario
from negotiate.analysis import ScenarioAnswers, ranged_parameters
from negotiate.analysis.answers import Columns, ask_each
from negotiate.analysis.points import unit_points
from negotiate.scenario import Scenario

PATHS = ["model.trade", "model.sectors", "model.parameters"]


def drawn(scenario: Scenario, paths: list[str], count: int) -> dict[str, np.ndarray]:
    ranges = ranged_parameters(scenario, paths)
    unit = unit_points("sobol", len(ranges), 5, 0, 64)[:count]
    return {path: one.quantile(unit[:, k]) for k, (path, one) in enumerate(ranges.items())}


def same(one: Columns, other: Columns) -> None:
    assert (one.count, one.undefined, one.reason) == (other.count, other.undefined, other.reason)
    assert set(one.numbers) == set(other.numbers)
    for name, numbers in one.numbers.items():
        np.testing.assert_allclose(numbers, other.numbers[name], rtol=1e-12, equal_nan=True)
    for name, labels in one.labels.items():
        assert labels.known == other.labels[name].known
        np.testing.assert_array_equal(labels.codes, other.labels[name].codes)


@pytest.mark.parametrize("variant", [None, "markups"])
def test_many_are_single_calls(variant: str | None) -> None:
    answers = ScenarioAnswers(load_scenario("steel-for-beef", variant))
    values = drawn(answers.scenario, PATHS, 40)
    same(answers.many(values), ask_each(answers, values))


def test_where_there_is_no_model_both_give_the_same_reason() -> None:
    answers = ScenarioAnswers(load_scenario("steel-for-beef"))
    values = {"model.trade.pass_through": np.array([0.5, 1.0, 0.4])}
    found = answers.many(values)
    assert found.undefined == 1
    assert "full pass-through" in found.reason
    same(found, ask_each(answers, values))


def test_linear_demand_is_asked_one_by_one() -> None:
    answers = ScenarioAnswers(linear())
    assert answers.batch is None
    assert answers.at_once([]) == 16
    values = {"model.trade.pass_through": np.array([0.5, 0.6])}
    same(answers.many(values), ask_each(answers, values))


def linear() -> Scenario:
    file = load_scenario("steel-for-beef")._file
    model = {**file["model"], "trade": {**file["model"]["trade"], "demand": "linear"}}
    return Scenario({**file, "model": model, "variants": {}})


def test_chunks_are_small_where_a_draw_is_dear() -> None:
    answers = ScenarioAnswers(load_scenario("steel-for-beef"))
    assert answers.at_once(["model.trade.pass_through"]) == 4096
    assert answers.at_once(["model.items.frigate.price"]) == 16


def test_a_worker_builds_the_model_once() -> None:
    answers = ScenarioAnswers(load_scenario("steel-for-beef").with_values({"model.trade.pass_through": 0.5}))
    one, two = (copy.copy(answers) for _ in range(2))  # as a process pool sends it
    assert one is two
    assert one.digest == answers.digest
    assert one({}) == answers({})
