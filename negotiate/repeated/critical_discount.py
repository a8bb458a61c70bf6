r"""Critical discount factors: how patient the players must be to keep an agreement.

With :math:`c` the payoff a period of keeping it, :math:`v` of breaking it and :math:`n` of the
reversion, a breach that is found after :math:`L` periods and answered by :math:`T` periods of
reversion gains nothing if

.. math:: (v-c)\,(1 + \dots + \delta^{L-1}) \le (c-n)\,(\delta^L + \dots + \delta^{L+T-1}).

The ratio of the two sums rises in :math:`\delta`, so there is one critical value. With
:math:`L = 1` and reversion for ever it is :math:`(v-c)/(v-n)` [1]_; a snap-back clause with a
review every :math:`L` periods is the case of larger :math:`L`. An agreement needs the largest
value over players. Pooling issues puts sums over issues in the place of payoffs [2]_ [3]_.

References
----------
.. [1] J. W. Friedman (1971), A non-cooperative equilibrium for supergames, Review of Economic
   Studies 38(1), 1-12.
.. [2] B. D. Bernheim and M. D. Whinston (1990), Multimarket contact and collusive behavior, RAND
   Journal of Economics 21(1), 1-26. doi:10.2307/2555490
.. [3] N. Limão (2005), Trade policy, cross-border externalities and lobbies: do linked agreements
   enforce more cooperative outcomes?, Journal of International Economics 67(1), 175-199.
   doi:10.1016/j.jinteco.2004.08.004
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from negotiate.checks import instance_of, whole_number
from negotiate.repeated.critical_solution import CriticalDiscountFactors, breach_gain
from negotiate.repeated.enforcement import EnforcementProblem

__all__ = ["critical_discount_factors"]

_LONGEST = 1000  # periods


def critical_discount_factors(
    problem: EnforcementProblem, *, review: int = 1, punishment: int | None = None
) -> CriticalDiscountFactors:
    """Find the least discount factor at which each player keeps the agreement.

    By issue, each answered on its own, and pooled. Exact: a rational number for a breach answered
    after one period and for ever; otherwise the least float at which breaking gains nothing,
    decided in rational arithmetic.

    Parameters
    ----------
    problem : EnforcementProblem
    review : int
        Periods until a breach is answered: 1 to 1000.
    punishment : int, optional
        Periods of reversion, after which the agreement is kept again: 1 to 1000; for ever unless
        given.

    Returns
    -------
    CriticalDiscountFactors
        A value of None says that no discount factor below 1 will do.

    Raises
    ------
    InvalidInput
        For a review or punishment that is no whole number in this range.

    Examples
    --------
    >>> dilemma = EnforcementProblem([[3, 3]], [[5, 5]], [[1, 1]], ("Home", "Foreign"), "bn USD/yr")
    >>> critical_discount_factors(dilemma).needed
    Fraction(1, 2)
    >>> float(critical_discount_factors(dilemma, review=2).needed) ** 2
    0.5000000000000001
    >>> critical_discount_factors(dilemma, punishment=1).needed is None
    True
    """
    instance_of("problem", problem, EnforcementProblem)
    delay = whole_number("review", review, low=1, high=_LONGEST)
    length = None if punishment is None else whole_number("punishment", punishment, low=1, high=_LONGEST)
    by_issue = [
        _critical(gain, loss, delay, length)
        for gain, loss in zip(problem.temptation.ravel(), problem.loss.ravel(), strict=True)
    ]
    separate = np.array(by_issue, dtype=object).reshape(problem.cooperation.shape)
    separate.setflags(write=False)
    pooled = tuple(
        _critical(gain, loss, delay, length)
        for gain, loss in zip(problem.temptation.sum(axis=0), problem.loss.sum(axis=0), strict=True)
    )
    return CriticalDiscountFactors(problem, delay, length, separate, pooled)


def _critical(gain: Fraction, loss: Fraction, review: int, punishment: int | None) -> Fraction | None:
    """Return the critical value for one player; None where it is 1 or more."""
    if loss < 0 or (loss == 0 and gain > 0):
        return None
    if gain == 0:
        return Fraction(0)
    if punishment is not None and gain * review >= loss * punishment:
        return None
    if review == 1 and punishment is None:
        return gain / (gain + loss)
    low, high = 0.0, float(np.nextafter(1.0, 0.0))
    if breach_gain(gain, loss, Fraction(high), review, punishment) > 0:
        return None
    while (middle := (low + high) / 2) not in (low, high):
        if breach_gain(gain, loss, Fraction(middle), review, punishment) > 0:
            low = middle
        else:
            high = middle
    return Fraction(high)
