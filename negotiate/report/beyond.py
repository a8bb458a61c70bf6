"""Tables of what follows from a deal: other solutions, linkage, ratification, enforcement."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.bargaining import BargainingSolution, Linkage, LotterySolution
from negotiate.scenario import Beyond
from negotiate.table import Cell, Column, Table

__all__ = ["beyond_lines", "beyond_tables"]


def beyond_tables(beyond: Beyond, unit: str) -> Iterator[tuple[str, Table]]:
    """Yield the tables by file name, in the order of the report."""
    yield "other-solutions", _other_solutions(beyond, unit)
    if beyond.linkage is not None and beyond.groups is not None:
        yield "linkage", beyond.linkage.table()
        yield "issue-groups", beyond.groups.table()
    if beyond.ratified:
        yield "ratification", _ratification(beyond, unit)
    if beyond.holds is not None:
        yield "enforcement", beyond.holds.table()
    if beyond.holds_by_issue is not None:
        yield "enforcement-by-issue", beyond.holds_by_issue.table()


def beyond_lines(beyond: Beyond, unit: str) -> Iterator[str]:
    """Yield the findings in a sentence each."""
    if beyond.linkage is not None:
        yield _linked(beyond.linkage, unit)
    passed = {
        name: deal.labels[0] if deal.agreement else "no agreement" for name, deal in beyond.ratified.items()
    }
    if passed:
        listed = "; ".join(f"{name}: {deal}" for name, deal in passed.items())
        yield f"Deal that a legislature with its own sensitivity passes ({listed})."
    if beyond.holds is not None:
        needed = beyond.holds.needed
        apart = "" if beyond.holds_by_issue is None else _apart(beyond)
        told = "no discount factor below 1 sustains it" if needed is None else f"δ ≥ {float(needed):.3f}"
        yield f"The deal holds by the threat of going back for ever: {told}{apart}."


def _linked(found: Linkage, unit: str) -> str:
    alone = [name for name, deal in found.separate.items() if deal.agreement]
    told = f"deals on {', '.join(alone)} alone" if alone else "no deal on any issue alone"
    adds = " and ".join(
        f"{gain:.2f} {unit} to {player}"
        for player, gain in zip(found.joint.players, found.gains, strict=True)
    )
    return f"Linkage: {told}; tying the issues adds {adds}."


def _apart(beyond: Beyond) -> str:
    factors = beyond.holds_by_issue.needed_separately if beyond.holds_by_issue else ()
    alone = ["none" if factor is None else f"{float(factor):.3f}" for factor in factors]
    return f" (tariffs and purchases kept apart: {' and '.join(alone)})"


def _other_solutions(beyond: Beyond, unit: str) -> Table:
    columns: list[Column | str] = ["solution", "deal"]
    rows: list[tuple[Cell, ...]] = []
    for name, solution in beyond.solutions.items():
        if not isinstance(solution, BargainingSolution | LotterySolution):
            continue
        if len(columns) == 2:
            columns += [Column(f"gain of {player}", unit, 2) for player in solution.problem.players]
        rows.append((name, _deal(solution), *solution.gains.tolist()))
    notes = ["Weights: exponents of the gains, in sum 1; at 1/2 it is the Nash solution above."]
    return Table("Deals by other solutions and weights", columns, rows, notes)


def _deal(solution: BargainingSolution | LotterySolution) -> str:
    if not solution.agreement:
        return "no agreement"
    if isinstance(solution, BargainingSolution):
        return " or ".join(solution.labels)
    parts = zip(solution.probabilities.tolist(), solution.labels, strict=True)
    return ", ".join(f"{share:.3f} {label}" for share, label in parts)


def _ratification(beyond: Beyond, unit: str) -> Table:
    columns: list[Column | str] = ["sensitivity of the legislature", "win-set", "deal"]
    rows: list[tuple[Cell, ...]] = []
    for name, deal in beyond.ratified.items():
        side = deal.problem.bargaining.players[0]
        size = f"{len(deal.problem.win_set(side))} of {len(deal.problem.bargaining.feasible)}"
        if len(columns) == 3:
            columns += [Column(f"gain of {p}", unit, 2) for p in deal.problem.bargaining.players]
        gains = deal.payoffs - deal.problem.bargaining.disagreement
        label = deal.labels[0] if deal.agreement else f"no agreement: {deal.reason}"
        rows.append((name, size, label, *gains.tolist()))
    notes = ["The legislature compares each deal with no deal by its own sensitivity and must not lose."]
    return Table("Deals that are ratified", columns, rows, notes)
