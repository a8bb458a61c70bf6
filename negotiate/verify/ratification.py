"""Ratification: who accepts what is compared again, and the deal among what passes is found anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from negotiate.verify.bargaining import Problem, nash_pick, read_problem
from negotiate.verify.entry import Claims, Entry, exact, exacts

__all__ = ["check_ratification"]


def check_ratification(entry: Entry) -> Claims:
    """Check win-sets, and the Nash deal among the outcomes in all of them."""
    whole = read_problem(entry.named("bargaining"))
    ratifiers = [_read(record, whole) for record in entry.problem["ratifiers"]]
    places = range(len(whole.feasible))
    passing = [k for k in places if all(payoffs[k] >= least for *_, payoffs, least in ratifiers)]
    win_sets = {
        side: sum(all(u[k] >= least for _, of, u, least in ratifiers if of == side) for k in places)
        for side in whole.players
    }
    yield entry.agrees(
        f"who accepts which of {len(places)} outcomes",
        "answer",
        {"win_sets": win_sets, "ratifiable": len(passing), "players": whole.players, "unit": whole.unit},
    )
    if entry.options.get("solution") != "nash":
        yield entry.leaves("the deal", "only Nash deals are solved again among what passes")
        return
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
    gains = {name: payoffs[passing[deal]] - least for name, _, payoffs, least in ratifiers}
    yield entry.agrees("each ratifier prefers it", "certificate", {"gain_of_ratifiers": gains})
    yield _proof(entry, among, deal, picked)


def _read(record: Any, whole: Problem) -> tuple[str, str, tuple[Any, ...], Any]:
    payoffs = exacts(record["payoffs"])
    if len(payoffs) != len(whole.feasible) or record["side"] not in whole.players:
        raise ValueError("a ratifier needs a side, and a payoff for each outcome")
    return str(record["name"]), str(record["side"]), payoffs, exact(record["reversion"])


def _proof(entry: Entry, among: Problem, deal: int, picked: Any) -> Any:
    second = picked.runner_up
    proof = {
        **picked.proof,
        "runner_up": second,
        "runner_up_label": None if second is None else among.labels[second],
        "dominated_by": among.dominating(deal),
        "decided": "exactly",
    }
    return entry.agrees("what was compared", "certificate", {"deal": proof})
