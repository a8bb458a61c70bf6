"""Each answer is about all that it should be about, and about nothing else.

A claim can be true of a problem from which somebody left out what would have told against it: a
package that tempts, a level at which a better deal lies, a legislature that says no. So levels,
packages, budgets, claims, ratifiers, players and units are compared with the scenario's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from negotiate.verify.bargaining import read_problem
from negotiate.verify.chain import Chain
from negotiate.verify.entry import ROUNDING, exact, exacts, mismatch
from negotiate.verify.inputs import headroom

__all__ = ["SCOPE_LINKS"]

MOST_LEVELS = 10_001
HAIR = 1e-9  # relative, beside the cap: a level there may be counted in or out


def outcomes_of_grid(chain: Chain) -> str:
    """Payoffs are at every level and package of the scenario, budgets at every level."""
    levels = _levels(chain.scenario["levels"]["purchases"])
    grid = [(level, package) for level in levels for package in chain.scenario["packages"]]
    if list(chain.payoffs) != grid:
        return "the outcomes are not every level with every package"
    if set(chain.model.gains()) < set(map(float, levels)):
        return "a level has no bundle in the model"
    frontier = exacts(chain.answers["budget-frontier"]["answer"]["levels"])
    return "" if list(frontier) == levels else "the budgets are not the levels"


def _levels(grid: Any) -> list[Fraction]:
    """Return the levels of a grid, stepped through in decimal arithmetic as they are written."""
    if not isinstance(grid, Mapping):
        return [Fraction(float(level)) for level in grid]
    low, high, step = (Fraction(repr(grid[key])) for key in ("low", "high", "step"))
    count = int((high - low) / step) + 1
    if count > MOST_LEVELS:
        raise ValueError(f"there are more than {MOST_LEVELS:,} levels")
    return [Fraction(float(low + k * step)) for k in range(count)]


def names_and_units(chain: Chain) -> str:
    """The file is called what its document is, and every problem has its unit and players."""
    heading = {key: chain.document[key] for key in ("name", "title", "unit")}
    told = mismatch({key: chain.record["scenario"][key] for key in heading}, heading, "scenario")
    if told:
        return told
    for problem in chain.problems.values():
        told = mismatch(problem.get("players", chain.players), chain.players, f"{problem['kind']}.players")
        told = told or mismatch(
            problem.get("unit", chain.document["unit"]), chain.document["unit"], f"{problem['kind']}.unit"
        )
        if told:
            return told
    return ""


def all_packages_tempt(chain: Chain) -> str:
    """The threat is the scenario's, and compared with all packages."""
    follows = {"threat": chain.scenario["threat"], "packages": list(chain.scenario["packages"])}
    problem = chain.problem("credibility")
    return mismatch({key: problem[key] for key in follows}, follows, "threat")


def all_levels_alone(chain: Chain) -> str:
    """What is bought alone is the best of all levels."""
    levels = _levels(chain.scenario["levels"]["purchases"])
    return mismatch(chain.problem("additionality")["levels"], levels, "purchases alone.levels")


def outcomes_within_cap(chain: Chain) -> str:
    """Deals within the cap are among all outcomes that it leaves room for, and no others."""
    room = headroom(chain)
    for name in ("deal-nash-within-cap", "deal-kalai-smorodinsky-within-cap"):
        if name not in chain.answers:
            continue
        listed = set(read_problem(chain.problem(name)).labels)
        for label, (level, _) in chain.deals.items():
            beside = abs(level - room) <= HAIR * max(1.0, abs(room))
            if not beside and (label in listed) != (level < room):
                return f"{name}: {label[:60]} is counted {'in' if label in listed else 'out'}"
    return ""


def budgets_of_bundles(chain: Chain) -> str:
    """Bundles are those of the cap, of the deal and of the observed deal; one of the cap is divisible."""
    deal, observed = chain.record["summary"]["nash_deal"], chain.scenario.get("observed")
    budgets = {"bundle-cap": headroom(chain), "bundle-cap-relaxed": headroom(chain)}
    if deal is not None:
        budgets["bundle-deal"] = float(deal["purchases"])
    if observed is not None:
        budgets["bundle-observed"] = chain.money(observed["purchases"])
    bundles = (name for name in chain.answers if name.startswith("bundle-"))
    return next(filter(None, (_bundle_differs(chain, name, budgets.get(name)) for name in bundles)), "")


def _bundle_differs(chain: Chain, name: str, budget: float | None) -> str:
    """Say why a bundle is not what its name says; blank where it is."""
    if budget is None:
        return f"{name[:40]} is of no budget that the scenario knows"
    relaxed = name.endswith("relaxed")
    wanted = ("relaxed bundle" if relaxed else "bundle", relaxed)
    if (chain.answers[name]["concept"], chain.answers[name]["answer"]["relaxed"]) != wanted:
        return f"{name} is {'in whole lots' if relaxed else 'divisible'}"
    return mismatch(chain.problem(name)["budget"], budget, f"{name}.budget", ROUNDING)


def value_of_purchases(chain: Chain) -> str:
    """What purchases are worth follows the scenario: by its catalogue, or by its power law."""
    value = chain.problems[chain.problem("budget-frontier")["value"]]
    if chain.scenario["value"]["kind"] != "power":
        return "" if value["kind"] == "value of a catalogue" else "purchases are not valued by the catalogue"
    if value["kind"] != "power law":
        return "purchases are not valued by the power law"
    follows = {
        "base": chain.money(chain.scenario["status_quo"]["purchases"]),
        "exponent": float(chain.scenario["value"]["exponent"]["value"]),
    }
    return mismatch({key: value[key] for key in follows}, follows, "power law", ROUNDING)


def leaders(chain: Chain) -> str:
    """Each side commits once with ties for it, and once with ties against it."""
    for number, player in enumerate(chain.players, 1):
        for ties in ("strong", "weak"):
            name = f"commitment-player-{number}-{ties}"
            if name in chain.answers:
                answer = chain.answers[name]["answer"]
                if (answer["leader"], answer["ties"]) != (player, ties):
                    return f"{name}: {answer['leader']} leads, ties are {answer['ties']}"
    return ""


def claims_of_frontier(chain: Chain) -> str:
    """Claims are evenly spaced on the undominated outcomes that are better for both."""
    frontier = _frontier(chain)
    count = min(chain.scenario["levels"].get("claims", 4), len(frontier))
    last = len(frontier) - 1
    if count == 1:
        places = [last // 2]
    else:
        places = [(2 * k * last + count - 1) // (2 * (count - 1)) for k in range(count)]
    claims = [list(column) for column in zip(*(frontier[place] for place in places), strict=True)]
    return mismatch(chain.problem("demand-equilibria")["claims"], claims, "demand.claims")


def _frontier(chain: Chain) -> list[tuple[Fraction, Fraction]]:
    """Return the undominated payoffs of deals that are better for both, from the buyer's least."""
    _, _, reverts = chain.reversion()
    deals = {chain.payoffs[place] for place in chain.deals.values()}
    better = [paid for paid in deals if paid[0] > reverts[0] and paid[1] > reverts[1]]
    found: list[tuple[Fraction, Fraction]] = []
    for paid in sorted(better, key=lambda pair: (-pair[0], -pair[1])):
        if not found or paid[1] > found[-1][1]:
            found.append(paid)
    return found[::-1]


def legislatures(chain: Chain) -> str:
    """Who ratifies is the buyer's legislature, by the model at each sensitivity that the scenario states."""
    entry = chain.scenario["parameters"].get("sensitivity", {})
    stated = [float(exact(entry[key])) for key in ("low", "value", "high") if entry.get(key) is not None]
    names = [name for name in chain.answers if name.startswith("ratified-")]
    if names != [f"ratified-{k}" for k in range(1, len(stated) + 1)]:
        return "there is not one ratification for each sensitivity that the scenario states"
    told = (_legislature(chain, name, value) for name, value in zip(names, stated, strict=True))
    return next(filter(None, told), "")


def _legislature(chain: Chain, name: str, sensitivity: float) -> str:
    """Say what is wrong with the ratifiers of one answer; blank where nothing is."""
    model, ratifiers = (
        chain.model.with_parameter("sensitivity", sensitivity),
        chain.problem(name)["ratifiers"],
    )
    if len(ratifiers) != 1 or ratifiers[0]["side"] != chain.players[0]:
        return f"{name}: not the buyer's legislature alone ratifies"
    paid = exacts(ratifiers[0]["payoffs"])
    for (label, place), payoff in zip(chain.deals.items(), paid, strict=True):
        if payoff not in model.payoffs(chain.agreed(*place))[0]:
            return f"{name}: {label[:60]} pays the legislature something else"
    if exact(ratifiers[0]["reversion"]) not in model.payoffs(chain.reverts_to())[0]:
        return f"{name}: no deal pays the legislature something else"
    return ""


SCOPE_LINKS: Sequence[tuple[str, str, Callable[[Chain], str]]] = (
    ("payoffs", "they are of every level and package of the scenario", outcomes_of_grid),
    ("file", "name, title, players and units are the document's", names_and_units),
    ("credibility", "the threat is compared with all packages", all_packages_tempt),
    ("additionality", "it is the best of all levels", all_levels_alone),
    ("deal-nash-within-cap", "outcomes are those within the cap", outcomes_within_cap),
    ("bundle-cap", "bundles are of the cap, the deal and the observed deal", budgets_of_bundles),
    ("budget-frontier", "purchases are valued as the scenario says", value_of_purchases),
    ("commitment-player-1-strong", "each side leads with ties either way", leaders),
    ("demand-equilibria", "its claims are spaced along the frontier", claims_of_frontier),
    ("ratified-1", "the legislature's payoffs are the model's at its sensitivity", legislatures),
)
