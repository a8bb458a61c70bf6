"""Blocks: what a report says, before it is known in which format.

``document.py`` puts a report together from these; ``markdown.py``, ``page.py`` and ``paper.py``
write them as report.md, report.html and LaTeX. So no format says what another does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiate.report.drawing import Drawing
    from negotiate.table import Table

__all__ = ["Block", "Document", "Heading", "Picture", "Points", "Prose", "Sentence", "Shown", "cited"]


@dataclass(frozen=True)
class Sentence:
    """A sentence and the keys of the works that it cites."""

    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """The heading of a section."""

    text: str


@dataclass(frozen=True)
class Prose:
    """A paragraph."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Shown:
    """A table, by its name."""

    name: str


@dataclass(frozen=True)
class Picture:
    """A figure, by its name."""

    name: str


Block = Heading | Prose | Points | Shown | Picture


@dataclass(frozen=True, eq=False)
class Document:
    """A report: its title, its blocks, and the tables and figures that these name.

    Attributes
    ----------
    tables : mapping of str to Table
        By file name; every block ``Shown`` is one of them.
    figures : mapping of str to Drawing
        By file name; every block ``Picture`` is one of them.
    sources : mapping
        The records of the data sources, by key.
    """

    title: str
    blocks: tuple[Block, ...]
    tables: Mapping[str, Table]
    figures: Mapping[str, Drawing]
    sources: Mapping[str, Mapping[str, object]]


def cited(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the keys that the blocks cite, each once, in the order of the first citation.

    Examples
    --------
    >>> cited([Prose((Sentence("A.", ("nash-1950", "scipy")), Sentence("B.", ("nash-1950",))))])
    ('nash-1950', 'scipy')
    """
    told = (block.sentences for block in blocks if isinstance(block, Prose | Points))
    return tuple(dict.fromkeys(key for sentences in told for sentence in sentences for key in sentence.cites))
