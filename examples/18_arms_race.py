"""Who answers Japan's arms, by how much? Prints it, writes arms_race.svg and phase_portrait.svg; 3 s."""

from pathlib import Path

import numpy as np

from negotiate.data import fact
from negotiate.region import ArmsRace, Doubt, arming_cutoffs, arms_race_equilibrium
from negotiate.report import plot_phase_portrait, plot_reaction_network, save_svg
from negotiate.table import Column, Table

COUNTRIES = ("Japan", "China", "South Korea", "Taiwan")
KEYS = ("japan", "china", "south-korea", "taiwan")
spending = [fact(f"military_spending:{key}-2024-current") for key in KEYS]

# What a lasting dollar abroad brings in the end. Nobody knows: estimates of arms races cannot tell an
# answer from growth that all share. So these are assumptions, and the table below sweeps them.
RESPONSE = np.array(
    [
        [0.00, 0.05, 0.00, 0.00],  # Japan
        [0.20, 0.00, 0.05, 0.20],  # China
        [0.10, 0.02, 0.00, 0.00],  # South Korea: wary of both
        [0.00, 0.05, 0.00, 0.00],  # Taiwan
    ]
)


def race(strength: float) -> ArmsRace:
    """Scale all reactions alike; half the distance to a goal is covered in about two years."""
    return ArmsRace.around(COUNTRIES, strength * RESPONSE, spending, speed=0.3)


# Where spending rests, and what a dollar of each makes the others spend, answers to answers included.
found = arms_race_equilibrium(race(1.0))
print(found, end="\n\n")

# Japan spends 6 bn a year more, whatever the others do.
columns: list[Column | str] = [Column("all reactions times", "", 1), "at rest?"]
columns += [Column(name, "bn USD/yr", 2) for name in COUNTRIES[1:]]
rows = []
for strength in (0.0, 0.5, 1.0, 2.0, 4.0, 8.0):
    other = arms_race_equilibrium(race(strength))
    answers = other.answers("Japan", 6.0) if other.stable else {}
    rows.append((strength, "yes" if other.stable else other.reason, *(answers.get(n) for n in COUNTRIES[1:])))
print(Table("What 6 bn USD/yr more by Japan makes others spend", columns, rows), end="\n\n")

# A small doubt tips it: a few who would arm unprovoked make the others arm, if costs are low enough.
for name, power in (("costs mostly low", 1.0), ("costs mostly high", 3.0)):
    doubt = Doubt(lambda cost, power=power: cost**power, 1.0, temptation=0.05, exposure=1.1)
    print(name, arming_cutoffs(doubt), sep=": ", end="\n\n")

network = plot_reaction_network(RESPONSE, countries=COUNTRIES, levels=spending, unit="bn USD")
words = "Arrows from each country to those that answer its spending, with assumed strengths."
Path("arms_race.svg").write_text(save_svg(network, "Who answers whom", words))

pair = ArmsRace.around(COUNTRIES[:2], RESPONSE[:2, :2], spending[:2], speed=0.3)
years, starts = np.linspace(0, 30, 61), ([80, 314], [40, 260], [70, 380])
paths = [arms_race_equilibrium(pair).path(years, start) for start in starts]
motion = pair.reaction - np.diag(pair.fatigue)
portrait = plot_phase_portrait(
    motion, pair.grievance, countries=pair.countries, window=[[20, 100], [240, 400]], paths=paths
)
words = "Spending of Japan and China is drawn to the point where the lines of rest cross."
Path("phase_portrait.svg").write_text(save_svg(portrait, "Two countries' spending over time", words))
