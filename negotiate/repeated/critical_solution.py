"""What critical discount factors say: by issue and player, pooled, and their proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import exact_number
from negotiate.errors import InvalidInput
from negotiate.provenance import Provenance
from negotiate.repeated.enforcement import EnforcementProblem
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["CriticalDiscountFactors", "breach_gain", "discount_factor"]


def discount_factor(value: object) -> Fraction:
    """Accept a discount factor: above 0 and below 1."""
    factor = exact_number("discount", value)
    if not 0 < factor < 1:
        raise InvalidInput(f"discount={float(factor):g}; a discount factor must lie between 0 and 1.")
    return factor


def breach_gain(
    gain: Fraction, loss: Fraction, discount: Fraction, review: int, punishment: int | None
) -> Fraction:
    """Return the present value of breaking an agreement once: negative where it does not pay."""
    while_unanswered = gain * (1 - discount**review)
    after = loss * discount**review * (1 if punishment is None else 1 - discount**punishment)
    return (while_unanswered - after) / (1 - discount)


@dataclass(frozen=True, eq=False)
class CriticalDiscountFactors(Solution):
    """The least discount factor at which each player keeps the agreement.

    Attributes
    ----------
    problem : EnforcementProblem
    review : int
        Periods until a breach is answered.
    punishment : int or None
        Periods of reversion; None for ever.
    separate : ndarray of Fraction or None, shape (issues, players)
        Where a breach is answered on the issue itself; None where no discount factor will do.
    pooled : tuple of Fraction or None
        Where it is answered on all issues.
    """

    problem: EnforcementProblem
    review: int
    punishment: int | None
    separate: NDArray[np.object_]
    pooled: tuple[Fraction | None, ...]
    concept: str = field(default="critical discount factors", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the problem, and how a breach is answered."""
        return Provenance(self.problem.digest, {"review": self.review, "punishment": self.punishment})

    @property
    def needed(self) -> Fraction | None:
        """What the pooled agreement needs: the largest value over players."""
        return _largest(self.pooled)

    @property
    def needed_separately(self) -> tuple[Fraction | None, ...]:
        """What each issue needs where it is enforced by itself."""
        return tuple(_largest(row) for row in self.separate)

    def holds(self, discount: object) -> bool:
        """Say whether the pooled agreement holds at a discount factor between 0 and 1."""
        return self.needed is not None and discount_factor(discount) >= self.needed

    def breach_gains(self, discount: object) -> NDArray[np.object_]:
        """Return what a breach gains at a discount factor, shape (issues, players), present value."""
        factor = discount_factor(discount)
        problem = self.problem
        gains = [
            breach_gain(gain, loss, factor, self.review, self.punishment)
            for gain, loss in zip(problem.temptation.ravel(), problem.loss.ravel(), strict=True)
        ]
        return np.array(gains, dtype=object).reshape(self.separate.shape)

    def slack(self, discount: object) -> Table:
        """Return what each issue lends to the enforcement of the others, or takes from it.

        Negative where an issue by itself would be broken. Pooled, only the sums count, so an
        agreement can gain on one issue what another gives up.
        """
        slack = -self.breach_gains(discount)
        heads: list[Column | str] = [
            "issue",
            *(Column(p, self.problem.unit, 3) for p in self.problem.players),
        ]
        rows: list[tuple[Cell, ...]] = [
            (issue, *map(float, row)) for issue, row in zip(self.problem.issues, slack, strict=True)
        ]
        rows.append(("pooled", *map(float, slack.sum(axis=0))))
        factor = float(discount_factor(discount))
        return Table(
            f"What keeping the agreement is worth beyond breaking it, at δ = {factor:.3g}", heads, rows
        )

    def table(self) -> Table:
        """Return one row an issue and player: what breaking gains, what it loses, and δ*."""
        problem, unit = self.problem, self.problem.unit
        heads: list[Column | str] = ["issue", "player", Column("gain from a breach", unit, 3)]
        heads += [Column("loss from reversion", unit, 3), Column("critical δ", "", 3)]
        rows: list[tuple[Cell, ...]] = []
        for s, issue in enumerate(problem.issues):
            for i, player in enumerate(problem.players):
                stakes = float(problem.temptation[s, i]), float(problem.loss[s, i])
                rows.append((issue, player, *stakes, _float(self.separate[s, i])))
        if len(problem.issues) > 1:
            gains, losses = problem.temptation.sum(axis=0), problem.loss.sum(axis=0)
            for i, player in enumerate(problem.players):
                rows.append(("all pooled", player, float(gains[i]), float(losses[i]), _float(self.pooled[i])))
        return Table(f"Critical discount factors, {self._clause()}", heads, rows, self._notes())

    def _clause(self) -> str:
        answered = "at once" if self.review == 1 else f"after {self.review} periods"
        length = "for ever" if self.punishment is None else f"for {self.punishment}"
        return f"a breach answered {answered}, {length}"

    def _notes(self) -> list[str]:
        def say(needed: Fraction | None) -> str:
            return "no δ below 1 will do" if needed is None else f"δ ≥ {float(needed):.3f}"

        if len(self.problem.issues) == 1:
            return [f"Needed: {say(self.needed)}."]
        apart = [
            f"{issue}: {say(needed)}"
            for issue, needed in zip(self.problem.issues, self.needed_separately, strict=True)
        ]
        return [f"Needed apart: {'; '.join(apart)}.", f"Needed pooled: {say(self.needed)}."]

    def answer(self) -> dict[str, Any]:
        """Return every critical value; None where no discount factor below 1 will do."""
        return {
            "players": self.problem.players,
            "issues": self.problem.issues,
            "review": self.review,
            "punishment": self.punishment,
            "separate": [[_float(value) for value in row] for row in self.separate],
            "pooled": [_float(value) for value in self.pooled],
            "needed_separately": [_float(value) for value in self.needed_separately],
            "needed": _float(self.needed),
        }

    def certificate(self) -> dict[str, Any]:
        """Return the largest gain from a breach at a critical value (at most 0), and just below it.

        Worked out anew from payoffs. ``least_gain_below`` is above 0 where some value is positive.
        ``gain_near_one`` is the least gain, at a discount factor of 1 - 1e-9, among those for
        which no discount factor was found.
        """
        gains, losses = self.problem.temptation, self.problem.loss
        stakes = [
            *zip(gains.ravel(), losses.ravel(), self.separate.ravel(), strict=True),
            *zip(gains.sum(axis=0), losses.sum(axis=0), self.pooled, strict=True),
        ]
        at, below, never = [], [], []
        for gain, loss, value in stakes:
            if value is None:
                never.append(self._gain(gain, loss, 1 - Fraction(1, 10**9)))
            elif value > 0:
                at.append(self._gain(gain, loss, value))
                below.append(self._gain(gain, loss, value * (1 - Fraction(1, 10**12))))
        return {
            "largest_gain_at_critical": float(max(at)) if at else None,
            "least_gain_below": float(min(below)) if below else None,
            "gain_near_one": float(min(never)) if never else None,
        }

    def _gain(self, gain: Fraction, loss: Fraction, discount: Fraction) -> Fraction:
        return breach_gain(gain, loss, discount, self.review, self.punishment)


def _largest(values: Iterable[Fraction | None]) -> Fraction | None:
    listed = list(values)
    known = [value for value in listed if value is not None]
    return max(known) if len(known) == len(listed) else None


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
