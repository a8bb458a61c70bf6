"""The Pareto frontier of a finite set of outcomes, decided exactly.

Strong: no other outcome gives every player as much and some player more. Weak: no other outcome
gives every player more. Payoffs are first replaced by their exact ranks, so that everything
after is a comparison of small integers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.problem import BargainingProblem
from negotiate.checks import instance_of, one_of, whole_number

__all__ = ["dominating_outcomes", "pareto_frontier"]

Ints = NDArray[np.intp]
Ranks = NDArray[np.int32]

_BLOCK = 32  # rows compared at a time
_FAVOURS = (4.0, 16.0)  # weights of one player's payoffs, the others' being 1, in a compromise
_HEAVIEST = 64.0  # keeps sums of weighted shares small
_FEW = 512  # outcomes that need no such comparison


def pareto_frontier(problem: BargainingProblem, *, kind: str = "strong") -> Ints:
    """Return the positions of the Pareto efficient outcomes, in ascending order.

    Exact on the numbers given; outcomes with equal payoffs are all in or all out. With two
    players the time is that of a sort; with more it is at most the outcomes times the
    frontier.

    Parameters
    ----------
    problem : BargainingProblem
        The disagreement point plays no part.
    kind : {"strong", "weak"}
        ``weak`` adds outcomes in which some, but not all, could gain at nobody's expense.

    Returns
    -------
    ndarray of int

    Examples
    --------
    >>> problem = BargainingProblem([(0, 3), (2, 2), (2, 1), (0, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> pareto_frontier(problem), pareto_frontier(problem, kind="weak")
    (array([0, 1]), array([0, 1, 2]))
    """
    instance_of("problem", problem, BargainingProblem)
    weak = one_of("kind", kind, ("strong", "weak")) == "weak"
    promising = _not_clearly_dominated(problem.feasible)
    if len(promising) < len(problem.feasible):
        return promising[_frontier(problem.restrict(promising), weak=weak)]
    return _frontier(problem, weak=weak)


def _frontier(problem: BargainingProblem, *, weak: bool) -> Ints:
    ranks = exact_ranks(problem)
    if ranks.shape[1] == 2:
        return np.flatnonzero(_efficient_pairs(ranks, weak=weak))
    rows, where = np.unique(ranks, axis=0, return_inverse=True)
    efficient = _efficient_rows(rows)
    if weak:
        efficient = ~_bettered_for_all(rows, rows[efficient])
    return np.flatnonzero(efficient[where.ravel()])


def _not_clearly_dominated(feasible: NDArray[np.float64]) -> Ints:
    """Return the outcomes in which no good compromise gives every player a larger float.

    Rounding keeps order, so the others are on neither frontier. Compromises are the outcomes
    with the best weighted sums of payoffs, each player's measured on the range of what is left:
    for equal weights, then for weights that favour each player in turn.
    """
    left, payoffs = np.arange(len(feasible)), feasible
    players = feasible.shape[1]
    favours = [np.ones(players), *(np.where(np.eye(players) > 0, f, 1) for f in _FAVOURS)]
    for weights in np.vstack(favours):
        if len(left) < _FEW:
            break
        best = payoffs[_compromise(payoffs, weights)]
        below = payoffs[:, 0] < best[0]
        for player in range(1, players):
            below &= payoffs[:, player] < best[player]
        kept = np.flatnonzero(~below)
        if len(kept) < len(left):
            left, payoffs = left[kept], payoffs[kept]
    return left


def _compromise(payoffs: NDArray[np.float64], weights: NDArray[np.float64]) -> int:
    """Return the outcome with the largest weighted sum of payoffs as shares of each player's range."""
    total = np.zeros(len(payoffs))
    for column, weight in zip(payoffs.T, weights.tolist(), strict=True):
        half_range = column.max() / 2 - column.min() / 2
        if half_range > 0:
            total += column / half_range * (weight / _HEAVIEST)
    return int(total.argmax())


def dominating_outcomes(problem: BargainingProblem, outcome: int) -> Ints:
    """Return the outcomes that give every player as much as this one, and some player more.

    Examples
    --------
    >>> problem = BargainingProblem([(0, 3), (2, 2), (2, 1)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> dominating_outcomes(problem, 2)
    array([1])
    """
    instance_of("problem", problem, BargainingProblem)
    position = whole_number("outcome", outcome, high=len(problem.feasible) - 1)
    here = problem.feasible[position]
    as_good = np.flatnonzero((problem.feasible >= here).all(axis=1))
    if problem.exact_feasible is None:
        better: Ints = as_good[(problem.feasible[as_good] > here).any(axis=1)]
        return better
    exact = problem.payoffs(position)
    found = [
        other
        for other in as_good.tolist()
        if (payoffs := problem.payoffs(other)) != exact
        and all(u >= v for u, v in zip(payoffs, exact, strict=True))
    ]
    return np.array(found, dtype=np.intp)


def exact_ranks(problem: BargainingProblem) -> Ranks:
    """Return each payoff's rank among its player's distinct payoffs, from 0 for the least."""
    ranks = np.empty(problem.feasible.shape, dtype=np.int32)
    for player in range(len(problem.players)):
        floats = problem.feasible[:, player]
        if problem.exact_feasible is None:
            _, places = np.unique(floats, return_inverse=True)
            ranks[:, player] = places
            continue
        keys = list(zip(floats.tolist(), problem.exact_feasible[:, player].tolist(), strict=True))
        order = {key: rank for rank, key in enumerate(sorted(set(keys)))}
        ranks[:, player] = [order[key] for key in keys]
    return ranks


def _efficient_pairs(ranks: Ranks, *, weak: bool) -> NDArray[np.bool_]:
    """Sweep from the first player's best payoff down, keeping the second's best so far."""
    first, second = ranks[:, 0], ranks[:, 1]
    best = np.full(first.max() + 2, -1, dtype=np.intp)
    np.maximum.at(best, first, second)
    above = np.maximum.accumulate(best[::-1])[::-1][1:]  # among strictly better for the first
    efficient: NDArray[np.bool_] = second >= above[first]
    return efficient if weak else (second == best[first]) & (second > above[first])


def _efficient_rows(rows: Ranks) -> NDArray[np.bool_]:
    """Mark undominated rows among distinct ones.

    A row is dominated only by rows with a larger sum. So rows are taken in blocks by falling
    sum, and each is compared with the frontier found so far and with its own block.
    """
    efficient = np.zeros(len(rows), dtype=bool)
    order = np.argsort(-rows.sum(axis=1), kind="stable")
    frontier = rows[:0]
    for start in range(0, len(order), _BLOCK):
        places = order[start : start + _BLOCK]
        block = rows[places]
        rivals = np.vstack([frontier, block])
        as_good = np.ones((len(rivals), len(block)), dtype=bool)
        for rival, own in zip(rivals.T, block.T, strict=True):
            as_good &= rival[:, None] >= own
        undominated = np.count_nonzero(as_good, axis=0) == 1  # only the row itself
        efficient[places] = undominated
        frontier = np.vstack([frontier, block[undominated]])
    return efficient


def _bettered_for_all(rows: Ranks, frontier: Ranks) -> NDArray[np.bool_]:
    """Mark rows that some row of the frontier exceeds in every column."""
    bettered = np.zeros(len(rows), dtype=bool)
    for row in frontier:
        bettered |= (rows < row).all(axis=1)
    return bettered
