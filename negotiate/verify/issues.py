"""Issues by themselves are the model's: the tariff on each sector, and the purchases.

Where no term of a payoff ties issues together, a deal is worth the sum of what it does issue by
issue; an issue without a deal stays where the reversion point has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from negotiate.verify.bargaining import Problem, Vector, read_problem
from negotiate.verify.chain import Chain
from negotiate.verify.entry import exact, mismatch

__all__ = ["ISSUE_LINKS"]

Either = tuple[set[Fraction], set[Fraction]]  # what each player may be paid: rounding may go either way


def issues_of_model(chain: Chain) -> str:
    """The issues are the tariff on each sector and the purchases, and pay what the model says."""
    expected = {**_tariffs(chain), "purchases": _purchases(chain)}
    for name in ("linkage", "issue-groups"):
        if name not in chain.answers:
            continue
        issues = chain.problem(name)["issues"]
        if list(issues) != list(expected):
            return f"{name}: the issues are not {', '.join(expected)}"
        for issue, key in issues.items():
            told = _differs(read_problem(chain.problems[key]), *expected[issue])
            if told:
                return f"{name}: {issue}: {told}"
    return ""


def _tariffs(chain: Chain) -> dict[str, tuple[dict[str, Either], Either]]:
    """Return the rates on each sector that may be agreed with what they pay, and what no deal pays."""
    record = chain.model.record
    threat = record["rates"][chain.reverts_to()["package"]]
    found = {}
    for place, sector in enumerate(record["sectors"]):
        rates = {float(exact(record["rates"][package][place])) for package in record["conceded"]}
        rates -= {float(exact(threat[place]))}
        if rates:
            at = {f"{sector['name']} {100 * r:g} %": _tariff(chain, place, r) for r in sorted(rates)}
            found[sector["name"]] = (at, _tariff(chain, place, float(exact(threat[place]))))
    return found


def _tariff(chain: Chain, place: int, rate: float) -> Either:
    """Return what a rate on one sector pays, rounded as the model says."""
    model = chain.model
    count = len(model.record["sectors"])
    effects = model.in_markets([rate] * count)[place]
    revenue = model.parameter("revenue_weight", 1.0) * effects.revenue
    worth = (
        model.weights["tariff"] * effects.exporters,
        model.weights["consumers_and_revenue"] * (effects.consumers + revenue),
    )
    buyer, setter = ({number * model.resolution for number in model.units(value)} for value in worth)
    return buyer, setter


def _purchases(chain: Chain) -> tuple[dict[str, Either], Either]:
    """Return the levels above none with what they pay by themselves, and what none pays."""
    unit, base = chain.document["unit"], chain.scenario["status_quo_package"]
    levels = dict.fromkeys(level for level, _ in chain.payoffs if level)
    at = {f"{float(level):g} {unit}": chain.model.payoffs(chain.agreed(level, base)) for level in levels}
    return at, ({Fraction(0)}, {Fraction(0)})


def _differs(problem: Problem, outcomes: Mapping[str, Either], without: Either) -> str:
    if list(problem.labels) != list(outcomes):
        return "the outcomes are not those that may be agreed"
    if not _is_one_of(problem.disagreement, without):
        return "no deal pays something else"
    pairs = zip(problem.feasible, outcomes.items(), strict=True)
    wrong = (label for paid, (label, either) in pairs if not _is_one_of(paid, either))
    return next((f"{label[:60]} pays something else" for label in wrong), "")


def _is_one_of(paid: Vector, either: Either) -> bool:
    return all(own in allowed for own, allowed in zip(paid, either, strict=True))


def stakes_by_issue(chain: Chain) -> str:
    """What keeping, breaking and losing the deal pays, apart for tariffs and purchases, is the game's."""
    game, (row, column), _ = chain.reversion()
    deal = chain.record["summary"]["nash_deal"]
    levels, packages = game.strategies
    granted, bought = packages.index(deal["package"]), levels.index(f"{float(deal['purchases']):+.12g}")
    first, second = game.payoffs
    tariffs = [[paid[row, c] for c in range(len(packages))] for paid in (first, second)]
    purchases = [
        [paid[r, column] - paid[row, column] for r in range(len(levels))] for paid in (first, second)
    ]
    kept = [[paid[granted] for paid in tariffs], [paid[bought] for paid in purchases]]
    follows: dict[str, Any] = {
        "issues": ["tariffs", "purchases"],
        "cooperation": kept,
        "deviation": [[kept[0][0], max(tariffs[1])], [max(purchases[0]), kept[1][1]]],
        "reversion": [[paid[column] for paid in tariffs], [paid[row] for paid in purchases]],
    }
    problem = chain.problem("enforcement-by-issue")
    return mismatch({key: problem[key] for key in follows}, follows, "enforcement-by-issue")


ISSUE_LINKS: Sequence[tuple[str, str, Callable[[Chain], str]]] = (
    ("linkage", "the issues pay what the model says of each", issues_of_model),
    ("enforcement-by-issue", "what is at stake on each issue is the game's", stakes_by_issue),
)
