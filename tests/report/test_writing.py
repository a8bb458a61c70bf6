"""Faults are injected one by one: whatever fails, what stood there before is still there."""

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from negotiate import InvalidInput, NegotiateError
from negotiate.report import WriteError, check_target, write_directory
from negotiate.report.writing import MARKER

OLD = {"report.md": "# Old\n", "tables/deal.csv": b"a,b\n"}
NEW = {"report.md": "# New\n", "figures/payoffs.svg": "<svg/>"}


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Return everything under a folder: files with their bytes, folders and links with None."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def target(tmp_path: Path) -> Path:
    write_directory(tmp_path / "run", OLD, "run")
    return tmp_path / "run"


def test_files_stand_as_given_with_their_digests(target: Path) -> None:
    assert (target / "report.md").read_bytes() == b"# Old\n"
    assert (target / "tables" / "deal.csv").read_bytes() == b"a,b\n"
    record = json.loads((target / MARKER).read_text())
    assert record["command"] == "run"
    assert sorted(record["files"]) == sorted(OLD)
    assert os.listdir(target.parent) == ["run"]


def test_a_second_run_replaces_the_first_whole(target: Path) -> None:
    write_directory(target, NEW, "run")
    assert sorted(snapshot(target)) == sorted([MARKER, "figures", "figures/payoffs.svg", "report.md"])
    assert (target / "report.md").read_text() == "# New\n"
    assert os.listdir(target.parent) == ["run"]


def test_two_runs_give_the_same_bytes(target: Path, tmp_path: Path) -> None:
    write_directory(tmp_path / "again", dict(reversed(OLD.items())), "run")
    assert snapshot(target) == snapshot(tmp_path / "again")


def test_parents_are_made_and_an_empty_directory_is_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for place in ("empty", "results/2025/run"):
        write_directory(tmp_path / place, NEW, "run")
        assert (tmp_path / place / "report.md").read_text() == "# New\n"


def test_a_file_that_the_user_deleted_does_not_stand_in_the_way(target: Path) -> None:
    (target / "report.md").unlink()
    write_directory(target, NEW, "run")
    assert (target / "report.md").exists()


def add_file(target: Path) -> None:
    (target / "notes.txt").write_text("mine")


def add_file_below(target: Path) -> None:
    (target / "tables" / "notes.txt").write_text("mine")


def add_folder(target: Path) -> None:
    (target / "notes").mkdir()


def add_link(target: Path) -> None:
    (target / "notes").symlink_to(target.parent)


def edit(target: Path) -> None:
    (target / "report.md").write_text("# Old, with my remarks\n")


def swap_for_link(target: Path) -> None:
    (target / "report.md").rename(target.parent / "elsewhere.md")
    (target / "report.md").symlink_to(target.parent / "elsewhere.md")


@pytest.mark.parametrize(
    ("touch", "named"),
    [
        (add_file, "notes.txt"),
        (add_file_below, "tables/notes.txt"),
        (add_folder, "notes"),
        (add_link, "notes"),
        (edit, "report.md"),
        (swap_for_link, "report.md"),
    ],
)
def test_what_the_user_added_or_changed_blocks_replacement(target: Path, touch, named: str) -> None:
    touch(target)
    before = snapshot(target.parent)
    with pytest.raises(
        InvalidInput, match=f"{target} holds what was added or changed .*: {named}; move that"
    ):
        write_directory(target, NEW, "run")
    assert snapshot(target.parent) == before


def test_a_file_added_while_the_run_was_writing_blocks_it_too(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def meanwhile(number: int) -> None:
        add_file(target)
        fsync(number)

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(InvalidInput, match="notes.txt"):
        write_directory(target, NEW, "run")
    assert (target / "notes.txt").read_text() == "mine"
    assert os.listdir(target.parent) == ["run"]


@pytest.mark.parametrize(
    "marker",
    [
        "",
        "{",
        "[]",
        "null",
        '{"schema": "other/1", "command": "run", "files": {}}',
        '{"schema": "negotiate/run/1", "command": "run", "files": []}',
        "[" * 100_000,
        " " * 2_000_000,
        b"\xff\xfe",
    ],
)
def test_a_marker_that_is_not_ours_protects_the_directory(tmp_path: Path, marker: str | bytes) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / MARKER).write_bytes(marker if isinstance(marker, bytes) else marker.encode())
    with pytest.raises(InvalidInput, match="was not made by this program"):
        write_directory(tmp_path / "run", NEW, "run")


def test_a_directory_of_the_users_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(InvalidInput, match=r"was not made by this program .* choose another directory"):
        write_directory(tmp_path, NEW, "run")
    assert os.listdir(tmp_path) == ["thesis.tex"]


def test_another_commands_directory_is_refused(target: Path) -> None:
    with pytest.raises(InvalidInput, match="made by another command, 'run', not 'report'"):
        check_target(target, "report")


def test_files_and_links_are_refused(target: Path) -> None:
    (target.parent / "file").write_text("mine")
    (target.parent / "link").symlink_to(target)
    (target.parent / "dangling").symlink_to(target.parent / "nothing")
    with pytest.raises(InvalidInput, match="is a file, not a directory"):
        write_directory(target.parent / "file", NEW, "run")
    for link in ("link", "dangling"):
        with pytest.raises(InvalidInput, match="is a symbolic link"):
            write_directory(target.parent / link, NEW, "run")


def test_the_working_directory_is_never_replaced(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(target / "tables")
    for place in (target, ".", ".."):
        with pytest.raises(InvalidInput, match="the directory you are in"):
            write_directory(place, NEW, "run")


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/x", "a/../../x", "", ".", "a//b", "a/", ".hidden", MARKER, "a\\b", "C:x", "a\nb", "a\x00b",
     "nul", "COM1.txt", "a.", "a b", "~x", "-rf"],
)  # fmt: skip
def test_a_path_that_leads_out_or_is_not_portable_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput, match="files has the path"):
        write_directory(tmp_path / "run", {name: "x"}, "run")
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize(
    ("names", "words"),
    [(("a.md", "A.md"), "differ in case only"), (("a", "a/b"), "both as a file and as a folder")],
)
def test_paths_that_meet_are_refused(tmp_path: Path, names: tuple[str, ...], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        write_directory(tmp_path / "run", dict.fromkeys(names, "x"), "run")


def test_text_that_is_not_unicode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="not valid Unicode"):
        write_directory(tmp_path / "run", {"a": "\ud800"}, "run")


def failing(function, count: int, error: BaseException):
    """Return the function made to raise at its call number ``count``."""
    calls = iter(range(1, 1000))

    def wrapped(*arguments, **options):
        if next(calls) == count:
            raise error
        return function(*arguments, **options)

    return wrapped


FULL = OSError(errno.ENOSPC, "No space left on device")
DENIED = PermissionError(errno.EACCES, "Permission denied")
FAULTS = [
    (Path, "mkdir", 1, DENIED),
    (Path, "mkdir", 2, DENIED),
    (Path, "open", 2, FULL),
    (os, "fsync", 1, FULL),
    (os, "fsync", 3, FULL),
    (os, "rename", 1, DENIED),
    (os, "rename", 2, DENIED),
]


@pytest.mark.parametrize(("place", "name", "count", "error"), FAULTS)
@pytest.mark.parametrize("interrupt", [False, True], ids=["refused", "interrupted"])
def test_whatever_fails_the_previous_output_stands(
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    place,
    name: str,
    count: int,
    error: OSError,
    interrupt: bool,
) -> None:
    before = snapshot(target.parent)
    with monkeypatch.context() as patch:
        patch.setattr(
            place, name, failing(getattr(place, name), count, KeyboardInterrupt() if interrupt else error)
        )
        if interrupt:
            with pytest.raises(KeyboardInterrupt):
                write_directory(target, NEW, "run")
        else:
            with pytest.raises(WriteError, match=f"{error.strerror}.*nothing was changed"):
                write_directory(target, NEW, "run")
    assert snapshot(target.parent) == before
    write_directory(target, NEW, "run")


def test_a_write_cut_short_by_a_full_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing(os.fsync, 2, FULL))
    with pytest.raises(NegotiateError, match="Free some space"):
        write_directory(tmp_path / "results" / "run", NEW, "run")
    assert not os.listdir(tmp_path)


def test_an_old_directory_that_cannot_be_put_back_is_named(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.rename
    calls = iter([rename, failing(rename, 1, DENIED), failing(rename, 1, DENIED)])
    monkeypatch.setattr(os, "rename", lambda *paths: next(calls)(*paths))  # noqa: PLW0108
    with pytest.raises(WriteError, match="its files are safe in .negotiate-") as caught:
        write_directory(target, NEW, "run")
    (left,) = target.parent.iterdir()
    assert left.name in str(caught.value)
    assert (left / "report.md").read_text() == "# Old\n"


def test_leftovers_of_a_killed_run_do_no_harm(target: Path) -> None:
    shutil.copytree(target, target.parent / ".negotiate-0123.new")
    write_directory(target, NEW, "run")
    assert (target / "report.md").read_text() == "# New\n"
