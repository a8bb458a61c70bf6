"""Scenario: a file becomes a checked, sourced description of a negotiation, and is solved.

From the file: ``parameter.py`` a number with unit, range and source · ``nodes.py``,
``sections.py``, ``quantity.py``, ``measures.py`` what a place may hold · ``schema.py``,
``purchases.py``, ``plans.py``, ``neighbours.py`` the whole layout, also shipped as JSON Schema ·
``read.py`` safe reading of TOML · ``relations.py``, ``plan_relations.py``, ``region_relations.py``
rules between places · ``variants.py`` named changes · ``reference.py`` what a unit can do when its
price moves · ``scenario.py`` the checked result · ``load.py`` from a path or the name of a shipped
scenario · ``faults.py``, ``lines.py`` all that is wrong with a file, and where.

To the answer: ``build.py`` and ``terms.py`` make the model, with ``items.py``, ``missions.py``,
``plan_measures.py`` what a bundle brings beside capability and ``reactions.py`` who else reacts;
``programme.py`` the programme of several years, ``threat_cases.py`` the threats in the region;
``deals.py``, ``threat.py`` and ``linking.py`` solve parts of it, ``case.py`` all of it, ``batch.py``
many draws at once.
"""

from negotiate.scenario.batch import BatchDeals, ScenarioBatch
from negotiate.scenario.build import NegotiationModel, build_model
from negotiate.scenario.case import CaseSolution, Led, solve_case
from negotiate.scenario.deals import Deals, solve_deals
from negotiate.scenario.linking import Beyond, solve_beyond
from negotiate.scenario.load import load_scenario, shipped_scenarios
from negotiate.scenario.parameter import Parameter
from negotiate.scenario.programme import build_programme
from negotiate.scenario.reactions import Reactions, reactions_of, scaled_reactions
from negotiate.scenario.scenario import Scenario
from negotiate.scenario.schema import json_schema
from negotiate.scenario.threat_cases import build_threats

__all__ = [
    "BatchDeals",
    "Beyond",
    "CaseSolution",
    "Deals",
    "Led",
    "NegotiationModel",
    "Parameter",
    "Reactions",
    "Scenario",
    "ScenarioBatch",
    "build_model",
    "build_programme",
    "build_threats",
    "json_schema",
    "load_scenario",
    "reactions_of",
    "scaled_reactions",
    "shipped_scenarios",
    "solve_beyond",
    "solve_case",
    "solve_deals",
]
