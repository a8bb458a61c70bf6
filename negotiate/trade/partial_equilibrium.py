r"""Import markets in partial equilibrium: who pays a tariff, and how much.

Each sector clears on its own: :math:`q_D(p) = q_S(p^*)` with :math:`p = (1+t)\,p^*`. A tariff
changes consumer surplus, revenue :math:`t\,p^* q` and what exporters earn. The exporters' loss
has two measures, chosen by name: ``supply_surplus``, the area behind the export-supply curve,
and ``markup_profit``, the change in export revenue over the elasticity of substitution. The
first vanishes as pass-through goes to 1; the second does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, freeze, instance_of, names, one_of
from negotiate.errors import InvalidInput
from negotiate.table import Cell, Column, Table
from negotiate.trade.constant_elasticity import ConstantElasticity
from negotiate.trade.effects import TariffEffects
from negotiate.trade.linear import Linear
from negotiate.trade.market import Form, Response, market_of
from negotiate.trade.sector import Sector, pass_through

__all__ = ["PartialEquilibrium"]

FORMS: dict[str, type[Form]] = {"constant_elasticity": ConstantElasticity, "linear": Linear}
EXPORTER_LOSSES = ("markup_profit", "supply_surplus")
NEARLY_FULL = 0.9  # pass-through above which the supply surplus says little


@dataclass(frozen=True, eq=False, init=False)
class PartialEquilibrium:
    """Several import markets that clear independently of one another.

    Parameters
    ----------
    sectors : sequence of Sector
        At least one, with distinct names.
    demand : {"constant_elasticity", "linear"}
        The shape of demand and supply; elasticities hold at the base point in both.
    exporter_loss : {"supply_surplus", "markup_profit"}
        The measure of what exporters lose.
    unit : str
        Unit of imports and welfare, per year.

    Raises
    ------
    InvalidInput
        For ``supply_surplus`` with an infinitely elastic supply (it would be 0 whatever the
        tariff), and for ``markup_profit`` without an elasticity of substitution.

    Notes
    -----
    ``notes`` holds warnings about the model in words; tables carry them.

    Examples
    --------
    >>> steel = Sector("steel", 40, 0, demand_elasticity=2, supply_elasticity=3)
    >>> market = PartialEquilibrium([steel])
    >>> market.effects([0.25]).importer_welfare.round(3)
    array([1.985])
    >>> market.optimal_tariffs().round(3)
    array([0.333])
    """

    sectors: tuple[Sector, ...]
    demand: str
    exporter_loss: str
    unit: str

    def __init__(
        self,
        sectors: Sequence[Sector],
        demand: str = "constant_elasticity",
        exporter_loss: str = "supply_surplus",
        unit: str = "bn USD/yr",
    ) -> None:
        freeze(
            self,
            sectors=_checked_sectors(sectors),
            demand=one_of("demand", demand, FORMS),
            exporter_loss=one_of("exporter_loss", exporter_loss, EXPORTER_LOSSES),
            unit=str(unit),
        )
        for sector in self.sectors:
            _check_exporter_loss(sector, self.exporter_loss)

    @property
    def notes(self) -> tuple[str, ...]:
        """Warnings about this model, in words."""
        if self.exporter_loss != "supply_surplus":
            return ()
        return tuple(
            f"Sector {s.name}: at a pass-through of {pass_through(s):.3g} the exporters' supply surplus "
            "nearly vanishes, and with it their cost of the tariff; exporter_loss='markup_profit' does not."
            for s in self.sectors
            if pass_through(s) > NEARLY_FULL
        )

    def effects(self, rates: ArrayLike) -> TariffEffects:
        """Return prices, quantities and welfare changes at tariff rates.

        Parameters
        ----------
        rates : array-like, shape (..., sectors)
            Total ad valorem rates as fractions, each above -1, in the order of ``sectors``.

        Returns
        -------
        TariffEffects
            Arrays of the same shape; exact zeros of change at the base tariffs.

        Raises
        ------
        InvalidInput
            For a wrong shape, a rate of -1 or less, linear demand above its choke price, or
            rates so extreme that results leave the range of floating-point numbers.
        """
        rate = self._rates(rates)
        market = self._form.market
        with np.errstate(over="ignore", invalid="ignore"):
            at = self._form.response(rate)
            consumers, exporters = self._form.surpluses(rate)
            revenue = (rate - market.base) * (market.imports + at.export_value)
            revenue = revenue + market.base * at.export_value
        return self._effects(at, consumers, revenue, exporters)

    def slopes(self, rates: ArrayLike) -> TariffEffects:
        """Return the derivative of every effect in each sector's own tariff rate.

        By the envelope theorem consumer surplus falls by the quantity times the rise of the
        duty-paid price, and supply surplus by the quantity times the fall of the world price.

        Parameters
        ----------
        rates : array-like, shape (..., sectors)
            As for ``effects``.

        Examples
        --------
        >>> steel = Sector("steel", 40, 0, demand_elasticity=2, supply_elasticity=3)
        >>> PartialEquilibrium([steel]).slopes([0.0]).importer_welfare
        array([16.])
        """
        rate = self._rates(rates)
        with np.errstate(over="ignore", invalid="ignore"):
            at, slope = self._form.response(rate), self._form.slopes(rate)
            consumers = -at.quantity * slope.duty_paid_price
            exporters = at.quantity * slope.world_price
            revenue = self._form.market.imports + at.export_value + rate * slope.export_value
        return self._effects(slope, consumers, revenue, exporters)

    def optimal_tariffs(self, revenue_weight: float = 1.0) -> NDArray[np.float64]:
        """Return the rates that maximise consumer surplus plus weighted tariff revenue.

        In closed form. At weight 1 this is the inverse of the export-supply elasticity (at the
        world price it leads to, for linear demand). ``inf`` where the objective rises with the
        tariff without end, as with wholly inelastic supply.

        Parameters
        ----------
        revenue_weight : float
            What a dollar of revenue is worth to the importer; at least 1.

        Returns
        -------
        ndarray, shape (sectors,)
            Fractions.
        """
        return self._form.optimal_rates(finite_number("revenue_weight", revenue_weight, low=1))

    def table(self, rates: ArrayLike) -> Table:
        """Return the effects of one set of rates, shape (sectors,), one row a sector and a total."""
        rate = finite_array("rates", rates, (len(self.sectors),))
        at = self.effects(rate)
        changes = np.stack([at.consumer_surplus, at.revenue, at.exporter_gain, at.world_welfare])
        exporters = self.exporter_loss.replace("_", " ")
        titles = ("Δ consumer surplus", "Δ tariff revenue", f"Δ {exporters}", "Δ world welfare")
        rows: list[list[Cell]] = [
            [s.title, 100 * s.base_tariff, 100 * rate[k], at.world_price[k], at.quantity[k], *changes[:, k]]
            for k, s in enumerate(self.sectors)
        ]
        rows.append(["total", None, None, None, None, *changes.sum(axis=1)])
        columns: list[Column | str] = [
            "sector",
            Column("base tariff", "%", 1),
            Column("tariff", "%", 1),
            Column("world price", "base = 1"),
            Column("quantity", f"{self.unit} at base prices"),
            *(Column(title, self.unit) for title in titles),
        ]
        return Table("Effects of the tariffs, by sector", columns, rows, self.notes)

    @cached_property
    def _form(self) -> Form:
        return FORMS[self.demand](market_of(self.sectors))

    def _rates(self, rates: ArrayLike) -> NDArray[np.float64]:
        rate = finite_array("rates", rates)
        if not rate.ndim or rate.shape[-1] != len(self.sectors):
            wanted = ", ".join(sector.name for sector in self.sectors)
            raise InvalidInput(
                f"rates has shape {rate.shape}; its last axis must have one rate a sector ({wanted})."
            )
        for place in np.argwhere(rate <= -1):
            raise InvalidInput(
                f"rates: {rate[tuple(place)]:g} on sector {self.sectors[place[-1]].name}; "
                "a rate is a fraction above -1 (0.15 is 15 %)."
            )
        return rate

    def _effects(
        self,
        at: Response,
        consumers: NDArray[np.float64],
        revenue: NDArray[np.float64],
        exporters: NDArray[np.float64],
    ) -> TariffEffects:
        """Add the markup form where every sector allows it, and freeze."""
        substitution = [sector.substitution for sector in self.sectors]
        known = [value for value in substitution if value is not None]
        markup = at.export_value / np.array(known) if len(known) == len(substitution) else None
        gain = exporters if self.exporter_loss == "supply_surplus" or markup is None else markup
        effects = TariffEffects(
            **at._asdict(),
            consumer_surplus=consumers,
            revenue=revenue,
            exporter_surplus=exporters,
            markup_profit=markup,
            exporter_gain=gain,
        )
        for name, values in vars(effects).items():
            if values is not None and not np.isfinite(values).all():
                raise InvalidInput(
                    f"rates lead to a {name.replace('_', ' ')} beyond the range of floating-point numbers; "
                    "give rates nearer to the base tariffs or smaller elasticities."
                )
            if values is not None:
                values.setflags(write=False)
        return effects


def _checked_sectors(sectors: Sequence[Sector]) -> tuple[Sector, ...]:
    if isinstance(sectors, Sector) or not isinstance(sectors, Iterable):
        raise InvalidInput(f"sectors is one {type(sectors).__name__}; give a list of Sectors.")
    checked = tuple(sectors)
    if not checked:
        raise InvalidInput("sectors is empty; give at least one Sector.")
    for position, sector in enumerate(checked):
        instance_of(f"sectors[{position}]", sector, Sector)
    names("sectors", [sector.name for sector in checked])
    return checked


def _check_exporter_loss(sector: Sector, exporter_loss: str) -> None:
    """Refuse a measure that this sector does not support."""
    if exporter_loss == "markup_profit" and sector.substitution is None:
        raise InvalidInput(
            f"sector {sector.name} has no substitution elasticity; exporter_loss='markup_profit' needs one."
        )
    if exporter_loss == "supply_surplus" and math.isinf(sector.supply_elasticity):
        raise InvalidInput(
            f"sector {sector.name} has full pass-through (supply_elasticity=inf), where the supply surplus "
            "is 0 whatever the tariff; take exporter_loss='markup_profit'."
        )
