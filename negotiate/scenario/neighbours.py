"""Neighbours: what a scenario file says of third countries that answer the buyer's arms.

Spending, and what each spends more in the end for a lasting dollar of another's, its own choices
held apart: the response form of an arms race, built around the spending observed.
"""

from __future__ import annotations

from negotiate.scenario.measures import ABOVE_0, SHARE_ABOVE_0, YEARLY, flow, pure
from negotiate.scenario.nodes import Number, Text
from negotiate.scenario.plans import NOTE, TITLE
from negotiate.scenario.quantity import Quantity
from negotiate.scenario.sections import Named, Section

__all__ = ["REGION"]

_RESPONSE = Number("A response.", low=-100, high=100)
_WORTH = Number("A worth.", low=-100, high=100)

COUNTRY = Section(
    "A country of the region.",
    keys={
        "title": TITLE,
        "spending": flow("Its military spending a year, where the region rests.", required=True),
        "answers": Named(
            "By country: what it spends more in the end for each lasting dollar more of that country's, the "
            "spending of all others held still; below 0 where a friend's arms save its own.",
            each=pure("A response.", _RESPONSE),
            default={},
        ),
        "worth_to_buyer": pure(
            "Worth to the buyer of a dollar that it spends more; below 0 for a rival.", _WORTH
        ),
        "worth_to_setter": pure("The same to the setter.", _WORTH),
        "note": NOTE,
    },
)

REGION = Section(
    "Who else reacts to the purchases: an arms race, counted by the weights buyer_region and setter_region.",
    keys={
        "buyer": Text("The name of the country that is the buyer.", required=True),
        "speed": Quantity(
            "Share of the distance to its goal that a country covers a year.",
            unit=YEARLY,
            of=ABOVE_0,
            required=True,
        ),
        "additional_share": pure(
            "Share of the purchases that the others take for additional spending; 1 where absent.",
            SHARE_ABOVE_0,
        ),
        "countries": Named("Countries, in the order shown.", each=COUNTRY, least=2, most=50, required=True),
        "note": NOTE,
    },
)
