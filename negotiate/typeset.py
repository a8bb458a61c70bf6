r"""Typeset: lay a table out in LaTeX so that it fits the width of a page, and say all of it.

Widths are estimated letter by letter. A table that fits a column becomes a ``table``; a wider one
a ``table*``, which spans both columns of a two-column page. Text wraps; where the numbers alone
are too wide, the columns are divided among several tables that repeat the first; where the rows
are too many for a page, so are they. Numbers stand in ``S`` columns of siunitx.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from negotiate.escape import latex_text, visible

__all__ = ["COLUMN_WIDTH", "PAGE_WIDTH", "Layout", "latex_tables"]

COLUMN_WIDTH = 3.4  # inches: one column of a two-column page
PAGE_WIDTH = 6.27  # inches: A4 or US letter between margins of an inch

_POINTS = 72.27  # in an inch
_GAP = 8.0  # points between two columns: twice \tabcolsep
_LINE = 9.6  # points from line to line of \footnotesize
_TALLEST = 480.0  # points that the rows of one table may take
_SPARE = 1.04  # widths are estimates
_LONG = 64.0  # points; a wider word may be broken
_PIECE = 56.0  # points after which a word without a joint may be broken
_JOINT = re.compile(r"(?<=[/_.:=&?,-])")
_NUMBER = re.compile(r"(-?)(\d+)(?:\.(\d+))?")
_SHRUNK = 0.09  # of the page: the least that a wrapped column of text gets, if it needs that much


@dataclass(frozen=True)
class Layout:
    """A table to typeset: words as they are, numbers as they are shown, ``–`` for nothing.

    Parameters
    ----------
    title, notes
        The caption, and what stands under the table.
    headings : sequence of str
        One a column.
    rows : sequence of sequences of str
        The cells.
    numeric : sequence of bool
        Whether a column holds numbers only.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    notes: Sequence[str] = ()

    def column(self, k: int) -> list[str]:
        """Return the cells of a column."""
        return [row[k] for row in self.rows]


@dataclass(frozen=True)
class _Column:
    """A column as it will be set: its place in the table, its width in points, and what it holds."""

    place: int
    width: float
    wraps: bool
    form: str  # the format of the numbers; blank for text


def latex_tables(layout: Layout, label: str, width: float) -> str:
    """Return one or several LaTeX tables, at most ``width`` inches wide."""
    page = width * _POINTS
    groups = _grouped(layout, page)
    parts = [(group, rows) for rows in _pages(layout, groups) for group in groups]
    written = []
    for number, (columns, rows) in enumerate(parts, 1):
        told = f" (part {number} of {len(parts)})" if len(parts) > 1 else ""
        mark = label if number == 1 or not label else f"{label}-{number}"
        notes = layout.notes if number == len(parts) else ()
        written.append(_table(layout, columns, rows, (layout.title + told, mark, notes), page))
    return "\n".join(written)


def _grouped(layout: Layout, page: float) -> list[list[_Column]]:
    """Divide the columns among tables of which each fits the page; the first leads each."""
    natural = [_natural(layout, k) for k in range(len(layout.headings))]
    least = [_least(layout, column, page) for column in natural]
    keys = 1
    while keys < len(natural) and not layout.numeric[keys] and _total(least[: keys + 1]) < page / 3:
        keys += 1
    groups: list[list[int]] = [[]]
    for place in range(keys, len(natural)):
        if groups[-1] and _total([*least[:keys], *(least[k] for k in groups[-1]), least[place]]) > page:
            groups.append([])
        groups[-1].append(place)
    return [_stretched(layout, [natural[k] for k in (*range(keys), *group)], least, page) for group in groups]


def _natural(layout: Layout, place: int) -> _Column:
    """Return the width of a column in which only headings of numbers wrap."""
    cells, heading = layout.column(place), layout.headings[place]
    if not layout.numeric[place]:
        return _Column(place, max(_width(text) for text in (heading, *cells)), False, "")
    form, numbers = _format(cells)
    words = max((_width(word) for word in visible(heading).split()), default=0.0)
    return _Column(place, max(numbers, words, min(_width(heading), 1.6 * numbers)), True, form)


def _least(layout: Layout, column: _Column, page: float) -> float:
    """Return the least width of a column: text may wrap, a long word may break."""
    if column.form:
        return column.width
    heading, cells = layout.headings[column.place], layout.column(column.place)
    pieces = (
        piece for text in (heading, *cells) for word in visible(text).split() for piece in _pieces(word)
    )
    longest = max((_width(piece) for piece in pieces), default=0.0)
    return min(column.width, max(longest, _SHRUNK * page))


def _stretched(layout: Layout, columns: list[_Column], least: list[float], page: float) -> list[_Column]:
    """Wrap columns of text, those first in which few cells are wide, until the table fits the page."""
    room = page - _GAP * (len(columns) - 1)
    text = [column for column in columns if not column.form]
    fixed = sum(column.width for column in columns if column.form)
    narrowest = {column.place: least[column.place] for column in text}
    widest = {column.place: column.width for column in text}
    usual = {place: max(narrowest[place], _usual(layout.column(place))) for place in narrowest}
    widths = _between(narrowest, usual, room - fixed)
    if widths == usual:
        widths = _between(usual, widest, room - fixed)
    return [
        column
        if column.form
        else _Column(column.place, widths[column.place], widths[column.place] < column.width, "")
        for column in columns
    ]


def _usual(cells: Sequence[str]) -> float:
    """Return the width that four cells out of five keep to."""
    return sorted(_width(cell) for cell in cells)[len(cells) * 4 // 5] if cells else 0.0


def _between(low: dict[int, float], high: dict[int, float], room: float) -> dict[int, float]:
    """Return widths as alike as the bounds let them be, of which the sum is ``room`` or less."""

    def widths(most: float) -> dict[int, float]:
        return {place: min(high[place], max(low[place], most)) for place in low}

    tried = sorted({0.0, *low.values(), *high.values()})
    most = max((at for at in tried if sum(widths(at).values()) <= room), default=0.0)
    found = widths(most)
    growing = [place for place in low if low[place] <= most < high[place]]
    return widths(most + (room - sum(found.values())) / len(growing)) if growing else found


def _total(widths: Sequence[float]) -> float:
    return sum(widths) + _GAP * (len(widths) - 1)


def _pages(layout: Layout, groups: Sequence[Sequence[_Column]]) -> list[range]:
    """Divide the rows among tables that fit a page."""
    heights = [
        max(_lines(row[column.place], column) for columns in groups for column in columns) * _LINE
        for row in layout.rows
    ]
    pages, start, used = [], 0, 0.0
    for number, height in enumerate(heights):
        if number > start and used + height > _TALLEST:
            pages.append(range(start, number))
            start, used = number, 0.0
        used += height
    return [*pages, range(start, len(heights))]


def _lines(text: str, column: _Column) -> int:
    """Estimate how many lines a cell takes, word by word."""
    if column.form or not column.wraps:
        return 1
    lines, at = 1, 0.0
    for word in visible(text).split():
        for piece in _pieces(word):
            wide = _width(piece)
            if at and at + wide > column.width:
                lines, at = lines + 1, 0.0
            at += wide
        at += _width(" ")
    return lines


def _table(
    layout: Layout,
    columns: Sequence[_Column],
    rows: range,
    words: tuple[str, str, Sequence[str]],
    page: float,
) -> str:
    """Write one table; ``words`` are its caption, its label and its notes."""
    title, label, notes = words
    total = _total([column.width for column in columns])
    kind = "table*" if total > COLUMN_WIDTH * _POINTS else "table"
    across = max(total, min(COLUMN_WIDTH * _POINTS, page))
    last = len(columns) - 1
    ends = [("@{}" * (k == 0), "@{}" * (k == last)) for k in range(len(columns))]
    heads = " & ".join(
        _heading(layout.headings[column.place], column, end)
        for column, end in zip(columns, ends, strict=True)
    )
    body = "".join(
        " & ".join(_cell(layout.rows[number][column.place], column) for column in columns) + " \\\\\n"
        for number in rows
    )
    mark = f"\\label{{{re.sub(r'[^A-Za-z0-9:-]', '-', label)}}}\n" if label else ""
    under = "".join(f"{_broken(note)}\\par\n" for note in notes)
    below = (
        f"\\par\\smallskip\n\\begin{{minipage}}{{{across:.1f}pt}}\\raggedright\n{under}\\end{{minipage}}\n"
    )
    return (
        f"\\begin{{{kind}}}[!htbp]\n\\centering\n\\caption{{{_broken(title)}}}\n{mark}"
        f"\\smallskip\n\\footnotesize\n\\setlength{{\\tabcolsep}}{{{_GAP / 2:g}pt}}\n"
        f"\\begin{{tabular}}{{@{{}}{''.join(_kind(column) for column in columns)}@{{}}}}\n"
        f"\\toprule\n{heads} \\\\\n\\midrule\n{body}\\bottomrule\n\\end{{tabular}}\n"
        f"{below if notes else ''}\\end{{{kind}}}\n"
    )


def _kind(column: _Column) -> str:
    if column.form:
        return f"S[table-format={column.form}]"
    return f">{{\\raggedright\\arraybackslash}}p{{{column.width:.1f}pt}}" if column.wraps else "l"


def _heading(text: str, column: _Column, end: tuple[str, str]) -> str:
    """Write a heading, which wraps where its column does; ``end`` is what holds the outer margins."""
    if not column.wraps:
        return latex_text(text)
    side = "centering" if column.form else "raggedright"
    cell = f">{{\\{side}\\arraybackslash}}b{{{column.width:.1f}pt}}"
    return f"\\multicolumn{{1}}{{{end[0]}{cell}{end[1]}}}{{{_broken(text)}}}"


def _cell(text: str, column: _Column) -> str:
    if not column.form:
        return _broken(text) if column.wraps else latex_text(text)
    if _NUMBER.fullmatch(text):
        return text
    mantissa, _, power = text.partition("e")
    return f"{{${mantissa}\\times10^{{{int(power)}}}$}}" if power else f"{{{latex_text(text)}}}"


def _broken(text: str) -> str:
    """Write text in which a line may end inside a long word."""
    words = visible(text).split()
    return " ".join("\\allowbreak{}".join(latex_text(piece) for piece in _pieces(word)) for word in words)


def _pieces(word: str) -> Iterator[str]:
    """Yield the parts of a word between which a line may end."""
    if _width(word) <= _LONG:
        yield word
        return
    for part in _JOINT.split(word):
        piece, wide = "", 0.0
        for letter in part:
            if piece and wide + _letter(letter) > _PIECE:
                yield piece
                piece, wide = "", 0.0
            piece, wide = piece + letter, wide + _letter(letter)
        if piece:
            yield piece


def _format(cells: Sequence[str]) -> tuple[str, float]:
    """Return siunitx's format for these numbers and the points that it takes."""
    found = [match for match in map(_NUMBER.fullmatch, cells) if match]
    sign = "-" if any(match[1] for match in found) else ""
    whole = max((len(match[2]) for match in found), default=1)
    parts = max((len(match[3] or "") for match in found), default=0)
    shape = f"{sign}{whole}.{parts}"
    others = max((_width(cell) for cell in cells if not _NUMBER.fullmatch(cell)), default=0.0)
    return shape, max(_width(sign + "0" * (whole + parts) + "." * bool(parts)), others)


def _width(text: str) -> float:
    """Estimate how many points a text takes in footnote size."""
    return _SPARE * sum(_letter(letter) for letter in visible(text))


def _letter(letter: str) -> float:
    if letter in "ijl.,:;'|! ":
        return 2.6
    if letter in "ftrsI()[]-":
        return 3.4
    if letter in "mwMW%@—+−×=<>←→≥≤":
        return 7.2
    if ord(letter) > 0x17F and not letter.isalpha():
        return 9.0
    if ord(letter) > 0x400:
        return 34.0  # written as its code point
    return 6.2 if letter.isupper() else 4.6
