"""What is played: games and what each player would do in them.

``normal_form`` holds the game; ``profiles`` mixed strategies and their payoffs;
``best_response`` and ``regret`` what a player would rather do; ``dominance`` and
``elimination`` what no player would do; behind them ``exact_lp``, linear programmes in rational
arithmetic, and ``belief``, what justifies a strategy; ``reading`` what a game
accepts; ``display`` how it looks.
"""

from negotiate.games.best_response import best_responses
from negotiate.games.dominance import Dominance, dominated_strategies
from negotiate.games.elimination import Elimination, iterated_elimination
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.profiles import exact_payoffs, exact_profile, expected_payoffs, mixed_profile
from negotiate.games.regret import exact_regrets, regrets

__all__ = [
    "Dominance",
    "Elimination",
    "NormalFormGame",
    "best_responses",
    "dominated_strategies",
    "exact_payoffs",
    "exact_profile",
    "exact_regrets",
    "expected_payoffs",
    "iterated_elimination",
    "mixed_profile",
    "regrets",
]
