import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from negotiate import InvalidInput, NotApplicable
from negotiate.analysis import break_even, one_at_a_time, region_map, sobol_indices
from negotiate.analysis.answers import (
    UNDEFINED,
    Labels,
    ask,
    ask_many,
    columns_of,
    identity,
    same_questions,
)


def test_truth_values_are_labels_and_a_bare_number_is_the_result() -> None:
    assert ask(lambda values: {"deal": values["a"] > 1, "cost": np.float64(2)}, {"a": 2.0}) == {
        "deal": "yes",
        "cost": 2.0,
    }
    assert ask(lambda values: 3, {}) == {"result": 3.0}
    assert ask(lambda values: None, {}) == {"result": None}


def test_an_error_of_the_library_is_no_model_and_others_come_through() -> None:
    def refuse(values: object) -> float:
        raise NotApplicable("no such thing")

    assert ask(refuse, {}) == "no such thing"
    with pytest.raises(ZeroDivisionError):
        ask(lambda values: 1 / 0, {})


@pytest.mark.parametrize("bad", [math.nan, math.inf, [1, 2], object()])
def test_an_answer_is_a_finite_number_or_a_label(bad: object) -> None:
    with pytest.raises(InvalidInput, match="function returned result="):
        ask(lambda values: bad, {})


@pytest.mark.parametrize(
    "call",
    [
        lambda function: break_even(function, "price", 0, 1),
        lambda function: one_at_a_time(function, {"price": (0, 1)}),
        lambda function: sobol_indices(function, {"price": (0, 1)}, points=2),
        lambda function: region_map(function, {"price": (0, 1), "cost": (0, 1)}),
    ],
)
def test_what_is_no_function_is_refused_in_words(call: Callable[[Any], object]) -> None:
    with pytest.raises(InvalidInput, match="function='trade'; give a function that can be called"):
        call("trade")


def test_columns_keep_kinds_and_gaps() -> None:
    columns = columns_of([{"a": None, "b": "x"}, "why", {"a": 2.0, "b": None}])
    np.testing.assert_array_equal(columns.numbers["a"], [math.nan, math.nan, 2])
    assert columns.labels["b"].words() == ["x", UNDEFINED, UNDEFINED]
    assert (columns.count, columns.undefined, columns.reason) == (3, 1, "why")


def test_labels_find_their_word() -> None:
    labels = Labels.of(["b", "a", "b"])
    assert labels.known == ("a", "b")
    assert labels.is_label("b").tolist() == [True, False, True]
    assert not labels.is_label("c").any()


def test_questions_and_their_kinds_stay_the_same() -> None:
    kinds = same_questions({}, {"a": None, "b": "x"})
    assert same_questions(kinds, {"a": 1.0, "b": None}) == {"a": False, "b": True}
    with pytest.raises(InvalidInput, match="function answers b, c here and a, b elsewhere"):
        same_questions(kinds, {"b": "x", "c": 1.0})
    with pytest.raises(InvalidInput, match="b=1.0 here and another kind elsewhere"):
        same_questions(kinds, {"a": 1.0, "b": 1.0})
    with pytest.raises(InvalidInput, match="empty dict"):
        ask(lambda values: {}, {})


def test_many_at_once_is_used_where_a_function_has_it() -> None:
    class Twice:
        def __call__(self, values: dict) -> float:
            return 2 * values["a"]

        def many(self, values: dict) -> object:
            return columns_of([{"result": 2 * one} for one in values["a"].tolist()])

        def at_once(self, names: object) -> int:
            return 8

    found = ask_many(Twice(), {"a": np.arange(3.0)})
    np.testing.assert_array_equal(found.numbers["result"], [0, 2, 4])


def first(values: object) -> float:
    return 1.0


def second(values: object) -> float:
    return 2.0


def test_identity_tells_functions_apart() -> None:
    assert identity(first) == identity(first) != identity(second)
    first.digest = "data of March"
    try:
        assert identity(first) == "data of March"
    finally:
        del first.digest
