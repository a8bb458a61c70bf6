"""An economy in its base year: who sells what to whom, at which tariffs.

``X_ijs`` is what importer j pays exporter i before duty, home sales ``X_jjs`` included. With
tariffs ``t_ijs``, spending is ``E_j = Σ_is (1+t_ijs) X_ijs``, revenue ``R_j = Σ_is t_ijs X_ijs``, income
what is sold, and the deficit ``D_j = E_j − Y_j − R_j``. Where a share ``ν_j`` of each sale stays with
distributors of the destination, income is ``Y_i = Σ_j (1−ν_j) X_ij + ν_i Σ_n X_ni``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import did_you_mean, finite_array, freeze, names
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.provenance import digest
from negotiate.table import Cell, Column, Table
from negotiate.trade.general.consistency import check_connected, check_flows, check_margins, check_tariffs
from negotiate.trade.general.elasticity import Elasticity, read_elasticities
from negotiate.trade.general.layout import read_cells

__all__ = ["Economy"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, init=False)
class Economy:
    """Trade between all countries, home sales included, with tariffs and elasticities.

    Parameters
    ----------
    flows : array-like, shape (countries, countries) or (countries, countries, sectors)
        Values before duty; row = exporter, column = importer, the diagonal is sold at home.
    countries : sequence of str
        In the order of rows and columns.
    elasticities : float, Elasticity, or one a sector
        Trade elasticities ε, above 0: by how much trade falls with cost. Ranges may come along.
    sectors : sequence of str
        In the order of the last axis.
    tariffs : array-like of the shape of ``flows``, optional
        In force in the base year, fractions; none where left out.
    margins : float or array-like, shape (countries,)
        ν, the share of a sale that stays with distributors of the destination.
    unit : str
        Of the flows.
    sources : sequence of str
        Keys of ``negotiate.data.sources()``, or any words.

    Raises
    ------
    InvalidInput
        For negative flows, a country that sells or buys nothing or trades with nobody, an
        elasticity of 0 or less, a tariff of -1 or less, margins outside [0, 1).

    Notes
    -----
    ``Economy`` takes income to be what is sold, so flows and incomes are in one unit and agree
    by construction. ``economy_from_trade`` fills in home sales from incomes and checks the two.

    Examples
    --------
    >>> two = Economy([[90, 20], [10, 80]], ("Home", "Foreign"), elasticities=4)
    >>> two.incomes, two.deficits
    (array([110.,  90.]), array([-10.,  10.]))
    >>> two.shares
    array([[0.9, 0.2],
           [0.1, 0.8]])
    """

    flows: Floats
    countries: tuple[str, ...]
    elasticities: tuple[Elasticity, ...]
    sectors: tuple[str, ...]
    tariffs: Floats
    margins: Floats
    unit: str
    sources: tuple[str, ...]

    def __init__(
        self,
        flows: ArrayLike,
        countries: Sequence[str],
        elasticities: float | Elasticity | Sequence[float | Elasticity] | Mapping[str, float | Elasticity],
        *,
        sectors: Sequence[str] = ("goods",),
        tariffs: ArrayLike | None = None,
        margins: ArrayLike = 0.0,
        unit: str = "bn USD",
        sources: Sequence[str] = (),
    ) -> None:
        labels, parts = names("countries", countries), names("sectors", sectors)
        if len(labels) < 2:
            raise InvalidInput(f"countries has {len(labels)} labels; trade needs at least two.")
        if not parts:
            raise InvalidInput("sectors has no labels; an economy has at least one.")
        shape = (len(labels), len(labels)) + ((len(parts),) if len(parts) > 1 else ())
        values = finite_array("flows", flows, shape)
        check_flows(values, labels, parts)
        check_connected(values, labels)
        rates = np.zeros(shape) if tariffs is None else read_cells("tariffs", tariffs, shape)
        if rates.shape != shape:
            raise InvalidInput(f"tariffs has shape {rates.shape}; an economy has one table, shape {shape}.")
        check_tariffs("tariffs", rates, labels, parts)
        shared = _by_country("margins", margins, len(labels))
        check_margins(shared, labels)
        if shared.any() and len(parts) > 1:
            raise NotApplicable("distribution margins are for an economy of one sector; leave them at 0.")
        rates.setflags(write=False)
        freeze(
            self,
            flows=values,
            countries=labels,
            elasticities=read_elasticities(elasticities, parts),
            sectors=parts,
            tariffs=rates,
            margins=shared,
            unit=str(unit),
            sources=names("sources", sources),
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """Of flows and tariffs: (countries, countries), with sectors last where there are several."""
        return self.flows.shape

    @cached_property
    def epsilon(self) -> Floats:
        """Trade elasticities, shape (sectors,)."""
        return _frozen(np.array([elasticity.value for elasticity in self.elasticities]))

    @cached_property
    def incomes(self) -> Floats:
        """Y, what each country's factors earn, shape (countries,)."""
        flows = _all_sectors(self.flows)
        return _frozen(flows @ (1 - self.margins) + self.margins * flows.sum(axis=0))

    @cached_property
    def expenditure(self) -> Floats:
        """E, what each country spends, duty included, shape (countries,)."""
        return _frozen(_all_sectors((1 + self.tariffs) * self.flows).sum(axis=0))

    @cached_property
    def revenue(self) -> Floats:
        """R, tariff revenue, shape (countries,)."""
        return _frozen(_all_sectors(self.tariffs * self.flows).sum(axis=0))

    @cached_property
    def deficits(self) -> Floats:
        """D = E − Y − R, what others lend, shape (countries,); sums to 0."""
        return _frozen(self.expenditure - self.incomes - self.revenue)

    @cached_property
    def shares(self) -> Floats:
        """λ, of an importer's spending on a sector, duty included; columns sum to 1."""
        paid = (1 + self.tariffs) * self.flows
        return _frozen(paid / paid.sum(axis=0))

    @cached_property
    def spending_shares(self) -> Floats:
        """β, of an importer's spending by sector, shape (countries, sectors); rows sum to 1."""
        paid = ((1 + self.tariffs) * self.flows).sum(axis=0).reshape(len(self.countries), -1)
        return _frozen(paid / paid.sum(axis=1, keepdims=True))

    @cached_property
    def exports(self) -> Floats:
        """Sales abroad before duty, shape (countries,)."""
        flows = _all_sectors(self.flows)
        return _frozen(flows.sum(axis=1) - np.diagonal(flows))

    @cached_property
    def imports(self) -> Floats:
        """Purchases abroad before duty, shape (countries,)."""
        flows = _all_sectors(self.flows)
        return _frozen(flows.sum(axis=0) - np.diagonal(flows))

    def place(self, country: str) -> int:
        """Return the row and column of a country, or name the nearest one."""
        if country not in self.countries:
            raise InvalidInput(
                f"{country!r} is none of the {len(self.countries)} countries."
                f"{did_you_mean(country, self.countries)}"
            )
        return self.countries.index(country)

    def sector(self, name: str) -> int:
        """Return the place of a sector, or name the nearest one."""
        if name not in self.sectors:
            hint = did_you_mean(name, self.sectors)
            raise InvalidInput(f"{name!r} is none of the sectors ({', '.join(self.sectors)}).{hint}")
        return self.sectors.index(name)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the numbers and names."""
        numbers = np.concatenate([self.flows.ravel(), self.tariffs.ravel(), self.margins])
        content = hashlib.sha256(numbers.astype("<f8").tobytes()).hexdigest()
        return digest([content, self.countries, self.sectors, self.elasticities, self.unit])

    def table(self) -> Table:
        """Return incomes, spending, trade, deficits and own shares, one row a country."""
        own = np.diagonal(_all_sectors((1 + self.tariffs) * self.flows)) / self.expenditure
        columns = (self.incomes, self.expenditure, self.exports, self.imports, self.deficits)
        rows: list[list[Cell]] = [
            [country, *(column[k] for column in columns), 100 * own[k]]
            for k, country in enumerate(self.countries)
        ]
        heads: list[Column | str] = ["country"]
        heads += [
            Column(title, self.unit, 1) for title in ("income", "spending", "exports", "imports", "deficit")
        ]
        return Table("The base year", [*heads, Column("bought at home", "%", 1)], rows)

    def __str__(self) -> str:
        return self.table().to_text()


def _by_country(name: str, value: ArrayLike, count: int) -> Floats:
    """Read one number for all countries, or one a country."""
    given = finite_array(name, value)
    if given.ndim and given.shape != (count,):
        raise InvalidInput(f"{name} has shape {given.shape}; it must be one number or have shape ({count},).")
    return finite_array(name, np.broadcast_to(given, (count,)))


def _all_sectors(cells: Floats) -> Floats:
    return cells if cells.ndim == 2 else cells.sum(axis=-1)


def _frozen(array: Floats) -> Floats:
    array.setflags(write=False)
    return array
