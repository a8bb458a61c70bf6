"""The tables of sensitivity: shares of draws, ranges of numbers, one at a time, variance, the map."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.analysis import RegionMap
from negotiate.analysis.summaries import Share
from negotiate.report.sensitivity.find import CONCLUSIONS, Sensitivity, swings_of
from negotiate.table import Cell, Column, Table

__all__ = ["NO_AGREEMENT", "TABLES", "agreement_share", "draws_note", "sensitivity_tables"]

NO_AGREEMENT = "no agreement"
TABLES = (
    "sensitivity-conclusions",
    "sensitivity-answers",
    "sensitivity-numbers",
    "sensitivity-one-at-a-time",
    "sensitivity-sobol",
    "sensitivity-regions",
)
_SHOWN = 6  # answers of a question; the rest are summed up in one row
_INTERVAL = "Intervals are Clopper–Pearson at 95 %, for the error of sampling alone."


def sensitivity_tables(found: Sensitivity) -> dict[str, Table]:
    """Return every table of sensitivity by its file name, in the order of the report."""
    made = (_conclusions, _answers, _numbers, _one_at_a_time, _sobol)
    tables = {name: make(found) for name, make in zip(TABLES, made, strict=False)}
    if found.regions is not None:
        tables["sensitivity-regions"] = _regions(found, found.regions)
    return {name: table for name, table in tables.items() if table.rows}


def agreement_share(found: Sensitivity, *, agreed: bool) -> Share:
    """Return the share of draws in which there is a deal, or in which there is none."""
    shares = found.drawn.shares["package"]
    count = shares[NO_AGREEMENT].count if NO_AGREEMENT in shares else 0
    undefined = found.drawn.undefined
    return Share.of(found.drawn.draws - count - undefined if agreed else count, found.drawn.draws)


def draws_note(found: Sensitivity) -> str:
    """Say what was drawn, how often, from what."""
    drawn = found.drawn
    assumed = sum(one.assumed for one in drawn.parameters.values())
    return (
        f"{drawn.draws:,} draws of {len(drawn.parameters)} parameters ({assumed} assumed), independent and "
        f"uniform over their ranges, by scrambled Sobol points, seed {drawn.provenance.seed}."
    )


def _percent_columns() -> list[Column | str]:
    return [Column(title, "%", 1) for title in ("share of draws", "low", "high")]


def _percents(share: Share) -> tuple[float, float, float]:
    return 100 * share.value, 100 * share.low, 100 * share.high


def _conclusions(found: Sensitivity) -> Table:
    """Return in which share of the draws each conclusion is that of the point estimate."""
    base = found.drawn.base
    agreed = base["package"] != NO_AGREEMENT
    rows: list[tuple[Cell, ...]] = [
        ("agreement", "yes" if agreed else "no", *_percents(agreement_share(found, agreed=agreed)))
    ]
    rows += [
        (question, str(base[question]), *_percents(found.drawn.survival(question)))
        for question in ("package", "deal", "without agreement", "threat is credible")
    ]
    columns: list[Column | str] = ["conclusion", "point estimate", *_percent_columns()]
    notes = [
        "Share of draws with the same answer as at the scenario's own values.",
        draws_note(found),
        _INTERVAL,
    ]
    return Table("In which share of draws each conclusion survives", columns, rows, notes)


def _answers(found: Sensitivity) -> Table:
    """Return in which share of the draws each answer follows."""
    draws = found.drawn.draws
    rows: list[tuple[Cell, ...]] = []
    for question in CONCLUSIONS:
        shares = found.drawn.shares[question]
        now = found.drawn.base[question]
        for word, share in list(shares.items())[:_SHOWN]:
            rows.append((question, word + (" ←" if word == now else ""), *_percents(share)))
        rest = list(shares.values())[_SHOWN:]
        if rest:
            count = sum(share.count for share in rest)
            rows.append((question, f"{len(rest)} others", *_percents(Share.of(count, draws))))
    columns: list[Column | str] = ["question", "answer", *_percent_columns()]
    notes = ["← marks the point estimate.", draws_note(found), _INTERVAL]
    return Table("In which share of draws each answer follows", columns, rows, notes)


def _numbers(found: Sensitivity) -> Table:
    """Return the range of each number that holds 90 % of the draws in which it has a value."""
    drawn = found.drawn
    columns: list[Column | str] = ["number", "unit"]
    columns += [Column(title, digits=3) for title in ("5 % quantile", "median", "95 % quantile")]
    columns += [Column("point estimate", digits=3), Column("has a value", "%", 1)]
    rows: list[tuple[Cell, ...]] = []
    for question, summary in drawn.numbers.items():
        if question == "equilibria":
            continue
        now = drawn.base[question]
        low, middle, high = (summary.quantiles[level].value for level in (0.05, 0.5, 0.95))
        share = 100 * summary.answered / drawn.draws
        rows.append((question, found.unit(question), low, middle, high, now, share))
    notes = [
        "Quantiles over the draws in which the number has a value: gains only where there is a deal.",
        draws_note(found),
    ]
    return Table("Ranges of gains, prices and purchases", columns, rows, notes)


def _one_at_a_time(found: Sensitivity) -> Table:
    """Return what each parameter does by itself, at both ends of its range."""
    buyer, setter = found.scenario.players
    questions = ("package", f"gain of {buyer}", f"gain of {setter}")
    columns: list[Column | str] = ["parameter", "low", "high"]
    columns += ["package at low", "package at high"]
    for player in (buyer, setter):
        columns += [Column(f"gain of {player} at {end}", found.scenario.unit, 2) for end in ("low", "high")]
    rows: list[tuple[Cell, ...]] = []
    for path in found.moving:
        one, swings = found.tornado.parameters[path], swings_of(found.tornado, path)
        ends = [end for question in questions for end in (swings[question].at_low, swings[question].at_high)]
        rows.append((found.names[path], one.low, one.high, *ends))
    still = len(found.tornado.parameters) - len(rows)
    now = ", ".join(f"{question} {_shown(found.tornado.base[question])}" for question in questions)
    notes = [f"Point estimate: {now}.", "Each goes to both ends of its range, the others stay."]
    notes += [f"{still} other parameters move no answer by themselves."] if still else []
    notes += [f"No model at {len(found.tornado.undefined)} ends."] if found.tornado.undefined else []
    return Table("One parameter at a time", columns, rows, notes)


def _shown(cell: Cell) -> str:
    return "none" if cell is None else cell if isinstance(cell, str) else f"{cell:.2f}"


def _sobol(found: Sensitivity) -> Table:
    """Return the Sobol indices of the conclusions."""
    columns: list[Column | str] = ["conclusion", "parameter"]
    for title in ("first order", "total"):
        columns += [
            Column(title, digits=2),
            Column(f"{title} low", digits=2),
            Column(f"{title} high", digits=2),
        ]
    rows = list(_sobol_rows(found))
    indices = found.indices
    calls = indices.points * (len(indices.parameters) + 2)
    notes = [
        "Shares of the variance of “the answer is that of the point estimate”.",
        f"{calls:,} sets of values, seed {indices.provenance.seed}; all others at their own values.",
        "Parameters without an effect on a conclusion are left out.",
        "Intervals: bootstrap percentiles at 95 %; an estimate may lie a little below 0 or above 1.",
    ]
    notes += [f"{name}: {why}." for name, why in indices.skipped.items() if name in CONCLUSIONS]
    return Table("Sobol indices of the conclusions", columns, rows, notes)


def _sobol_rows(found: Sensitivity) -> Iterator[tuple[Cell, ...]]:
    for question in CONCLUSIONS:
        for one in found.indices.indices.get(question, ()):
            if one.total.value > 0:
                first, total = one.first, one.total
                yield (
                    question,
                    found.names[one.parameter],
                    *(first.value, first.low, first.high),
                    *(total.value, total.low, total.high),
                )


def _regions(found: Sensitivity, regions: RegionMap) -> Table:
    """Return the share of the map of each package, under short names."""
    table = regions.table()
    across, up = (found.names[path] for path in regions.parameters)
    columns: list[Column | str] = ["package", Column("share of the map", "%", 1)]
    columns += [Column(f"{end} {name}", digits=3) for name in (across, up) for end in ("least", "largest")]
    notes = [
        f"{len(regions.columns)} values of {across}, {len(regions.rows)} of {up}, the others at their own.",
        "A share of the map is no probability.",
    ]
    return Table(f"Package agreed on, by {across} and {up}", columns, table.rows, notes)
