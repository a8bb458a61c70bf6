"""What to show: figures, bibliography, and directories that appear whole or not at all.

``figures/`` one file a figure, and ``save_svg``; ``bibliography.py`` BibTeX of exactly what was
used, from ``references.bib`` and a scenario's records, and ``citation.py`` what to cite;
``writing.py`` a set of files as one directory, never over a user's work. ``run.py`` a whole run,
``dossier.py`` all that a paper needs of it: ``tables.py``, ``drawing.py``, ``results.py``
(results.json), and ``document.py``, which says in ``blocks.py`` what ``markdown.py``, ``page.py``
(report.html) and ``paper.py`` (LaTeX) write. ``sensitivity/`` how sure the conclusions are.
``answers.py`` results without a scenario; ``records.py`` and ``problems.py`` problems as records.
``plotting.py`` (with ``plotting_analysis.py`` and ``plotting_region.py``) and ``comparison.py`` show
solutions of any kind. Matplotlib loads on first use.
"""

from negotiate.report.answers import answers_schema, write_results
from negotiate.report.bibliography import bibliography, known_references
from negotiate.report.citation import cite
from negotiate.report.comparison import compare
from negotiate.report.dossier import report_files, write_report
from negotiate.report.figures import (
    COLUMN,
    PAGE,
    mark_changes,
    plot_break_evens,
    plot_budget_frontier,
    plot_decomposition,
    plot_exchange_curve,
    plot_feasible_set,
    plot_gains_by_country,
    plot_gross_and_net,
    plot_label_shares,
    plot_missions,
    plot_monte_carlo,
    plot_outcomes_by_parameter,
    plot_pareto_set,
    plot_payoff_matrix,
    plot_phase_portrait,
    plot_programme,
    plot_reaction_network,
    plot_region_map,
    plot_risk_frontier,
    plot_shares,
    plot_sobol_indices,
    plot_sustainable_set,
    plot_tariff_curve,
    plot_tornado,
    plot_win_set_effects,
    save_pdf,
    save_svg,
)
from negotiate.report.plotting import plot
from negotiate.report.run import Run, run_files, write_run
from negotiate.report.writing import WriteError, check_target, write_directory

__all__ = [
    "COLUMN",
    "PAGE",
    "Run",
    "WriteError",
    "answers_schema",
    "bibliography",
    "check_target",
    "cite",
    "compare",
    "known_references",
    "mark_changes",
    "plot",
    "plot_break_evens",
    "plot_budget_frontier",
    "plot_decomposition",
    "plot_exchange_curve",
    "plot_feasible_set",
    "plot_gains_by_country",
    "plot_gross_and_net",
    "plot_label_shares",
    "plot_missions",
    "plot_monte_carlo",
    "plot_outcomes_by_parameter",
    "plot_pareto_set",
    "plot_payoff_matrix",
    "plot_phase_portrait",
    "plot_programme",
    "plot_reaction_network",
    "plot_region_map",
    "plot_risk_frontier",
    "plot_shares",
    "plot_sobol_indices",
    "plot_sustainable_set",
    "plot_tariff_curve",
    "plot_tornado",
    "plot_win_set_effects",
    "report_files",
    "run_files",
    "save_pdf",
    "save_svg",
    "write_directory",
    "write_report",
    "write_results",
    "write_run",
]
