"""Does the deal hold without a court? Prints critical discount factors, writes sustainable_set.svg; 3 s."""

from pathlib import Path

import numpy as np

from negotiate import build_model, load_scenario
from negotiate.payoffs import Outcome
from negotiate.repeated import (
    EnforcementProblem,
    critical_discount_factors,
    enforcement_problem,
    sustainable_set,
)
from negotiate.report import plot_sustainable_set, save_svg
from negotiate.scenario import solve_deals

model = build_model(load_scenario("japan-us-2025"))
deals = solve_deals(model)
deal, game = deals.deal(), deals.reversion.form.game
agreement = (f"{deal.purchases:+g}", deal.package)
reversion = deals.reversion.profiles[0]

# The deal every year: each side can break it alone, and then both go back to what they do without it.
problem = enforcement_problem(game, agreement, reversion, issue=deal.label)
# A snap-back clause with a review every second year, and five years of it only, need more patience.
answers = [{}, {"review": 2}, {"punishment": 5}]
print(*[critical_discount_factors(problem, **answer) for answer in answers], sep="\n\n")

# Tariffs and purchases as two issues: would either be kept by itself?
quiet, threat = (Outcome(0, package, agreed=False) for package in (deal.package, model.threat))
bought = Outcome(deal.purchases, "mfn", agreed=False)  # at ordinary rates tariffs pay nothing
relief, revert, orders = (model.payoffs.evaluate([place]).exact[:, 0] for place in (quiet, threat, bought))
pooled = critical_discount_factors(
    EnforcementProblem(
        cooperation=[relief, orders],
        deviation=[[relief[0], revert[1]], [0, orders[1]]],  # each can break what it gives, and no more
        reversion=[revert, [0, 0]],
        players=game.players,
        unit=game.unit,
        issues=["tariffs", "purchases"],
    )
)
print(f"\n{pooled}\n\n{pooled.slack(0.9)}")

# Everything that going back sustains, for less and more patient governments.
patience = (0.9, 0.75)
held = {delta: sustainable_set(game, reversion=reversion, discount=delta) for delta in patience}
print(f"\n{held[0.9]}")

regions = {
    f"sustained at δ = {delta:g}": [np.array(corners, dtype=float) for corners in found.lottery_regions()]
    for delta, found in held.items()
}
figure = plot_sustainable_set(
    held[0.9].payoffs.astype(float),
    regions,
    [float(payoff) for payoff in deals.reversion.payoffs],
    players=game.players,
    unit=game.unit,
    marks={f"deal: {deal.label}": deals.nash.payoffs},
)
words = "Average payoffs that the threat of going back to the tariff threat sustains, by discount factor."
Path("sustainable_set.svg").write_text(save_svg(figure, "What holds", words))
