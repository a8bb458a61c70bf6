"""Trade from tidy tables: one row a flow, from a CSV file, a pandas frame or plain records."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import did_you_mean, finite_number
from negotiate.errors import InvalidInput
from negotiate.trade.general.building import economy_from_trade
from negotiate.trade.general.economy import Economy

if TYPE_CHECKING:
    import pandas

__all__ = ["read_economy"]

Records = Iterable[Mapping[str, Any]]
_MISSING = ("nan", "<NA>", "NaT")
_LABELS = ("exporter", "importer", "sector", "country")


def read_economy(
    flows: str | PathLike[str] | pandas.DataFrame | Records,
    elasticities: Any,
    *,
    incomes: str | PathLike[str] | pandas.DataFrame | Records | Mapping[str, float] | None = None,
    tariffs: str | PathLike[str] | pandas.DataFrame | Records | None = None,
    value: str = "value",
    **options: Any,
) -> Economy:
    """Read an economy from tidy tables; pairs that are not listed are 0.

    Parameters
    ----------
    flows : path of a CSV file, pandas frame, or records
        Columns ``exporter``, ``importer``, the one named by ``value`` and, for several sectors,
        ``sector``. Countries and sectors come in the order of first appearance.
    elasticities
        As for ``Economy``; a mapping by sector is safest.
    incomes : path, frame, records or mapping, optional
        Columns ``country`` and ``value``, or a mapping or series by country. With incomes, home sales
        are worked out (one sector); without, they must be among the flows.
    tariffs : path, frame or records, optional
        Columns as for ``flows``, rates as fractions in ``rate``; without ``sector`` they hold for all.
    value : str
        The column of the flows that holds values.
    **options
        ``unit``, ``sources`` and, without incomes, ``margins``, as for ``Economy``.

    Raises
    ------
    InvalidInput
        For a missing column or country, a pair that is listed twice, a cell that is no number.

    Examples
    --------
    >>> rows = [("Home", "Foreign", 20), ("Foreign", "Home", 10)]
    >>> flows = [{"exporter": i, "importer": j, "value": x} for i, j, x in rows]
    >>> read_economy(flows, 4, incomes={"Home": 110, "Foreign": 90}).shares
    array([[0.9, 0.2],
           [0.1, 0.8]])
    """
    rows = _records("flows", flows, ("exporter", "importer", value))
    countries = list(dict.fromkeys([row["exporter"] for row in rows] + [row["importer"] for row in rows]))
    sectors = _sectors(rows)
    table = _cells("flows", rows, countries, sectors, value)
    if tariffs is not None:
        duties = _records("tariffs", tariffs, ("exporter", "importer", "rate"))
        options["tariffs"] = _cells("tariffs", duties, countries, sectors, "rate")
    if incomes is None:
        return Economy(table, countries, elasticities, sectors=sectors, **options)
    if len(sectors) > 1:
        raise InvalidInput(
            "incomes fill in home sales of one sector; with several, list home sales among the flows "
            "(exporter and importer the same) and leave incomes out."
        )
    return economy_from_trade(
        table, _incomes(incomes, countries), countries, elasticities, sectors=sectors, **options
    )


def _records(name: str, given: Any, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Read rows from wherever they are, with labels as text."""
    if isinstance(given, str | PathLike):
        rows = _file(name, given)
    else:
        try:
            rows = given.to_dict("records") if hasattr(given, "to_dict") else [dict(row) for row in given]
        except (TypeError, ValueError):
            raise InvalidInput(
                f"{name} is a {type(given).__name__}; it must be the path of a CSV file, a pandas frame or "
                "records (mappings)."
            ) from None
    if not rows:
        raise InvalidInput(f"{name} has no rows; it must have columns {', '.join(columns)}.")
    return [_labelled(f"{name}[{number}]", row, columns) for number, row in enumerate(rows)]


def _file(name: str, path: str | PathLike[str]) -> list[dict[str, Any]]:
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        why = str(error.strerror)
    except UnicodeDecodeError:
        why = "it is not text in UTF-8"
    except (ValueError, csv.Error) as error:
        why = str(error)
    raise InvalidInput(f"{name}: the file cannot be read ({why}).")


def _labelled(where: str, row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    """Return a row with its labels as text without blanks around them; a sector may be left blank."""
    for column in columns:
        if column not in row:
            known = ", ".join(map(str, row))
            hint = did_you_mean(str(column), map(str, row))
            raise InvalidInput(f"{where} has no {column!r}; columns: {known}.{hint}")
    labels = {column: _text(row[column]) for column in _LABELS if column in row}
    for column, label in labels.items():
        if not label and column in columns:
            raise InvalidInput(
                f"{where} {column} is {row[column]!r}; it must be a country's name (pandas reads 'NA' as "
                "missing: keep_default_na=False)."
            )
    return {**row, **labels}


def _text(label: object) -> str:
    """Return a label as text, blank for what is missing: None, or what pandas has in its place."""
    missing = label is None or (not isinstance(label, str) and str(label) in _MISSING)
    return "" if missing else str(label).strip()


def _sectors(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the sectors in the order of first appearance; all rows have one, or none has."""
    sectors = list(dict.fromkeys(row.get("sector", "") for row in rows))
    if sectors == [""]:
        return ["goods"]
    for number, row in enumerate(rows):
        if not row.get("sector", ""):
            raise InvalidInput(
                f"flows[{number}] has no sector and other rows have one; name it in every row."
            )
    return sectors


def _cells(
    name: str, rows: Sequence[Mapping[str, Any]], countries: list[str], sectors: list[str], value: str
) -> NDArray[np.float64]:
    """Lay rows out as (countries, countries) or (countries, countries, sectors)."""
    table = np.zeros((len(countries), len(countries), len(sectors)))
    filled = np.zeros(table.shape, dtype=bool)
    at, kind = ({label: k for k, label in enumerate(labels)} for labels in (countries, sectors))
    for number, row in enumerate(rows):
        where = f"{name}[{number}]"
        seller, buyer = (_known(where, row[column], at) for column in ("exporter", "importer"))
        sector = row.get("sector", "")
        cell = seller, buyer, _known(where, sector, kind) if sector else slice(None)
        if filled[cell].any():
            raise InvalidInput(
                f"{where}: {countries[seller]} to {countries[buyer]}{f' of {sector}' if sector else ''} "
                "is listed twice; give each pair and sector one row."
            )
        filled[cell] = True
        table[cell] = finite_number(f"{where} {value}", row[value])
    return table if len(sectors) > 1 else table[..., 0]


def _known(where: str, label: str, known: Mapping[str, int]) -> int:
    if label not in known:
        raise InvalidInput(f"{where}: {label!r} has no flows.{did_you_mean(label, known)}")
    return known[label]


def _incomes(given: Any, countries: Sequence[str]) -> list[float]:
    if isinstance(given, Mapping) or getattr(given, "ndim", 0) == 1:
        given = [{"country": country, "value": income} for country, income in given.items()]
    by_country: dict[str, Any] = {}
    for row in _records("incomes", given, ("country", "value")):
        if row["country"] in by_country:
            raise InvalidInput(f"incomes: {row['country']} is listed twice; give each country one income.")
        by_country[row["country"]] = row["value"]
    for group, others, what in (
        (countries, by_country, "has flows but no income"),
        (by_country, countries, "has an income but no flows"),
    ):
        missing = [country for country in group if country not in others]
        if missing:
            hint = did_you_mean(missing[0], others)
            raise InvalidInput(f"incomes: {', '.join(missing)} {what}.{hint}")
    return [finite_number(f"incomes: {country}", by_country[country]) for country in countries]
