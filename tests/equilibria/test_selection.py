"""Selection: the stag hunt both ways, criteria by definition, and none where none is right."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibria import (
    nash_equilibria,
    p_dominance,
    payoff_dominance,
    pure_equilibria,
    risk_dominance,
)
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games import NormalFormGame
from negotiate.registry import solve
from tests.strategies import bimatrix_games, games

HUNT = NormalFormGame.from_bimatrix([[9, 0], [8, 7]], [[9, 8], [0, 7]], strategies=[["stag", "hare"]] * 2)
BATTLE = NormalFormGame.from_bimatrix([[3, 0], [0, 2]], [[2, 0], [0, 3]])
PENNIES = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])


def test_payoff_and_risk_part_ways_in_the_stag_hunt() -> None:
    found = nash_equilibria(HUNT)
    assert payoff_dominance(found).selected is found[0]
    risk, belief = risk_dominance(found), p_dominance(found)
    assert risk.selected is belief.selected is found[1]
    assert risk.scores == (1, 49, None)  # (9 - 8)^2 and (7 - 0)^2
    assert belief.scores == (Fraction(7, 8), Fraction(1, 8), None)


def test_none_is_selected_where_players_disagree_or_nothing_is_strict() -> None:
    battle, pennies = nash_equilibria(BATTLE), nash_equilibria(PENNIES)
    assert payoff_dominance(battle).selected is None
    assert payoff_dominance(battle).reason.startswith("No equilibrium is strictly better for every player")
    assert risk_dominance(battle).reason == "The products of losses are equal"
    assert payoff_dominance(pennies).reason == "It is the only equilibrium listed"
    assert risk_dominance(pennies).selected is pennies[0]
    none = pure_equilibria(PENNIES)
    for criterion in (payoff_dominance, risk_dominance, p_dominance):
        assert criterion(none).selected is None
        assert criterion(none).reason == "No equilibrium is listed"
    flat = nash_equilibria(NormalFormGame.from_bimatrix(np.zeros((2, 2)), np.zeros((2, 2))))
    assert risk_dominance(flat).reason == "The game has 0 strict equilibria; the criterion compares two"
    assert p_dominance(flat).reason == "Several equilibria need a probability below 1/2: strategies tie"


@st.composite
def coordination_games(draw: st.DrawFn) -> NormalFormGame:
    gap, level = st.integers(1, 6), st.integers(-5, 5)
    matrices = []
    for _ in range(2):
        low, high = draw(level), draw(level)
        matrices.append([[low + draw(gap), high], [low, high + draw(gap)]])
    return NormalFormGame.from_bimatrix(matrices[0], np.array(matrices[1]).T)


@given(coordination_games(), st.integers(1, 9), st.lists(st.integers(-9, 9), min_size=2, max_size=2))
@settings(max_examples=40, deadline=None)
def test_risk_dominance_depends_on_best_replies_alone(
    game: NormalFormGame, factor: int, shifts: list[int]
) -> None:
    before = risk_dominance(nash_equilibria(game))
    moved = np.array(game.exact)
    moved[0] = factor * moved[0] + np.array(shifts)[None, :]  # a constant for each strategy of the other
    after = risk_dominance(nash_equilibria(NormalFormGame(moved)))
    assert after.place == before.place
    first, second = before.scores[0], before.scores[1]
    assert (before.place is None) == (first == second)
    swapped = NormalFormGame(game.exact[:, ::-1, ::-1])
    mirrored = risk_dominance(nash_equilibria(swapped))
    assert mirrored.scores[:2] == (second, first)


@given(st.lists(st.integers(-9, 9), min_size=4, max_size=4).filter(lambda v: v[0] > v[2] and v[3] > v[1]))
@settings(max_examples=30, deadline=None)
def test_among_like_players_p_dominance_is_risk_dominance(values: list[int]) -> None:
    own = np.array(values).reshape(2, 2)
    found = nash_equilibria(NormalFormGame.from_bimatrix(own, own.T))
    assert p_dominance(found).place == risk_dominance(found).place


@given(games(players=3, largest=2), st.data())
@settings(max_examples=40, deadline=None)
def test_a_part_is_best_for_every_belief_that_is_sure_enough(
    game: NormalFormGame, data: st.DataObject
) -> None:
    found = pure_equilibria(game)
    for each, least in zip(found, p_dominance(found).scores, strict=True):
        assert least is not None
        assert 0 <= least <= 1
        played = [k for (k,) in each.support]
        breaks = False
        for i in range(3):
            own = np.moveaxis(game.exact[i], i, 0)
            at = tuple(s for k, s in enumerate(played) if k != i)
            for doubt in np.ndindex(own.shape[1:]):
                for p in (least, least - Fraction(1, 1000)):
                    payoffs = p * own[(slice(None), *at)] + (1 - p) * own[(slice(None), *doubt)]
                    best = payoffs[played[i]] == max(payoffs)
                    assert best or p < least
                    breaks |= not best
        assert breaks or least == 0


@given(bimatrix_games())
@settings(max_examples=30, deadline=None)
def test_the_one_selected_by_payoff_is_best_for_all(game: NormalFormGame) -> None:
    found = nash_equilibria(game)
    selection = payoff_dominance(found)
    dominant = [
        e
        for e in found
        if all(
            a > b for f in found if f is not e for a, b in zip(e.exact_payoffs, f.exact_payoffs, strict=True)
        )
    ]
    assert dominant == ([] if selection.selected is None else [selection.selected])


def test_they_are_known_by_name_show_themselves_and_refuse_by_words() -> None:
    found = nash_equilibria(HUNT)
    selection = solve(found, "risk dominance")
    assert selection.to_dict()["answer"]["selected"] == {"player 1": "hare", "player 2": "hare"}
    assert selection.certificate()["scores"] == (1, 49, None)
    assert "Selection by risk dominance: no. 2" in selection.summary()
    assert solve(found, "payoff dominance").place == 0
    part = nash_equilibria(BATTLE, max_equilibria=1)
    assert ("Others may exist" in payoff_dominance(part).summary()) is not part.complete
    larger = nash_equilibria(NormalFormGame(np.zeros((2, 1, 3))))
    with pytest.raises(NotApplicable, match="two players with two strategies each; this one is 1 x 3"):
        risk_dominance(larger)
    with pytest.raises(NotApplicable, match="p-dominance needs two players or more; this game has one"):
        p_dominance(pure_equilibria(NormalFormGame([[1, 2]])))


@pytest.mark.parametrize("select", [payoff_dominance, risk_dominance, p_dominance])
def test_a_game_is_not_a_set_of_equilibria(select: object) -> None:
    with pytest.raises(InvalidInput, match=r"NormalFormGame; .* pass nash_equilibria\(game\)"):
        select(HUNT)  # type: ignore[operator]
