"""The pictures of who else reacts, and of who gets or bears how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.coalition import Division
from negotiate.region import EfficientContributions, NashContributions, Reaction
from negotiate.report.figures import plot_reaction_network, plot_shares

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["contributions_picture", "division_picture", "reaction_picture"]

Options = dict[str, Any]


def reaction_picture(found: Reaction, options: Options) -> Figure:
    """Draw who answers whom, with spending at rest where the race comes to rest."""
    race = found.race
    levels = found.levels if found.stable else None
    return plot_reaction_network(
        race.reaction, countries=race.countries, levels=levels, unit=race.unit, **options
    )


def contributions_picture(found: NashContributions | EfficientContributions, options: Options) -> Figure:
    """Draw what each ally gives."""
    good = found.good
    given = [float(one) for one in found.contributions]
    return plot_shares(
        {found.concept: given}, players=good.countries, what="Contribution", unit=good.unit, **options
    )


def division_picture(found: Division, options: Options) -> Figure:
    """Draw what each player gets."""
    game = found.game
    payoffs = [float(one) for one in found.payoffs]
    return plot_shares({found.concept: payoffs}, players=game.players, unit=game.unit, **options)
