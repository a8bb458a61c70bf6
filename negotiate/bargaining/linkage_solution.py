"""What linkage says: every party's payoff from issues settled one by one and together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.rationality import gain_signs
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["IssueGroups", "Linkage", "LinkageBySolution", "picked", "settled", "words"]


def settled(problem: BargainingProblem, solution: Any) -> tuple[Fraction, ...]:
    """Return what a solution gives each player, exactly where it says so, else by its floats."""
    if not solution.agreement:
        return problem.reservation
    if hasattr(solution, "exact_payoffs"):
        return tuple(solution.exact_payoffs)
    if len(picked(solution)):
        return problem.payoffs(picked(solution)[0])
    return tuple(Fraction(float(payoff)) for payoff in solution.payoffs)


def picked(solution: Any) -> list[int]:
    """Return the positions of the outcomes that a deal draws from: one where it is no lottery."""
    if hasattr(solution, "outcomes"):
        return [int(outcome) for outcome in solution.outcomes]
    return [int(outcome) for outcome in getattr(solution, "ties", ())[:1]]


def words(solution: Any) -> str:
    """Return the deal of a solution in words."""
    if not solution.agreement:
        return "no agreement"
    labels = [str(label) for label in solution.labels]
    if hasattr(solution, "probabilities") and len(labels) > 1:
        return ", ".join(f"{p:.3g} {k}" for p, k in zip(solution.probabilities, labels, strict=True))
    more = len(getattr(solution, "ties", ())) - 1
    return f"{labels[0]} (or {more} more)" if more > 0 else labels[0]


@dataclass(frozen=True, eq=False)
class Linkage(Solution):
    """The issues settled one by one, and together, under one solution.

    Attributes
    ----------
    issues : mapping of str to BargainingProblem
    joint : BargainingProblem
        All issues settled together.
    separate : mapping of str to Solution
        The deal on each issue by itself.
    linked : Solution
        The deal on all of them.
    """

    issues: Mapping[str, BargainingProblem]
    joint: BargainingProblem
    separate: Mapping[str, Any]
    linked: Any
    concept: str = field(default="linkage", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the issues and of the joint problem, and the solution's name."""
        content = {"issues": {n: p.digest for n, p in self.issues.items()}, "joint": self.joint.digest}
        return Provenance(digest(content), {"solution": self.linked.concept})

    @cached_property
    def exact_separate(self) -> tuple[Fraction, ...]:
        """Each player's payoff from the separate deals, added up over issues."""
        parts = [settled(problem, self.separate[name]) for name, problem in self.issues.items()]
        return tuple(sum(payoffs, Fraction(0)) for payoffs in zip(*parts, strict=True))

    @cached_property
    def exact_linked(self) -> tuple[Fraction, ...]:
        """Each player's payoff from the joint deal."""
        return settled(self.joint, self.linked)

    @property
    def gains(self) -> NDArray[np.float64]:
        """What linkage gives each player beyond the separate deals, shape (players,)."""
        pairs = zip(self.exact_linked, self.exact_separate, strict=True)
        return np.array([float(linked - separate) for linked, separate in pairs])

    @property
    def total_gain(self) -> float:
        """The sum of ``gains``."""
        return float(sum(self.exact_linked) - sum(self.exact_separate))

    def one_sided(self, issue: str) -> bool:
        """Whether nothing in an issue alone is better for all players than no deal on it."""
        return not (gain_signs(self.issues[issue]) > 0).all(axis=1).any()

    def table(self) -> Table:
        """Return one row an issue, then the sum, the joint deal and what linkage adds."""
        unit = self.joint.unit
        heads: list[Column | str] = ["settled", "deal"]
        heads += [Column(f"gain of {player}", unit, 3) for player in self.joint.players]
        heads.append(Column("total", unit, 3))
        rows: list[tuple[Cell, ...]] = [
            (f"{name} alone", words(self.separate[name]), *self._gains(problem, self.separate[name]))
            for name, problem in self.issues.items()
        ]
        reservation = [
            sum(column) for column in zip(*(p.reservation for p in self.issues.values()), strict=True)
        ]
        apart = [float(u - d) for u, d in zip(self.exact_separate, reservation, strict=True)]
        rows.append(("one by one", "", *apart, sum(apart)))
        rows.append(("together", words(self.linked), *self._gains(self.joint, self.linked)))
        rows.append(("linkage adds", "", *self.gains.tolist(), self.total_gain))
        title = f"Issues one by one and together, {self.linked.concept} solution"
        return Table(title, heads, rows, self._notes())

    def _gains(self, problem: BargainingProblem, solution: Any) -> tuple[float, ...]:
        pairs = zip(settled(problem, solution), problem.reservation, strict=True)
        gains = [float(u - d) for u, d in pairs]
        return (*gains, sum(gains))

    def _notes(self) -> list[str]:
        notes = []
        for name, problem in self.issues.items():
            if self.one_sided(name):
                signs = (gain_signs(problem) > 0).sum(axis=0).tolist()
                better = ", ".join(f"{n} for {p}" for p, n in zip(problem.players, signs, strict=True))
                notes.append(
                    f"{name} alone is one-sided: of {len(problem.feasible)} outcomes, better than no deal "
                    f"are {better}, none for all."
                )
        losers = [p for p, gain in zip(self.joint.players, self.gains, strict=True) if gain < 0]
        if losers:
            notes.append(f"Linkage harms {' and '.join(losers)} under this solution.")
        return notes

    def answer(self) -> dict[str, Any]:
        """Return the deals, what linkage adds to each player's payoff, and in total."""
        return {
            "players": self.joint.players,
            "unit": self.joint.unit,
            "separate": {
                name: {"deal": words(deal), "payoffs": list(map(float, settled(self.issues[name], deal)))}
                for name, deal in self.separate.items()
            },
            "one_sided": {name: self.one_sided(name) for name in self.issues},
            "linked": {"deal": words(self.linked), "payoffs": list(map(float, self.exact_linked))},
            "gains": self.gains,
            "total_gain": self.total_gain,
        }

    def certificate(self) -> dict[str, Any]:
        """Return what follows where the joint set holds every sum of separate outcomes.

        ``separate_is_attainable``: some joint outcome gives every player at least its payoff from
        the separate deals. Largest totals and products of gains are those of the joint deal and
        of the separate deals together, exact numbers as floats.
        """
        apart, signs = self.exact_separate, gain_signs(self.joint.with_disagreement(self.exact_separate))
        largest = float(self.joint.feasible.sum(axis=1).max())
        separately = sum(float(problem.feasible.sum(axis=1).max()) for problem in self.issues.values())
        return {
            "separate_is_attainable": bool((signs >= 0).all(axis=1).any()),
            "largest_total": {"linked": largest, "separate": separately},
            "product_of_gains": {
                "linked": _product(self.exact_linked, self.joint.reservation),
                "separate": _product(apart, self.joint.reservation),
            },
            "largest_individual_loss": float(max(0.0, -self.gains.min())),
        }


def _product(payoffs: tuple[Fraction, ...], point: tuple[Fraction, ...]) -> float:
    product = Fraction(1)
    for u, d in zip(payoffs, point, strict=True):
        product *= max(u - d, Fraction(0))
    return float(product)


@dataclass(frozen=True, eq=False)
class IssueGroups(Solution):
    """The deal on every group of issues.

    Attributes
    ----------
    issues : mapping of str to BargainingProblem
    joint : mapping of tuple of str to BargainingProblem
        Each group's issues settled together.
    deals : mapping of tuple of str to Solution
        By the names of the group's issues; small groups first.
    """

    issues: Mapping[str, BargainingProblem]
    joint: Mapping[tuple[str, ...], BargainingProblem]
    deals: Mapping[tuple[str, ...], Any]
    concept: str = field(default="issue groups", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the issues, and the solution's name."""
        whole = self.deals[tuple(self.issues)]
        content = {name: problem.digest for name, problem in self.issues.items()}
        return Provenance(digest(content), {"solution": whole.concept})

    @property
    def smallest(self) -> tuple[tuple[str, ...], ...]:
        """The groups with a deal that no smaller group inside them has."""
        agreed = [set(group) for group, deal in self.deals.items() if deal.agreement]
        return tuple(
            group
            for group, deal in self.deals.items()
            if deal.agreement and not any(other < set(group) for other in agreed)
        )

    def table(self) -> Table:
        """Return one row a group: its deal and what each player gains over no deal."""
        whole = self.joint[tuple(self.issues)]
        heads: list[Column | str] = ["issues tied together", "deal"]
        heads += [Column(f"gain of {player}", whole.unit, 3) for player in whole.players]
        rows: list[tuple[Cell, ...]] = []
        for group, deal in self.deals.items():
            payoffs = settled(self.joint[group], deal)
            gains = (float(u - d) for u, d in zip(payoffs, self.joint[group].reservation, strict=True))
            rows.append((", ".join(group), words(deal), *gains))
        return Table("Deals by group of issues", heads, rows)

    def answer(self) -> dict[str, Any]:
        """Return the deal on every group."""
        return {
            "groups": [
                {"issues": group, "deal": words(deal), "agreement": bool(deal.agreement)}
                for group, deal in self.deals.items()
            ],
            "smallest": self.smallest,
        }

    def certificate(self) -> dict[str, Any]:
        """Return, for each group, how many of its outcomes are better than no deal for every player."""
        return {
            ", ".join(group): int((gain_signs(problem) > 0).all(axis=1).sum())
            for group, problem in self.joint.items()
        }


@dataclass(frozen=True, eq=False)
class LinkageBySolution(Solution):
    """What linkage gives each player under several solutions.

    Attributes
    ----------
    results : mapping of str to Linkage
        By the solution's name.
    """

    results: Mapping[str, Linkage]
    concept: str = field(default="linkage by solution", init=False)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """The digest of the issues, and the solutions compared."""
        first = next(iter(self.results.values()))
        return Provenance(first.provenance.inputs, {"solutions": list(self.results)})

    def table(self) -> Table:
        """Return one row a solution: the joint deal, and what linkage adds to the separate deals."""
        joint = next(iter(self.results.values())).joint
        heads: list[Column | str] = ["solution", "joint deal"]
        heads += [Column(f"added for {player}", joint.unit, 3) for player in joint.players]
        heads.append(Column("added in total", joint.unit, 3))
        rows: list[tuple[Cell, ...]] = [
            (name, words(result.linked), *result.gains.tolist(), result.total_gain)
            for name, result in self.results.items()
        ]
        return Table("What linkage adds to deals issue by issue", heads, rows)

    def answer(self) -> dict[str, Any]:
        """Return every comparison."""
        return {name: result.answer() for name, result in self.results.items()}

    def certificate(self) -> dict[str, Any]:
        """Return every comparison's certificate."""
        return {name: result.certificate() for name, result in self.results.items()}
