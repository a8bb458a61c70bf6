"""What a result was made from: inputs, options, seed, versions, sources.

A digest is the SHA-256 of canonical JSON (sorted keys, no spaces, floats in their shortest
exact form, rationals as ``"n/d"``), so that the same content gives the same digest however
it was written down. Nothing here reads a clock, a machine's name or a path.
"""

from __future__ import annotations

import hashlib
import json
import math
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from importlib import metadata
from typing import Any

import numpy as np

from negotiate.errors import InvalidInput

__all__ = ["Provenance", "canonical_json", "digest", "plain", "version"]

DISTRIBUTION = "negotiate-solver"


def version(distribution: str = DISTRIBUTION) -> str:
    """Return the installed version of a distribution, or ``"not installed"``."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "not installed"


def plain(value: object) -> Any:
    """Turn a value into what JSON holds: dicts, lists, text, ints, floats, None.

    Examples
    --------
    >>> plain({"share": Fraction(1, 3), "path": (1, 2.5)})
    {'share': '1/3', 'path': [1, 2.5]}
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidInput(f"{value} cannot be written to JSON; write None with a reason instead.")
        return value
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    return [plain(entry) for entry in _entries(value)]


def _entries(value: object) -> Sequence[object]:
    """Return the entries of a list or a set, those of a set in a fixed order."""
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    if isinstance(value, Sequence):
        return value
    raise InvalidInput(f"a {type(value).__name__} cannot be written to JSON.")


def canonical_json(value: object) -> str:
    """Write a value as JSON that depends on its content alone.

    Examples
    --------
    >>> canonical_json({"b": 1, "a": [0.1, Fraction(2, 3)]})
    '{"a":[0.1,"2/3"],"b":1}'
    """
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: object) -> str:
    """Return ``"sha256:…"`` of the canonical JSON of a value."""
    return "sha256:" + hashlib.sha256(canonical_json(value).encode()).hexdigest()


@dataclass(frozen=True)
class Provenance:
    """What a result was made from; ``to_dict`` adds the versions that are installed.

    Parameters
    ----------
    inputs : str
        Digest of the problem.
    options : mapping
        The options that the solver was given.
    seed : int, optional
        The seed, where there was one.
    packages : tuple of str
        Distributions that did the work, beside this one and NumPy.
    sources : tuple of str
        Keys of the data sources used.
    """

    inputs: str
    options: Mapping[str, object] = field(default_factory=dict)
    seed: int | None = None
    packages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the record as a JSON-ready dict."""
        used = (DISTRIBUTION, "numpy", *self.packages)
        return {
            "inputs": self.inputs,
            "options": plain(self.options),
            "seed": self.seed,
            "python": platform.python_version(),
            "versions": {name: version(name) for name in sorted(set(used))},
            "sources": sorted(self.sources),
        }
