"""Nash equilibria: the regret of each anew, and whether any is missing, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from negotiate.verify.claim import Claim
from negotiate.verify.entry import Claims, Entry, exact, exacts, mismatch
from negotiate.verify.game import Game, read_game
from negotiate.verify.vertices import TooLarge, extreme_equilibria

__all__ = ["check_demand", "check_equilibria", "regrets"]

Profile = tuple[tuple[Fraction, ...], ...]

MOST_SUBSETS = 5_000


def regrets(game: Game, profile: Sequence[Sequence[Fraction]]) -> tuple[list[Fraction], list[Fraction]]:
    """Return each player's expected payoff, and the most it gains by deviating alone."""
    payoffs, gains = [], []
    for player, mixed in enumerate(profile):
        of_each = game.deviation_payoffs(player, profile)
        payoffs.append(sum((p * u for p, u in zip(mixed, of_each, strict=True)), Fraction(0)))
        gains.append(max(of_each) - payoffs[-1])
    return payoffs, gains


def check_equilibria(entry: Entry) -> Claims:
    """Check every profile, its payoffs and regrets, and that the list is complete."""
    game = read_game(entry.problem)
    listed = entry.answer["equilibria"]
    profiles = [_profile(game, record) for record in listed]
    worked = [regrets(game, profile) for profile in profiles]
    entry.seen |= {"answer.equilibria", "certificate.regrets"}
    largest = _largest_gain(worked)
    yield entry.states(
        f"no player gains by leaving any of the {len(profiles)} profiles alone",
        largest == 0,
        f"somebody gains {float(largest):g}",
    )
    by_player = [
        [dict(zip(game.players, numbers, strict=True)) for numbers in part]
        for part in zip(*worked, strict=True)
    ] or [[], []]
    yield entry.agrees("the regrets are those stated", "certificate", {"regrets": by_player[1]})
    stated = [_without_strategies(record) for record in listed]
    kinds = ["pure" if _is_pure(profile) else "mixed" for profile in profiles]
    follows = [{"kind": kind, "payoffs": payoffs} for kind, payoffs in zip(kinds, by_player[0], strict=True)]
    told = mismatch(stated, follows, "answer.equilibria")
    yield entry.states("the payoffs are those stated, pure ones are called pure", not told, told)
    exactly = [payoffs for payoffs, _ in worked]
    yield entry.agrees("the exact payoffs follow", "certificate", {"exact_payoffs": exactly})
    yield from _indices(entry, listed)
    yield from _completeness(entry, game, profiles)


def _largest_gain(worked: Sequence[tuple[Any, Sequence[Fraction]]]) -> Fraction:
    """Return the most that anybody gains by leaving any profile alone."""
    return max((max(gains) for _, gains in worked), default=Fraction(0))


def _without_strategies(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in ("strategies", "index")}


def _is_pure(profile: Profile) -> bool:
    return all(sum(share > 0 for share in mixed) == 1 for mixed in profile)


def _profile(game: Game, record: Mapping[str, Any]) -> Profile:
    strategies = record["strategies"]
    if set(strategies) != set(game.players):
        raise ValueError("an equilibrium has one strategy a player")
    found = []
    for player, labels in zip(game.players, game.strategies, strict=True):
        shares = {label: exact(share) for label, share in strategies[player].items()}
        if not set(shares) <= set(labels) or sum(shares.values()) != 1 or min(shares.values()) <= 0:
            raise ValueError(f"a strategy of {player} is no probability distribution over its strategies")
        found.append(tuple(shares.get(label, Fraction(0)) for label in labels))
    return tuple(found)


def _indices(entry: Entry, listed: Sequence[Mapping[str, Any]]) -> Claims:
    """Check that indices are 1 or -1, and sum to 1 over a game that is not degenerate."""
    stated = [record.get("index") for record in listed]
    known = [index for index in stated if index is not None]
    if not known:
        return
    right = all(type(index) is int and abs(index) == 1 for index in known)
    yield entry.states("indices are 1 or -1", right)
    whole = len(known) == len(stated) and entry.answer.get("degenerate") is False
    if whole and right:
        yield entry.states("the indices sum to 1", sum(known) == 1, f"they sum to {sum(known)}")
    yield entry.leaves("each index", "only their sum is checked" if whole else "they are not recomputed")


def _completeness(entry: Entry, game: Game, profiles: Sequence[Profile]) -> Claims:
    statement = f"no extreme equilibrium is missing from the {len(profiles)}"
    told = {"complete": entry.answer["complete"]}
    yield entry.agrees("answer and certificate agree on completeness", "certificate", told)
    entry.seen |= {"answer.complete", "certificate.because"}
    if type(entry.answer["complete"]) is not bool:
        raise TypeError("complete is no truth value")
    structure = [f"answer.{key}" for key in ("nash_subsets", "components", "degenerate")]
    if entry.concept == "pure nash":
        yield _all_pure(entry, game, profiles)
        yield entry.leaves("how equilibria hang together", "only pure ones are listed", *structure)
        return
    if len(game.players) != 2:
        yield entry.leaves(statement, "only games of two players are enumerated again")
        yield entry.leaves("how equilibria hang together", "not worked out for this game", *structure)
        return
    try:
        known = extreme_equilibria(game.matrix(0), game.matrix(1))
    except TooLarge:
        yield entry.leaves(statement, "the game is too large to be enumerated again")
        yield entry.leaves("how equilibria hang together", "the game is too large", *structure)
        return
    given = set(profiles)
    if entry.answer["complete"]:
        told_missing = f"{len(known - given)} are missing, {len(given - known)} are not extreme"
        yield entry.states(statement, given == known and len(given) == len(profiles), told_missing)
        yield from _structure(entry, profiles)
    else:
        yield entry.leaves(statement, "the file does not claim it")
        yield entry.leaves("how equilibria hang together", "the list is not complete", *structure)


def _all_pure(entry: Entry, game: Game, profiles: Sequence[Profile]) -> Claim:
    """Check profile by profile which pure strategies are an equilibrium; the file must list them all."""
    statement = f"no pure equilibrium is missing from the {len(profiles)}"
    if entry.answer["complete"] is not True:
        return entry.leaves(statement, "the file does not claim it")
    found = {
        tuple(_certain(k, count) for k, count in zip(cell, game.shape, strict=True))
        for cell in product(*map(range, game.shape))
        if all(_stays(game, player, cell) for player in range(len(cell)))
    }
    complete = found == set(profiles) and len(found) == len(profiles)
    return entry.states(statement, complete, f"there are {len(found)}")


def _stays(game: Game, player: int, cell: tuple[int, ...]) -> bool:
    """Say whether a player gains nothing by leaving a profile of pure strategies alone."""
    payoffs = game.payoffs[player]
    others = ((*cell[:player], k, *cell[player + 1 :]) for k in range(game.shape[player]))
    return all(payoffs[other] <= payoffs[cell] for other in others)


def _certain(place: int, count: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(k == place)) for k in range(count))


def _structure(entry: Entry, profiles: Sequence[Profile]) -> Claims:
    """Check the sets whose mixtures are equilibria too, and which of them hang together."""
    stated = entry.answer["nash_subsets"]
    if stated is None:
        reason = "the file does not state it"
        yield entry.leaves("how equilibria hang together", reason, "answer.nash_subsets", "answer.components")
    else:
        subsets = _maximal_products(profiles)
        follows = {"nash_subsets": subsets, "components": _connected(subsets)}
        yield entry.agrees("which equilibria may be mixed, and which hang together", "answer", follows)
    if entry.answer["degenerate"] is False:
        alone = stated is None or all(len(subset) == 1 for subset in stated)
        yield entry.states("the game is not degenerate: no two may be mixed", alone)
        entry.seen.add("answer.degenerate")
    else:
        yield entry.leaves("that the game is degenerate", "ties outside equilibria are not looked for")
        entry.seen.add("answer.degenerate")


def _maximal_products(profiles: Sequence[Profile]) -> list[list[int]]:
    """Return the maximal sets X × Y of which every pair is listed, by position, sorted.

    These are the maximal bicliques of the graph that joins the two strategies of each pair: each is
    closed, so it is reached by intersecting neighbourhoods of the first player's strategies.
    """
    place = {(profile[0], profile[1]): k for k, profile in enumerate(profiles)}
    replies: dict[Any, frozenset[Any]] = {}
    for x, y in place:
        replies[x] = replies.get(x, frozenset()) | {y}
    closed: set[frozenset[Any]] = set()
    for neighbours in replies.values():
        closed |= {neighbours} | {neighbours & other for other in closed}
        if len(closed) > MOST_SUBSETS:
            raise ValueError("there are too many maximal subsets")
    found = []
    for common in closed - {frozenset()}:
        members = [x for x, neighbours in replies.items() if common <= neighbours]
        found.append(sorted(place[x, y] for x in members for y in common))
    return sorted(found)


def _connected(subsets: Sequence[Sequence[int]]) -> list[list[int]]:
    """Join subsets that share an equilibrium."""
    parts: list[set[int]] = []
    for subset in subsets:
        touching = [part for part in parts if part & set(subset)]
        parts = [part for part in parts if part not in touching] + [set(subset).union(*touching)]
    return sorted(sorted(part) for part in parts)


def check_demand(entry: Entry) -> Claims:
    """Check every equilibrium of a demand game, and that there is no other."""
    game = read_game(entry.named("game", "game"))
    profiles = [_distributions(record["profile"]) for record in entry.answer["equilibria"]]
    worked = [regrets(game, profile) for profile in profiles]
    largest = _largest_gain(worked)
    yield entry.states("no player gains by leaving any profile alone", largest == 0)
    yield entry.agrees("the largest regret is the one stated", "certificate", {"max_regret": largest})
    follows = [
        {
            "support": [k for k, share in enumerate(profile[0]) if share],
            "profile": profile,
            "payoffs": payoffs,
            "agreement": _chance_of_agreement(*profile),
        }
        for profile, (payoffs, _) in zip(profiles, worked, strict=True)
    ]
    yield entry.agrees(
        "claims made, payoffs and chances of agreement follow",
        "answer",
        {"equilibria": follows, "claims": game.strategies[0]},
    )
    yield from _claimed(entry, game)
    known = extreme_equilibria(game.matrix(0), game.matrix(1))
    complete = set(profiles) == known and len(known) == len(profiles)
    yield entry.states("no equilibrium is missing", complete, f"there are {len(known)}")
    yield entry.agrees("complete is said where it is so", "answer", {"complete": complete})


def _distributions(listed: Sequence[Sequence[object]]) -> Profile:
    """Read one strategy a player, each a probability distribution."""
    profile = tuple(exacts(mixed) for mixed in listed)
    if any(sum(mixed) != 1 or min(mixed) < 0 for mixed in profile):
        raise ValueError("a profile is no probability distribution")
    return profile


def _chance_of_agreement(first: Sequence[Fraction], second: Sequence[Fraction]) -> Fraction:
    """Return how likely both claims fit: the second player's is at or after the first's."""
    return sum((share * sum(second[j:]) for j, share in enumerate(first)), Fraction(0))


def _claimed(entry: Entry, game: Game) -> Claims:
    """Check that the game pays each its claim where claims fit, else disagreement."""
    first, second = ([exact(claim) for claim in claims] for claims in entry.problem["claims"])
    point = [exact(number) for number in entry.problem["disagreement"]]
    count = len(first)
    pays = all(
        (game.payoffs[0][j, k], game.payoffs[1][j, k])
        == ((first[j], second[k]) if j <= k else (point[0], point[1]))
        for j in range(count)
        for k in range(count)
    )
    rises = all(a < b for a, b in zip([point[0], *first], first, strict=False))
    falls = all(a > b for a, b in zip(second, [*second[1:], point[1]], strict=True))
    applies = pays and rises and falls and game.shape == (count, count)
    number = {"theorem_applies": applies, "equilibria_by_theorem": (1 << count) - 1}
    yield entry.agrees("the claims are as the theorem wants them", "certificate", number)
