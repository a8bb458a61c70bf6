"""Solve negotiations in which unlike issues are traded against each other.

The public names load on first use, so that ``import negotiate`` costs little more than
``import numpy``.
"""

from __future__ import annotations

import importlib

_HOME = {
    "InvalidInput": "negotiate.errors",
    "NegotiateError": "negotiate.errors",
    "NoSolution": "negotiate.errors",
    "NotApplicable": "negotiate.errors",
    "Table": "negotiate.table",
}

__all__ = [
    "InvalidInput",
    "NegotiateError",
    "NoSolution",
    "NotApplicable",
    "Table",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'negotiate' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__]
