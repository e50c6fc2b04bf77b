"""A clock that stands before what was kept is told; one that only drifts is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.session import Session
from desktop_app.use_cases.clock import LOOKED_AT, clock_problem
from desktop_app.use_cases.upkeep import check
from desktop_app.use_cases.workbench import workbench
from tests.sessions import Clock, keep_person, keep_post, open_test_session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    session.close()


def pass_days(session: Session, days: float) -> None:
    clock = session.world.now
    assert isinstance(clock, Clock)
    clock.pass_days(days)


def test_a_new_folder_has_no_clock_to_compare(session: Session) -> None:
    pass_days(session, -3000)

    assert clock_problem(session) == ""


@pytest.mark.parametrize("days", [0.0, 400.0, -0.04])
def test_a_clock_that_goes_on_is_right(session: Session, days: float) -> None:
    keep_person(session)
    pass_days(session, days)

    assert clock_problem(session) == ""
    assert workbench(session).clock == ""
    assert check(session).hints == []


@pytest.mark.parametrize(("days", "words"), [(-0.25, "6 小时"), (-1.5, "1 天"), (-400.0, "400 天")])
def test_a_clock_before_what_was_kept_is_told(session: Session, days: float, words: str) -> None:
    keep_person(session)
    pass_days(session, days)

    told = f"电脑的时间比上次保存还早 {words}，请先校准时间再登记。"
    assert clock_problem(session) == told
    assert workbench(session).clock == told
    report = check(session)
    assert report.sound
    assert report.hints == [told]


def test_a_record_kept_at_the_wrong_time_does_not_hide_it(session: Session) -> None:
    keep_person(session, 1)
    pass_days(session, -30)
    keep_person(session, 2)

    assert "30 天" in clock_problem(session)


def test_a_day_on_which_the_clock_ran_ahead_is_not_told_for_ever(session: Session) -> None:
    pass_days(session, 900)
    keep_person(session)
    pass_days(session, -900)
    for _ in range(LOOKED_AT):
        keep_post(session)

    assert clock_problem(session) == ""
