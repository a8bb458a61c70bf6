"""Commitment in pure strategies: the follower's best replies and the leader's best choice, found anew."""

from __future__ import annotations

from negotiate.verify.entry import Claims, Entry
from negotiate.verify.game import read_game

__all__ = ["check_commitment"]


def check_commitment(entry: Entry) -> Claims:
    """Check what each commitment leads to, and which are best."""
    game = read_game(entry.problem)
    leader, follower, ties = (entry.answer[key] for key in ("leader", "follower", "ties"))
    lead = game.players.index(leader)
    pick = {"strong": max, "weak": min}[ties]
    rows = []
    for own, strategy in enumerate(game.strategies[lead]):
        cells = [(own, k) if lead == 0 else (k, own) for k in range(game.shape[1 - lead])]
        most = max(game.payoffs[1 - lead][cell] for cell in cells)
        best = [k for k, cell in enumerate(cells) if game.payoffs[1 - lead][cell] == most]
        paid = pick(game.payoffs[lead][cells[k]] for k in best)
        replies = [game.strategies[1 - lead][k] for k in best if game.payoffs[lead][cells[k]] == paid]
        rows.append((strategy, replies, paid, most))
    largest = max(paid for *_, paid, _ in rows)
    yield entry.agrees(
        f"the best of {len(rows)} commitments, replies that tie taken {ties}",
        "answer",
        {
            "leader": leader,
            "follower": game.players[1 - lead],
            "ties": ties,
            "best": [
                {"strategy": strategy, "replies": replies, "payoffs": {leader: paid, follower: most}}
                for strategy, replies, paid, most in rows
                if paid == largest
            ],
        },
    )
    every = [
        {"strategy": strategy, "leader_payoff": paid, "follower_regret": 0} for strategy, _, paid, _ in rows
    ]
    yield entry.agrees("what each commitment earns the leader", "certificate", {"commitments": every})
