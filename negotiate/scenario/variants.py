"""Variants: the same scenario with a few named changes.

A variant lists paths and what to put there. A plain number in the place of a parameter replaces
its value and keeps its unit, range and source, so it must lie within the range; the reference to
a data row is dropped, since the value is no longer that row's. Anything else replaces what stands
at the path, or is added where the layout knows the path. What comes out is checked like a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.checks import did_you_mean, one_of, show
from negotiate.errors import InvalidInput
from negotiate.scenario.nodes import Node
from negotiate.scenario.schema import SCENARIO
from negotiate.scenario.sections import Named, unknown_key

__all__ = ["changes_of", "with_changes"]

_FIXED = ("schema", "name", "variants", "sources")

Tables = Mapping[str, Any]


def changes_of(tables: Tables, name: str | None) -> Tables:
    """Return the changes of a variant by path; none where the name is None.

    Examples
    --------
    >>> changes_of({"variants": {"coarse": {"changes": {"resolution": 0.001}}}}, "coarse")
    {'resolution': 0.001}
    """
    known: Tables = tables["variants"]
    if name is None:
        return {}
    if not known:
        raise InvalidInput(f"variant={show(name)} is not known; the file has no [variants].")
    changes: Tables = known[one_of("variant", name, known)]["changes"]
    return changes


def with_changes(tables: Tables, changes: Tables) -> dict[str, Any]:
    """Return the tables of a file with some changes made.

    Parameters
    ----------
    tables : mapping
        The tables of a scenario file, checked; they are not touched.
    changes : mapping
        New values by dotted path.

    Raises
    ------
    InvalidInput
        Where a path is unknown, or a number leaves its parameter's range.

    Examples
    --------
    >>> with_changes({"unit": "bn USD/yr", "resolution": 1e-6}, {"resolution": 0.001})
    {'unit': 'bn USD/yr', 'resolution': 0.001}
    """
    changed = dict(tables)
    for path, value in changes.items():
        keys = path.split(".")
        _known_path(path, keys, changed)
        changed = _placed(changed, keys, _replacement(path, _at(changed, keys), value))
    return changed


def _placed(tables: Tables, keys: list[str], value: object) -> dict[str, Any]:
    """Return the tables with a value put at a path; what lies beside the path is shared, not copied."""
    first, *rest = keys
    inner = tables.get(first)
    below = _placed(inner if isinstance(inner, Mapping) else {}, rest, value) if rest else value
    return {**tables, first: below}


def _known_path(path: str, keys: list[str], tables: Tables) -> None:
    """Refuse a path that the layout does not know, or that passes through an entry that is not there."""
    if keys[0] in _FIXED:
        raise InvalidInput(f"{path} is the same in every variant; remove it from the changes.")
    node: Node = SCENARIO
    for depth, key in enumerate(keys):
        place = ".".join(keys[:depth])
        if isinstance(node, Named) and depth < len(keys) - 1:
            _existing(path, place, key, _at(tables, keys[:depth]))
        inner = node.inner(key)
        if inner is None and node.inner_names():
            raise unknown_key(place, key, node.inner_names())
        if inner is None:
            raise InvalidInput(f"{path} is not known: {place} is changed as a whole, so give it whole.")
        node = inner


def _existing(path: str, place: str, key: str, entries: Tables | None) -> None:
    """Refuse to change a part of an entry that is not there."""
    if key not in (entries or {}):
        raise InvalidInput(
            f"{path}: there is no {place}.{key} to change.{did_you_mean(key, entries or ())} "
            f"Correct the name, or add {place}.{key} as a whole."
        )


def _at(tables: Tables, keys: list[str]) -> Any:
    here: Any = tables
    for key in keys:
        here = here.get(key) if isinstance(here, Mapping) else None
    return here


def _replacement(path: str, old: object, new: object) -> object:
    """Return what to put in the place of the old value."""
    is_number = isinstance(new, int | float) and not isinstance(new, bool)
    if not (is_number and isinstance(old, Mapping) and "value" in old):
        return new
    low, high = old.get("low"), old.get("high")
    if low is None or high is None:
        raise InvalidInput(
            f"{path}={show(new)} replaces a parameter that has no range; give a whole parameter "
            "{ value, unit, source, … } in its place."
        )
    if not low <= new <= high:
        raise InvalidInput(
            f"{path}={show(new)} lies outside the parameter's range from {low:g} to {high:g}; give a whole "
            "parameter { value, unit, low, high, source, … } with its own range."
        )
    kept = {key: entry for key, entry in old.items() if key != "fact"}
    return {**kept, "value": new}
