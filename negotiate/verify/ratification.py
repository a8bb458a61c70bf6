"""Ratification: who accepts what is compared again, and the deal among what passes is found anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from negotiate.verify.bargaining import Pick, Problem, nash_pick, read_problem
from negotiate.verify.claim import Claim
from negotiate.verify.entry import Claims, Entry, exact, exacts

__all__ = ["check_ratification"]


@dataclass(frozen=True)
class Ratifier:
    """Somebody at home without whose consent a deal does not pass."""

    name: str
    side: str
    payoffs: tuple[Fraction, ...]
    reversion: Fraction

    def gain(self, outcome: int) -> Fraction:
        """Return what it gains in an outcome over no deal."""
        return self.payoffs[outcome] - self.reversion


def check_ratification(entry: Entry) -> Claims:
    """Check win-sets, and the Nash deal among the outcomes in all of them."""
    whole = read_problem(entry.named("bargaining", "bargaining"))
    ratifiers = [_read(record, whole) for record in entry.problem["ratifiers"]]
    win_sets = {
        side: _passing(whole, [ratifier for ratifier in ratifiers if ratifier.side == side])
        for side in whole.players
    }
    passing = _passing(whole, ratifiers)
    follows = {
        "win_sets": {side: len(places) for side, places in win_sets.items()},
        "ratifiable": len(passing),
        "players": whole.players,
        "unit": whole.unit,
    }
    yield entry.agrees(f"who accepts which of {len(whole.feasible)} outcomes", "answer", follows)
    if entry.options.get("solution") == "nash":
        yield from _deal(entry, whole, ratifiers, passing)
    else:
        yield entry.leaves("the deal", "only Nash deals are solved again among what passes")


def _passing(whole: Problem, ratifiers: Sequence[Ratifier]) -> list[int]:
    """Return the outcomes that all of some ratifiers like at least as much as no deal."""
    places = range(len(whole.feasible))
    return [k for k in places if all(ratifier.gain(k) >= 0 for ratifier in ratifiers)]


def _deal(entry: Entry, whole: Problem, ratifiers: Sequence[Ratifier], passing: Sequence[int]) -> Claims:
    """Check the Nash deal among what passes."""
    among = replace(
        whole,
        feasible=tuple(whole.feasible[k] for k in passing),
        labels=tuple(whole.labels[k] for k in passing),
    )
    picked = nash_pick(among, {}) if passing else None
    entry.seen.add("answer.reason")
    if picked is None:
        told: dict[str, Any] = {"agreement": False, "labels": [], "payoffs": whole.disagreement}
        yield entry.agrees("nothing that passes is better for all", "answer", told)
        yield entry.agrees("how much passes", "certificate", {"ratifiable": len(passing)})
        return
    deal = picked.ties[0]
    told = {"agreement": True, "labels": [among.labels[k] for k in picked.ties], "reason": ""}
    yield entry.agrees("the Nash deal among what passes", "answer", {**told, "payoffs": among.feasible[deal]})
    gains = {ratifier.name: ratifier.gain(passing[deal]) for ratifier in ratifiers}
    yield entry.agrees("each ratifier prefers it", "certificate", {"gain_of_ratifiers": gains})
    yield _proof(entry, among, deal, picked)


def _read(record: Mapping[str, Any], whole: Problem) -> Ratifier:
    payoffs = exacts(record["payoffs"])
    if len(payoffs) != len(whole.feasible) or record["side"] not in whole.players:
        raise ValueError("a ratifier needs a side, and a payoff for each outcome")
    return Ratifier(str(record["name"]), str(record["side"]), payoffs, exact(record["reversion"]))


def _proof(entry: Entry, among: Problem, deal: int, picked: Pick) -> Claim:
    second = picked.runner_up
    proof = {
        **picked.proof,
        "runner_up": second,
        "runner_up_label": None if second is None else among.labels[second],
        "dominated_by": among.dominating(deal),
        "decided": "exactly",
    }
    return entry.agrees("what was compared", "certificate", {"deal": proof})
