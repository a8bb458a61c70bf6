"""Is a published table reproduced? 194 countries, tariffs of April 2025; prints two tables; 2 s.

    python 17_liberation_day_replication.py DATA_FOLDER

DATA_FOLDER (or NEGOTIATE_REPLICATION_DATA) holds the inputs of Ignatenko, Lashkaripour, Macedoni &
Simonovska (2025), Journal of International Economics, which carry no licence and are not shipped:
country_labels.csv, trade_cepii.csv, gdp.csv, tariffs.csv. How revenue comes back turns the sign of
the US result: compare the first two rows.
"""

import os
import sys

from negotiate.table import Column, Table
from negotiate.trade.general.liberation_day import PUBLISHED, LiberationDay, base_year, read_inputs

folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("NEGOTIATE_REPLICATION_DATA")
if not folder:
    print("Give the folder with the study's inputs as an argument; they are not shipped.")
    sys.exit()

inputs = read_inputs(folder)
study = LiberationDay.solve(base_year(inputs.trade, inputs.gdp, inputs.countries), inputs.announced)
print(study)

# The proof of each scenario, and what else moves in the United States.
us = study.economy.place("USA")
rows = [
    (
        name,
        100 * (found.employment[us] - 1),
        100 * (found.prices[us] - 1),
        100 * found.relief[us],
        int(found.iterations),
        f"{float(found.residual):.0e}",
    )
    for name, found in zip(PUBLISHED, study.equilibria, strict=True)
]
columns = [
    "scenario",
    Column("US employment", "%", 2),
    Column("US prices", "%", 1),
    Column("tax relief", "% of income", 2),
    "iterations",
    "largest residual",
]
print(f"\n{Table('The United States in each scenario, and the proof', columns, rows)}")
