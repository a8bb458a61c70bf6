r"""A bargaining problem whose deals are chosen continuously: concave utilities under convex limits.

A deal is a value for every variable of a convex programme; player :math:`i` gets
:math:`u_i(z)`. With free disposal the feasible payoffs are a convex set, so that the solutions for
convex sets apply: mixing two deals gives nobody less than the mean.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, freeze, names, show
from negotiate.errors import InvalidInput
from negotiate.provenance import digest

__all__ = ["ConvexProblem"]


@dataclass(frozen=True, eq=False, init=False)
class ConvexProblem:
    """What deals are possible, written in cvxpy, and what each player gets without one.

    Parameters
    ----------
    utilities : sequence of cvxpy expressions, shape (players,)
        Each player's payoff from a deal, in ``unit``: scalar and concave (affine included) by
        cvxpy's rules.
    constraints : sequence of cvxpy constraints
        What limits the deals; convex by cvxpy's rules.
    disagreement : array-like, shape (players,)
        Payoffs without agreement, in ``unit``.
    players : sequence of str
        At least two distinct names.
    unit : str
        Unit of all payoffs.

    Raises
    ------
    InvalidInput
        For fewer than two players, a utility that is not scalar and concave, a constraint that
        is not convex, a variable that is whole or boolean, a cvxpy parameter.

    Notes
    -----
    Variables are reported by their names; give each its own. Solving does not change their
    values.

    Examples
    --------
    >>> import cvxpy as cp
    >>> share = cp.Variable(name="share")
    >>> utilities = [cp.sqrt(share), 1 - share]
    >>> ConvexProblem(utilities, [share >= 0, share <= 1], (0, 0), ("Home", "Foreign"), "bn USD")
    ConvexProblem(2 players, variables share)
    """

    utilities: tuple[Any, ...]
    constraints: tuple[Any, ...]
    disagreement: NDArray[np.float64]
    players: tuple[str, ...]
    unit: str

    def __init__(
        self,
        utilities: Sequence[Any],
        constraints: Sequence[Any],
        disagreement: ArrayLike | Sequence[Any],
        players: Sequence[str],
        unit: str,
    ) -> None:
        parties = names("players", players)
        if len(parties) < 2:
            raise InvalidInput(f"players has {len(parties)} name; bargaining takes at least two players.")
        payoffs = tuple(_listed("utilities", utilities))
        limits = tuple(_listed("constraints", constraints))
        if len(payoffs) != len(parties):
            raise InvalidInput(f"utilities has {len(payoffs)} entries; it must have one for each player.")
        for place, utility in enumerate(payoffs):
            _check_utility(f"utilities[{place}]", utility)
        for place, limit in enumerate(limits):
            _check_constraint(f"constraints[{place}]", limit)
        freeze(
            self,
            utilities=payoffs,
            constraints=limits,
            disagreement=finite_array("disagreement", disagreement, (len(parties),)),
            players=parties,
            unit=str(unit),
        )
        _check_variables(self.variables)

    def __repr__(self) -> str:
        return f"ConvexProblem({len(self.players)} players, variables {', '.join(self.variables)})"

    @property
    def units(self) -> tuple[str, ...]:
        """The unit of each player's payoffs."""
        return (self.unit,) * len(self.players)

    @cached_property
    def variables(self) -> Mapping[str, Any]:
        """The variables of a deal, by name."""
        found: dict[str, Any] = {}
        for part in (*self.utilities, *self.constraints):
            for variable in part.variables():
                if found.setdefault(variable.name(), variable) is not variable:
                    raise InvalidInput(
                        f"two variables are called {variable.name()!r}; give each its own name "
                        "(cvxpy.Variable(name='tariff'))."
                    )
        return found

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the programme in standard form, the disagreement point, players and unit."""
        import cvxpy as cp

        level = cp.Variable(len(self.players))
        limits = [*self.constraints, *(level[i] <= u for i, u in enumerate(self.utilities))]
        data, _, _ = cp.Problem(cp.Maximize(cp.sum(level)), limits).get_problem_data(cp.CLARABEL)
        matrix = data["A"].tocoo()
        numbers = [matrix.row, matrix.col, matrix.data, data["b"], data["c"], self.disagreement]
        sizes = [str(data["dims"]), list(self.variables), list(self.players), self.unit]
        quadratic = data.get("P")
        if quadratic is not None:
            numbers += [quadratic.tocoo().row, quadratic.tocoo().col, quadratic.tocoo().data]
        return digest({"numbers": numbers, "sizes": sizes})

    def evaluate(self, deal: Mapping[str, ArrayLike]) -> tuple[NDArray[np.float64], float]:
        """Return the payoffs of a deal, and by how much it violates the limits at most.

        Raises
        ------
        InvalidInput
            Where a utility is not defined (the square root of a negative number, say).

        Examples
        --------
        >>> import cvxpy as cp
        >>> x = cp.Variable(name="x")
        >>> problem = ConvexProblem([x, 1 - x], [x <= 1], (0, 0), ("Home", "Foreign"), "bn USD")
        >>> problem.evaluate({"x": 0.25})
        (array([0.25, 0.75]), 0.0)
        """
        before = {name: variable.value for name, variable in self.variables.items()}
        try:
            for name, variable in self.variables.items():
                variable.save_value(np.asarray(deal[name], dtype=float).reshape(variable.shape))
            with np.errstate(all="ignore"):
                payoffs = np.array([float(utility.value) for utility in self.utilities])
                violations = [float(np.max(limit.violation())) for limit in self.constraints]
        finally:
            for name, variable in self.variables.items():
                variable.save_value(before[name])
        for player, payoff in zip(self.players, payoffs.tolist(), strict=True):
            if not math.isfinite(payoff):
                raise InvalidInput(f"the deal lies outside the domain of the utility of {player}.")
        return payoffs, max(violations, default=0.0)


def _listed(name: str, value: object) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise InvalidInput(f"{name} is a {type(value).__name__}; it must be a list of cvxpy objects.")
    return value


def _check_utility(name: str, utility: Any) -> None:
    import cvxpy as cp

    if not isinstance(utility, cp.Expression):
        raise InvalidInput(f"{name} is {show(utility)}; it must be a cvxpy expression.")
    _refuse_parameters(name, utility)
    if not utility.is_scalar():
        raise InvalidInput(f"{name} has shape {utility.shape}; it must be a single number.")
    if not utility.is_concave():
        raise InvalidInput(
            f"{name} is not concave by cvxpy's rules: {show(str(utility))}. Rewrite it in concave atoms, or "
            "list the outcomes in a BargainingProblem, which need not be convex."
        )


def _check_constraint(name: str, limit: Any) -> None:
    import cvxpy as cp

    if not isinstance(limit, cp.Constraint):
        raise InvalidInput(f"{name} is {show(limit)}; it must be a cvxpy constraint, such as x <= 1.")
    _refuse_parameters(name, limit)
    if not limit.is_dcp():
        raise InvalidInput(f"{name} is not convex by cvxpy's rules: {show(str(limit))}.")


def _refuse_parameters(name: str, part: Any) -> None:
    for parameter in part.parameters():
        raise InvalidInput(
            f"{name} holds the cvxpy parameter {parameter.name()!r}, which can change later; a problem "
            "cannot. Use its value."
        )


def _check_variables(variables: Mapping[str, Any]) -> None:
    if not variables:
        raise InvalidInput("utilities and constraints hold no variable; there is nothing to agree on.")
    for name, variable in variables.items():
        if variable.attributes["integer"] or variable.attributes["boolean"]:
            raise InvalidInput(
                f"variable {name!r} takes whole numbers only, so that deals are no convex set; relax it, or "
                "list the outcomes in a BargainingProblem."
            )
