"""What is the budget cap worth, and when does the plan change? Prints its prices, writes two figures; 4 s."""

from dataclasses import replace
from pathlib import Path

from negotiate import BudgetCap, BundleProblem, Catalogue, build_model, load_scenario, optimal_bundle
from negotiate.procurement import (
    best_bundles,
    budget_frontier,
    least_rise,
    marginal_values,
    near_optimal,
    plan_range,
    value_steps,
)
from negotiate.report import PAGE, mark_changes, plot_budget_frontier, save_svg
from negotiate.report.figures.tornado import plot_tornado

scenario = load_scenario("japan-us-2025")
model = build_model(scenario)
worth, room = model.value, model.headroom
problem = BundleProblem(worth.problem.catalogue, worth.problem.missions, model.cap)

# The prices of the cap, each under its name: slopes of the divisible value, and what a step adds.
print(optimal_bundle(problem))
print(f"\n{marginal_values(worth, room, step=0.5).table()}")

# How far the cap can move before the plan changes, what else would do, and the least that is needed.
print(f"\n{plan_range(worth, room)}\n\n{best_bundles(problem, 5)}\n\n{near_optimal(problem, 0.001)}")

# The least rise of the budget under which 42 fighters and 100 interceptors fit.
needed = {"f35a": 42, "sm3-iia": 100}
items = [replace(item, least=needed.get(item.name, 0)) for item in problem.catalogue]
tight = BudgetCap(model.cap.base, 0.001, model.cap.years)
print(f"\n{least_rise(BundleProblem(Catalogue(items), problem.missions, tight))}")

# Every step of V in whole lots just around the cap.
nearby = value_steps(worth, room - 0.005, room + 0.005)
print(f"\nV has {len(nearby.budgets)} steps within 5 m USD a year of the cap.")

# Whose price moves the value of the cap most: each at both ends of its range.
base, ends = worth(room), {}
for item in problem.catalogue:
    path = f"model.items.{item.name}.realisation"  # contract price over notified price
    if path not in scenario.parameters:
        path = f"model.items.{item.name}.price"
    given = scenario.parameters[path]
    if given.low is not None:
        span = (given.low, given.high)
        values = [build_model(scenario.with_values({path: end})).value(room) for end in span]
        ends[item.title] = ([f"{100 * end / given.value - 100:+.0f}%" for end in span], values)
widest = sorted(ends, key=lambda title: -abs(ends[title][1][1] - ends[title][1][0]))[:10]
tornado = plot_tornado(
    widest,
    [ends[title][0] for title in widest],
    [ends[title][1][0] for title in widest],
    [ends[title][1][1] for title in widest],
    base=base,
    answer="Value of the best bundle at the cap",
    width=PAGE,
)

frontier = budget_frontier(worth, sorted({room - 0.005, *nearby.budgets.tolist(), room + 0.005}))
figure = plot_budget_frontier(
    frontier.levels,
    frontier.whole,
    frontier.divisible,
    {"slope of the relaxation": frontier.slopes[:, 1]},
    cap=room,
    unit="bn USD/yr",
    value_unit="capability",
    width=PAGE,
)
for file, drawn, title in (
    (
        "cap_price",
        mark_changes(figure, nearby.budgets[1:]),
        "The value of the budget around the cap, and its price",
    ),
    ("price_tornado", tornado, "The value of the best bundle as one price moves"),
):
    Path(f"{file}.svg").write_text(save_svg(drawn, title, f"{title}, in {scenario.title}."))
