"""What to order in which year: outlays under yearly caps, deliveries, links, whole lots.

- What goes in: ``problem.py``, checked by ``inputs.py``; ``aggregation.py`` makes one value of the
  missions'. Plain arithmetic on given orders: ``accounts.py`` (money) and ``limits.py`` (room).
"""

from negotiate.procurement.programme.aggregation import CES
from negotiate.procurement.programme.problem import ProgrammeProblem

__all__ = ["CES", "ProgrammeProblem"]
