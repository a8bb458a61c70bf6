"""Table: rows with titled columns, shown as text, Markdown, HTML, LaTeX, CSV, JSON or a frame.

Every result gives one ``Table``, and every format renders that one, so that no two can
disagree. Formats for readers round to the column's digits; CSV, JSON and frames keep every
digit. Labels are data from a user's file: each format escapes them in its own way.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.checks import freeze
from negotiate.errors import InvalidInput
from negotiate.provenance import plain

if TYPE_CHECKING:
    import pandas

__all__ = ["Cell", "Column", "Table"]

Cell = str | int | float | Fraction | bool | None

_NOISE = 1e-12  # a smaller number is shown as 0; CSV, JSON and frames keep it

_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "−": r"$-$",
    "–": "--",
    "Δ": r"$\Delta$",
    "τ": r"$\tau$",
    "η": r"$\eta$",
    "ω": r"$\omega$",
    "ψ": r"$\psi$",
    "γ": r"$\gamma$",
    "ς": r"$\varsigma$",
    "ρ": r"$\rho$",
    "κ": r"$\kappa$",
    "←": r"$\leftarrow$",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "×": r"$\times$",
    "→": r"$\rightarrow$",
    "∞": r"$\infty$",
}  # fmt: skip


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
        lines = [[column.heading for column in self.columns], *self._shown()]
        widths = [max(len(line[k]) for line in lines) for k in range(len(self.columns))]
        body = ["  ".join(cell.rjust(w) for cell, w in zip(line, widths, strict=True)) for line in lines]
        return "\n".join([self.title, *body, *self.notes])

    def to_markdown(self) -> str:
        """Render as a Markdown table with the title above and the notes below."""
        rule = ["---:" if numeric else ":---" for numeric in self._numeric()]
        head = [_markdown(column.heading) for column in self.columns]
        body = [[_markdown(cell) for cell in row] for row in self._shown()]
        table = "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *body])
        notes = "".join(f"\n\n*{_markdown(note)}*" for note in self.notes)
        return f"**{_markdown(self.title)}**\n\n{table}{notes}\n"

    def to_html(self) -> str:
        """Render as an HTML table: caption, scoped headers, every label escaped."""
        head = "".join(f'<th scope="col">{html.escape(c.heading)}</th>' for c in self.columns)
        body = ""
        for row in self._shown():
            first, *rest = [html.escape(cell) for cell in row]
            cells = "".join(f"<td>{cell}</td>" for cell in rest)
            body += f'<tr><th scope="row">{first}</th>{cells}</tr>\n'
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes)
        return (
            f"<table>\n<caption>{html.escape(self.title)}</caption>\n"
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n{notes}"
        )

    def to_latex(self, label: str = "") -> str:
        """Render as a LaTeX ``table`` with booktabs rules, its notes in small type below."""
        align = "".join("r" if numeric else "l" for numeric in self._numeric())
        head = " & ".join(_latex(column.heading) for column in self.columns)
        numeric = self._numeric()
        body = ""
        for row in self._shown():
            cells = [_latex_number(c) if n else _latex(c) for c, n in zip(row, numeric, strict=True)]
            body += " & ".join(cells) + " \\\\\n"
        mark = f"\\label{{{re.sub(r'[^A-Za-z0-9:-]', '-', label)}}}\n" if label else ""
        notes = "".join(f"\n\\par{{\\footnotesize {_latex(note)}}}" for note in self.notes)
        return (
            f"\\begin{{table}}\n\\centering\n\\caption{{{_latex(self.title)}}}\n{mark}"
            f"\\begin{{tabular}}{{{align}}}\n\\toprule\n{head} \\\\\n\\midrule\n{body}"
            f"\\bottomrule\n\\end{{tabular}}{notes}\n\\end{{table}}\n"
        )

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
        return " ".join(cell.split())
    if isinstance(cell, int) and not digits:
        return f"{cell:d}"
    return _rounded(float(cell), 3 if digits is None else digits)


def _rounded(number: float, digits: int) -> str:
    text = f"{number:.{digits}f}"
    if not text.strip("-0."):
        text = f"{number:.1e}" if _NOISE < abs(number) < 1e-6 else text.lstrip("-")
    return text


def _markdown(text: str) -> str:
    escaped = re.sub(r"([\\`*_\[\]|])", r"\\\1", text)
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def _latex(text: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in text)


def _latex_number(text: str) -> str:
    """Set a number with a minus sign in place of a hyphen."""
    return "$-$" + text[1:] if text.startswith("-") else _latex(text)


def _csv(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Fraction):
        return float(cell)
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell
