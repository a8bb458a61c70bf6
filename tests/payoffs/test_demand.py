"""The demand game: claims on the frontier, and its 2^n − 1 equilibria."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput, NoSolution, NotApplicable
from negotiate.games import NormalFormGame
from negotiate.payoffs import (
    DemandForm,
    Outcome,
    OutcomePayoffs,
    PayoffModel,
    Term,
    demand_equilibria,
    demand_form,
)
from tests.payoffs.closed_form import model as closed_form_model
from tests.payoffs.tables import CALM

PLAYERS = ("J", "U")
POINTS = st.lists(st.tuples(st.integers(-3, 9), st.integers(-3, 9)), min_size=1, max_size=15)
STEPS = st.lists(st.integers(1, 5), min_size=1, max_size=6)
Mixture = tuple[Fraction, ...]


def payoffs_of(points: Sequence[tuple[object, object]]) -> OutcomePayoffs:
    """Make outcomes that pay exactly these points, in this order."""
    terms = [
        Term("all", player, lambda outcome, i=i: points[int(outcome.purchases)][i])
        for i, player in enumerate(PLAYERS)
    ]
    model = PayoffModel(PLAYERS, terms, "USD", Fraction(1, 60))
    return model.evaluate(Outcome(k, "deal") for k in range(len(points)))


def staircase(up: list[int], down: list[int], base: tuple[int, int]) -> DemandForm:
    """Make a frontier with gains that rise by ``up`` and fall by ``down``; all of it is claimed."""
    n = min(len(up), len(down))
    points = [(base[0] + sum(up[: k + 1]), base[1] + sum(down[k:n])) for k in range(n)]
    return demand_form(payoffs_of(points), base, claims=6)


def solve_linear(rows: list[list[Fraction]]) -> tuple[Mixture | None, bool]:
    """Solve rows of [A | b] exactly: (the unique solution or None, whether there are several)."""
    width, rank = len(rows[0]) - 1, 0
    for column in range(width):
        pivot = next((k for k in range(rank, len(rows)) if rows[k][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        rows[rank] = [entry / rows[rank][column] for entry in rows[rank]]
        for k in range(len(rows)):
            if k != rank:
                rows[k] = [a - rows[k][column] * b for a, b in zip(rows[k], rows[rank], strict=True)]
        rank += 1
    if any(row[-1] for row in rows[rank:]):
        return None, False
    return (tuple(row[-1] for row in rows[:rank]), False) if rank == width else (None, True)


def equaliser(payoff: list[list[Fraction]]) -> tuple[Mixture | None, bool]:
    """Find the mixture over columns that makes all rows pay the same."""
    same = [[a - b for a, b in zip(row, payoff[0], strict=True)] + [Fraction(0)] for row in payoff[1:]]
    return solve_linear([[Fraction(1)] * (len(payoff[0]) + 1), *same])


def best(payoff: list[list[Fraction]], played: Sequence[int], mixture: Mixture | None) -> bool:
    """Say whether a mixture has full support and makes the rows played best replies."""
    if mixture is None or min(mixture) <= 0:
        return False
    paid = [sum(p * u for p, u in zip(mixture, row, strict=True)) for row in payoff]
    return all(paid[k] == max(paid) for k in played)


def conditionally_dominated(payoff: list[list[Fraction]], played: Sequence[int]) -> bool:
    """Say whether a row played is worse than some row against every column played."""
    return any(all(a < b for a, b in zip(payoff[k], row, strict=True)) for k in played for row in payoff)


def enumerated(game: NormalFormGame) -> set[tuple[Mixture, Mixture]]:
    """Try every pair of supports, of any sizes, in exact arithmetic; insist that none is degenerate."""
    first, second = game.exact.tolist()
    n = len(first)
    second = [[second[r][c] for r in range(n)] for c in range(n)]  # own claim first
    supports = list(chain.from_iterable(combinations(range(n), size) for size in range(1, n + 1)))
    found = set()
    for rows, columns in product(supports, supports):
        own = [[row[c] for c in columns] for row in first]
        other = [[column[r] for r in rows] for column in second]
        if conditionally_dominated(own, rows) or conditionally_dominated(other, columns):
            continue
        y, free_y = equaliser([own[r] for r in rows]) if len(rows) >= len(columns) else (None, False)
        x, free_x = equaliser([other[c] for c in columns]) if len(rows) <= len(columns) else (None, False)
        assert (free_x, free_y) == (False, False)
        if len(rows) == len(columns) and best(own, rows, y) and best(other, columns, x):
            found.add((spread(rows, x, n), spread(columns, y, n)))
        elif len(rows) != len(columns):  # more best replies than strategies played
            assert not best(own, rows, y)
            assert not best(other, columns, x)
    return found


def spread(support: Sequence[int], mixture: Mixture | None, count: int) -> Mixture:
    at = dict(zip(support, mixture or (), strict=True))
    return tuple(at.get(k, Fraction(0)) for k in range(count))


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=4), st.lists(st.integers(1, 5), min_size=1, max_size=4)
)
def test_enumeration_finds_the_same_equilibria(up: list[int], down: list[int]) -> None:
    form = staircase(up, down, (-2, 3))
    assert {equilibrium.exact for equilibrium in demand_equilibria(form)} == enumerated(form.game)


def test_enumeration_finds_the_same_63_for_6_claims() -> None:
    form = staircase([1, 2, 1, 3, 1, 2], [2, 1, 1, 2, 3, 1], (0, 0))
    found = demand_equilibria(form)
    assert len(found) == 63
    assert {equilibrium.exact for equilibrium in found} == enumerated(form.game)


@CALM
@given(STEPS, STEPS, st.tuples(st.integers(-5, 5), st.integers(-5, 5)))
def test_every_equilibrium_is_exact_and_all_are_there(
    up: list[int], down: list[int], base: tuple[int, int]
) -> None:
    form = staircase(up, down, base)
    found = demand_equilibria(form)
    assert len({e.exact for e in found}) == len(found) == 2 ** len(form.deals) - 1
    assert found.complete
    assert found.certificate()["max_regret"] == 0
    for equilibrium in found:
        assert [sum(mixture) for mixture in equilibrium.exact] == [1, 1]
        for mixture in equilibrium.exact:
            assert tuple(k for k, p in enumerate(mixture) if p) == equilibrium.support
            assert min(mixture) >= 0
        first, second = equilibrium.exact
        for i, payoff in enumerate(equilibrium.payoffs):
            cells = form.game.exact[i]
            assert payoff == sum(
                p * q * cells[j, k] for (j, p), (k, q) in product(enumerate(first), enumerate(second))
            )


@CALM
@given(POINTS, st.integers(1, 6))
def test_claims_are_the_strict_frontier(points: list[tuple[int, int]], claims: int) -> None:
    better = {p for p in points if min(p) > 0}
    frontier = sorted(p for p in better if not any(q != p and q[0] >= p[0] and q[1] >= p[1] for q in better))
    payoffs = payoffs_of(points)
    if not frontier:
        with pytest.raises(NoSolution, match="no outcome gives both players more than disagreement"):
            demand_form(payoffs, (0, 0), claims=claims)
        return
    form = demand_form(payoffs, (0, 0), claims=claims)
    claimed = list(zip(*form.claims, strict=True))
    assert claimed == sorted(set(claimed))
    assert set(claimed) <= set(frontier)
    assert len(claimed) == min(claims, len(frontier))
    if claims > 1:
        assert {claimed[0], claimed[-1]} == {frontier[0], frontier[-1]}
    for j, k in product(range(len(claimed)), repeat=2):
        fits = any(p[0] >= claimed[j][0] and p[1] >= claimed[k][1] for p in points)
        assert fits == (j <= k)
        expected = (claimed[j][0], claimed[k][1]) if fits else (0, 0)
        assert tuple(form.game.exact[:, j, k]) == expected


def test_points_are_evenly_spaced_by_position() -> None:
    payoffs = payoffs_of([(k + 1, 20 - k) for k in range(11)])
    spaced = {n: demand_form(payoffs, (0, 0), claims=n).deals for n in range(1, 7)}
    assert spaced[1] == (5,)
    assert spaced[2] == (0, 10)
    assert spaced[3] == (0, 5, 10)
    assert spaced[4] == (0, 3, 7, 10)
    assert spaced[5] == (0, 3, 5, 8, 10)
    assert spaced[6] == (0, 2, 4, 6, 8, 10)


def test_two_claims_by_hand() -> None:
    """Gains (1, 4) or (3, 2): the first claims 1 with probability 2/4, the second deal 2 with 1/3."""
    found = demand_equilibria(demand_form(payoffs_of([(1, 4), (3, 2)]), (0, 0)))
    assert [e.support for e in found] == [(0,), (1,), (0, 1)]
    half, third = Fraction(1, 2), Fraction(1, 3)
    assert found[2].exact == ((half, half), (1 - third, third))
    assert found[2].payoffs == (1, 2)
    assert [e.agreement for e in found] == [1, 1, half + half * third]
    assert found[2].profile[0].tolist() == [0.5, 0.5]


def test_prototype_deals_are_claimed() -> None:
    model = closed_form_model("0.001")
    no_deal = Outcome(0, "threat25", agreed=False, threat_executed=True)
    outcomes = [no_deal, *(Outcome(d, p) for d in (4, 6, 8, 10) for p in ("mfn", "april", "deal"))]
    payoffs = model.evaluate(outcomes)
    form = demand_form(payoffs, payoffs.at(no_deal), claims=3)
    assert form.game.strategies[0] == ("+10 / deal", "+8 / deal", "+6 / deal")
    found = demand_equilibria(form)
    assert len(found) == 7
    assert "+10 / deal, +6 / deal" in str(found)
    assert json.loads(found.to_json())["certificate"]["max_regret"] == "0"
    assert found[1:3] == tuple(found)[1:3]


def test_refusals() -> None:
    payoffs = payoffs_of([(1, 1)])
    with pytest.raises(InvalidInput, match="claims=7; it must be from 1 to 6"):
        demand_form(payoffs, (0, 0), claims=7)
    with pytest.raises(InvalidInput, match=r"disagreement has shape \(3,\); it must have shape \(2,\)"):
        demand_form(payoffs, (0, 0, 0))
    alone = PayoffModel(("J",), [], "USD").evaluate([Outcome(0, "deal")])
    with pytest.raises(NotApplicable, match="a demand game needs two players; these payoffs have 1"):
        demand_form(alone, (0, 0))
