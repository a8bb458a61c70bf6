"""General equilibrium: an economy, the rules of the counterfactual, and its answer to tariffs.

Exact hat algebra (Dekle, Eaton & Kortum 2008; Costinot & Rodríguez-Clare 2014): changes follow from
base-year shares and elasticities alone, whatever the costs and technologies behind them. The
equations stand in ``system.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_number, freeze, instance_of, one_of, whole_number
from negotiate.errors import InvalidInput, NoSolution, NotApplicable
from negotiate.trade.general.consistency import check_both_ways
from negotiate.trade.general.economy import Economy
from negotiate.trade.general.layout import read_only, sector_first
from negotiate.trade.general.request import Request
from negotiate.trade.general.root import CERTIFIED, equilibrium_root
from negotiate.trade.general.solution import TradeEquilibrium
from negotiate.trade.general.system import WORLD_INCOME, WORLD_PRICES, System

__all__ = ["GeneralEquilibrium"]

DEFICITS = ("balanced", "nominal", "world_income_share")
REVENUE_USES = ("income_tax_relief", "lump_sum")

_BALANCED = 1e-9  # deficits over world income that count as none


@dataclass(frozen=True, eq=False, init=False)
class GeneralEquilibrium:
    """An economy in which wages, prices and revenue adjust to tariffs until all markets clear.

    Parameters
    ----------
    economy : Economy
        The base year.
    deficits : {"world_income_share", "nominal", "balanced"}
        What becomes of trade deficits: they keep their share of world income; they stay fixed in
        units of the numeraire; or they are purged before anything else (``economy`` is then
        the purged one). Take ``balanced`` for optimal tariffs and tariff wars: a deficit that is
        held is a transfer, which a tariff makes worth more.
    revenue : {"lump_sum", "income_tax_relief"}
        How tariff revenue comes back: as a sum that no decision moves, or as a relief of
        ``τ = revenue/income`` on labour income, which raises labour supply. The choice can turn
        the sign of the tariff-setter's welfare; it matters only where labour is elastic.
    labour_supply : float
        κ, elasticity of labour supply in the real take-home wage; 0 is fixed labour.
    scale : float
        ψ, elasticity of productivity in employment; with ``ψε < 1``. One sector only.
    numeraire : str
        ``"world_income"``, ``"world_prices"`` (mean of price indices by base spending) or a
        country whose wage is held at 1. Real results do not depend on it, unless deficits are
        ``nominal``.

    Raises
    ------
    InvalidInput
        For an unknown rule or an elasticity out of range.
    NotApplicable
        For scale effects with several sectors.

    References
    ----------
    .. [1] R. Dekle, J. Eaton and S. Kortum (2008), IMF Staff Papers 55(3), 511-540.
       doi:10.1057/imfsp.2008.17
    .. [2] A. Costinot and A. Rodríguez-Clare (2014), Handbook of International Economics 4,
       197-261. doi:10.1016/B978-0-444-54314-1.00004-5

    Examples
    --------
    >>> from negotiate.trade.general import tariffs_by
    >>> two = Economy([[80, 20], [20, 80]], ("Home", "Foreign"), elasticities=4)
    >>> model = GeneralEquilibrium(two)
    >>> model.effects(tariffs_by(two, "Home", 0.1)).welfare.round(4)
    array([1.0078, 0.9905])
    """

    economy: Economy
    deficits: str
    revenue: str
    labour_supply: float
    scale: float
    numeraire: str

    def __init__(
        self,
        economy: Economy,
        deficits: str = "world_income_share",
        revenue: str = "lump_sum",
        *,
        labour_supply: float = 0.0,
        scale: float = 0.0,
        numeraire: str = WORLD_INCOME,
    ) -> None:
        instance_of("economy", economy, Economy)
        freeze(
            self,
            economy=economy,
            deficits=one_of("deficits", deficits, DEFICITS),
            revenue=one_of("revenue", revenue, REVENUE_USES),
            labour_supply=finite_number("labour_supply", labour_supply, low=0),
            scale=finite_number("scale", scale, low=0),
            numeraire=one_of("numeraire", numeraire, (WORLD_INCOME, WORLD_PRICES, *economy.countries)),
        )
        self._check_scale()
        if self.deficits == "balanced" and not self._is_balanced:
            check_both_ways(economy.flows, economy.countries)
            freeze(self, economy=self._purged())
            for stale in ("base_relief", "welfare_base", "system"):  # worked out while deficits were there
                vars(self).pop(stale, None)
        for place in np.flatnonzero(self.welfare_base <= 0):
            raise InvalidInput(
                f"{economy.countries[place]} spends less than its labour costs in effort "
                f"(labour_supply={self.labour_supply:g}, a deficit of {economy.deficits[place]:.4g}); "
                "give a smaller labour_supply."
            )

    def _check_scale(self) -> None:
        if self.scale == 0:
            return
        if len(self.economy.sectors) > 1:
            raise NotApplicable(
                "scale effects are for an economy of one sector: with several, employment by sector is "
                "open and there can be many equilibria. Set scale=0 or merge the sectors."
            )
        epsilon = self.economy.elasticities[0].value
        if self.scale * epsilon >= 1:
            raise InvalidInput(
                f"scale={self.scale:g} with an elasticity of {epsilon:g} has a product of at least 1, where "
                f"equilibria are many or none; scale must be below {1 / epsilon:g}."
            )

    @property
    def kept(self) -> float:
        """The part of deficits that stays: 0 where they are balanced, else 1."""
        return 0.0 if self.deficits == "balanced" else 1.0

    @cached_property
    def base_relief(self) -> NDArray[np.float64]:
        """τ⁰, the relief on labour income that base tariffs pay for, shape (countries,)."""
        relief = self.economy.revenue / self.economy.incomes
        return read_only(relief if self.revenue == "income_tax_relief" else np.zeros_like(relief))

    @cached_property
    def welfare_base(self) -> NDArray[np.float64]:
        """Base spending less the effort of base labour, in the unit; what Ŵ is a change of."""
        effort = self.labour_supply / (1 + self.labour_supply) * self.economy.incomes
        return read_only(self.economy.expenditure - effort / (1 - self.base_relief))

    def effects(
        self,
        tariffs: ArrayLike,
        *,
        iceberg: ArrayLike | None = None,
        purchases: ArrayLike | None = None,
        start: TradeEquilibrium | None = None,
        tolerance: float = 1e-12,
        max_iterations: int = 50,
    ) -> TradeEquilibrium:
        """Return the equilibrium at new tariffs, or at a whole batch of tariff tables.

        Parameters
        ----------
        tariffs : array-like, shape (..., *economy.shape)
            Total rates as fractions, exporters in rows, each above -1, the diagonal 0.
            ``tariffs_by`` makes such tables. All tables of a batch are solved together.
        iceberg : array-like of the same shape, optional
            Changes of trade costs, as factors above 0.
        purchases : array-like, shape (countries, countries) or (..., countries, countries), optional
            What a government (column) orders from a country (row) beside what its people buy, in the
            unit at the numeraire: free of duty, paid from income. It shifts demand to the seller
            and is no consumption: what it is worth to the buyer is not in ``welfare``.
        start : TradeEquilibrium, optional
            Where to begin, of one table or of this batch; the base year where left out.
        tolerance : float
            Largest residual at which Newton's iterations end. Where rounding ends them earlier,
            an answer within 1e-10 is accepted.
        max_iterations : int
            At most this many of them.

        Raises
        ------
        InvalidInput
            For a wrong shape, a rate of -1 or less, a rate on the diagonal.
        NoSolution
            Where the iterations end above 1e-10, or the answer's own residuals,
            worked out again from levels, are above 1e-10. Says what was reached.
        """
        request = Request.read(self.economy, tariffs, iceberg, purchases)
        goal = finite_number("tolerance", tolerance, above=0)
        root = equilibrium_root(
            self.system,
            request,
            self._starts(start, request.rows),
            self.economy.countries,
            tolerance=goal,
            max_iterations=whole_number("max_iterations", max_iterations, low=1),
        )
        rates, costs, orders = request.for_users()
        found = TradeEquilibrium(
            model=self,
            tariffs=rates,
            iceberg=costs,
            purchases=orders,
            unknowns=root.unknowns.reshape(*request.batch, -1),
            iterations=root.iterations.reshape(request.batch),
        )
        worst = float(np.max(found.residual))
        if not worst <= CERTIFIED:
            raise NoSolution(
                f"the answer misses its own conditions by {worst:.2g}, above 1e-10; "
                f"lower tolerance (now {goal:g})."
            )
        return found

    @cached_property
    def system(self) -> System:
        """The equations as arrays, for those who build on them."""
        economy, sectors = self.economy, len(self.economy.sectors)
        codes = (WORLD_INCOME, WORLD_PRICES)
        return System(
            shares=sector_first(economy.shares, sectors),
            spending=economy.spending_shares.T,
            elasticities=economy.epsilon,
            incomes=economy.incomes,
            deficits=economy.deficits,
            expenditure=economy.expenditure,
            margins=economy.margins,
            base_relief=self.base_relief,
            base_tariffs=sector_first(economy.tariffs, sectors),
            labour_supply=self.labour_supply,
            scale=self.scale,
            tax_relief=self.revenue == "income_tax_relief",
            share_closure=self.deficits == "world_income_share",
            numeraire=self.numeraire if self.numeraire in codes else economy.place(self.numeraire),
            kept=self.kept,
        )

    def _starts(self, start: TradeEquilibrium | None, count: int) -> NDArray[np.float64]:
        if start is None:
            return np.zeros((count, self.system.unknowns))
        if not isinstance(start, TradeEquilibrium):
            raise InvalidInput(f"start is a {type(start).__name__}; it must be an answer of effects().")
        known = start.unknowns.reshape(-1, start.unknowns.shape[-1])
        if known.shape[1] != self.system.unknowns or len(known) not in (1, count):
            raise InvalidInput(
                f"start holds {len(known)} answers of {known.shape[1]} unknowns; it must be of this model, "
                f"with {self.system.unknowns} unknowns, and be one answer or {count}."
            )
        return np.array(np.broadcast_to(known, (count, known.shape[1])))

    @property
    def _is_balanced(self) -> bool:
        return bool(np.abs(self.economy.deficits).sum() <= _BALANCED * self.economy.incomes.sum())

    def _purged(self) -> Economy:
        """Return the economy as it would be without deficits, at base tariffs.

        World income stays what it is, so that money means the same whatever the numeraire.
        """
        economy = self.economy
        found = self.effects(economy.tariffs)
        return Economy(
            found.flows * (economy.incomes.sum() / found.incomes.sum()),
            economy.countries,
            economy.elasticities,
            sectors=economy.sectors,
            tariffs=economy.tariffs,
            margins=economy.margins,
            unit=economy.unit,
            sources=economy.sources,
        )
