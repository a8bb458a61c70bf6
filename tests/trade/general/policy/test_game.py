"""Tariff games: payoffs equal single solves, labels, orders, refusals."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate.equilibria import pure_equilibria
from negotiate.errors import InvalidInput
from negotiate.trade.general import GeneralEquilibrium, load_regions, tariffs_by
from negotiate.trade.general.policy import Orders, TariffSetter, choice, nash_tariffs, tariff_game


@pytest.fixture(scope="module")
def world() -> GeneralEquilibrium:
    return GeneralEquilibrium(load_regions(), "balanced")


def test_payoffs_equal_single_solves(world: GeneralEquilibrium) -> None:
    grids = {"USA": [0, 0.1, 0.25], "CHN": [0, 0.2], "EU27": [0.0, 0.3]}
    game = tariff_game(world, ["USA", "CHN", "EU27"], grids)
    assert game.shape == (3, 2, 2)
    assert game.strategies == (("0%", "10%", "25%"), ("0%", "20%"), ("0%", "30%"))
    assert game.unit == "bn USD/yr"
    table = tariffs_by(world.economy, "USA", 0.1)
    table = tariffs_by(world.economy, "CHN", 0.2, base=table)
    table = tariffs_by(world.economy, "EU27", 0.3, base=table)
    single = world.effects(table).equivalent_variation
    places = [world.economy.place(name) for name in ("USA", "CHN", "EU27")]
    assert game.payoffs[:, 1, 1, 1] == pytest.approx(single[places], abs=1e-9)


def test_a_fine_grid_around_the_nash_tariffs_has_them_as_its_equilibrium(world: GeneralEquilibrium) -> None:
    war = nash_tariffs(world, ["USA", "CHN"])
    grids = {
        name: rate + np.array([-0.05, 0.0, 0.05])
        for name, rate in zip(("USA", "CHN"), war.rates, strict=True)
    }
    game = tariff_game(world, ["USA", "CHN"], grids)
    (found,) = pure_equilibria(game)
    assert [int(np.argmax(part)) for part in found.profile] == [1, 1]


def test_orders_are_a_strategy_of_one_player(world: GeneralEquilibrium) -> None:
    grids = {"USA": [0.0, 0.15, 0.25]}
    players = [TariffSetter("JPN"), TariffSetter("USA", on=("JPN",))]
    game = tariff_game(world, players, grids, orders=Orders("JPN", "USA", [0, 5, 10]))
    assert game.strategies[0] == ("0", "5", "10")
    orders = np.zeros((12, 12))
    orders[1, 0] = 10
    single = world.effects(tariffs_by(world.economy, "USA", {"JPN": 0.25}), purchases=orders)
    assert game.payoffs[:, 2, 2] == pytest.approx(single.equivalent_variation[:2], abs=1e-9)
    assert (np.diff(game.payoffs[0], axis=0) < 0).all()  # an order is paid for and not consumed
    assert (np.diff(game.payoffs[1], axis=0) > 0).all()
    both = tariff_game(world, players, {**grids, "JPN": [0, 0.1]}, orders=Orders("JPN", "USA", [0, 5]))
    assert both.strategies[0] == ("0% + 0", "0% + 5", "10% + 0", "10% + 5")


def test_many_profiles_are_solved_in_pieces(
    world: GeneralEquilibrium, monkeypatch: pytest.MonkeyPatch
) -> None:
    def game() -> np.ndarray:
        grids = {"USA": [0.0, 0.15, 0.25]}
        return tariff_game(world, ["JPN", "USA"], grids, orders=Orders("JPN", "USA", [0, 5, 10])).payoffs

    whole = game()
    monkeypatch.setattr(choice, "_CELLS", 4 * 144)
    assert game() == pytest.approx(whole, abs=1e-9)


def test_the_tariffs_of_one_who_only_orders_are_held(world: GeneralEquilibrium) -> None:
    held = tariffs_by(world.economy, "JPN", {"USA": 0.2, "CHN": 0.3})
    players = ["JPN", TariffSetter("USA", on=("JPN",))]
    game = tariff_game(world, players, {"USA": [0.25]}, orders=Orders("JPN", "USA", [0]), held=held)
    single = world.effects(tariffs_by(world.economy, "USA", {"JPN": 0.25}, base=held))
    assert game.payoffs[:, 0, 0] == pytest.approx(single.equivalent_variation[:2], abs=1e-9)


def test_vectors_of_rates_are_strategies_too(world: GeneralEquilibrium) -> None:
    players = [TariffSetter("USA", on=("JPN", "KOR"), by="partner"), "CHN"]
    game = tariff_game(world, players, {"USA": [[0, 0], [0.25, 0.15]], "CHN": [0.0]})
    assert game.strategies[0] == ("0%/0%", "25%/15%")
    single = world.effects(tariffs_by(world.economy, "USA", {"JPN": 0.25, "KOR": 0.15}))
    assert game.payoffs[0, 1, 0] == pytest.approx(single.equivalent_variation[1], abs=1e-9)


def test_what_is_wrong_is_said_in_words(world: GeneralEquilibrium) -> None:
    with pytest.raises(InvalidInput, match="grids has none for CHN"):
        tariff_game(world, ["USA", "CHN"], {"USA": [0]})
    with pytest.raises(InvalidInput, match="grids: CHN has shape \\(0,\\)"):
        tariff_game(world, ["USA", "CHN"], {"USA": [0], "CHN": []})
    with pytest.raises(InvalidInput, match="grids: CHN has -1.5; a rate is a fraction above -1"):
        tariff_game(world, ["USA", "CHN"], {"USA": [0], "CHN": [-1.5]})
    with pytest.raises(InvalidInput, match="'CHI', who is none of the players"):
        tariff_game(world, ["USA", "CHN"], {"USA": [0], "CHI": [0]})
    with pytest.raises(InvalidInput, match="'CHI' is none of the 12 countries"):
        tariff_game(world, ["USA", "CHI"], {"USA": [0], "CHI": [0]})
    with pytest.raises(InvalidInput, match="at least two"):
        tariff_game(world, ["USA"], {"USA": [0]})
    with pytest.raises(InvalidInput, match="orders: KOR is none of the players"):
        tariff_game(world, ["USA", "JPN"], {"USA": [0], "JPN": [0]}, orders=Orders("KOR", "USA", [1]))
    with pytest.raises(InvalidInput, match="players must be a list of setters"):
        tariff_game(world, "USA", {"USA": [0]})  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="grids=.* must be a mapping of rates by player"):
        tariff_game(world, ["USA", "JPN"], [[0], [0]])  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="orders is a tuple; it must be an Orders"):
        tariff_game(world, ["USA", "JPN"], {"USA": [0]}, orders=("JPN", "USA", [0]))  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="an order is at least 0"):
        Orders("JPN", "USA", [-1])
