"""Games as JSON: labels, unit and exact payoffs, as they were given.

.. code-block:: text

    {"schema": "negotiate/game/1", "players": ["Home", "Foreign"], "unit": "bn USD/yr",
     "strategies": [["low", "high"], ["low", "high"]],
     "payoffs": [[["3", "0"], ["5", "1/3"]], [["3", "5"], ["0", "1/3"]]]}

Payoffs stand player first, ``payoffs[i][s_1]…[s_n]``, as text: an integer or a ratio. Numbers are
read too, as they are written: 0.1 is one tenth.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from negotiate.checks import exact_number, instance_of, known_keys, show
from negotiate.errors import InvalidInput
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.text_files import MOST_PLAYERS, number_text, text_of, write_whole

__all__ = ["game_json", "read_game_json", "write_game_json"]

_SCHEMA = "negotiate/game/1"
_KEYS = ("payoffs", "players", "schema", "strategies", "unit")


class _Number(str):
    """A number of a JSON text, kept as it is written."""

    __slots__ = ()


def game_json(game: NormalFormGame) -> str:
    """Return a game as JSON text; ``read_game_json`` gives the same game, to the last digit.

    Examples
    --------
    >>> print(game_json(NormalFormGame.from_bimatrix([["0.1"]], [[2]], unit="EUR")))
    {
     "payoffs": [[["1/10"]], [["2"]]],
     "players": ["player 1", "player 2"],
     "schema": "negotiate/game/1",
     "strategies": [["s1"], ["s1"]],
     "unit": "EUR"
    }
    <BLANKLINE>
    """
    instance_of("game", game, NormalFormGame)
    texts = np.empty(game.exact.shape, dtype=object)
    for index, payoff in np.ndenumerate(game.exact):
        texts[index] = number_text(payoff, index)
    record = {
        "payoffs": texts.tolist(),
        "players": game.players,
        "schema": _SCHEMA,
        "strategies": game.strategies,
        "unit": game.unit,
    }
    lines = [f' "{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in record.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def write_game_json(game: NormalFormGame, path: str | Path, *, overwrite: bool = False) -> None:
    """Write a game to a JSON file, whole or not at all.

    Raises
    ------
    InvalidInput
        For a file that exists, unless ``overwrite``; where the system refuses to write.
    """
    instance_of("game", game, NormalFormGame)
    write_whole(path, game_json(game), overwrite=overwrite)


def read_game_json(source: str | Path) -> NormalFormGame:
    """Read a game from JSON.

    Parameters
    ----------
    source : str or Path
        A path, or the text itself (a ``str`` that begins with ``{``).

    Raises
    ------
    InvalidInput
        For a file that can not be read, is over 20 MB or not UTF-8, for what is not JSON or not
        this form of it, and for what ``NormalFormGame`` refuses.

    Examples
    --------
    >>> read_game_json(game_json(NormalFormGame.from_bimatrix([["0.1"]], [[2]]))).exact[0]
    array([[Fraction(1, 10)]], dtype=object)
    """
    text, where = text_of(source, "{")
    record = _parsed(text, where)
    try:
        return _game(record)
    except InvalidInput as error:
        raise InvalidInput(f"{where}: {error}") from None


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        raise InvalidInput(f"{where}, line {error.lineno}: not JSON ({error.msg}).") from None
    except RecursionError:
        raise InvalidInput(f"{where} is nested too deeply for a game.") from None
    except InvalidInput as error:
        raise InvalidInput(f"{where}: {error}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise InvalidInput("a key stands twice in one object; give every key once.")
    return record


def _constant(word: str) -> NoReturn:
    raise InvalidInput(f"there is {word}; payoffs must be finite numbers.")


def _game(record: Any) -> NormalFormGame:
    if not isinstance(record, dict) or record.get("schema") != _SCHEMA:
        raise InvalidInput(f"this is no game; it must be an object with the schema {_SCHEMA!r}.")
    known_keys("the game", record, _KEYS)
    for key in _KEYS:
        if key not in record:
            raise InvalidInput(f"the game has no {key!r}; it must have {', '.join(_KEYS)}.")
    _check_words(record["players"], record["strategies"], record["unit"])
    shape = (len(record["players"]), *(len(labels) for labels in record["strategies"]))
    cells: list[Fraction] = []
    _collect(record["payoffs"], shape, "payoffs", cells)
    payoffs = np.array(cells, dtype=object).reshape(shape)
    return NormalFormGame(payoffs, record["players"], record["strategies"], record["unit"])


def _check_words(players: Any, strategies: Any, unit: Any) -> None:
    if not _is_text(players) or not 0 < len(players) <= MOST_PLAYERS:
        raise InvalidInput(f"players={show(players)} must be a list of 1 to {MOST_PLAYERS} names.")
    if not (isinstance(strategies, list) and all(_is_text(labels) for labels in strategies)):
        raise InvalidInput(f"strategies={show(strategies)} must be a list of lists of labels.")
    if not isinstance(unit, str) or isinstance(unit, _Number):
        raise InvalidInput(f"unit={show(unit)} must be text.")


def _is_text(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(entry, str) and not isinstance(entry, _Number) for entry in value
    )


def _collect(value: Any, shape: tuple[int, ...], place: str, cells: list[Fraction]) -> None:
    """Add the numbers of nested lists of the given shape, in order."""
    if not shape:
        cells.append(exact_number(place, str(value) if isinstance(value, _Number) else value))
        return
    if not isinstance(value, list) or len(value) != shape[0]:
        raise InvalidInput(
            f"{place} must be a list of {shape[0]}; payoffs are nested lists: payoffs[i][s_1]…[s_n]."
        )
    for k, entry in enumerate(value):
        _collect(entry, shape[1:], f"{place}[{k}]", cells)
