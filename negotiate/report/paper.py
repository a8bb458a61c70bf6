"""LaTeX of a report: methods.tex, limits.tex, one file a table, and paper.tex that includes them all.

``paper.tex`` compiles with pdfLaTeX and BibTeX of a plain TeX installation; siunitx aligns numbers
where it is installed. The other files are for inclusion in a paper of one's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.escape import latex_text, visible
from negotiate.report.blocks import Block, Document, Heading, Points, Prose, Sentence, Shown
from negotiate.table import Table

__all__ = ["latex_points", "latex_prose", "paper_tex", "table_tex"]

_HEAD = r"""% Compile: pdflatex paper, bibtex paper, pdflatex paper, pdflatex paper.
\documentclass[10pt]{article}
\usepackage[a4paper,margin=1in]{geometry}
\usepackage[T1]{fontenc}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{textcomp,amssymb,flafter,graphicx,array,booktabs}
\makeatletter % without siunitx its column S is one of numbers set right, whatever format it asks for
\IfFileExists{siunitx.sty}{\usepackage{siunitx}}{\newcolumntype{S}{r}%
  \expandafter\renewcommand\csname NC@rewrite@S\endcsname[1][]{\NC@find r}}
\makeatother
\usepackage[numbers,sort&compress]{natbib}
\usepackage[hyphens]{url}
\setlength{\emergencystretch}{3em}
\setlength{\abovecaptionskip}{4pt}
\frenchspacing
"""
_LETTER = r"\ifdefined\DeclareUnicodeCharacter\DeclareUnicodeCharacter{%04X}{%s}\fi"
_NEEDS = "% Needs the packages array, booktabs and siunitx, and T1 fonts.\n"


def latex_prose(sentences: tuple[Sentence, ...]) -> str:
    """Return sentences as a paragraph of LaTeX, citations filled in."""
    return "\n".join(_sentence(sentence) for sentence in sentences) + "\n"


def latex_points(sentences: tuple[Sentence, ...]) -> str:
    """Return sentences as a list."""
    lines = "".join(f"\\item {_sentence(sentence)}\n" for sentence in sentences)
    return f"\\begin{{itemize}}\n{lines}\\end{{itemize}}\n"


def table_tex(name: str, table: Table) -> str:
    """Return the file of one table, labelled ``tab:`` and its name."""
    return _NEEDS + table.to_latex(f"tab:{name}")


def paper_tex(document: Document) -> str:
    """Return a paper that includes every table and figure, the methods and the bibliography."""
    body = "\n".join(_blocks(document))
    return (
        f"{_HEAD}{_letters(document)}\\title{{{latex_text(document.title)}}}\n\\author{{}}\n\\date{{}}\n\\begin{{document}}\n"
        f"\\maketitle\n\n{body}\n\\clearpage\n\\bibliographystyle{{unsrtnat}}\n"
        "\\bibliography{references}\n\\end{document}\n"
    )


def _letters(document: Document) -> str:
    """Declare the letters of the bibliography that pdfLaTeX has no glyph for."""
    told = "".join(str(value) for record in document.sources.values() for value in record.values())
    odd = sorted(
        {letter for letter in visible(told) if not letter.isascii() and latex_text(letter) != letter}
    )
    return "".join(_LETTER % (ord(letter), latex_text(letter)) + "\n" for letter in odd)


def _blocks(document: Document) -> Iterator[str]:
    """Write the blocks; methods and limits stand in files of their own."""
    title = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            apart = "\\clearpage\n" if title and block.text != "Methods" else ""
            title = block.text
            yield f"{apart}\\section{{{latex_text(title)}}}"
        elif (isinstance(block, Prose) and _cites(block)) or (
            isinstance(block, Points) and title == "Limits"
        ):
            yield f"\\input{{{title.lower()}}}"
        else:
            yield _written(block, document)


def _cites(block: Prose) -> bool:
    return any(sentence.cites for sentence in block.sentences)


def _written(block: Block, document: Document) -> str:
    if isinstance(block, Prose):
        return latex_prose(block.sentences)
    if isinstance(block, Points):
        return latex_points(block.sentences)
    if isinstance(block, Shown):
        return f"\\input{{tables/{block.name}}}"
    if isinstance(block, Heading):
        return ""
    caption = latex_text(document.figures[block.name].title)
    return (
        "\\begin{figure}[!htbp]\n\\centering\n"
        f"\\includegraphics[width=\\textwidth]{{figures/{block.name}-page}}\n"
        f"\\caption{{{caption}}}\n\\label{{fig:{block.name}}}\n\\end{{figure}}"
    )


def _sentence(sentence: Sentence) -> str:
    text = latex_text(sentence.text)
    if not sentence.cites:
        return text
    stop = text[-1] if text.endswith((".", ":")) else ""
    return f"{text.removesuffix(stop) if stop else text}~\\cite{{{','.join(sentence.cites)}}}{stop}"
