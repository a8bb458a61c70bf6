"""Gambit's files of strategic games (``.nfg``): read in both styles, written in both.

Everything is exact: 0.1 in a file is one tenth, and what is written are integers and ratios.
The format has no place for a unit; ``negotiate.games.game_json`` keeps it.

References
----------
.. [1] R. D. McKelvey, A. M. McLennan & T. L. Turocy, Gambit: Software Tools for Game Theory.
"""

from __future__ import annotations

from pathlib import Path
from unicodedata import category

import numpy as np

from negotiate.checks import instance_of, one_of, show
from negotiate.errors import InvalidInput
from negotiate.games.nfg_parsing import parse_nfg
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.text_files import number_text, text_of, write_whole

__all__ = ["nfg_text", "read_nfg", "write_nfg"]


def read_nfg(source: str | Path, *, unit: str = "") -> NormalFormGame:
    """Read a strategic game in Gambit's format, any number of players, payoff or outcome style.

    Numbers are read exactly as written. Empty and repeated labels, which Gambit allowed for long,
    are numbered as Gambit numbers them: ``""``, ``"x"``, ``"x"`` become ``_1``, ``x_1``, ``x_2``.
    The title, the comment and the labels of outcomes are not kept.

    Parameters
    ----------
    source : str or Path
        A path, or the text itself (a ``str`` that begins with ``NFG``).
    unit : str
        Unit of the payoffs, which the file can not tell.

    Raises
    ------
    InvalidInput
        For a file that can not be read, is over 20 MB, not UTF-8, cut short, or holds anything
        that the format does not allow; with the line.

    Examples
    --------
    >>> game = read_nfg('NFG 1 R "" { "Home" "Foreign" } { 2 2 } 1 1  3 0  0 3  1/2 0.5')
    >>> print(game)
    Home (rows), Foreign (columns)
              1         2
    1      1, 1      0, 3
    2      3, 0  0.5, 0.5
    """
    payoffs, players, strategies = parse_nfg(*text_of(source, "NFG"))
    return NormalFormGame(payoffs, players, strategies, unit)


def nfg_text(game: NormalFormGame, *, style: str = "payoff", title: str = "") -> str:
    """Return a game in Gambit's format, exactly.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.
    style : {"payoff", "outcome"}
        Whether to list payoffs for every profile, or every distinct outcome once.
    title : str
        What Gambit shows; by default blank.

    Raises
    ------
    InvalidInput
        For text that Gambit refuses or alters: a backslash, a line break or another control
        character, a blank at either end of a label.

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[1, 0], ["1/3", 0]], [[0, 2], [2, 0]])
    >>> print(nfg_text(game, title="Example"))
    NFG 1 R "Example" { "player 1" "player 2" }
    { { "s1" "s2" } { "s1" "s2" } }
    ""
    <BLANKLINE>
    1 0
    1/3 2
    0 2
    0 0
    <BLANKLINE>
    """
    instance_of("game", game, NormalFormGame)
    one_of("style", style, ("payoff", "outcome"))
    strategies = " ".join(_braced(labels) for labels in game.strategies)
    header = f'NFG 1 R {_quoted(str(title))} {_braced(game.players)}\n{{ {strategies} }}\n""\n\n'
    write = {"payoff": _payoffs, "outcome": _outcomes}[style]
    return header + write(_profiles(game)) + "\n"


def write_nfg(
    game: NormalFormGame,
    path: str | Path,
    *,
    style: str = "payoff",
    title: str = "",
    overwrite: bool = False,
) -> None:
    """Write a game to a file in Gambit's format, whole or not at all; see ``nfg_text``.

    Raises
    ------
    InvalidInput
        For a file that exists, unless ``overwrite``; where the system refuses to write.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_nfg(NormalFormGame.from_bimatrix([[1]], [[2]]), Path(folder) / "game.nfg")
    ...     print(read_nfg(Path(folder) / "game.nfg").payoffs.ravel())
    [1. 2.]
    """
    instance_of("game", game, NormalFormGame)
    write_whole(path, nfg_text(game, style=style, title=title), overwrite=overwrite)


def _profiles(game: NormalFormGame) -> list[tuple[str, ...]]:
    """Return the payoffs of all players for every profile, the first player's strategy fastest."""
    texts = np.empty(game.exact.shape, dtype=object)
    for index, payoff in np.ndenumerate(game.exact):
        texts[index] = number_text(payoff, index)
    return [tuple(row) for row in texts.transpose().reshape(-1, len(game.players))]


def _payoffs(profiles: list[tuple[str, ...]]) -> str:
    return "\n".join(" ".join(payoffs) for payoffs in profiles)


def _outcomes(profiles: list[tuple[str, ...]]) -> str:
    numbers = {payoffs: number for number, payoffs in enumerate(dict.fromkeys(profiles), start=1)}
    listed = "\n".join(f'{{ "{number}" {", ".join(payoffs)} }}' for payoffs, number in numbers.items())
    return f"{{\n{listed}\n}}\n{' '.join(str(numbers[payoffs]) for payoffs in profiles)}"


def _braced(labels: tuple[str, ...]) -> str:
    return "{ " + " ".join(_quoted(label) for label in labels) + " }"


def _quoted(label: str) -> str:
    if "\\" in label or label != label.strip() or any(category(c) in ("Cc", "Cs") for c in label):
        raise InvalidInput(
            f"{show(label)} holds a backslash, a control character, or a blank at an end, which Gambit "
            "refuses or alters; rename it, or write JSON."
        )
    return '"' + label.replace('"', '\\"') + '"'
