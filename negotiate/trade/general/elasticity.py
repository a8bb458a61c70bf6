"""Trade elasticities with the range that estimates leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from negotiate.checks import finite_number, known_keys
from negotiate.errors import InvalidInput

__all__ = ["Elasticity", "read_elasticities"]


class Elasticity(NamedTuple):
    """A trade elasticity ε (one less than the elasticity of substitution) and its range.

    Examples
    --------
    >>> Elasticity(4.0, 2.0, 5.0).low
    2.0
    """

    value: float
    low: float
    high: float


def read_elasticities(value: object, sectors: Sequence[str]) -> tuple[Elasticity, ...]:
    """Read one elasticity for all sectors, or one a sector (a sequence, or a mapping by name).

    Each is a number, an ``Elasticity``, or anything with ``value``, ``low`` and ``high``.
    """
    if isinstance(value, Mapping):
        known_keys("elasticities", value, sectors)
        missing = [sector for sector in sectors if sector not in value]
        if missing:
            raise InvalidInput(f"elasticities has none for {', '.join(missing)}; give one for every sector.")
        return tuple(_read(sector, value[sector]) for sector in sectors)
    if isinstance(value, Elasticity) or not _is_sequence(value):
        return tuple(_read(sector, value) for sector in sectors)
    entries: list[object] = list(value)  # type: ignore[call-overload]
    if len(entries) != len(sectors):
        raise InvalidInput(
            f"elasticities has {len(entries)} entries; it must have one a sector ({', '.join(sectors)})."
        )
    return tuple(_read(sector, entry) for sector, entry in zip(sectors, entries, strict=True))


def _is_sequence(value: object) -> bool:
    return hasattr(value, "__len__") and not isinstance(value, str) and getattr(value, "ndim", 1) > 0


def _read(sector: str, value: object) -> Elasticity:
    of = f"elasticities: {sector}"
    if not all(hasattr(value, part) for part in Elasticity._fields):
        number = finite_number(of, value, above=0)
        return Elasticity(number, number, number)
    middle = finite_number(of, getattr(value, "value"), above=0)  # noqa: B009
    ends = [getattr(value, part) for part in ("low", "high")]
    low, high = (
        middle if end is None else finite_number(f"{of} {part}", end, above=0)
        for part, end in zip(("low", "high"), ends, strict=True)
    )
    if not low <= middle <= high:
        raise InvalidInput(f"{of} is {middle:g} with the range {low:g} to {high:g}; it must lie within.")
    return Elasticity(middle, low, high)
