"""Who gains from tying purchases to tariffs? Prints deals by issues, writes exchange_curve.svg; 2 s."""

from pathlib import Path

import numpy as np

from negotiate import BargainingProblem, build_model, load_scenario
from negotiate.bargaining import deals_by_group, exchange_curve, linkage, linkage_by_solution
from negotiate.payoffs import Outcome
from negotiate.report import plot_exchange_curve, save_svg
from negotiate.scenario import solve_deals

model = build_model(load_scenario("japan-us-2025"))
players, unit, step = model.scenario.players, model.scenario.unit, model.scenario.resolution
threat = model.rates[model.threat]


def tariff_payoffs(rates):
    """What tariffs are worth to Japan and to the United States, shape (..., sectors, players)."""
    effects = model.trade.effects(rates)
    weight = model.scenario.value("model.parameters.revenue_weight")
    setter = effects.consumer_surplus + weight * effects.revenue
    payoffs = np.stack([effects.exporter_gain, setter], axis=-1)
    return np.rint(payoffs / float(step)).astype(np.int64).astype(object) * step


# Three issues: the tariff on each group of goods, and purchases. No deal on one leaves it at the threat.
without, issues = tariff_payoffs(threat), {}
for place, sector in enumerate(model.trade.sectors):
    rates = sorted({model.rates[name][place] for name in model.concessions} - {threat[place]})
    grid = np.tile(threat, (len(rates), 1))
    grid[:, place] = rates
    labels = [f"{sector.name} {100 * rate:g} %" for rate in rates]
    payoffs = tariff_payoffs(grid)[:, place]
    issues[sector.name] = BargainingProblem(payoffs, without[place], players, unit, labels)
worth = model.payoffs.evaluate([Outcome(level, "mfn") for level in model.purchases]).exact
labels = [f"{level:g} bn" for level in model.purchases]
issues["purchases"] = BargainingProblem(worth[:, 1:].T, (0, 0), players, unit, labels[1:])

# None alone has a deal, so the whole gain is linkage; which issues must be tied?
print(linkage(issues), linkage_by_solution(issues), deals_by_group(issues), sep="\n\n")

# The exchange curve: points off both threatened rates, for every amount of purchases.
points = np.arange(0, 25.1, 0.1)
relief = tariff_payoffs(threat - points[:, None] / 100).sum(axis=1).T
payoffs = worth[:, :, None] + relief[:, None, :]
curve = exchange_curve(
    model.purchases, points, payoffs, relief[:, 0], players=players, units=("bn USD/yr", "points")
)
print(f"\n{curve}")

# The deal's relief is not uniform: mark its average over imports.
imports = np.array([sector.imports for sector in model.trade.sectors])
agreed = 100 * (threat - model.rates["deal"]) @ imports / imports.sum()
deal = solve_deals(model).deal().purchases
figure = plot_exchange_curve(
    curve.purchases,
    curve.curve(0),
    curve.curve(1),
    players=players,
    titles=("Purchases", "Tariff relief from the threat"),
    units=curve.units,
    marks={f"Nash deal: 15 % for {deal:g} bn": (deal, agreed), "US account: 15 % for 3 bn": (3, agreed)},
)
words = "Least relief that Japan accepts and most that the United States gives, by purchases; room between."
Path("exchange_curve.svg").write_text(save_svg(figure, "Purchases for tariff relief", words))
