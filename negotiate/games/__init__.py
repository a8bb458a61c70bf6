"""What is played: games and what each player would do in them.

``normal_form`` holds the game; ``profiles`` mixed strategies and their payoffs;
``best_response`` and ``regret`` what a player would rather do; ``dominance`` and
``elimination`` what no player would do; ``exact_lp`` the linear programmes behind them in
rational arithmetic; ``display`` how a game looks.
"""

from negotiate.games.normal_form import NormalFormGame

__all__ = ["NormalFormGame"]
