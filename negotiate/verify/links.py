"""How the answers of a file hang together: each problem follows from the answers and inputs before it.

A claim can hold for a problem that nobody asked about. So the chain is checked too: the model is
that of the scenario, the games and deals pay what the payoffs say, the patience that a deal needs is
worked out from that deal, prices from the model's slopes, and the summary repeats the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from negotiate.verify.bargaining import read_problem
from negotiate.verify.chain import Chain
from negotiate.verify.entry import exact, exacts, mismatch
from negotiate.verify.game import read_game
from negotiate.verify.inputs import INPUT_LINKS
from negotiate.verify.issues import ISSUE_LINKS
from negotiate.verify.measures import bundle_measures
from negotiate.verify.rules import Rules
from negotiate.verify.scope import SCOPE_LINKS
from negotiate.verify.slopes import model_slopes, same_slopes

__all__ = ["linked"]

DEALS = ("deal-", "other-solution-", "ratified-")


def frontier_gains(chain: Chain) -> str:
    """What purchases add in the model is what the budget frontier says."""
    frontier = chain.answers["budget-frontier"]["answer"]
    known = dict(zip(map(float, frontier["levels"]), frontier["whole"], strict=True))
    wrong = [level for level, gain in chain.model.gains().items() if known.get(level, gain) != gain]
    slope = float(exact(chain.model.record["slope_at_status_quo"]))
    at_start = frontier["levels"][0] != 0 or float(frontier["slopes"][0][1]) == slope
    return "" if at_start and not wrong else "a level, or the slope at the status quo, differs"


def deals_payoffs(chain: Chain) -> str:
    """Deals are among outcomes that pay what the table says; disagreement pays what reversion does."""
    labels = {f"{float(level):+.12g} / {package}": paid for (level, package), paid in chain.payoffs.items()}
    _, _, reverts = chain.reversion()
    for name in chain.answers:
        if not name.startswith(DEALS):
            continue
        record = chain.problem(name)
        while record["kind"] != "bargaining":
            record = chain.problems[record["over" if record["kind"] == "lotteries" else "bargaining"]]
        problem = read_problem(record)
        if problem.disagreement != reverts:
            return f"{name}: disagreement is not what the reversion point pays"
        for label, paid in zip(problem.labels, problem.feasible, strict=True):
            if labels.get(label) != paid:
                return f"{name}: {label[:60]} pays something else"
        if not name.endswith("within-cap") and list(problem.labels) != list(chain.deals):
            return f"{name}: outcomes are missing"
    return ""


def instruments_game(chain: Chain) -> str:
    """Every pair of choices leads to itself: nothing agreed, the threat carried out where it is chosen."""
    problem = chain.problem("reversion")
    levels, packages = chain.problems[problem["game"]]["strategies"]
    if set(levels) != {f"{float(level):+.12g}" for level, _ in chain.payoffs}:
        return "the levels of purchases are not those of the table of payoffs"
    if packages != list(chain.scenario["packages"]):
        return "the packages are not the scenario's"
    for level, places in zip(levels, problem["outcome_index"], strict=True):
        for package, place in zip(packages, places, strict=True):
            outcome = problem["outcomes"][place]
            flags = (outcome["agreed"], outcome["threat_executed"])
            named = (f"{float(outcome['purchases']):+.12g}", outcome["package"])
            if flags != (False, package == chain.scenario["threat"]) or named != (level, package):
                return f"{level[:20]} and {package[:40]} lead elsewhere"
    return ""


def offers_game(chain: Chain) -> str:
    """The offers game pays what its rules lead to."""
    rules = Rules(chain.model, chain.payoffs, chain.scenario["levels"])
    return rules.explains(read_game(chain.problem("offers-equilibria")), rules.offers())


def commitment_games(chain: Chain) -> str:
    """The commitment games pay what their rules lead to."""
    rules = Rules(chain.model, chain.payoffs, chain.scenario["levels"])
    for name in chain.answers:
        if name.startswith("commitment-player-"):
            places = rules.buyer_leads() if name.startswith("commitment-player-1") else rules.setter_leads()
            told = rules.explains(read_game(chain.problem(name)), places)
            if told:
                return f"{name}: {told}"
    return ""


def alone_payoffs(chain: Chain) -> str:
    """What the buyer buys alone is compared at the reversion package."""
    problem, package = chain.problem("additionality"), chain.reverts_to()["package"]
    place = {"package": package, "agreed": False, "threat_executed": False}
    pairs = zip(problem["levels"], exacts(problem["payoffs"]), strict=True)
    right = all(paid in chain.model.payoffs({**place, "purchases": level})[0] for level, paid in pairs)
    return "" if right else "a level pays the buyer something else"


def demand_game(chain: Chain) -> str:
    """The demand game's claims are payoffs of deals, its disagreement that of the reversion point."""
    problem = chain.problem("demand-equilibria")
    _, _, reverts = chain.reversion()
    if exacts(problem["disagreement"]) != reverts:
        return "disagreement is not what the reversion point pays"
    known = {
        paid
        for (_, package), paid in chain.payoffs.items()
        if package in chain.scenario["levels"]["packages"]
    }
    claims = set(zip(*map(exacts, problem["claims"]), strict=True))
    return "" if claims <= known else "a claim is the payoff of no deal"


def enforced_deal(chain: Chain) -> str:
    """The patience that the deal needs is worked out from what the deal pays period by period."""
    game, _, reverts = chain.reversion()
    deal = chain.record["summary"]["nash_deal"]
    problem = chain.problem("enforcement")
    outcomes, index = chain.problem("reversion")["outcomes"], chain.problem("reversion")["outcome_index"]
    agreed = next(
        (r, c)
        for r, places in enumerate(index)
        for c, place in enumerate(places)
        if outcomes[place]["purchases"] == deal["purchases"] and outcomes[place]["package"] == deal["package"]
    )
    best = (
        max(game.payoffs[0][r, agreed[1]] for r in range(game.shape[0])),
        max(game.payoffs[1][agreed[0], c] for c in range(game.shape[1])),
    )
    follows = {
        "cooperation": [[game.payoffs[i][agreed] for i in (0, 1)]],
        "deviation": [best],
        "reversion": [reverts],
    }
    return mismatch({key: problem[key] for key in follows}, follows, "enforcement")


def point_slopes(chain: Chain) -> str:
    """The slopes behind the prices of a tariff point are the model's, by differences."""
    frontier = chain.answers["budget-frontier"]["answer"]
    by_level = dict(zip(map(float, frontier["levels"]), frontier["slopes"], strict=True))
    names = [name for name in chain.answers if name.startswith("tariff-point-prices-")]
    places = _priced(chain)
    if len(names) != len(places):
        return "prices are given at other places than the reversion point, the observed and the agreed deals"
    for name, place in zip(names, places, strict=True):
        level = float(place["purchases"])
        slopes = model_slopes(chain.model, place["package"], level, by_level.get(level))
        if not same_slopes(chain.problem(name), slopes):
            return f"{name}: the slopes are not the model's at {level:+g} / {place['package'][:40]}"
    return ""


def _priced(chain: Chain) -> list[Mapping[str, Any]]:
    """Return where prices are given, in their order: without agreement, observed, agreed."""
    places = [chain.reverts_to()]
    if "observed" in chain.scenario:
        observed = chain.scenario["observed"]
        places.append({"purchases": chain.money(observed["purchases"]), "package": observed["package"]})
    for name in ("deal-nash", "deal-kalai-smorodinsky"):
        answer = chain.answers[name]["answer"]
        if answer["agreement"]:
            level, package = next(
                key for key in chain.payoffs if f"{float(key[0]):+.12g} / {key[1]}" == answer["labels"][0]
            )
            places.append({"purchases": float(level), "package": package})
    kept: dict[Any, Mapping[str, Any]] = {}
    for place in places:
        kept.setdefault((place["purchases"], place["package"], place.get("agreed", True)), place)
    return list(kept.values())


def summary(chain: Chain) -> str:
    """The summary repeats the answers."""
    given, answers = chain.record["summary"], chain.answers
    nash, equilibria = answers["deal-nash"]["answer"], answers["offers-equilibria"]["answer"]
    deal = given["nash_deal"]
    label = None if deal is None else f"{float(deal['purchases']):+.12g} / {deal['package']}"
    follows = {
        "reversion": chain.reverts_to(),
        "no_agreement_reason": nash["reason"],
        "threat_credible": answers["credibility"]["answer"]["credible"],
        "offers_equilibria": len(equilibria["equilibria"]),
        "offers_equilibria_complete": equilibria["complete"],
        "capability_worth": exact(chain.model.worth),
    }
    told = mismatch({key: given.get(key) for key in follows}, _exactly(follows), "summary")
    agreed = label == (nash["labels"][0] if nash["agreement"] else None)
    agreed = agreed and (deal is None or (deal["agreed"], deal["threat_executed"]) == (True, False))
    return told or ("" if agreed else "summary.nash_deal is not the Nash deal")


def _exactly(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _exactly(entry) for key, entry in value.items()}
    return exact(value) if isinstance(value, float) else value


LINKS: Sequence[tuple[str, str, Callable[[Chain], str]]] = (
    ("budget-frontier", "what purchases add in the model is what the frontier says", frontier_gains),
    ("budget-frontier", "what bundles count beside capability follows from them", bundle_measures),
    ("deal-nash", "all deals are among outcomes that pay what the table says", deals_payoffs),
    ("reversion", "every pair of choices leads to itself, without a deal", instruments_game),
    ("offers-equilibria", "the game pays what its rules lead to", offers_game),
    ("commitment-player-1-strong", "the commitment games pay what their rules lead to", commitment_games),
    ("additionality", "its payoffs are the model's at the reversion package", alone_payoffs),
    ("demand-equilibria", "its claims are payoffs of deals", demand_game),
    ("enforcement", "it is about the Nash deal", enforced_deal),
    ("tariff-point-prices-1", "the slopes are the model's", point_slopes),
    ("file", "the summary repeats the answers", summary),
)


def linked(record: Mapping[str, Any]) -> Iterator[tuple[str, str, Callable[[], str]]]:
    """Yield the links whose answer is there: answer, statement, and what says where it is broken."""
    chain = Chain(record)
    for answer, statement, link in (*INPUT_LINKS, *LINKS, *SCOPE_LINKS, *ISSUE_LINKS):
        if answer == "file" or answer in chain.answers:
            yield answer, statement, partial(link, chain)
