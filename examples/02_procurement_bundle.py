"""What should Japan buy under its budget cap, and what is the cap worth? Writes budget_frontier.svg; 5 s."""

from pathlib import Path

from negotiate import BundleProblem, build_model, load_scenario, solve
from negotiate.procurement import budget_frontier, marginal_values
from negotiate.report import plot_budget_frontier, save_svg

model = build_model(load_scenario("japan-us-2025"))
problem = BundleProblem(model.value.problem.catalogue, model.value.problem.missions, model.cap)

# The best bundle in whole lots (HiGHS through cvxpy), proven optimal.
plan = solve(problem, "bundle")
print(plan)
print(f"\n{plan.status}, gap {plan.optimality_gap:.1e}; binding: {', '.join(plan.binding) or 'nothing'}")

# Its continuous relaxation has a shadow price; the whole-lot plan has none.
relaxed = solve(problem, "relaxed bundle")
print(f"Relaxed value {relaxed.value:.5f} against {plan.value:.5f} in whole lots.")
print(f"Shadow price of the cap: {relaxed.budget_price:.5f} capability units per bn USD/yr.\n")
print(marginal_values(model.value, model.headroom, step=0.5).table())

frontier = budget_frontier(model.value, [0.5 * k for k in range(21)])
figure = plot_budget_frontier(
    frontier.levels,
    frontier.whole,
    frontier.divisible,
    {"relaxation slope": frontier.slopes[:, 1], "finite difference": list(frontier.differences)},
    cap=model.headroom,
    unit="bn USD/yr",
    value_unit="capability",
)
words = "Value of the best bundle by budget, in whole lots and relaxed, and the price of the budget."
Path("budget_frontier.svg").write_text(save_svg(figure, "Budget frontier", words))
