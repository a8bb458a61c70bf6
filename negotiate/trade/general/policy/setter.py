"""Who sets which tariffs, and what for.

A setter's payoff is ``Σ_j a_j EV_j + (κ−1) Σ_m (R'_m/P̂_m − R_m) + Σ_ms γ_s (S'_ms/P̂_m − S_ms)`` in base-year
money: weights ``a`` on countries' equivalent variations (its members' count 1 unless said otherwise), a
weight κ on a dollar of its members' tariff revenue against a dollar of their welfare, and political weights γ
on what their industries sell and so pay to those who work there. Labour moves freely between sectors, so
these sales hold no rent; a government may want them all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import finite_number, freeze, names, one_of
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.trade.general.consistency import check_mapping
from negotiate.trade.general.economy import Economy

__all__ = ["FORMS", "TariffSetter", "as_setter", "read_setters"]

FORMS = ("uniform", "partner", "sector", "partner-sector")


@dataclass(frozen=True, eq=False, init=False)
class TariffSetter:
    """A country, or a bloc that acts as one, with the tariffs it is free to set and its goal.

    Parameters
    ----------
    name : str
        A label; the country itself where ``members`` is left out.
    members : sequence of str, optional
        The countries of a bloc. All charge the same; duties among them are held.
    on : sequence of str, optional
        Whom the free tariffs are on; everybody outside where left out.
    by : {"uniform", "partner", "sector", "partner-sector"}
        One rate for all, or one a partner, a sector, or each pair of them.
    welfare : mapping of str to float, optional
        Weights on countries' equivalent variations; 1 on each member where left out.
    revenue_weight : float
        κ, a dollar of tariff revenue against a dollar of welfare, at least 1.
    industries : mapping of str to float, optional
        γ by sector, at least 0: what a dollar of its sales, orders of governments aside, is worth
        beside welfare; 0 on those not named.

    Raises
    ------
    InvalidInput
        For an unknown form, a weight out of range, members or partners given twice.

    Examples
    --------
    >>> TariffSetter("North America", ["USA", "CAN", "MEX"], by="partner").members
    ('USA', 'CAN', 'MEX')
    """

    name: str
    members: tuple[str, ...]
    on: tuple[str, ...] | None
    by: str
    welfare: Mapping[str, float]
    revenue_weight: float
    industries: Mapping[str, float]

    def __init__(
        self,
        name: str,
        members: Sequence[str] | None = None,
        *,
        on: Sequence[str] | None = None,
        by: str = "uniform",
        welfare: Mapping[str, float] | None = None,
        revenue_weight: float = 1.0,
        industries: Mapping[str, float] | None = None,
    ) -> None:
        inside = names("members", (str(name),) if members is None else members)
        given = dict.fromkeys(inside, 1.0) if welfare is None else welfare
        political = {} if industries is None else industries
        check_mapping("welfare", given, "weights by country")
        check_mapping("industries", political, "weights by sector")
        freeze(
            self,
            name=str(name),
            members=inside,
            on=None if on is None else names("on", on),
            by=one_of("by", by, FORMS),
            welfare={each: finite_number(f"welfare: {each}", weight) for each, weight in given.items()},
            revenue_weight=finite_number("revenue_weight", revenue_weight, low=1),
            industries={
                s: finite_number(f"industries: {s}", weight, low=0) for s, weight in political.items()
            },
        )
        if not inside or self.on == ():
            raise InvalidInput(f"{self.name}: members and on need at least one country each.")
        if not any(weight > 0 for weight in self.welfare.values()):
            raise InvalidInput(f"{self.name}: welfare needs a weight above 0 on some country.")

    def masks(self, economy: Economy) -> tuple[NDArray[np.bool_], tuple[tuple[str, str], ...]]:
        """Return the cells that each free rate fills, (free, *economy.shape), with (partner, sector).

        Rates on trade that does not exist move nothing and are left out.
        """
        inside = [economy.place(member) for member in self.members]
        partners = self._partners(economy)
        sectors = economy.sectors
        cells = np.zeros((len(economy.countries), len(economy.countries), len(sectors)), dtype=bool)
        cells[np.ix_(partners, inside)] = True
        cells &= economy.flows.reshape(cells.shape) > 0
        rows: list[list[int]] = [[place] for place in partners] if "partner" in self.by else [partners]
        depths = [[s] for s in range(len(sectors))] if "sector" in self.by else [list(range(len(sectors)))]
        masks, labels = [], []
        for row in rows:
            for depth in depths:
                mask = np.zeros_like(cells)
                mask[np.ix_(row, inside, depth)] = cells[np.ix_(row, inside, depth)]
                if mask.any():
                    masks.append(mask.reshape(economy.shape))
                    partner = economy.countries[row[0]] if len(row) == 1 else "all"
                    labels.append((partner, sectors[depth[0]] if len(depth) == 1 else "all"))
        if not masks:
            raise NotApplicable(f"{self.name} buys nothing from those it may tax; no tariff of its moves.")
        return np.stack(masks), tuple(labels)

    def weights(self, economy: Economy) -> NDArray[np.float64]:
        """Return the weights on equivalent variations, shape (countries,)."""
        weights = np.zeros(len(economy.countries))
        for country, weight in self.welfare.items():
            weights[economy.place(country)] = weight
        return weights

    def treasury(self, economy: Economy) -> NDArray[np.float64]:
        """Return κ − 1 for members and 0 for others, shape (countries,)."""
        extra = np.zeros(len(economy.countries))
        extra[[economy.place(member) for member in self.members]] = self.revenue_weight - 1
        return extra

    def politics(self, economy: Economy) -> NDArray[np.float64]:
        """Return γ for members and 0 for others, shape (countries, sectors)."""
        extra = np.zeros((len(economy.countries), len(economy.sectors)))
        for sector, weight in self.industries.items():
            extra[[economy.place(member) for member in self.members], economy.sector(sector)] = weight
        return extra

    @property
    def record(self) -> list[object]:
        """All that decides what it does, for provenance."""
        goal = [dict(self.welfare), self.revenue_weight, dict(self.industries)]
        return [self.name, self.members, self.on, self.by, *goal]

    def _partners(self, economy: Economy) -> list[int]:
        if self.on is None:
            return [k for k, country in enumerate(economy.countries) if country not in self.members]
        for country in self.on:
            if country in self.members:
                raise InvalidInput(
                    f"{self.name}: {country} is a member; a tariff on it is no foreign trade's."
                )
        return [economy.place(country) for country in self.on]


def read_setters(
    name: str, given: Sequence[TariffSetter | str], by: str = "uniform"
) -> tuple[TariffSetter, ...]:
    """Read several setters; a single name is no list of them."""
    if isinstance(given, str | TariffSetter) or not isinstance(given, Iterable):
        raise InvalidInput(f"{name} must be a list of setters: TariffSetters or countries' names.")
    return tuple(as_setter(each, by) for each in given)


def as_setter(given: object, by: str = "uniform") -> TariffSetter:
    """Accept a setter, or a country's name, whose free tariffs then have this form."""
    if isinstance(given, TariffSetter):
        return given
    if isinstance(given, str):
        return TariffSetter(given, by=by)
    raise InvalidInput(f"a setter is {given!r}; give a TariffSetter or a country's name.")
