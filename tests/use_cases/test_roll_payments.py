"""Payments of a roll: confirmed, failed, paid again, owed back; totals that add up."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Placement, Roll, RollLine
from desktop_app.session import Session
from desktop_app.use_cases.attendance import correct_attendance
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.roll_payments import confirm_payments, record_failure
from desktop_app.use_cases.roll_totals import RollTotal, roll_totals
from desktop_app.use_cases.rolls import approve_roll, publish_roll, return_roll, roll_file
from tests.sessions import VILLAGE, Clock, keep_post, open_test_session
from tests.use_cases.roll_world import AGRICULTURE, OFFICE, closed, keep_holder, keep_village

SEPTEMBER, OCTOBER = "2026-09", "2026-10"
PAID_ON = date(2026, 12, 3)
VOUCHER = "农商行代发回单 20261203-01"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    session.close()


def approved(session: Session, month: str = OCTOBER) -> Roll:
    roll = closed(session, month)
    publish_roll(session, roll.id, session.today())
    clock = session.world.now
    assert isinstance(clock, Clock)
    clock.pass_days(8)
    return approve_roll(session, roll.id, session.today(), OFFICE)


def states(session: Session, roll: Roll) -> dict[str, str]:
    return {one.name: one.state for one in roll_file(session, roll.id).payees}


def test_people_are_paid_what_the_roll_says(session: Session) -> None:
    _, (first, _) = keep_village(session, 2)
    roll = approved(session)

    file = confirm_payments(session, roll.id, [first.person_id], PAID_ON, VOUCHER)

    assert states(session, roll) == {"乌云1": "paid", "乌云2": "due"}
    assert file.state.sentence == "还有 1 人没有发放，共 600 元。"
    (line,) = session.find(RollLine, person_id=first.person_id)
    assert (line.paid_fen, line.paid_on, line.payment_evidence) == (60_000, PAID_ON, VOUCHER)
    assert file.intact


def test_a_roll_is_paid_after_its_approval_alone(session: Session) -> None:
    _, (first, _) = keep_village(session, 2)
    roll = closed(session, OCTOBER)

    with pytest.raises(Refused, match="还没有审核"):
        confirm_payments(session, roll.id, [first.person_id], PAID_ON, VOUCHER)
    with pytest.raises(Refused, match="还没有审核"):
        record_failure(session, roll.id, [first.person_id], "账号不符")


@pytest.mark.parametrize(
    ("paid_on", "voucher", "words"),
    [
        (PAID_ON, " ", "还没有写发放凭据"),
        (date(2026, 12, 2), VOUCHER, "发放日期"),
        (date(2026, 12, 4), VOUCHER, "发放日期"),
    ],
)
def test_a_payment_needs_a_voucher_and_a_day_that_can_be(
    session: Session, paid_on: date, voucher: str, words: str
) -> None:
    _, (first, _) = keep_village(session, 2)
    roll = approved(session)

    with pytest.raises(Refused, match=words):
        confirm_payments(session, roll.id, [first.person_id], paid_on, voucher)


def test_nobody_is_paid_twice_and_no_stranger_at_all(session: Session) -> None:
    _, (first, second) = keep_village(session, 2)
    roll = approved(session)
    confirm_payments(session, roll.id, [first.person_id], PAID_ON, VOUCHER)

    with pytest.raises(Refused, match="乌云1的补贴已经发放"):
        confirm_payments(session, roll.id, [second.person_id, first.person_id], PAID_ON, VOUCHER)
    assert states(session, roll)["乌云2"] == "due"
    with pytest.raises(Refused, match="1 个人不在这份补贴表里"):
        confirm_payments(session, roll.id, [roll.id], PAID_ON, VOUCHER)
    with pytest.raises(Refused, match="还没有选人"):
        confirm_payments(session, roll.id, [], PAID_ON, VOUCHER)


def test_a_failure_is_kept_with_its_reason_and_paid_again(session: Session) -> None:
    _, (first, _) = keep_village(session, 2)
    roll = approved(session)
    with pytest.raises(Refused, match="还没有写未发的原因"):
        record_failure(session, roll.id, [first.person_id], " ")

    record_failure(session, roll.id, [first.person_id], "账号和户名不符")
    assert states(session, roll)["乌云1"] == "failed"
    confirm_payments(session, roll.id, [first.person_id], PAID_ON, VOUCHER)

    (line,) = session.find(RollLine, person_id=first.person_id)
    assert (line.failure, line.notes) == ("", "原先未发：账号和户名不符")
    record_failure(session, roll.id, [first.person_id], "卡已注销，银行退回")
    (line,) = session.find(RollLine, person_id=first.person_id)
    assert (line.paid_on, line.paid_fen) == (None, None)
    assert "2026-12-03 发放的 600 元 2026-12-03 退回" in line.notes
    assert states(session, roll)["乌云1"] == "failed"


def test_a_correction_is_paid_together_with_the_month(session: Session) -> None:
    _, (first, _) = keep_village(session, 2)
    closed(session, SEPTEMBER)
    correct_attendance(session, first.id, SEPTEMBER, "1" * 27, "旷工三天")
    roll = approved(session)

    payee = next(one for one in roll_file(session, roll.id).payees if one.name == "乌云1")
    assert (payee.due_fen, len(payee.lines)) == (54_000, 2)
    confirm_payments(session, roll.id, [first.person_id], PAID_ON, VOUCHER)
    assert sum(line.paid_fen or 0 for line in session.find(RollLine, roll_id=roll.id)) == 54_000


def test_who_left_and_owes_money_back_is_told_apart(session: Session) -> None:
    from dataclasses import replace

    _, (first, _) = keep_village(session, 2)
    closed(session, SEPTEMBER)
    with session.operation("test", "退岗") as operation:
        operation.save(replace(session.get(Placement, first.id), last_day_on=date(2026, 9, 20)))
    roll = approved(session)

    assert states(session, roll) == {"乌云1": "recover", "乌云2": "due"}
    file = roll_file(session, roll.id)
    assert file.state.sentence == "还有 2 人没有发放，共 600 元，1 人要追回。"
    confirm_payments(session, roll.id, [first.person_id], PAID_ON, "追回收据 07")
    assert states(session, roll)["乌云1"] == "paid"


def test_a_paid_roll_is_not_sent_back(session: Session) -> None:
    _, (first, _) = keep_village(session, 2)
    roll = approved(session)
    confirm_payments(session, roll.id, [first.person_id], PAID_ON, VOUCHER)

    with pytest.raises(Refused, match="已经发放过"):
        return_roll(session, roll.id, "错了")


def test_totals_add_up_every_way(session: Session) -> None:
    _, (first, _) = keep_village(session, 2)
    keep_holder(session, keep_post(session, department=AGRICULTURE, required_days=30), 8)
    closed(session, SEPTEMBER)
    closed(session, SEPTEMBER, AGRICULTURE)
    correct_attendance(session, first.id, SEPTEMBER, "1" * 27, "旷工三天")
    returned = closed(session, OCTOBER, AGRICULTURE)
    return_roll(session, returned.id, "重做")
    roll = approved(session)
    confirm_payments(session, roll.id, [first.person_id], PAID_ON, VOUCHER)

    found = roll_totals(session, 2026)

    assert found.whole == RollTotal(
        name="2026年", people=5, total_fen=294_000, paid_fen=54_000, corrected_fen=-6_000
    )
    assert [(one.name, one.total_fen) for one in found.by_month] == [
        ("2026年9月", 180_000),
        ("2026年10月", 114_000),
    ]
    assert [(one.name, one.total_fen) for one in found.by_department] == [
        ("农牧部门", 60_000),
        ("人社部门", 234_000),
    ]
    for ways in (found.by_month, found.by_village, found.by_department):
        assert sum(one.total_fen for one in ways) == found.whole.total_fen
        assert sum(one.paid_fen for one in ways) == found.whole.paid_fen
    assert roll_totals(session, 2025).whole.total_fen == 0
    assert roll_totals(session, 2026, VILLAGE).whole == found.whole


def test_scripts_call_them_by_name(session: Session) -> None:
    _, (first, second) = keep_village(session, 2)
    roll = approved(session)
    one = {"roll_id": str(roll.id)}
    paid = one | {"paid_on": "2026-12-03", "evidence": VOUCHER}
    call(session, "confirm_payments", paid | {"person_ids": [str(first.person_id)]})
    call(
        session, "record_failure", one | {"person_ids": [str(second.person_id)], "reason": "卡号错"}
    )
    assert call(session, "roll_totals", {"year": 2026}).whole.paid_fen == 60_000
    for name, bad in (
        ("confirm_payments", paid | {"person_ids": "全部"}),
        ("record_failure", one | {"person_ids": []}),
        ("roll_totals", {"year": 26}),
        ("roll_totals", {"year": "二〇二六"}),
    ):
        with pytest.raises(Refused):
            call(session, name, bad)
