"""The checks before payment, against a table that people of the trade can read."""

from pathlib import Path

import pytest

from desktop_app.domain.rules import built_in_rules
from desktop_app.domain.watch_facts import SEVERITIES
from desktop_app.use_cases.checks import check_village, payable_findings
from tests.sessions import VILLAGE, open_test_session
from tests.trade.check_world import CheckWorld
from tests.trade.tables import cases


@pytest.mark.parametrize("case", cases("checks"))
def test_what_the_checks_find(case: dict[str, str], tmp_path: Path) -> None:
    session = open_test_session(tmp_path)
    try:
        world = CheckWorld(session, case)

        report = check_village(session, VILLAGE, case["月份"])

        found = [one for one in report.hits if one.placement_id == world.placement.id]
        told = {f"{one.rule} {SEVERITIES[one.severity]}" for one in found}
        assert told == set(filter(None, [case["期望"]]))
        assert case["条款"] in built_in_rules().clauses
        for one in found:
            assert one.basis.startswith(f"{one.title} · 内置规则包")
            assert all(text.endswith("。") for text in (one.reason, one.advice) if text)
        payable = payable_findings(session, [world.placement.id], case["月份"])
        held_up = payable[world.placement.id].blocking if payable else ()
        assert bool(held_up) == ("先处理" in case["期望"])
    finally:
        session.close()
