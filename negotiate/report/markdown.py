"""report.md: a report as Markdown, figures linked by their file names."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.escape import markdown_text
from negotiate.report.blocks import Block, Document, Heading, Points, Prose, Sentence, Shown

__all__ = ["markdown_prose", "markdown_report"]


def markdown_report(document: Document) -> str:
    """Return the report as Markdown; citations are keys of ``references.bib``."""
    return "\n".join([f"# {markdown_text(document.title)}\n", *_parts(document)])


def markdown_prose(sentences: tuple[Sentence, ...]) -> str:
    """Return sentences as a paragraph of Markdown."""
    return " ".join(_sentence(sentence) for sentence in sentences) + "\n"


def _parts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        yield _written(block, document)


def _written(block: Block, document: Document) -> str:
    if isinstance(block, Heading):
        return f"## {markdown_text(block.text)}\n"
    if isinstance(block, Prose):
        return markdown_prose(block.sentences)
    if isinstance(block, Points):
        return "".join(f"- {_sentence(sentence)}\n" for sentence in block.sentences)
    if isinstance(block, Shown):
        return document.tables[block.name].to_markdown()
    return f"![{markdown_text(document.figures[block.name].words)}](figures/{block.name}.svg)\n"


def _sentence(sentence: Sentence) -> str:
    keys = ", ".join(f"`{key}`" for key in sentence.cites)
    return markdown_text(sentence.text) + (f" ({keys})" if keys else "")
