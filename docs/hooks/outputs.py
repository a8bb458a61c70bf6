"""Shows under each code block of a page what it prints, found by running the page.

A block that is followed by a ``text`` block must print just that; otherwise the build stops, so that
no page can show what the code no longer prints.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```\n(\s*^```text\n(?P<text>.*?)^```\n)?", re.M | re.S)


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Put what the blocks of a page print beneath them."""
    if page.file.generated_by or not BLOCK.search(markdown):
        return markdown
    names: dict[str, Any] = {"__name__": "__main__"}
    with _elsewhere():
        return BLOCK.sub(lambda block: _with_output(block, names, page.file.src_uri), markdown)


def _with_output(block: re.Match[str], names: dict[str, Any], page: str) -> str:
    code, text = block["code"], block["text"]
    if code.startswith(">>>"):
        return block[0]
    printed = _run(code, names, page)
    if text is None:
        return f"{block[0]}\n```text\n{printed}```\n" if printed else block[0]
    if printed and printed.rstrip() != text.rstrip():
        raise PluginError(f"{page} shows\n{text}\nbut its code prints\n{printed}")
    return block[0]


def _run(code: str, names: dict[str, Any], page: str) -> str:
    """Run a block of this project's own pages, and return what it prints, right ends stripped."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            exec(compile(code, page, "exec"), names)
        except Exception as error:
            raise PluginError(f"{page}: {error!r} in\n{code}") from error
    lines = printed.getvalue().rstrip().splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


@contextlib.contextmanager
def _elsewhere() -> Iterator[None]:
    """Stand in an empty directory, for blocks that write files."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        try:
            yield
        finally:
            os.chdir(before)
