"""Published games, exactly: voting, bankruptcy, runways, gloves."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiate.coalition import (
    CoalitionGame,
    airport,
    bankruptcy,
    banzhaf_index,
    core,
    glove_market,
    least_core,
    nucleolus,
    shapley_value,
    weighted_voting,
)

COUNCIL = {**{f"permanent {k}": 7 for k in range(5)}, **{f"elected {k}": 1 for k in range(10)}}


def test_the_security_council() -> None:
    """Five vetoes, nine votes of fifteen: 421/2145 and 4/2145; swings 848 and 84."""
    council = weighted_voting(COUNCIL, 39)
    value, index = shapley_value(council), banzhaf_index(council)
    assert value.payoffs == (Fraction(421, 2145),) * 5 + (Fraction(4, 2145),) * 10
    assert index.payoffs == (Fraction(106, 635),) * 5 + (Fraction(21, 1270),) * 10
    swings = index.certificate()["sum_of_contributions"]
    assert swings["permanent 0"] == 848
    assert swings["elected 9"] == 84


def test_the_banzhaf_value_itself_counts_swings_over_all_coalitions() -> None:
    """A swings in three of the four coalitions of the others, B and C in one."""
    value = banzhaf_index(weighted_voting({"A": 3, "B": 2, "C": 1}, 4), normalised=False)
    assert value.payoffs == (Fraction(3, 4), Fraction(1, 4), Fraction(1, 4))
    assert not value.efficient


def test_vetoes_share_what_the_nucleolus_gives() -> None:
    council = weighted_voting(COUNCIL, 39)
    assert nucleolus(council).payoffs == (Fraction(1, 5),) * 5 + (Fraction(0),) * 10
    assert not core(council).empty


@pytest.mark.parametrize(
    ("estate", "awards"),
    [(100, ("100/3",) * 3), (200, (50, 75, 75)), (300, (50, 100, 150))],
)
def test_the_estates_of_the_talmud(estate: int, awards: tuple[object, ...]) -> None:
    """Aumann and Maschler (1985), introduction."""
    game = bankruptcy(estate, {"first": 100, "second": 200, "third": 300})
    assert nucleolus(game).payoffs == tuple(Fraction(award) for award in awards)
    assert game.convex
    assert nucleolus(game).in_core


def test_a_runway_is_paid_for_in_steps() -> None:
    """Littlechild and Owen (1973): each step of cost is shared by those who need it."""
    costs = airport({"small": 12, "medium": 20, "large": 35})
    assert shapley_value(costs).payoffs == (Fraction(-4), Fraction(-8), Fraction(-23))


def test_the_nucleolus_of_a_runway() -> None:
    """Littlechild (1974): of two users the smaller pays half its own cost."""
    assert nucleolus(airport({"small": 12, "large": 20})).payoffs == (Fraction(-6), Fraction(-14))


def test_the_rare_glove_gets_everything_in_the_core() -> None:
    gloves = glove_market(["A"], ["B", "C"])
    assert core(gloves).element == (1, 0, 0)
    assert nucleolus(gloves).payoffs == (1, 0, 0)
    assert shapley_value(gloves).payoffs == (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))


def test_majority_of_three_has_no_core() -> None:
    found = core(weighted_voting({"A": 1, "B": 1, "C": 1}, 2))
    assert found.empty
    assert found.overclaim == Fraction(1, 2)
    assert found.certificate()["time"] == {"A": 1, "B": 1, "C": 1}
    assert least_core(found.game).largest_excess is not None
    assert found.excess == Fraction(1, 3)


def test_a_game_whose_core_is_one_point_away() -> None:
    """v(N) = 3/2 is the least worth of everybody at which three majorities of worth 1 leave a core."""
    worth = {("A",): 0, ("B",): 0, ("C",): 0, ("A", "B"): 1, ("A", "C"): 1, ("B", "C"): 1}
    below = CoalitionGame(list("ABC"), {**worth, ("A", "B", "C"): Fraction(3, 2) - Fraction(1, 10**9)})
    just = CoalitionGame(list("ABC"), {**worth, ("A", "B", "C"): Fraction(3, 2)})
    assert core(below).empty
    assert core(just).element == (Fraction(1, 2),) * 3
