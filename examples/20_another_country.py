"""Does South Korea reach the deal of Japan? Prints deals and prices, writes another_country.svg; 4 s."""

from pathlib import Path

from negotiate import build_model, load_scenario
from negotiate.analysis import find_drivers, revealed_price
from negotiate.report import plot_shares, save_svg
from negotiate.scenario import solve_deals
from negotiate.table import Column, Table

KOREA, JAPAN = (load_scenario(name) for name in ("south-korea-us-2025", "japan-us-2025"))

# The same model of another country: its own trade, duties, budget in won, equipment and deal.
deals = solve_deals(build_model(KOREA))
print(deals.reversion, deals.nash, sep="\n\n", end="\n\n")
print(find_drivers(deals).outcomes_table(), end="\n\n")

# Readings that differ on what is new, on what counts, and on what the courts left.
for variant in ("seoul-account", "base-purchases-plan", "whole-package", "after-ruling-2026"):
    read = solve_deals(build_model(KOREA.with_variant(variant)))
    print(f"{KOREA.variants[variant]}: {read.nash.labels[0] if read.deal() else 'no agreement'}")

# What 15 % is worth to either side, in purchases; and what a point of tariff costs, beside Japan's.
prices = {case.players[0]: revealed_price(build_model(case)) for case in (KOREA, JAPAN)}
agreed = {case.players[0]: solve_deals(build_model(case)).deal().purchases for case in (KOREA, JAPAN)}
columns: list[Column | str] = [
    "country",
    Column("relief from the threat", "points", 1),
    Column("US takes at least", "bn USD/yr", 1),
    Column("agreed by Nash", "bn USD/yr", 1),
    Column("country gives at most", "bn USD/yr", 1),
    Column("observed", "bn USD/yr", 1),
]
rows = [(name, p.points, p.least, agreed[name], p.most, p.paid) for name, p in prices.items()]
notes = ["On a grid of half a billion. Observed: one reading of each agreement; the other is 0."]
print()
print(Table("Purchases for a tariff of 15 %", columns, rows, notes), *prices.values(), sep="\n\n")

figure = plot_shares(
    {
        "least that the United States takes": [p.least for p in prices.values()],
        "agreed by Nash": list(agreed.values()),
        "most that the country gives": [p.most for p in prices.values()],
        "observed, where it is new": [p.paid for p in prices.values()],
    },
    players=list(prices),
    what="Purchases for a tariff of 15 %",
    unit="bn USD/yr",
    width=7.0,
)
words = "By country: purchases that 15 % is worth to either side, those agreed by Nash, those observed."
Path("another_country.svg").write_text(save_svg(figure, "Purchases for a tariff of 15 %", words))
