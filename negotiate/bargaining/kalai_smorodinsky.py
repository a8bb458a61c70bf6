r"""The Kalai-Smorodinsky solution: equal shares of what each could gain at most.

The ideal point :math:`b` has each player's best payoff among the outcomes that nobody likes less
than disagreement. On a finite set the ``discrete`` convention takes the outcome that is best, in
the leximin order, in normalised gains :math:`(u_i-d_i)/(b_i-d_i)`: first the least of them,
then the second least, and so on. The least normalised gain is where the line from :math:`d` to
:math:`b` leaves the set with free disposal; the later steps pick an efficient outcome.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.choice import best_and_next, gain_bounds
from negotiate.bargaining.frontier import dominating_outcomes
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.rationality import individually_rational
from negotiate.bargaining.solution import BargainingSolution, no_agreement

__all__ = ["kalai_smorodinsky_solution"]


def kalai_smorodinsky_solution(problem: BargainingProblem) -> BargainingSolution:
    """Pick the outcome that gives all the largest equal share of their ideal gain.

    Ties are set-valued and exact: ``payoffs`` is the first, ``ties`` all (outcomes with the same
    normalised gains, whoever has them). Where no outcome is better for all, the answer is no
    agreement, with its reason.

    Parameters
    ----------
    problem : BargainingProblem
        ``feasible`` has shape (outcomes, players), in ``problem.unit``.

    Returns
    -------
    BargainingSolution
        Its certificate holds the ideal point, the normalised gains of the deal and of the next
        best outcome, and that the deal is undominated.

    References
    ----------
    .. [1] E. Kalai and M. Smorodinsky (1975), Other solutions to Nash's bargaining problem,
       Econometrica 43(3), 513-518. doi:10.2307/1914280

    Examples
    --------
    >>> splits = [(k, 10 - k) for k in range(11)]
    >>> cake = BargainingProblem(splits, (0, 2), ("Home", "Foreign"), "bn USD")
    >>> deal = kalai_smorodinsky_solution(cake)
    >>> deal.payoffs
    array([4., 6.])
    >>> deal.certificate()["ideal"]
    [8.0, 10.0]
    """
    if not len(individually_rational(problem, strict=True)):
        return no_agreement(problem, "kalai-smorodinsky")
    pool = individually_rational(problem)
    ideal = ideal_gains(problem, pool)

    def shares(outcome: int) -> tuple[Fraction, ...]:
        return tuple(gain / most for gain, most in zip(problem.gains(outcome), ideal, strict=True))

    def leximin(gains: tuple[Fraction, ...]) -> list[Fraction]:
        return sorted(gain / most for gain, most in zip(gains, ideal, strict=True))

    low, high = _least_share_bounds(problem, pool)
    ties, runner_up = best_and_next(problem, pool, low, high, leximin)
    deal = shares(int(ties[0]))
    following = None if runner_up is None else [float(share) for share in shares(runner_up)]
    proof = {
        "ideal": [float(d + most) for d, most in zip(problem.reservation, ideal, strict=True)],
        "normalised_gains": [float(share) for share in deal],
        "least_normalised_gain": float(min(deal)),
        "next_normalised_gains": following,
        "runner_up": runner_up,
        "runner_up_label": None if runner_up is None else problem.label(runner_up),
        "decided": "exactly",
        "dominated_by": dominating_outcomes(problem, int(ties[0])).tolist(),
    }
    return BargainingSolution(problem, "kalai-smorodinsky", ties=ties, proof=proof)


def ideal_gains(problem: BargainingProblem, outcomes: NDArray[np.intp]) -> tuple[Fraction, ...]:
    """Return the most that each player gains in any of the outcomes, exactly.

    Rounding keeps order, so the largest rational is among those with the largest float.
    """
    payoffs = problem.feasible[outcomes]
    largest = []
    for player in range(payoffs.shape[1]):
        candidates = outcomes[payoffs[:, player] == payoffs[:, player].max()]
        if problem.exact_feasible is None:
            candidates = candidates[:1]
        largest.append(max(problem.gains(int(outcome))[player] for outcome in candidates))
    return tuple(largest)


def _least_share_bounds(
    problem: BargainingProblem, outcomes: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bound the least normalised gain of each outcome."""
    low, high = gain_bounds(problem, outcomes)
    most_low, most_high = low.max(axis=0), high.max(axis=0)
    shares_low = low / most_high
    shares_high = np.full(high.shape, np.inf)
    np.divide(high, most_low, out=shares_high, where=most_low > 0)
    error = 1e-13
    return shares_low.min(axis=1) - error, shares_high.min(axis=1) + error
