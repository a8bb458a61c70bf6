"""Several solutions side by side, as one table.

Deals of the same parties in the same unit stand in a row each, with payoffs and gains. Other
solutions must be of tables with the same columns, which then stand one below the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from negotiate.bargaining import BargainingSolution, LotterySolution, ProgramSolution, RatifiedDeal
from negotiate.checks import show
from negotiate.errors import InvalidInput
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["compare"]

_Deal = BargainingSolution | LotterySolution | ProgramSolution | RatifiedDeal


def compare(solutions: Mapping[str, Solution] | Sequence[Solution], *, title: str = "Comparison") -> Table:
    """Set solutions side by side.

    Parameters
    ----------
    solutions : mapping of str to Solution, or sequence of Solution
        With the names to show; in a sequence each is named by its concept.
    title : str
        Of the table.

    Returns
    -------
    Table
        Deals: a row each, with payoff and gain of each player. Other solutions: the rows of all
        their tables, led by the name.

    Raises
    ------
    InvalidInput
        For no solution, two of one name in a sequence, other players or units, or tables with
        other columns.

    Examples
    --------
    >>> from negotiate.bargaining import BargainingProblem, kalai_smorodinsky_solution, nash_solution
    >>> splits = [(0, 6), (2, 5), (4, 3), (5, 0)]
    >>> talk = BargainingProblem(splits, (0, 0), ("A", "B"), "bn", ["a", "b", "c", "d"])
    >>> print(compare([nash_solution(talk), kalai_smorodinsky_solution(talk)]))
    Comparison
                  solution  deal  payoff of A [bn]  gain of A [bn]  payoff of B [bn]  gain of B [bn]
                  nash     c             4.000           4.000             3.000           3.000
    kalai-smorodinsky     c             4.000           4.000             3.000           3.000
    Gains are over disagreement.
    """
    named = _named(solutions)
    if all(isinstance(solution, _Deal) for solution in named.values()):
        return _deals(named, title)
    return _stacked(named, title)


def _named(solutions: Mapping[str, Solution] | Sequence[Solution]) -> dict[str, Solution]:
    if isinstance(solutions, Mapping):
        named = dict(solutions)
    elif isinstance(solutions, Sequence) and not isinstance(solutions, str | Solution):
        named = {getattr(solution, "concept", ""): solution for solution in solutions}
        if len(named) < len(solutions):
            raise InvalidInput("solutions has two of one concept; give a mapping from names to solutions.")
    else:
        raise InvalidInput(f"solutions is {show(solutions)}; give a list of solutions, or a mapping by name.")
    if not named:
        raise InvalidInput("solutions is empty; give one at least.")
    for name, solution in named.items():
        if not isinstance(solution, Solution):
            raise InvalidInput(f"solutions[{name!r}] is a {type(solution).__name__}; it must be a solution.")
    return named


def _deals(named: Mapping[str, Any], title: str) -> Table:
    problems = {name: _problem(deal) for name, deal in named.items()}
    columns: list[Column | str] = ["solution", "deal"]
    for player, unit in _parties(problems):
        columns += [Column(f"payoff of {player}", unit, 3), Column(f"gain of {player}", unit, 3)]
    rows: list[tuple[Cell, ...]] = []
    notes = ["Gains are over disagreement."]
    for name, deal in named.items():
        gains = deal.payoffs - problems[name].disagreement
        pairs = zip(deal.payoffs.tolist(), gains.tolist(), strict=True)
        rows.append((name, _words(deal), *(number for pair in pairs for number in pair)))
        if not deal.agreement:
            notes.append(f"{name}: no agreement, since {deal.reason}.")
    return Table(title, columns, rows, notes)


def _parties(problems: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Return each player with its unit; refuse problems that differ in these."""
    first, *others = problems
    parties = list(zip(problems[first].players, problems[first].units, strict=True))
    for name in others:
        if list(zip(problems[name].players, problems[name].units, strict=True)) != parties:
            of = {key: f"{', '.join(problems[key].players)} in {problems[key].unit}" for key in (name, first)}
            raise InvalidInput(
                f"{name!r} is of {of[name]}, {first!r} of {of[first]}; compare deals of the same players in "
                "the same unit."
            )
    return parties


def _problem(deal: Any) -> Any:
    return deal.problem.bargaining if isinstance(deal, RatifiedDeal) else deal.problem


def _words(deal: Any) -> str:
    if not deal.agreement:
        return "no agreement"
    if isinstance(deal, LotterySolution):
        shares = zip(deal.probabilities.tolist(), deal.labels, strict=True)
        return ", ".join(f"{share:.3f} {label}" for share, label in shares)
    return " or ".join(getattr(deal, "labels", ())) or "a point of the set"


def _stacked(named: Mapping[str, Solution], title: str) -> Table:
    tables = {name: solution.table() for name, solution in named.items()}
    first, *others = tables
    for name in others:
        if tables[name].columns != tables[first].columns:
            raise InvalidInput(
                f"{name!r} and {first!r} have tables with other columns; compare solutions of one kind."
            )
    rows = [(name, *row) for name, table in tables.items() for row in table.rows]
    notes = [f"{name}: {note}" for name, table in tables.items() for note in table.notes]
    return Table(title, ["solution", *tables[first].columns], rows, notes)
