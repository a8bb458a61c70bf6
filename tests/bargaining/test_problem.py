import copy
import pickle
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from negotiate.bargaining import BargainingProblem, individually_rational
from negotiate.errors import InvalidInput

PLAYERS = ("Home", "Foreign")


def test_floats_that_hold_the_numbers_need_no_rationals() -> None:
    for feasible in ([(1, 2.5), (3, "0.25")], np.array([[1, 2], [3, 4]], dtype=np.int32), np.ones((2, 2))):
        assert BargainingProblem(feasible, (0, 0), PLAYERS, "USD").floats_are_exact


@pytest.mark.parametrize("entry", ["0.1", Fraction(1, 3), Decimal("0.1"), 2**53 + 1, 10**30 + 1])
def test_numbers_that_floats_round_are_kept_as_given(entry: object) -> None:
    problem = BargainingProblem([(entry, 1)], (0, 0), PLAYERS, "USD")
    assert not problem.floats_are_exact
    assert problem.payoffs(0) == (Fraction(entry), 1)  # type: ignore[arg-type]
    large = np.array([[2**53 + 1, 0]])
    assert BargainingProblem(large, (0, 0), PLAYERS, "USD").payoffs(0)[0] == 2**53 + 1


def test_gains_are_exact() -> None:
    problem = BargainingProblem([("0.3", 2)], ("0.1", 1), PLAYERS, "USD")
    assert problem.gains(0) == (Fraction(1, 5), 1)
    assert problem.reservation == (Fraction(1, 10), 1)


def test_nobody_can_change_a_problem() -> None:
    given = np.ones((2, 2))
    problem = BargainingProblem(given, (0, 0), PLAYERS, "USD")
    given[0, 0] = 9
    assert problem.feasible[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        problem.feasible[0, 0] = 9


@pytest.mark.parametrize("feasible", [[("0.1", 1)], [(0.5, 1)]])
def test_copies_hold_the_same_and_are_read_only(feasible: list[tuple[object, ...]]) -> None:
    problem = BargainingProblem(feasible, ("1/3", 0), PLAYERS, "USD", labels=["deal"])
    for twin in (copy.deepcopy(problem), pickle.loads(pickle.dumps(problem))):  # noqa: S301
        assert twin.digest == problem.digest
        assert twin.gains(0) == problem.gains(0)
        assert not twin.feasible.flags.writeable


def test_digest_depends_on_the_numbers_and_not_on_how_they_were_written() -> None:
    one = BargainingProblem([(1, 0.5), (-0.0, 2)], (0, 0), PLAYERS, "USD")
    same = BargainingProblem([("1", "1/2"), (0, Fraction(2))], np.zeros(2), list(PLAYERS), "USD")
    array = BargainingProblem(np.array([(1, 0.5), (-0.0, 2)]), np.zeros(2), PLAYERS, "USD")
    assert one.digest == same.digest == array.digest
    others = [
        BargainingProblem([(1, 0.5), (0, "2.1")], (0, 0), PLAYERS, "USD"),
        BargainingProblem([(1, 0.5), (0, 2)], (0, 1), PLAYERS, "USD"),
        BargainingProblem([(1, 0.5), (0, 2)], (0, 0), PLAYERS, "JPY"),
        BargainingProblem([(1, 0.5), (0, 2)], (0, 0), PLAYERS, "USD", labels=["a", "b"]),
    ]
    assert len({one.digest, *(other.digest for other in others)}) == 5


def test_variants_keep_the_numbers_as_given() -> None:
    problem = BargainingProblem([("0.1", 1), ("0.2", 3)], (0, 0), PLAYERS, "USD", labels=["a", "b"])
    moved = problem.with_disagreement(("0.1", 0))
    assert individually_rational(moved, strict=True).tolist() == [1]
    kept = problem.restrict([1])
    assert kept.payoffs(0) == (Fraction(1, 5), 3)
    assert kept.labels == ("b",)


def test_labels_stand_for_outcomes() -> None:
    problem = BargainingProblem([(1, 1), (2, 2)], (0, 0), PLAYERS, "USD", labels=["deal", "deal"])
    assert problem.label(1) == "deal"
    assert BargainingProblem([(1, 1)], (0, 0), PLAYERS, "USD").label(0) == "outcome 0"
    assert repr(problem) == "BargainingProblem(2 outcomes, 2 players)"


@pytest.mark.parametrize(
    ("feasible", "disagreement", "players", "labels", "words"),
    [
        (
            [(1, 1, 1)],
            (0, 0),
            PLAYERS,
            None,
            r"feasible has shape \(1, 3\); it must have shape \(outcomes, 2\)",
        ),
        ([], (0, 0), PLAYERS, None, r"feasible has shape \(0,\)"),
        (np.empty((0, 2)), (0, 0), PLAYERS, None, "feasible has no outcomes"),
        ([(1, 1)], (0, 0, 0), PLAYERS, None, r"disagreement has shape \(3,\)"),
        ([(1, float("nan"))], (0, 0), PLAYERS, None, r"feasible\[0, 1\] is nan; it must be a finite number"),
        (np.array([[1, np.inf]]), (0, 0), PLAYERS, None, r"feasible\[0, 1\] is inf"),
        ([(1, True)], (0, 0), PLAYERS, None, r"feasible\[0, 1\] is True"),
        ([(1, "much")], (0, 0), PLAYERS, None, r"feasible\[0, 1\] is 'much'"),
        ([(1, 1), (1,)], (0, 0), PLAYERS, None, "feasible is ragged"),
        ([(1,)], (0,), ("Home",), None, "players has 1 name; bargaining takes at least two"),
        ([(1, 1)], (0, 0), ("Home", "Home"), None, "'Home' twice"),
        (
            [(1, 1)],
            (0, 0),
            PLAYERS,
            ["a", "b"],
            "labels has 2 entries; it must have one for each of 1 outcomes",
        ),
        ([(1, 1)], (0, 0), PLAYERS, "a", "labels='a' must be a sequence"),
    ],
)
def test_refusals(
    feasible: object, disagreement: object, players: object, labels: object, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        BargainingProblem(feasible, disagreement, players, "USD", labels=labels)  # type: ignore[arg-type]


def test_restricting_to_nothing_is_refused() -> None:
    problem = BargainingProblem([(1, 1)], (0, 0), PLAYERS, "USD")
    with pytest.raises(InvalidInput, match="keep at least one outcome"):
        problem.restrict([])
    with pytest.raises(InvalidInput, match=r"outcomes\[0\]=1; it must be from 0 to 0"):
        problem.restrict([1])


def test_restrict_takes_positions_as_a_list_or_an_array() -> None:
    problem = BargainingProblem([(1, 2), (3, 4), (5, 6)], (0, 0), ("Home", "Foreign"), "USD")
    assert problem.restrict(np.array([2, 0])).feasible.tolist() == [[5, 6], [1, 2]]
    with pytest.raises(InvalidInput, match=r"outcomes\[1\]=3; it must be from 0 to 2"):
        problem.restrict(np.array([0, 3]))
    with pytest.raises(InvalidInput, match="outcomes is empty"):
        problem.restrict(np.array([], dtype=int))
