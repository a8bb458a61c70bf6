"""Who carries the alliance, and who should? Prints shares by three rules, writes burden_sharing.svg; 2 s."""

from fractions import Fraction
from pathlib import Path

import numpy as np

from negotiate.coalition import CoalitionGame, core, nucleolus, shapley_value
from negotiate.data import fact
from negotiate.region import AllianceGood, efficient_contributions, joint_worth, nash_contributions
from negotiate.report import plot_shares, save_svg
from negotiate.table import Column, Table

ALLIES = ("United States", "Japan", "South Korea", "Taiwan")
KEYS = ("united-states", "japan", "south-korea", "taiwan")
spending = [fact(f"military_spending:{key}-2025-current") for key in KEYS]
income = [s / fact(f"military_spending:{key}-2025-share") for s, key in zip(spending, KEYS, strict=True)]

# If all had the taste for defence that the United States shows, and all defence were shared, the others
# would give nothing: defence must be nearly private for a smaller ally to buy any.
columns: list[Column | str] = [Column("private share", "%", 0)]
columns += [Column(name, "bn USD/yr", 1) for name in ALLIES]
rows = []
for private in ("0", "0.5", "0.9", "0.95", "0.98", "1"):
    good = AllianceGood(ALLIES, np.round(income), ["0.031"] * 4, private_share=private)
    rows.append((100 * Fraction(private), *nash_contributions(good).contributions))
print(Table("What each gives by itself", columns, rows), end="\n\n")

good = AllianceGood(ALLIES, np.round(income), ["0.031"] * 4, private_share="0.95")
print(nash_contributions(good), efficient_contributions(good), sep="\n\n", end="\n\n")

# What is joining worth? Benefits are set so that each, alone, would spend what it spends now.
ELASTICITY = 2 / 3  # assumed
benefits = {ally: s ** (1 - ELASTICITY) for ally, s in zip(ALLIES, spending, strict=True)}
game = CoalitionGame.from_function(ALLIES, joint_worth(benefits, elasticity=ELASTICITY), "bn USD/yr")
value, middle = shapley_value(game), nucleolus(game)
print(value, middle, core(game), sep="\n\n", end="\n\n")

gains = {
    d.concept: [float(x - a) for x, a in zip(d.payoffs, game.alone, strict=True)] for d in (value, middle)
}
together = float(game.total - sum(game.alone))
gains["by spending"] = [together * s / sum(spending) for s in spending]
figure = plot_shares(gains, players=ALLIES, what="Gain from the alliance", unit="bn USD/yr", width=7.0)
words = "Bars of what each ally gains from the alliance under three rules."
Path("burden_sharing.svg").write_text(save_svg(figure, "Who gains from the alliance", words))
