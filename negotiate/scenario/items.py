"""Items of a scenario as items of a catalogue: with even payments, or with their contracts.

Both take capability from the reference price, so that a price that moves changes what a billion
buys and not what a unit can do.
"""

from __future__ import annotations

import math

from negotiate.procurement import Contract, Item, annualised_purchases, learning_tiers
from negotiate.scenario.scenario import Scenario

__all__ = ["FOREIGN", "bundle_item", "currency_of", "payment_factor", "programme_item"]

FOREIGN = "model.budget.exchange_rate"
LEVEL = 1e-12  # by which level payments may differ
_OWN = "USD"  # what procurement calls the scenario's own currency, whichever it is


def bundle_item(scenario: Scenario, name: str) -> Item:
    """Return an item as the yearly problem takes it: money of the scenario's own, payments made level.

    The price is what level payments over the years of the plan sum to, at the same present value
    as the item's own payments: the price itself where those are level.
    """
    place = f"model.items.{name}."
    price = scenario.money(place + "price") * scenario.value(place + "realisation", 1.0)
    return _item(scenario, name, price * payment_factor(scenario, name))


def programme_item(scenario: Scenario, name: str) -> Item:
    """Return an item with its contract, priced in the currency that the file gives its price in."""
    entry, place = scenario.document["model"]["items"][name], f"model.items.{name}."
    code = currency_of(scenario, place + "price")
    rate = scenario.value(FOREIGN, 1.0) if code != _OWN else 1.0
    price = scenario.money(place + "price") * scenario.value(place + "realisation", 1.0) * rate
    upkeep = scenario.money(place + "upkeep") * rate if "upkeep" in entry else 0.0
    contract = Contract(
        profile=_profile(scenario, name),
        lag=_lag(scenario, name),
        upkeep=upkeep,
        offset=scenario.value(place + "offset", 0.0),
        currency=code,
        minimum=entry.get("minimum_order", 0),
        most_a_year=_lots(scenario, name, "most_a_year") if "most_a_year" in entry else None,
        tiers=_tiers(scenario, name, price, rate),
    )
    return _item(scenario, name, price, contract)


def currency_of(scenario: Scenario, path: str) -> str:
    """Return the currency of a parameter that is money, ``"USD"`` for the scenario's own."""
    code = scenario.parameter(path).unit.partition(" ")[2][:3]
    return _OWN if code == scenario.unit[3:6] else code


def payment_factor(scenario: Scenario, name: str) -> float:
    """Return what a price of 1 comes to when it is paid level over the plan, at equal present value.

    Examples
    --------
    >>> from negotiate.scenario.load import load_scenario
    >>> payment_factor(load_scenario("steel-for-beef"), "frigate")
    1.0
    """
    years, shares = scenario.document["model"]["value"]["years"], _profile(scenario, name)
    if len(shares) == years and max(shares) - min(shares) < LEVEL:
        return 1.0
    rate = scenario.value("model.programme.discount_rate")
    return float(years * annualised_purchases([1.0], [1.0], [1.0], shares, rate=rate, years=years))


def _item(scenario: Scenario, name: str, price: float, contract: Contract | None = None) -> Item:
    entry, place = scenario.document["model"]["items"][name], f"model.items.{name}."
    return Item(
        name,
        entry["mission"],
        price=price,
        most=_lots(scenario, name, "most"),
        least=entry.get("least", 0),
        lot=entry.get("lot", 1),
        capability=scenario.value(place + "capability"),
        us_content=scenario.value(place + "us_content"),
        category=entry.get("category", ""),
        title=entry["title"],
        unit=scenario.parameter(place + "most").unit,
        contract=contract or Contract(),
        reference_price=_reference_price(scenario, name),
        interoperability=scenario.value(place + "interoperability", 0.0),
    )


def _lots(scenario: Scenario, name: str, key: str) -> int:
    """Return a quantity in whole lots."""
    lot: int = scenario.document["model"]["items"][name].get("lot", 1)
    return math.floor(scenario.value(f"model.items.{name}.{key}") / lot) * lot


def _tiers(scenario: Scenario, name: str, price: float, rate: float) -> tuple[tuple[int, float], ...]:
    """Return the price schedule of an item, in the currency of its price."""
    entry, place = scenario.document["model"]["items"][name], f"model.items.{name}."
    most = _lots(scenario, name, "most")
    if "learning" in entry and most:
        return learning_tiers(price, scenario.value(place + "learning"), most)
    factor = scenario.value(place + "realisation", 1.0) * rate
    return tuple(
        sorted(
            (tier["from_quantity"], scenario.money(f"{place}price_tiers.{key}.price") * factor)
            for key, tier in entry.get("price_tiers", {}).items()
        )
    )


def _reference_price(scenario: Scenario, name: str) -> float:
    place = f"model.items.{name}."
    if place + "reference_price" in scenario.parameters:
        return scenario.money(place + "reference_price")
    return scenario.money(place + "price") * scenario.value(place + "realisation", 1.0)


def _profile(scenario: Scenario, name: str) -> tuple[float, ...]:
    """Return the shares of an item's payments: its own, the programme's, or level over the plan."""
    model = scenario.document["model"]
    for told in (model["items"][name], model.get("programme", {})):
        if "payment_profile" in told:
            shares: tuple[float, ...] = told["payment_profile"]["shares"]
            return shares
    years: int = model["value"]["years"]
    return (1 / years,) * years


def _lag(scenario: Scenario, name: str) -> int:
    for path in (f"model.items.{name}.lag", "model.programme.lag"):
        if path in scenario.parameters:
            return int(scenario.value(path))
    return 0
