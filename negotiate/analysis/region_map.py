"""Region map: which answer where, over the ranges of two parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.analysis.answers import UNDEFINED, Function, Labels, ask_many, identity
from negotiate.analysis.uncertain import Given, Uncertain, uncertain_parameters
from negotiate.checks import one_of, whole_number
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["RegionMap", "region_map"]


@dataclass(frozen=True, eq=False)
class RegionMap(Solution):
    """Which label holds at which values of two parameters.

    Attributes
    ----------
    question : str
        What was asked.
    parameters : mapping of str to Uncertain
        The two ranges: columns first, then rows.
    columns, rows : ndarray
        The values, in rising order; each stands for the cell around it.
    labels : tuple of str
        The labels found, the one with the largest share first.
    codes : ndarray of int, shape (rows, columns)
        Positions among ``labels``.
    """

    question: str
    parameters: Mapping[str, Uncertain]
    columns: NDArray[np.float64]
    rows: NDArray[np.float64]
    labels: tuple[str, ...]
    codes: NDArray[np.intp]
    provenance: Provenance
    concept: str = field(default="region map", init=False)

    @property
    def shares(self) -> dict[str, float]:
        """The share of the cells of each label: of the ranges given, not a probability."""
        counts = np.bincount(self.codes.ravel(), minlength=len(self.labels))
        return dict(zip(self.labels, (counts / self.codes.size).tolist(), strict=True))

    def at(self, column: float, row: float) -> str:
        """Return the label of the cell in which a point lies."""
        places = []
        for (name, one), values, given in zip(
            self.parameters.items(), (self.columns, self.rows), (column, row), strict=True
        ):
            if not one.low <= given <= one.high:
                raise InvalidInput(f"{name}={given:g}; the map goes from {one.low:g} to {one.high:g}.")
            places.append(int(np.abs(values - given).argmin()))
        return self.labels[int(self.codes[places[1], places[0]])]

    def table(self) -> Table:
        """Return one row a label."""
        heads: list[Column | str] = [self.question, Column("share of the map", "%", 1)]
        for name in self.parameters:
            heads += [Column(f"least {name}", digits=4), Column(f"largest {name}", digits=4)]
        rows: list[tuple[Cell, ...]] = []
        for code, (label, share) in enumerate(self.shares.items()):
            held = np.argwhere(self.codes == code)
            columns, lines = self.columns[held[:, 1]], self.rows[held[:, 0]]
            ends = (columns.min(), columns.max(), lines.min(), lines.max())
            rows.append((label, 100 * share, *(float(end) for end in ends)))
        across, up = self.parameters
        size = f"{len(self.columns)} values of {across}, {len(self.rows)} of {up}"
        return Table(
            f"{self.question} by {across} and {up}", heads, rows, [f"{size}, one in each cell's middle."]
        )

    def answer(self) -> dict[str, Any]:
        """Return the map."""
        return {
            "question": self.question,
            "parameters": list(self.parameters),
            "columns": self.columns,
            "rows": self.rows,
            "labels": self.labels,
            "codes": self.codes,
            "shares": self.shares,
        }

    def certificate(self) -> dict[str, Any]:
        """Return how many points were asked, and the distance between them."""
        steps = {
            name: (one.high - one.low) / len(values)
            for (name, one), values in zip(self.parameters.items(), (self.columns, self.rows), strict=True)
        }
        return {"points": int(self.codes.size), "spacing": steps}


def region_map(
    function: Function,
    parameters: Mapping[str, Given],
    question: str | None = None,
    *,
    points: int = 41,
    progress: Callable[[int, int], object] | None = None,
) -> RegionMap:
    """Ask for a label at the middle of each cell of a grid over two parameters.

    Parameters
    ----------
    function : callable
        From a dict of values by name to answers; asked for a whole row at once where it can be.
    parameters : mapping
        Two ranges by name: across, then up.
    question : str, optional
        Which of the function's answers, the first label unless named. Of a number the sign is
        shown: "positive", "zero" or "negative".
    points : int
        Cells along each parameter.
    progress : callable, optional
        Told how many of how many rows are done.

    Raises
    ------
    NotApplicable
        Where there is no model anywhere on the map.

    Examples
    --------
    >>> def trade(values):
    ...     return "deal" if values["worth"] > values["price"] else "none"
    >>> found = region_map(trade, {"worth": (0, 2), "price": (0, 1)}, points=4)
    >>> found.shares, found.at(2, 0)
    ({'deal': 0.75, 'none': 0.25}, 'deal')
    """
    ranges = uncertain_parameters(parameters)
    if len(ranges) != 2:
        raise InvalidInput(f"parameters has {len(ranges)} names; a map has two, across and up.")
    cells = whole_number("points", points, low=2, high=2000)
    (across, first), (up, second) = ranges.items()
    columns, rows = (
        one.low + (one.high - one.low) * (np.arange(cells) + 0.5) / cells for one in (first, second)
    )
    found: list[list[str]] = []
    asked = question
    for done, row in enumerate(rows, 1):
        answers = ask_many(function, {across: columns, up: np.full(cells, row)})
        asked = asked or next(iter((*answers.labels, *answers.numbers)), None)
        found.append(_words(answers.labels, answers.numbers, asked, cells))
        if progress is not None:
            progress(done, cells)
    if asked is None:
        raise NotApplicable("there is no model at any point of the map; give ranges where there is one.")
    labels, codes = _by_share(found)
    inputs = {"function": identity(function), "ranges": [one.to_dict() for one in ranges.values()]}
    options = {"question": asked, "points": cells, "parameters": list(ranges)}
    return RegionMap(asked, ranges, columns, rows, labels, codes, Provenance(digest(inputs), options))


def _words(
    labels: Mapping[str, Labels], numbers: Mapping[str, NDArray[np.float64]], question: str | None, count: int
) -> list[str]:
    if question is None or not (labels or numbers):
        return [UNDEFINED] * count
    if one_of("question", question, (*labels, *numbers)) in labels:
        return labels[question].words()
    signs = {1.0: "positive", 0.0: "zero", -1.0: "negative"}
    return [signs.get(float(sign), UNDEFINED) for sign in np.sign(numbers[question])]


def _by_share(found: list[list[str]]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    words, codes, counts = np.unique(np.array(found), return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    place = np.argsort(order, kind="stable")
    return tuple(str(words[k]) for k in order), place[codes].reshape(len(found), -1)
