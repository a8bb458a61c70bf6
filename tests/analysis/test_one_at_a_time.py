import pytest

from negotiate import InvalidInput, NoSolution, load_scenario
from negotiate.analysis import ScenarioAnswers, one_at_a_time, ranged_parameters, short_names


def trade(values: dict) -> dict:
    if values["price"] > 3.4:
        raise InvalidInput("price=3.5; nobody pays that.")
    gain = values["worth"] - values["price"]
    return {"gain": gain, "deal": "yes" if gain > 0 else "no", "tax": None}


RANGES = {"price": (2, 1.5, 3.5), "worth": (3, 2, 6), "idle": (0, 1)}


def test_swings_are_sorted_and_labels_count_their_changes() -> None:
    tornado = one_at_a_time(trade, RANGES)
    assert [swing.parameter for swing in tornado.of()] == ["price", "worth", "idle"]
    assert [swing.size for swing in tornado.of("gain")] == [None, 4.0, 0.0]
    price = tornado.of("gain")[0]
    assert (price.at_low, price.at_high, price.base, price.width) == (1.5, None, 1.0, 0.5)
    deal = {swing.parameter: (swing.at_low, swing.at_high, swing.size) for swing in tornado.of("deal")}
    assert deal == {"worth": ("no", "yes", 1), "price": ("yes", "undefined", 1), "idle": ("yes", "yes", 0)}
    assert tornado.changed_by("deal") == ("price", "worth")
    assert tornado.of("tax")[0].size is None
    assert tornado.of("tax")[0].width is None


def test_names_are_as_short_as_they_can_be() -> None:
    paths = ["model.sectors.steel.imports", "model.sectors.beef.imports", "model.trade.pass_through"]
    assert short_names(paths) == ["steel imports", "beef imports", "pass-through"]
    assert short_names(["a.b", "b"]) == ["a b", "b"]


def test_where_there_is_no_model_the_reason_is_kept() -> None:
    tornado = one_at_a_time(trade, RANGES)
    assert tornado.undefined == {"price = 3.5": "price=3.5; nobody pays that."}
    assert "No model at 1 ends; at price = 3.5" in tornado.summary()
    with pytest.raises(NoSolution, match="own values: price=3.5"):
        one_at_a_time(trade, {**RANGES, "price": (3.45, 3, 4)})


def test_tables_say_ranges_first() -> None:
    tornado = one_at_a_time(trade, RANGES)
    assert tornado.table().rows[0] == ("gain", "1", "0 to 4", "price", 2)
    assert tornado.table().rows[1] == ("deal", "yes", "no | undefined | yes", "price", 2)
    assert tornado.table().rows[2] == ("tax", "no answer", "no answer", "none", 0)
    assert tornado.table_of("tax").notes[0] == "Now: no answer."
    assert '"swing": 4.0' in tornado.to_json()


def test_of_a_scenario_each_end_is_a_single_solution() -> None:
    steel = ScenarioAnswers(load_scenario("steel-for-beef"))
    calls: list[tuple[int, int]] = []
    ranges = ranged_parameters(steel.scenario, ["model.trade", "model.parameters.purchase_worth"])
    tornado = one_at_a_time(steel, ranges, progress=lambda done, of: calls.append((done, of)))
    assert calls == [(3, 5), (5, 5)]
    swing = next(s for s in tornado.of("gain of Home") if s.parameter == "model.trade.pass_through")
    again = steel({"model.trade.pass_through": 0.3})
    assert swing.at_low == again["gain of Home"]
