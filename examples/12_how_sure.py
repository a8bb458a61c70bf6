"""How sure is the deal? Prints ranges, what survives and what matters, writes three figures; 6 s."""

from pathlib import Path

from negotiate import load_scenario
from negotiate.analysis import (
    ScenarioAnswers,
    break_even,
    equilibrium_survival,
    monte_carlo,
    one_at_a_time,
    ranged_parameters,
    region_map,
    short_names,
    sobol_indices,
)
from negotiate.report import PAGE, save_svg
from negotiate.report.figures.monte_carlo import plot_monte_carlo
from negotiate.report.figures.region_map import plot_region_map
from negotiate.report.figures.tornado import plot_tornado
from negotiate.scenario import solve_deals

scenario = load_scenario("japan-us-2025")
answers = ScenarioAnswers(scenario)
ranges = ranged_parameters(scenario, ["model.trade", "model.sectors", "model.parameters"])
names = dict(zip(ranges, short_names(ranges), strict=True))
gain = f"gain of {scenario.players[1]}"

# All parameters at once: the ranges that any number should be quoted with, and what survives.
drawn = monte_carlo(scenario, ranges, draws=2**14)
print(drawn, drawn.survival_table(), sep="\n\n")

# One at a time: which end of which range moves it, or leaves no deal at all.
tornado = one_at_a_time(answers, ranges)
print(f"\n{tornado}\n\n{tornado.table_of(gain)}")

# Where exactly the package agreed on changes, along the parameter that matters most.
matters = "model.trade.pass_through"
low, high = ranges[matters].low, ranges[matters].high
changes = break_even(
    lambda share: answers({matters: share})["package"], names[matters], low, high, tolerance=1e-3
)
print(f"\n{changes}")

# What matters together with others: first-order and total shares of the variance of "as now".
few = [
    matters,
    "model.parameters.purchase_worth",
    "model.parameters.ally_spill_in",
    "model.parameters.sensitivity",
]
indices = sobol_indices(scenario, {path: ranges[path] for path in few}, points=1024)
print("\nSobol indices of the package agreed on:")
for one in indices.of("package"):
    print(f"  {names[one.parameter]}: first order {one.first.value:z.2f}, total {one.total.value:.2f}")

# How much error in the payoffs themselves the threat point stands.
reversion = solve_deals(answers.model).reversion
print(f"\n{equilibrium_survival(reversion.form.game, reversion.profiles[0], noise=0.1)}")

swings = [swing for swing in tornado.of(gain) if swing.moves][:14]
tornado_figure = plot_tornado(
    [names[swing.parameter] for swing in swings],
    [(swing.low, swing.high) for swing in swings],
    [swing.at_low for swing in swings],
    [swing.at_high for swing in swings],
    base=tornado.base[gain],
    answer=gain,
    unit=scenario.unit,
    width=PAGE,
)
regions = region_map(answers, {path: ranges[path] for path in few[:2]}, "package", points=61)
map_figure = plot_region_map(
    regions.columns,
    regions.rows,
    regions.codes,
    regions.labels,
    parameters=(names[few[0]], names[few[1]]),
    marks={"now": [ranges[path].value for path in few[:2]]},
)
spread = drawn.numbers[gain]
running = [(step.draws, step.estimates[gain]) for step in drawn.steps if gain in step.estimates]
draws_figure = plot_monte_carlo(
    spread.bins,
    (spread.least, spread.largest),
    drawn.range(gain),
    [(draws, mean.value, mean.low, mean.high) for draws, mean in running],
    answer=gain,
    unit=scenario.unit,
    lines={"median": spread.quantiles[0.5].value, "at the parameters' own values": drawn.base[gain]},
)
for file, figure, title in (
    ("tornado", tornado_figure, f"The {gain}, one parameter at a time"),
    ("region_map", map_figure, "The package agreed on, by two parameters"),
    ("monte_carlo", draws_figure, f"The {gain} over all draws that end in a deal"),
):
    Path(f"{file}.svg").write_text(save_svg(figure, title, f"{title}, in {scenario.title}."))
