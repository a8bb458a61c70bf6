"""report.html: a report as one page that needs no network.

Figures are inline, once as wide as a page and once as a column, and the style sheet shows the one
that fits; it also holds for dark screens and for paper. Tables that are wider than the screen
scroll by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

from negotiate.escape import html_text
from negotiate.report.bibliography import in_words
from negotiate.report.blocks import (
    Block,
    Document,
    Heading,
    Points,
    Prose,
    Sentence,
    Shown,
    cited,
)
from negotiate.report.figures import COLUMN, PAGE

__all__ = ["html_page"]

_ID = re.compile(r'\b(id="|href="#|url\(#)')
_PROLOGUE = re.compile(r"^.*?(?=<svg )", re.DOTALL)


def html_page(document: Document) -> str:
    """Return the report as one HTML document; the same report gives the same bytes."""
    style = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    title = html_text(document.title)
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    links = "".join(f'<li><a href="#{_anchor(h.text)}">{html_text(h.text)}</a></li>\n' for h in headings)
    references = '<li><a href="#references">References</a></li>\n'
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the report</a>\n'
        f'<header>\n<h1>{title}</h1>\n<nav aria-label="Contents">\n<ul>\n{links}{references}</ul>\n</nav>\n'
        f'</header>\n<main id="main">\n{"".join(_sections(document))}{_references(document)}</main>\n'
        "</body>\n</html>\n"
    )


def _sections(document: Document) -> Iterator[str]:
    """Yield every block; a heading opens a section and closes the one before."""
    is_open = False
    for block in document.blocks:
        if isinstance(block, Heading):
            mark = _anchor(block.text)
            yield "</section>\n" if is_open else ""
            yield f'<section aria-labelledby="{mark}">\n<h2 id="{mark}">{html_text(block.text)}</h2>\n'
            is_open = True
        else:
            yield _written(block, document)
    if is_open:
        yield "</section>\n"


def _written(block: Block, document: Document) -> str:
    if isinstance(block, Prose):
        return f"<p>{' '.join(_sentence(sentence) for sentence in block.sentences)}</p>\n"
    if isinstance(block, Points):
        lines = "".join(f"<li>{_sentence(sentence)}</li>\n" for sentence in block.sentences)
        return f"<ul>\n{lines}</ul>\n"
    if isinstance(block, Shown):
        return _table(document, block.name)
    return _figure(document, block.name) if not isinstance(block, Heading) else ""


def _table(document: Document, name: str) -> str:
    """Write a table in a region that scrolls sideways and can be reached by the keyboard."""
    table = document.tables[name]
    body, _, notes = table.to_html().partition("</table>\n")
    under = f'<div class="notes">\n{notes}</div>\n' if notes else ""
    return (
        f'<div class="table" id="table-{_anchor(name)}">\n<div class="scroll" role="region" tabindex="0" '
        f'aria-label="Table: {html_text(table.title)}">\n{body}</table>\n</div>\n{under}</div>\n'
    )


def _figure(document: Document, name: str) -> str:
    drawing = document.figures[name]
    wide, narrow = (
        _inline(drawing.svg(width), f"{_anchor(name)}-{label}-")
        for label, width in (("page", PAGE), ("column", COLUMN))
    )
    return (
        f'<figure id="figure-{_anchor(name)}">\n<div class="picture wide">{wide}</div>\n'
        f'<div class="picture narrow">{narrow}</div>\n'
        f"<figcaption>{html_text(drawing.title)}</figcaption>\n</figure>\n"
    )


def _inline(svg: str, prefix: str) -> str:
    """Prepare an SVG document to stand inside a page: no prologue, names that are its own."""
    body = _PROLOGUE.sub("", svg, count=1)
    body = _ID.sub(lambda match: match[1] + prefix, body)
    return re.sub(
        r'aria-labelledby="(\S+) (\S+)"', rf'aria-labelledby="{prefix}\1 {prefix}\2"', body, count=1
    ).strip()


def _sentence(sentence: Sentence) -> str:
    links = ", ".join(f'<a href="#ref-{_anchor(key)}">{html_text(key)}</a>' for key in sentence.cites)
    return html_text(sentence.text) + (f' <span class="cites">[{links}]</span>' if links else "")


def _references(document: Document) -> str:
    """List every work, package and data source that the report cites."""
    lines = []
    for key in sorted(cited(document.blocks)):
        told, address = in_words(key, document.sources)
        shown = html_text(address)
        safe = address.startswith(("https://", "http://"))
        link = f' <a href="{shown}">{shown}</a>' if safe else f" {shown}" if address else ""
        lines.append(f'<dt id="ref-{_anchor(key)}">{html_text(key)}</dt>\n<dd>{html_text(told)}{link}</dd>\n')
    return (
        '<section aria-labelledby="references">\n<h2 id="references">References</h2>\n'
        f"<dl>\n{''.join(lines)}</dl>\n</section>\n"
    )


def _anchor(text: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-") or "part"
