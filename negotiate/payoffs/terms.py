r"""The standard terms of a talk in which purchases are traded against tariff relief.

One party buys (its exporters face the tariff), the other sets the tariff (and sells). With
``Δd`` the purchases above the status quo and ``τ`` the tariff package, the payoffs are the sums

* buyer: ``T(τ) + ω[V(B0+Δd) − V(B0)] − (1+m)Δd − (ψ/2)max(0, Δd−d̄)² − a·1[Δd > limit]``
* setter: ``ΔCS(τ) + κΔTR(τ) + (γ−1)·transmission·S·Δp/p(τ) + ρΔd + ςω[V(B0+Δd) − V(B0)]
  − a·1[no deal, threat not carried out]``

and both may count other concessions. Every function here returns one ``Term``; trade and
procurement come in as plain functions (or dicts by package), in bn USD/yr and capability units.

References
----------
.. [1] J. D. Fearon (1994), American Political Science Review 88(3), 577-592 (audience costs).
   doi:10.2307/2944796
.. [2] G. M. Grossman and E. Helpman (1994), American Economic Review 84(4), 833-850 (extra
   weight on organised industries).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from negotiate.checks import did_you_mean, finite_number, names, show
from negotiate.errors import InvalidInput
from negotiate.payoffs.term import Term

__all__ = [
    "ally_strength",
    "buyer_audience_cost",
    "calibrate_capability_worth",
    "capability_value",
    "consumers_and_revenue",
    "export_rent",
    "organised_industries",
    "other_concessions",
    "public_funds_cost",
    "sensitivity_cost",
    "setter_audience_cost",
    "tariff_loss",
]

Weight = float | str | Fraction
ByPackage = Callable[[str], Any] | Mapping[str, Any]
ByPurchases = Callable[[float], Any]


def calibrate_capability_worth(worth: float, excess_burden: float, slope: float) -> float:
    """Return ω, the money value of a capability unit, from what the last dollar bought is worth.

    At the status quo the last purchase dollar gives ``ω V'(B0)`` and costs ``1 + m``; their
    ratio is ``worth``, so ``ω = worth (1 + m) / V'(B0)``.

    Parameters
    ----------
    worth : float
        What a marginal purchase dollar is worth over what it costs; at 1 or above the buyer
        would buy anyway.
    excess_burden : float
        ``m``, marginal excess burden of public funds.
    slope : float
        ``V'(B0)``, capability units per bn USD/yr, above 0.

    Examples
    --------
    >>> calibrate_capability_worth(worth=0.8, excess_burden=0.25, slope=0.5)
    2.0
    """
    value = finite_number("worth", worth, low=0)
    burden = finite_number("excess_burden", excess_burden, low=0)
    return value * (1 + burden) / finite_number("slope", slope, above=0, unit="units per bn USD/yr")


def tariff_loss(player: str, change: ByPackage, *, weight: Weight = 1) -> Term:
    """Return the change in the buyer's exporters' surplus under a package, negative for a loss.

    Examples
    --------
    >>> from negotiate.payoffs import Outcome
    >>> term = tariff_loss("Home", {"mfn": 0, "deal": -6.64})
    >>> float(term.value(Outcome(8, "deal")))
    -6.64
    """
    of = _by_package("change", change)
    return Term(
        "tariff",
        player,
        lambda outcome: of(outcome.package),
        weight,
        symbol="T_J",
        description="change in exporters' surplus under the tariff package",
        depends_on=("package",),
    )


def capability_value(player: str, worth: float, gain: ByPurchases, *, weight: Weight = 1) -> Term:
    """Return ω[V(B0+Δd) − V(B0)]: ``worth`` ω times ``gain(Δd)`` in capability units.

    Examples
    --------
    >>> from negotiate.payoffs import Outcome
    >>> term = capability_value("Home", 7.5, lambda extra: (14 + extra) ** 0.5 - 14**0.5)
    >>> round(float(term.value(Outcome(2, "deal"))), 3)
    1.938
    """
    omega = finite_number("worth", worth, low=0, unit="bn USD/yr per capability unit")
    return Term(
        "capability",
        player,
        lambda outcome: omega * gain(outcome.purchases),
        weight,
        symbol="ω[V(B0+Δd) − V(B0)]",
        description="worth of the capability that the purchases add",
        depends_on=("purchases",),
    )


def public_funds_cost(player: str, excess_burden: float, *, weight: Weight = 1) -> Term:
    """Return −(1+m)Δd: what the purchases cost, with the excess burden of raising the money.

    Examples
    --------
    >>> from negotiate.payoffs import Outcome
    >>> public_funds_cost("Home", 0.25).value(Outcome(8, "deal"))
    Fraction(-10, 1)
    """
    burden = finite_number("excess_burden", excess_burden, low=0)
    return Term(
        "cost",
        player,
        lambda outcome: -(1 + burden) * outcome.purchases,
        weight,
        symbol="−(1+m)Δd",
        description="cost of the purchases in public funds",
        depends_on=("purchases",),
    )


def sensitivity_cost(player: str, slope: float, threshold: float = 0.0, *, weight: Weight = 1) -> Term:
    """Return −(ψ/2) max(0, Δd − d̄)²: domestic sensitivity to purchases above a threshold.

    ``slope`` is ψ per bn USD/yr; ``threshold`` is d̄ in bn USD/yr.

    Examples
    --------
    >>> from negotiate.payoffs import Outcome
    >>> sensitivity_cost("Home", slope=0.5, threshold=4).value(Outcome(8, "deal"))
    Fraction(-4, 1)
    """
    psi = finite_number("slope", slope, low=0)
    start = finite_number("threshold", threshold, low=0, unit="bn USD/yr")
    return Term(
        "sensitivity",
        player,
        lambda outcome: -psi / 2 * max(0.0, outcome.purchases - start) ** 2,
        weight,
        symbol="−P_J",
        description="domestic sensitivity to purchases above a threshold",
        depends_on=("purchases",),
    )


def buyer_audience_cost(player: str, cost: float, limit: float, *, weight: Weight = 1) -> Term:
    """Return −a·1[Δd > limit]: the cost of buying more than was publicly said.

    Examples
    --------
    >>> from negotiate.payoffs import Outcome
    >>> term = buyer_audience_cost("Home", cost=0.5, limit=5)
    >>> [float(term.value(Outcome(level, "deal"))) for level in (5, 6)]
    [0.0, -0.5]
    """
    paid = finite_number("cost", cost, low=0, unit="bn USD/yr")
    stated = finite_number("limit", limit, low=0, unit="bn USD/yr")
    return Term(
        "buyer audience",
        player,
        lambda outcome: -paid if outcome.purchases > stated else 0,
        weight,
        symbol="−a_J",
        description="audience cost of going above a stated limit",
        depends_on=("purchases",),
    )


def consumers_and_revenue(
    player: str, consumers: ByPackage, revenue: ByPackage, revenue_weight: float = 1.0, weight: Weight = 1
) -> Term:
    """Return ΔCS + κΔTR: the setter's consumers and tariff revenue under a package.

    Examples
    --------
    >>> from negotiate.payoffs import Outcome
    >>> term = consumers_and_revenue("Foreign", {"deal": -4}, {"deal": 8}, revenue_weight=1.25)
    >>> term.value(Outcome(8, "deal"))
    Fraction(6, 1)
    """
    kappa = finite_number("revenue_weight", revenue_weight, low=0)
    surplus, taken = _by_package("consumers", consumers), _by_package("revenue", revenue)
    return Term(
        "consumers and revenue",
        player,
        lambda outcome: surplus(outcome.package) + kappa * taken(outcome.package),
        weight,
        symbol="ΔCS + κΔTR",
        description="consumers' surplus and tariff revenue under the tariff package",
        depends_on=("package",),
    )


def organised_industries(
    player: str,
    extra_weight: float,
    transmission: float,
    sales: float,
    price_change: ByPackage,
    *,
    weight: Weight = 1,
) -> Term:
    """Return (γ−1)·transmission·S·Δp/p: what organised producers gain, beyond import demand.

    Parameters
    ----------
    extra_weight : float
        γ, at least 1: weight on organised producers, where everybody else has 1.
    transmission : float
        Share of the import price change that reaches the industry's own prices, 0 to 1.
    sales : float
        S, the organised industry's sales, bn USD/yr.
    price_change : callable or mapping
        Δp/p by package, a fraction.

    Examples
    --------
    >>> from negotiate.payoffs import Outcome
    >>> term = organised_industries("Foreign", 1.5, 0.5, 400, {"deal": 0.05})
    >>> float(term.value(Outcome(8, "deal")))
    5.0
    """
    gamma = finite_number("extra_weight", extra_weight, low=1)
    reach = finite_number("transmission", transmission, low=0, high=1)
    base = finite_number("sales", sales, low=0, unit="bn USD/yr")
    change = _by_package("price_change", price_change)
    return Term(
        "organised industries",
        player,
        lambda outcome: (gamma - 1) * reach * base * change(outcome.package),
        weight,
        symbol="(γ−1)ΔPS_org",
        description="extra weight on organised producers",
        depends_on=("package",),
    )


def export_rent(player: str, rate: float, part: str = "economic", *, weight: Weight = 1) -> Term:
    """Return ρΔd: the seller's rent on purchases; ``part`` keeps economic and political apart.

    Examples
    --------
    >>> from negotiate.payoffs import Outcome
    >>> term = export_rent("Foreign", 0.1, "political")
    >>> term.name, float(term.value(Outcome(8, "deal")))
    ('export rent, political', 0.8)
    """
    rho = finite_number("rate", rate, low=0)
    return Term(
        f"export rent, {part}",
        player,
        lambda outcome: rho * outcome.purchases,
        weight,
        symbol="ρΔd",
        description=f"{part} rent on the purchases",
        depends_on=("purchases",),
    )


def ally_strength(
    player: str, spill_in: float, worth: float, gain: ByPurchases, *, weight: Weight = 1
) -> Term:
    """Return ςω[V(B0+Δd) − V(B0)]: the share of the buyer's added capability that the setter enjoys.

    Examples
    --------
    >>> from negotiate.payoffs import Outcome
    >>> term = ally_strength("Foreign", 0.1, 7.5, lambda extra: extra / 3)
    >>> float(term.value(Outcome(8, "deal")))
    2.0
    """
    share = finite_number("spill_in", spill_in, low=0)
    omega = finite_number("worth", worth, low=0, unit="bn USD/yr per capability unit")
    return Term(
        "ally strength",
        player,
        lambda outcome: share * omega * gain(outcome.purchases),
        weight,
        symbol="ςω[V(B0+Δd) − V(B0)]",
        description="spill-in of the ally's added capability",
        depends_on=("purchases",),
    )


def setter_audience_cost(player: str, cost: float, *, weight: Weight = 1) -> Term:
    """Return −a·1[no deal, threat not carried out]: the cost of a threat made and not kept.

    It presumes that the threat has been made; leave the term out where none was.

    Examples
    --------
    >>> from negotiate.payoffs import Outcome
    >>> term = setter_audience_cost("Foreign", 0.5)
    >>> backing_down = Outcome(0, "mfn", agreed=False, threat_executed=False)
    >>> float(term.value(backing_down)), float(term.value(Outcome(0, "mfn")))
    (-0.5, 0.0)
    """
    paid = finite_number("cost", cost, low=0, unit="bn USD/yr")
    return Term(
        "setter audience",
        player,
        lambda outcome: 0 if outcome.agreed or outcome.threat_executed else -paid,
        weight,
        symbol="−a_U",
        description="audience cost of a threat not carried out",
        depends_on=("agreed", "threat_executed"),
    )


def other_concessions(player: str, worth: float, packages: Iterable[str], *, weight: Weight = 1) -> Term:
    """Return the worth to a player of what else is agreed along with some of the packages.

    ``worth`` in bn USD/yr is negative for the side that gives; it counts where one of the
    named packages is agreed.

    Examples
    --------
    >>> from negotiate.payoffs import Outcome
    >>> term = other_concessions("Foreign", 0.5, ["deal"])
    >>> [float(term.value(Outcome(8, package))) for package in ("mfn", "deal")]
    [0.0, 0.5]
    """
    amount = finite_number("worth", worth, unit="bn USD/yr")
    within = names("packages", tuple(packages) if not isinstance(packages, str) else packages)
    return Term(
        "other concessions",
        player,
        lambda outcome: amount if outcome.agreed and outcome.package in within else 0,
        weight,
        symbol="other",
        description="other concessions agreed along with " + ", ".join(within),
        depends_on=("agreed", "package"),
    )


def _by_package(name: str, source: ByPackage) -> Callable[[str], Any]:
    """Read a function of the package, or a mapping whose missing packages are named."""
    if callable(source):
        return source
    if not isinstance(source, Mapping):
        raise InvalidInput(
            f"{name}={show(source)}; it must be a function of the package or a dict by package."
        )
    values = dict(source)

    def look_up(package: str) -> Any:
        if package not in values:
            raise InvalidInput(
                f"{name} has no package {package!r}; it has {', '.join(map(str, values))}."
                f"{did_you_mean(package, map(str, values))}"
            )
        return values[package]

    return look_up
