"""Reference prices: a price that moves does not change what a unit can do.

``capability`` compares what money buys at the prices that the file states. A unit adds capability
times reference price, which is the file's own price times realisation unless it names another.
Where a variant, an override or the exchange rate moves a price, the reference stays with the file's
own; otherwise a dearer missile would be a better one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["in_billions", "moved_references", "replaced_items"]

_SCALE = {"m": 1e-3, "bn": 1.0, "tn": 1e3}

Document = Mapping[str, Any]


def in_billions(value: float, unit: str, own: str, rate: float) -> float | None:
    """Return an amount in billions of a currency; None for a unit that is no money.

    Parameters
    ----------
    value : float
        The amount, in ``unit``.
    unit : str
        Such as ``"tn JPY"`` or ``"bn USD/aircraft"``.
    own : str
        The currency wanted; an amount in any other is divided by ``rate``.
    rate : float
        Units of the other currency per unit of ``own``.

    Examples
    --------
    >>> in_billions(8.7, "tn JPY", "USD", 145.0)
    60.0
    """
    scale, _, currency = unit.partition(" ")
    if scale not in _SCALE or not currency:
        return None
    return value * _SCALE[scale] / (1.0 if currency[:3] == own else rate)


def moved_references(home: Document, now: Document, aside: Iterable[str] = ()) -> dict[str, float]:
    """Return the reference prices that must be written down, because what stands there moved them.

    Parameters
    ----------
    home, now : mapping
        A checked document, and the same with some values changed.
    aside : iterable of str
        Items that were replaced as a whole and so have no home.

    Returns
    -------
    dict
        By item, its reference price at home in billions of the scenario's currency.
    """
    before, after = home["model"].get("items", {}), now["model"].get("items", {})
    moved: dict[str, float] = {}
    for name in after.keys() & before.keys() - set(aside):
        told = after[name].get("reference_price")
        if told != before[name].get("reference_price"):
            continue
        old, new = _reference(home, name), _reference(now, name)
        if not math.isclose(old, new, rel_tol=1e-12):
            moved[name] = old
    return {name: moved[name] for name in after if name in moved}


def replaced_items(changes: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the items that a variant's changes write anew.

    Examples
    --------
    >>> replaced_items({"model.items": {"jet": {}}, "model.items.ship": {}, "model.items.gun.price": 1})
    ('jet', 'ship')
    """
    names = list(changes.get("model.items", ()))
    names += [
        path.split(".")[2] for path in changes if path.startswith("model.items.") and path.count(".") == 2
    ]
    return tuple(names)


def _reference(document: Document, name: str) -> float:
    model = document["model"]
    item = model["items"][name]
    price = item.get("reference_price")
    share = 1.0
    if price is None:
        price = item["price"]
        share = item["realisation"]["value"] if "realisation" in item else 1.0
    rate = model["budget"]["exchange_rate"]["value"] if "exchange_rate" in model["budget"] else 1.0
    amount = in_billions(price["value"], price["unit"], document["unit"][3:6], rate)
    return share * (amount or 0.0)
