"""Outputs that appear whole or not at all, and never over a user's work.

Files are written to a new directory beside the target, which then takes the target's name. A
marker file in it lists what was written, with digests. A later run of the same command may
replace the directory only while every file in it is still as that run left it: one that the
user added or changed stops the replacement. Whatever fails on the way, the target is what it
was before.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from negotiate.checks import show
from negotiate.errors import InvalidInput, NegotiateError

__all__ = ["MARKER", "WriteError", "check_target", "write_directory"]

MARKER = ".negotiate-run.json"

_SCHEMA = "negotiate/run/1"
_LARGEST_MARKER = 1_000_000  # bytes; a larger file is none of ours
_PART = re.compile(r"\w[\w.+-]*(?<!\.)")  # one name on a path: portable, not hidden
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # devices on Windows


class WriteError(NegotiateError, OSError):
    """The system refused to write: a full disk, a read-only place. What stood there is untouched."""


def write_directory(target: str | Path, files: Mapping[str, bytes | str], command: str) -> None:
    r"""Write a set of files as one directory, all of them or none.

    Parameters
    ----------
    target : str or Path
        The directory; it and its parents are made as needed. It may exist where it is empty,
        or was written by the same command and not touched since.
    files : mapping
        From a relative path with ``/`` (``"figures/payoffs.svg"``) to bytes, or text (UTF-8).
    command : str
        Who writes; recorded in the marker, ``negotiate.report.writing.MARKER``.

    Raises
    ------
    InvalidInput
        Where the target holds anything else, is a file or a link, or a path leads out of it.
    WriteError
        Where the system fails: no space, no permission. The target is as it was before.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as there:
    ...     write_directory(Path(there) / "run", {"tables/deal.csv": "a,b\n"}, "run")
    ...     sorted(path.name for path in (Path(there) / "run").iterdir())
    ['.negotiate-run.json', 'tables']
    """
    contents = _contents(files, command)
    check_target(target, command)
    with _system_errors(target):
        goal = Path(os.path.abspath(target))
        made = _make_parents(goal.parent)
        token = secrets.token_hex(8)
        fresh = goal.parent / f".negotiate-{token}.new"
        aside = goal.parent / f".negotiate-{token}.old"
        try:
            _fill(fresh, contents)
            check_target(target, command)  # again: writing took time
            _swap(fresh, goal, aside)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            _remove_empty(made)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def check_target(target: str | Path, command: str) -> None:
    """Refuse a target that ``write_directory`` would not replace; to call before a long computation.

    Parameters
    ----------
    target : str or Path
        The directory to write.
    command : str
        Who writes.

    Raises
    ------
    InvalidInput
        Where the target is a file, a link, the working directory, or a directory that holds
        anything that this command did not write.

    Examples
    --------
    >>> check_target("a-directory-that-does-not-exist", "run")
    """
    with _system_errors(target):
        goal = Path(os.path.abspath(target))
        if goal.is_symlink():
            raise InvalidInput(f"{target} is a symbolic link; {_REMEDY}.")
        if not goal.exists():
            return
        if not goal.is_dir():
            raise InvalidInput(f"{target} is a file, not a directory; {_REMEDY}.")
        if Path.cwd().is_relative_to(goal.resolve()):
            raise InvalidInput(f"{target} is the directory you are in, or holds it; {_REMEDY}.")
        if any(goal.iterdir()):
            _check_untouched(target, goal, command)


_REMEDY = "choose another directory"


def _check_untouched(target: str | Path, goal: Path, command: str) -> None:
    """Refuse a directory unless the marker says who wrote it, and every file is as written."""
    marker = _read_marker(goal)
    if marker is None:
        raise InvalidInput(
            f"{target} exists and was not made by this program (it has no valid {MARKER}); {_REMEDY}."
        )
    maker, made = marker
    if maker != command:
        raise InvalidInput(
            f"{target} was made by another command, {show(maker)}, not {command!r}; {_REMEDY}."
        )
    strange = sorted(_strangers(goal, made))
    if strange:
        listed = ", ".join(strange[:3]) + (f" and {len(strange) - 3} more" if len(strange) > 3 else "")
        raise InvalidInput(
            f"{target} holds what was added or changed since it was made: {listed}; "
            f"move that elsewhere, or {_REMEDY}."
        )


def _read_marker(goal: Path) -> tuple[str, dict[str, str]] | None:
    """Return who wrote the directory and the digests of its files, or None without a sound marker."""
    marker = goal / MARKER
    if marker.is_symlink() or not marker.is_file() or marker.stat().st_size > _LARGEST_MARKER:
        return None
    try:
        record = json.loads(marker.read_bytes())
    except (ValueError, RecursionError):
        return None
    sound = (
        isinstance(record, dict)
        and record.get("schema") == _SCHEMA
        and isinstance(record.get("command"), str)
        and isinstance(record.get("files"), dict)
    )
    return (record["command"], record["files"]) if sound else None


def _strangers(goal: Path, made: Mapping[str, str]) -> Iterator[str]:
    """Name everything in the directory that is not as the marker lists it."""
    folders = {str(parent) for name in made for parent in Path(name).parents}
    for top, directories, names in os.walk(goal, onerror=_stop):
        for name in [*directories, *names]:
            path = Path(top) / name
            place = path.relative_to(goal)
            if path.is_dir() and not path.is_symlink():
                known = str(place) in folders
            elif place.as_posix() == MARKER:
                known = True
            else:
                known = place.as_posix() in made and _is_as_made(path, made[place.as_posix()])
            if not known:
                yield place.as_posix()


def _stop(error: OSError) -> None:
    raise error


def _is_as_made(path: Path, digest: str) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as content:
        return f"sha256:{hashlib.file_digest(content, 'sha256').hexdigest()}" == digest


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _contents(files: Mapping[str, bytes | str], command: str) -> dict[str, bytes]:
    """Check the paths, encode the texts, and add the marker."""
    contents: dict[str, bytes] = {}
    for name, content in files.items():
        _check_path(name)
        try:
            contents[name] = content.encode() if isinstance(content, str) else bytes(content)
        except UnicodeEncodeError:
            raise InvalidInput(f"files[{name!r}] holds text that is not valid Unicode.") from None
    _check_distinct(list(contents))
    digests = {name: _digest(content) for name, content in contents.items()}
    record = {"schema": _SCHEMA, "command": command, "files": digests}
    contents[MARKER] = (json.dumps(record, indent=1, sort_keys=True) + "\n").encode()
    return contents


def _check_path(name: str) -> None:
    for part in name.split("/"):
        if not _PART.fullmatch(part) or _RESERVED.fullmatch(part):
            raise InvalidInput(
                f"files has the path {show(name)}; a path is names of letters, digits, '.', '_', '+' and '-' "
                "joined by '/', and stays inside the directory."
            )


def _check_distinct(names: list[str]) -> None:
    """Refuse paths that meet on a system which ignores case, or a file that is also a folder."""
    taken: dict[str, str] = {}
    for name in names:
        other = taken.setdefault(name.casefold(), name)
        if other != name:
            raise InvalidInput(f"files has {other!r} and {name!r}, which differ in case only; rename one.")
    for name in names:
        for parent in Path(name.casefold()).parents:
            if parent.as_posix() in taken:
                raise InvalidInput(f"files has {taken[parent.as_posix()]!r} both as a file and as a folder.")


@contextmanager
def _system_errors(target: str | Path) -> Iterator[None]:
    """Turn the system's refusal into one sentence."""
    try:
        yield
    except WriteError:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WriteError(
            f"{target} could not be written ({reason}); nothing was changed. "
            "Free some space, or choose a directory that you may write to."
        ) from None


def _make_parents(parent: Path) -> list[Path]:
    """Make the directories above the target; return those that are new, innermost first."""
    missing = [folder for folder in (parent, *parent.parents) if not folder.exists()]
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except BaseException:
        _remove_empty(missing)
        raise
    return missing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return  # not there, or somebody uses it by now


def _fill(fresh: Path, contents: Mapping[str, bytes]) -> None:
    """Write all files into a new directory, down to the disk: a full one shows here."""
    fresh.mkdir()
    for name, content in contents.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())


def _swap(fresh: Path, goal: Path, aside: Path) -> None:
    """Give the new directory the target's name; put the old one back if that fails."""
    try:
        if os.path.lexists(goal):
            os.rename(goal, aside)
        os.rename(fresh, goal)
    except BaseException:
        _restore(goal, aside)
        raise


def _restore(goal: Path, aside: Path) -> None:
    if not os.path.lexists(aside) or os.path.lexists(goal):
        return
    try:
        os.rename(aside, goal)
    except OSError as error:
        raise WriteError(
            f"{goal.name} could not be put back ({error.strerror}); its files are safe in {aside.name}, "
            "in the same directory: rename that."
        ) from None
