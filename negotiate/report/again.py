"""A scenario again, from the results.json of a run: it holds the whole resolved file.

The digest in the record says whether it is still the scenario that was solved. JSON is written
with sorted keys, while the order of sectors, packages, missions and items counts: it stands in
the record as ``order``, or else is that of the shipped scenario of the same name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from negotiate.checks import show
from negotiate.errors import InvalidInput
from negotiate.scenario import Scenario, load_scenario, shipped_scenarios

__all__ = ["find_results", "read_record", "scenario_of"]

_NAME = "results.json"
_LARGEST = 200_000_000  # bytes
_SCHEMA = "negotiate/results/"


def find_results(place: str | os.PathLike[str]) -> Path | None:
    """Return the results file that a path means: itself, or the one in that directory; else None."""
    path = Path(place)
    inside = path / _NAME
    if inside.is_file():
        return inside
    return path if path.suffix == ".json" else None


def read_record(path: Path) -> dict[str, Any]:
    """Read what stands in a results file, without trusting it.

    Raises
    ------
    InvalidInput
        Where there is no such file, or it is no results file of this program.
    """
    try:
        size = path.stat().st_size
        if not path.is_file() or size > _LARGEST:
            raise InvalidInput(
                f"{path} is no ordinary file of at most {_LARGEST:,} bytes; give the results.json of a run."
            )
        record = json.loads(path.read_bytes())
    except OSError as error:
        raise InvalidInput(
            f"{path} cannot be read ({error.strerror}); give the results.json of a run."
        ) from None
    except (ValueError, RecursionError):
        raise InvalidInput(f"{path} is not JSON; give the results.json of a run, whole.") from None
    if not isinstance(record, dict) or not str(record.get("schema", "")).startswith(_SCHEMA):
        raise InvalidInput(f"{path} was not written by `negotiate run`; give the results.json of a run.")
    return record


def scenario_of(record: Mapping[str, Any], origin: str, variant: str | None = None) -> Scenario:
    """Return the scenario of a record, as it was solved.

    Parameters
    ----------
    record : mapping
        The content of results.json.
    origin : str
        How messages name the file.
    variant : str, optional
        Refused: a record is of one variant already.

    Raises
    ------
    InvalidInput
        For a variant, a record without a scenario, or one whose digest does not match.
    """
    if variant is not None:
        raise InvalidInput(f"{origin} is of one variant already; leave --variant out, or give the scenario.")
    held = record.get("scenario")
    document = held.get("document") if isinstance(held, Mapping) else None
    if not isinstance(held, Mapping) or not isinstance(document, Mapping):
        raise InvalidInput(f"{origin} holds no scenario; give the results.json of a run, whole.")
    for scenario in _candidates(held, document, origin):
        if scenario.digest == held.get("digest"):
            return scenario
    raise InvalidInput(
        f"{origin}: its scenario is not that of its digest {show(held.get('digest'))}; it was changed after "
        "it was written. Run the scenario again."
    )


def _candidates(held: Mapping[str, Any], document: Mapping[str, Any], origin: str) -> Iterator[Scenario]:
    """Yield what may be the scenario of a record."""
    yield Scenario(_in_order(document, held.get("order")), origin=f"{origin}: scenario")
    name, variant = held.get("name"), held.get("variant")
    if name in shipped_scenarios():
        shipped = load_scenario(str(name))
        if variant is None or variant in shipped.variants:
            yield shipped.with_variant(variant)


def _in_order(document: Mapping[str, Any], order: object) -> Mapping[str, Any]:
    """Return the document with the sections of its model in the order that the record gives."""
    model = document.get("model")
    if not isinstance(order, Mapping) or not isinstance(model, Mapping):
        return document
    sections = dict(model)
    for section, names in order.items():
        entries = sections.get(section)
        if isinstance(entries, Mapping) and isinstance(names, list) and set(names) == set(entries):
            sections[section] = {name: entries[name] for name in names}
    return {**document, "model": sections}
