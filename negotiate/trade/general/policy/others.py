"""How the best tariff on one partner moves with what the others face.

Where others face less, a tariff on one partner alone diverts trade to them, and the best one is far
below the uniform optimum; where all face the same, it is near it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, instance_of
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Cell, Column, Table
from negotiate.trade.general.layout import read_only
from negotiate.trade.general.model import GeneralEquilibrium
from negotiate.trade.general.policy.choice import one_table
from negotiate.trade.general.policy.nash import optimal_tariffs
from negotiate.trade.general.policy.setter import TariffSetter
from negotiate.trade.general.policy.solution import ChosenTariffs
from negotiate.trade.general.tariffs import tariffs_by

__all__ = ["BestAgainstOthers", "best_tariff_on"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BestAgainstOthers(Solution):
    """The best tariff on a partner for each rate that the setter charges everybody else.

    Attributes
    ----------
    partner : str
    levels : ndarray, shape (levels,)
        Rates on everybody else.
    replies : tuple of ChosenTariffs
        One a level, each with its proof.
    """

    partner: str
    levels: Floats
    replies: tuple[ChosenTariffs, ...]

    concept = "best tariff against what others face"

    @cached_property
    def rates(self) -> Floats:
        """The best tariffs on the partner, shape (levels,)."""
        return read_only([float(reply.rates[0]) for reply in self.replies])

    @cached_property
    def worth(self) -> Floats:
        """What the tariff on the partner adds for setter and partner, over none on it, (levels, 2)."""
        rows = []
        for reply in self.replies:
            choice = reply.choice
            free = choice.equilibrium(np.zeros(1))
            own = reply.payoffs[0] - choice.payoffs_at(free)[0]
            place = choice.model.economy.place(self.partner)
            rows.append((own, (reply.equilibrium.equivalent_variation - free.equivalent_variation)[place]))
        return read_only(rows)

    @cached_property
    def provenance(self) -> Provenance:  # type: ignore[override]
        """Digest of the economy, the setter and the levels."""
        first = self.replies[0].provenance
        return Provenance(
            first.inputs, {**first.options, "levels": digest(self.levels)}, sources=first.sources
        )

    def certificate(self) -> dict[str, Any]:
        """Return the worst slope, curvature and regret of any level."""
        proofs = [reply.certificate() for reply in self.replies]
        names = ("largest_gradient", "largest_curvature", "max_regret", "largest_residual")
        return {name: max(proof[name] for proof in proofs) for name in names}

    def answer(self) -> dict[str, Any]:
        """Return levels, best rates and worth."""
        return {"partner": self.partner, "levels": self.levels, "rates": self.rates, "worth": self.worth}

    def table(self) -> Table:
        """Return one row a level."""
        choice = self.replies[0].choice
        unit, setter = choice.model.economy.unit, choice.setters[0].name
        rows: list[list[Cell]] = [
            [100 * level, 100 * rate, *worth]
            for level, rate, worth in zip(
                self.levels.tolist(), self.rates.tolist(), self.worth.tolist(), strict=True
            )
        ]
        columns: list[Column | str] = [
            Column("tariff on others", "%", 1),
            Column(f"best on {self.partner}", "%", 1),
            Column(f"worth to {setter}", unit, 2),
            Column(f"worth to {self.partner}", unit, 2),
        ]
        proof = self.certificate()
        note = (
            f"Worth: over no tariff on {self.partner}. Largest slope {proof['largest_gradient']:.0e}, "
            f"largest curvature {proof['largest_curvature']:.1e}, regret {proof['max_regret']:.1g}."
        )
        return Table(f"The best tariff on {self.partner}, by what others face", columns, rows, [note])


def best_tariff_on(
    model: GeneralEquilibrium,
    setter: str,
    partner: str,
    others: Sequence[float] | ArrayLike,
    *,
    revenue_weight: float = 1.0,
    held: ArrayLike | None = None,
) -> BestAgainstOthers:
    """Return the setter's best tariff on a partner for each rate it charges everybody else.

    Parameters
    ----------
    others : sequence of float
        Rates on everybody else, each above -1; at least one.
    revenue_weight : float
        κ of the setter.
    held : array-like, shape ``economy.shape``, optional
        Tariffs of all other countries; base tariffs where left out.

    Examples
    --------
    >>> from negotiate.trade.general import load_regions
    >>> model = GeneralEquilibrium(load_regions(), "balanced")
    >>> best_tariff_on(model, "USA", "JPN", [0, 0.15]).rates.round(3)
    array([0.11 , 0.193])
    """
    instance_of("model", model, GeneralEquilibrium)
    levels = finite_array("others", others, ("levels",))
    economy = model.economy
    base = economy.tariffs if held is None else one_table("held", held, economy)
    aim = TariffSetter(setter, on=(partner,), revenue_weight=revenue_weight)
    replies = tuple(
        optimal_tariffs(model, aim, held=tariffs_by(economy, setter, float(level), base=base))
        for level in levels
    )
    return BestAgainstOthers(partner, levels, replies)
