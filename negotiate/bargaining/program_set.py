"""A convex programme as a convex set of gains: the best deal in a direction is a programme.

Linear programmes go to HiGHS, others to Clarabel, both through cvxpy. A conic solver is right to
some 1e-8 at best, and may say so of an answer that is not; the last programme solved says how far
any deal lies beyond the one found, and columns are added until that is little.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.columns import ColumnSet
from negotiate.bargaining.convex import NO_DEAL_FOR_ALL, Found
from negotiate.bargaining.master import Mixture
from negotiate.bargaining.program import ConvexProblem
from negotiate.bargaining.program_solution import ProgramSolution
from negotiate.errors import InvalidInput, NoSolution

__all__ = ["ProgramSet"]

Floats = NDArray[np.float64]
Deal = Mapping[str, Floats]

_TOLERANCE = 1e-11  # gap to the bound on all deals, as a share of the largest gain
_SAME = 1e-10  # difference in gains, as a share of the largest, below which two deals are one
_BINDING = 1e-4  # price, as a share of the largest, from which a level cannot rise
_SLACK, _SLACK_LINEAR = 1e-8, 1e-10  # by how much a level that was reached may be missed later
_SOLVED = ("optimal", "optimal_inaccurate")
_UNBOUNDED = ("unbounded", "unbounded_inaccurate", "infeasible_or_unbounded")


class ProgramSet(ColumnSet[ProgramSolution]):
    """The deals of a convex programme that nobody likes less than disagreement."""

    def __init__(self, problem: ConvexProblem) -> None:
        super().__init__(len(problem.players), _TOLERANCE)
        self.problem = problem

    @cached_property
    def _program(self) -> tuple[Any, Any, Any]:
        """The programme of the best deal in a direction, compiled once; direction; gains."""
        import cvxpy as cp

        direction = cp.Parameter(self.players, nonneg=True)
        gains = cp.Variable(self.players)
        program = cp.Problem(cp.Maximize(direction @ gains), [*self._limits(gains), gains >= 0])
        return program, direction, gains

    def _limits(self, gains: Any) -> list[Any]:
        point = self.problem.disagreement
        payoffs = [u - d for u, d in zip(self.problem.utilities, point, strict=True)]
        return [*self.problem.constraints, *(gains[i] <= payoff for i, payoff in enumerate(payoffs))]

    def _start(self) -> Mapping[str, Any] | None:
        """Find the largest least gain; where it is not above 0, prove that by a direction."""
        import cvxpy as cp

        gains, least = cp.Variable(self.players), cp.Variable()
        limits = self._limits(gains)
        above = gains >= least
        status, deal = self._solve(cp.Problem(cp.Maximize(least), [*limits, above]))
        if status in _UNBOUNDED and self._solve(cp.Problem(cp.Minimize(0), limits))[0] in _SOLVED:
            raise InvalidInput("utilities of all players are unbounded; add the constraint that is missing.")
        if status not in _SOLVED:
            raise NoSolution("constraints admit no deal at all; relax them.")
        self._inner = deal
        found = self._gains(deal)
        size = 1 + float(np.abs(self.problem.disagreement).max())
        if found.min() > 1e-8 * size:
            for own in np.eye(self.players):
                self._add(own)
            self.scale = self.gains.max(axis=0)
            return None
        direction = np.maximum(above.dual_value, 0) / np.maximum(above.dual_value, 0).sum()
        _, farthest = self._solve(cp.Problem(cp.Maximize(direction @ gains), limits))
        beyond = direction @ self._gains(self._defined(farthest))
        return {
            "largest_least_gain": float(found.min()),
            "direction": direction.tolist(),
            "largest_gain_in_direction": float(beyond),
        }

    def _solve(self, program: Any) -> tuple[str, Deal]:
        """Solve a programme; return its status, and the deal where there is one."""
        import cvxpy as cp

        before = {name: variable.value for name, variable in self.problem.variables.items()}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that it may be inaccurate: the proof will tell
            try:
                program.solve(solver=cp.HIGHS if program.is_lp() else cp.CLARABEL)
            except (cp.error.SolverError, ArithmeticError, ValueError) as error:
                raise NoSolution(
                    f"the solver failed on the programme ({type(error).__name__}); measure payoffs and "
                    "variables in units in which they are between 0.001 and 1000."
                ) from None
        found = {}
        for name, variable in self.problem.variables.items():
            if program.status in _SOLVED:
                found[name] = np.array(variable.value, dtype=float)
            variable.save_value(before[name])
        return program.status, found

    def best(self, direction: Floats) -> tuple[Floats, list[Any]]:
        """Return the deal that is best in a direction, and its gains."""
        program, parameter, _ = self._program
        parameter.value = np.maximum(direction, 0) / direction.max()
        status, deal = self._solve(program)
        if status in _UNBOUNDED:
            players = [p for p, entry in zip(self.problem.players, direction, strict=True) if entry > 0]
            raise InvalidInput(
                f"utilities are unbounded for {' and '.join(players)} within the constraints; add the "
                "constraint that is missing."
            )
        if status not in _SOLVED:
            raise NoSolution(f"the solver found no deal that is best in a direction (status {status}).")
        defined = self._defined(deal)
        return self._gains(defined)[None], [defined]

    def _gains(self, deal: Deal) -> Floats:
        return self.problem.evaluate(deal)[0] - self.problem.disagreement

    def _defined(self, deal: Deal) -> Deal:
        """Move a deal inwards, as little as needed, where rounding left it outside a utility's domain."""
        for share in (0.0, *10.0 ** np.arange(-14.0, 0.0)):
            moved = {name: (1 - share) * deal[name] + share * self._inner[name] for name in deal}
            try:
                self.problem.evaluate(moved)
            except InvalidInput:
                continue
            return moved
        return self._inner

    def _known(self, deal: Any) -> bool:
        gains = self._gains(deal)
        if not len(self.gains):
            return False
        near = np.abs(self.gains - gains) <= _SAME * np.abs(self.gains).max(axis=0)
        return bool(near.all(axis=1).any())

    def _leximin(self, rows: Floats, offset: Floats, groups: Sequence[Sequence[int]]) -> Mixture:
        """Raise the least row of a group, then the least of those that can still rise, and so on.

        One programme a step. The prices are those of the first, which prove the least row largest;
        on a curved frontier later steps are right to the square root of the solver's tolerance.
        """
        import cvxpy as cp

        gains = self._program[2]
        factor = self._size(rows, offset)
        levels = (rows[: -self.players] / factor) @ gains - offset[: -self.players] / factor
        limits = [*self._limits(gains), gains >= 0]
        prices = np.zeros((2, len(rows)))
        for number, group in enumerate(groups):
            free = list(group)
            while free:
                least = cp.Variable()
                rising = levels[free] >= least
                program = cp.Problem(cp.Maximize(least), [*limits, rising])
                status, deal = self._solve(program)
                if status not in _SOLVED:
                    raise NoSolution(f"the solver found no deal with the largest level (status {status}).")
                duals = np.maximum(rising.dual_value, 0)
                if number == 0 and len(free) == len(group):
                    prices[0, free], prices[1, -self.players :] = duals, np.maximum(limits[-1].dual_value, 0)
                bound = [row for row, dual in zip(free, duals, strict=True) if dual > _BINDING * duals.max()]
                limits.append(levels[bound] >= least.value - (_SLACK_LINEAR if program.is_lp() else _SLACK))
                free = [row for row in free if row not in bound]
        self._join(self._defined(deal))
        return Mixture(np.eye(len(self.deals))[-1], prices)

    def top(self, weights: Sequence[Fraction]) -> Found:
        """Return the point with the largest weighted sum; of ties on a polytope, the leximin best.

        On a curved frontier a tie is left as the solver left it.
        """
        total, own = np.array([float(weight) for weight in weights]), np.eye(self.players)
        rows = np.vstack([total, own, own / self.scale])
        groups = [[0], range(1, self.players + 1)] if self._program[0].is_lp() else [[0]]
        found = self._found(self._leximin(rows, np.zeros(len(rows)), groups), rows)
        return Found(found.gains, found.deal, {**found.proof, "total": float(total @ np.array(found.gains))})

    def _join(self, deal: Deal) -> None:
        """Add a deal to the columns."""
        self.gains = np.vstack([self.gains, self._gains(deal)])
        self.deals.append(deal)

    def product(self, weights: Sequence[Fraction]) -> Found:
        """Return the point with the largest weighted product of gains.

        cvxpy's own optimum is the first column, so that few others are needed.
        """
        import cvxpy as cp

        _, _, gains = self._program
        powers = np.array([float(weight) for weight in weights])
        logs = cp.Maximize(powers @ cp.log(cp.multiply(1 / self.scale, gains)))
        status, deal = self._solve(cp.Problem(logs, self._limits(gains)))
        if status in _SOLVED and not self._known(defined := self._defined(deal)):
            self._join(defined)
        return super().product(weights)

    def realised(self, deals: Sequence[tuple[Any, float]]) -> tuple[tuple[Any, ...], Any]:
        """Return the mean of deals as a deal, and the gains that it gives."""
        mean = {name: sum(share * deal[name] for deal, share in deals) for name in self.problem.variables}
        return tuple(self._gains(mean).tolist()), mean

    def beyond(self, direction: Floats, gains: Sequence[Any]) -> float:
        """Return how far the farthest deal lies beyond some gains in a direction."""
        farthest, _ = self.best(direction)
        return float(farthest[0] @ direction - np.array(gains) @ direction)

    def solution(
        self, concept: str, found: Found, proof: Mapping[str, Any], options: Mapping[str, object]
    ) -> ProgramSolution:
        """Return the deal at a point, with by how much it violates the limits."""
        violation = self.problem.evaluate(found.deal)[1]
        proven = {**found.proof, "largest_violation": violation, **proof}
        return ProgramSolution(self.problem, concept, deal=found.deal, proof=proven, options=options)

    def no_agreement(
        self, concept: str, proof: Mapping[str, Any], options: Mapping[str, object]
    ) -> ProgramSolution:
        """Return the answer where no deal is better for all."""
        return ProgramSolution(
            self.problem, concept, deal={}, proof=proof, reason=NO_DEAL_FOR_ALL, options=options
        )
