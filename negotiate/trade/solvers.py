"""Every concept of tariff policy on one page."""

from negotiate.solver import Solver
from negotiate.trade.general import GeneralEquilibrium
from negotiate.trade.general.policy import cooperative_tariffs, nash_tariffs, optimal_tariffs

__all__ = ["SOLVERS"]

SOLVERS = (
    Solver(
        "optimal tariffs", GeneralEquilibrium, optimal_tariffs, exact=False,
        needs="setter: a country or a TariffSetter; balanced deficits", reference="gros-1987",
    ),
    Solver(
        "nash tariffs", GeneralEquilibrium, nash_tariffs, exact=False,
        needs="balanced deficits", reference="ossa-2014",
    ),
    Solver(
        "cooperative tariffs", GeneralEquilibrium, cooperative_tariffs, exact=False,
        needs="first, second: countries or TariffSetters; balanced deficits", reference="nash-1950",
    ),
)  # fmt: skip
