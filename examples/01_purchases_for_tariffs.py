"""Which deal do Japan and the United States reach? Prints deals and prices, writes feasible_set.svg; 3 s."""

from pathlib import Path

from negotiate import load_scenario, solve_case
from negotiate.analysis import find_drivers
from negotiate.report import plot_feasible_set, save_svg

case = solve_case(load_scenario("japan-us-2025"))

# What happens without agreement, and would the threat be carried out?
print(case.deals.reversion, case.credibility, sep="\n\n")

# The deal, among all levels of purchases and among those that the budget cap leaves room for.
print()
print(case.deals.nash)
print(f"\nWithin the cap of {case.model.headroom:.1f} bn USD/yr:", case.within_cap["nash"].labels[0])

# What a tariff point is worth in purchases, where the deal is.
print()
print(case.prices[case.deals.deal().label])

# How sure is that? It hangs on pass-through.
print()
print(find_drivers(case.deals).outcomes_table())

payoffs = case.deals.payoffs
figure = plot_feasible_set(
    payoffs.payoffs.T,
    case.deals.problem.disagreement,
    players=payoffs.players,
    unit=payoffs.unit,
    groups=[outcome.package for outcome in payoffs.outcomes],
    deals={"Nash deal": case.deals.nash.payoffs, "within the cap": case.within_cap["nash"].payoffs},
)
words = "Payoffs of every purchase level with every tariff package, and the deals among them."
Path("feasible_set.svg").write_text(save_svg(figure, "Feasible set", words))
