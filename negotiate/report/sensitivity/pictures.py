"""The figures of sensitivity, each with its words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from negotiate.analysis import RegionMap
from negotiate.report.drawing import Drawing
from negotiate.report.figures import (
    plot_label_shares,
    plot_monte_carlo,
    plot_region_map,
    plot_sobol_indices,
    plot_tornado,
)
from negotiate.report.sensitivity.find import CONCLUSIONS, Sensitivity

__all__ = ["PICTURES", "sensitivity_figures"]

PICTURES = (
    "sensitivity-answers",
    "sensitivity-numbers",
    "sensitivity-one-at-a-time",
    "sensitivity-sobol",
    "sensitivity-regions",
)
_SHOWN = 5  # answers of a question
_BARS = 14  # parameters of a tornado


def sensitivity_figures(found: Sensitivity) -> dict[str, Drawing]:
    """Return each figure by file name, in the order of the report; those that have something to show."""
    return dict(_figures(found))


def _figures(found: Sensitivity) -> Iterator[tuple[str, Drawing]]:
    yield "sensitivity-answers", _answers(found)
    question = _number(found)
    yield "sensitivity-numbers", _draws(found, question)
    if any(swing.moves for swing in found.tornado.of(question)):
        yield "sensitivity-one-at-a-time", _tornado(found, question)
    asked = next((name for name in CONCLUSIONS if name in found.indices.indices), None)
    if asked is not None:
        yield "sensitivity-sobol", _sobol(found, asked)
    if found.regions is not None:
        yield "sensitivity-regions", _map(found, found.regions)


def _number(found: Sensitivity) -> str:
    """Return the number to be shown: the setter's gain, or the first other that the scenario has."""
    buyer, setter = found.scenario.players
    order = (f"gain of {setter}", f"gain of {buyer}", f"price {setter} asks", f"price {buyer} pays")
    known = (name for name in order if found.tornado.base[name] is not None and name in found.drawn.numbers)
    return next(known, "audience cost")


def _answers(found: Sensitivity) -> Drawing:
    drawn = found.drawn
    shares = {
        question: {
            word: (share.value, share.low, share.high)
            for word, share in list(drawn.shares[question].items())[:_SHOWN]
        }
        for question in CONCLUSIONS
    }
    now = {question: str(drawn.base[question]) for question in CONCLUSIONS}
    told = "; ".join(
        f"{question}: " + ", ".join(f"{word} {100 * share[0]:.1f} %" for word, share in answers.items())
        for question, answers in shares.items()
    )
    return Drawing(
        "What follows in which share of draws",
        f"Shares of {drawn.draws:,} draws over the stated ranges in which each answer follows. {told}.",
        partial(plot_label_shares, shares, now=now),
    )


def _draws(found: Sensitivity, question: str) -> Drawing:
    summary = found.drawn.numbers[question]
    low, high = found.drawn.range(question)
    middle = summary.quantiles[0.5].value
    running = [
        (step.draws, one.value, one.low, one.high)
        for step in found.drawn.steps
        if (one := step.estimates.get(question)) is not None
    ]
    lines = {"median": middle}
    base = found.drawn.base[question]
    if isinstance(base, float):
        lines["point estimate"] = base
    draw = partial(
        plot_monte_carlo,
        summary.bins,
        (summary.least, summary.largest),
        (low, high),
        running,
        answer=question,
        unit=found.unit(question),
        lines=lines,
    )
    words = (
        f"How the {question} is spread over the {summary.answered:,} draws that have it: 90 % lie from "
        f"{low:.3g} to {high:.3g} {found.unit(question)}, the median is {middle:.3g}; and how its mean "
        "settled as draws were added."
    )
    return Drawing(f"The {question} over all draws", words, draw)


def _tornado(found: Sensitivity, question: str) -> Drawing:
    swings = [swing for swing in found.tornado.of(question) if swing.moves][:_BARS]
    names = [found.names[swing.parameter] for swing in swings]
    base = found.tornado.base[question]
    draw = partial(
        plot_tornado,
        names,
        [(swing.low, swing.high) for swing in swings],
        [swing.at_low if isinstance(swing.at_low, float) else None for swing in swings],
        [swing.at_high if isinstance(swing.at_high, float) else None for swing in swings],
        base=base if isinstance(base, float) else 0.0,
        answer=question,
        unit=found.unit(question),
    )
    words = (
        f"What the {question} becomes when one parameter at a time goes to the low and to the high end of "
        f"its range, which stands beside the bars; most by {', '.join(names[:3])}."
    )
    return Drawing(f"The {question}, one parameter at a time", words, draw)


def _sobol(found: Sensitivity, question: str) -> Drawing:
    shown = [one for one in found.indices.of(question) if one.total.value > 0]
    names = [found.names[one.parameter] for one in shown]
    draw = partial(
        plot_sobol_indices,
        names,
        [(one.first.value, one.first.low, one.first.high) for one in shown],
        [(one.total.value, one.total.low, one.total.high) for one in shown],
        answer=question,
    )
    told = ", ".join(f"{name} {one.total.value:.2f}" for name, one in zip(names, shown, strict=True))
    words = f"First-order and total Sobol indices of the {question}; total: {told}."
    return Drawing(f"Which parameter decides the {question}", words, draw)


def _map(found: Sensitivity, regions: RegionMap) -> Drawing:
    across, up = regions.parameters
    first, second = ("" if one.unit == "1" else one.unit for one in regions.parameters.values())
    draw = partial(
        plot_region_map,
        regions.columns,
        regions.rows,
        regions.codes,
        regions.labels,
        parameters=(found.names[across], found.names[up]),
        units=(first, second),
        marks={"point estimate": [one.value for one in regions.parameters.values()]},
    )
    told = ", ".join(f"{label} on {100 * share:.0f} %" for label, share in regions.shares.items())
    words = f"Which package is agreed on by {found.names[across]} and {found.names[up]}: {told} of the map."
    return Drawing(f"Package agreed on, by {found.names[across]} and {found.names[up]}", words, draw)
