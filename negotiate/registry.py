"""One front door: every solver table joined, and ``solve`` by name.

``solve(problem, concept, **options)`` looks a concept up among those known for the type of
the problem and calls the same function that can be imported by name.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from negotiate.checks import one_of
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.solver import Solver
from negotiate.table import Table

__all__ = ["concepts", "solve", "solvers"]

_TABLES = (
    "negotiate.equilibria.solvers",
    "negotiate.bargaining.solvers",
    "negotiate.procurement.solvers",
    "negotiate.procurement.risk.solvers",
    "negotiate.trade.solvers",
    "negotiate.payoffs.solvers",
    "negotiate.repeated.solvers",
    "negotiate.coalition.solvers",
    "negotiate.region.solvers",
)


def solvers() -> tuple[Solver, ...]:
    """Return every row of every solver table."""
    return tuple(row for name in _TABLES for row in import_module(name).SOLVERS)


def concepts() -> Table:
    """Return the table of what ``solve`` knows.

    Examples
    --------
    >>> print(concepts().rows[0][:3])
    ('nash', 'NormalFormGame', True)
    """
    rows = [(s.concept, s.problem.__name__, s.exact, s.needs, s.reference) for s in solvers()]
    return Table("What solve() knows", ["concept", "problem", "exact", "needs", "reference"], rows)


def solve(problem: object, concept: str, **options: Any) -> Any:
    """Solve a problem by a concept known for its type; ``options`` go to the solver.

    Parameters
    ----------
    problem : object
        A game, a bargaining problem, a bundle problem, …
    concept : str
        Its name; ``concepts()`` lists them all.
    **options
        Arguments of the solver's own function after the problem, by name.

    Returns
    -------
    Solution
        With its certificate; the class depends on the concept.

    Raises
    ------
    InvalidInput
        For an unknown concept, an option that the solver does not take or one that it lacks, or
        an object that nothing can solve.
    NotApplicable
        For a concept that is known, but not for this type of problem.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> game = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> [equilibrium.labels for equilibrium in solve(game, "nash")]
    [('s2', 's2')]
    """
    table = solvers()
    known = {row.concept: row for row in table if isinstance(problem, row.problem)}
    if not known:
        types = sorted({row.problem.__name__ for row in table})
        raise InvalidInput(f"problem is a {type(problem).__name__}; solve() takes one of {', '.join(types)}.")
    elsewhere = sorted({row.problem.__name__ for row in table if row.concept == concept})
    if concept not in known and elsewhere:
        raise NotApplicable(
            f"concept={concept!r} is for a {' or a '.join(elsewhere)}, not for a "
            f"{type(problem).__name__}; choose from {', '.join(sorted(known))}."
        )
    function = known[one_of("concept", concept, known)].function
    return function(problem, **_accepted(function, concept, options))


def _accepted(function: Any, concept: str, options: dict[str, Any]) -> dict[str, Any]:
    """Refuse an option that the solver does not take, or one that it lacks, in words."""
    import inspect

    _, *others = inspect.signature(function).parameters.values()  # the first is the problem
    known = {parameter.name: parameter for parameter in others}
    for name in options:
        if name not in known:
            taken = ", ".join(sorted(known)) or "none"
            raise InvalidInput(f"{name!r} is not an option of concept={concept!r}; it takes: {taken}.")
    missing = [
        name for name, option in known.items() if option.default is option.empty and name not in options
    ]
    if missing:
        raise InvalidInput(f"concept={concept!r} needs {' and '.join(missing)}; give each by name.")
    return options
