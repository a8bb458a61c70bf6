"""What all figures share: fonts, colours, widths, how text and files are written.

A figure is a plain ``matplotlib.figure.Figure``, made without pyplot and without touching a
user's settings. Text is drawn as outlines of DejaVu Sans, which comes with Matplotlib, so that
a picture looks the same everywhere and the same input gives the same bytes. Matplotlib loads
on first use.
"""

from __future__ import annotations

import functools
import hashlib
import html
import io
import re
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_number
from negotiate.errors import InvalidInput
from negotiate.escape import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "COLUMN",
    "INK",
    "MARKERS",
    "PAGE",
    "PALETTE",
    "axis_title",
    "house_style",
    "legend_below",
    "new_figure",
    "number_format",
    "safe_text",
    "save_pdf",
    "save_svg",
    "settle",
    "wrapped",
    "zero_line",
]

COLUMN = 3.4  # inches: one column of a two-column page
PAGE = 7.0  # inches: the text width of a page
INK = "#222222"

#: Okabe and Ito's colours, told apart with every common form of colour blindness.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#7F7F7F")
MARKERS = ("o", "s", "^", "v", "P", "X", "p", "h")

_NARROWEST, _WIDEST = 2.0, 20.0  # inches
_SETTINGS: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 7.0,
    "axes.titlesize": 8.0,
    "axes.labelsize": 7.0,
    "axes.linewidth": 0.6,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "legend.fontsize": 6.5,
    "legend.frameon": False,
    "legend.handlelength": 1.4,
    "legend.columnspacing": 1.2,
    "lines.linewidth": 1.2,
    "hatch.linewidth": 0.5,
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "negotiate",
    "figure.dpi": 100.0,
    "figure.constrained_layout.h_pad": 0.05,
    "figure.constrained_layout.w_pad": 0.06,
}
_NOT_ABOUT_LOOKS = re.compile(
    r"interactive|backend|webagg|toolbar|timezone|tk\.|docstring|date\.epoch|animation"
    r"|figure\.max_open_warning|figure\.raise_window|savefig\.directory"
)


@contextmanager
def house_style() -> Iterator[None]:
    """Use this library's settings inside the block, and the user's again after it."""
    import matplotlib

    defaults: Mapping[Any, Any] = matplotlib.rcParamsDefault
    looks: Any = {key: value for key, value in defaults.items() if not _NOT_ABOUT_LOOKS.match(key)}
    with matplotlib.rc_context(looks | _SETTINGS):
        yield


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of this size in inches, whose parts keep out of each other's way."""
    from matplotlib.figure import Figure

    width = finite_number("width", width, low=_NARROWEST, high=_WIDEST, unit="in")
    return Figure(figsize=(width, height), layout="constrained")


@functools.cache
def _drawable() -> frozenset[int]:
    """Return the code points that the font has an outline for."""
    import matplotlib
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"))
    return frozenset(font.get_charmap())


def safe_text(text: object, longest: int = 40) -> str:
    r"""Make a label from a user's file fit to draw: one line, no formulas, cut to ``longest``.

    A dollar sign stays a dollar sign (Matplotlib would read a formula between two). A letter
    that the font lacks is drawn as U+FFFD; tables and reports keep it.

    Examples
    --------
    >>> print(safe_text("costs $5 to $6"))
    costs \$5 to \$6
    >>> safe_text("a label that goes on and on", longest=12)
    'a label tha…'
    """
    line = visible(str(text))
    if len(line) > longest:
        line = line[: longest - 1].rstrip() + "…"
    known = _drawable()
    return "".join(letter if ord(letter) in known else "\ufffd" for letter in line).replace("$", r"\$")


def wrapped(text: object, letters: int) -> str:
    r"""Set the words of a label on at most two lines of so many letters (12 at least).

    Examples
    --------
    >>> wrapped("without an agreement", 12)
    'without an\nagreement'
    """
    letters = max(letters, 12)
    lines = textwrap.wrap(visible(str(text)), letters, max_lines=2, placeholder=" …")
    return "\n".join(safe_text(line, letters) for line in lines)


def axis_title(what: str, unit: str) -> str:
    """Write what an axis shows, with its unit in brackets.

    Examples
    --------
    >>> axis_title("Budget", "bn USD")
    'Budget [bn USD]'
    """
    return f"{safe_text(what)} [{safe_text(unit, 60)}]" if unit else safe_text(what)


def number_format(values: NDArray[np.float64]) -> str:
    """Return the format that shows the largest of these numbers with three digits.

    Examples
    --------
    >>> number_format(np.array([12.34, 0.5])).format(12.34)
    '12.3'
    """
    largest = float(np.abs(values).max(initial=0.0))
    if largest == 0:
        return "{:.0f}"
    if not 1e-3 <= largest < 1e5:
        return "{:.2g}"
    return f"{{:.{max(0, 2 - int(np.floor(np.log10(largest))))}f}}"


def legend_below(figure: Figure, columns: int, **entries: Any) -> None:
    """Put one legend under the whole figure; ``entries`` go to ``Figure.legend``."""
    figure.legend(loc="outside lower center", ncols=columns, borderaxespad=0.0, **entries)


def settle(figure: Figure) -> Figure:
    """Place everything once and for all, so that every later rendering is the same."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        figure.set_layout_engine("none")
    return figure


def zero_line(axes: Axes, *, vertical: bool = False) -> None:
    """Draw the line between gains and losses."""
    draw = axes.axvline if vertical else axes.axhline
    draw(0.0, color=INK, linewidth=0.6, zorder=1.5)


def save_svg(figure: Figure, title: str, description: str) -> str:
    """Render a figure as SVG text that holds no date and is the same at every run.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Any figure, those of this package or others.
    title : str
        A few words; what a screen reader says first.
    description : str
        What a reader who cannot see the picture needs to know: what is shown and what stands out.

    Returns
    -------
    str
        An SVG document with ``<title>`` and ``<desc>``, both escaped.

    Raises
    ------
    InvalidInput
        Where the title or the description is empty.

    Examples
    --------
    >>> svg = save_svg(new_figure(3.4, 2), "Nothing", "An empty <picture>.")
    >>> "<desc" in svg and "An empty &lt;picture&gt;." in svg
    True
    """
    for name, text in (("title", title), ("description", description)):
        if not text.strip():
            raise InvalidInput(f"{name} is empty; say in words what the figure shows.")
    image = _render(figure)
    shown, told = _xml_text(title), _xml_text(description)
    mark = hashlib.sha256(f"{shown}\n{told}".encode()).hexdigest()[:8]
    words = f'<title id="title-{mark}">{shown}</title>\n <desc id="desc-{mark}">{told}</desc>\n '
    head, opening, rest = image.partition("<svg ")
    attributes, _, body = rest.partition(">")
    role = f' role="img" aria-labelledby="title-{mark} desc-{mark}"'
    return f"{head}{opening}{attributes}{role}>\n {words}{body.lstrip()}"


def save_pdf(figure: Figure, title: str) -> bytes:
    """Render a figure as PDF that holds no date and is the same at every run; fonts are embedded.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Any figure, those of this package or others.
    title : str
        A few words, for the document's properties.

    Examples
    --------
    >>> save_pdf(new_figure(3.4, 2), "Nothing")[:5]
    b'%PDF-'
    """
    if not title.strip():
        raise InvalidInput("title is empty; say in words what the figure shows.")
    from matplotlib.backends.backend_pdf import FigureCanvasPdf

    out = io.BytesIO()
    canvas, dpi = figure.canvas, figure.dpi
    about = {"Title": visible(title), "CreationDate": None, "Creator": None, "Producer": None}
    try:
        with house_style():
            vector: Any = FigureCanvasPdf(figure)
            vector.print_pdf(out, metadata=about)
    finally:
        figure.set_canvas(canvas)
        figure.dpi = dpi
    return out.getvalue()


def _render(figure: Figure) -> str:
    """Draw once (``savefig`` draws twice), and leave the figure as it was."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = io.StringIO()
    canvas, dpi = figure.canvas, figure.dpi
    try:
        with house_style():
            vector: Any = FigureCanvasSVG(figure)
            vector.print_svg(out, metadata={"Date": None, "Creator": None})
    finally:
        figure.set_canvas(canvas)
        figure.dpi = dpi
    return out.getvalue()


def _xml_text(text: str) -> str:
    """Escape text for XML, without the control characters that XML does not allow."""
    return html.escape(re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text))
