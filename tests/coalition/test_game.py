"""What a coalition game accepts, how it refuses, and how its results show themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from negotiate.coalition import (
    CoalitionGame,
    Division,
    airport,
    bankruptcy,
    banzhaf_index,
    core,
    least_core,
    nucleolus,
    sampled_shapley,
    shapley_value,
    weighted_voting,
)
from negotiate.coalition.nucleolus import largest_violation
from negotiate.coalition.stage import Stage
from negotiate.errors import InvalidInput, NoSolution, NotApplicable

PAIR = CoalitionGame(["Japan", "Korea"], {"Japan": 1, "Korea": "0.5", ("Korea", "Japan"): 2}, "bn USD/yr")


def test_worths_are_the_numbers_given() -> None:
    assert PAIR.worth("Korea") == Fraction(1, 2)
    assert PAIR.worth({"Japan", "Korea"}) == 2
    assert PAIR.worth([]) == 0


@pytest.mark.parametrize(
    ("worth", "words"),
    [
        ({"Japan": 1}, r"misses the coalition \('Korea',\) and 1 more; give all 3"),
        ({"Japan": 1, "Corea": 1}, "'Corea' is not a player.*Did you mean 'Korea'"),
        ({("Japan", "Japan"): 1}, "names a player twice"),
        ({"Japan": 1, ("Japan",): 2}, "twice; keep one"),
        ({(): 1, "Japan": 1, "Korea": 1, ("Japan", "Korea"): 2}, "empty coalition is 1; it must be 0"),
        ({"Japan": float("nan")}, "worth.'Japan'. is nan"),
        ([0, 1, 2], "3 entries; 2 players need 4"),
        (5, "worth=5; it must map coalitions to numbers, or list 4 of them"),
        ("0112", "worth='0112'; it must map"),
        ({5: 1}, "coalition 5 is neither a player nor a collection of players"),
        ({("Japan", 5): 1}, "5 is not a player; the players are Japan, Korea"),
        ([0, 1, 1, 10**400], "largest worth is beyond the range of floating-point numbers"),
    ],
)
def test_refusals(worth: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        CoalitionGame(["Japan", "Korea"], worth)  # type: ignore[arg-type]


def test_too_many_players_are_refused_with_the_number_of_coalitions() -> None:
    with pytest.raises(InvalidInput, match=r"33,554,432 coalitions.*sampled_shapley"):
        CoalitionGame.from_function([f"p{k}" for k in range(25)], len)


def test_standard_games_refuse_what_makes_no_sense() -> None:
    with pytest.raises(InvalidInput, match="quota=7; it must be above 0 and at most the sum of weights, 3"):
        weighted_voting({"A": 1, "B": 2}, 7)
    with pytest.raises(
        InvalidInput, match="estate=9; it must be at least 0 and at most the sum of claims, 3"
    ):
        bankruptcy(9, {"A": 1, "B": 2})
    with pytest.raises(InvalidInput, match=r"costs\['A'\] is -1; it must be at least 0"):
        airport({"A": -1})


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda: CoalitionGame.from_function(["A"], 5), "function=5; it must be a function"),
        (lambda: sampled_shapley(["A"], 5, seed=1), "worth=5; it must be a function"),
        (lambda: shapley_value(PAIR)["Japan", "Korea"], r"player=\('Japan', 'Korea'\) is not known"),
        (lambda: shapley_value(PAIR)["Corea"], "player='Corea' is not known.*Did you mean 'Korea'"),
        (lambda: PAIR.worth(5), "coalition 5 is neither"),
        (lambda: weighted_voting(5, 1), "weights must map at least one player"),
        (lambda: weighted_voting({1: 2, "1": 3}, 1), "players has '1' twice"),
        (lambda: weighted_voting({"A": 1}, 10**400), "quota is beyond the range"),
        (lambda: airport({"A": -(10**400)}), r"costs\['A'\] is beyond the range"),
    ],
)
def test_what_is_no_mapping_function_or_player(asked: Callable[[], object], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        asked()


def test_no_individually_rational_division() -> None:
    game = CoalitionGame(list("AB"), [0, 2, 2, 3])
    with pytest.raises(NoSolution, match="4 alone and 3 together.*individually_rational=False"):
        nucleolus(game)
    assert nucleolus(game, individually_rational=False).payoffs == (Fraction(3, 2), Fraction(3, 2))


def test_the_floor_binds_where_a_game_is_not_superadditive() -> None:
    """A alone gets 4 of 5, but the pairs would leave it less: the prenucleolus gives it under 4."""
    game = CoalitionGame(list("ABC"), [0, 4, 0, 0, 0, 0, 6, 5])
    held, free = nucleolus(game), nucleolus(game, individually_rational=False)
    assert free["A"] < 4
    assert held["A"] == 4
    assert held.proof["largest_violation"] == free.proof["largest_violation"] == 0


def test_what_cannot_be_normalised_or_shared() -> None:
    with pytest.raises(NotApplicable, match="sum to 0"):
        banzhaf_index(CoalitionGame(list("AB"), [0, 1, -1, 0]))
    with pytest.raises(NotApplicable, match="single player"):
        least_core(CoalitionGame(list("A"), [0, 1]))
    assert core(CoalitionGame(list("A"), [0, 1])).element == (1,)
    assert nucleolus(CoalitionGame(list("A"), [0, 1])).payoffs == (1,)


def test_huge_and_tiny_worths_stay_exact() -> None:
    big = 10**30
    game = CoalitionGame(list("AB"), [0, big, 1, big + 3])
    assert shapley_value(game).payoffs == (big + 1, 2)
    assert nucleolus(game).payoffs == (big + 1, 2)
    tiny = CoalitionGame(list("AB"), [0, Fraction(1, 10**30), 0, Fraction(3, 10**30)])
    assert shapley_value(tiny)["A"] == Fraction(2, 10**30)


def test_sums_beyond_64_bits_stay_exact() -> None:
    """Worths within 64 bits whose dividends sum to more; excesses over a denominator that leaves them."""
    most = 2**50 - 1
    game = CoalitionGame(list("ABCDEFGHIJ"), [0, *((-1) ** m.bit_count() * most for m in range(1, 2**10))])
    assert game.scaled.dtype == np.int64
    value = shapley_value(game)
    assert value.payoffs == (Fraction(most, 10),) * 10
    assert value.proof["difference_from_dividends"] == 0
    third = Fraction(1, 3**60)
    excess, scale = CoalitionGame(list("AB"), [0, 2**30, 1, 2**31]).excess((third, 2**31 - third))
    assert [Fraction(int(e), scale) for e in excess] == [0, 2**30 - third, 1 - 2**31 + third, 0]


def test_more_than_there_is_lies_in_no_core() -> None:
    game = CoalitionGame(list("AB"), [0, 1, 1, 3])
    assert Division(game, "fair", (Fraction(3, 2), Fraction(3, 2))).in_core
    assert not Division(game, "too much", (Fraction(2), Fraction(2))).in_core
    assert not Division(game, "too little for B", (Fraction(5, 2), Fraction(1, 2))).in_core


def test_results_show_themselves() -> None:
    division = shapley_value(PAIR)
    assert "in the core" in division.summary()
    assert '"1/2"' in nucleolus(PAIR).to_json() or "5/4" in nucleolus(PAIR).to_json()
    assert division.table().columns[1].unit == "bn USD/yr"
    empty = core(weighted_voting({"A": 1, "B": 1, "C": 1}, 2))
    assert "part-time" in empty.summary()
    assert "A + B" in empty.to_csv()


def test_samples_come_near_and_say_how_near() -> None:
    votes = {f"p{k}": k + 1 for k in range(8)}
    exact = shapley_value(weighted_voting(votes, 20))
    found = sampled_shapley(tuple(votes), lambda who: float(sum(votes[p] for p in who) >= 20), seed=3)
    away = abs(found.payoffs - [float(x) for x in exact.payoffs]) / found.errors
    assert away.max() < 4
    assert found.certificate()["efficiency_gap"] < 1e-12
    again = sampled_shapley(tuple(votes), lambda who: float(sum(votes[p] for p in who) >= 20), seed=3)
    assert found.to_json() == again.to_json()


def test_standard_errors_are_as_large_as_the_errors() -> None:
    """Over 40 seeds estimates scatter about the exact value by their standard errors, no less and no more."""
    votes = {f"p{k}": k + 1 for k in range(6)}
    exact = np.array([float(x) for x in shapley_value(weighted_voting(votes, 12)).payoffs])
    drawn = [
        sampled_shapley(
            tuple(votes), lambda who: float(sum(votes[p] for p in who) >= 12), samples=60, seed=seed
        )
        for seed in range(40)
    ]
    away = np.array([(one.payoffs - exact) / one.errors for one in drawn])
    assert 0.8 < np.sqrt((away**2).mean()) < 1.25


@pytest.mark.parametrize("floor", [True, False])
def test_a_wrong_nucleolus_does_not_pass_its_check(floor: bool) -> None:
    """The proof of one division held against others, and with a part of it changed."""
    game = CoalitionGame(list("ABC"), [0, 4, 0, 0, 0, 0, 6, 5])
    found, least = nucleolus(game, individually_rational=floor), game.alone if floor else None
    stages = [
        Stage(
            stage["level"],
            found.payoffs,
            {game.mask(who): weight for who, weight in stage["weights"]},
            {game.players.index(who): weight for who, weight in stage["floors"].items()},
        )
        for stage in found.proof["stages"]
    ]
    assert largest_violation(game, found.payoffs, stages, least) == 0
    step = Fraction(1, 7)
    for moved in ((step, -step, 0), (0, step, -step), (-step, 0, step), (step, 0, 0)):
        other = tuple(x + m for x, m in zip(found.payoffs, moved, strict=True))
        assert largest_violation(game, other, stages, least) > 0
    for k, stage in enumerate(stages):
        lower = replace(stage, level=stage.level - step)
        heavier = replace(stage, weights={mask: 2 * weight for mask, weight in stage.weights.items()})
        for wrong in (lower, heavier):
            assert largest_violation(game, found.payoffs, [*stages[:k], wrong, *stages[k + 1 :]], least) > 0
        if stage.floors:
            free = replace(stage, floors={})
            assert largest_violation(game, found.payoffs, [*stages[:k], free, *stages[k + 1 :]], least) > 0
    assert largest_violation(game, found.payoffs, stages[:-1], least) > 0


def test_a_player_that_is_said_to_be_at_its_floor_must_be() -> None:
    game = CoalitionGame(list("AB"), [0, 0, 0, 2])
    half = {1: Fraction(1, 2), 2: Fraction(1, 2)}
    at_floor = Stage(Fraction(-1), (Fraction(1),) * 2, half, {0: Fraction(0)})
    assert largest_violation(game, at_floor.payoffs, [at_floor], game.alone) == 1


def test_a_sample_refuses_a_worth_of_nobody() -> None:
    with pytest.raises(InvalidInput, match="worth of the empty coalition"):
        sampled_shapley(list("AB"), lambda _: 1.0, seed=1)
