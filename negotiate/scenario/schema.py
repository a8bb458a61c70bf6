"""Schema: the one description of a scenario file, ``negotiate/scenario/1``.

``SCENARIO`` is a tree of nodes, written in the order of the file. The reader checks a file
against it, variants find their paths in it, and ``json_schema`` writes it out for editors
(``scenario-1.schema.json`` ships with the package). Accepted units and bounds stand here and
nowhere else.
"""

from __future__ import annotations

from typing import Any

from negotiate.errors import InvalidInput
from negotiate.scenario.nodes import Choice, Either, ListOf, Node, Number, Text
from negotiate.scenario.quantity import SOURCE, Date, Quantity, Unit
from negotiate.scenario.sections import Anything, Named, Section

__all__ = ["LABEL", "SCENARIO", "SCHEMA", "json_schema", "quantity_at"]

SCHEMA = "negotiate/scenario/1"
LABEL = r"[a-z0-9-]{1,64}"

PURE = Unit("1", "1")
FLOW = Unit(r"bn [A-Z]{3}/yr", "bn USD/yr")
MONEY = Unit(r"(m|bn|tn) [A-Z]{3}(/yr)?", "bn USD")
RATE = Unit(r"[A-Z]{3}/[A-Z]{3}", "JPY/USD")
PER_MONEY = Unit(r"(per bn|1/bn) [A-Z]{3}(/yr)?|1/\(bn [A-Z]{3}/yr\)", "per bn USD")
YEARLY = Unit(r"1(/yr)?", "1/yr")
COUNT = Unit(r"1|[a-z][a-z -]{0,39}", "aircraft")

_FRACTION = "It is a fraction: write 0.15 for 15 %."

ANY = Number("Any number.")
AT_LEAST_0 = Number("A number of at least 0.", low=0)
ABOVE_0 = Number("A number above 0.", above=0)
SHARE = Number("A share.", low=0, high=1, hint=_FRACTION)
SHARE_ABOVE_0 = Number("A share above 0.", above=0, high=1, hint=_FRACTION)
TARIFF = Number("A tariff rate, ad valorem.", low=0, high=5, hint=_FRACTION)
YEARLY_RATE = Number("A rate per year.", low=0, high=1, hint=_FRACTION)
GROWTH = Number("Growth per year.", low=-0.5, high=1, hint=_FRACTION)

_TITLE = Text("What it is called in tables and figures.", longest=200)
_TITLED = Text(_TITLE.doc, longest=200, required=True)
_NOTE = Text("What a reader should know of it.")


def _share(doc: str, *, required: bool = False) -> Quantity:
    return Quantity(doc, unit=PURE, of=SHARE, required=required)


def _pure(doc: str, of: Number = AT_LEAST_0, *, required: bool = False) -> Quantity:
    return Quantity(doc, unit=PURE, of=of, required=required)


def _flow(doc: str, of: Number = AT_LEAST_0, *, required: bool = False) -> Quantity:
    return Quantity(doc, unit=FLOW, of=of, required=required)


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
        "tier": Choice("How much of the economy reacts.", known=("partial",), default="partial"),
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
        "pass_through": _pure(
            "Share of a small tariff that reaches the importer's price.", SHARE_ABOVE_0, required=True
        ),
    },
)

SECTOR = Section(
    "A sector of the buyer's exports to the setter.",
    keys={
        "title": _TITLE,
        "imports": _flow("The setter's imports before duty.", ABOVE_0, required=True),
        "base_tariff": _pure("The tariff of the status quo.", TARIFF, required=True),
        "demand_elasticity": _pure("Import-demand elasticity, positive.", ABOVE_0, required=True),
        "pass_through": _pure("Pass-through in this sector, instead of model.trade's.", SHARE_ABOVE_0),
        "substitution": _pure("Elasticity of substitution, above 1.", Number("", above=1)),
        "covered_share": _share("Share of the imports that the talks cover; 1 where absent."),
        "note": _NOTE,
    },
)

PACKAGE = Section(
    "A tariff package: one total ad valorem rate for every sector.",
    keys={
        "title": _TITLED,
        "source": SOURCE,
        "date": Date("When it was in force, announced or agreed."),
        "rates": Named("The rates, as fractions, by sector.", each=TARIFF, least=1, required=True),
        "note": _NOTE,
    },
)

OBSERVED = Section(
    "What happened, for comparison with the deal that the model gives.",
    keys={
        "purchases": _flow("Purchases above the status quo that were agreed or claimed.", required=True),
        "package": _PACKAGE_NAME,
        "note": _NOTE,
    },
)

PARAMETERS = Section(
    "The parameters of the payoff terms.",
    required=True,
    keys={
        "marginal_excess_burden": _pure("Cost of raising a unit of public funds.", required=True),
        "purchase_worth": _pure(
            "Worth of a marginal purchase to the buyer over its full cost.", ABOVE_0, required=True
        ),
        "revenue_weight": _pure("The setter's weight on tariff revenue; 1 where absent."),
        "export_rent_economic": _pure("Economic rent of the setter per unit of purchases.", required=True),
        "export_rent_political": _pure("Political rent of the setter per unit of purchases.", required=True),
        "ally_spill_in": _pure("Share of the buyer's capability gain that the setter counts.", required=True),
        "sensitivity": Quantity("The buyer's sensitivity to militarisation.", unit=PER_MONEY, of=AT_LEAST_0),
        "sensitivity_threshold": _flow("Purchases above which the sensitivity is felt; 0 where absent."),
        "organised_weight": _pure("The setter's weight on organised industry; 1 is no extra weight."),
        "organised_sales": _flow("Sales of the setter's organised industry."),
        "organised_transmission": _share("Share of the import price rise that reaches its prices."),
        "buyer_audience_cost": _flow("The buyer's cost of purchases above its stated limit."),
        "buyer_stated_limit": _flow("The purchases that the buyer said it would not exceed."),
        "setter_audience_cost": _flow("The setter's cost of a threat not carried out."),
        "other_concessions_to_setter": _flow("Worth to the setter of what else the agreement holds."),
        "other_concessions_cost": _flow("Cost to the buyer of what else the agreement holds."),
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
    "offset",
    "buyer_audience",
    "buyer_region",
    "interop",
    "buyer_other",
    "organised",
    "setter_audience",
    "setter_region",
    "setter_other",
)
WEIGHTS = Section(
    "The weight of each payoff term; 0 switches it off.",
    default={},
    keys={
        **{term: Number("On where absent.", low=0, default=1.0) for term in WEIGHTS_ON},
        **{term: Number("Off where absent.", low=0, default=0.0) for term in WEIGHTS_OFF},
    },
)

VALUE = Section(
    "What purchases are worth in capability: V(B).",
    required=True,
    keys={
        "kind": Choice(
            "From a catalogue of items, or a power law.", known=("catalogue", "power"), required=True
        ),
        "exponent": _pure("Diminishing returns: 1 is none.", SHARE_ABOVE_0, required=True),
        "rate": Quantity("Interest rate that annualises purchases.", unit=YEARLY, of=YEARLY_RATE),
        "years": Number("Years of the plan.", low=1, high=50, whole=True),
    },
)

BUDGET = Section(
    "The cap on the buyer's defence outlays.",
    keys={
        "base": Quantity("Defence budget of the base year.", unit=MONEY, of=ABOVE_0, required=True),
        "exchange_rate": Quantity("The buyer's currency per unit of the scenario's.", unit=RATE, of=ABOVE_0),
        "growth": Quantity("Growth of the cap per year.", unit=YEARLY, of=GROWTH),
        "growth_path": ListOf("Growth year by year; used instead of growth.", each=GROWTH, most=50),
        "committed": _pure("Share of the base that is committed; 1 where absent."),
    },
)

MISSION = Section(
    "A mission that items serve.",
    keys={
        "title": _TITLE,
        "weight": _pure("Its weight; weights are normalised to sum to 1.", ABOVE_0, required=True),
        "note": _NOTE,
    },
)

ITEM = Section(
    "An item that the buyer could buy from the setter.",
    keys={
        "title": _TITLE,
        "mission": Text("The name of the mission it serves.", required=True),
        "category": Text(
            "Its category, for floors.",
            pattern=r"[a-z][a-z0-9_]{0,39}",
            like="missile_defence",
            required=True,
        ),
        "price": Quantity("Price of a unit.", unit=MONEY, of=ABOVE_0, required=True),
        "realisation": _pure("Contract value over notified value; 1 where absent.", ABOVE_0),
        "capability": _pure("Capability that a unit of money buys, relative to 1.", required=True),
        "most": Quantity("The largest quantity over the plan.", unit=COUNT, of=AT_LEAST_0, required=True),
        "least": Either(
            "The least quantity over the plan.",
            structured=Quantity("", unit=COUNT, of=AT_LEAST_0),
            simple=AT_LEAST_0,
            default=0.0,
        ),
        "lot": Number("Quantities come in multiples of this.", low=1, high=1_000_000, whole=True, default=1),
        "us_content": _share("Share of the price that is spent in the setter's economy; 1 where absent."),
        "note": _NOTE,
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
            keys={"purchases": _flow("Purchases per year before the talks.", ABOVE_0, required=True)},
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
        "floors": Named("Least share of the spending, by category.", each=_share("A least share.")),
    },
)

VARIANT = Section(
    "A named variant of this scenario: so much is changed, and no more.",
    keys={
        "title": _TITLED,
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
        "note": _NOTE,
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
    if isinstance(node, Either):
        node = node.structured
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
