"""What would a trade war cost, and what could talks bring? Prints tables, writes war_and_talks.svg; 4 s."""

from pathlib import Path

from negotiate.equilibria import pure_equilibria
from negotiate.report import plot_gains_by_country, save_svg
from negotiate.trade import GeneralEquilibrium, load_regions
from negotiate.trade.general.policy import (
    TariffSetter,
    cooperative_tariffs,
    nash_tariffs,
    optimal_tariffs,
    tariff_game,
)

model = GeneralEquilibrium(load_regions(), deficits="balanced")

# The best tariffs of one country while nobody answers; then of all twelve at once.
alone = optimal_tariffs(model, TariffSetter("USA", by="partner"))
print(alone, end="\n\n")
war = nash_tariffs(model, by="partner")
print(war, end="\n\n")

# Talks between two, all others' tariffs being what they are in the war.
deal = cooperative_tariffs(model, "JPN", "USA", by="partner", held=war.tariffs, disagreement=war.tariffs)
print(deal, end="\n\n")
equal = cooperative_tariffs(model, "JPN", "USA", "equal-gains", held=war.tariffs, disagreement=war.tariffs)
print(equal, end="\n\n")

# The same as a finite game, for any concept of equilibrium.
grids = {name: [0.0, 0.1, 0.25, 0.4] for name in ("USA", "CHN", "EU27")}
game = tariff_game(model, list(grids), grids)
print(pure_equilibria(game))

cases = {
    "US tariffs alone": alone.equilibrium.equivalent_variation,
    "war of all": war.equilibrium.equivalent_variation,
    "war, but Japan and the US agree": deal.equilibrium.equivalent_variation,
}
figure = plot_gains_by_country(model.economy.countries, cases, unit="bn USD/yr", title="Equivalent variation")
words = "In a war of all everybody loses; the United States gains only while nobody answers."
Path("war_and_talks.svg").write_text(save_svg(figure, "Trade war and trade talks", words))
