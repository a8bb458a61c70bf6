"""Who else reacts: tables and sentences of a case whose payoffs count the region's answers."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from negotiate.analysis import ReactionStrength, reaction_strength
from negotiate.payoffs import Outcome
from negotiate.scenario import CaseSolution, Deals, Reactions
from negotiate.table import Cell, Column, Table

__all__ = ["named_levels", "region_lines", "region_tables", "security_at"]

_GROSS = ("capability", "ally strength")  # terms by side: the worth of what purchases add, before answers


def region_tables(case: CaseSolution) -> Iterator[tuple[str, Table]]:
    """Yield the tables by file name; none where no payoff counts the region."""
    if case.model.reactions is not None:
        yield "region", _region(case, case.model.reactions)
        yield "region-strength", _strength(case.deals).table()


def region_lines(case: CaseSolution) -> Iterator[str]:
    """Yield what the region's answers do to the deal, and how strong they may be; nothing where off."""
    reactions = case.model.reactions
    if reactions is None:
        return
    found = _strength(case.deals)
    if found.deal is not None and found.deal.purchases:
        yield _answered(case, reactions, found.deal.purchases)
    yield _turns(found)


@functools.lru_cache(maxsize=1)
def _strength(deals: Deals) -> ReactionStrength:
    """Work it out once for the tables and the sentences of one run."""
    return reaction_strength(deals)


def _region(case: CaseSolution, reactions: Reactions) -> Table:
    """Return gross and net security of every level, and of the bundles that the report names."""
    unit, players = case.model.scenario.unit, case.model.scenario.players
    columns: list[Column | str] = [Column("purchases above status quo", unit, 2), "bundle of"]
    columns += [Column(f"induced in {reactions.titles[name]}", unit, 3) for name in reactions.per_dollar]
    for player in players:
        titles = (f"gross security of {player}", f"answers, to {player}", f"net security of {player}")
        columns += [Column(title, unit, 3) for title in titles]
    named = named_levels(case)
    rows: list[tuple[Cell, ...]] = []
    for level in sorted({*case.model.purchases, *named}):
        security = [cell for side in (0, 1) for cell in security_at(case, side, level)]
        induced = reactions.induced(level).values()
        rows.append((level, ", ".join(named.get(level, [])), *induced, *security))
    notes = [
        "Gross: worth of the capability that purchases add, as the payoffs count it; net of the answers.",
        f"What is missing from an answer halves every {reactions.half_life:.1f} years in the long run.",
        "Payoffs count every answer in full.",
        "Every response is assumed: see the strength at which the deal turns.",
    ]
    return Table("Security before and after the region answers", columns, rows, notes)


def named_levels(case: CaseSolution) -> dict[float, list[str]]:
    """Return the levels that have a name, beside those of the grid."""
    places = {
        "Nash deal": case.deals.deal(),
        "Kalai–Smorodinsky deal": case.deals.deal(case.deals.kalai_smorodinsky),
        "observed": case.observed,
    }
    named: dict[float, list[str]] = {}
    for name, place in places.items():
        if place is not None:
            named.setdefault(float(place.purchases), []).append(name)
    named.setdefault(case.model.headroom, []).append("budget cap")
    return named


def security_at(case: CaseSolution, side: int, level: float) -> tuple[float, float, float]:
    """Return a side's gross security, what the answers bring or cost it, and the sum."""
    player = case.model.scenario.players[side]
    base = str(case.model.scenario.document["model"]["status_quo_package"])
    terms = {
        term.name: float(term.value(Outcome(level, base)))
        for term in case.model.payoffs.terms
        if term.player == player and term.name in (_GROSS[side], "region")
    }
    gross, answers = terms.get(_GROSS[side], 0.0), terms.get("region", 0.0)
    return gross, answers, gross + answers


def _answered(case: CaseSolution, reactions: Reactions, level: float) -> str:
    induced = reactions.induced(level)
    each = ", ".join(f"{reactions.titles[name]} {rise:.2f}" for name, rise in induced.items())
    told = [
        f"{gross:.2f} to {player} before these answers, {net:.2f} net of them"
        for side, player in enumerate(case.model.scenario.players)
        for gross, _, net in [security_at(case, side, level)]
    ]
    return (
        f"Purchases of {level:g} {case.model.scenario.unit} would, by assumed responses, make others spend "
        f"more ({each}); the security that they buy is worth {', and '.join(told)}."
    )


def _turns(found: ReactionStrength) -> str:
    """Say at which strength of all answers the deal stops paying."""
    parts = []
    if found.deal is not None:
        ends = {player: pays.values for player, pays in found.pays.items()}
        parts += [
            f"{player} stops gaining from {found.deal.label} at {values[0]:.2f} times"
            for player, values in ends.items()
            if values
        ]
    last = found.last_agreement
    parts.append("some deal is left at any" if last is None else f"no deal is left from {last:.2f} times on")
    return f"With all answers stronger together: {'; '.join(parts)}."
