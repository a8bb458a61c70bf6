"""What goes into my paper? Writes report/ with all of it, a table and a figure of my own; 10 s."""

from pathlib import Path

from negotiate import load_scenario
from negotiate.report import COLUMN, cite, compare, plot, save_pdf, write_report

# Everything at once: report.html, paper.tex, tables, figures in two widths, methods, bibliography.
run = write_report(load_scenario("steel-for-beef"), "report")
case = run.case

# A table of one's own: deals side by side, as text here and as LaTeX for \input.
deals = {
    "Nash": case.deals.nash,
    "Kalai–Smorodinsky": case.deals.kalai_smorodinsky,
    "Nash within the budget cap": case.within_cap["nash"],
    **{f"ratified, sensitivity {name}": deal for name, deal in case.beyond.ratified.items()},
}
table = compare(deals, title="Deals under three rules")
print(table)
Path("deals.tex").write_text(table.to_latex("tab:my-deals"), encoding="utf-8")

# A figure as wide as a column, with its fonts embedded.
Path("deals.pdf").write_bytes(save_pdf(plot(case.deals.nash, width=COLUMN), "Deals"))

# What to cite for this one deal, and for all of it.
print(f"\n{cite(case.deals.nash)}")
print(f"report/references.bib has {cite(case).count('@')} entries.")
