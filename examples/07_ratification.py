"""Would the deal pass at home? Prints win-sets and what binds whom, writes win_sets.svg; 3 s."""

from fractions import Fraction
from pathlib import Path

from negotiate import build_model, load_scenario
from negotiate.bargaining import (
    RatificationProblem,
    Ratifier,
    ratified_deal,
    shrinking_win_set,
    uncertain_ratification,
)
from negotiate.report import plot_win_set_effects, save_svg
from negotiate.scenario import solve_deals

model = build_model(load_scenario("japan-us-2025"))
deals = solve_deals(model)
japan, united_states = model.scenario.players
outcomes = [outcome for outcome in deals.payoffs.outcomes if outcome.package in model.concessions]


def gains(player, **parameters):
    """What a deal gains a side over no deal, if it judged by these parameters."""
    changed = {f"model.parameters.{name}": value for name, value in parameters.items()}
    judged = build_model(model.scenario.with_values(changed), reuse=model)
    payoffs = judged.payoffs.evaluate([*outcomes, deals.reversion.outcome]).exact[player]
    return payoffs[:-1] - payoffs[-1]


# The Diet feels full unease about arms; Congress counts half of the political rent.
diet = Ratifier("Diet", japan, gains(0, sensitivity=0.2), 0)
congress = Ratifier("Congress", united_states, gains(1, export_rent_political=0.05), 0)
problem = RatificationProblem(deals.problem, [diet, congress])
print(ratified_deal(problem.only(japan)), ratified_deal(problem), sep="\n\n")

# Schelling: does a harder Diet help Japan? And where Congress is bound too (Tarar)?
effects = shrinking_win_set(problem, "Diet", [Fraction(k, 4) for k in range(-6, 5)])
print(f"\n{effects}")

# Iida: nobody knows how much unease the Diet feels; it is uniform over the assumed range, 0 to 0.2.
calm, uneasy = gains(0, sensitivity=0.0), gains(0, sensitivity=0.2)
passes = [
    Fraction(int(low >= 0)) if low == high else min(max(high / (high - low), Fraction(0)), Fraction(1))
    for high, low in zip(calm, uneasy, strict=True)
]
print(f"\n{uncertain_ratification(deals.problem, passes)}")


def by_step(found):
    """Both negotiators' gains, step by step; None where there is no agreement."""
    point = deals.problem.disagreement
    rows = [deal.payoffs - point if deal.agreement else (None, None) for deal in found]
    return list(zip(*rows, strict=True))


figure = plot_win_set_effects(
    [float(step) for step in effects.reversions],
    by_step(effects.one_sided),
    by_step(effects.two_sided),
    players=deals.problem.players,
    side=0,
    ratifier="the Diet",
    unit=deals.problem.unit,
)
words = "Gains of Japan and the United States as the Diet asks for more, with and without Congress."
Path("win_sets.svg").write_text(save_svg(figure, "What a harder ratifier does", words))
