"""Threats in the region: weights change what bundles are worth, and regret is between the best of each."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.procurement.risk import threat_regret
from negotiate.scenario import build_model, build_threats, load_scenario


def test_the_flagship_s_threats_disagree_and_a_lottery_regrets_less() -> None:
    model = build_model(load_scenario("japan-us-2025"))
    threats = build_threats(model, purchases=1.0)
    assert len(threats.labels) == 4
    plans = threats.best_plans
    assert plans[0].value == pytest.approx(model.value(1.0))
    assert len({tuple(plan.quantities.tolist()) for plan in plans}) == 4
    shares = {
        label: dict(
            zip((m.name for m in plan.problem.missions), plan.problem.added(plan.quantities), strict=True)
        )
        for label, plan in zip(threats.labels, plans, strict=True)
    }
    assert max(shares, key=lambda label: shares[label]["missile_defence"]) == "north-korean-missiles"
    assert max(shares, key=lambda label: shares[label]["maritime"]) == "chinese-naval-expansion"
    assert max(shares, key=lambda label: shares[label]["air"]) == "chinese-air-expansion"
    lottery = threat_regret(threats)
    pure = threats.regret_problem().regrets.max(axis=1).min()
    assert lottery.max_regret <= pure + 1e-12
    assert np.all(threats.regret_problem().regrets >= 0)


def test_the_budget_cap_is_the_default() -> None:
    model = build_model(load_scenario("japan-us-2025"))
    problem = next(iter(build_threats(model).problems.values()))
    assert problem.budget == pytest.approx(model.headroom)


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="steel-for-beef names no threats; add"):
        build_threats(build_model(load_scenario("steel-for-beef")))
    with pytest.raises(InvalidInput, match="is 'power', which names no items; threats need a catalogue"):
        build_threats(build_model(load_scenario("japan-us-2025", "power-law")))
