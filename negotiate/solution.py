"""Solution: the frozen base that every result extends.

A solution keeps its problem and its certificate, gives one ``table()``, and every way of
showing it renders that table. ``to_json`` adds the certificate and the provenance.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from negotiate.provenance import Provenance, plain
from negotiate.table import Table

if TYPE_CHECKING:
    import pandas

__all__ = ["Solution"]


class Solution(ABC):
    """Base of all results: what was asked, what was found, and the proof.

    A sub-class is a frozen dataclass with a ``concept`` and ``provenance``, and says what its
    ``table``, ``answer`` and ``certificate`` are.
    """

    concept: str
    provenance: Provenance

    @abstractmethod
    def table(self) -> Table:
        """Return the result as one table."""

    @abstractmethod
    def answer(self) -> dict[str, Any]:
        """Return the result as a JSON-ready dict."""

    @abstractmethod
    def certificate(self) -> dict[str, Any]:
        """Return the proof, worked out from the problem, as a JSON-ready dict."""

    def summary(self) -> str:
        """Return the table as plain text."""
        return self.table().to_text()

    def __str__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def to_frame(self) -> pandas.DataFrame:
        """Return the table as a pandas DataFrame."""
        return self.table().to_frame()

    def to_latex(self) -> str:
        """Return the table as LaTeX."""
        return self.table().to_latex()

    def to_markdown(self) -> str:
        """Return the table as Markdown."""
        return self.table().to_markdown()

    def to_csv(self) -> str:
        """Return the table as CSV."""
        return self.table().to_csv()

    def to_dict(self) -> dict[str, Any]:
        """Return answer, certificate and provenance as a JSON-ready dict."""
        record = {
            "concept": self.concept,
            "answer": self.answer(),
            "certificate": self.certificate(),
            "provenance": self.provenance.to_dict(),
        }
        return dict(plain(record))

    def to_json(self) -> str:
        """Return answer, certificate and provenance as JSON text."""
        return json.dumps(self.to_dict(), indent=1, sort_keys=True, ensure_ascii=False)
