"""What do a weak yen, dear prices and the wrong threat cost? Prints all, writes risk_frontier.svg; 6 s."""

from pathlib import Path

from negotiate import build_model, load_scenario
from negotiate.data import fact
from negotiate.payoffs import TariffPointProblem, tariff_point_prices
from negotiate.procurement import optimal_programme, relaxed_frontier
from negotiate.procurement.risk import (
    RiskProblem,
    RobustProblem,
    bootstrap_paths,
    minimax_regret_bundle,
    optimal_risk_plan,
    optimal_robust_plan,
    risk_frontier,
    threat_information,
)
from negotiate.report import plot, save_svg
from negotiate.scenario import build_programme, build_threats

scenario = load_scenario("japan-us-2025")
model, programme = build_model(scenario), build_programme(scenario)

# The budget is in yen and most of what is bought in dollars: draw the yen's future from its past.
history = [fact(f"exchange_rates:jpy-per-usd-{year}") for year in range(2015, 2026)]
paths = bootstrap_paths(history, programme.years, 40, seed=1, rate=programme.rates["JPY"], drift=0.0)

# A plan made at today's rate, and one whose outlays keep each cap in the worst fifth of cases on average.
today = optimal_programme(programme, tolerance=5e-3)
problem = RiskProblem(programme, paths, caps="cvar", level=0.8)
careful = optimal_risk_plan(problem, tolerance=2e-2)
print(careful)
spent = problem.outlays(today.orders)
over = (spent > programme.headroom + 1e-9).mean(axis=0)
print(f"\nPlanned at today's rate: value {today.value:.4f}, caps passed in the share of cases", end=" ")
print(", ".join(f"{year}: {share:.0%}" for year, share in zip(programme.calendar, over, strict=True)))
print(f"With the caps kept by CVaR at 80 %: value {careful.value:.4f}.\n")

# Value against risk, items taken as divisible.
frontier = risk_frontier(problem.replace(caps="plan"), 5, relaxed=True)
print(frontier)

# Prices: any three items at the dear end of their range at once.
dear = {}
for name in programme.catalogue.names:
    given = scenario.parameters.get(f"model.items.{name}.realisation")
    given = given or scenario.parameters[f"model.items.{name}.price"]
    dear[name] = given.high / given.value - 1
robust = optimal_robust_plan(RobustProblem(programme, dear, size=3), relaxed=True)
print(f"\nCaps kept with any three items at their dearest: value {robust.value:.4f} (divisible).\n")

# Threats that disagree: one bundle, a lottery over bundles, and what it is worth to know.
threats = build_threats(model)
bundle = minimax_regret_bundle(threats)
print(bundle)
known = threat_information(threats).perfect
print(f"\nA lottery over bundles regrets at most {bundle.lottery.max_regret:.6f}.")
print(f"Knowing the threat before buying is worth {known:.6f} of capability.\n")

# What one tariff point is worth in purchases. V has kinks: at one, prices are an interval.
kinks = relaxed_frontier(model.value.problem, [model.headroom]).kinks
kink = kinks[kinks < model.headroom].max()
sectors = [sector.title for sector in model.trade.sectors]
print(f"A tariff point at {model.threat}, bn USD/yr of purchases")
for where, level in (
    ("no purchases", 0.0),
    ("below the cap, at a kink", kink),
    ("at the cap", model.headroom),
):
    slopes = model.tariff_slopes(model.threat), model.purchase_slopes(level)
    prices = tariff_point_prices(TariffPointProblem(scenario.players, sectors, *slopes))
    for player, price in zip(scenario.players, (prices.buyer[0], prices.setter[0]), strict=True):
        low, high = price.interval or (float("nan"), float("nan"))
        print(f"{where} ({level:.3f}): {player} {low:.4f} to {high:.4f}")

words = "Value of plans against the CVaR of their outlays, and their expected outlays."
Path("risk_frontier.svg").write_text(save_svg(plot(frontier), "Risk and value", words))
