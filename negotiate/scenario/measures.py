"""Measures: the units and the bounds that a scenario file accepts.

A unit is a pattern, so that any currency will do; ``relations.py`` sees to it that the currencies
of one file fit together. Bounds say what makes sense at all (no price is negative); the range of
a parameter says what is plausible, and is the author's.
"""

from __future__ import annotations

from negotiate.scenario.nodes import Number
from negotiate.scenario.quantity import Quantity, Unit

PURE = Unit("1", "1")
FLOW = Unit(r"bn [A-Z]{3}/yr", "bn USD/yr")
MONEY = Unit(r"(m|bn|tn) [A-Z]{3}(/yr)?", "bn USD")
PRICE = Unit(r"(m|bn|tn) [A-Z]{3}(/(?!yr)[a-z][a-z -]{0,39})?", "bn USD")
RATE = Unit(r"[A-Z]{3}/[A-Z]{3}", "JPY/USD")
PER_MONEY = Unit(r"(per bn|1/bn) [A-Z]{3}(/yr)?|1/\(bn [A-Z]{3}/yr\)", "per bn USD")
YEARLY = Unit(r"1(/yr)?", "1/yr")
UPKEEP = Unit(r"(m|bn|tn) [A-Z]{3}/yr", "bn USD/yr")
YEARS = Unit(r"years?", "years")
COUNT = Unit(r"1|[a-z][a-z -]{0,39}", "aircraft")

_FRACTION = "It is a fraction: write 0.15 for 15 %."

AT_LEAST_0 = Number("A number of at least 0.", low=0)
ABOVE_0 = Number("A number above 0.", above=0)
SHARE = Number("A share.", low=0, high=1, hint=_FRACTION)
SHARE_ABOVE_0 = Number("A share above 0.", above=0, high=1, hint=_FRACTION)
TARIFF = Number("A tariff rate, ad valorem.", low=0, high=5, hint=_FRACTION)
GROWTH = Number("Growth per year.", low=-0.5, high=1, hint=_FRACTION)


def share(doc: str, *, required: bool = False) -> Quantity:
    """Return the place of a share, a pure number from 0 to 1."""
    return Quantity(doc, unit=PURE, of=SHARE, required=required)


def pure(doc: str, of: Number = AT_LEAST_0, *, required: bool = False) -> Quantity:
    """Return the place of a pure number."""
    return Quantity(doc, unit=PURE, of=of, required=required)


def flow(doc: str, of: Number = AT_LEAST_0, *, required: bool = False) -> Quantity:
    """Return the place of money a year, in the currency of the scenario's unit."""
    return Quantity(doc, unit=FLOW, of=of, required=required)
