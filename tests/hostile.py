"""Labels from a file that nobody should trust: markup, commands, formulas, marks that cannot be seen."""

from __future__ import annotations

from hypothesis import strategies as st

from negotiate.scenario import Scenario
from negotiate.scenario.read import read_scenario_file

HOSTILE = (
    '<script>alert("1")</script>',
    '"><img src=x onerror=alert(1)>',
    "</title></style><svg onload=alert(1)>",
    r"\input{/etc/passwd} \write18{id} $x_1$ #1 ~ ^^41 % & {",
    "}\\end{document}",
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    " =1+1",
    "＝1+1",
    "../../etc/passwd",
    "a\x00b\x07\x1b[31m",
    "safe \u202egnp.exe\u2066",
    "[x](javascript:alert(1)) ![y](z) `c` *d* | e",
    "$\\frac{1}{0}$ and $2",
    "日本 العربية 🙂 é ħ",
    "[0pt] * []",
    "a" * 300,
    "two\nlines\r\nand \u2028 more",
)
LABELS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))

TITLE = "<b>&\"' $x$ \\input{/etc/passwd} %#_^~ [0pt] \u202egnp =1+1 日本"


def hostile_scenario() -> Scenario:
    """Return a shipped scenario of which every label is hostile."""
    tables, _ = read_scenario_file("steel-for-beef")
    tables["title"] = TITLE
    tables["players"] = {"buyer": f"Home {TITLE[:20]}", "setter": "Foreign </svg><script>"}
    for entry in (*tables["model"]["sectors"].values(), *tables["model"]["items"].values()):
        entry["title"] = f"{entry['title']} {TITLE}"[:60]
    for record in tables["sources"].values():
        record["title"] = record["publisher"] = TITLE
    return Scenario(tables)
