"""Adds the gallery to the site: every example with its question, its picture, output and code.

Examples are run while the site is built, unless ``NEGOTIATE_EXAMPLES`` names a directory where that
has been done: pictures there, and what an example printed in ``NAME.txt``.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

EXAMPLES = Path(__file__).parents[2] / "examples"
HEAD = """# Gallery
Every example, with what it prints and draws. The files are in `examples/`; each runs by itself in
seconds and writes its picture to the working directory.
"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the page and its pictures."""
    with tempfile.TemporaryDirectory() as scratch:
        ready = os.environ.get("NEGOTIATE_EXAMPLES")
        where = Path(ready) if ready else _run_all(Path(scratch))
        page = [HEAD]
        for example in sorted(EXAMPLES.glob("[0-9]*.py")):
            page.append(_section(example, where))
            for picture in _pictures(example, where):
                content = (where / picture).read_bytes()
                files.append(File.generated(config, f"gallery/{picture}", content=content))
        files.append(File.generated(config, "gallery.md", content="\n".join(page)))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Put a picture of the gallery where a page says ``<!-- gallery: NAME.svg | words -->``."""
    return re.sub(r"<!-- gallery: (\S+) \| (.*?) -->", r'![\2](gallery/\1){ width="640" }', markdown)


def _run_all(where: Path) -> Path:
    for example in sorted(EXAMPLES.glob("[0-9]*.py")):
        command = [sys.executable, "-W", "error", str(example)]
        done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PluginError(f"{example.name} failed:\n{done.stderr}")
        (where / f"{example.stem}.txt").write_text(done.stdout)
    return where


def _pictures(example: Path, where: Path) -> list[str]:
    named = dict.fromkeys(re.findall(r"[\w-]+\.svg", example.read_text()))
    return [name for name in named if (where / name).exists()]


def _section(example: Path, where: Path) -> str:
    source = example.read_text()
    story = (ast.get_docstring(ast.parse(source)) or example.stem).splitlines()[0]
    question, _, rest = story.partition("? ")
    pictures = [f"![{question}?](gallery/{name})" for name in _pictures(example, where)]
    printed = (where / f"{example.stem}.txt").read_text().rstrip()
    return "\n\n".join(
        [
            f"## {question}?",
            f"`examples/{example.name}`: {rest}",
            *pictures,
            _folded("What it prints", "text", printed),
            _folded("The code", "python", source.rstrip()),
        ]
    )


def _folded(title: str, language: str, text: str) -> str:
    fence = "~~~~"
    return f'??? note "{title}"\n' + _indented(f"{fence}{language}\n{text}\n{fence}")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())
