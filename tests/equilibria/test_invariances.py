"""What must not change an equilibrium: units, levels, names, twins, strategies nobody would play.

On small games with few distinct payoffs, so that many are degenerate.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.equilibria import logit_equilibria, nash_equilibria, pure_equilibria
from negotiate.games import NormalFormGame, exact_regrets
from tests.strategies import bimatrix_games, games

Profile = tuple[tuple[Fraction, ...], ...]
SCALES = st.fractions("1/1000000000", 10**10).filter(bool)
SHIFTS = st.fractions(-(10**9), 10**9, max_denominator=1000)


def extremes(game: NormalFormGame) -> set[Profile]:
    return {equilibrium.exact for equilibrium in nash_equilibria(game)}


def components(game: NormalFormGame) -> set[frozenset[Profile]]:
    found = nash_equilibria(game)
    assert found.components is not None
    return {frozenset(found[k].exact for k in part) for part in found.components}


def padded(strategy: Sequence[Fraction], place: int) -> tuple[Fraction, ...]:
    return (*strategy[:place], Fraction(0), *strategy[place:])


@given(bimatrix_games(), st.data())
@settings(max_examples=60, deadline=None)
def test_units_and_levels_of_each_player(game: NormalFormGame, data: st.DataObject) -> None:
    """a u_i + b(a_-i) with a > 0 has the same equilibria, subsets and components."""
    A, B = game.exact
    by_column = np.array([data.draw(SHIFTS) for _ in range(game.shape[1])], dtype=object)
    by_row = np.array([[data.draw(SHIFTS)] for _ in range(game.shape[0])], dtype=object)
    moved = NormalFormGame.from_bimatrix(data.draw(SCALES) * A + by_column, data.draw(SCALES) * B + by_row)
    assert extremes(moved) == extremes(game)
    assert components(moved) == components(game)


@given(bimatrix_games(), st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_of_strategies(game: NormalFormGame, data: st.DataObject) -> None:
    rows, columns = (data.draw(st.permutations(range(count))) for count in game.shape)
    shuffled = game.restrict([rows, columns])

    def reordered(profile: Profile) -> Profile:
        return tuple(profile[0][k] for k in rows), tuple(profile[1][k] for k in columns)

    assert components(shuffled) == {frozenset(map(reordered, part)) for part in components(game)}


@given(bimatrix_games())
@settings(max_examples=60, deadline=None)
def test_the_order_of_players(game: NormalFormGame) -> None:
    A, B = game.exact
    turned = NormalFormGame.from_bimatrix(B.T, A.T)
    assert components(turned) == {frozenset((y, x) for x, y in part) for part in components(game)}
    indices = [
        {equilibrium.exact: equilibrium.index for equilibrium in nash_equilibria(each)}
        for each in (game, turned)
    ]
    assert indices[0] == {(x, y): index for (y, x), index in indices[1].items()}


@given(bimatrix_games())
@settings(max_examples=10, deadline=None)
def test_names_and_units_in_words(game: NormalFormGame) -> None:
    labels = [[f"{count - k}!" for k in range(count)] for count in game.shape]
    named = NormalFormGame(game.exact, ("Ann", "Bob"), labels, "EUR")
    assert [e.exact for e in nash_equilibria(named)] == [e.exact for e in nash_equilibria(game)]


@given(bimatrix_games(largest=3), st.data())
@settings(max_examples=60, deadline=None)
def test_a_twin_of_a_row_shares_its_probability(game: NormalFormGame, data: st.DataObject) -> None:
    """Merged, the equilibria with a twin are those without; extreme ones give it to either."""
    row = data.draw(st.integers(0, game.shape[0] - 1))
    A, B = (np.vstack([payoffs, payoffs[row]]) for payoffs in game.exact)
    twins = extremes(NormalFormGame.from_bimatrix(A, B))
    merged = set()
    for x, y in twins:
        assert not (x[row] and x[-1])
        merged.add((tuple(share + (x[-1] if k == row else 0) for k, share in enumerate(x[:-1])), y))
    assert merged == extremes(game)


@given(bimatrix_games(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_strictly_dominated_column_is_never_played(game: NormalFormGame, data: st.DataObject) -> None:
    """Whatever it pays the other, and by however little it is dominated."""
    A, B = game.exact
    column, place = data.draw(st.integers(0, game.shape[1] - 1)), data.draw(st.integers(0, game.shape[1]))
    loss = data.draw(st.sampled_from([Fraction(1, 10**12), Fraction(1), Fraction(10**9)]))
    other = [data.draw(st.integers(-9, 9)) for _ in range(game.shape[0])]
    larger = NormalFormGame.from_bimatrix(
        np.insert(A, place, np.array(other, dtype=object), axis=1),
        np.insert(B, place, B[:, column] - loss, axis=1),
    )
    assert components(larger) == {
        frozenset((x, padded(y, place)) for x, y in part) for part in components(game)
    }


@given(bimatrix_games())
@settings(max_examples=40, deadline=None)
def test_an_odd_number_where_nothing_is_degenerate(game: NormalFormGame) -> None:
    found = nash_equilibria(game)
    assert found.degenerate or len(found) % 2 == 1
    assert all(exact_regrets(game, equilibrium.exact) == (0, 0) for equilibrium in found)
    assert {e.exact for e in pure_equilibria(game)} <= {e.exact for e in found}


@given(games(players=3), st.permutations(range(3)), SCALES, SHIFTS)
@settings(max_examples=60, deadline=None)
def test_pure_equilibria_of_three_players(
    game: NormalFormGame, order: list[int], scale: Fraction, shift: Fraction
) -> None:
    """In another order of the players, unit and level."""
    moved = NormalFormGame(scale * game.exact[order].transpose(0, *(1 + k for k in order)) + shift)
    expected = {tuple(e.exact[k] for k in order) for e in pure_equilibria(game)}
    assert {e.exact for e in pure_equilibria(moved)} == expected


@given(bimatrix_games(), st.data())
@settings(max_examples=15, deadline=None)
def test_logit_equilibria_follow_the_order_of_strategies_and_players(
    game: NormalFormGame, data: st.DataObject
) -> None:
    rows, columns = (data.draw(st.permutations(range(count))) for count in game.shape)
    A, B = game.restrict([rows, columns]).exact
    plain = logit_equilibria(game, precisions=[0.5, 1.5])
    turned = logit_equilibria(NormalFormGame.from_bimatrix(B.T, A.T), precisions=[0.5, 1.5])
    assume(not plain.bifurcations)
    assert len(plain.points) == len(turned.points)
    for one, two in zip(plain.points, turned.points, strict=True):
        assert np.abs(one.profile[0][list(rows)] - two.profile[1]).max() < 1e-9
        assert np.abs(one.profile[1][list(columns)] - two.profile[0]).max() < 1e-9
