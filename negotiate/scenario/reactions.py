"""From a scenario to its region: who answers the purchases, by how much, and what that is worth.

``[model.region]`` becomes an arms race that rests at the spending observed. A level of purchases is
a lasting decision of the buyer; what the others spend more in the end follows from it, their answers
to one another included. All of it is linear in the purchases.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import instance_of
from negotiate.errors import InvalidInput
from negotiate.payoffs import Term, regional_reaction
from negotiate.region import Reaction, arms_race_equilibrium
from negotiate.scenario.region_relations import race_of
from negotiate.scenario.scenario import Scenario

__all__ = ["SIDES", "Reactions", "reactions_of", "scaled_reactions"]

SIDES = ("buyer", "setter")
_HERE = "model.region."


@dataclass(frozen=True, eq=False)
class Reactions:
    """How the region answers the buyer's purchases.

    Attributes
    ----------
    reaction : Reaction
        The arms race, at rest where spending is observed.
    buyer : str
        The country that buys.
    titles : mapping of str to str
        By country.
    per_dollar : mapping of str to float
        What every other country spends more in the end for a dollar a year of purchases.
    worth : tuple of mapping of str to float
        What a dollar of that is worth to the buyer and to the setter, by country.
    """

    reaction: Reaction
    buyer: str
    titles: Mapping[str, str]
    per_dollar: Mapping[str, float]
    worth: tuple[Mapping[str, float], Mapping[str, float]]

    def induced(self, extra: float) -> dict[str, float]:
        """Return what each country spends more in the end because of purchases, bn USD/yr."""
        return {country: slope * extra for country, slope in self.per_dollar.items()}

    def term(self, side: int, player: str, weight: float = 1.0) -> Term:
        """Return the reaction term of the buyer (side 0) or of the setter (side 1)."""
        return regional_reaction(player, self.induced, self.worth[side], weight=weight)

    def slope(self, side: int) -> float:
        """Return what the reactions to a dollar of purchases are worth to a side."""
        return math.fsum(value * self.per_dollar[country] for country, value in self.worth[side].items())

    @property
    def half_life(self) -> float:
        """Years in which what is still missing from the answers halves in the long run.

        By the slowest part of the others' race, the buyer's spending being given.
        """
        race, others = self.reaction.race, self._others
        slowest = np.linalg.eigvals(race.reaction[others] - np.diag(race.fatigue)[others])
        return float(np.log(2) / -slowest.real.max())

    @property
    def _others(self) -> tuple[NDArray[np.intp], ...]:
        """Rows and columns of the countries that do not buy."""
        known = self.reaction.race.countries
        places = [k for k, name in enumerate(known) if name != self.buyer]
        return np.ix_(places, places)

    @property
    def limit(self) -> float:
        """The factor on all responses at which spending explodes; infinite where none does it.

        All countries share one speed, so the eigenvalues of ``K − A`` are ``speed (s λ − 1)`` with ``λ``
        those of the responses: of all countries, and of those that answer a buyer whose spending is given.
        """
        race = self.reaction.race
        responses = race.reaction / race.fatigue[:, None]
        largest = max(np.linalg.eigvals(part).real.max() for part in (responses, responses[self._others]))
        return 1 / float(largest) if largest > 0 else np.inf


def reactions_of(scenario: Scenario) -> Reactions:
    """Return how the region of a scenario answers purchases, whether payoffs count it or not.

    Raises
    ------
    InvalidInput
        Where the scenario has no ``[model.region]``.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> region = reactions_of(load_scenario("japan-us-2025"))
    >>> {country: round(rise, 2) for country, rise in region.induced(6).items()}
    {'china': 1.24, 'south-korea': 0.62, 'taiwan': 0.06}
    """
    instance_of("scenario", scenario, Scenario, hint=", which load_scenario() reads")
    region = scenario.document["model"].get("region")
    if region is None:
        raise InvalidInput(
            f"{scenario.name} has no [model.region]; it says who else reacts to the purchases."
        )
    reaction = arms_race_equilibrium(race_of(region))
    buyer, countries = region["buyer"], region["countries"]
    share = scenario.value(_HERE + "additional_share", 1.0)
    worth = [
        {
            name: scenario.value(f"{_HERE}countries.{name}.worth_to_{side}", 0.0)
            for name in countries
            if name != buyer
        }
        for side in SIDES
    ]
    return Reactions(
        reaction=reaction,
        buyer=buyer,
        titles={name: country["title"] for name, country in countries.items()},
        per_dollar={name: share * rise for name, rise in reaction.answers(buyer, 1.0).items()},
        worth=(worth[0], worth[1]),
    )


def scaled_reactions(scenario: Scenario, strength: float) -> Scenario:
    """Return the scenario with every response of the region times a factor.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> twice = scaled_reactions(load_scenario("japan-us-2025"), 2.0)
    >>> twice.value("model.region.countries.china.answers.japan")
    0.4
    """
    instance_of("scenario", scenario, Scenario, hint=", which load_scenario() reads")
    countries = scenario.document["model"]["region"]["countries"]
    return scenario.with_values(
        {
            f"{_HERE}countries.{name}.answers.{other}": strength * answer["value"]
            for name, country in countries.items()
            for other, answer in country["answers"].items()
        }
    )
