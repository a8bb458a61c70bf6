"""Table: rows with titled columns, shown as text, Markdown, HTML, LaTeX, CSV, JSON or a frame.

Every result gives one ``Table``, and every format renders that one, so that no two can
disagree. Formats for readers round to the column's digits; CSV, JSON and frames keep every
digit. Labels are data from a user's file: each format escapes them in its own way.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.checks import finite_number, freeze
from negotiate.errors import InvalidInput
from negotiate.escape import csv_text, html_text, markdown_text, visible
from negotiate.provenance import plain
from negotiate.typeset import PAGE_WIDTH, Layout, latex_tables

if TYPE_CHECKING:
    import pandas

__all__ = ["Cell", "Column", "Table"]

Cell = str | int | float | Fraction | bool | None

_NOISE = 1e-12  # a smaller number is shown as 0; CSV, JSON and frames keep it


@dataclass(frozen=True)
class Column:
    """A column's title, its unit (blank where there is none) and the digits shown after the point.

    Where ``digits`` is None, whole numbers are shown whole and others with three digits.
    """

    title: str
    unit: str = ""
    digits: int | None = None

    @property
    def heading(self) -> str:
        """The title with its unit in brackets."""
        return f"{self.title} [{self.unit}]" if self.unit else self.title


@dataclass(frozen=True, eq=False, init=False)
class Table:
    """A title, columns, rows of cells, and notes that stand under the table.

    Parameters
    ----------
    title : str
        What the table shows, in words.
    columns : sequence of Column or str
        A plain string is a column without a unit.
    rows : sequence of sequences of Cell
        One cell a column. ``None`` is shown as a dash.
    notes : sequence of str
        Units, conventions, sources.

    Examples
    --------
    >>> print(Table("Deal", ["player", Column("gain", "bn USD", 1)], [("Home", 4), ("Foreign", 2.25)]))
    Deal
     player  gain [bn USD]
       Home            4.0
    Foreign            2.2
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]

    def __init__(
        self,
        title: str,
        columns: Sequence[Column | str],
        rows: Sequence[Sequence[Cell]],
        notes: Sequence[str] = (),
    ) -> None:
        heads = tuple(Column(c) if isinstance(c, str) else c for c in columns)
        cells = tuple(tuple(_cell(cell) for cell in row) for row in rows)
        for number, row in enumerate(cells):
            if len(row) != len(heads):
                raise InvalidInput(
                    f"rows[{number}] has {len(row)} cells; the table has {len(heads)} columns."
                )
        freeze(self, title=title, columns=heads, rows=cells, notes=tuple(notes))

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()

    def _shown(self) -> list[list[str]]:
        return [
            [_show(cell, column.digits) for cell, column in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]

    def _numeric(self) -> list[bool]:
        """Say for each column whether it holds numbers only (dashes aside), to align it."""
        by_column = zip(*self.rows, strict=True) if self.rows else [() for _ in self.columns]
        return [all(cell is None or _is_number(cell) for cell in cells) for cells in by_column]

    def to_text(self) -> str:
        """Render as aligned plain text."""
        lines = [[visible(column.heading) for column in self.columns], *self._shown()]
        widths = [max(len(line[k]) for line in lines) for k in range(len(self.columns))]
        body = ["  ".join(cell.rjust(w) for cell, w in zip(line, widths, strict=True)) for line in lines]
        return "\n".join([visible(self.title), *body, *map(visible, self.notes)])

    def to_markdown(self) -> str:
        """Render as a Markdown table with the title above and the notes below."""
        rule = ["---:" if numeric else ":---" for numeric in self._numeric()]
        head = [markdown_text(column.heading) for column in self.columns]
        body = [[markdown_text(cell) for cell in row] for row in self._shown()]
        table = "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *body])
        notes = "".join(f"\n\n*{markdown_text(note)}*" for note in self.notes)
        return f"**{markdown_text(self.title)}**\n\n{table}{notes}\n"

    def to_html(self) -> str:
        """Render as an HTML table: caption, scoped headers, every label escaped."""
        numeric = self._numeric()
        titles = zip(self.columns, numeric, strict=True)
        head = "".join(_html_cell(column.heading, "col", number) for column, number in titles)
        body = ""
        for row in self._shown():
            scopes = ["row", *[""] * (len(row) - 1)]
            cells = zip(row, scopes, numeric, strict=True)
            body += f"<tr>{''.join(_html_cell(*cell) for cell in cells)}</tr>\n"
        notes = "".join(f"<p>{html_text(note)}</p>\n" for note in self.notes)
        return (
            f"<table>\n<caption>{html_text(self.title)}</caption>\n"
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n{notes}"
        )

    def to_latex(self, label: str = "", *, width: float = PAGE_WIDTH) -> str:
        r"""Render as LaTeX with booktabs rules, no wider than the page, its notes below.

        What fits a column of 3.4 inches is a ``table``, what does not a ``table*``; a table too
        wide or too long for a page becomes several, each with the first column. It needs the
        packages booktabs, array and siunitx, and T1 fonts.

        Parameters
        ----------
        label : str
            For ``\\ref``; letters other than A-Z, a-z, 0-9, ``:`` and ``-`` become hyphens.
        width : float
            Of the page between its margins, in inches.

        Examples
        --------
        >>> code = Table("Deal", ["player", Column("gain", "bn USD", 1)], [("Home", 4)]).to_latex()
        >>> "Home & 4.0" in code
        True
        """
        page = finite_number("width", width, low=2.0, high=40.0, unit="in")
        layout = Layout(
            self.title, [c.heading for c in self.columns], self._shown(), self._numeric(), self.notes
        )
        return latex_tables(layout, label, page)

    def to_csv(self) -> str:
        """Render as CSV with every digit; a label that a spreadsheet would run is quoted."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([_csv(column.heading) for column in self.columns])
        writer.writerows([_csv(cell) for cell in row] for row in self.rows)
        return out.getvalue()

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready dict with every digit."""
        return {
            "title": self.title,
            "columns": [{"title": c.title, "unit": c.unit} for c in self.columns],
            "rows": plain(self.rows),
            "notes": list(self.notes),
        }

    def to_frame(self) -> pandas.DataFrame:
        """Return a pandas DataFrame with every digit (pandas loads on first use)."""
        import pandas

        rows = [[float(c) if isinstance(c, Fraction) else c for c in row] for row in self.rows]
        return pandas.DataFrame(rows, columns=[column.heading for column in self.columns])


def _cell(value: object) -> Cell:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, str | bool | int | float | Fraction):
        return value
    raise InvalidInput(f"a table cell is a {type(value).__name__}; it must be text, a number or None.")


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float | Fraction) and not isinstance(cell, bool)


def _show(cell: Cell, digits: int | None) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str):
        return visible(cell)
    if isinstance(cell, int) and not digits:
        return f"{cell:d}"
    return _rounded(float(cell), 3 if digits is None else digits)


def _rounded(number: float, digits: int) -> str:
    text = f"{number:.{digits}f}"
    if not text.strip("-0."):
        text = f"{number:.1e}" if _NOISE < abs(number) < 1e-6 else text.lstrip("-")
    return text


def _html_cell(text: str, scope: str, numeric: bool) -> str:
    """Write a cell; with a scope it heads its column or row, unless it is empty."""
    look = ' class="number"' if numeric else ""
    if scope and text:
        return f'<th scope="{scope}"{look}>{html_text(text)}</th>'
    return f"<td{look}>{html_text(text)}</td>"


def _csv(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Fraction):
        return float(cell)
    return csv_text(cell) if isinstance(cell, str) else cell
