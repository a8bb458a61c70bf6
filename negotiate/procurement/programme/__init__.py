"""What to order in which year: outlays under yearly caps, deliveries, links, whole lots.

- What goes in: ``problem.py``, checked by ``inputs.py``; ``aggregation.py`` makes one value of the
  missions'. Plain arithmetic on given orders: ``accounts.py`` (money) and ``limits.py`` (room).
- What comes out: ``solution.py``, with its ``reasons.py``; found by ``optimal.py`` (whole lots, or
  divisible) with ``trim.py`` and ``earlier.py``, under CES by ``ces.py``; ``conflict.py`` says
  why where nothing fits.
- Several objectives (``measures.py``): ranked by ``objectives.py``, all at once by ``pareto.py``.
- How: ``linear_form.py`` (plain arrays that can be extended), ``form.py`` and ``link_rows.py``
  (which build them with ``builder.py``), ``solve.py`` (HiGHS through cvxpy).
"""

from negotiate.procurement.programme.aggregation import CES
from negotiate.procurement.programme.conflict import NoProgramme
from negotiate.procurement.programme.form import linear_form
from negotiate.procurement.programme.linear_form import LinearForm
from negotiate.procurement.programme.objectives import RankedProgramme, lexicographic
from negotiate.procurement.programme.optimal import optimal_programme, relaxed_programme
from negotiate.procurement.programme.pareto import ParetoPlan, ParetoSet, pareto_set
from negotiate.procurement.programme.problem import ProgrammeProblem
from negotiate.procurement.programme.solution import Programme
from negotiate.procurement.programme.solve import LinearAnswer, solve_linear

__all__ = [
    "CES",
    "LinearAnswer",
    "LinearForm",
    "NoProgramme",
    "ParetoPlan",
    "ParetoSet",
    "Programme",
    "ProgrammeProblem",
    "RankedProgramme",
    "lexicographic",
    "linear_form",
    "optimal_programme",
    "pareto_set",
    "relaxed_programme",
    "solve_linear",
]
