"""Who gets what in a coalition game: excesses, averages and the proofs of core and nucleolus, in rationals.

Coalitions are numbered in the order of bits: nobody, the first player, the second, the first two, the
third. The excess of a coalition is what it makes by itself over what its members are paid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from negotiate.verify.entry import Claims, Entry, exact, exacts
from negotiate.verify.nullspace import directions, subset_sums

__all__ = ["Coalitions", "check_core", "check_division", "read_coalitions"]

MOST_PLAYERS = 14  # sixteen thousand coalitions; more take longer than a check is worth

Payoffs = tuple[Fraction, ...]


@dataclass(frozen=True)
class Coalitions:
    """A coalition game as a results file holds it."""

    players: tuple[str, ...]
    worths: tuple[Fraction, ...]

    @property
    def everybody(self) -> int:
        """The coalition of all."""
        return len(self.worths) - 1

    @property
    def total(self) -> Fraction:
        """What everybody makes."""
        return self.worths[-1]

    @property
    def alone(self) -> Payoffs:
        """What each player makes alone."""
        return tuple(self.worths[1 << i] for i in range(len(self.players)))

    def names(self, coalition: int) -> list[str]:
        """Return the players of a coalition."""
        return [player for i, player in enumerate(self.players) if coalition >> i & 1]

    def coalition(self, names: Sequence[str]) -> int:
        """Return the number of a coalition."""
        places = {self.players.index(name) for name in names}
        if len(places) < len(names):
            raise ValueError("a coalition holds a player twice")
        return sum(1 << place for place in places)

    def excesses(self, payoffs: Payoffs) -> list[Fraction]:
        """Return what each coalition makes by itself over what its members are paid."""
        return [worth - paid for worth, paid in zip(self.worths, subset_sums(payoffs), strict=True)]

    def weighed(self, listed: Sequence[Sequence[Any]]) -> dict[int, Fraction]:
        """Read weights on coalitions; all must be above 0."""
        found = {self.coalition(names): exact(weight) for names, weight in listed}
        if len(found) < len(listed) or not found or min(found.values()) <= 0:
            raise ValueError("weights must be above 0, on coalitions that are listed once")
        return found

    def times(self, weights: Mapping[int, Fraction]) -> Payoffs:
        """Return how much of each player's time weighted coalitions take."""
        return tuple(
            sum((weight for mask, weight in weights.items() if mask >> i & 1), Fraction(0))
            for i in range(len(self.players))
        )

    def made(self, weights: Mapping[int, Fraction]) -> Fraction:
        """Return what weighted coalitions make together."""
        return sum((weight * self.worths[mask] for mask, weight in weights.items()), Fraction(0))


def read_coalitions(record: Mapping[str, Any]) -> Coalitions:
    """Read a problem of kind ``"coalition game"``."""
    game = Coalitions(tuple(map(str, record["players"])), exacts(record["worths"]))
    if len(set(game.players)) < len(game.players) or len(game.worths) != 1 << len(game.players):
        raise ValueError("every coalition needs a worth, every player a name of its own")
    if game.worths[0]:
        raise ValueError("nobody makes nothing")
    return game


def _too_large(entry: Entry) -> bool:
    return len(entry.problem["players"]) > MOST_PLAYERS


def check_division(entry: Entry) -> Claims:
    """Check a division: its sum, its largest excess, and what its concept asks."""
    if _too_large(entry):
        yield entry.leaves("the division", f"there are more than {MOST_PLAYERS} players")
        return
    game = read_coalitions(entry.problem)
    payoffs = _paid(game, entry.answer["payoffs"])
    entry.seen.add("answer.payoffs")
    worst = _worst(game, payoffs)
    efficient = sum(payoffs) == game.total
    follows = {
        "total": game.total,
        "efficient": efficient,
        "in_core": efficient and (worst is None or worst[0] <= 0),
    }
    yield entry.agrees("whether everything is shared out, and nobody does better apart", "answer", follows)
    told = {
        "largest_excess": None if worst is None else worst[0],
        "of_coalition": None if worst is None else game.names(worst[1]),
    }
    yield entry.agrees(f"the largest excess of {len(game.worths) - 2} coalitions", "certificate", told)
    if entry.concept in CONCEPTS:
        yield from CONCEPTS[entry.concept](entry, game, payoffs)
    else:
        yield entry.states("the division is a known one", False, entry.concept[:40])


def _paid(game: Coalitions, stated: Mapping[str, Any]) -> Payoffs:
    """Read a payoff for each player."""
    if set(stated) != set(game.players):
        raise ValueError("a division has a payoff for each player")
    return tuple(exact(stated[player]) for player in game.players)


def _worst(game: Coalitions, payoffs: Payoffs) -> tuple[Fraction, int] | None:
    """Return the largest excess and the first coalition that has it; None for a single player."""
    apart = game.excesses(payoffs)[1:-1]
    return (max(apart), 1 + apart.index(max(apart))) if apart else None


def _shapley(entry: Entry, game: Coalitions, payoffs: Payoffs) -> Claims:
    """Check the Shapley value by dividends: each coalition's is shared out evenly."""
    dividends = list(game.worths)
    for i in range(len(game.players)):
        for mask in range(len(dividends)):
            if mask >> i & 1:
                dividends[mask] -= dividends[mask ^ 1 << i]
    shares = [Fraction(0)] * len(game.players)
    for mask, dividend in enumerate(dividends):
        for i in range(len(game.players)) if dividend else ():
            if mask >> i & 1:
                shares[i] += dividend / mask.bit_count()
    yield entry.states("each gets its shares of all dividends", tuple(shares) == payoffs)
    yield entry.agrees("both ways to work it out agree", "certificate", {"difference_from_dividends": 0})


def _banzhaf(entry: Entry, game: Coalitions, payoffs: Payoffs) -> Claims:
    """Check what each adds, over all coalitions without it."""
    added = [
        sum(
            (
                game.worths[mask] - game.worths[mask ^ 1 << i]
                for mask in range(len(game.worths))
                if mask >> i & 1
            ),
            Fraction(0),
        )
        for i in range(len(game.players))
    ]
    stated = {"sum_of_contributions": dict(zip(game.players, added, strict=True))}
    yield entry.agrees("what each player adds to all coalitions", "certificate", stated)
    normalised = entry.concept == "Banzhaf index"
    scale = game.total / sum(added) if normalised else Fraction(1, 1 << len(game.players) - 1)
    right = tuple(scale * amount for amount in added) == payoffs
    yield entry.states(
        "payoffs are in proportion to it", right and entry.options == {"normalised": normalised}
    )


def _least_core(entry: Entry, game: Coalitions, payoffs: Payoffs) -> Claims:
    """Check by weights that no division has a smaller largest excess."""
    entry.seen.add("certificate.weights")
    bound = _bound(game, entry.certificate["weights"])
    worst = _worst(game, payoffs)
    proven = sum(payoffs) == game.total and worst is not None and worst[0] == bound
    yield entry.states("no division has a smaller largest excess", proven, f"the bound is {float(bound):g}")
    yield entry.agrees("its level", "certificate", {"level": bound})


def _bound(game: Coalitions, listed: Sequence[Sequence[Any]]) -> Fraction:
    """Return what the largest excess of any division is at least, by weights that sum to 1.

    They take the same time of every player, so that all divisions give the weighted coalitions alike.
    """
    weights = game.weighed(listed)
    times = game.times(weights)
    if sum(weights.values()) != 1 or len(set(times)) != 1:
        raise ValueError("weights must sum to 1 and take the same time of every player")
    return game.made(weights) - times[0] * game.total


def _nucleolus(entry: Entry, game: Coalitions, payoffs: Payoffs) -> Claims:
    """Check stage by stage that whoever lowers an excess raises a larger one, until nothing can move."""
    floored = entry.concept == "nucleolus"
    yield entry.states(
        "everything is shared out, and nobody gets less than alone where that is asked",
        sum(payoffs) == game.total
        and (not floored or all(paid >= least for paid, least in zip(payoffs, game.alone, strict=True)))
        and entry.options == {"individually_rational": floored},
    )
    settled, excesses = [game.everybody], game.excesses(payoffs)
    for number, stage in enumerate(entry.certificate["stages"], 1):
        weights = game.weighed(stage["weights"])
        floors = {game.coalition([player]): exact(weight) for player, weight in stage["floors"].items()}
        told = _stage(game, settled, excesses, exact(stage["level"]), weights)
        told = told or _floors(game, payoffs, floors, allowed=floored)
        told = told or _moves(game, settled, [*weights.items(), *floors.items()])
        yield entry.states(f"stage {number} of the proof", not told, told)
        settled += [*weights, *floors]
    entry.seen.add("certificate.stages")
    yield entry.states("nothing can move after the last stage", not directions(settled, len(game.players)))
    yield entry.agrees("it says that nothing is violated", "certificate", {"largest_violation": 0})


def _stage(
    game: Coalitions,
    settled: Sequence[int],
    excesses: Sequence[Fraction],
    level: Fraction,
    weights: Mapping[int, Fraction],
) -> str:
    """Say why a level is not the largest excess of those that can move, held by weighted coalitions."""
    along = [subset_sums(z) for z in directions(settled, len(game.players))]
    movable = [mask for mask in range(len(excesses)) if any(sums[mask] for sums in along)]
    if sum(weights.values()) != 1:
        return "weights do not sum to 1"
    if any(excesses[mask] > level for mask in movable):
        return "a coalition that can move has a larger excess"
    return (
        "" if all(excesses[mask] == level for mask in weights) else "a weighted coalition has another excess"
    )


def _floors(game: Coalitions, payoffs: Payoffs, floors: Mapping[int, Fraction], *, allowed: bool) -> str:
    """Say why players cannot be held at what they get alone."""
    if floors and not allowed:
        return "nobody is held at a floor"
    held = all(payoffs[mask.bit_length() - 1] == game.worths[mask] for mask in floors)
    positive = all(weight > 0 for weight in floors.values())
    return "" if held and positive else "a player is not held at its floor"


def _moves(game: Coalitions, settled: Sequence[int], weights: Sequence[tuple[int, Fraction]]) -> str:
    """Say whether some direction that is left moves the weighted coalitions together."""
    for z in directions(settled, len(game.players)):
        sums = subset_sums(z)
        if sum((weight * sums[mask] for mask, weight in weights), Fraction(0)):
            return "the weighted coalitions can be paid more together"
    return ""


CONCEPTS: Mapping[str, Callable[[Entry, Coalitions, Payoffs], Claims]] = {
    "Shapley value": _shapley,
    "Banzhaf index": _banzhaf,
    "Banzhaf value": _banzhaf,
    "least core": _least_core,
    "nucleolus": _nucleolus,
    "prenucleolus": _nucleolus,
}


def check_core(entry: Entry) -> Claims:
    """Check an element of the core, or the balanced coalitions that leave no room for one."""
    if _too_large(entry):
        yield entry.leaves("the core", f"there are more than {MOST_PLAYERS} players")
        return
    game = read_coalitions(entry.problem)
    if entry.answer["element"] is None:
        yield from _is_empty(entry, game)
        return
    payoffs = _paid(game, entry.answer["element"])
    entry.seen.add("answer.element")
    worst = _worst(game, payoffs)
    inside = sum(payoffs) == game.total and (worst is None or worst[0] <= 0)
    yield entry.states(f"none of {len(game.worths) - 2} coalitions does better alone", inside)
    reached = {"largest_excess": None if worst is None else worst[0], "total": sum(payoffs)}
    yield entry.agrees("the largest excess at this element", "certificate", reached)
    yield entry.agrees("the core is not empty", "answer", {"empty": False})
    yield from _least(entry, game)


def _is_empty(entry: Entry, game: Coalitions) -> Claims:
    """Check by weights that part-time coalitions make more than everybody."""
    weights = game.weighed(entry.certificate["balanced"])
    entry.seen.add("certificate.balanced")
    times = game.times(weights)
    yield entry.states("weights take each player's time once", set(times) == {Fraction(1)})
    over = game.made(weights) - game.total
    yield entry.states("the coalitions make more than everybody: the core is empty", over > 0)
    told = {"time": dict(zip(game.players, times, strict=True)), "overclaim": over}
    yield entry.agrees("by as much as stated", "certificate", told)
    yield entry.agrees("it says so", "answer", {"empty": True, "element": None})
    yield from _least(entry, game)


def _least(entry: Entry, game: Coalitions) -> Claims:
    """Check by payoffs and weights what the largest excess is at least, for any division."""
    if len(game.players) == 1:
        yield entry.agrees("a single player has no coalition beside", "answer", {"least_core_excess": 0})
        return
    held = entry.certificate["least_core"]
    entry.seen.add("certificate.least_core")
    payoffs = _paid(game, held["payoffs"])
    reached = max(game.excesses(payoffs)[1:-1])
    least = _bound(game, held["weights"])
    proven = sum(payoffs) == game.total and reached == least
    yield entry.states("no division has a smaller largest excess than one that is given", proven)
    yield entry.agrees("which is the one stated", "answer", {"least_core_excess": least})
