"""Figures for papers: plain arrays in, a ``matplotlib.figure.Figure`` out.

``payoff_matrix.py`` a game's payoffs and equilibria; ``feasible_set.py`` what a deal can give;
``budget_frontier.py`` what a budget buys and its price; ``decomposition.py`` payoffs by term;
``outcomes.py``, ``break_evens.py`` which outcome follows at which value of a parameter;
``exchange_curve.py`` how much of one issue for how much of another; ``win_sets.py`` what
ratification does; ``sustainable.py`` what repetition sustains; ``programme.py`` outlays, orders
and deliveries by year; ``missions.py`` capability before and after; ``trade_offs.py`` risk against
value, and Pareto sets; ``tariff_curve.py``, ``gains_by_country.py`` what a tariff brings to whom;
``label_shares.py``, ``monte_carlo.py``, ``tornado.py``, ``sobol.py``, ``region_map.py`` how sure a
result is; ``shares.py``, ``reaction_network.py``, ``phase_portrait.py``, ``gross_and_net.py`` who gets
how much, who answers whom, and what the answers leave; ``style.py`` fonts, colours, widths and
``save_svg`` and ``save_pdf``, which write the same bytes every time. Matplotlib loads on first use.
"""

from negotiate.report.figures.break_evens import plot_break_evens
from negotiate.report.figures.budget_frontier import mark_changes, plot_budget_frontier
from negotiate.report.figures.decomposition import plot_decomposition
from negotiate.report.figures.exchange_curve import plot_exchange_curve
from negotiate.report.figures.feasible_set import plot_feasible_set
from negotiate.report.figures.gains_by_country import plot_gains_by_country
from negotiate.report.figures.gross_and_net import plot_gross_and_net
from negotiate.report.figures.label_shares import plot_label_shares
from negotiate.report.figures.missions import plot_missions
from negotiate.report.figures.monte_carlo import plot_monte_carlo
from negotiate.report.figures.outcomes import plot_outcomes_by_parameter
from negotiate.report.figures.payoff_matrix import plot_payoff_matrix
from negotiate.report.figures.phase_portrait import plot_phase_portrait
from negotiate.report.figures.programme import plot_programme
from negotiate.report.figures.reaction_network import plot_reaction_network
from negotiate.report.figures.region_map import plot_region_map
from negotiate.report.figures.shares import plot_shares
from negotiate.report.figures.sobol import plot_sobol_indices
from negotiate.report.figures.style import COLUMN, PAGE, save_pdf, save_svg
from negotiate.report.figures.sustainable import plot_sustainable_set
from negotiate.report.figures.tariff_curve import plot_tariff_curve
from negotiate.report.figures.tornado import plot_tornado
from negotiate.report.figures.trade_offs import plot_pareto_set, plot_risk_frontier
from negotiate.report.figures.win_sets import plot_win_set_effects

__all__ = [
    "COLUMN",
    "PAGE",
    "mark_changes",
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
    "save_pdf",
    "save_svg",
]
