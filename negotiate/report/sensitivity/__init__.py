"""How sure a scenario's conclusions are, for its report.

``find.py`` asks: draws over all ranges, one parameter at a time, Sobol indices, a map by two;
``tables.py``, ``pictures.py`` and ``told.py`` show the answers as tables, figures and sentences.
"""

from negotiate.report.sensitivity.find import DRAWS, Sensitivity, find_sensitivity
from negotiate.report.sensitivity.pictures import PICTURES, sensitivity_figures
from negotiate.report.sensitivity.tables import sensitivity_tables
from negotiate.report.sensitivity.told import (
    sensitivity_headline,
    sensitivity_limits,
    sensitivity_lines,
    sensitivity_methods,
)

__all__ = [
    "DRAWS",
    "PICTURES",
    "Sensitivity",
    "find_sensitivity",
    "sensitivity_figures",
    "sensitivity_headline",
    "sensitivity_limits",
    "sensitivity_lines",
    "sensitivity_methods",
    "sensitivity_tables",
]
