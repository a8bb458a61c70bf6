"""What a scenario file says of the world economy, and what it must not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.checks import did_you_mean
from negotiate.data import load
from negotiate.errors import InvalidInput
from negotiate.scenario.measures import ABOVE_0, TARIFF, pure
from negotiate.scenario.nodes import Choice, Flag, Text
from negotiate.scenario.plans import NOTE
from negotiate.scenario.sections import Section

__all__ = ["WORLD", "check_world"]

WORLD = Section(
    "The world economy that model.trade.tier = 'general' is solved in.",
    keys={
        "economy": Choice("The table of flows and incomes.", known=("regions-2023",), default="regions-2023"),
        "buyer": Text("The region that stands for the buyer.", required=True),
        "setter": Text("The region that stands for the setter.", required=True),
        "trade_elasticity": pure("By how much trade falls with its cost.", ABOVE_0, required=True),
        "deficits": Choice(
            "What becomes of trade deficits: purged beforehand, or a constant share of world income.",
            known=("balanced", "world_income_share"),
            default="balanced",
        ),
        "others_tariff": pure(
            "The setter's tariff on everybody else, in every outcome; 0 if absent.", TARIFF
        ),
        "orders": Flag("Whether purchases count by what they do to wages and prices.", default=True),
        "note": NOTE,
    },
)


def check_world(model: Mapping[str, Any]) -> None:
    """Refuse a world whose parties are none of its regions, or payoffs that it cannot give."""
    general = model["trade"]["tier"] == "general"
    if "world" not in model:
        if general:
            raise InvalidInput("model.world is missing; model.trade.tier = 'general' needs it.")
        return
    world = model["world"]
    regions = [str(row["region"]) for row in load("gdp_regions_2023")]
    for side in ("buyer", "setter"):
        if world[side] not in regions:
            raise InvalidInput(
                f"model.world.{side}={world[side]!r} is none of the regions ({', '.join(regions)})."
                f"{did_you_mean(world[side], regions)}"
            )
    if world["buyer"] == world["setter"]:
        raise InvalidInput("model.world.setter is also the buyer; the two parties need different regions.")
    if general and model["weights"]["organised"] > 0:
        raise InvalidInput(
            "model.weights.organised is above 0; with model.trade.tier = 'general' no industry earns a rent "
            "of its own. Set it to 0, or raise model.parameters.revenue_weight."
        )
    weight = model["parameters"].get("revenue_weight", {"value": 1.0})["value"]
    if general and weight < 1:
        raise InvalidInput(
            f"model.parameters.revenue_weight={weight:g}; with model.trade.tier = 'general' it must be at "
            "least 1."
        )
