"""Citing: BibTeX for this version of the software and for what a result used.

``cite()`` names the software alone; given a solution, a run, or what stands in results.json, it
adds the works, the packages and the data sources behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from negotiate.errors import InvalidInput
from negotiate.provenance import DISTRIBUTION
from negotiate.report.bibliography import bibliography, known_references
from negotiate.solution import Solution

__all__ = ["cite"]

#: Works behind concepts that ``solve`` has no row for.
_CONCEPTS = {
    "linkage": ("tollison-willett-1979",),
    "linkage by solution": ("tollison-willett-1979",),
    "issue groups": ("tollison-willett-1979",),
    "ratified deal": ("putnam-1988",),
    "shrinking win set": ("putnam-1988",),
    "uncertain ratification": ("iida-1993",),
    "critical discount factors": ("friedman-1971",),
    "nash reversion set": ("friedman-1971",),
    "threat credibility": ("fearon-1994",),
    "demand": ("nash-1953",),
}
_HOLDERS = ("problem", "game")


def cite(result: object = None) -> str:
    """Return BibTeX for this version of the software, and for what a result used.

    Parameters
    ----------
    result : Solution, CaseSolution, Run or mapping, optional
        What to cite beside the software: a solution of any kind, a solved scenario, or the
        content of results.json. The software alone where None.

    Returns
    -------
    str
        Entries sorted by key, each once.

    Raises
    ------
    InvalidInput
        For anything else.

    Examples
    --------
    >>> print(cite().partition(",")[0])
    @misc{negotiate-solver
    >>> from negotiate.bargaining import BargainingProblem, nash_solution
    >>> deal = nash_solution(BargainingProblem([(1, 2)], (0, 0), ("Home", "Foreign"), "bn USD"))
    >>> "The Bargaining Problem" in cite(deal)
    True
    """
    keys, sources = _used(result)
    return bibliography((DISTRIBUTION, *keys), sources)


def _used(result: object) -> tuple[Iterable[str], Mapping[str, Mapping[str, object]]]:
    """Return the references and the records of the sources behind a result."""
    from negotiate.report.methods import references_of_answers
    from negotiate.report.run import Run
    from negotiate.scenario import CaseSolution

    if result is None:
        return (), {}
    if isinstance(result, Run):
        result = result.case
    if isinstance(result, CaseSolution):
        return references_of_answers(name for name, _ in result.solutions()), result.model.scenario.sources
    if isinstance(result, Mapping):
        return _of_record(result)
    if isinstance(result, Solution):
        return _of_solution(result)
    raise InvalidInput(
        f"result is a {type(result).__name__}; give a solution, a solved scenario, or the content of "
        "results.json."
    )


def _of_solution(solution: Solution) -> tuple[Iterable[str], Mapping[str, Mapping[str, object]]]:
    from negotiate.data import sources

    packages = [name for name in ("numpy", *solution.provenance.packages) if name in known_references()]
    records = sources()
    used = {key: records[key] for key in solution.provenance.sources if key in records}
    return [*_works(solution), *_CONCEPTS.get(solution.concept, ()), *packages], used


def _works(solution: Solution) -> list[str]:
    """Return the works behind a concept; where two problems have one of that name, of its problem."""
    from negotiate.registry import solvers

    held = [getattr(solution, name, None) for name in _HOLDERS]
    rows = [row for row in solvers() if row.concept == solution.concept and row.reference]
    fitting = [row for row in rows if any(isinstance(thing, row.problem) for thing in held)]
    return [row.reference for row in fitting or rows]


def _of_record(record: Mapping[Any, Any]) -> tuple[Iterable[str], Mapping[str, Mapping[str, object]]]:
    from negotiate.data import sources
    from negotiate.report.methods import references_of_answers

    try:
        if "scenario" not in record:
            return _of_answers(record)
        answers = list(record["answers"])
        document = record["scenario"]["document"]
        used = list(record["provenance"]["sources"])
        known = {**sources(), **document.get("sources", {})}
        return references_of_answers(answers), {key: known[key] for key in used}
    except (KeyError, TypeError, AttributeError):
        raise InvalidInput(
            "the record is not that of results.json: it lacks answers, scenario or provenance, or a source "
            "that it names. Give the file that `negotiate run` or write_results() wrote."
        ) from None


def _of_answers(record: Mapping[Any, Any]) -> tuple[Iterable[str], Mapping[str, Mapping[str, object]]]:
    """Return what stands behind a file of answers, by the concept and the problem of each."""
    from negotiate.data import sources

    keys: list[str] = []
    for answer in record["answers"].values():
        problem = record["problems"].get(answer["problem"]) or {}
        keys += _works_of(answer["concept"], game=problem.get("kind") == "game")
        keys += [name for name in answer["provenance"]["versions"] if name in known_references()]
    records = sources()
    return keys, {key: records[key] for key in record["provenance"]["sources"] if key in records}


def _works_of(concept: str, *, game: bool) -> list[str]:
    """Return the works behind a concept; where one for games has the same name, of the right one."""
    from negotiate.games import NormalFormGame
    from negotiate.registry import solvers

    rows = [row for row in solvers() if row.concept == concept and row.reference]
    fitting = [row for row in rows if (row.problem is NormalFormGame) == game]
    return [*(row.reference for row in fitting or rows), *_CONCEPTS.get(concept, ())]
