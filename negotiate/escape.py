"""Escape: how text from a user's file is written in each format.

A label is data. Whatever stands in it, it comes out as text: no markup, no command, no formula
that a spreadsheet would run, no control character, no mark that turns the direction of reading.
``visible`` is the part that all formats share; JSON and frames keep the label as it is.
"""

from __future__ import annotations

import html
import re
import unicodedata

__all__ = ["csv_text", "html_text", "latex_text", "markdown_text", "visible"]

#: Marks that change the direction of what follows, and so can show a text as another one.
_TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN = re.compile(f"[\x00-\x1f\x7f-\x9f{_TURNS}\ud800-\udfff\ufeff\ufffe\uffff]")
_RUN = tuple("=+-@＝＋－＠")  # how a formula begins, for one spreadsheet or another

_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "[": "{[}",  # after the end of a row, a bare one would open an option
    "]": "{]}",
    "*": "{*}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "`": r"\textasciigrave{}",
    "\xa0": "~",
    "\u2009": r"\,",
    "\u202f": r"\,",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "–": "--",
    "—": "---",
    "…": r"\ldots{}",
    "€": r"\texteuro{}",
    "•": r"\textbullet{}",
    "−": "$-$",
    "×": r"$\times$",
    "÷": r"$\div$",
    "±": r"$\pm$",
    "·": r"$\cdot$",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "≠": r"$\neq$",
    "≈": r"$\approx$",
    "∞": r"$\infty$",
    "←": r"$\leftarrow$",
    "→": r"$\rightarrow$",
    "∂": r"$\partial$",
    "∑": r"$\sum$",
    "√": r"$\surd$",
    "∈": r"$\in$",
    "ς": r"$\varsigma$",
    "ο": "o",
    **{chr(0x2080 + k): f"$_{k}$" for k in range(10)},
}  # fmt: skip
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega"
)  # fmt: skip
_LIKE_LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))
_JOINT = "\ufffe"  # between letters that LaTeX would draw as one: two hyphens are no dash
#: Between U+00A1 and U+017F, what LaTeX's T1 fonts cannot set.
_NOT_IN_T1 = set("ĦħĸĿŀŉŦŧſ")


def visible(text: str) -> str:
    r"""Write text on one line, with U+FFFD for what cannot be seen or turns what is read.

    Examples
    --------
    >>> visible("two\nlines,  \x07a bell")
    'two lines, �a bell'
    """
    return " ".join(_UNSEEN.sub("\ufffd", " ".join(text.split())).split())


def html_text(text: str) -> str:
    """Write text for HTML, inside an element or a quoted attribute.

    Examples
    --------
    >>> html_text("<b> & 'c'")
    '&lt;b&gt; &amp; &#x27;c&#x27;'
    """
    return html.escape(visible(text))


def markdown_text(text: str) -> str:
    r"""Write text for Markdown, inside a paragraph or a table's cell.

    Examples
    --------
    >>> print(markdown_text("a|b *c* <d>"))
    a\|b \*c\* &lt;d&gt;
    """
    escaped = re.sub(r"([\\`*_\[\]|$~])", r"\\\1", visible(text))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def latex_text(text: str) -> str:
    r"""Write text for LaTeX with T1 fonts; a letter that these lack is written as its code point.

    Examples
    --------
    >>> print(latex_text("50 % of τ for 日本"))
    50 \% of $\tau$ for {[}U+65E5{]}{[}U+672C{]}
    """
    letters = unicodedata.normalize("NFC", visible(text))
    apart = "".join(_latex(letter) for letter in re.sub("(?<=[-,'])(?=[-,'])", _JOINT, letters))
    return apart.replace(_JOINT, "{}")


def csv_text(text: str) -> str:
    """Write text for a cell of CSV, so that no spreadsheet runs it: an apostrophe goes first.

    Examples
    --------
    >>> csv_text("=SUM(A1)"), csv_text("ordinary")
    ("'=SUM(A1)", 'ordinary')
    """
    line = visible(text)
    return f"'{line}" if line.startswith(_RUN) else line


def _latex(letter: str) -> str:
    if letter in _LATEX:
        return _LATEX[letter]
    if letter.isascii() or letter == _JOINT or ("\xa1" <= letter <= "\u017f" and letter not in _NOT_IN_T1):
        return letter
    if letter in _LIKE_LATIN:
        return _LIKE_LATIN[letter]
    name = unicodedata.name(letter, "").removeprefix("GREEK ").lower().split()
    if len(name) == 3 and name[1] == "letter" and name[2].replace("lamda", "lambda") in _GREEK.split():
        word = name[2].replace("lamda", "lambda")
        return f"$\\{word if name[0] == 'small' else word.capitalize()}$"
    return f"{{[}}U+{ord(letter):04X}{{]}}"
