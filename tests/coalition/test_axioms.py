"""What each division must satisfy, on random games."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.coalition import CoalitionGame, banzhaf_index, core, least_core, nucleolus, shapley_value

NAMES = "ABCDE"


@st.composite
def games(draw: st.DrawFn, least: int = 2, most: int = 4) -> CoalitionGame:
    count = draw(st.integers(least, most))
    worth = draw(st.lists(st.integers(-6, 12), min_size=2**count - 1, max_size=2**count - 1))
    return CoalitionGame(list(NAMES[:count]), [0, *worth])


def by_orders(game: CoalitionGame) -> list[Fraction]:
    """Average what players add over every order of joining, one order after another."""
    n = len(game.players)
    totals, orders = [Fraction(0)] * n, list(permutations(range(n)))
    for order in orders:
        inside: list[str] = []
        for player in order:
            before = game.worth(inside)
            inside.append(game.players[player])
            totals[player] += game.worth(inside) - before
    return [total / len(orders) for total in totals]


@given(games())
@settings(deadline=None, max_examples=60)
def test_shapley_averages_over_orders(game: CoalitionGame) -> None:
    value = shapley_value(game)
    assert list(value.payoffs) == by_orders(game)
    assert value.efficient
    assert value.proof["difference_from_dividends"] == 0


@given(games(3, 3), games(3, 3))
@settings(deadline=None, max_examples=40)
def test_shapley_of_a_sum_is_the_sum(one: CoalitionGame, other: CoalitionGame) -> None:
    both = CoalitionGame(list("ABC"), (one.scaled + other.scaled).tolist())
    added = zip(shapley_value(one).payoffs, shapley_value(other).payoffs, strict=True)
    assert shapley_value(both).payoffs == tuple(a + b for a, b in added)


@given(games(2, 3))
@settings(deadline=None, max_examples=40)
def test_who_adds_nothing_gets_nothing(game: CoalitionGame) -> None:
    """A player is joined whose presence changes no worth."""
    joined = CoalitionGame([*game.players, "idle"], [*game.scaled.tolist(), *game.scaled.tolist()])
    for division in (shapley_value(joined), banzhaf_index(joined, normalised=False)):
        assert division["idle"] == 0
    if not core(game).empty:
        assert nucleolus(joined, individually_rational=False)["idle"] == 0


@given(games(3, 4), st.permutations(range(3)))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(game: CoalitionGame, order: list[int]) -> None:
    players = [game.players[k] for k in [*order, *range(3, len(game.players))]]
    renamed = CoalitionGame.from_function(players, game.worth)
    for solve in (shapley_value, lambda g: nucleolus(g, individually_rational=False)):
        first, second = solve(game), solve(renamed)
        assert all(first[player] == second[player] for player in game.players)


@given(games(3, 4), st.lists(st.integers(-5, 5), min_size=4, max_size=4), st.integers(1, 5))
@settings(deadline=None, max_examples=40)
def test_the_nucleolus_moves_with_the_units(game: CoalitionGame, shift: list[int], factor: int) -> None:
    own = dict(zip(game.players, shift, strict=False))
    moved = CoalitionGame.from_function(
        game.players, lambda who: factor * game.worth(who) + sum(own[player] for player in who)
    )
    first = nucleolus(game, individually_rational=False)
    second = nucleolus(moved, individually_rational=False)
    assert all(second[p] == factor * first[p] + own[p] for p in game.players)


def sorted_excesses(game: CoalitionGame, payoffs: list[Fraction]) -> list[Fraction]:
    excess, scale = game.excess(payoffs)
    return sorted((Fraction(int(e), scale) for e in excess[1:-1]), reverse=True)


@given(games(), st.lists(st.integers(-4, 4), min_size=4, max_size=4), st.integers(1, 12))
@settings(deadline=None, max_examples=80)
def test_no_other_division_has_smaller_excesses(game: CoalitionGame, move: list[int], part: int) -> None:
    best = nucleolus(game, individually_rational=False)
    assert best.proof["largest_violation"] == 0
    step = move[: len(game.players)]
    other = [
        x + Fraction(m, part) - Fraction(sum(step), part * len(step))
        for x, m in zip(best.payoffs, step, strict=True)
    ]
    assert sorted_excesses(game, list(best.payoffs)) <= sorted_excesses(game, other)


@given(games())
@settings(deadline=None, max_examples=80)
def test_core_and_least_core_agree_and_prove_it(game: CoalitionGame) -> None:
    found, least = core(game), least_core(game)
    assert least.largest_excess is not None
    assert found.excess == least.largest_excess[0]
    if found.element is not None:
        assert least.in_core
        assert nucleolus(game, individually_rational=False).in_core
    else:
        assert found.overclaim > 0
        assert all(weight > 0 for weight in found.balanced.values())
        assert set(found.certificate()["time"].values()) == {Fraction(1)}


@given(games())
@settings(deadline=None, max_examples=60)
def test_a_convex_game_has_the_shapley_value_in_its_core(game: CoalitionGame) -> None:
    sizes = [mask.bit_count() for mask in range(len(game.scaled))]
    convex = CoalitionGame(
        game.players, [40 * s * s + int(v) for s, v in zip(sizes, game.scaled, strict=True)]
    )
    convex = CoalitionGame(convex.players, [0, *convex.scaled[1:].tolist()])
    assert convex.convex
    assert convex.superadditive
    assert shapley_value(convex).in_core


@given(games(2, 4))
@settings(deadline=None, max_examples=60)
def test_properties_by_their_definitions(game: CoalitionGame) -> None:
    v, every = game.scaled, range(len(game.scaled))
    pairs = [(s, t) for s in every for t in every]
    assert game.superadditive == all(v[s | t] >= v[s] + v[t] for s, t in pairs if s & t == 0)
    assert game.convex == all(v[s | t] + v[s & t] >= v[s] + v[t] for s, t in pairs)
