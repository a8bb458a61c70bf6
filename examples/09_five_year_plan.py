"""What should Japan order in which year? Prints the plan and its reasons, writes three figures; 6 s."""

from pathlib import Path

from negotiate import load_scenario
from negotiate.procurement import lexicographic, optimal_programme, pareto_set, relaxed_programme
from negotiate.report import PAGE, plot, plot_missions, save_svg
from negotiate.scenario import build_programme

problem = build_programme(load_scenario("japan-us-2025"))
items, years = problem.catalogue, problem.calendar

# Whole lots, at most so many a year, paid as the contracts say, under a cap in every year.
plan = optimal_programme(problem, tolerance=1e-3)
print(plan)
print("\nOrders by year")
for item, orders in zip(items, plan.orders.tolist(), strict=True):
    if any(orders):
        print(f"{item.title:>30}  " + "  ".join(f"{units:5d}" for units in orders))
print(f"\n{plan.calendar_table()}\n\n{plan.missions_table()}")

# The divisible programme has prices: what a billion more under each year's cap would add.
relaxed = relaxed_programme(problem)
prices = {**relaxed.cap_prices, "deferred cap": relaxed.limit_prices["deferred cap"]}
print("\nWhat a billion more would add")
for name, price in prices.items():
    print(f"{name:>16}  {price:.5f}")

# The same programme if what is left to pay later matters second, at no more than 2 % of the value.
ranked = lexicographic(problem, ["value", "deferred"], {"value": 0.02}, tolerance=5e-3)
print(f"\n{ranked}")

# What else can be had: value against what is left to pay, none bettered in both.
found = pareto_set(problem, ["value", "deferred"], 5, tolerance=5e-3)
print(f"\n{found}")

offered = [items.capability_on_offer(mission) for mission in problem.mission_names]
missions = problem.missions
bars = plot_missions([m.title for m in missions], [m.stock for m in missions], plan.added, offered=offered)
for file, figure, title in (
    ("five_year_plan", plot(plan, width=PAGE), "Outlays under the caps, and orders by year"),
    ("missions", bars, "Capability by mission, before and after"),
    ("value_and_debt", plot(found), "Value against what is left to pay"),
):
    Path(f"{file}.svg").write_text(save_svg(figure, title, f"{title}, {years[0]} to {years[-1]}."))
