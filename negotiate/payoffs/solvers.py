"""What can be solved here by name."""

from negotiate.payoffs.demand import DemandForm
from negotiate.payoffs.demand_solution import demand_equilibria
from negotiate.payoffs.form import StrategicForm
from negotiate.payoffs.instruments import reversion_point
from negotiate.payoffs.prices import TariffPointProblem, tariff_point_prices
from negotiate.solver import Solver

__all__ = ["SOLVERS"]

SOLVERS = (
    Solver("reversion", StrategicForm, reversion_point, exact=True, needs="dominant choices (instruments)"),
    Solver("demand", DemandForm, demand_equilibria, exact=True, reference="nash-1953"),
    Solver("tariff point prices", TariffPointProblem, tariff_point_prices, exact=False),
)
