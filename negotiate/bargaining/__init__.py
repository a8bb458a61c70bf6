"""Who gets what: feasible deals, a disagreement point, and the deals that theories pick.

- ``problem.py``: outcomes, disagreement point, players; exact comparisons.
- ``lottery.py``: lotteries over outcomes; ``program.py``: deals chosen continuously.
- ``rationality.py``: the outcomes that nobody likes less than disagreement.
- ``frontier.py``: the Pareto frontier, strong and weak.
- ``choice.py``, ``leximin.py``: the best outcomes by any measure, ties exact.
- ``nash.py``, ``kalai_smorodinsky.py``, ``egalitarian.py``, ``utilitarian.py``, ``equal_loss.py``,
  ``perles_maschler.py``, ``conley_wilkie.py``: one solution each; ``weights.py`` reads weights.
- ``convex.py``, ``principles.py``: solutions on any convex set. Sets are two-party lotteries
  (``convexity.py``, ``chain.py``, ``polygon.py``) and those searched by columns (``columns.py``,
  ``master.py``): many-party lotteries (``crowd.py``) and convex programmes (``program_set.py``).
- ``alternating_offers.py``: offers in turn, by ``two_party_frontier.py``; ``offers.py``: what comes out.
- ``linkage.py``: issues settled one by one and together; ``linkage_solution.py``: what comes out.
- ``exchange.py``: how much of one issue for how much of another.
- ``ratification.py``, ``uncertain_ratification.py``: deals that must pass at home;
  ``win_sets.py``: who must consent; ``ratification_solution.py``: what comes out.
- ``backwards.py``: which weights and solutions pick an observed deal; ``backwards_solution.py``.
- ``solution.py``, ``lottery_solution.py``, ``program_solution.py``: what comes out.
- ``solvers.py``: the list that ``solve`` reads.
"""

from negotiate.bargaining.alternating_offers import alternating_offers, rubinstein_shares
from negotiate.bargaining.backwards import solutions_that_pick, weights_that_yield
from negotiate.bargaining.backwards_solution import PickedBy, WeightEnd, WeightSet
from negotiate.bargaining.chain import lottery_frontier
from negotiate.bargaining.conley_wilkie import conley_wilkie_solution
from negotiate.bargaining.egalitarian import egalitarian_lottery, egalitarian_program, egalitarian_solution
from negotiate.bargaining.equal_loss import equal_loss_lottery, equal_loss_program, equal_loss_solution
from negotiate.bargaining.exchange import ExchangeCurve, exchange_curve
from negotiate.bargaining.frontier import dominating_outcomes, pareto_frontier
from negotiate.bargaining.kalai_smorodinsky import (
    kalai_smorodinsky_lottery,
    kalai_smorodinsky_program,
    kalai_smorodinsky_solution,
)
from negotiate.bargaining.linkage import deals_by_group, link_issues, linkage, linkage_by_solution
from negotiate.bargaining.linkage_solution import IssueGroups, Linkage, LinkageBySolution
from negotiate.bargaining.lottery import LotteryProblem
from negotiate.bargaining.lottery_solution import LotterySolution
from negotiate.bargaining.nash import nash_lottery, nash_program, nash_solution
from negotiate.bargaining.offers import AlternatingOffers
from negotiate.bargaining.perles_maschler import perles_maschler_lottery
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.program import ConvexProblem
from negotiate.bargaining.program_solution import ProgramSolution
from negotiate.bargaining.ratification import ratified_deal, shrinking_win_set
from negotiate.bargaining.ratification_solution import RatifiedDeal, WinSetEffects
from negotiate.bargaining.rationality import individually_rational
from negotiate.bargaining.solution import BargainingSolution
from negotiate.bargaining.uncertain_ratification import UncertainRatification, uncertain_ratification
from negotiate.bargaining.utilitarian import utilitarian_lottery, utilitarian_program, utilitarian_solution
from negotiate.bargaining.win_sets import RatificationProblem, Ratifier

__all__ = [
    "AlternatingOffers",
    "BargainingProblem",
    "BargainingSolution",
    "ConvexProblem",
    "ExchangeCurve",
    "IssueGroups",
    "Linkage",
    "LinkageBySolution",
    "LotteryProblem",
    "LotterySolution",
    "PickedBy",
    "ProgramSolution",
    "RatificationProblem",
    "RatifiedDeal",
    "Ratifier",
    "UncertainRatification",
    "WeightEnd",
    "WeightSet",
    "WinSetEffects",
    "alternating_offers",
    "conley_wilkie_solution",
    "deals_by_group",
    "dominating_outcomes",
    "egalitarian_lottery",
    "egalitarian_program",
    "egalitarian_solution",
    "equal_loss_lottery",
    "equal_loss_program",
    "equal_loss_solution",
    "exchange_curve",
    "individually_rational",
    "kalai_smorodinsky_lottery",
    "kalai_smorodinsky_program",
    "kalai_smorodinsky_solution",
    "link_issues",
    "linkage",
    "linkage_by_solution",
    "lottery_frontier",
    "nash_lottery",
    "nash_program",
    "nash_solution",
    "pareto_frontier",
    "perles_maschler_lottery",
    "ratified_deal",
    "rubinstein_shares",
    "shrinking_win_set",
    "solutions_that_pick",
    "uncertain_ratification",
    "utilitarian_lottery",
    "utilitarian_program",
    "utilitarian_solution",
    "weights_that_yield",
]
