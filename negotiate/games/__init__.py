"""What is played: games and what each player would do in them.

``normal_form`` holds the game; ``profiles`` mixed strategies and their payoffs;
``best_response`` and ``regret`` what a player would rather do; ``dominance`` and
``elimination`` what no player would do; behind them ``exact_lp``, linear programmes in rational
arithmetic, and ``belief``, what justifies a strategy. ``potential`` and ``polymatrix`` find
simpler forms. ``reading`` is what a game accepts; ``display`` how it looks; ``nfg`` (with
``nfg_parsing``) and ``game_json`` are its files, over ``text_files``.
"""

from negotiate.games.best_response import best_responses
from negotiate.games.dominance import Dominance, dominated_strategies
from negotiate.games.elimination import Elimination, iterated_elimination
from negotiate.games.game_json import game_json, read_game_json, write_game_json
from negotiate.games.nfg import nfg_text, read_nfg, write_nfg
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.polymatrix import PolymatrixGame, polymatrix_form
from negotiate.games.potential import exact_potential
from negotiate.games.profiles import exact_payoffs, exact_profile, expected_payoffs, mixed_profile
from negotiate.games.regret import exact_regrets, regrets

__all__ = [
    "Dominance",
    "Elimination",
    "NormalFormGame",
    "PolymatrixGame",
    "best_responses",
    "dominated_strategies",
    "exact_payoffs",
    "exact_potential",
    "exact_profile",
    "exact_regrets",
    "expected_payoffs",
    "game_json",
    "iterated_elimination",
    "mixed_profile",
    "nfg_text",
    "polymatrix_form",
    "read_game_json",
    "read_nfg",
    "regrets",
    "write_game_json",
    "write_nfg",
]
