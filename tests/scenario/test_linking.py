"""Beyond the deal: linkage, other solutions, ratification and enforcement of the shipped case."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from negotiate import Outcome, build_model, load_scenario
from negotiate.scenario import Beyond, Deals, solve_beyond, solve_deals


@pytest.fixture(scope="module")
def deals() -> Deals:
    return solve_deals(build_model(load_scenario("japan-us-2025")))


@pytest.fixture(scope="module")
def beyond(deals: Deals) -> Beyond:
    return solve_beyond(deals)


def test_each_issue_alone_is_one_sided(beyond: Beyond) -> None:
    """No deal on tariffs alone and none on purchases alone: the whole gain is linkage."""
    assert beyond.linkage is not None
    assert not any(deal.agreement for deal in beyond.linkage.separate.values())
    assert (beyond.linkage.gains > 0).all()


def test_linked_issues_do_at_least_as_well_as_the_packages_allow(deals: Deals, beyond: Beyond) -> None:
    """Rates may differ by sector when issues are linked, so the product of gains cannot fall."""
    assert beyond.linkage is not None
    assert np.prod(beyond.linkage.gains) >= np.prod(deals.nash.gains) * (1 - 1e-6)


def test_issues_add_up_to_the_payoffs_of_a_package(deals: Deals, beyond: Beyond) -> None:
    assert beyond.linkage is not None
    issues, package = beyond.linkage.issues, deals.model.rates["deal"]
    total = [Fraction(0), Fraction(0)]
    wanted = [
        f"{s.name} {100 * rate:g} %" for s, rate in zip(deals.model.trade.sectors, package, strict=True)
    ]
    for problem, label in zip(issues.values(), [*wanted, "6 bn USD/yr"], strict=True):
        at = problem.payoffs((problem.labels or ()).index(label))
        total = [t + u for t, u in zip(total, at, strict=True)]
    exact = deals.payoffs.at(Outcome(6, "deal"))
    for whole, parts in zip(exact, total, strict=True):
        assert abs(whole - parts) <= 5 * deals.model.payoffs.resolution


def test_weight_moves_the_deal_towards_whom_it_favours(deals: Deals, beyond: Beyond) -> None:
    low, high = (beyond.solutions[f"Nash, Japan's weight {weight}"] for weight in ("1/4", "3/4"))
    assert low.gains[0] <= deals.nash.gains[0] <= high.gains[0]
    assert low.gains[1] >= deals.nash.gains[1] >= high.gains[1]


def test_lotteries_never_lower_the_product(deals: Deals, beyond: Beyond) -> None:
    lottery = beyond.solutions["Nash, lotteries"]
    assert np.prod(lottery.gains) >= np.prod(deals.nash.gains) - 1e-12


def test_a_more_sensitive_legislature_passes_fewer_deals(beyond: Beyond) -> None:
    sizes = [len(deal.problem.win_set("Japan")) for deal in beyond.ratified.values()]
    assert sizes == sorted(sizes, reverse=True)
    assert [deal.labels[0] for deal in beyond.ratified.values()] == ["+6 / deal", "+6 / deal", "+5 / deal"]


def test_pooled_patience_is_what_the_deal_needs(beyond: Beyond) -> None:
    """Either issue alone would be broken however patient both are; together they hold each other."""
    assert beyond.holds is not None
    assert beyond.holds_by_issue is not None
    assert beyond.holds_by_issue.needed_separately == (None, None)
    assert beyond.holds_by_issue.needed == beyond.holds.needed
    assert 0 < float(beyond.holds.needed or 0) < 1


def test_no_deal_nothing_to_enforce() -> None:
    beyond = solve_beyond(solve_deals(build_model(load_scenario("japan-us-2025", "revenue-weight"))))
    assert beyond.holds is None
    assert beyond.holds_by_issue is None
    assert not any(deal.agreement for deal in beyond.ratified.values())


def test_payoffs_that_tie_issues_have_no_linkage() -> None:
    beyond = solve_beyond(solve_deals(build_model(load_scenario("japan-us-2025", "whole-package"))))
    assert beyond.linkage is None
    assert beyond.groups is None
    assert beyond.holds is not None
