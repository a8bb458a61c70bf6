"""What are a threat and a go-between worth? Prints tables, writes mediation.svg; 3 s. Numbers are made up."""

from pathlib import Path

from negotiate import NormalFormGame
from negotiate.equilibria import (
    coarse_correlated_equilibrium,
    correlated_equilibrium,
    maximin_strategies,
    mixed_commitment,
    nash_equilibria,
    payoff_dominance,
    perfect_equilibria,
    pure_commitment,
)
from negotiate.report import plot_feasible_set, save_svg

# A threat. Home has promised purchases; Foreign may audit them, at a cost of 1, and brings its
# tariff back where it finds delay.
snap_back = NormalFormGame.from_bimatrix(
    [[7, 3], [8, 0]],
    [[2, -4], [2, 6]],
    players=("Foreign", "Home"),
    strategies=(("audit", "trust"), ("deliver", "delay")),
    unit="bn USD/yr",
)
print(snap_back, nash_equilibria(snap_back), sep="\n\n")
print("\nAnnounced in advance, to audit always beats the equilibrium, and to audit at times beats that:")
print(pure_commitment(snap_back), mixed_commitment(snap_back, ties="weak"), sep="\n\n")


# A go-between. Each side gains from a tariff of its own, loses by the other's, and most when both
# have one.
levels = ("0%", "10%", "25%")
own = [["10", "8.6", "6.5"], ["11.7", "8.3", "3.2"], ["13.1", "6.7", "-0.9"]]
war = NormalFormGame.from_bimatrix(
    own, list(zip(*own, strict=True)), ("Home", "Foreign"), (levels, levels), "bn USD/yr"
)
nash = nash_equilibria(war)
print("", war, perfect_equilibria(war, equilibria=nash), payoff_dominance(nash), sep="\n\n")

# A mediator draws a pair of tariffs and tells each side its own alone: nobody gains by disobeying.
told, promised = correlated_equilibrium(war), coarse_correlated_equilibrium(war)
secure = maximin_strategies(war)
print("", told, promised, secure, sep="\n\n")

figure = plot_feasible_set(
    war.payoffs.reshape(2, -1).T,
    secure.values,
    players=war.players,
    unit=war.unit,
    groups=[f"Home sets {level}" for level in levels for _ in levels],
    deals={
        "correlated": told.payoffs,
        "coarse correlated": promised.payoffs,
        **{f"equilibrium {k}": found.payoffs for k, found in enumerate(nash, start=1)},
    },
    width=7,
)
words = "Payoffs of every pair of tariffs, of the equilibria, and of the lotteries a mediator may hold."
Path("mediation.svg").write_text(save_svg(figure, "Mediation", words))
