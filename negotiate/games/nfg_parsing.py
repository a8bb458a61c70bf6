"""Parsing Gambit's strategic games: tokens, header, and a body in either of two styles.

A text is ``NFG 1 R "title" { players } { strategies } "comment"`` and a body. A body lists either
the payoffs of all players for every profile, or outcomes ``{ "label" payoffs }`` and then the
number of the outcome for every profile, 0 for none. The first player's strategy varies fastest.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from math import prod
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import exact_number, show
from negotiate.errors import InvalidInput
from negotiate.games.text_files import MOST_PLAYERS

__all__ = ["parse_nfg"]

Labels = tuple[str, ...]

_TOKEN = re.compile(
    r"""\s*(?: "(?P<label>(?:[^"\\]|\\.)*)" | (?P<mark>[{},]) | (?P<word>[^\s{},"]+) | (?P<wrong>") )""",
    re.DOTALL | re.VERBOSE,
)
_NUMBER = re.compile(r"[+-]?(\d+/\d+|(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?)", re.ASCII)


class _Tokens:
    """The text as tokens, one at a time: ``kind`` and ``value`` are of the one that comes next."""

    def __init__(self, text: str, where: str) -> None:
        self._text, self._where = text, where
        self._place = 0
        self.kind, self.value = "", ""
        self.take()

    def take(self) -> str:
        """Return the token that comes next and go on to the one after it."""
        taken = self.value
        match = _TOKEN.match(self._text, self._place)
        if match is None:
            self.kind, self.value, self._start = "end", "", len(self._text)
            return taken
        self.kind = str(match.lastgroup)
        self.value = match[self.kind]
        self._start, self._place = match.start(self.kind), match.end()
        if self.kind == "wrong":
            self.fail("a quoted label does not end; close it with a quotation mark")
        return taken

    def fail(self, what: str) -> NoReturn:
        line = self._text.count("\n", 0, self._start) + 1
        raise InvalidInput(f"{self._where}, line {line}: {what}.")

    def expect(self, kind: str, words: str, value: str | None = None) -> str:
        if self.kind != kind or (value is not None and self.value != value):
            found = "the file ends" if self.kind == "end" else f"there is {show(self.value)}"
            self.fail(f"{words} should stand here, but {found}")
        return self.take()

    def next_is(self, mark: str) -> bool:
        return self.kind == "mark" and self.value == mark

    def left(self) -> int:
        """How many characters are left: a bound on how many numbers can come."""
        return len(self._text) - self._start


def parse_nfg(text: str, where: str) -> tuple[NDArray[np.object_], Labels, tuple[Labels, ...]]:
    """Return exact payoffs of shape (n, a_1, …, a_n), names of players and labels of strategies."""
    tokens = _Tokens(text, where)
    _header(tokens)
    players = _labels(tokens, "the name of a player")
    if not 0 < len(players) <= MOST_PLAYERS:
        tokens.fail(f"there are {len(players)} players; a game has 1 to {MOST_PLAYERS}")
    strategies = _strategies(tokens, len(players))
    if tokens.kind == "label":
        tokens.take()
    shape = tuple(len(labels) for labels in strategies)
    by_profile = _by_outcome if tokens.next_is("{") else _by_payoff
    flat = by_profile(tokens, len(players), prod(shape))
    tokens.expect("end", "nothing more")
    payoffs = np.array(flat, dtype=object).reshape(*reversed(shape), len(players)).transpose()
    return payoffs, _distinct(players), tuple(_distinct(labels) for labels in strategies)


def _header(tokens: _Tokens) -> None:
    tokens.expect("word", "NFG", "NFG")
    tokens.expect("word", "the version 1", "1")
    if tokens.value not in ("R", "D"):
        tokens.fail(f"the type of numbers is {show(tokens.value)}; it must be R or D")
    tokens.expect("word", "R or D")
    tokens.expect("label", "the title in quotation marks")


def _labels(tokens: _Tokens, words: str) -> list[str]:
    tokens.expect("mark", "{", "{")
    labels = []
    while not tokens.next_is("}"):
        labels.append(re.sub(r'\\(["\\])', r"\1", tokens.expect("label", f"{words} in quotation marks")))
    tokens.take()
    return labels


def _strategies(tokens: _Tokens, players: int) -> list[list[str]]:
    """Read a list of labels for each player, or how many strategies each has."""
    tokens.expect("mark", "{", "{")
    if tokens.next_is("{"):
        strategies = [_labels(tokens, "the label of a strategy") for _ in range(players)]
    else:
        counts = [_whole(tokens, "the number of a player's strategies") for _ in range(players)]
        if prod(counts) > tokens.left():
            tokens.fail(f"there are {prod(counts)} profiles of strategies, and not as many numbers follow")
        strategies = [[str(k + 1) for k in range(count)] for count in counts]
    tokens.expect("mark", "}", "}")
    for labels in strategies:
        if not labels:
            tokens.fail("a player has no strategy; every player needs at least one")
    return strategies


def _by_payoff(tokens: _Tokens, players: int, profiles: int) -> list[Fraction]:
    _enough(tokens, players * profiles)
    return [_number(tokens, "a payoff") for _ in range(players * profiles)]


def _by_outcome(tokens: _Tokens, players: int, profiles: int) -> list[Fraction]:
    outcomes = [[Fraction(0)] * players]  # number 0: no outcome, no payoff
    tokens.take()
    while not tokens.next_is("}"):
        tokens.expect("mark", "{ before an outcome, or } after the last", "{")
        tokens.expect("label", "the label of an outcome in quotation marks")
        outcomes.append([])
        for _ in range(players):
            outcomes[-1].append(_number(tokens, "a payoff"))
            if tokens.next_is(","):
                tokens.take()
        tokens.expect("mark", "} after the payoffs of an outcome", "}")
    tokens.take()
    _enough(tokens, profiles)
    flat: list[Fraction] = []
    for _ in range(profiles):
        flat += outcomes[_whole(tokens, "the number of an outcome", most=len(outcomes) - 1)]
    return flat


def _enough(tokens: _Tokens, count: int) -> None:
    """Refuse, before any work, a body that is too short for the numbers it should hold."""
    if count > (tokens.left() + 1) // 2:
        tokens.fail(
            f"{count} numbers should follow, one for each profile, but the file is too short for them"
        )


def _number(tokens: _Tokens, words: str) -> Fraction:
    if tokens.kind != "word" or not _NUMBER.fullmatch(tokens.value):
        tokens.expect("number", f"{words} such as 2, -0.5, 1e3 or 1/3")
    try:
        number = exact_number(words, tokens.value)
    except InvalidInput as error:
        tokens.fail(str(error).rstrip("."))
    tokens.take()
    return number


def _whole(tokens: _Tokens, words: str, most: int | None = None) -> int:
    number = _number(tokens, words)
    if number.denominator != 1 or number < 0 or (most is not None and number > most):
        tokens.fail(
            f"{words} is {number}; it must be a whole number from 0" + (f" to {most}" if most else "")
        )
    return int(number)


def _distinct(labels: list[str]) -> Labels:
    """Number empty and repeated labels as Gambit does: "", "x", "x" become "_1", "x_1", "x_2"."""
    plain = ["" if not label.strip() else label for label in labels]
    times = Counter(plain)
    used, last = set(plain), dict.fromkeys(plain, 0)
    found = []
    for label in plain:
        name = label
        while times[label] > 1 or not label:
            last[label] += 1
            name = f"{label}_{last[label]}"
            if name not in used:
                break
        used.add(name)
        found.append(name)
    return tuple(found)
