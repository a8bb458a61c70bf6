"""Commitment in pure strategies: the follower's best replies and the leader's best choice, found anew."""

from __future__ import annotations

from fractions import Fraction

from negotiate.verify.entry import Claims, Entry
from negotiate.verify.game import Game, read_game

__all__ = ["check_commitment"]

Row = tuple[str, list[str], Fraction, Fraction]  # strategy, replies, what leader and follower get


def check_commitment(entry: Entry) -> Claims:
    """Check what each commitment leads to, and which are best."""
    game = read_game(entry.problem)
    leader, follower, ties = (entry.answer[key] for key in ("leader", "follower", "ties"))
    rows = _led(game, game.players.index(leader), ties)
    largest = max(paid for *_, paid, _ in rows)
    best = [
        {"strategy": strategy, "replies": replies, "payoffs": {leader: paid, follower: most}}
        for strategy, replies, paid, most in rows
        if paid == largest
    ]
    other = game.players[1 - game.players.index(leader)]
    follows = {"leader": leader, "follower": other, "ties": ties, "best": best}
    statement = f"the best of {len(rows)} commitments, replies that tie taken {ties}"
    yield entry.agrees(statement, "answer", follows)
    every = [
        {"strategy": strategy, "leader_payoff": paid, "follower_regret": 0} for strategy, _, paid, _ in rows
    ]
    yield entry.agrees("what each commitment earns the leader", "certificate", {"commitments": every})


def _led(game: Game, lead: int, ties: str) -> list[Row]:
    """Return each commitment with the replies that it meets, and what both are paid."""
    pick = {"strong": max, "weak": min}[ties]
    own, theirs = game.payoffs[lead], game.payoffs[1 - lead]
    rows = []
    for place, strategy in enumerate(game.strategies[lead]):
        cells = [(place, k) if lead == 0 else (k, place) for k in range(game.shape[1 - lead])]
        most = max(theirs[cell] for cell in cells)
        best = [k for k, cell in enumerate(cells) if theirs[cell] == most]
        paid = pick(own[cells[k]] for k in best)
        replies = [game.strategies[1 - lead][k] for k in best if own[cells[k]] == paid]
        rows.append((strategy, replies, paid, most))
    return rows
