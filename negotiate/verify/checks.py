"""Which check fits an answer: by the kind of its problem and its concept, on one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from negotiate.verify.bargaining import PICKS, check_deal
from negotiate.verify.bundles import check_bundle, check_frontier
from negotiate.verify.coalition import CONCEPTS, check_core, check_division
from negotiate.verify.commitment import check_commitment
from negotiate.verify.enforcement import check_enforcement
from negotiate.verify.entry import Claims, Entry
from negotiate.verify.equilibria import check_demand, check_equilibria
from negotiate.verify.general import check_trade
from negotiate.verify.linkage import check_groups, check_linkage
from negotiate.verify.lotteries import RULES, check_lottery
from negotiate.verify.payoffs import check_payoffs, check_reversion
from negotiate.verify.ratification import check_ratification
from negotiate.verify.region import check_race
from negotiate.verify.single import check_alone, check_point_prices, check_threat

__all__ = ["CHECKS"]

CHECKS: Mapping[tuple[str, str], Callable[[Entry], Claims]] = {
    ("payoffs", "payoffs"): check_payoffs,
    ("form", "reversion"): check_reversion,
    ("threat", "threat credibility"): check_threat,
    ("purchases alone", "additionality"): check_alone,
    ("game", "nash"): check_equilibria,
    ("game", "pure nash"): check_equilibria,
    ("game", "pure commitment"): check_commitment,
    ("demand", "demand"): check_demand,
    ("slopes", "tariff point prices"): check_point_prices,
    ("linkage", "linkage"): check_linkage,
    ("issue groups", "issue groups"): check_groups,
    ("ratification", "ratified deal"): check_ratification,
    ("enforcement", "critical discount factors"): check_enforcement,
    ("bundle", "bundle"): check_bundle,
    ("bundle", "relaxed bundle"): check_bundle,
    ("frontier", "budget frontier"): check_frontier,
    ("arms race", "arms race"): check_race,
    ("general equilibrium", "general equilibrium"): check_trade,
    ("coalition game", "core"): check_core,
    **{("bargaining", concept): check_deal for concept in PICKS},
    **{("lotteries", concept): check_lottery for concept in RULES},
    **{("coalition game", concept): check_division for concept in CONCEPTS},
}
