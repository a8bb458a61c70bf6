"""Purchases: what a scenario file says of procurement. The rest of the layout is in ``schema.py``."""

from __future__ import annotations

from negotiate.scenario.measures import (
    ABOVE_0,
    AT_LEAST_0,
    COUNT,
    GROWTH,
    MONEY,
    PRICE,
    RATE,
    SHARE_ABOVE_0,
    UPKEEP,
    YEARLY,
    pure,
    share,
)
from negotiate.scenario.nodes import Choice, ListOf, Number, Text
from negotiate.scenario.plans import LAG, NOTE, PROFILE, TITLE
from negotiate.scenario.quantity import Quantity
from negotiate.scenario.sections import Named, Section

VALUE = Section(
    "What purchases are worth in capability: V(B).",
    required=True,
    keys={
        "kind": Choice(
            "From a catalogue of items, or a power law.", known=("catalogue", "power"), required=True
        ),
        "exponent": pure("Diminishing returns: 1 is none.", SHARE_ABOVE_0, required=True),
        "years": Number("Years of the plan.", low=1, high=50, whole=True, required=True),
    },
)

BUDGET = Section(
    "The cap on the buyer's defence outlays.",
    required=True,
    keys={
        "base": Quantity("Defence budget of the base year.", unit=MONEY, of=ABOVE_0, required=True),
        "exchange_rate": Quantity("The buyer's currency per unit of the scenario's.", unit=RATE, of=ABOVE_0),
        "growth": Quantity("Growth of the cap per year.", unit=YEARLY, of=GROWTH),
        "growth_path": ListOf("Growth year by year; used instead of growth.", each=GROWTH, most=50),
        "committed": pure("Share of the base that is committed; 1 where absent."),
    },
)

MISSION = Section(
    "A mission that items serve.",
    keys={
        "title": TITLE,
        "weight": pure("Its weight; weights are normalised to sum to 1.", ABOVE_0, required=True),
        "note": NOTE,
    },
)

PRICE_TIER = Section(
    "A price for units beyond a quantity.",
    keys={
        "from_quantity": Number(
            "Units beyond this many over the plan cost it, in the order in which they are ordered.",
            low=1,
            whole=True,
            required=True,
        ),
        "price": Quantity("Their price, before realisation.", unit=PRICE, of=ABOVE_0, required=True),
        "note": NOTE,
    },
)

ITEM = Section(
    "An item that the buyer could buy from the setter.",
    keys={
        "title": TITLE,
        "mission": Text("The name of the mission it serves.", required=True),
        "category": Text(
            "Its category, for floors.",
            pattern=r"[a-z][a-z0-9_]{0,39}",
            like="missile_defence",
            required=True,
        ),
        "price": Quantity("Price of a unit.", unit=PRICE, of=ABOVE_0, required=True),
        "realisation": pure("Contract value over notified value; 1 where absent.", ABOVE_0),
        "reference_price": Quantity(
            "Price at which capability is judged: a unit adds capability times this. The file's own price "
            "times realisation where absent, whatever a variant makes of the price.",
            unit=PRICE,
            of=ABOVE_0,
        ),
        "capability": pure(
            "Capability that a unit of money buys at the reference price, relative to 1.", required=True
        ),
        "most": Quantity("The largest quantity over the plan.", unit=COUNT, of=AT_LEAST_0, required=True),
        "least": Number("The least quantity over the plan.", low=0, default=0.0),
        "lot": Number("Quantities come in multiples of this.", low=1, high=1_000_000, whole=True, default=1),
        "minimum_order": Number(
            "The smallest order in a year in which any is ordered, in units.", low=0, whole=True
        ),
        "most_a_year": Quantity(
            "The largest order in a year: what the maker can take on; no limit where absent.",
            unit=COUNT,
            of=AT_LEAST_0,
        ),
        "us_content": share("Share of the price spent in the setter's economy.", required=True),
        "offset": share("Share of that part which comes back as work; 0 where absent."),
        "interoperability": pure("How far a billion of it ties the forces together; 0 where absent."),
        "upkeep": Quantity("Operating cost of a unit a year, from delivery on.", unit=UPKEEP, of=AT_LEAST_0),
        "price_tiers": Named(
            "Other prices for units beyond a quantity, by a name for each; the programme's alone.",
            each=PRICE_TIER,
            most=20,
        ),
        "learning": pure(
            "What the price falls to at each doubling of the units ordered, 0.9 for 10 % less; the "
            "programme's alone.",
            SHARE_ABOVE_0,
        ),
        "payment_profile": PROFILE,
        "lag": LAG,
        "note": NOTE,
    },
)
