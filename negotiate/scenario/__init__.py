"""Scenario: a file becomes a checked, sourced description of a negotiation.

``parameter.py`` a number with unit, range and source · ``nodes.py``, ``sections.py``,
``quantity.py`` what a place in the file may hold · ``schema.py`` the whole layout, also shipped
as JSON Schema · ``read.py`` safe reading of TOML · ``relations.py`` rules between places ·
``variants.py`` named changes · ``scenario.py`` the checked result · ``load.py`` from a path or
the name of a shipped scenario.
"""

from negotiate.scenario.load import load_scenario, shipped_scenarios
from negotiate.scenario.parameter import Parameter
from negotiate.scenario.scenario import Scenario
from negotiate.scenario.schema import json_schema

__all__ = ["Parameter", "Scenario", "json_schema", "load_scenario", "shipped_scenarios"]
