"""What a deal is worth: named terms per party, evaluated on outcomes, and the games they make.

``outcome``, ``term`` and ``model`` (with ``rounding`` and ``solution``) turn terms into exact
payoffs with their decomposition; ``terms`` holds the standard terms, ``bundle_terms`` those of
what is bought, ``reaction_terms`` that of who else reacts. ``form`` is what all strategic forms
share; ``instruments``, ``offers`` and ``commitment`` build one each, ``demand`` (with
``demand_solution``) the demand game. ``prices`` prices a tariff point, ``credibility`` judges the
threat, ``concession`` what of a purchase was bought anyway.
"""

from negotiate.payoffs.bundle_terms import interoperability, offset_work
from negotiate.payoffs.commitment import commitment_form
from negotiate.payoffs.concession import Additionality, additionality
from negotiate.payoffs.credibility import ThreatCredibility, break_even_weight, threat_credibility
from negotiate.payoffs.demand import DemandForm, demand_form
from negotiate.payoffs.demand_solution import DemandEquilibria, DemandEquilibrium, demand_equilibria
from negotiate.payoffs.form import StrategicForm
from negotiate.payoffs.instruments import ReversionPoint, instruments_form, reversion_point
from negotiate.payoffs.model import PayoffModel
from negotiate.payoffs.offers import offers_form
from negotiate.payoffs.outcome import Outcome
from negotiate.payoffs.prices import PointPrice, TariffPointPrices, TariffPointProblem, tariff_point_prices
from negotiate.payoffs.reaction_terms import regional_reaction
from negotiate.payoffs.solution import OutcomePayoffs
from negotiate.payoffs.term import Term
from negotiate.payoffs.terms import (
    ally_strength,
    buyer_audience_cost,
    calibrate_capability_worth,
    capability_value,
    consumers_and_revenue,
    export_rent,
    organised_industries,
    other_concessions,
    public_funds_cost,
    sensitivity_cost,
    setter_audience_cost,
    tariff_loss,
)

__all__ = [
    "Additionality",
    "DemandEquilibria",
    "DemandEquilibrium",
    "DemandForm",
    "Outcome",
    "OutcomePayoffs",
    "PayoffModel",
    "PointPrice",
    "ReversionPoint",
    "StrategicForm",
    "TariffPointPrices",
    "TariffPointProblem",
    "Term",
    "ThreatCredibility",
    "additionality",
    "ally_strength",
    "break_even_weight",
    "buyer_audience_cost",
    "calibrate_capability_worth",
    "capability_value",
    "commitment_form",
    "consumers_and_revenue",
    "demand_equilibria",
    "demand_form",
    "export_rent",
    "instruments_form",
    "interoperability",
    "offers_form",
    "offset_work",
    "organised_industries",
    "other_concessions",
    "public_funds_cost",
    "regional_reaction",
    "reversion_point",
    "sensitivity_cost",
    "setter_audience_cost",
    "tariff_loss",
    "tariff_point_prices",
    "threat_credibility",
]
