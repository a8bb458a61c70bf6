"""What to show: figures, bibliography, and directories that appear whole or not at all.

``figures/`` one file a figure, and ``save_svg``; ``bibliography.py`` BibTeX of exactly what was
used, from ``references.bib`` and a scenario's records; ``writing.py`` a set of files as one
directory, never over a user's work. ``run.py`` a whole run: ``tables.py``, ``drawing.py``,
``document.py`` (report.md) and ``results.py`` (results.json). Matplotlib loads on first use.
"""

from negotiate.report.bibliography import bibliography, known_references
from negotiate.report.figures import (
    COLUMN,
    PAGE,
    plot_budget_frontier,
    plot_decomposition,
    plot_exchange_curve,
    plot_feasible_set,
    plot_outcomes_by_parameter,
    plot_payoff_matrix,
    plot_sustainable_set,
    plot_win_set_effects,
    save_svg,
)
from negotiate.report.run import Run, run_files, write_run
from negotiate.report.writing import WriteError, check_target, write_directory

__all__ = [
    "COLUMN",
    "PAGE",
    "Run",
    "WriteError",
    "bibliography",
    "check_target",
    "known_references",
    "plot_budget_frontier",
    "plot_decomposition",
    "plot_exchange_curve",
    "plot_feasible_set",
    "plot_outcomes_by_parameter",
    "plot_payoff_matrix",
    "plot_sustainable_set",
    "plot_win_set_effects",
    "run_files",
    "save_svg",
    "write_directory",
    "write_run",
]
