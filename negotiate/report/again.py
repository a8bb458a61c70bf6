"""A scenario again, from the results.json of a run: it holds the whole resolved file.

The digest in the record says whether it is still the scenario that was solved.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from negotiate.checks import show
from negotiate.errors import InvalidInput
from negotiate.scenario import Scenario

__all__ = ["find_results", "scenario_of"]

_NAME = "results.json"


def find_results(place: str | os.PathLike[str]) -> Path | None:
    """Return the results file that a path means: itself, or the one in that directory; else None.

    Examples
    --------
    >>> find_results("steel-for-beef") is None, find_results("run/results.json").name
    (True, 'results.json')
    """
    path = Path(place)
    inside = path / _NAME
    if inside.is_file():
        return inside
    return path if path.suffix == ".json" else None


def scenario_of(record: Mapping[str, Any], origin: str) -> Scenario:
    """Return the scenario of a record, as it was solved: resolved to its variant, without others.

    It keeps the variant's name, and what the variant changes: to what the document holds already.

    Parameters
    ----------
    record : mapping
        The content of results.json.
    origin : str
        How messages name the file.

    Raises
    ------
    InvalidInput
        For a record without a sound scenario, or one whose digest does not match.
    """
    held = record.get("scenario")
    document = held.get("document") if isinstance(held, Mapping) else None
    if not isinstance(held, Mapping) or not isinstance(document, Mapping):
        raise InvalidInput(f"{origin} holds no scenario; give the results.json of a run, whole.")
    variant, paths = held.get("variant"), held.get("changes")
    if variant is None or not paths:  # a file without changes was written by an earlier version
        scenario = Scenario(document, origin=f"{origin}: scenario")
    else:
        variants = _variant(variant, paths, document, origin)
        scenario = Scenario({**document, "variants": variants}, variant, origin=f"{origin}: scenario")
    if scenario.digest != held.get("digest"):
        raise InvalidInput(
            f"{origin}: its scenario is not that of its digest {show(held.get('digest'))}; it was changed "
            "after it was written. Run the scenario again."
        )
    return scenario


def _variant(name: object, paths: object, document: Mapping[str, Any], origin: str) -> dict[str, Any]:
    """Return the variant that changes each path to what stands there."""
    if not isinstance(name, str) or not isinstance(paths, list):
        raise InvalidInput(
            f"{origin}: its variant is {show(name)}; it must be a name with a list of changes."
        )
    return {name: {"title": name, "changes": {str(path): _at(document, str(path)) for path in paths}}}


def _at(document: Mapping[str, Any], path: str) -> Any:
    here: Any = document
    for key in path.split("."):
        here = here.get(key) if isinstance(here, Mapping) else None
    return here
