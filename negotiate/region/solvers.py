"""Every question about reactions and alliances, on one page."""

from negotiate.region.alliance import AllianceGood, efficient_contributions, nash_contributions
from negotiate.region.arms_race import ArmsRace, arms_race_equilibrium
from negotiate.region.contest import Contest, contest_equilibrium
from negotiate.region.network_game import NetworkGame, network_equilibrium
from negotiate.region.security_dilemma import Doubt, arming_cutoffs
from negotiate.solver import Solver

__all__ = ["SOLVERS"]

SOLVERS = (
    Solver("arms race", ArmsRace, arms_race_equilibrium, exact=False, reference="richardson-1960"),
    Solver(
        "network equilibrium",
        NetworkGame,
        network_equilibrium,
        exact=False,
        needs="strength·radius < 1",
        reference="ballester-2006",
    ),
    Solver("contest equilibrium", Contest, contest_equilibrium, exact=False, reference="tullock-1980"),
    Solver("arming cutoffs", Doubt, arming_cutoffs, exact=False, reference="baliga-sjostrom-2004"),
    Solver(
        "nash contributions", AllianceGood, nash_contributions, exact=True, reference="olson-zeckhauser-1966"
    ),
    Solver(
        "efficient contributions",
        AllianceGood,
        efficient_contributions,
        exact=False,
        reference="samuelson-1954",
    ),
)
