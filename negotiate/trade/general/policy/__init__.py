"""Tariff policy in general equilibrium: what a government would choose, and what follows for others.

- ``setter.py``: who sets which tariffs, and what for; ``choice.py``: payoffs and slopes in free rates.
- ``search.py``: Newton's method; ``proof.py``: slope, curvature and a search far away.
- ``nash.py``: optimal tariffs and trade wars; ``solution.py``: what comes out.
- ``talks.py``: what two blocs agree on; ``agreed.py``: what comes out.
- ``cases.py``: tables of tariffs side by side, retaliation, uses of revenue.
- ``others.py``: how the best tariff on one partner moves with what others face.
- ``gainers.py``: who gains, where trade is diverted to.
- ``game.py``: a finite game with payoffs in general equilibrium.
"""

from negotiate.trade.general.policy.agreed import AgreedTariffs, AgreementProof
from negotiate.trade.general.policy.cases import TariffCases, retaliate, revenue_uses, tariff_cases
from negotiate.trade.general.policy.gainers import who_gains
from negotiate.trade.general.policy.game import Orders, tariff_game
from negotiate.trade.general.policy.nash import nash_tariffs, optimal_tariffs
from negotiate.trade.general.policy.others import BestAgainstOthers, best_tariff_on
from negotiate.trade.general.policy.proof import Proof
from negotiate.trade.general.policy.setter import TariffSetter
from negotiate.trade.general.policy.solution import ChosenTariffs
from negotiate.trade.general.policy.talks import cooperative_tariffs

__all__ = [
    "AgreedTariffs",
    "AgreementProof",
    "BestAgainstOthers",
    "ChosenTariffs",
    "Orders",
    "Proof",
    "TariffCases",
    "TariffSetter",
    "best_tariff_on",
    "cooperative_tariffs",
    "nash_tariffs",
    "optimal_tariffs",
    "retaliate",
    "revenue_uses",
    "tariff_cases",
    "tariff_game",
    "who_gains",
]
