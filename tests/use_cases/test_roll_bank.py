"""The bank's file: what equals the roll is paid, what differs is listed and changes nothing."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Roll, RollLine
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.roll_bank import confirm_bank_file, read_bank_file
from desktop_app.use_cases.roll_payments import confirm_payments
from desktop_app.use_cases.rolls import approve_roll, publish_roll, roll_file
from tests.sessions import Clock, citizen_id, open_test_session
from tests.use_cases.roll_world import OFFICE, closed, keep_village

OCTOBER, PAID_ON, VOUCHER = "2026-10", date(2026, 12, 3), "代发批次 0312"
HEAD = ("序号", "户名", "账号", "金额", "处理结果", "失败原因")
BORN = date(1985, 3, 2)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    session.close()


@pytest.fixture
def roll(session: Session) -> Roll:
    keep_village(session, 6)
    roll = closed(session, OCTOBER)
    publish_roll(session, roll.id, session.today())
    clock = session.world.now
    assert isinstance(clock, Clock)
    clock.pass_days(8)
    return approve_roll(session, roll.id, session.today(), OFFICE)


def account(number: int) -> str:
    return f"6217{number:015}"


def bank_book(path: Path, rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD) -> str:
    """Write a file as a bank sends it: a title, a header, rows, a sum."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    sheet = book.add_worksheet("代发结果")
    sheet.write(0, 0, "达茂旗农商银行代发结果回单")
    for place, line in enumerate([head, *rows], start=2):
        sheet.write_row(place, 0, line)
    book.close()
    return str(path)


def test_rows_that_equal_the_roll_are_paid_and_the_others_listed(
    session: Session, roll: Roll, tmp_path: Path
) -> None:
    path = bank_book(
        tmp_path / "回单.xlsx",
        [
            (1, "乌云1", account(1), 600, "成功", ""),
            (2, "乌云2", account(2), 599.99, "成功", ""),
            (3, "乌云3", account(3), 600, "失败", "账号户名不符"),
            (4, "乌云4", account(9), 600, "成功", ""),
            (5, "生人", account(77), 600, "成功", ""),
            (6, "乌云1", account(1), 600, "成功", ""),
            ("合计", "", "", 3599.99, "", ""),
        ],
    )

    found = read_bank_file(session, roll.id, path)

    assert [line.state for line in found.lines] == [
        "equal", "differs", "failed", "differs", "stranger", "twice",
    ]  # fmt: skip
    assert found.missing == ("乌云5", "乌云6")
    assert found.summary() == (
        "相符 1 人，银行未发出 1 人，金额不符 2 人，表上没有这个人 1 人，文件里重复 1 人，"
        "文件里没有 2 人。"
    )
    assert "银行599.99 元，表上 600 元" in found.lines[1].words
    assert "账号和表上的不一样" in found.lines[3].words
    assert not any(line.paid_on for line in session.find(RollLine))

    confirm_bank_file(session, roll.id, path, PAID_ON, VOUCHER)

    states = {one.name: one.state for one in roll_file(session, roll.id).payees}
    assert states == {"乌云1": "paid", "乌云3": "failed"} | dict.fromkeys(
        ["乌云2", "乌云4", "乌云5", "乌云6"], "due"
    )
    failed = next(line for line in session.find(RollLine) if line.name == "乌云3")
    assert failed.failure == "账号户名不符"


def test_a_file_with_identity_numbers_and_no_result_lists_what_was_paid(
    session: Session, roll: Roll, tmp_path: Path
) -> None:
    first = next(one for one in roll_file(session, roll.id).payees if one.name == "乌云1")
    confirm_payments(session, roll.id, [first.person_id], PAID_ON, "手工登记")
    path = bank_book(
        tmp_path / "a.xlsx",
        [(f"乌云{n}", citizen_id(BORN, n), "600.00元") for n in (1, 2)],
        ("姓名", "身份证号", "实发金额"),
    )

    found = confirm_bank_file(session, roll.id, path, PAID_ON, VOUCHER)

    assert [line.state for line in found.lines] == ["paid", "equal"]
    evidence = {line.name: line.payment_evidence for line in session.find(RollLine)}
    assert (evidence["乌云1"], evidence["乌云2"]) == ("手工登记", VOUCHER)


def test_a_file_of_something_else_is_refused(session: Session, roll: Roll, tmp_path: Path) -> None:
    path = bank_book(tmp_path / "b.xlsx", [("甲", "乙")], ("品名", "规格"))

    with pytest.raises(Refused, match="没有找到银行回单的表头"):
        read_bank_file(session, roll.id, path)


def test_scripts_call_them_by_name_and_a_roll_is_paid_after_its_approval_alone(
    session: Session, roll: Roll, tmp_path: Path
) -> None:
    path = bank_book(tmp_path / "c.xlsx", [(1, "乌云1", account(1), 600, "成功", "")])
    where = {"roll_id": str(roll.id), "path": path}
    keep = where | {"paid_on": "2026-12-03", "evidence": VOUCHER}

    assert len(call(session, "read_bank_file", where).missing) == 5
    assert call(session, "confirm_bank_file", keep).summary().startswith("相符 1 人")
    other = closed(session, "2026-09")
    with pytest.raises(Refused, match="还没有审核"):
        call(session, "confirm_bank_file", keep | {"roll_id": str(other.id)})
    with pytest.raises(Refused, match="还没有写发放凭据"):
        call(session, "confirm_bank_file", keep | {"evidence": ""})
    with pytest.raises(Refused, match="参数不全"):
        call(session, "read_bank_file", {"path": path})
