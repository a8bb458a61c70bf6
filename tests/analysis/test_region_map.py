import numpy as np
import pytest

from negotiate import InvalidInput, NotApplicable, load_scenario
from negotiate.analysis import ScenarioAnswers, ranged_parameters, region_map


def test_cells_are_asked_in_their_middle() -> None:
    found = region_map(lambda v: "in" if v["a"] ** 2 + v["b"] ** 2 < 1 else "out", {"a": (0, 1), "b": (0, 1)})
    assert found.shares["in"] == pytest.approx(np.pi / 4, abs=0.01)
    assert found.labels == ("in", "out")
    assert found.codes.shape == (41, 41)
    assert (found.at(0.1, 0.1), found.at(0.99, 0.99)) == ("in", "out")
    assert found.columns[0] == pytest.approx(0.5 / 41)


def test_of_a_number_the_sign_is_shown() -> None:
    found = region_map(lambda v: {"gain": v["a"] - v["b"]}, {"a": (0, 1), "b": (0, 1)}, "gain", points=3)
    assert found.shares == {"negative": 3 / 9, "positive": 3 / 9, "zero": 3 / 9}


def test_rows_are_up_and_columns_across() -> None:
    ranges = {"across": (0, 1), "up": (0, 1)}
    found = region_map(lambda v: "high" if v["up"] > 0.5 else "low", ranges, points=2)
    assert found.at(0.1, 0.9) == "high"
    assert found.at(0.9, 0.1) == "low"
    assert found.table().rows[0][1] == 50.0


def test_a_scenario_is_asked_a_row_at_once_with_the_answers_of_single_calls() -> None:
    steel = ScenarioAnswers(load_scenario("steel-for-beef"))
    ranges = ranged_parameters(steel.scenario, ["model.trade", "model.parameters.purchase_worth"])
    done: list[int] = []
    found = region_map(steel, ranges, "deal", points=6, progress=lambda k, n: done.append(k))
    assert done == [1, 2, 3, 4, 5, 6]
    for row, column in ((0, 0), (2, 5), (5, 1)):
        values = dict(zip(ranges, (float(found.columns[column]), float(found.rows[row])), strict=True))
        assert found.labels[found.codes[row, column]] == steel(values)["deal"]


def test_where_there_is_no_model() -> None:
    def never(values: object) -> float:
        raise InvalidInput("no")

    with pytest.raises(NotApplicable, match="no model at any point"):
        region_map(never, {"a": (0, 1), "b": (0, 1)}, points=2)


@pytest.mark.parametrize(
    ("ranges", "options", "words"),
    [
        ({"a": (0, 1)}, {}, "parameters has 1 names; a map has two"),
        ({"a": (0, 1), "b": (0, 1)}, {"points": 1}, "points=1"),
        ({"a": (0, 1), "b": (0, 1)}, {"question": "reslt"}, "Did you mean 'result'"),
    ],
)
def test_refusals(ranges: dict, options: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        region_map(lambda v: 1.0, ranges, **options)


def test_a_point_outside_the_map() -> None:
    found = region_map(lambda v: 1.0, {"a": (0, 1), "b": (0, 1)}, points=2)
    with pytest.raises(InvalidInput, match="a=2; the map goes from 0 to 1"):
        found.at(2, 0)
