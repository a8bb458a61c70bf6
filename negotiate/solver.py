"""Solver: one row of the table that ``solve`` reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Solver"]


@dataclass(frozen=True)
class Solver:
    """A concept, the type of problem it applies to, and the function that finds it.

    Parameters
    ----------
    concept : str
        The name given to ``solve``.
    problem : type
        The class of problems it takes.
    function : callable
        Takes the problem and keyword options, returns a ``Solution``.
    exact : bool
        Whether the answer is exact (rational arithmetic, or a finite comparison).
    needs : str
        What the problem must be, in words; blank where anything goes.
    reference : str
        Key of the paper in ``report/references.bib``.
    """

    concept: str
    problem: type
    function: Callable[..., Any]
    exact: bool
    needs: str = ""
    reference: str = ""
