"""Sourced figures that ship with the library, one fact a row.

- ``tables``: read a file, a row, a value; every file is checked against its digest.
- ``*.csv``: the figures; ``files.toml`` lists them with their digests.
- ``sources.toml``: where each figure comes from.

Rates and shares are fractions. ``quality`` says how good a row is: ``official``, ``reported``,
``derived`` (arithmetic on other rows, written out in ``arithmetic``) or ``calculated`` (a
statistic of a source's own data, described in ``note``).
"""

from negotiate.data.tables import digest, fact, files, load, row, sources

__all__ = ["digest", "fact", "files", "load", "row", "sources"]
