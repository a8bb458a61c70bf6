"""Read the shipped figures: a table, a row, a value, and who says so.

A place in the tables is written ``"file:id"``, for example
``"trade_flows:us-imports-goods-2024"``. What is returned is read-only and the same on every
call; a file whose bytes are not those that were shipped is refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from negotiate.checks import did_you_mean, one_of, show
from negotiate.errors import InvalidInput

__all__ = ["digest", "fact", "files", "load", "row", "sources"]

_NUMBERS = frozenset({"value", "low", "high", "quantity", "volatility", "oppose", "claimed"})

Row = Mapping[str, Any]


def _read(name: str) -> bytes:
    """Return the bytes of a shipped file, line ends as LF."""
    return (resources.files("negotiate.data") / name).read_bytes().replace(b"\r\n", b"\n")


@cache
def _records(name: str) -> Mapping[str, Row]:
    records = tomllib.loads(_read(name).decode())
    return MappingProxyType({key: MappingProxyType(record) for key, record in records.items()})


def sources() -> Mapping[str, Row]:
    """Return the record of every source, by its key.

    A record holds ``title``, ``publisher``, ``url``, ``date``, ``type`` (``official``,
    ``press``, ``paper`` or ``data``) and ``retrieved``; where known also ``licence``,
    ``original`` (what the page reports) and ``copy`` (the copy that was read).

    Examples
    --------
    >>> sources()["eo-14345"]["publisher"]
    'Federal Register'
    """
    return _records("sources.toml")


def files() -> Mapping[str, Row]:
    """Return what each shipped file holds: ``title``, number of ``rows``, ``sha256``.

    Examples
    --------
    >>> files()["tariff_timeline"]["title"]
    'US tariffs on Japanese goods: rates announced and in force'
    """
    return _records("files.toml")


def digest(name: str) -> str:
    """Return the SHA-256 of a shipped file as it is now, line ends as LF.

    Examples
    --------
    >>> digest("exchange_rates") == files()["exchange_rates"]["sha256"]
    True
    """
    return hashlib.sha256(_read(f"{one_of('name', name, files())}.csv")).hexdigest()


@cache
def load(name: str) -> tuple[Row, ...]:
    """Read a shipped file, one read-only mapping a row.

    Parameters
    ----------
    name : str
        One of ``files()``, such as ``"trade_flows"``.

    Returns
    -------
    tuple of mapping
        Numbers as floats (``None`` where the cell is empty), ``source`` as a tuple of keys of
        ``sources()``, everything else as text.

    Raises
    ------
    InvalidInput
        If there is no such file, or if it was changed after it was shipped.

    Examples
    --------
    >>> [row["value"] for row in load("exchange_rates") if row["date"] == "2024"]
    [151.46, 150.97]
    """
    content = _read(f"{one_of('name', name, files())}.csv")
    if hashlib.sha256(content).hexdigest() != files()[name]["sha256"]:
        raise InvalidInput(
            f"{name}.csv differs from the file that was shipped (its SHA-256 is not that of files.toml); "
            "install the package again, or record the new digest if the change is meant."
        )
    return tuple(_row(cells) for cells in csv.DictReader(io.StringIO(content.decode(), newline="")))


def _row(cells: Mapping[str, str]) -> Row:
    typed: dict[str, Any] = dict(cells)
    for column in _NUMBERS & typed.keys():
        typed[column] = float(cells[column]) if cells[column] else None
    typed["source"] = tuple(cells["source"].split("; "))
    return MappingProxyType(typed)


@cache
def _by_id(name: str) -> Mapping[str, Row]:
    return {entry["id"]: entry for entry in load(name)}


def row(place: str) -> Row:
    """Return one row, with its unit, date, source and note.

    Parameters
    ----------
    place : str
        ``"file:id"``.

    Raises
    ------
    InvalidInput
        If there is no such file or no such row; the nearest name is given.

    Examples
    --------
    >>> row("elasticities:pass-through-trucks")["source"]
    ('feenstra-1989',)
    """
    name, colon, key = place.partition(":") if isinstance(place, str) else ("", "", "")
    if not colon:
        raise InvalidInput(
            f"place={show(place)} must be 'file:id', such as 'trade_flows:us-imports-goods-2024'."
        )
    rows = _by_id(one_of("file", name, files()))
    if key not in rows:
        raise InvalidInput(
            f"{name}.csv has no row {key!r}; load({name!r}) lists them.{did_you_mean(key, rows)}"
        )
    return rows[key]


def fact(place: str) -> float:
    """Return the value of one row, in the row's unit.

    Parameters
    ----------
    place : str
        ``"file:id"``.

    Raises
    ------
    InvalidInput
        If there is no such file or no such row; the nearest name is given.

    Examples
    --------
    >>> fact("trade_flows:us-imports-vehicles-2024")
    40.0
    """
    return float(row(place)["value"])
