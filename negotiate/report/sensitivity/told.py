"""What sensitivity says, in sentences: shares and ranges with their intervals, then what decides."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.analysis.summaries import Share
from negotiate.report.blocks import Sentence
from negotiate.report.sensitivity.find import CONCLUSIONS, Sensitivity
from negotiate.report.sensitivity.tables import NO_AGREEMENT, agreement_share, draws_note

__all__ = ["sensitivity_headline", "sensitivity_limits", "sensitivity_lines", "sensitivity_methods"]

_NAMED = 4  # packages, and parameters, that are named
_MATTERS = 0.05  # the least total index of a parameter that is named
_SUBJECTS = ("The package agreed on", "What follows without agreement", "Whether the threat is credible")


def sensitivity_headline(found: Sensitivity) -> str:
    """Return the sentence that stands first: how often the result is what the point estimate says."""
    drawn = found.drawn
    none = agreement_share(found, agreed=False)
    start = f"In {_percent(none)} of {drawn.draws:,} draws over the stated ranges there is no agreement"
    reversion = f"what follows without one ({drawn.base['without agreement']})"
    kept = _percent(drawn.survival("without agreement"))
    package = str(drawn.base["package"])
    if package == NO_AGREEMENT:
        return f"{start}, as at the point estimate, of which {reversion} survives in {kept}."
    held = _percent(drawn.survival("package"))
    return (
        f"{start}; of the point estimate, the package ({package}) survives in {held}, {reversion} in {kept}."
    )


def sensitivity_lines(found: Sensitivity) -> Iterator[str]:
    """Yield what follows over the ranges: shares of draws, ranges of numbers, what decides."""
    drawn = found.drawn
    most = ", ".join(found.names[path] for path in found.moving[:_NAMED])
    alone = f"{len(found.moving)} of the parameters move an answer by themselves, most: {most}."
    yield f"{draws_note(found)} {alone if most else 'None of them moves an answer by itself.'}"
    packages = dict(drawn.shares["package"])
    none = packages.pop(NO_AGREEMENT, None)
    told = [] if none is None else [f"no agreement in {_share(none)}"]
    told += [f"package {word} in {_share(share)}" for word, share in list(packages.items())[:_NAMED]]
    yield f"Of the draws, {'; '.join(told)} (95 % intervals for the error of sampling)."
    credible = drawn.shares["threat is credible"].get("yes", Share.of(0, drawn.draws))
    yield (
        f"The threat is credible in {_share(credible)}; without agreement "
        f"{drawn.base['without agreement']} follows in {_share(drawn.survival('without agreement'))}."
    )
    yield from _ranges(found)
    yield from _deciding(found)
    if drawn.undefined:
        yield f"In {_share(Share.of(drawn.undefined, drawn.draws))} there is no model; first: {drawn.reason}"


def _ranges(found: Sensitivity) -> Iterator[str]:
    """Say between which values numbers lie in 90 % of the draws that have them."""
    drawn, unit = found.drawn, found.scenario.unit
    buyer, setter = found.scenario.players
    gains = [_range(found, f"gain of {player}", player) for player in (buyer, setter)]
    if all(gains):
        yield f"Where there is a deal, 90 % of draws give gains of {' and '.join(gains)} {unit}."
    told = [
        _range(found, f"price {buyer} pays", f"{buyer} would pay at most"),
        _range(found, f"price {setter} asks", f"{setter} asks at least"),
    ]
    if any(told) and drawn.draws:
        yield (
            "A tariff point where nothing is agreed, in 90 % of the draws that have a price: "
            f"{'; '.join(line for line in told if line)} {found.unit(f'price {buyer} pays')}."
        )


def _range(found: Sensitivity, question: str, words: str) -> str:
    """Write a range with the point estimate, blank where the number never has a value."""
    if question not in found.drawn.numbers:
        return ""
    low, high = found.drawn.range(question)
    now = found.drawn.base[question]
    point = f"point estimate {now:.2f}" if isinstance(now, float) else "none at the point estimate"
    return f"{words} {low:.2f} to {high:.2f} ({point})"


def _deciding(found: Sensitivity) -> Iterator[str]:
    """Name the parameters on which a conclusion hangs most."""
    for question, subject in zip(CONCLUSIONS, _SUBJECTS, strict=True):
        known = found.indices.indices.get(question, ())
        indices = [one for one in known if one.total.value >= _MATTERS][:_NAMED]
        if indices:
            named = ", ".join(
                f"{found.names[one.parameter]} {one.total.value:.2f} "
                f"({one.total.low:.2f} to {one.total.high:.2f})"
                for one in indices
            )
            yield f"{subject} hangs most on these parameters, with total Sobol indices: {named}."


def sensitivity_limits(found: Sensitivity) -> Iterator[str]:
    """Yield what shares of draws do not say."""
    assumed = sum(one.assumed for one in found.drawn.parameters.values())
    yield (
        f"{assumed} of the {len(found.drawn.parameters)} ranges drawn from are assumed: judgements, as "
        "are the uniform distribution over each and the independence of the parameters. A share of draws is "
        "no probability that governments will act so."
    )
    if found.held:
        yield (
            f"{len(found.held)} other ranges, which change what purchases cost and are worth, are not drawn: "
            "those parameters stay at their values."
        )


def sensitivity_methods(found: Sensitivity) -> Iterator[Sentence]:
    """Yield how it was found, with citations."""
    drawn, indices, regions = found.drawn, found.indices, found.regions
    yield Sentence(
        f"Sensitivity is over {len(drawn.parameters)} parameters, independent and uniform over their stated "
        f"ranges: {drawn.draws:,} scrambled Sobol points, seed {drawn.provenance.seed}, each solved anew, "
        "with V(B) as it is.",
        ("sobol-1967", "owen-1998"),
    )
    yield Sentence(
        "Shares of draws have Clopper–Pearson intervals at 95 %, which suppose independent draws.",
        ("clopper-pearson-1934",),
    )
    yield Sentence(
        f"First-order and total Sobol indices of {len(indices.parameters)} parameters, the others at their "
        f"own values, are estimated from {indices.points * (len(indices.parameters) + 2):,} solved sets of "
        "values, with bootstrap intervals.",
        ("sobol-2001", "saltelli-2010", "jansen-1999"),
    )
    if regions is not None:
        yield Sentence(
            f"The map of packages asks at the middles of {regions.codes.size:,} cells over the ranges of the "
            "two parameters with the largest total indices."
        )


def _percent(share: Share) -> str:
    return f"{100 * share.value:.1f} %"


def _share(share: Share) -> str:
    return f"{_percent(share)} ({100 * share.low:.1f} to {100 * share.high:.1f} %)"
