import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput, load_scenario
from negotiate.analysis import ScenarioAnswers, break_even


@settings(max_examples=40, deadline=None)
@given(root=st.floats(0.001, 0.999), slope=st.floats(0.01, 100), power=st.sampled_from([1, 3]))
def test_the_bracket_holds_the_root_within_the_tolerance(root: float, slope: float, power: int) -> None:
    found = break_even(lambda x: slope * (x - root) ** power, "x", 0, 1, tolerance=1e-7)
    (one,) = found.crossings
    assert one.below <= root <= one.above
    assert one.above - one.below <= 1e-7
    assert abs(one.value - root) <= 1e-7
    assert one.residual is not None


def test_several_crossings_are_found_and_not_called_all() -> None:
    found = break_even(math.sin, "x", 1, 10)
    assert found.values == pytest.approx([math.pi, 2 * math.pi, 3 * math.pi], abs=1e-5)
    assert "others within one interval may go unseen" in found.table().notes[1]
    with pytest.raises(InvalidInput, match="so it is not monotone"):
        break_even(math.sin, "x", 1, 10, monotone=True)


def test_a_zero_on_the_scan_is_reported_once() -> None:
    found = break_even(lambda x: x - 0.5, "x", 0, 1, steps=2)
    assert len(found.crossings) == 1
    assert found.values == (0.5,)
    assert found.crossings[0].residual == 0


def test_both_ends_of_a_stretch_of_zeros_are_reported() -> None:
    found = break_even(lambda x: min(x - 1, 0.0) + max(x - 2, 0.0), "x", 0, 4)
    assert found.values == pytest.approx((1, 2), abs=1e-5)
    assert [one.answer_below == 0 for one in found.crossings] == [False, True]


def test_a_jump_shows_as_one() -> None:
    (one,) = break_even(lambda x: -1.0 if x < 0.3 else 2.0, "x", 0, 1).crossings
    assert one.jump == 3
    assert one.residual == -1
    assert one.below < 0.3 <= one.above


def test_labels_are_bisected_and_gaps_are_answers() -> None:
    def deal(x: float) -> str:
        if x > 0.8:
            raise InvalidInput("too dear")
        return "yes" if x < 0.25 else "no"

    found = break_even(deal, "x", 0, 1)
    assert [(c.answer_below, c.answer_above) for c in found.crossings] == [
        ("yes", "no"),
        ("no", "undefined"),
    ]
    assert found.values == pytest.approx([0.25, 0.8], abs=1e-6)
    assert found.crossings[0].residual is None
    assert found.crossings[0].jump is None
    assert set(found.undefined.values()) == {"too dear"}
    assert "No model at" in found.summary()


def test_a_number_without_an_answer_in_between() -> None:
    found = break_even(lambda x: None if 0.4 < x < 0.6 else x - 0.5, "x", 0, 1, steps=3)
    assert [one.below <= 0.4 <= one.above or one.below <= 0.6 <= one.above for one in found.crossings] == [
        True
    ]


def test_nothing_changes() -> None:
    found = break_even(lambda x: 1 + x, "x", 0, 1, monotone=True)
    assert not found.crossings
    assert "No change found" in found.table().notes[1]
    assert found.certificate()["widest_bracket"] is None
    assert found.answer()["all"] is True


def test_the_deal_of_a_scenario() -> None:
    steel = ScenarioAnswers(load_scenario("steel-for-beef"))
    path = "model.trade.pass_through"
    found = break_even(lambda x: steel({path: x})["deal"], path, 0.5, 0.7, steps=4, tolerance=1e-3)
    for one in found.crossings:
        assert steel({path: one.below})["deal"] == one.answer_below
        assert steel({path: one.above})["deal"] == one.answer_above
    assert found.crossings


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: break_even(math.sin, "x", 1, 1), "low must be below high"),
        (lambda: break_even(math.sin, "x", 0, 1, tolerance=0), "tolerance=0"),
        (lambda: break_even(lambda x: {"a": x, "b": x}, "x", 0, 1), "one number or label"),
    ],
)
def test_refusals(call: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        call()
