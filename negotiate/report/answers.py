"""A file of answers without a scenario: any solutions, each with its problem, certificate and provenance.

It is laid out as the results of a run are, without what only a scenario has, and ``negotiate verify``
checks it in the same way. A solution whose problem has no record yet is written without it, and the
check says so.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from negotiate.errors import InvalidInput
from negotiate.provenance import Provenance, digest, plain
from negotiate.report.problems import ProblemTable
from negotiate.report.results import (
    ENGINES,
    answer_record,
    provenance_record,
    results_schema,
    results_text,
)
from negotiate.report.writing import WriteError
from negotiate.solution import Solution

__all__ = ["ANSWERS", "answers_record", "answers_schema", "write_results"]

ANSWERS = "negotiate/answers/1"

_START = f'{{\n "schema": "{ANSWERS.rpartition("/")[0]}/'


def answers_record(solutions: Mapping[str, Solution]) -> dict[str, Any]:
    """Return solutions with their problems as a JSON-ready dict with a digest of itself.

    Parameters
    ----------
    solutions : mapping of str to Solution
        By any name; at least one.

    Raises
    ------
    InvalidInput
        For no solutions, or what is none.

    Examples
    --------
    >>> from negotiate import NormalFormGame, nash_equilibria
    >>> from negotiate.verify import verify
    >>> game = NormalFormGame.from_bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    >>> verify(answers_record({"prices": nash_equilibria(game)})).holds
    True
    """
    if not isinstance(solutions, Mapping) or not solutions:
        raise InvalidInput("solutions must be a mapping from names to solutions, with at least one.")
    problems = ProblemTable()
    answers = {}
    for name, solution in solutions.items():
        if not isinstance(name, str) or not isinstance(solution, Solution):
            raise InvalidInput(
                f"solutions[{name!r}] is a {type(solution).__name__}; give a name as text and a Solution, "
                "as solvers return it."
            )
        answers[name] = answer_record(solution, problems)
    made = Provenance(
        inputs=digest([solution.provenance.inputs for solution in solutions.values()]),
        packages=ENGINES,
        sources=tuple(
            sorted({key for solution in solutions.values() for key in solution.provenance.sources})
        ),
    )
    record = plain(
        {
            "schema": ANSWERS,
            "answers": answers,
            "problems": problems.records,
            "provenance": provenance_record(made),
        }
    )
    return {**record, "digest": digest(record)}


def write_results(solutions: Mapping[str, Solution], path: str | os.PathLike[str]) -> None:
    """Write solutions to a file that ``negotiate verify`` checks.

    Parameters
    ----------
    solutions : mapping of str to Solution
        By any name; at least one.
    path : str or path
        Its folder must exist. A file of answers that is there is replaced, any other is left alone.

    Raises
    ------
    InvalidInput
        For what is no solution, or where another file has that name.
    WriteError
        Where the system refuses to write; what stood there is untouched.
    """
    target = Path(path)
    text = results_text(answers_record(solutions))
    partial = target.with_name(f".{target.name}.part")
    try:
        if target.exists() and not _is_ours(target):
            raise InvalidInput(f"{target} is there and holds no answers of this program; give another name.")
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise WriteError(f"{target} cannot be written: {error.strerror}.") from None


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_START)) == _START.encode()


def answers_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of answers: that of results, without what only a scenario has.

    Examples
    --------
    >>> list(answers_schema()["properties"])
    ['schema', 'answers', 'problems', 'provenance', 'digest']
    """
    whole = results_schema()
    parts = {name: whole["properties"][name] for name in ("answers", "problems", "provenance", "digest")}
    properties = {"schema": {"const": ANSWERS}, **parts}
    return {
        **whole,
        "$id": ANSWERS,
        "title": "Answers without a scenario",
        "description": "Problems, answers, certificates and provenance, laid out as in negotiate/results/2.",
        "properties": properties,
        "required": list(properties),
    }
