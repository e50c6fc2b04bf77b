"""What was paid comes in from a sheet: as the roll says, once, and only after approval."""

from datetime import date
from pathlib import Path

import pytest

from desktop_app.domain.records import Person, Roll, RollLine
from desktop_app.session import Session
from tests.sessions import VILLAGE, open_test_session
from tests.use_cases.roll_world import closed, keep_village
from tests.use_cases.sheets_in.made import problems, taken_in, write_sheet
from tests.use_cases.test_roll_payments import OCTOBER, approved

HEADS = ["嘎查村", "月份", "主管部门", "姓名", "身份证号", "应发金额", "发放日期", "实发", "凭据"]
PAID_ON = date(2026, 12, 3)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_test_session(tmp_path)


def a_sheet(session: Session, roll: Roll, folder: Path, **paid: object) -> Path:
    """Write a line for everybody on the roll, paid what it says or otherwise."""
    rows = []
    for line in session.find(RollLine, roll_id=roll.id):
        person = session.get(Person, line.person_id)
        yuan = (line.amount_fen or 0) / 100
        rows.append([
            "巴音哈拉嘎查村", OCTOBER, "人社部门", person.name, person.citizen_id, yuan,
            PAID_ON, paid.get(person.name, yuan), "回单 1",
        ])  # fmt: skip
    return write_sheet(folder / "发放.xlsx", HEADS, rows)


def paid_of(session: Session, roll: Roll) -> list[tuple[int | None, date | None]]:
    return [(one.paid_fen, one.paid_on) for one in session.find(RollLine, roll_id=roll.id)]


def test_what_was_paid_is_taken_in_once(session: Session, tmp_path: Path) -> None:
    keep_village(session, 2)
    roll = approved(session)
    file = a_sheet(session, roll, tmp_path)

    preview, _ = taken_in(session, "subsidies_paid", file)

    assert problems(preview) == []
    assert paid_of(session, roll) == [(60_000, PAID_ON)] * 2
    again, result = taken_in(session, "subsidies_paid", file)
    assert again.counts["same"] == 2
    assert result.batch is None


def test_another_sum_than_the_roll_says_is_a_wrong_row(session: Session, tmp_path: Path) -> None:
    keep_village(session, 2)
    roll = approved(session)

    preview, _ = taken_in(session, "subsidies_paid", a_sheet(session, roll, tmp_path, 乌云1=599.99))

    (told,) = problems(preview)
    assert "应发 600.00 元" in told
    assert sorted(one is None for one, _ in paid_of(session, roll)) == [False, True]


def test_nothing_is_paid_before_the_roll_is_approved(session: Session, tmp_path: Path) -> None:
    keep_village(session, 2)
    roll = closed(session, OCTOBER)

    preview, _ = taken_in(session, "subsidies_paid", a_sheet(session, roll, tmp_path))

    assert len(problems(preview)) == 2
    assert paid_of(session, roll) == [(None, None)] * 2
    assert session.find(Roll, village_code=VILLAGE)[0].approved_on is None
