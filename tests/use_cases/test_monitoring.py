"""月度监测: who is asked, 无变化 with one key, what is old, and months that are closed."""

from dataclasses import replace
from datetime import date

import pytest

from db.connection import fetch_sql
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Employment, Monitoring, Person, Snapshot
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.monitoring import (
    MonitoringFilter,
    count_monitored,
    find_monitored,
    monitor_unchanged,
    monitoring_lines,
    stale_facts,
)
from desktop_app.use_cases.snapshots import close_month, closed_months, month_sheet, snapshot_sheet
from desktop_app.use_cases.visits import record_visit, visit_sheet
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, Clock, keep_person

OPEN = MonitoringFilter(state="open")


@pytest.fixture
def people(session: Session) -> list[Person]:
    """Two who are monitored, one who is not, and one of them in the other village."""
    return [
        keep_person(session, 1, poverty_status="unstable", employment_status="5"),
        keep_person(session, 2, poverty_status="lifted", village_code=OTHER_VILLAGE),
        keep_person(session, 3, poverty_status="general"),
    ]


def test_the_month_asks_the_needy_or_the_whole_labour_force(
    session: Session, people: list[Person]
) -> None:
    assert set(find_monitored(session)) == {people[0].id, people[1].id}
    assert find_monitored(session, MonitoringFilter(village_codes=(VILLAGE,))) == [people[0].id]

    session.choose_rule("monitoring.needy_only", False)

    assert count_monitored(session) == 3


def test_one_key_says_that_nothing_changed(session: Session, people: list[Person]) -> None:
    assert monitor_unchanged(session, [one.id for one in people[:2]]) == 2
    assert monitor_unchanged(session, [people[0].id]) == 0

    assert find_monitored(session, OPEN) == []
    assert [one.state for one in monitoring_lines(session, [people[0].id])] == ["same"]
    assert {one.asked_on for one in session.find(Monitoring)} == {TODAY}
    assert undo(session) == "2026年11月无变化：乌云1等 2 人"
    assert count_monitored(session, OPEN) == 2


def test_a_visit_of_the_month_is_an_answer_with_what_changed(
    session: Session, people: list[Person]
) -> None:
    sheet = visit_sheet(session, person_id=people[0].id)
    record_visit(session, replace(sheet.draft, visited_on=date(2026, 10, 2), residing="here"))
    sheet = visit_sheet(session, person_id=people[0].id)
    record_visit(
        session, replace(sheet.draft, visited_on=TODAY, residing="here", difficulty="腰疼")
    )

    (line,) = monitoring_lines(session, [people[0].id])
    assert (line.state, line.changed) == ("changed", "困难和诉求")
    assert find_monitored(session, OPEN) == [people[1].id]
    assert monitor_unchanged(session, [people[0].id]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"month": "2026-12"}, "还没有到"),
        ({"month": "十一月"}, "不是一个月份"),
        ({"way": "pigeon"}, "走访方式里没有"),
        ({"person_ids": []}, "还没有选人"),
    ],
)
def test_what_cannot_be_asked_writes_nothing(
    session: Session, people: list[Person], arguments: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        call(session, "monitor_unchanged", {"person_ids": [str(people[0].id)], **arguments})

    assert session.find(Monitoring) == []


def test_the_dead_are_not_asked(session: Session, people: list[Person]) -> None:
    with session.operation("test", "改") as operation:
        operation.save(replace(people[0], died_on=TODAY))

    with pytest.raises(Refused, match="已经登记死亡"):
        monitor_unchanged(session, [people[1].id, people[0].id])
    assert session.find(Monitoring) == []
    assert find_monitored(session) == [people[1].id]


def test_facts_get_old_until_somebody_writes_or_confirms_them(
    session: Session, people: list[Person]
) -> None:
    clock = session.world.now
    assert isinstance(clock, Clock)
    assert stale_facts(session, people[0].household_id) == []

    clock.pass_days(220)
    stale = stale_facts(session, people[0].household_id)
    assert {one.label for one in stale} >= {"联系电话", "就业状态", "健康状况"}
    assert {(one.months, one.as_of) for one in stale} == {(8, TODAY)}

    with session.operation("test", "改") as operation:
        operation.save(replace(people[0], phone="13911112222"))
    monitor_unchanged(session, [people[0].id])
    fresh = {one.label for one in stale_facts(session, people[0].household_id)}
    assert "联系电话" not in fresh
    assert "就业状态" not in fresh
    assert "健康状况" in fresh


def test_a_closed_month_never_changes_and_the_next_tells_the_correction(
    session: Session, people: list[Person]
) -> None:
    clock = session.world.now
    assert isinstance(clock, Clock)
    monitor_unchanged(session, [people[0].id])
    snapshot = close_month(session, VILLAGE)
    before = fetch_sql(session.store.database, "SELECT content, sha256 FROM snapshot")

    with session.operation("test", "补记") as operation:
        operation.save(
            Employment(
                village_code=VILLAGE,
                person_id=people[2].id,
                form="010",
                scope="province",
                since=date(2026, 9, 1),
            )
        )
    clock.pass_days(20)

    after = {line.key: line.difference for line in snapshot_sheet(session, snapshot.id).lines}
    assert after["scope_province"] == 1
    corrections = month_sheet(session, VILLAGE, "2026-12").corrections
    assert [(one.key, one.closed, one.now) for one in corrections] == [("scope_province", 0, 1)]
    assert fetch_sql(session.store.database, "SELECT content, sha256 FROM snapshot") == before
    assert closed_months(session, VILLAGE) == [snapshot]


def test_a_month_closes_once_and_not_too_early(session: Session, people: list[Person]) -> None:
    clock = session.world.now
    assert isinstance(clock, Clock)
    close_month(session, VILLAGE, "2026-11")

    with pytest.raises(Refused, match="已经关账"):
        close_month(session, VILLAGE)
    with pytest.raises(Refused, match="已经关账"):
        monitor_unchanged(session, [people[0].id])
    with pytest.raises(Refused, match="还没有到"):
        close_month(session, VILLAGE, "2026-12")
    with pytest.raises(Refused, match="不负责"):
        close_month(session, "150223999999")
    clock.pass_days(10)
    with pytest.raises(Refused, match="25 日以后"):
        close_month(session, VILLAGE, "2026-12")
    assert len(session.find(Snapshot)) == 1
