"""The pictures of sensitivity: of results that may answer several questions, one is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from negotiate.analysis import BreakEvens, MonteCarlo, RegionMap, SobolIndices, Tornado, short_names
from negotiate.checks import one_of
from negotiate.errors import NotApplicable
from negotiate.report.figures import (
    plot_break_evens,
    plot_label_shares,
    plot_monte_carlo,
    plot_region_map,
    plot_sobol_indices,
    plot_tornado,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ASKED", "break_evens_picture", "region_map_picture"]

Options = dict[str, Any]

_BARS = 20  # parameters of a tornado
_SHOWN = 8  # labels of a question


def tornado_picture(found: Tornado, question: str | None, options: Options) -> Figure:
    """Draw a number at both ends of each parameter that moves it, the first number unless named."""
    name = _moving(found, question)
    swings = [swing for swing in found.of(name) if swing.moves][:_BARS]
    short = dict(zip(found.parameters, short_names(found.parameters), strict=True))
    base = found.base[name]
    return plot_tornado(
        [short[swing.parameter] for swing in swings],
        [(swing.low, swing.high) for swing in swings],
        [_number(swing.at_low) for swing in swings],
        [_number(swing.at_high) for swing in swings],
        base=base if isinstance(base, float) else 0.0,
        answer=name,
        **options,
    )


def _moving(found: Tornado, question: str | None) -> str:
    """Return the number to draw: the one asked for, or the first that a parameter moves."""
    numbers = [name for name, base in found.base.items() if isinstance(base, float)]
    moving = [name for name in numbers if found.changed_by(name)]
    if not moving:
        raise NotApplicable("no number is moved by a parameter; show table_of() of an answer instead.")
    return moving[0] if question is None else one_of("question", question, moving)


def _number(answer: object) -> float | None:
    return answer if isinstance(answer, float) else None


def monte_carlo_picture(found: MonteCarlo, question: str | None, options: Options) -> Figure:
    """Draw how a number is spread, or the shares of an answer's labels."""
    varied = [name for name, one in found.numbers.items() if one.least < one.largest]
    known = (*found.numbers, *found.shares)
    first = next(iter((*varied, *found.shares, *found.numbers)))
    name = first if question is None else one_of("question", question, known)
    return _shares(found, name, options) if name in found.shares else _spread(found, name, options)


def _shares(found: MonteCarlo, name: str, options: Options) -> Figure:
    shares = list(found.shares[name].items())[:_SHOWN]
    bars = {name: {word: (one.value, one.low, one.high) for word, one in shares}}
    return plot_label_shares(bars, now={name: str(found.base[name])}, **options)


def _spread(found: MonteCarlo, name: str, options: Options) -> Figure:
    summary, now = found.numbers[name], found.base.get(name)
    steps = [(step.draws, step.estimates[name]) for step in found.steps if name in step.estimates]
    lines = {"median": summary.quantiles[0.5].value}
    return plot_monte_carlo(
        summary.bins,
        (summary.least, summary.largest),
        found.range(name),
        [(draws, one.value, one.low, one.high) for draws, one in steps],
        answer=name,
        lines={**lines, "now": now} if isinstance(now, float) else lines,
        **options,
    )


def sobol_picture(found: SobolIndices, question: str | None, options: Options) -> Figure:
    """Draw the indices of one answer, the first one unless named."""
    indices = found.of(question)
    name = next(iter(found.indices)) if question is None else question
    short = dict(zip(found.parameters, short_names(found.parameters), strict=True))
    return plot_sobol_indices(
        [short[one.parameter] for one in indices],
        [(one.first.value, one.first.low, one.first.high) for one in indices],
        [(one.total.value, one.total.low, one.total.high) for one in indices],
        answer=name,
        **options,
    )


def region_map_picture(found: RegionMap, options: Options) -> Figure:
    """Draw a map, with the parameters' own values marked."""
    across, up = short_names(found.parameters)
    first, second = ("" if one.unit == "1" else one.unit for one in found.parameters.values())
    return plot_region_map(
        found.columns,
        found.rows,
        found.codes,
        found.labels,
        parameters=(across, up),
        units=(first, second),
        marks={"now": [one.value for one in found.parameters.values()]},
        **options,
    )


def break_evens_picture(found: BreakEvens, options: Options) -> Figure:
    """Draw which answer, or which sign of a number, holds between the changes."""
    answers = [found.at_low, *(crossing.answer_above for crossing in found.crossings)]
    ends = [found.low, *found.values, found.high]
    fields = [(ends[k], _sign(answer)) for k, answer in enumerate(answers) if ends[k] < ends[k + 1]]
    (name,) = short_names([found.parameter])
    return plot_break_evens(
        [*(start for start, _ in fields), found.high],
        [answer for _, answer in fields],
        parameter=name,
        **options,
    )


def _sign(answer: object) -> str:
    if isinstance(answer, float):
        return "positive" if answer > 0 else "negative" if answer < 0 else "zero"
    return "no answer" if answer is None else str(answer)


ASKED: dict[type, Callable[[Any, str | None, Options], Figure]] = {
    Tornado: tornado_picture,
    MonteCarlo: monte_carlo_picture,
    SobolIndices: sobol_picture,
}
