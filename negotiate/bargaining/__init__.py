"""Who gets what: feasible outcomes, a disagreement point, and the deals that theories pick.

- ``problem.py``: outcomes, disagreement point, players; exact comparisons.
- ``rationality.py``: the outcomes that nobody likes less than disagreement.
- ``frontier.py``: the Pareto frontier, strong and weak.
- ``choice.py``: the best outcomes by any measure, ties exact.
- ``nash.py``, ``kalai_smorodinsky.py``: one solution each, on finite sets.
- ``alternating_offers.py``: offers in turn, by ``two_party_frontier.py``; ``offers.py``: what comes out.
- ``linkage.py``: issues settled one by one and together; ``linkage_solution.py``: what comes out.
- ``exchange.py``: how much of one issue for how much of another.
- ``ratification.py``, ``uncertain_ratification.py``: deals that must pass at home;
  ``ratification_solution.py``: what comes out.
- ``solution.py``: what comes out.
- ``solvers.py``: the list that ``solve`` reads.
"""

from negotiate.bargaining.alternating_offers import alternating_offers, rubinstein_shares
from negotiate.bargaining.exchange import ExchangeCurve, exchange_curve
from negotiate.bargaining.frontier import dominating_outcomes, pareto_frontier
from negotiate.bargaining.kalai_smorodinsky import kalai_smorodinsky_solution
from negotiate.bargaining.linkage import deals_by_group, link_issues, linkage
from negotiate.bargaining.linkage_solution import IssueGroups, Linkage
from negotiate.bargaining.nash import nash_solution
from negotiate.bargaining.offers import AlternatingOffers
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.ratification import RatificationProblem, Ratifier, ratified_deal, shrinking_win_set
from negotiate.bargaining.ratification_solution import RatifiedDeal, WinSetEffects
from negotiate.bargaining.rationality import individually_rational
from negotiate.bargaining.solution import BargainingSolution
from negotiate.bargaining.uncertain_ratification import UncertainRatification, uncertain_ratification

__all__ = [
    "AlternatingOffers",
    "BargainingProblem",
    "BargainingSolution",
    "ExchangeCurve",
    "IssueGroups",
    "Linkage",
    "RatificationProblem",
    "RatifiedDeal",
    "Ratifier",
    "UncertainRatification",
    "WinSetEffects",
    "alternating_offers",
    "deals_by_group",
    "dominating_outcomes",
    "exchange_curve",
    "individually_rational",
    "kalai_smorodinsky_solution",
    "link_issues",
    "linkage",
    "nash_solution",
    "pareto_frontier",
    "ratified_deal",
    "rubinstein_shares",
    "shrinking_win_set",
    "uncertain_ratification",
]
