"""Files of games as text: read with limits, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from negotiate.checks import show
from negotiate.errors import InvalidInput

__all__ = ["MOST_PLAYERS", "number_text", "text_of", "write_whole"]

MOST_PLAYERS = 31  # as many as NumPy has axes for, with one for the payoffs

_LARGEST = 20_000_000  # bytes; no game that can be solved is as long
_LONGEST_NUMBER = 400  # characters; what ``checks.exact_number`` reads


def text_of(source: str | Path, start: str) -> tuple[str, str]:
    """Return the text of a game and a name for it in messages.

    Parameters
    ----------
    source : str or Path
        A path, or the text itself: a ``str`` that begins with ``start``.
    start : str
        How every text of this format begins.

    Raises
    ------
    InvalidInput
        For a file that can not be read, is over 20 MB or is not UTF-8.
    """
    if isinstance(source, str) and source.lstrip().startswith(start):
        return source, "the text"
    if not isinstance(source, str | Path):
        raise InvalidInput(f"source={show(source)} must be a path, or a text that begins with {start!r}.")
    try:
        with Path(source).open("rb") as file:
            content = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no valid path"
        raise InvalidInput(
            f"{show(str(source))} can not be read ({reason}); give a path to a file, or a text that "
            f"begins with {start!r}."
        ) from None
    if len(content) > _LARGEST:
        raise InvalidInput(f"{source} is over {_LARGEST // 10**6} MB; files of games hold at most that.")
    try:
        return content.decode("utf-8-sig"), str(source)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput(f"{source}, line {line}: not UTF-8; save the file as UTF-8.") from None


def write_whole(path: str | Path, text: str, *, overwrite: bool) -> None:
    """Write a text file; where anything fails, what stood there before still does.

    The text goes to a new file in the same directory, which then takes the name.

    Raises
    ------
    InvalidInput
        For a file that exists, unless ``overwrite``; where the system refuses to write.
    """
    goal = Path(path)
    if not goal.name:
        raise InvalidInput(f"path={show(str(path))} names no file.")
    try:
        content = text.encode()
    except UnicodeEncodeError:
        raise InvalidInput("a label holds half a character (a lone surrogate); rename it.") from None
    fresh = goal.parent / f".{secrets.token_hex(8)}.tmp"
    try:
        with fresh.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        if not overwrite:
            goal.open("xb").close()  # takes the name, or fails where it is taken
        fresh.replace(goal)
    except FileExistsError:
        raise InvalidInput(f"{goal} exists; choose another name, or allow overwrite=True.") from None
    except OSError as error:
        raise InvalidInput(
            f"{goal} could not be written ({error.strerror or type(error).__name__}); nothing was changed."
        ) from None
    finally:
        fresh.unlink(missing_ok=True)


def number_text(number: Fraction, index: Sequence[int]) -> str:
    """Write a payoff exactly, as ``n`` or ``n/d``; refuse one that is too long to be read again."""
    digits = (number.numerator.bit_length() + number.denominator.bit_length()) * 0.302
    if digits + 4 > _LONGEST_NUMBER:
        raise InvalidInput(
            f"payoffs[{', '.join(map(str, index))}] has some {digits:.0f} digits; files hold up to "
            f"{_LONGEST_NUMBER}. Round it."
        )
    return str(number)
