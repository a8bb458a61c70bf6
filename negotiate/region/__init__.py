"""Who else reacts: neighbours who arm, contests, fear, and allies who share a burden.

- ``arms_race.py``: spending that answers spending (Richardson), its equilibrium, stability, path and
  what a shock to one country does to all; ``reaction.py``: what comes out.
- ``network_game.py``: arming as best replies among friends and foes; ``network_solution.py``.
- ``contest.py``: effort spent on winning a prize that only one can have (Tullock).
- ``security_dilemma.py``: arming out of fear, and how a small doubt tips it (Baliga and Sjöström).
- ``alliance.py``: defence as a good that allies share (Olson and Zeckhauser), what each gives alone
  and what all should; ``alliance_solution.py``; ``joint_worth.py``: what coalitions of allies make.
- ``arming_game.py``: the same choices in steps, as a normal-form game.
- ``matrices.py``: checks and exact proofs that these share; ``solvers.py``: the list for ``solve``.
"""

from negotiate.region.alliance import AllianceGood, efficient_contributions, nash_contributions
from negotiate.region.alliance_solution import EfficientContributions, NashContributions
from negotiate.region.arming_game import arming_game
from negotiate.region.arms_race import ArmsRace, arms_race_equilibrium
from negotiate.region.contest import Contest, ContestEquilibrium, contest_equilibrium
from negotiate.region.joint_worth import joint_worth
from negotiate.region.network_game import NetworkGame, network_equilibrium
from negotiate.region.network_solution import NetworkEquilibrium
from negotiate.region.reaction import Reaction
from negotiate.region.security_dilemma import Doubt, DoubtSolution, arming_cutoffs, assurance_game

__all__ = [
    "AllianceGood",
    "ArmsRace",
    "Contest",
    "ContestEquilibrium",
    "Doubt",
    "DoubtSolution",
    "EfficientContributions",
    "NashContributions",
    "NetworkEquilibrium",
    "NetworkGame",
    "Reaction",
    "arming_cutoffs",
    "arming_game",
    "arms_race_equilibrium",
    "assurance_game",
    "contest_equilibrium",
    "efficient_contributions",
    "joint_worth",
    "nash_contributions",
    "network_equilibrium",
]
