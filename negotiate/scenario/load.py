"""Load a scenario from a file, or one of those that ship."""

from __future__ import annotations

import os

from negotiate.scenario.read import read_scenario_file, shipped_names
from negotiate.scenario.scenario import Scenario

__all__ = ["load_scenario", "shipped_scenarios"]


def load_scenario(source: str | os.PathLike[str], variant: str | None = None) -> Scenario:
    """Read a scenario, check it with all its variants, and resolve it to one of them.

    Parameters
    ----------
    source : str or path
        The path of a TOML file, or the name of a shipped scenario.
    variant : str, optional
        The name of a variant; the file as it stands where None.

    Raises
    ------
    InvalidInput
        With one sentence that begins with the file's path: what is wrong, where, and what to do.

    Examples
    --------
    >>> steel = load_scenario("steel-for-beef", variant="cheap-ships")
    >>> steel.players
    ('Home', 'Foreign')
    """
    tables, name = read_scenario_file(source)
    scenario = Scenario(tables, origin=name)
    checked = {known: scenario.with_variant(known) for known in scenario.variants}
    if variant is None:
        return scenario
    return checked[variant] if variant in checked else scenario.with_variant(variant)


def shipped_scenarios() -> dict[str, str]:
    """Return the titles of the scenarios that ship, by name.

    Examples
    --------
    >>> shipped_scenarios()["steel-for-beef"]
    'A fictitious talk: Home buys equipment, Foreign lowers its tariffs'
    """
    return {name: str(read_scenario_file(name)[0]["title"]) for name in shipped_names()}
