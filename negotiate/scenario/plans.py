"""Plans: what a scenario file says of a programme over several years, and of threats in the region.

Payments and deliveries of items, yearly limits, links between items, and the weights that each
threat gives to the missions. The items themselves are in ``purchases.py``.
"""

from __future__ import annotations

from negotiate.scenario.measures import (
    ABOVE_0,
    AT_LEAST_0,
    MONEY,
    SHARE,
    YEARLY,
    YEARS,
    pure,
    share,
)
from negotiate.scenario.nodes import Choice, Flag, ListOf, Number, Text
from negotiate.scenario.quantity import SOURCE, Date, Quantity
from negotiate.scenario.sections import Named, Section

TITLE = Text("What it is called in tables and figures.", longest=200, required=True)
NOTE = Text("What a reader should know of it.")
MOST_YEARS = 50

_SHARES = ListOf("Shares by year.", each=SHARE, most=MOST_YEARS)
_ITEM = Text("The name of an item.", required=True)
_UNITS = Number("Units over the plan.", low=0, whole=True)

PROFILE = Section(
    "When a price is paid: shares in the year of the order and in the years after it; level over the plan "
    "where neither the item nor the programme says.",
    keys={
        "shares": ListOf("The shares; they sum to 1.", each=SHARE, most=MOST_YEARS, required=True),
        "low": ListOf("The least plausible shares, year by year.", each=SHARE, most=MOST_YEARS),
        "high": ListOf("The largest plausible shares, year by year.", each=SHARE, most=MOST_YEARS),
        "source": SOURCE,
        "date": Date("What the shares are for."),
        "note": NOTE,
    },
)

LAG = Quantity("Years from order to delivery.", unit=YEARS, of=Number("", low=0, high=MOST_YEARS, whole=True))

REQUIRES = Section(
    "An item that may be ordered only once another is.",
    keys={
        "item": _ITEM,
        "needs": _ITEM,
        "ratio": pure("Units needed for each unit of the item; without it one lot will do.", ABOVE_0),
        "note": NOTE,
    },
)

EXCLUDES = Section(
    "Two items of which only one may be ordered.", keys={"first": _ITEM, "second": _ITEM, "note": NOTE}
)

FAMILY = Section(
    "Limits on several items together.",
    keys={
        "items": ListOf("Names of items.", each=_ITEM, most=100, required=True),
        "most_kinds": Number("How many of them may be ordered at all.", low=0, whole=True),
        "least": _UNITS,
        "most": _UNITS,
        "note": NOTE,
    },
)

SYNERGY = Section(
    "Two items that add more, or less, together than apart.",
    keys={
        "first": _ITEM,
        "second": _ITEM,
        "mission": Text("The name of the mission that the extra capability serves.", required=True),
        "bonus": Quantity(
            "Extra capability, in money at score 1; negative where they duplicate one another.",
            unit=MONEY,
            of=Number(""),
            required=True,
        ),
        "per": Choice(
            "Once where both are bought, or for every pair.", known=("both", "pair"), default="both"
        ),
        "ratio": ListOf(
            "Units of the first and of the second that make a pair; one of each where absent.",
            each=ABOVE_0,
            least=2,
            most=2,
        ),
        "note": NOTE,
    },
)

PROGRAMME = Section(
    "The programme of purchases, year by year, over the years of model.value.",
    keys={
        "first_year": Number("The first year of the plan.", low=1900, high=2200, whole=True, required=True),
        "counts": Choice(
            "Whether capability counts when it is ordered or when it is delivered within the plan.",
            known=("ordered", "delivered"),
            default="ordered",
        ),
        "aggregation": Choice(
            "How the missions' values become one: their weighted sum, or the worst of them.",
            known=("sum", "worst"),
            default="sum",
        ),
        "discount_rate": Quantity(
            "Rate at which payments of different years are compared.",
            unit=YEARLY,
            of=AT_LEAST_0,
            required=True,
        ),
        "payment_profile": PROFILE,
        "lag": LAG,
        "caps": ListOf(
            "The largest outlays year by year, in billions of the scenario's currency; what the growth of "
            "the budget leaves where absent.",
            each=AT_LEAST_0,
            most=MOST_YEARS,
        ),
        "deferred_cap": Quantity(
            "The most that may be left to pay after the plan; no limit where absent.",
            unit=MONEY,
            of=AT_LEAST_0,
        ),
        "domestic_share": share(
            "Least share of the contract value that is not spent in the setter's economy."
        ),
        "ceilings": Named("Largest share of the spending, by category.", each=share("A largest share.")),
        "mission_floors": Named(
            "Least capability added, in money at score 1, by mission.",
            each=Quantity("A least capability.", unit=MONEY, of=AT_LEAST_0),
        ),
        "requires": Named("Items that need others, by a name for each rule.", each=REQUIRES),
        "excludes": Named("Items that exclude one another, by a name for each rule.", each=EXCLUDES),
        "families": Named("Families of items, by name.", each=FAMILY),
        "synergies": Named("Synergies of items, by a name for each.", each=SYNERGY),
    },
)

THREAT = Section(
    "A threat in the region, under which missions weigh differently.",
    keys={
        "title": TITLE,
        "weights": Named(
            "Weights by mission, normalised to sum to 1; a mission that is left out keeps its own.",
            each=pure("A weight under this threat.", ABOVE_0),
            default={},
        ),
        "includes_reaction": Flag(
            "Whether these weights allow for what third countries will do because of the purchases; payoffs "
            "may then not count it once more.",
            default=False,
        ),
        "note": NOTE,
    },
)
