"""How do I solve a case of my own? Reads the file beside this one, writes payoff_matrix.svg; 2 s."""

from pathlib import Path

from negotiate import load_scenario, solve_case
from negotiate.report import plot_payoff_matrix, save_svg

scenario = load_scenario(Path(__file__).with_suffix(".toml"))
print(scenario.table(), end="\n\n")

for variant in (None, *scenario.variants):
    case = solve_case(scenario.with_variant(variant))
    print(f"{variant or 'as it stands'}: {case.deals.nash.labels or case.deals.nash.reason}")
    capped = case.within_cap["nash"]
    print(f"  within the cap of {case.model.headroom:.2f}: {capped.labels or capped.reason}")
    print(f"  equilibria of the offers game: {len(case.equilibria)}, all listed: {case.equilibria.complete}")

game = case.offers.game
pure = [tuple(s[0] for s in e.support) for e in case.equilibria if e.kind == "pure"]
figure = plot_payoff_matrix(
    game.payoffs, *game.strategies, players=game.players, unit=game.unit, equilibria=pure
)
words = "Payoffs of the offers game with its pure equilibria outlined."
Path("payoff_matrix.svg").write_text(save_svg(figure, "The offers game", words))
