"""What the commands share: the default scenario, a line on standard error, progress."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

__all__ = ["FLAGSHIP", "progress", "say"]

FLAGSHIP = "japan-us-2025"


def say(line: str) -> None:
    """Write a line to standard error."""
    print(line, file=sys.stderr)


def progress() -> Callable[[str], None] | None:
    """Return a function that shows what is being done, where someone can see it."""
    if not sys.stderr.isatty():
        return None
    return lambda step: say(f"  {step} …")
