"""A check whose clause has ended still finds, and says that its basis is gone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.check_queries import watched
from desktop_app.domain.months import Month
from desktop_app.domain.rules import built_in_rules
from desktop_app.domain.watch_rules import CHECKS, hits
from tests.sessions import VILLAGE, open_test_session
from tests.trade.check_world import CheckWorld

PACK = built_in_rules()
FACTS = (
    "死亡 2026-11-10；农牧岗位 2026-03-01；家人在岗 2026-03-01；参保名单 2026-01-01；"
    "市场主体名单 2025-01-01；干部名单；财政名单；待遇名单 2026-01-01 职工；外出 2026-11-05；满勤；"
    "同账号；同电话 3；同号；同名同生日"
)


@pytest.mark.parametrize("key", [key for key, _ in CHECKS])
def test_an_ended_check_tells_of_its_end(key: str, tmp_path: Path) -> None:
    session = open_test_session(tmp_path)
    case = {
        "月份": "2026-11", "出生日期": "1961-11-16", "性别": "男", "上岗日期": "2026-01-01",
        "最后出勤日": "2026-11-28", "事实": FACTS,
    }  # fmt: skip
    world = CheckWorld(session, case)
    if key == "check.identity_number":
        world.change(citizen_id="")
    if key == "check.away":
        world = CheckWorld(session, {**case, "事实": "状态外出", "出生日期": "1980-01-01"})
    ended = tuple(
        replace(one, since=date(2000, 1, 1), until=date(2001, 1, 1)) for one in PACK.clauses[key]
    )
    pack = replace(PACK, clauses={**PACK.clauses, key: ended})

    facts = watched(session.store.database, Month(2026, 11), (VILLAGE,))
    found = [one for one in hits(pack, facts) if one.rule == key]

    session.close()
    assert found
    assert all("依据已到期（2001-01-01）" in one.basis for one in found)


@pytest.mark.parametrize("key", ["post.max_age.male", "post.min_age"])
def test_an_ended_age_limit_is_told_with_the_check_that_rests_on_it(
    key: str, tmp_path: Path
) -> None:
    session = open_test_session(tmp_path)
    born = "1961-11-16" if key == "post.max_age.male" else "2011-05-05"
    CheckWorld(
        session,
        {
            "月份": "2026-11", "出生日期": born, "性别": "男", "上岗日期": "2026-01-01",
            "最后出勤日": "", "事实": "",
        },
    )  # fmt: skip
    ended = tuple(
        replace(one, since=date(2000, 1, 1), until=date(2001, 1, 1)) for one in PACK.clauses[key]
    )
    pack = replace(PACK, clauses={**PACK.clauses, key: ended})

    found = hits(pack, watched(session.store.database, Month(2026, 11), (VILLAGE,)))

    session.close()
    (hit,) = [one for one in found if one.rule == "check.age"]
    assert "依据已到期（2001-01-01）" in hit.basis
