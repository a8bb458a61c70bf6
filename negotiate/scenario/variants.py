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

__all__ = ["apply_variant"]

_FIXED = ("schema", "name", "variants", "sources")

Tables = Mapping[str, Any]


def apply_variant(tables: Tables, name: str) -> dict[str, Any]:
    """Return the tables of a file with the changes of one of its variants made.

    Parameters
    ----------
    tables : mapping
        The tables of a scenario file; they are not touched.
    name : str
        The name of one of its variants.

    Raises
    ------
    InvalidInput
        Where there is no such variant, a path is unknown, or a number leaves its range.

    Examples
    --------
    >>> file = {"resolution": 1e-6, "variants": {"coarse": {"changes": {"resolution": 0.001}}}}
    >>> apply_variant(file, "coarse")["resolution"]
    0.001
    """
    known = tables.get("variants", {})
    if not known:
        raise InvalidInput(f"variant={show(name)} is not known; the file has no [variants].")
    changed = dict(tables)
    for path, value in known[one_of("variant", name, known)]["changes"].items():
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
    node: Node = SCENARIO
    here: Any = tables
    for depth, key in enumerate(keys):
        place = ".".join(keys[:depth])
        inner = node.inner(key) if depth or key not in _FIXED else None
        if inner is None:
            names = tuple(name for name in node.inner_names() if depth or name not in _FIXED)
            if not names:
                raise InvalidInput(f"{path} is not known: {place} is changed as a whole, so give it whole.")
            raise unknown_key(place, key, names)
        there = isinstance(here, Mapping) and key in here
        if isinstance(node, Named) and not there and depth < len(keys) - 1:
            raise InvalidInput(
                f"{path}: there is no {place}.{key} to change.{did_you_mean(key, here or ())} "
                f"Correct the name, or add {place}.{key} as a whole."
            )
        node, here = inner, here[key] if there else {}


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
            f"{path}={new:g} replaces a parameter that has no range; give a whole parameter "
            "{ value, unit, source, … } in its place."
        )
    if not low <= new <= high:
        raise InvalidInput(
            f"{path}={new:g} lies outside the parameter's range from {low:g} to {high:g}; give a whole "
            "parameter { value, unit, low, high, source, … } with its own range."
        )
    kept = {key: entry for key, entry in old.items() if key != "fact"}
    return {**kept, "value": new}
