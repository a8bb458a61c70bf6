"""Critical discount factors, recomputed from what keeping, breaking and losing an agreement pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

from negotiate.verify.entry import Claims, Entry, exact, exacts

__all__ = ["check_enforcement"]

Factor = Fraction | None
Stake = tuple[Fraction, Fraction]  # what a breach gains, and what a period without agreement loses
JUST_BELOW = 1 - Fraction(1, 10**12)
NEAR_ONE = 1 - Fraction(1, 10**9)
LONGEST = 1_000  # periods
PARTS = ("cooperation", "deviation", "reversion")


class Breach:
    """A breach that is answered after ``review`` periods, for ``punishment`` periods or for ever."""

    def __init__(self, review: int, punishment: int | None) -> None:
        for periods in (review, 1 if punishment is None else punishment):
            if type(periods) is not int or not 1 <= periods <= LONGEST:
                raise ValueError(f"a breach is answered after, and for, 1 to {LONGEST} periods")
        self.review, self.punishment = review, punishment

    def gain(self, stake: Stake, discount: Fraction) -> Fraction:
        """Return the present value of breaking the agreement once, in closed form."""
        temptation, loss = stake
        unanswered = temptation * (1 - discount**self.review)
        length = Fraction(1) if self.punishment is None else 1 - discount**self.punishment
        return Fraction((unanswered - loss * discount**self.review * length) / (1 - discount))

    def is_critical(self, stake: Stake, factor: Factor) -> bool:
        """Say whether a factor is the least at which a breach does not pay; None: it always pays."""
        temptation, loss = stake
        if temptation < 0:
            return False
        if factor is None:
            return loss < 0 or (temptation > 0 and self.gain(stake, NEAR_ONE) > 0)
        if not 0 <= factor < 1 or loss < 0:
            return False
        if factor == 0:
            return temptation == 0
        if self.gain(stake, factor) > 0 or temptation == 0:
            return False
        if self.review == 1 and self.punishment is None:
            return factor == temptation / (temptation + loss)
        return self.gain(stake, factor * JUST_BELOW) > 0


def check_enforcement(entry: Entry) -> Claims:
    """Check every critical value: nothing is gained by a breach there, something is just below."""
    review, punishment = entry.answer["review"], entry.answer["punishment"]
    if entry.options != {"review": review, "punishment": punishment}:
        raise ValueError("review and punishment are not those that the solver was given")
    breach = Breach(review, punishment)
    staked, factors = _stakes(entry.problem), _factors(entry)
    if len(factors) != len(staked):
        raise ValueError("there must be one critical value for each issue and player")
    wrong = [k for k, stake in enumerate(staked) if not breach.is_critical(stake, factors[k])]
    yield entry.states(
        f"each of {len(staked)} critical discount factors is where a breach stops paying",
        not wrong,
        f"{len(wrong)} are not",
    )
    width = len(entry.problem["players"])
    rows = [factors[k : k + width] for k in range(0, len(staked) - width, width)]
    follows = {
        "players": entry.problem["players"],
        "issues": entry.problem["issues"],
        "separate": rows,
        "pooled": factors[-width:],
        "needed_separately": [_largest(row) for row in rows],
        "needed": _largest(factors[-width:]),
    }
    yield entry.agrees("what the agreement needs, by issue and pooled", "answer", follows)
    entry.seen |= {"answer.review", "answer.punishment"}
    yield from _gains(entry, breach, staked, factors)


def _stakes(problem: Mapping[str, Any]) -> list[Stake]:
    """Return temptation and loss by issue and player, and pooled over issues last."""
    kept, broken, lost = ([exacts(row) for row in problem[key]] for key in PARTS)
    stakes = [
        [(v - c, c - n) for c, v, n in zip(*rows, strict=True)]
        for rows in zip(kept, broken, lost, strict=True)
    ]
    return [*chain.from_iterable(stakes), *map(_added, zip(*stakes, strict=True))]


def _added(stakes: Sequence[Stake]) -> Stake:
    gains, losses = zip(*stakes, strict=True)
    return sum(gains, Fraction(0)), sum(losses, Fraction(0))


def _factors(entry: Entry) -> list[Factor]:
    """Return the critical values stated, in the same order."""
    entry.seen |= {"certificate.exact_separate", "certificate.exact_pooled"}
    rows = [*entry.certificate["exact_separate"], entry.certificate["exact_pooled"]]
    return [None if factor is None else exact(factor) for factor in chain.from_iterable(rows)]


def _gains(entry: Entry, breach: Breach, stakes: Sequence[Stake], factors: Sequence[Factor]) -> Claims:
    pairs = list(zip(stakes, factors, strict=True))
    at = [breach.gain(stake, factor) for stake, factor in pairs if factor]
    below = [breach.gain(stake, factor * JUST_BELOW) for stake, factor in pairs if factor]
    never = [breach.gain(stake, NEAR_ONE) for stake, factor in pairs if factor is None]
    follows = {
        "largest_gain_at_critical": max(at, default=None),
        "least_gain_below": min(below, default=None),
        "gain_near_one": min(never, default=None),
    }
    yield entry.agrees("what a breach gains there, and just below", "certificate", follows)


def _largest(factors: Sequence[Factor]) -> Factor:
    known = [factor for factor in factors if factor is not None]
    return max(known) if len(known) == len(factors) else None
