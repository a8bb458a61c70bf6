"""What does a US tariff cost Japan, and who gains? Prints both tiers, writes tariff_cost.svg; 2 s."""

from pathlib import Path

import numpy as np

from negotiate.report import plot_tariff_curve, save_svg
from negotiate.scenario import build_model, load_scenario
from negotiate.table import Column, Table
from negotiate.trade.general.policy import best_tariff_on, who_gains

# The same case in both tiers: single markets, and the world's trade with its wages and revenue.
scenario = load_scenario("japan-us-2025")
partial = build_model(scenario)
general = build_model(scenario, tier="general")
world = general.world

rows = []
for name in general.packages:
    mean = 100 * float(world.mean_rate(general.rates[name]))
    worth = [
        (float(model.effects[name].exporter_gain.sum()), float(model.effects[name].importer_welfare.sum()))
        for model in (partial, general)
    ]
    rows.append((name, mean, worth[0][0], worth[1][0], worth[0][1], worth[1][1]))
columns = ["package", Column("mean rate", "%", 1)]
columns += [
    Column(f"{party}, {tier}", "bn USD/yr", 2) for party in ("Japan", "US") for tier in ("partial", "general")
]
print(Table("What each package is worth", columns, rows), end="\n\n")

# Who gains from 25 % on Japan where others face 10 % before and after, and how the best tariff on it
# moves with what others face.
print(who_gains(world.equilibrium(0.25), "USA", before=world.status_quo), end="\n\n")
print(best_tariff_on(world.model, "USA", "JPN", [0.0, 0.05, 0.10, 0.15, 0.20, 0.25]))

levels = np.linspace(0, 0.5, 51)
losses = world.gains(levels)
markets = partial.trade.effects(np.repeat(levels[:, None], 2, axis=1))
lines = {
    "Japan, partial": markets.exporter_gain.sum(axis=1),
    "Japan, general": losses[:, 0],
    "United States, partial": markets.importer_welfare.sum(axis=1),
    "United States, general": losses[:, 1],
}
best = {
    "United States, partial": partial.optimal_tariff,
    "United States, general": general.optimal_tariff,
}
figure = plot_tariff_curve(
    levels, lines, unit="bn USD/yr", best=best, title="US tariff on all Japanese goods"
)
words = "Japan loses alike in both tiers; the US gains most at 33 % in one, at 17 % in the other."
Path("tariff_cost.svg").write_text(save_svg(figure, "What a tariff costs", words))
