r"""An observed deal read backwards: which bargaining weights, which solutions pick it.

With weight :math:`\alpha` for the first player, the Nash solution prefers the observed outcome
:math:`o` to a rival :math:`r` exactly where :math:`\alpha x + (1 - \alpha) y \leq 0`, with
:math:`x, y` the logs of the ratios of gains of :math:`r` to those of :math:`o`. So each rival
that is better for one player and worse for the other gives one bound on the weight,
:math:`y / (y - x)`, and the weights that yield :math:`o` are an interval. With lotteries the
normal inequality says the same of :math:`x, y` = the ratios less 1, and the bounds are rational.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.backwards_solution import EXACTLY, PickedBy, WeightEnd, WeightSet
from negotiate.bargaining.choice import gain_bounds
from negotiate.bargaining.egalitarian import egalitarian_solution
from negotiate.bargaining.equal_loss import equal_loss_solution
from negotiate.bargaining.kalai_smorodinsky import kalai_smorodinsky_solution
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.nash import nash_solution
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.rationality import individually_rational
from negotiate.bargaining.solution import BargainingSolution
from negotiate.bargaining.utilitarian import utilitarian_solution
from negotiate.checks import did_you_mean, instance_of, show, whole_number
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.provenance import Provenance

__all__ = ["solutions_that_pick", "weights_that_yield"]

Floats = NDArray[np.float64]
Ends = tuple[WeightEnd | None, WeightEnd | None]
Bounds = tuple[Fraction, Fraction]  # a number lies between them; equal where it is known

_DIGITS = 40  # decimal places to which an irrational end is proven
_LARGEST = 200  # denominator up to which an end is tried as a rational number
_SLACK = 1e-14  # above the rounding of the few float operations that screen rivals
_SOLUTIONS: dict[str, Callable[[BargainingProblem], BargainingSolution]] = {
    "nash": nash_solution,
    "kalai-smorodinsky": kalai_smorodinsky_solution,
    "egalitarian": egalitarian_solution,
    "utilitarian": utilitarian_solution,
    "equal-loss": equal_loss_solution,
}


def weights_that_yield(problem: BargainingProblem | LotteryProblem, outcome: int | str) -> WeightSet:
    """Find all bargaining weights of the first player for which the Nash solution picks an outcome.

    An interval inside (0, 1); a tie counts as picked, so an end that a rival binds is closed.
    Ends are exact rational numbers, or proven to 40 decimal places or more where they are irrational.

    Parameters
    ----------
    problem : BargainingProblem or LotteryProblem
        Of two players. With lotteries the outcome counts as picked where the lottery that gives
        it for sure is a Nash solution.
    outcome : int or str
        The observed outcome, by position or by label.

    Returns
    -------
    WeightSet
        With the rivals that bind each end. An empty set has its reason: the outcome is not
        better for both than disagreement, a rival is better for one and no worse for the other,
        or some rival does better at every weight.

    Raises
    ------
    NotApplicable
        For more than two players.
    InvalidInput
        For an outcome that the problem does not have, or a label that several outcomes share.

    References
    ----------
    .. [1] J. F. Nash (1950), The bargaining problem, Econometrica 18(2), 155-162.
       doi:10.2307/1907266

    Examples
    --------
    >>> cake = BargainingProblem([(4, 1), (2, 2), (1, 4)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> weights_that_yield(cake, 0).interval
    (0.5, 1.0)
    >>> print(weights_that_yield(LotteryProblem(cake), 1).reason)
    outcome 2 is better at weights of Home below 0.6667, outcome 0 above 0.3333
    """
    points, lottery = _points(problem)
    place = _position(points, outcome)
    found = _Found(points, place, lottery)
    gains = points.gains(place)
    short = [p for p, gain in zip(points.players, gains, strict=True) if gain <= 0]
    if short:
        return found.empty(f"it gives {' and '.join(short)} no more than disagreement does")
    pool = np.arange(len(points.feasible)) if lottery else individually_rational(points, strict=True)
    return _bounded(found, pool)


def solutions_that_pick(problem: BargainingProblem, outcome: int | str) -> PickedBy:
    """Say which solutions pick an outcome: Nash, Kalai-Smorodinsky, egalitarian, utilitarian, equal loss.

    Exact; an outcome that ties for the best counts as picked. On the outcomes themselves.

    Parameters
    ----------
    problem : BargainingProblem
        Of any number of players.
    outcome : int or str
        By position or by label.

    Raises
    ------
    InvalidInput
        For an outcome that the problem does not have, or a label that several outcomes share.

    Examples
    --------
    >>> cake = BargainingProblem([(5, 1), (2, 2), (1, 3)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> print(solutions_that_pick(cake, 1))
    Solutions that pick outcome 1
             solution  picks it  its outcome
                 nash        no    outcome 0
    kalai-smorodinsky       yes    outcome 1
          egalitarian       yes    outcome 1
          utilitarian        no    outcome 0
           equal-loss        no    outcome 0
    """
    instance_of("problem", problem, BargainingProblem)
    place = _position(problem, outcome)
    picks: dict[str, tuple[int, ...] | str] = {}
    for name, solve in _SOLUTIONS.items():
        try:
            picks[name] = tuple(solve(problem).ties.tolist())
        except NotApplicable as error:
            picks[name] = str(error)
    return PickedBy(problem, place, picks, Provenance(problem.digest, {"outcome": place}))


class _Found:
    """The observed outcome among its rivals; builds the answer."""

    def __init__(self, points: BargainingProblem, place: int, lottery: bool) -> None:
        self.points, self.place, self.lottery = points, place, lottery
        self.own = points.gains(place)

    def advantages(self, rival: int) -> tuple[Fraction, Fraction]:
        """Return the ratios of a rival's gains to the outcome's own."""
        one, other = self.points.gains(rival)
        return one / self.own[0], other / self.own[1]

    def empty(
        self,
        reason: str,
        *,
        ends: Ends = (None, None),
        compared: int = 0,
        dominated_by: Sequence[int] = (),
    ) -> WeightSet:
        """Return the empty set with its reason."""
        return self._answer(ends, EXACTLY, compared, reason=reason, dominated_by=dominated_by)

    def interval(self, ends: Ends, *, decided: str, compared: int) -> WeightSet:
        """Return the weights between two ends."""
        return self._answer(ends, decided, compared)

    def _answer(
        self, ends: Ends, decided: str, compared: int, *, reason: str = "", dominated_by: Sequence[int] = ()
    ) -> WeightSet:
        convention = "lottery" if self.lottery else "discrete"
        return WeightSet(
            problem=self.points,
            outcome=self.place,
            convention=convention,
            low=ends[0],
            high=ends[1],
            reason=reason,
            decided=decided,
            compared=compared,
            dominated_by=tuple(dominated_by),
            provenance=Provenance(self.points.digest, {"outcome": self.place, "convention": convention}),
        )


def _bounded(found: _Found, pool: NDArray[np.intp]) -> WeightSet:
    """Compare the outcome with the rivals that may bind, exactly."""
    points, compared = found.points, len(pool) - 1
    lower: list[tuple[Bounds, int]] = []
    upper: list[tuple[Bounds, int]] = []
    better: list[int] = []
    for rival in _contenders(found, pool).tolist():
        one, other = found.advantages(rival)
        if one <= 1 and other <= 1:
            continue
        if one >= 1 and other >= 1:
            better.append(rival)
        else:
            bounds = _rational(one - 1, other - 1) if found.lottery else _threshold(one, other)
            (lower if other > 1 else upper).append((bounds, rival))
    if better:
        reason = f"{points.label(better[0])} is better for one player and no worse for the other"
        return found.empty(reason, compared=compared, dominated_by=better)
    low, high = _largest(lower), _smallest(upper)
    if low.low > high.high:
        below, above = points.label(low.rivals[0]), points.label(high.rivals[0])
        reason = (
            f"{below} is better at weights of {points.players[0]} below {low.value:.4f}, "
            f"{above} above {high.value:.4f}"
        )
        return found.empty(reason, ends=(low, high), compared=compared)
    apart = low.high <= high.low
    decided = EXACTLY if apart else f"to {_DIGITS} decimal places"
    return found.interval((low, high), decided=decided, compared=compared)


def _largest(lower: Iterable[tuple[Bounds, int]]) -> WeightEnd:
    found = list(lower)
    if not found:
        return WeightEnd(Fraction(0), Fraction(0), False)
    low, high = max(bounds[0] for bounds, _ in found), max(bounds[1] for bounds, _ in found)
    return WeightEnd(low, high, True, tuple(rival for bounds, rival in found if bounds[1] >= low))


def _smallest(upper: Iterable[tuple[Bounds, int]]) -> WeightEnd:
    found = list(upper)
    if not found:
        return WeightEnd(Fraction(1), Fraction(1), False)
    low, high = min(bounds[0] for bounds, _ in found), min(bounds[1] for bounds, _ in found)
    return WeightEnd(low, high, True, tuple(rival for bounds, rival in found if bounds[0] <= high))


def _rational(x: Fraction, y: Fraction) -> Bounds:
    bound = y / (y - x)
    return bound, bound


def _threshold(one: Fraction, other: Fraction) -> Bounds:
    """Bound the weight at which ``one**weight * other**(1 - weight)`` is 1; one ratio is above 1."""
    x, y = _log(one), _log(other)
    if y[0] > 0:  # the weight y / (y - x) rises with x and with y
        low, high = y[0] / (y[0] - x[0]), y[1] / (y[1] - x[1])
    else:
        low, high = y[1] / (y[1] - x[1]), y[0] / (y[0] - x[0])
    guess = low.limit_denominator(_LARGEST)
    power, whole = guess.numerator, guess.denominator
    if low <= guess <= high and one**power * other ** (whole - power) == 1:
        return guess, guess
    # an end nearer to 0 or 1 than that keeps the places that tell it from them
    scale = 10 ** (_DIGITS + len(str(one.denominator * other.denominator)))
    return Fraction(low * scale // 1, scale), Fraction(-(-high * scale // 1), scale)


def _log(ratio: Fraction) -> Bounds:
    """Bound the logarithm of a ratio that is not 1, to more places than tell it from 1."""
    digits = 2 * _DIGITS + len(str(ratio.denominator))
    with localcontext(Context(prec=digits)):
        log = (Decimal(ratio.numerator) / ratio.denominator).ln()
    error = Fraction(4, 10**digits) * (1 + abs(Fraction(log)))
    return Fraction(log) - error, Fraction(log) + error


def _contenders(found: _Found, pool: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the rivals that may bind an end or dominate, by bounds in floats."""
    low, high = (_logs if not found.lottery else _relative)(found, pool)
    better = np.flatnonzero((low > 0).all(axis=1))
    if len(better):
        return pool[better[:1]]
    harmless = (high <= 0).all(axis=1)
    left = (high[:, 0] < 0) & (low[:, 1] > 0)
    right = (low[:, 0] > 0) & (high[:, 1] < 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        at_low, at_high = (
            np.nan_to_num(side[:, 1] / (side[:, 1] - side[:, 0]), nan=1.0) for side in (low, high)
        )
    # on the right the weight falls as the rival's advantages rise, so the bounds change places
    left_wins = left & (at_high >= at_low[left].max(initial=0) - _SLACK)
    right_wins = right & (at_high <= at_low[right].min(initial=1) + _SLACK)
    kept: NDArray[np.intp] = pool[~harmless & ((~left & ~right) | left_wins | right_wins)]
    return kept


def _logs(found: _Found, pool: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Bound the logs of the ratios of gains, shape (rivals, 2)."""
    low, high = gain_bounds(found.points, pool)
    with np.errstate(divide="ignore"):
        below, above = np.log(np.maximum(low, 0)), np.log(high)
    own = int(np.searchsorted(pool, found.place))
    error = _SLACK * (1 + np.abs(below) + np.abs(above) + np.abs(below[own]) + np.abs(above[own]))
    return below - above[own] - error, above - below[own] + error


def _relative(found: _Found, pool: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Bound the ratios of gains less 1, shape (rivals, 2)."""
    low, high = gain_bounds(found.points, pool)
    own = int(np.searchsorted(pool, found.place))
    if not (low[own] > 0).all():
        return np.full_like(low, -np.inf), np.full_like(high, np.inf)
    below = np.where(low >= 0, low / high[own], low / low[own])
    above = np.where(high >= 0, high / low[own], high / high[own])
    error = _SLACK * (1 + np.abs(below) + np.abs(above))
    return below - 1 - error, above - 1 + error


def _points(problem: BargainingProblem | LotteryProblem) -> tuple[BargainingProblem, bool]:
    lottery = isinstance(problem, LotteryProblem)
    points = problem.points if isinstance(problem, LotteryProblem) else problem
    if not isinstance(points, BargainingProblem):
        raise InvalidInput(
            f"problem={show(problem)} is a {type(problem).__name__}; it must be a BargainingProblem or a "
            "LotteryProblem."
        )
    if len(points.players) != 2:
        raise NotApplicable(
            f"problem has {len(points.players)} players; weights_that_yield gives an interval for two. With "
            "more, ask nash_solution at the weights you have in mind."
        )
    return points, lottery


def _position(problem: BargainingProblem, outcome: int | str) -> int:
    if not isinstance(outcome, str):
        return whole_number("outcome", outcome, high=len(problem.feasible) - 1)
    labels = problem.labels or ()
    count = labels.count(outcome)
    if count == 1:
        return labels.index(outcome)
    if count:
        raise InvalidInput(f"outcome={outcome!r} is the label of {count} outcomes; give a position instead.")
    if not labels:
        raise InvalidInput(f"outcome={outcome!r}; the problem has no labels, so give a position.")
    raise InvalidInput(f"outcome={show(outcome)} is no label of the problem.{did_you_mean(outcome, labels)}")
