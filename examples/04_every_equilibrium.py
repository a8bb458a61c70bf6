"""What can a negotiation full of ties end in? Prints it, writes every_equilibrium.svg; 2 s. Made-up game."""

from pathlib import Path

from negotiate import nash_equilibria
from negotiate.equilibria import logit_limit
from negotiate.payoffs import PayoffModel, Term, offers_form
from negotiate.report import plot_payoff_matrix, save_svg

# Home buys arms for tariff relief. Each side says what it wants in return for what; where the two
# do not fit, nothing is bought and the tariff comes. So many strategies end in the same outcome.
tariff_cost = {"threat": 11, "half": 7, "full": 3}
terms = [
    Term("arms", "Home", lambda outcome: 0.4 * outcome.purchases),
    Term("price", "Home", lambda outcome: -outcome.purchases),
    Term("tariff", "Home", lambda outcome: -tariff_cost[outcome.package]),
    Term("sales", "Foreign", lambda outcome: 0.9 * outcome.purchases),
    Term("revenue", "Foreign", lambda outcome: 0.5 * tariff_cost[outcome.package]),
]
model = PayoffModel(("Home", "Foreign"), terms, "bn USD/yr")
form = offers_form(model, [4, 8], ["half", "full"], "threat")
found = nash_equilibria(form.game)
print(form.game, found, sep="\n\n")

# All equilibria: every mixture of the rows of a subset with its columns is one, and there are no others.
print("\nMaximal Nash subsets, as rows x columns:")
for subset in found.nash_subsets or ():
    rows, columns = (dict.fromkeys(found[k].labels[i] for k in subset) for i in (0, 1))
    print(f"  {{{'; '.join(rows)}}} x {{{'; '.join(columns)}}}")

# Subsets that touch make a component. Within one, the parties differ in what they say, and reach
# the same outcomes: these are the ends the negotiation may come to.
print("\nComponents and the outcomes their equilibria lead to:")
for number, part in enumerate(found.components or (), start=1):
    outcomes = {
        str(form.outcome((i, j))) for k in part for i in found[k].support[0] for j in found[k].support[1]
    }
    payoffs = sorted({tuple(found[k].payoffs.round(3).tolist()) for k in part})
    print(f"  {number}: {' or '.join(sorted(outcomes))}, payoffs {payoffs}, of {len(part)} extreme")

# One of them, if the parties err a little and learn: the limit of logit equilibria.
print("", logit_limit(form.game), sep="\n")

figure = plot_payoff_matrix(
    form.game.payoffs,
    *form.strategies,
    players=form.game.players,
    unit=form.game.unit,
    equilibria=[(e.support[0][0], e.support[1][0]) for e in found if e.kind == "pure"],
    supports=[e.support for e in found if e.kind == "mixed"],
)
words = "Payoffs of every pair of offers, with the pure equilibria outlined and the mixed ones dotted."
Path("every_equilibrium.svg").write_text(save_svg(figure, "Every equilibrium", words))
