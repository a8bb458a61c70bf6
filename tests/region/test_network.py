"""Arming among friends and foes, continuous and in steps."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from negotiate import pure_equilibria
from negotiate.equilibria import correlated_equilibrium
from negotiate.errors import InvalidInput, NoSolution
from negotiate.games import exact_potential, iterated_elimination, polymatrix_form
from negotiate.region import NetworkEquilibrium, NetworkGame, arming_game, network_equilibrium


@st.composite
def games(draw: st.DrawFn) -> NetworkGame:
    count = draw(st.integers(2, 6))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    links = np.triu(rng.integers(-2, 3, (count, count)), 1).astype(float)
    network = links + links.T
    radius = abs(np.linalg.eigvalsh(network)).max() or 1.0
    strength = draw(st.floats(0.05, 0.95)) / radius
    return NetworkGame([f"c{k}" for k in range(count)], rng.uniform(-1, 2, count), network, strength=strength)


@given(games())
@settings(deadline=None, max_examples=40)
def test_nobody_gains_and_the_potential_is_highest(game: NetworkGame) -> None:
    found = network_equilibrium(game)
    assert (found.levels >= 0).all()
    assert found.certificate()["max_regret"] <= 1e-12
    assert found.distance <= 1e-9
    climbed = minimize(
        lambda x: -game.potential(x), np.ones(len(game.want)), bounds=[(0, None)] * len(game.want), tol=1e-12
    )
    assert found.levels == pytest.approx(climbed.x, abs=1e-4)


@given(games(), st.integers(0, 5), st.floats(0, 3))
@settings(deadline=None, max_examples=60)
def test_payoff_and_potential_change_alike(game: NetworkGame, who: int, level: float) -> None:
    here = np.linspace(0.5, 2, len(game.want))
    there = here.copy()
    there[who % len(here)] = level
    gain = (game.payoffs(there) - game.payoffs(here))[who % len(here)]
    assert gain == pytest.approx(game.potential(there) - game.potential(here), abs=1e-9)


def test_best_replies_contract_as_fast_as_stated() -> None:
    game = NetworkGame(list("ABC"), [1, 2, 3], [[0, 1, -1], [1, 0, 1], [-1, 1, 0]], strength=0.4)
    found, rng = network_equilibrium(game), np.random.default_rng(1)
    for _ in range(50):
        one, other = rng.uniform(0, 9, (2, 3))
        moved = np.linalg.norm(game.best_replies(one) - game.best_replies(other))
        assert moved <= found.modulus * np.linalg.norm(one - other) * (1 + 1e-12)


@given(games(), st.lists(st.floats(0, 4), min_size=6, max_size=6))
@settings(deadline=None, max_examples=30)
def test_distance_and_regret_of_any_levels_are_bounds(game: NetworkGame, tried: list[float]) -> None:
    """At levels that are no equilibrium, which both must tell."""
    found = network_equilibrium(game)
    away = NetworkEquilibrium(game, np.array(tried[: len(game.want)]), found.modulus, 0)
    assert np.linalg.norm(away.levels - found.levels) <= away.distance * (1 + 1e-9) + 1e-12
    for i in range(len(game.want)):
        others = np.repeat(away.levels[None], 40, axis=0)
        others[:, i] = np.linspace(0, 8, 40)
        best = max(game.payoffs(row)[i] for row in others) - game.payoffs(away.levels)[i]
        assert best <= away.regret[i] + 1e-9
        reply = away.levels.copy()
        reply[i] = game.best_replies(away.levels)[i]
        assert away.regret[i] == pytest.approx(
            game.payoffs(reply)[i] - game.payoffs(away.levels)[i], abs=1e-9
        )


def test_the_distance_is_that_of_a_geometric_series() -> None:
    """Two foes at strength 1/2: from nothing the first reply is 1 each, the equilibrium 2 each."""
    game = NetworkGame(["A", "B"], [1, 1], [[0, 1], [1, 0]], strength=0.5)
    assert NetworkEquilibrium(game, np.zeros(2), 0.5, 0).distance == pytest.approx(2 * 2**0.5)


def test_who_disarms_is_not_reached_by_a_shock() -> None:
    game = NetworkGame(
        ["Large", "Small", "Foe"], [4, 1, 1], [[0, -1, 1], [-1, 0, 0], [1, 0, 0]], strength=0.5
    )
    found = network_equilibrium(game)
    assert found.levels[1] == 0
    spill = found.spill_over()
    assert not spill[1].any()
    assert not spill[:, 1].any()
    assert spill[np.ix_([0, 2], [0, 2])] == pytest.approx(np.array([[1, 0.5], [0.5, 1]]) / 0.75)


def test_the_inverse_formula_where_all_arm() -> None:
    network = np.array([[0.0, 1, 1], [1, 0, 0], [1, 0, 0]])
    game = NetworkGame(list("ABC"), [1, 1, 1], network, strength=0.3)
    found = network_equilibrium(game)
    assert found.levels == pytest.approx(np.linalg.inv(np.eye(3) - 0.3 * network) @ np.ones(3))
    step = 1e-6
    more = network_equilibrium(NetworkGame(list("ABC"), [1 + step, 1, 1], network, strength=0.3))
    assert found.spill_over()[:, 0] == pytest.approx((more.levels - found.levels) / step, rel=1e-5)


def test_two_hundred_countries() -> None:
    rng = np.random.default_rng(0)
    links = np.triu(rng.choice([-1.0, 0, 1], (200, 200)), 1)
    network = links + links.T
    strength = 0.9 / abs(np.linalg.eigvalsh(network)).max()
    game = NetworkGame([f"c{k}" for k in range(200)], rng.uniform(0, 1, 200), network, strength=strength)
    found = network_equilibrium(game)
    assert found.certificate()["max_regret"] < 1e-12
    assert (found.levels == 0).any()


def test_steps_keep_the_potential_and_the_pairs() -> None:
    game = NetworkGame(
        ["Japan", "China", "Korea"], [1, 1.5, 0.7], [[0, 1, -1], [1, 0, 1], [-1, 1, 0]], strength=0.3
    )
    steps = {name: {"low": "0.5", "middle": 1, "high": 2} for name in game.countries}
    stepped = arming_game(game, steps)
    potential = exact_potential(stepped)
    assert potential is not None
    assert polymatrix_form(stepped) is not None
    peak = np.unravel_index(int(np.argmax(potential.astype(float))), stepped.shape)
    labels = tuple(stepped.strategies[i][k] for i, k in enumerate(peak))
    assert labels in {equilibrium.labels for equilibrium in pure_equilibria(stepped)}
    at = game.payoffs([0.5, 2, 1])
    assert stepped.payoffs[:, 0, 2, 1] == pytest.approx(at)


def test_the_arming_game_is_one_for_every_concept() -> None:
    """Against all 27 profiles one by one: who would rather pick another level, given the others'."""
    game = NetworkGame(
        ["Japan", "China", "Korea"], [1, 1.5, 0.7], [[0, 1, -1], [1, 0, 1], [-1, 1, 0]], strength=0.3
    )
    levels = (0.5, 1.0, 2.0)
    stepped = arming_game(game, {name: {str(level): level for level in levels} for name in game.countries})

    def content(profile: tuple[float, ...]) -> bool:
        own = game.payoffs(profile)
        others = [(i, (*profile[:i], level, *profile[i + 1 :])) for i in range(3) for level in levels]
        return all(game.payoffs(other)[i] <= own[i] + 1e-12 for i, other in others)

    stable = {tuple(map(str, profile)) for profile in product(levels, repeat=3) if content(profile)}
    assert stable == {("1.0", "2.0", "1.0")}
    assert {equilibrium.labels for equilibrium in pure_equilibria(stepped)} == stable
    assert iterated_elimination(stepped).solvable
    assert correlated_equilibrium(stepped).probabilities == {("1.0", "2.0", "1.0"): 1}


@pytest.mark.parametrize(
    ("network", "strength", "words"),
    [
        ([[0, 1], [2, 0]], 1, "not symmetric: A counts B as 1, and B counts A as 2"),
        ([[1, 0], [0, 0]], 1, "from A to itself"),
        ([[0, 1], [1, 0]], -1, "strength"),
    ],
)
def test_refusals(network: object, strength: float, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        NetworkGame(["A", "B"], [1, 1], network, strength=strength)  # type: ignore[arg-type]


def test_arming_without_end_is_refused_with_the_limit() -> None:
    with pytest.raises(NoSolution, match="strength·radius is 2.*lower strength below 0.5"):
        network_equilibrium(NetworkGame(["A", "B"], [1, 1], [[0, 2], [2, 0]], strength=1))
    with pytest.raises(NoSolution, match="strength·radius is 1, and at 1 or more"):
        network_equilibrium(NetworkGame(["A", "B"], [1, 1], [[0, 1], [1, 0]], strength=1))


def test_levels_are_checked() -> None:
    game = NetworkGame(["A", "B"], [1, 1], [[0, 1], [1, 0]], strength=0.5)
    with pytest.raises(InvalidInput, match="levels of B are missing"):
        arming_game(game, {"A": {"low": 1}})
    with pytest.raises(InvalidInput, match="levels names 'C'"):
        arming_game(game, {name: {"low": 1} for name in "ABC"})
    with pytest.raises(InvalidInput, match="level 'low' of A is -1"):
        arming_game(game, {name: {"low": -1} for name in "AB"})
    wide = NetworkGame([f"c{k}" for k in range(12)], [1] * 12, np.zeros((12, 12)))
    with pytest.raises(InvalidInput, match="531,441 profiles"):
        arming_game(wide, {f"c{k}": {"a": 1, "b": 2, "c": 3} for k in range(12)})
