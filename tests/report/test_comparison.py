"""compare(): deals in a row each, other solutions one below the other, unlike ones refused."""

from __future__ import annotations

import pytest

from negotiate import InvalidInput, NormalFormGame, nash_equilibria, pure_equilibria
from negotiate.bargaining import (
    BargainingProblem,
    LotteryProblem,
    egalitarian_solution,
    nash_lottery,
    nash_solution,
)
from negotiate.report import compare

TALK = BargainingProblem(
    [(0, 6), (2, 5), (4, 3), (5, 0)], (1, 1), ("Home", "Foreign"), "bn USD", list("abcd")
)
STUCK = BargainingProblem([(0, 0)], (1, 1), ("Home", "Foreign"), "bn USD")


def test_deals_stand_in_a_row_each_with_payoffs_and_gains() -> None:
    lottery = nash_lottery(LotteryProblem(TALK))
    table = compare({"picked": nash_solution(TALK), "drawn": lottery, "none": nash_solution(STUCK)})
    assert [column.heading for column in table.columns][2:4] == [
        "payoff of Home [bn USD]",
        "gain of Home [bn USD]",
    ]
    assert table.rows[0] == ("picked", "c", 4.0, 3.0, 3.0, 2.0)
    assert table.rows[1][2:] == tuple(
        number
        for pair in zip(lottery.payoffs.tolist(), lottery.gains.tolist(), strict=True)
        for number in pair
    )
    assert table.rows[2][1:] == ("no agreement", 1.0, 0.0, 1.0, 0.0)
    assert "none: no agreement, since" in table.notes[-1]


def test_a_list_is_named_by_concept() -> None:
    table = compare([nash_solution(TALK), egalitarian_solution(TALK)], title="Two")
    assert [row[0] for row in table.rows] == ["nash", "egalitarian"]
    assert table.title == "Two"


def test_solutions_of_another_kind_stand_one_below_the_other() -> None:
    game = NormalFormGame.from_bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    every, pure = nash_equilibria(game), pure_equilibria(game)
    table = compare({"all": every, "pure": pure})
    assert [row[0] for row in table.rows] == ["all"] * len(every) + ["pure"] * len(pure)
    assert [row[1:] for row in table.rows] == [*every.table().rows, *pure.table().rows]


OTHER = BargainingProblem([(1, 1)], (0, 0), ("Home", "Foreign"), "bn EUR")
GAME = nash_equilibria(NormalFormGame.from_bimatrix([[1]], [[1]]))


@pytest.mark.parametrize(
    ("solutions", "words"),
    [
        ([], "solutions is empty"),
        ([nash_solution(TALK), nash_solution(TALK)], "two of one concept"),
        ({"a": nash_solution(TALK), "b": nash_solution(OTHER)}, "in bn EUR, 'a' is of Home|same unit"),
        ({"a": nash_solution(TALK), "b": GAME}, "tables with other columns"),
        ({"a": 1}, r"solutions\['a'\] is a int"),
        (nash_solution(TALK), "give a list of solutions"),
        ("nash", "give a list of solutions"),
    ],
)
def test_refusals(solutions: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        compare(solutions)  # type: ignore[arg-type]
