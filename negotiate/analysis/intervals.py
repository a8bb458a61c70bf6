"""Intervals: how far a share or a quantile that was estimated from draws may be off.

All are for independent draws, and exact or nearly so there. With scrambled Sobol points the
estimates are closer than these intervals say, as a rule; that is not proven for every function.

References
----------
.. [1] C. J. Clopper and E. S. Pearson (1934), Biometrika 26(4), 404-413. doi:10.1093/biomet/26.4.404
.. [2] E. B. Wilson (1927), Journal of the American Statistical Association 22(158), 209-212.
   doi:10.1080/01621459.1927.10502953
"""

from __future__ import annotations

import math

from negotiate.checks import finite_number, whole_number
from negotiate.errors import InvalidInput

__all__ = ["clopper_pearson", "quantile_ranks", "wilson"]


def clopper_pearson(successes: int, draws: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval for a share that covers it at least as often as it says, whatever the share.

    Examples
    --------
    >>> [round(end, 4) for end in clopper_pearson(0, 10)]
    [0.0, 0.3085]
    """
    from scipy.special import betaincinv

    hits, trials, tail = _checked(successes, draws, confidence)
    low = 0.0 if hits == 0 else float(betaincinv(hits, trials - hits + 1, tail))
    high = 1.0 if hits == trials else float(betaincinv(hits + 1, trials - hits, 1 - tail))
    return low, high


def wilson(successes: int, draws: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the score interval for a share: narrower, and right on average over shares.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(0, 10)]
    [0.0, 0.2775]
    """
    from scipy.special import ndtri

    hits, trials, tail = _checked(successes, draws, confidence)
    z = float(ndtri(1 - tail))
    share, spread = hits / trials, z * z / trials
    centre = (share + spread / 2) / (1 + spread)
    half = math.sqrt(share * (1 - share) * spread + spread * spread / 4) / (1 + spread)
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    return low, 1.0 if hits == trials else min(1.0, centre + half)


def quantile_ranks(level: float, draws: int, confidence: float = 0.95) -> tuple[int, int, int]:
    """Return the ranks, from 1, of the order statistics that estimate and enclose a quantile.

    The estimate is the least value at or below which the share ``level`` of the draws lies. The
    other two enclose the true quantile with the confidence given, whatever the distribution;
    where there are too few draws for that they are the least and the largest.

    Examples
    --------
    >>> quantile_ranks(0.5, 100)
    (40, 50, 61)
    """
    from scipy.stats import binom

    share = finite_number("level", level, low=0, high=1)
    tail = (1 - finite_number("confidence", confidence, above=0, high=1)) / 2
    middle = min(max(math.ceil(share * draws), 1), draws)
    low, high = int(binom.ppf(tail, draws, share)), int(binom.ppf(1 - tail, draws, share)) + 1
    return max(1, min(low, middle)), middle, min(draws, max(high, middle))


def _checked(successes: int, draws: int, confidence: float) -> tuple[int, int, float]:
    trials = whole_number("draws", draws, low=1)
    hits = whole_number("successes", successes, high=trials)
    level = finite_number("confidence", confidence, above=0)
    if level >= 1:
        raise InvalidInput(f"confidence={level:g}; it must be below 1, such as 0.95.")
    return hits, trials, (1 - level) / 2
