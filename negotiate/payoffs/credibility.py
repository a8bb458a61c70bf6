"""Is the threat worth carrying out? The break-even values that make it so.

A threat is credible by itself where the setter, with no purchases to be had, wants no other
package more. Otherwise something must make backing down costly: an audience cost, or a larger
weight on a term that gains from the threat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from numpy.typing import ArrayLike

from negotiate.checks import exact_array, exact_number, names, one_of
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table

__all__ = ["ThreatCredibility", "break_even_weight", "threat_credibility"]


@dataclass(frozen=True, eq=False)
class ThreatCredibility(Solution):
    """What the setter would get from each package without a deal, against its threat.

    Attributes
    ----------
    packages : tuple of str
        All packages.
    payoffs : tuple of Fraction
        The setter's payoff under each, without purchases and audience costs.
    threat : str
        The package threatened.
    unit : str
        Unit of the payoffs.
    """

    packages: tuple[str, ...]
    payoffs: tuple[Fraction, ...]
    threat: str
    unit: str
    provenance: Provenance
    concept: str = field(default="threat credibility", init=False)

    @property
    def break_even(self) -> Fraction:
        """The least audience cost that makes carrying the threat out as good as anything else."""
        return max(self.payoffs) - self.payoffs[self.packages.index(self.threat)]

    @property
    def credible(self) -> bool:
        """Whether the threat is credible by itself: the break-even is 0."""
        return self.break_even == 0

    @property
    def tempting(self) -> tuple[str, ...]:
        """The packages that pay the setter most; the threat is one of them where it is credible."""
        best = max(self.payoffs)
        return tuple(p for p, payoff in zip(self.packages, self.payoffs, strict=True) if payoff == best)

    def table(self) -> Table:
        """Return each package's payoff and what it gains over the threat."""
        base = self.payoffs[self.packages.index(self.threat)]
        heads: list[Column | str] = [
            "package",
            Column("payoff", self.unit, 3),
            Column("gain over the threat", self.unit, 3),
        ]
        rows: list[tuple[Cell, ...]] = [
            (package, payoff, payoff - base)
            for package, payoff in zip(self.packages, self.payoffs, strict=True)
        ]
        verdict = (
            "The threat is credible by itself."
            if self.credible
            else f"The threat needs an audience cost of {float(self.break_even):.3f} {self.unit}."
        )
        return Table(f"Credibility of the threat {self.threat}", heads, rows, [verdict])

    def answer(self) -> dict[str, Any]:
        """Return the verdict, the break-even audience cost and the tempting packages."""
        return {
            "threat": self.threat,
            "credible": self.credible,
            "break_even_audience_cost": self.break_even,
            "tempting": self.tempting,
            "unit": self.unit,
        }

    def certificate(self) -> dict[str, Any]:
        """Return all payoffs that were compared, exact."""
        return {"payoffs": dict(zip(self.packages, self.payoffs, strict=True))}


def threat_credibility(
    packages: Sequence[str], payoffs: ArrayLike, threat: str, *, unit: str = "bn USD/yr"
) -> ThreatCredibility:
    """Compare the threat with every other package where no purchases are to be had.

    Exact on the payoffs given. The break-even audience cost is the largest payoff of any package
    less the threat's: 0 where the threat is among the best.

    Parameters
    ----------
    packages : sequence of str
        All packages that the setter can choose, the threat among them.
    payoffs : array-like, shape (packages,)
        The setter's payoff under each, without purchases and without audience costs.
    threat : str
        The package threatened.
    unit : str
        Unit of the payoffs.

    References
    ----------
    .. [1] J. D. Fearon (1994), American Political Science Review 88(3), 577-592.
       doi:10.2307/2944796

    Examples
    --------
    >>> threat_credibility(["mfn", "deal", "threat"], [0, 5, 3], "threat").break_even
    Fraction(2, 1)
    """
    listed = names("packages", packages)
    exact = tuple(exact_array("payoffs", payoffs, (len(listed),)))
    chosen = one_of("threat", threat, listed)
    inputs = digest({"packages": listed, "payoffs": exact, "threat": chosen, "unit": unit})
    return ThreatCredibility(listed, exact, chosen, unit, provenance=Provenance(inputs=inputs))


def break_even_weight(
    packages: Sequence[str],
    fixed: ArrayLike,
    weighted: ArrayLike,
    threat: str,
    *,
    least: float | str | Fraction = 1,
) -> Fraction | None:
    """Return the smallest weight, at least ``least``, at which the threat is as good as any package.

    The setter's payoff under a package is ``fixed + weight × weighted``: the weight on tariff
    revenue, say, or the extra weight on organised industries. None where no weight does it.

    Parameters
    ----------
    packages : sequence of str
        All packages, the threat among them.
    fixed, weighted : array-like, shape (packages,)
        The part of the payoff that does not depend on the weight, and the part multiplied by it.
    threat : str
        The package threatened.
    least : number
        Where the search starts; a threat credible there needs no more.

    Examples
    --------
    >>> break_even_weight(["deal", "threat"], [1, -4], [6, 8], "threat")
    Fraction(5, 2)
    >>> break_even_weight(["deal", "threat"], [1, -4], [6, 6], "threat") is None
    True
    """
    listed = names("packages", packages)
    base, slope = (
        exact_array(name, values, (len(listed),))
        for name, values in (("fixed", fixed), ("weighted", weighted))
    )
    place = listed.index(one_of("threat", threat, listed))
    low, high = exact_number("least", least), None
    for behind, gain in zip(base - base[place], slope[place] - slope, strict=True):
        if gain > 0:
            low = max(low, behind / gain)
        elif gain < 0:
            high = behind / gain if high is None else min(high, behind / gain)
        elif behind > 0:
            return None
    return low if high is None or low <= high else None
