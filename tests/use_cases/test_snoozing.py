"""Things put off with a reason come back on their day; the month's questions are on the list."""

from datetime import date, timedelta

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Enrolment, Snooze
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.monitoring import monitor_unchanged
from desktop_app.use_cases.snoozing import snooze_todo, wake_todo
from desktop_app.use_cases.workbench import Todo, workbench
from tests.sessions import TODAY, VILLAGE, Clock, keep_person, keep_post

NEXT_WEEK = TODAY + timedelta(days=7)


def lines(session: Session, kind: str) -> list[Todo]:
    return [line for line in workbench(session).todo if line.kind == kind]


def test_what_is_put_off_stands_below_and_comes_back(session: Session) -> None:
    keep_post(session, approved_on=None)
    (line,) = lines(session, "post")

    snooze_todo(session, line.key, NEXT_WEEK, "等旗县下周开会")

    (later,) = lines(session, "post")
    assert (later.group, later.key) == ("snoozed", line.key)
    assert later.why.startswith("推迟到 12月2日：等旗县下周开会。")
    assert workbench(session).totals["open"] == 0
    clock = session.world.now
    assert isinstance(clock, Clock)
    clock.pass_days(7)
    assert [one.group for one in lines(session, "post")] == ["open"]


def test_it_can_come_back_at_once_and_be_put_off_again(session: Session) -> None:
    keep_post(session, approved_on=None)
    (line,) = lines(session, "post")
    snooze_todo(session, line.key, NEXT_WEEK, "等批复")
    snooze_todo(session, line.key, NEXT_WEEK + timedelta(days=1), "还在等")
    assert len(session.find(Snooze)) == 1

    wake_todo(session, line.key)

    assert [one.group for one in lines(session, "post")] == ["open"]
    with pytest.raises(Refused, match="没有推迟过"):
        wake_todo(session, line.key)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"until": "2026-11-25"}, "推迟到"),
        ({"until": "2027-11-25"}, "推迟到"),
        ({"reason": "  "}, "为什么推迟"),
        ({"key": ""}, "还没有选"),
    ],
)
def test_a_delay_needs_a_day_and_a_reason(
    session: Session, wrong: dict[str, str], words: str
) -> None:
    said = {"key": "post:x:", "until": "2026-12-01", "reason": "等批复"}

    with pytest.raises(Refused, match=words):
        call(session, "snooze_todo", {**said, **wrong})
    assert session.find(Snooze) == []


def test_the_month_asks_until_everybody_was_asked(session: Session) -> None:
    person = keep_person(session, poverty_status="unstable")
    (line,) = lines(session, "monitoring")
    assert (line.who, line.due_on, line.target) == ("1 人", date(2026, 11, 30), "monitoring")

    monitor_unchanged(session, [person.id])

    assert lines(session, "monitoring") == []


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 12, 20), "12月20日以前缴，错过可能补不了"),
        (date(2026, 10, 31), "已经错过，12月31日以前还能补"),
        (date(2026, 9, 30), "补缴期已过，可能补不了"),
    ],
)
def test_a_payment_tells_until_when_it_can_be_made_up(
    session: Session, due_on: date, words: str
) -> None:
    person = keep_person(session)
    one = Enrolment(
        village_code=VILLAGE,
        person_id=person.id,
        scheme="flexible_pension",
        status="1",
        next_due_on=due_on,
    )
    with session.operation("test", "登记") as operation:
        operation.save(one)

    (line,) = lines(session, "enrolment")
    assert words in line.why
