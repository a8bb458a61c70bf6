"""CITATION.cff: valid by the rules of CFF 1.2.0 that bear on it, and true of this version."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from negotiate.provenance import DISTRIBUTION
from negotiate.report.bibliography import AUTHOR, TITLE

ROOT = Path(__file__).parent.parent
REQUIRED = {"authors", "cff-version", "message", "title"}
KNOWN = REQUIRED | {
    "abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license",
    "license-url", "preferred-citation", "references", "repository", "repository-artifact",
    "repository-code", "type", "url", "version",
}  # fmt: skip
ENTITY = {"name", "address", "alias", "city", "country", "email", "orcid", "website"}


def entries() -> dict[str, str | list[str]]:
    """Read the plain YAML of the file: keys, quoted or bare text, lists."""
    found: dict[str, str | list[str]] = {}
    key = ""
    for line in (ROOT / "CITATION.cff").read_text().splitlines():
        item = re.fullmatch(r"  - (.+)", line)
        if item:
            listed = found[key] or []
            assert isinstance(listed, list)
            found[key] = [*listed, item[1]]
        else:
            match = re.fullmatch(r'([a-z-]+):(?: "(.*)"| (.*))?', line)
            assert match, line
            key = match[1]
            assert key not in found
            found[key] = match[2] or match[3] or []
    return found


def test_the_file_has_what_cff_requires_and_nothing_it_does_not_know() -> None:
    found = entries()
    assert set(found) >= REQUIRED
    assert set(found) <= KNOWN
    assert found["cff-version"] == "1.2.0"
    assert found["type"] in ("software", "dataset")
    assert found["keywords"]
    assert len(set(found["keywords"])) == len(found["keywords"])
    for author in found["authors"]:
        assert author.partition(":")[0] in ENTITY
    if "date-released" in found:
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(found["date-released"]))


def test_it_says_what_the_package_says() -> None:
    found = entries()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert found["version"] == project["version"]
    assert found["license"] == project["license"]
    assert project["name"] == DISTRIBUTION
    assert found["title"] == TITLE
    assert found["authors"] == [f'name: "{AUTHOR}"']
