"""What was computed, with which algorithms and tolerances: sentences with their citations.

One row a method, under the names of the answers in results.json that it gave. The report's
paragraph on methods, the bibliography and ``cite`` all read these rows, so that exactly what was
used is told and cited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from negotiate.analysis import Drivers
from negotiate.provenance import DISTRIBUTION, version
from negotiate.report.blocks import Sentence
from negotiate.report.sensitivity import Sensitivity, sensitivity_methods
from negotiate.scenario import CaseSolution

__all__ = ["limits", "methods", "references_of_answers"]

LIMITS = (
    "Each government is a unitary actor; domestic politics enters as costs and as a vote on the deal only.",
    "Both sides know the payoffs, know that the other does, and start from a common prior.",
    "Preferences do not change during the talks, and one round of talks is all there is.",
    "Capability scores, mission weights and the worth of a purchase are judgements, and marked as assumed.",
    "Whether announced purchases belong to a tariff agreement, and whether they are new, is disputed.",
)
_TIERS = {
    "partial": "Tariff effects are in partial equilibrium: exchange rates, wages and third countries do not "
    "move.",
    "general": "General equilibrium has one sector, no intermediate goods, no profits and no time; base "
    "tariffs between other countries count as 0.",
}


@dataclass(frozen=True)
class _Method:
    """Answers by the beginning of their names, what to cite, and the sentence."""

    answers: str
    cites: tuple[str, ...]
    told: Callable[[CaseSolution], str]


def _equilibria(case: CaseSolution) -> str:
    found, game = case.equilibria, case.offers.game
    regret = max((equilibrium.max_regret for equilibrium in found), default=0.0)
    proven = (
        "the list is proven to be complete" if found.complete else "the list is not proven to be complete"
    )
    return (
        f"The {' by '.join(str(n) for n in game.shape)} offers game has {len(found)} extreme equilibria, "
        f"enumerated in rational arithmetic; {proven}, and the largest regret, worked out from the payoffs, "
        f"is {regret:g}."
    )


def _deals(case: CaseSolution) -> str:
    return (
        f"Deals are picked among {len(case.deals.problem.feasible)} outcomes of the grid by comparing exact "
        "gains over the payoffs without agreement, with all ties kept; the Nash solution maximises their "
        "product, the Kalai–Smorodinsky solution the smallest share of what each side could hope for."
    )


def _bundles(case: CaseSolution) -> str:
    gap = max((plan.optimality_gap for plan in case.plans.values()), default=0.0)
    told = f"at most {gap:.1e}" if gap else "0"
    return (
        "Bundles are mixed-integer programmes, modelled with CVXPY and solved by HiGHS, their relaxations by "
        f"HiGHS; each is proven by a bound worked out apart from the solver, with a gap of {told}."
    )


def _constant(words: str) -> Callable[[CaseSolution], str]:
    return lambda _: words


_METHODS = (
    _Method("offers-equilibria", ("nash-1950b", "audet-2001"), _equilibria),
    _Method(
        "commitment-",
        ("stengel-zamir-2010",),
        _constant(
            "Where one side commits to a rule first, the other's ties are broken for it and against it, and "
            "both outcomes are reported."
        ),
    ),
    _Method("deal-", ("nash-1950", "kalai-smorodinsky-1975"), _deals),
    _Method(
        "other-solution-",
        ("kalai-1977", "conley-wilkie-1996", "perles-maschler-1981"),
        _constant(
            "Other solutions (egalitarian, equal loss, utilitarian, Conley–Wilkie; with lotteries, Nash and "
            "Perles–Maschler) and other weights are compared on the same set of outcomes."
        ),
    ),
    _Method(
        "demand-equilibria",
        ("nash-1953",),
        _constant("All equilibria of the demand game on the same deals are listed."),
    ),
    _Method(
        "credibility",
        ("fearon-1994",),
        _constant(
            "The threat is called credible where carrying it out is best for its maker; otherwise the "
            "audience cost that would make it so is reported."
        ),
    ),
    _Method(
        "linkage",
        ("tollison-willett-1979",),
        _constant(
            "The gain from linkage is the gain of the deal on all issues together less those of deals on "
            "each issue alone."
        ),
    ),
    _Method(
        "ratified-",
        ("putnam-1988",),
        _constant(
            "Ratification keeps the deals that a legislature with its own weight on domestic costs prefers "
            "to none."
        ),
    ),
    _Method(
        "enforcement",
        ("friedman-1971",),
        _constant(
            "Enforcement compares the gain from a breach with the loss of going back to no agreement for "
            "ever, in rational arithmetic."
        ),
    ),
    _Method(
        "region",
        ("richardson-1960",),
        _constant(
            "Third countries answer the purchases as in an arms race around observed spending; payoffs count "
            "their lasting answers. Its responses are judgements, so the strength at which the deal turns is "
            "given too."
        ),
    ),
    _Method("bundle-", ("cvxpy", "highspy"), _bundles),
)
_IN_THE_WORLD = (
    "Tariffs are solved in general equilibrium by exact hat algebra: wages that clear all markets, with "
    "revenue given back as a lump sum; every equilibrium's conditions are worked out again from levels."
)
_ALWAYS = (DISTRIBUTION, "numpy", "scipy", "matplotlib")


def limits(case: CaseSolution) -> tuple[str, ...]:
    """Return what the answers do not take into account, in a sentence each."""
    return (*LIMITS[:-1], _TIERS[case.model.tier], LIMITS[-1])


def references_of_answers(names: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the works and packages behind answers of results.json, by their names.

    Examples
    --------
    >>> references_of_answers(["deal-nash"])
    ('nash-1950', 'kalai-smorodinsky-1975', 'negotiate-solver', 'numpy', 'scipy', 'matplotlib')
    """
    used = [key for method in _used(tuple(names)) for key in method.cites]
    return tuple(dict.fromkeys([*used, *_ALWAYS]))


def methods(
    case: CaseSolution, drivers: Drivers, sensitivity: Sensitivity | None = None
) -> tuple[Sentence, ...]:
    """Return the paragraph on methods, with every source, algorithm and package cited once or more."""
    return tuple(_sentences(case, drivers, sensitivity))


def _used(names: tuple[str, ...]) -> Iterator[_Method]:
    for method in _METHODS:
        if any(name.startswith(method.answers) for name in names):
            yield method


def _sentences(case: CaseSolution, drivers: Drivers, sensitivity: Sensitivity | None) -> Iterator[Sentence]:
    scenario = case.model.scenario
    assumed = sum(parameter.assumed for parameter in scenario.parameters.values())
    yield Sentence(
        f"The case has {len(scenario.parameters)} parameters, of which {assumed} "
        f"({scenario.assumed_share:.0%}) are assumed; the others are from published sources.",
        tuple(scenario.sources),
    )
    yield Sentence(
        f"A payoff is the sum of a party's terms, each rounded to a whole multiple of "
        f"{_decimal(scenario.resolution)} {scenario.unit}; from there on games and deals are compared in "
        "rational arithmetic, so that ties are ties."
    )
    names = tuple(name for name, _ in case.solutions())
    for method in _used(names):
        yield Sentence(method.told(case), method.cites)
    if case.model.world is not None:
        yield Sentence(_IN_THE_WORLD, ("dekle-eaton-kortum-2008", "costinot-rodriguez-clare-2014"))
    swept = len({item.path for item in drivers.break_evens})
    how = " ".join(drivers.break_even_table().notes)
    yield Sentence(f"{swept} parameters are moved over their ranges, one at a time. {how}")
    if sensitivity is not None:
        yield from sensitivity_methods(sensitivity)
    yield Sentence(
        f"The computation is by negotiate {version()} with NumPy and SciPy, the figures by Matplotlib; the "
        f"digest of the scenario begins with {scenario.digest[:19]}.",
        _ALWAYS,
    )


def _decimal(number: float) -> str:
    """Write a small number without an exponent."""
    return f"{number:.12f}".rstrip("0").rstrip(".")
