"""The sources of a result as BibTeX: exactly the works, packages and data that it used.

Works and packages stand in ``references.bib``, which ships with this file; a package's key is
the name it is installed by. That of this software names its version. Data sources come from a
scenario's own record and become ``@misc`` entries, with nothing in them that the record does not say.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from importlib import resources
from types import MappingProxyType
from urllib.parse import quote

from negotiate.checks import did_you_mean, known_keys, show
from negotiate.errors import InvalidInput
from negotiate.provenance import DISTRIBUTION, version

__all__ = ["AUTHOR", "TITLE", "bibliography", "in_words", "known_references"]

AUTHOR = "The negotiate developers"
TITLE = "negotiate: games, deals, procurement and tariffs, each with its proof"

_ENTRY = re.compile(r"^@(?P<kind>\w+)\{(?P<key>[^,\s]+),\n.*?^\}$", re.MULTILINE | re.DOTALL)
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+/-]*")
_DATE = re.compile(r"(\d{4})(-\d{2}(-\d{2})?)?")
_URL_SAFE = ":/?#[]@!$&'()*+,;=%~"
_RECORD = (
    "author", "copy", "date", "licence", "note", "original", "publisher", "retrieved", "title", "type", "url"
)  # fmt: skip

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    **{letter: "\\" + letter for letter in "&%$#_"},
}


def bibliography(references: Iterable[str], sources: Mapping[str, Mapping[str, object]]) -> str:
    r"""Write BibTeX for what a result used, no more and no less, sorted by key.

    Parameters
    ----------
    references : iterable of str
        Keys of ``known_references()``: works (``"nash-1950"``) and packages (``"scipy"``).
        Naming one twice is the same as once.
    sources : mapping
        From the key of a data source to its record: ``title``, and where known ``publisher``,
        ``author``, ``url``, ``date``, ``retrieved``, ``licence``, ``original``, ``copy``,
        ``type``, ``note``.

    Returns
    -------
    str
        BibTeX in UTF-8. Text from records is escaped for LaTeX.

    Raises
    ------
    InvalidInput
        For a reference that is not known, a record without title or with an unknown field, a
        key that BibTeX cannot hold or that stands for two things.

    Examples
    --------
    >>> print(bibliography([], {"budget": {"title": "Budget & outlays", "date": 2024}}), end="")
    @misc{budget,
      title = {{Budget \& outlays}},
      year = {2024},
    }
    """
    shipped = _shipped()
    entries: dict[str, str] = {}
    for key in references:
        if key not in shipped:
            raise InvalidInput(
                f"references has {show(key)}, which references.bib does not hold.{did_you_mean(key, shipped)}"
            )
        entries[key] = shipped[key]
    for key, record in sources.items():
        if key in entries:
            raise InvalidInput(f"sources has {key!r}, which is also a reference; rename the source.")
        entries[key] = _misc(key, record)
    return "\n".join(entries[key] for key in sorted(entries))


def known_references() -> tuple[str, ...]:
    """Return the keys of all works and packages that ``bibliography`` can cite, sorted.

    Examples
    --------
    >>> "nash-1950" in known_references()
    True
    """
    return tuple(sorted(_shipped()))


@functools.cache
def _shipped() -> Mapping[str, str]:
    """Read ``references.bib`` into its entries by key."""
    text = resources.files(__package__).joinpath("references.bib").read_text(encoding="utf-8")
    entries = {entry["key"]: entry[0] + "\n" for entry in _ENTRY.finditer(text)}
    return MappingProxyType({**entries, DISTRIBUTION: _software()})


def _software() -> str:
    """Write the entry of this software, in the version that is installed."""
    fields = {
        "author": _whole(AUTHOR),
        "title": _whole(TITLE),
        "howpublished": f"Python package {DISTRIBUTION}",
        "note": f"Version {version()}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{DISTRIBUTION},\n{lines}}}\n"


def in_words(key: str, sources: Mapping[str, Mapping[str, object]]) -> tuple[str, str]:
    """Return an entry of the bibliography as plain text, and its address (blank where it has none).

    Parameters
    ----------
    key : str
        Of a work, a package, or a data source.
    sources : mapping
        Records of data sources by key, as for ``bibliography``.

    Examples
    --------
    >>> in_words("nash-1950", {})
    ('Nash, John F. The Bargaining Problem. Econometrica 18(2), 1950.', 'https://doi.org/10.2307/1907266')
    """
    text = _misc(key, sources[key]) if key in sources else _shipped()[key]
    found = {m[1]: _unescaped(m[2]) for m in _FIELD.finditer(text)}
    authors = found.get("author", "")
    if key not in sources:
        authors = authors.replace(" and others", " et al").replace(" and ", "; ")
    parts = [authors, found["title"], _placed(found), found.get("note", "")]
    told = " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)
    address = f"https://doi.org/{found['doi']}" if "doi" in found else found.get("url", "")
    return told, address


def _placed(found: Mapping[str, str]) -> str:
    """Say where and when a work appeared."""
    where = next((found[name] for name in _PLACES if found.get(name)), "")
    if found.get("volume") and "journal" in found:
        where += f" {found['volume']}" + (f"({found['number']})" if "number" in found else "")
    return ", ".join(part for part in (where, found.get("date") or found.get("year", "")) if part)


_FIELD = re.compile(r"^  (\w+) *= \{(.*?)\},$", re.MULTILINE | re.DOTALL)
_PLACES = ("journal", "booktitle", "publisher", "institution", "howpublished")
_ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "~": "\u0303", "^": "\u0302"}


def _unescaped(text: str) -> str:
    """Write the LaTeX of a field as plain text."""
    text = re.sub(
        r"\{\\(['`\"~^])(\w)\}", lambda m: unicodedata.normalize("NFC", m[2] + _ACCENTS[m[1]]), text
    )
    for letter, escape in _ESCAPES.items():
        text = text.replace(escape, letter if letter not in "{}" else "")
    text = text.replace("``", "“").replace("''", "”").replace("--", "–")
    return " ".join(re.sub(r"[{}]", "", text).split())


def _misc(key: str, record: Mapping[str, object]) -> str:
    """Write the record of a data source as an entry."""
    if not _KEY.fullmatch(key):
        raise InvalidInput(
            f"sources has the key {show(key)}; a key is of letters, digits and '.', '_', ':', '+', '/', '-'."
        )
    known_keys(f"sources[{key!r}]", record, _RECORD)
    fields = {name: " ".join(str(value).split()) for name, value in record.items()}
    if not fields.get("title"):
        raise InvalidInput(f"sources[{key!r}] has no title; give one, for a reader to find it by.")
    written = {
        "author": _whole(fields.get("author", "")),
        "title": _whole(fields["title"]),
        "howpublished": _latex(fields.get("publisher", "")),
        **_dates(fields),
        "url": quote(fields.get("url", ""), safe=_URL_SAFE),
        "note": _latex(_note(fields)),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in written.items() if value]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"


def _whole(text: str) -> str:
    """Write text that BibTeX keeps as it is: capitals of a title, a body's name as an author."""
    return f"{{{_latex(text)}}}" if text else ""


def _dates(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields for the day of publication and the day it was read."""
    date = fields.get("date", "")
    match = _DATE.fullmatch(date)
    year = match[1] if match else _latex(date)
    full = date if match and match[2] else ""
    retrieved = fields.get("retrieved", "")
    read = {"urldate": retrieved} if _DATE.fullmatch(retrieved) else {}
    return {"year": year, "date": full, **read}


def _note(fields: Mapping[str, str]) -> str:
    named = {"original": "reports", "copy": "read in the copy", "licence": "licence:"}
    parts = [f"{word} {fields[name]}" for name, word in named.items() if fields.get(name)]
    return "; ".join([*([fields["note"]] if fields.get("note") else []), *parts])


def _latex(text: str) -> str:
    """Escape text for LaTeX inside a BibTeX field, whose braces must balance; drop what cannot be shown."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text if letter.isprintable())
