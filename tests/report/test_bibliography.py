import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.provenance import version
from negotiate.registry import solvers
from negotiate.report import bibliography, known_references
from negotiate.report.bibliography import in_words

RECORD = {
    "title": "Tariffs on goods of Japan",
    "publisher": "Federal Register",
    "url": "https://example.org/eo?id=1",
    "date": "2025-09-04",
    "type": "official",
    "retrieved": "2025-11-22",
    "licence": "public domain",
    "original": "Order 14345",
    "copy": "archive",
}


def keys(text: str) -> list[str]:
    return re.findall(r"^@\w+\{([^,]+),$", text, re.MULTILINE)


def braces_balance(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


def test_exactly_what_was_used_sorted_and_once() -> None:
    text = bibliography(["scipy", "nash-1950", "scipy"], {"eo-14345": RECORD})
    assert keys(text) == ["eo-14345", "nash-1950", "scipy"]
    assert bibliography(["nash-1950", "scipy"], {"eo-14345": RECORD}) == text
    assert bibliography([], {}) == ""


def test_a_data_source_says_what_its_record_says_and_no_more() -> None:
    assert bibliography([], {"eo-14345": RECORD}) == (
        "@misc{eo-14345,\n"
        "  title = {{Tariffs on goods of Japan}},\n"
        "  howpublished = {Federal Register},\n"
        "  year = {2025},\n"
        "  date = {2025-09-04},\n"
        "  urldate = {2025-11-22},\n"
        "  url = {https://example.org/eo?id=1},\n"
        "  note = {reports Order 14345; read in the copy archive; licence: public domain},\n"
        "}\n"
    )
    assert bibliography([], {"a": {"title": "T"}}) == "@misc{a,\n  title = {{T}},\n}\n"


@pytest.mark.parametrize(
    ("date", "fields"),
    [
        (2024, "  year = {2024},\n"),
        ("2024-03", "  year = {2024},\n  date = {2024-03},\n"),
        (datetime.date(2024, 3, 1), "  year = {2024},\n  date = {2024-03-01},\n"),
        ("n.d. & undated", "  year = {n.d. \\& undated},\n"),
    ],
)
def test_dates(date: object, fields: str) -> None:
    text = bibliography([], {"a": {"title": "T", "date": date}})
    assert text == "@misc{a,\n  title = {{T}},\n" + fields + "}\n"


def test_shipped_entries_are_complete_and_sorted_out_by_key() -> None:
    text = bibliography(known_references(), {})
    entries = text.split("\n\n")
    assert keys(text) == list(known_references())
    assert len(entries) == len(known_references())
    for entry in entries:
        assert braces_balance(entry)
        dated = "note" if "negotiate-solver" in entry else "year"
        assert {"author", "title", dated} <= set(re.findall(r"^  (\w+) +=", entry, re.MULTILINE))
    found = re.findall(r"doi +  *= \{(.+)\}", text)
    assert len(found) == len(set(found)) > 20
    assert all(re.fullmatch(r"10\.\d{4,5}/\S+", doi) for doi in found)


def test_nothing_in_the_shipped_file_is_lost() -> None:
    from importlib import resources

    shipped = resources.files("negotiate.report").joinpath("references.bib").read_text(encoding="utf-8")
    assert keys(bibliography(known_references(), {})) == sorted([*keys(shipped), "negotiate-solver"])


@pytest.mark.parametrize("package", ["cvxpy", "highspy", "matplotlib", "nashpy", "numpy", "pandas", "scipy"])
def test_packages_are_cited_by_the_name_they_are_installed_by(package: str) -> None:
    assert package in known_references()


def test_every_solver_s_reference_is_shipped() -> None:
    references = {solver.reference for solver in solvers() if solver.reference}
    assert references
    assert references <= set(known_references())


@given(st.text(min_size=1), st.text(), st.text())
def test_hostile_text_neither_breaks_out_nor_disappears(title: str, publisher: str, url: str) -> None:
    record = {"title": "x" + title, "publisher": publisher, "url": url}
    text = bibliography([], {"a": record, "b": {"title": "after"}})
    assert keys(text) == ["a", "b"]
    assert braces_balance(text)
    assert text.endswith("@misc{b,\n  title = {{after}},\n}\n")
    assert not re.search(
        r"(?<!\\)[%$#&_]", "".join(line for line in text.splitlines() if " url =" not in line)
    )


def test_commands_and_comments_are_written_as_text() -> None:
    record = {"title": r"50 % } \input{secret} ~^", "url": "https://e.org/{a} b\\%20é"}
    text = bibliography([], {"a": record})
    assert r"50 \% \textbraceright{} \textbackslash{}input\textbraceleft{}secret" in text
    assert "url = {https://e.org/%7Ba%7D%20b%5C%20%C3%A9}" in text


@pytest.mark.parametrize(
    ("references", "sources", "words"),
    [
        (["kalai-1978"], {}, "references has 'kalai-1978'.*Did you mean 'kalai-1977'"),
        ([], {"a b": RECORD}, "sources has the key 'a b'"),
        ([], {"a,": RECORD}, "sources has the key 'a,'"),
        (["scipy"], {"scipy": RECORD}, "'scipy', which is also a reference"),
        ([], {"a": {"url": "https://e.org"}}, r"sources\['a'\] has no title"),
        ([], {"a": {"title": " \n"}}, r"sources\['a'\] has no title"),
        ([], {"a": {"title": "T", "ulr": "x"}}, "unknown key 'ulr'.*Did you mean 'url'"),
    ],
)
def test_refusals(references: list[str], sources: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        bibliography(references, sources)


def test_the_software_is_cited_in_its_version() -> None:
    assert f"note = {{Version {version()}}}" in bibliography(["negotiate-solver"], {})


@pytest.mark.parametrize("key", known_references())
def test_every_entry_reads_as_plain_text(key: str) -> None:
    told, address = in_words(key, {})
    assert not set("{}\\") & set(told)
    assert told.endswith(".")
    assert not address or address.startswith("https://doi.org/10.")


def test_a_source_in_words_is_as_its_record_has_it() -> None:
    told, address = in_words("eo", {"eo": {**RECORD, "title": r"A {title} of 50 % & \more_"}})
    assert told.startswith(r"A title of 50 % & \more_. Federal Register, 2025-09-04.")
    assert address == RECORD["url"]
