r"""Alternating offers: who proposes first, who waits better, what waiting costs.

In each round one party proposes; the other accepts, or rejects and proposes in the next round.
Round :math:`t` discounts party :math:`i`'s gain over the disagreement payoff :math:`d_i` by
:math:`\delta_i^t`. After a rejection talks break down with probability :math:`p`, which pays
:math:`b_i`, and the responder may leave for an outside option :math:`o_i` instead. Never
agreeing is then worth :math:`w_i = d_i + p(b_i-d_i)/(1-(1-p)\delta_i)`, and a responder whose
own proposal will give it :math:`y_i` accepts what is at least

.. math:: \max\{o_i,\; w_i + (1-p)\delta_i (y_i - w_i)\}.

On a concave frontier the two proposals that make each responder just accept are the only subgame
perfect equilibrium [1]_ [2]_. They are found exactly: the proposals depend on one another
through straight pieces, and the piece that holds the fixed point is found by bisection. On a
finite set (``discrete``) there can be several stationary equilibria [3]_; all are listed. With a
last round, backward induction.

References
----------
.. [1] A. Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50(1),
   97-109. doi:10.2307/1912531
.. [2] K. Binmore, A. Rubinstein and A. Wolinsky (1986), The Nash bargaining solution in economic
   modelling, RAND Journal of Economics 17(2), 176-188. doi:10.2307/2555382
.. [3] E. van Damme, R. Selten and E. Winter (1990), Alternating bid bargaining with a smallest
   money unit, Games and Economic Behavior 2(2), 188-201.
.. [4] K. Binmore, A. Shaked and J. Sutton (1989), An outside option experiment, Quarterly
   Journal of Economics 104(4), 753-770. doi:10.2307/2937866
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from numpy.typing import ArrayLike

from negotiate.bargaining.offers import AlternatingOffers, Offer, Terms
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.two_party_frontier import Point, TwoPartyFrontier, two_party_frontier
from negotiate.checks import exact_array, exact_number, instance_of, one_of, whole_number
from negotiate.errors import InvalidInput, NotApplicable

__all__ = ["alternating_offers", "rubinstein_shares"]

_MOST_ROUNDS = 100_000
_BITS = 256  # kept of a value carried back from round to round


def rubinstein_shares(discount: ArrayLike | Sequence[Any]) -> tuple[float, float]:
    r"""Return what the first and the second mover get of a pie of 1, without options or breakdown.

    The first gets :math:`(1-\delta_2)/(1-\delta_1\delta_2)`.

    Examples
    --------
    >>> rubinstein_shares((0.5, 0.5))
    (0.6666666666666666, 0.3333333333333333)
    """
    one, two = _discount(discount, breakdown=Fraction(0))
    share = (1 - two) / (1 - one * two)
    return float(share), float(1 - share)


def alternating_offers(
    problem: BargainingProblem,
    *,
    discount: ArrayLike | Sequence[Any],
    outside: ArrayLike | Sequence[Any] | None = None,
    breakdown: object = 0,
    breakdown_payoffs: ArrayLike | Sequence[Any] | None = None,
    rounds: int | None = None,
    first: str | None = None,
    convention: str = "lottery",
) -> AlternatingOffers:
    """Find what two parties agree on when they make offers in turn.

    Exact for any number of rounds without end; with a last round, values are carried back with
    256 binary digits. A responder who is indifferent accepts.

    Parameters
    ----------
    problem : BargainingProblem
        Two players; ``disagreement`` is what each gets while there is no agreement.
    discount : array-like, shape (2,)
        Discount factors a round, in the order of ``problem.players``: above 0 and below 1, or 1
        where ``breakdown`` is above 0.
    outside : array-like, shape (2,), optional
        What each gets by leaving for good after having rejected an offer, in ``problem.unit``.
        Where no outcome gives both more than that, there is no agreement.
    breakdown : float
        Probability that a rejection ends the talks; from 0 to below 1.
    breakdown_payoffs : array-like, shape (2,), optional
        What each gets then; the disagreement point unless given.
    rounds : int, optional
        The number of rounds; without end unless given.
    first : str, optional
        Who proposes first; the first player unless given.
    convention : {"lottery", "discrete"}
        Whether offers may be lotteries over outcomes, or only the outcomes themselves.

    Returns
    -------
    AlternatingOffers
        Its certificate recomputes what one deviation at one node would gain.

    Raises
    ------
    InvalidInput
        For a discount factor or probability out of range, a wrong shape, an unknown player.
    NotApplicable
        For more than two players.

    Examples
    --------
    >>> pie = BargainingProblem([(0, 1), (1, 0)], (0, 0), ("Home", "Foreign"), "bn USD")
    >>> alternating_offers(pie, discount=("0.5", "0.5")).payoffs
    array([0.66666667, 0.33333333])
    >>> alternating_offers(pie, discount=("0.5", "0.5"), rounds=2).payoffs
    array([0.5, 0.5])
    """
    instance_of("problem", problem, BargainingProblem)
    if len(problem.players) != 2:
        raise NotApplicable(
            f"alternating offers are for 2 players; the problem has {len(problem.players)}. "
            "Take the Nash solution for more."
        )
    risk = exact_number("breakdown", breakdown)
    if not 0 <= risk < 1:
        raise InvalidInput(f"breakdown={float(risk):g}; it must be a probability from 0 to below 1.")
    terms = Terms.of(
        problem.reservation,
        _discount(discount, breakdown=risk),
        None if outside is None else exact_array("outside", outside, (2,)),
        risk,
        None if breakdown_payoffs is None else exact_array("breakdown_payoffs", breakdown_payoffs, (2,)),
    )
    last = None if rounds is None else whole_number("rounds", rounds, low=1, high=_MOST_ROUNDS)
    opens = 0 if first is None else problem.players.index(one_of("first", first, problem.players))
    frontier = two_party_frontier(problem, convention)
    if not _all_gain(frontier, terms):
        found: tuple[tuple[Offer, ...], ...] = ()
    elif last is not None:
        found = (_backward(frontier, terms, opens, last),)
    elif frontier.convex:
        found = (_pair(frontier, terms, _fixed_point(frontier, terms), opens),)
    else:
        found = _stationary(frontier, terms, opens)
    return AlternatingOffers(problem, terms, frontier, found, opens, last)


def _discount(discount: ArrayLike | Sequence[Any], *, breakdown: Fraction) -> tuple[Fraction, Fraction]:
    factors = exact_array("discount", discount, (2,)).tolist()
    for place, factor in enumerate(factors):
        if not 0 < factor < 1 and not (factor == 1 and breakdown > 0):
            also = "" if factor != 1 else " (1 is allowed where breakdown is above 0)"
            raise InvalidInput(
                f"discount[{place}] is {float(factor):g}; a discount factor must lie between 0 and 1{also}."
            )
    return factors[0], factors[1]


def _all_gain(frontier: TwoPartyFrontier, terms: Terms) -> bool:
    """Say whether some outcome (or lottery) gives both more than the least they can expect."""
    points = [*frontier.points]
    if frontier.convex:  # between the two ends of what both accept lies what both prefer
        u, v = (frontier.best(player, terms.least[1 - player]) for player in (0, 1))
        points.append(((u[0] + v[0]) / 2, (u[1] + v[1]) / 2))
    return any(u > terms.least[0] and v > terms.least[1] for u, v in points)


@dataclass(frozen=True)
class _Reply:
    """The proposals of both when the first party's own proposal is worth ``value`` to it."""

    second: Point
    first: Point

    @classmethod
    def to(cls, frontier: TwoPartyFrontier, terms: Terms, value: Fraction) -> _Reply:
        second = frontier.best(1, terms.floor(0, value))
        return cls(second, frontier.best(0, terms.floor(1, second[1])))


def _pair(frontier: TwoPartyFrontier, terms: Terms, value: Fraction, opens: int) -> tuple[Offer, ...]:
    """Return the two stationary offers, that of the first mover first."""
    reply = _Reply.to(frontier, terms, value)
    offers = (
        Offer(0, reply.first, terms.floor(1, reply.second[1])),
        Offer(1, reply.second, terms.floor(0, reply.first[0])),
    )
    return offers if opens == 0 else offers[::-1]


def _fixed_point(frontier: TwoPartyFrontier, terms: Terms) -> Fraction:
    """Find the first party's payoff from proposing that reproduces itself, exactly.

    The reply is piecewise linear in it; between two neighbouring breakpoints, the excess of the
    reply over it changes sign once and is linear.
    """

    def excess(value: Fraction) -> Fraction:
        return _Reply.to(frontier, terms, value).first[0] - value

    top = frontier.best(0, terms.least[1])[0]
    places = [terms.least[0], *_breakpoints(frontier, terms, top), top]
    low, high = 0, len(places) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if excess(places[middle]) >= 0:
            low = middle
        else:
            high = middle
    left, right = excess(places[low]), excess(places[high])
    if left == right:
        return places[high] if right == 0 else places[low]
    return places[low] + left * (places[high] - places[low]) / (left - right)


def _breakpoints(frontier: TwoPartyFrontier, terms: Terms, top: Fraction) -> list[Fraction]:
    """Return where the reply may bend: at corners of the frontier and where an option starts to bind."""
    first_floors = [u for u, _ in frontier.points]
    for _, v in (*frontier.points, (None, terms.outside[1])):
        if v is None:
            continue
        first_floors.append(frontier.best(0, terms.value_of(1, v))[0])
    if terms.outside[0] is not None:
        first_floors.append(terms.outside[0])
    values = {terms.value_of(0, floor) for floor in first_floors}
    return sorted(value for value in values if terms.least[0] < value < top)


def _stationary(frontier: TwoPartyFrontier, terms: Terms, opens: int) -> tuple[tuple[Offer, ...], ...]:
    """List every pair of outcomes in which each is the best that the other's proposer accepts."""
    values = [u for u, v in frontier.points if u >= terms.least[0] and v >= terms.least[1]]
    fixed = [value for value in values if _Reply.to(frontier, terms, value).first[0] == value]
    order = reversed(fixed) if opens == 0 else fixed
    return tuple(_pair(frontier, terms, value, opens) for value in order)


def _backward(frontier: TwoPartyFrontier, terms: Terms, opens: int, rounds: int) -> tuple[Offer, ...]:
    """Work back from the last round, in which a rejection leaves both with what never agreeing gives."""
    offers: list[Offer] = []
    expected = terms.never[(opens + rounds) % 2]  # of the last responder, who would propose next
    for played in range(rounds - 1, -1, -1):
        proposer = (opens + played) % 2
        floor = terms.floor(1 - proposer, expected)
        point = frontier.best(proposer, floor)
        offers.append(Offer(proposer, point, floor))
        expected = _shortened(point[proposer])
    return tuple(reversed(offers))


def _shortened(value: Fraction) -> Fraction:
    """Cut a value to 256 binary digits, downwards, so that numbers do not grow with the rounds."""
    shift = _BITS - value.numerator.bit_length() + value.denominator.bit_length()
    if shift <= 0 or value.denominator.bit_length() <= _BITS:
        return value
    return Fraction((value.numerator << shift) // value.denominator, 1 << shift)
