"""Schema: the one description of a scenario file, ``negotiate/scenario/1``.

``SCENARIO`` is a tree of nodes, written in the order of the file. The reader checks a file
against it, variants find their paths in it, and ``json_schema`` writes it out for editors
(``scenario-1.schema.json`` ships with the package). Units and bounds are those of
``measures.py``.
"""

from __future__ import annotations

from typing import Any

from negotiate.errors import InvalidInput
from negotiate.scenario.measures import (
    ABOVE_0,
    AT_LEAST_0,
    FLOW,
    PER_MONEY,
    SHARE_ABOVE_0,
    TARIFF,
    flow,
    pure,
    share,
)
from negotiate.scenario.neighbours import REGION
from negotiate.scenario.nodes import Choice, Either, ListOf, Node, Number, Text
from negotiate.scenario.plans import NOTE, PROGRAMME, THREAT, TITLE
from negotiate.scenario.purchases import BUDGET, ITEM, MISSION, VALUE
from negotiate.scenario.quantity import SOURCE, Date, Quantity
from negotiate.scenario.sections import Anything, Named, Section
from negotiate.scenario.world_section import WORLD

__all__ = ["LABEL", "SCENARIO", "SCHEMA", "json_schema", "quantity_at"]

SCHEMA = "negotiate/scenario/1"
LABEL = r"[a-z0-9-]{1,64}"


PLAYERS = Section(
    "The two parties.",
    required=True,
    keys={
        "buyer": Text("The party that buys equipment and faces the tariff.", longest=60, required=True),
        "setter": Text("The party that sells equipment and sets the tariff.", longest=60, required=True),
    },
)

_PURCHASE_LEVEL = Number("Purchases above the status quo.", low=0)
_PACKAGE_NAME = Text("The name of a package.", required=True)
LEVELS = Section(
    "The grids on which the games are played: choices of design, not facts.",
    required=True,
    keys={
        "purchases": Either(
            "Purchases above the status quo in the instruments game and in deals: a grid or a list.",
            required=True,
            structured=Section(
                "A grid.",
                keys={
                    "low": Number("The least level.", low=0, default=0.0),
                    "high": Number("The largest level.", above=0, required=True),
                    "step": Number("The distance between levels.", above=0, required=True),
                },
            ),
            simple=ListOf("Levels in rising order.", each=_PURCHASE_LEVEL, rising=True),
        ),
        "offers": ListOf(
            "Purchases above the status quo in the offers and commitment forms.",
            each=_PURCHASE_LEVEL,
            most=8,
            rising=True,
            required=True,
        ),
        "packages": ListOf(
            "Packages that can be conceded in the offers and commitment forms.",
            each=_PACKAGE_NAME,
            most=8,
            required=True,
        ),
        "claims": Number("Points of the demand game.", low=2, high=6, whole=True, default=4),
    },
)

TRADE = Section(
    "How tariffs move prices, trade and welfare.",
    required=True,
    keys={
        "tier": Choice("How much of the economy reacts.", known=("general", "partial"), default="partial"),
        "demand": Choice(
            "The form of import demand.",
            known=("constant_elasticity", "linear"),
            default="constant_elasticity",
        ),
        "exporter_loss": Choice(
            "What the exporter loses: producers' surplus, or the markup on lost sales.",
            known=("supply_surplus", "markup_profit"),
            default="supply_surplus",
        ),
        "pass_through": pure(
            "Share of a small tariff that reaches the importer's price.", SHARE_ABOVE_0, required=True
        ),
    },
)

SECTOR = Section(
    "A sector of the buyer's exports to the setter.",
    keys={
        "title": TITLE,
        "imports": flow("The setter's imports before duty.", ABOVE_0, required=True),
        "base_tariff": pure("The tariff of the status quo.", TARIFF, required=True),
        "demand_elasticity": pure("Import-demand elasticity, positive.", ABOVE_0, required=True),
        "pass_through": pure("Pass-through in this sector, instead of model.trade's.", SHARE_ABOVE_0),
        "substitution": pure("Elasticity of substitution, above 1.", Number("", above=1)),
        "covered_share": share("Share of the imports that the talks cover; 1 where absent."),
        "note": NOTE,
    },
)

PACKAGE = Section(
    "A tariff package: one total ad valorem rate for every sector.",
    keys={
        "title": TITLE,
        "source": SOURCE,
        "date": Date("When it was in force, announced or agreed."),
        "rates": Named("The rates, as fractions, by sector.", each=TARIFF, least=1, required=True),
        "note": NOTE,
    },
)

OBSERVED = Section(
    "What happened, for comparison with the deal that the model gives.",
    keys={
        "purchases": flow("Purchases above the status quo that were agreed or claimed.", required=True),
        "package": _PACKAGE_NAME,
        "note": NOTE,
    },
)

PARAMETERS = Section(
    "The parameters of the payoff terms.",
    required=True,
    keys={
        "marginal_excess_burden": pure("Cost of raising a unit of public funds.", required=True),
        "purchase_worth": pure(
            "Worth of a marginal purchase to the buyer over its full cost.", ABOVE_0, required=True
        ),
        "revenue_weight": pure("The setter's weight on tariff revenue; 1 where absent."),
        "export_rent_economic": pure("Economic rent of the setter per unit of purchases.", required=True),
        "export_rent_political": pure("Political rent of the setter per unit of purchases.", required=True),
        "ally_spill_in": pure("Share of the buyer's capability gain that the setter counts.", required=True),
        "sensitivity": Quantity("The buyer's sensitivity to militarisation.", unit=PER_MONEY, of=AT_LEAST_0),
        "sensitivity_threshold": flow("Purchases above which the sensitivity is felt; 0 where absent."),
        "organised_weight": pure("The setter's weight on organised industry; 1 is no extra weight."),
        "organised_sales": flow("Sales of the setter's organised industry."),
        "organised_transmission": share("Share of the import price rise that reaches its prices."),
        "buyer_audience_cost": flow("The buyer's cost of purchases above its stated limit."),
        "buyer_stated_limit": flow("The purchases that the buyer said it would not exceed."),
        "setter_audience_cost": flow("The setter's cost of a threat not carried out."),
        "other_concessions_to_setter": flow("Worth to the setter of what else the agreement holds."),
        "other_concessions_cost": flow("Cost to the buyer of what else the agreement holds."),
        "average_offset": share("Share of the purchases that comes back as work, where no items say."),
        "average_interoperability": pure(
            "How far a billion of purchases ties the forces together, where no items say."
        ),
    },
)

WEIGHTS_ON = (
    "tariff",
    "capability",
    "cost",
    "sensitivity",
    "consumers_and_revenue",
    "export_rent",
    "ally_strength",
)
WEIGHTS_OFF = (
    "buyer_audience",
    "buyer_other",
    "offset",
    "interop",
    "buyer_region",
    "organised",
    "setter_audience",
    "setter_other",
    "setter_region",
)
WEIGHTS = Section(
    "The weight of each payoff term; 0 switches it off.",
    default={},
    keys={
        **{term: Number("On where absent.", low=0, default=1.0) for term in WEIGHTS_ON},
        **{term: Number("Off where absent.", low=0, default=0.0) for term in WEIGHTS_OFF},
    },
)

MODEL = Section(
    "The model and its numbers.",
    required=True,
    keys={
        "kind": Choice("The kind of negotiation.", known=("purchases-for-tariffs",), required=True),
        "threat": Text("The package carried out where there is no deal.", required=True),
        "status_quo_package": Text("The package of the status quo: the base tariffs.", required=True),
        "status_quo": Section(
            "Where every payoff is 0.",
            required=True,
            keys={"purchases": flow("Purchases per year before the talks.", ABOVE_0, required=True)},
        ),
        "levels": LEVELS,
        "trade": TRADE,
        "sectors": Named("Sectors, in the order shown.", each=SECTOR, least=1, most=50, required=True),
        "packages": Named("Packages, in the order shown.", each=PACKAGE, least=2, most=50, required=True),
        "observed": OBSERVED,
        "parameters": PARAMETERS,
        "weights": WEIGHTS,
        "value": VALUE,
        "budget": BUDGET,
        "missions": Named("Missions, in the order shown.", each=MISSION, least=1, most=50),
        "items": Named("Items, in the order shown.", each=ITEM, least=1, most=200),
        "floors": Named("Least share of the spending, by category.", each=share("A least share.")),
        "programme": PROGRAMME,
        "threats": Named(
            "Threats in the region, by name: what the missions would weigh under each.", each=THREAT, most=20
        ),
        "region": REGION,
        "world": WORLD,
    },
)

VARIANT = Section(
    "A named variant of this scenario: so much is changed, and no more.",
    keys={
        "title": TITLE,
        "description": Text("Why the variant is of interest."),
        "changes": Anything(
            "New values by path, such as model.trade.pass_through. A plain number replaces the value of a "
            "parameter within its range; anything else replaces what stands there.",
            required=True,
        ),
    },
)

SOURCE_RECORD = Section(
    "A source of numbers.",
    keys={
        "title": Text("Its title.", required=True),
        "publisher": Text("Who published it."),
        "url": Text("Where it can be read.", pattern=r"https?://\S+", like="https://example.org/page"),
        "date": Date("When it was published or read."),
        "licence": Text("Its licence."),
        "type": Choice("What kind of source it is.", known=("official", "press", "paper", "data")),
        "note": NOTE,
    },
)

SCENARIO = Section(
    "A scenario of the negotiate library.",
    keys={
        "schema": Choice("The version of this layout.", known=(SCHEMA,), required=True),
        "name": Text("A short name.", pattern=LABEL, like="steel-for-beef", required=True),
        "title": Text("What the scenario is about.", longest=200, required=True),
        "description": Text("What a reader should know first."),
        "unit": Text("The unit of payoffs.", pattern=FLOW.pattern, like=FLOW.like, required=True),
        "resolution": Number("Payoffs are whole multiples of this.", above=0, high=1, default=1e-6),
        "players": PLAYERS,
        "model": MODEL,
        "variants": Named("Variants, by name.", each=VARIANT, most=100, default={}),
        "sources": Named("Sources, by key.", each=SOURCE_RECORD, default={}),
    },
)


def quantity_at(path: str) -> Quantity:
    """Return the node of the parameter at a dotted path.

    Examples
    --------
    >>> quantity_at("model.sectors.autos.imports").doc
    "The setter's imports before duty."
    """
    node: Node | None = SCENARIO
    for key in path.split("."):
        node = node.inner(key) if node else None
    if not isinstance(node, Quantity):
        raise InvalidInput(f"{path} is the place of no parameter.")
    return node


def json_schema() -> dict[str, Any]:
    """Write the description of the file as JSON Schema, draft 2020-12.

    Examples
    --------
    >>> json_schema()["properties"]["schema"]["enum"]
    ['negotiate/scenario/1']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **SCENARIO.schema(),
        "$defs": {"parameter": Quantity.common_rule()},
    }
