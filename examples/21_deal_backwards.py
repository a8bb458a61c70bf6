"""What does the observed deal reveal? Prints readings and values, writes deal_backwards.svg; 10 s."""

from pathlib import Path

from negotiate import build_model, load_scenario
from negotiate.analysis import (
    read_deal,
    revealed_price,
    revealed_table,
    revealed_values,
    threat_carried_out,
)
from negotiate.data import fact
from negotiate.payoffs import Outcome
from negotiate.report import plot_feasible_set, save_svg
from negotiate.scenario import Scenario, solve_deals
from negotiate.scenario.read import read_scenario_file

TERMS = "revenue_weight export_rent_economic export_rent_political purchase_worth sensitivity ally_spill_in"
PATHS = ["model.trade.pass_through", *(f"model.parameters.{name}" for name in TERMS.split())]
OTHER = [f"model.parameters.other_concessions_{name}" for name in ("to_setter", "cost")]


def reveal(model, outcome=None, paths=PATHS):
    """What the outcome reveals along each parameter."""
    return revealed_table([revealed_values(model, path, outcome=outcome) for path in paths])


# The US account: 15 % for 3 bn a year more, alone and with what else the agreement holds.
alone = build_model(load_scenario("japan-us-2025"))
whole = build_model(load_scenario("japan-us-2025", variant="whole-package"))
us_account = Outcome(3, "deal")
print("THE US ACCOUNT: 15 % FOR 3 BN MORE")
print(read_deal(alone), reveal(alone), revealed_price(alone), sep="\n\n")
print("\nTHE SAME WITH OTHER CONCESSIONS")
reading = read_deal(whole, us_account)
print(reading, reading.weights, reveal(whole, us_account, PATHS + OTHER), sep="\n\n")

# What makes the threat credible: pass-through low enough, or an audience cost.
print("", revealed_values(whole, PATHS[0], outcome=us_account), sep="\n")

# Tokyo's account: nothing new, that is, what Japan would buy anyway.
tokyo = build_model(load_scenario("japan-us-2025", variant="tokyo-account"))
anyway = Outcome(threat_carried_out(tokyo).purchases, "deal")
print("\nTOKYO'S ACCOUNT: 15 % WITH NOTHING NEW")
print(read_deal(tokyo), read_deal(tokyo, anyway), reveal(tokyo, anyway), sep="\n\n")
both = build_model(whole.scenario.with_values({"model.parameters.purchase_worth": 1.05}))
print("\nTHE SAME WITH OTHER CONCESSIONS")
print(read_deal(both, anyway), reveal(both, anyway, PATHS + OTHER), sep="\n\n")

# Out of sample, 2019: 25 points on cars were held back; Japan had ordered 105 F-35 and opened its
# market for farm goods. Trade and payoffs are those of 2024; the model has no Japanese tariffs.
tables, name = read_scenario_file("japan-us-2025")
packages = {
    "mfn": tables["model"]["packages"]["mfn"],
    "threat19": {
        "title": "25 points on cars, held back",
        "source": "nikkei-2018-abe",
        "date": "2018-09",
        "rates": {"autos": fact("deal_outcomes:auto-tariff-held-back-2018") + 0.025, "other": 0.015},
    },
}
changes = {"model.threat": "threat19", "model.levels.packages": ["mfn"], "model.packages": packages}
changes["model.observed"] = {"purchases": tables["model"]["observed"]["purchases"], "package": "mfn"}
talks = {"title": "The talks of 2018 and 2019", "changes": changes}
earlier = build_model(Scenario({**tables, "variants": {"talks-2019": talks}}, "talks-2019", origin=name))
print("\nOUT OF SAMPLE, 2019: CARS STAY AT 2.5 %")
print(revealed_price(earlier, Outcome(0, "mfn")))
print(f"\nPredicted without other concessions: {solve_deals(earlier).deal()}.")
notified = fact("deal_outcomes:f35-notified-2020")
rent = earlier.scenario.value("model.parameters.export_rent_economic")
farm = rent * fact("deal_outcomes:farm-goods-2019")
print(f"Farm goods at an economic rent of {rent:g} per dollar: {farm:.2f} bn USD a year, were all new trade.")
purchases = {f"{notified:g} bn of F-35 over {years} years": notified / years for years in (5, 8, 10, 15)}
for told, level in {**purchases, "nothing new": 0}.items():
    gain = float(read_deal(earlier, Outcome(level, "mfn")).gains[1])
    print(f"The US gains {gain:+.2f}, {gain + farm:+.2f} with farm goods, if the talks brought {told}.")

problem = reading.problem
accounts = {"US account": us_account, "Tokyo's account": Outcome(0, "deal")}
figure = plot_feasible_set(
    problem.feasible,
    problem.disagreement,
    players=problem.players,
    unit=problem.unit,
    groups=[label.rpartition("/ ")[2] for label in problem.labels],
    deals={"Nash": int(reading.picked.picks["nash"][0])},
    observed={name: tuple(whole.payoffs.evaluate([place]).payoffs[:, 0]) for name, place in accounts.items()},
)
words = (
    "Payoffs of deals by package with other concessions counted, the threat carried out, and both accounts."
)
Path("deal_backwards.svg").write_text(save_svg(figure, "The observed deal among its alternatives", words))
