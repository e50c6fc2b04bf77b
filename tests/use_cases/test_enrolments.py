"""Keeping enrolments: what the rules refuse, the next day to pay, and finding what is due."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Enrolment, Person
from desktop_app.session import Session
from desktop_app.use_cases.enrolments import (
    EnrolmentFilter,
    count_enrolments,
    end_enrolment,
    enrolment_lines,
    enrolments_of,
    find_enrolments,
    record_payment,
    save_enrolment,
)
from desktop_app.use_cases.history import undo
from tests.sessions import OTHER_VILLAGE, TODAY, keep_person

YEAR_END = date(2026, 12, 31)


@pytest.fixture
def person(session: Session) -> Person:
    return keep_person(session, 1, name="乌云", village_code=OTHER_VILLAGE)


@pytest.fixture
def wish(person: Person) -> Enrolment:
    return Enrolment(
        person_id=person.id,
        scheme="resident_pension",
        status="1",
        rhythm="year",
        grade_fen=50_000,
        since=date(2020, 3, 1),
        paid_until=YEAR_END,
    )


def _keep(session: Session, person: Person, **facts: object) -> Enrolment:
    one = Enrolment(
        village_code=person.village_code, person_id=person.id, scheme="accident", status="1"
    )
    with session.operation("test", "登记") as operation:
        return operation.save(replace(one, **facts))  # type: ignore[arg-type]


def test_the_next_day_to_pay_and_the_village_follow(session: Session, wish: Enrolment) -> None:
    kept = save_enrolment(session, wish)

    assert kept.next_due_on == date(2027, 12, 31)
    assert kept.village_code == OTHER_VILLAGE
    assert undo(session) == "登记参保：乌云"
    assert find_enrolments(session) == []


@pytest.mark.parametrize(
    ("facts", "due_on"),
    [
        ({"rhythm": "quarter", "paid_until": date(2026, 9, 30)}, date(2026, 12, 31)),
        ({"rhythm": ""}, None),
        ({"next_due_on": date(2027, 6, 30)}, date(2027, 6, 30)),
        ({"status": "benefit", "next_due_on": date(2027, 6, 30)}, None),
    ],
)
def test_a_day_typed_by_hand_stays_and_nobody_drawing_has_one(
    session: Session, wish: Enrolment, facts: dict[str, object], due_on: date | None
) -> None:
    kept = save_enrolment(session, replace(wish, **facts))  # type: ignore[arg-type]

    assert kept.next_due_on == due_on


def test_a_day_that_followed_follows_again_when_the_payment_changes(
    session: Session, wish: Enrolment
) -> None:
    kept = save_enrolment(session, wish)

    changed = save_enrolment(session, replace(kept, paid_until=date(2025, 12, 31)))

    assert changed.next_due_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"scheme": ""}, "scheme"),
        ({"paid_until": date(2019, 12, 31)}, "paid_until"),
        ({"status": "4"}, "ended_on"),
        ({"ended_on": TODAY}, "status"),
        ({"since": date(2000, 1, 1)}, "since"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    session: Session, wish: Enrolment, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        save_enrolment(session, replace(wish, **facts))  # type: ignore[arg-type]

    assert field in refusal.value.fields
    assert refusal.value.advice
    assert session.find(Enrolment) == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"paid_until": date(9999, 12, 31)}, "paid_until"),
        ({"next_due_on": date(1026, 12, 31)}, "next_due_on"),
        ({"grade_fen": -50_000}, "grade_fen"),
    ],
)
def test_a_mistyped_year_or_amount_is_refused_in_words(
    session: Session, wish: Enrolment, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused, match="没有保存") as refused:
        save_enrolment(session, replace(wish, **facts))  # type: ignore[arg-type]
    assert field in refused.value.fields
    assert find_enrolments(session) == []


def test_a_payment_up_to_a_mistyped_year_is_refused(session: Session, wish: Enrolment) -> None:
    kept = save_enrolment(session, wish)
    with pytest.raises(Refused, match="9999"):
        record_payment(session, kept.id, date(9999, 12, 31), "凭证 1")
    assert session.get(Enrolment, kept.id) == kept


def test_a_second_pension_is_refused_until_the_first_is_paused(
    session: Session, wish: Enrolment
) -> None:
    first = save_enrolment(session, wish)
    second = replace(wish, scheme="flexible_pension", since=date(2026, 1, 1))

    with pytest.raises(Refused) as refusal:
        save_enrolment(session, second)
    save_enrolment(session, replace(first, status="2"))

    assert refusal.value.basis
    assert save_enrolment(session, second).id != first.id


def test_nobody_is_enrolled_after_death_but_an_enrolment_can_end(
    session: Session, person: Person, wish: Enrolment
) -> None:
    kept = save_enrolment(session, wish)
    with session.operation("test", "去世") as operation:
        operation.save(replace(person, died_on=date(2026, 11, 1)))

    with pytest.raises(Refused, match="死亡"):
        save_enrolment(session, replace(wish, scheme="accident"))
    assert enrolment_lines(session, [kept.id])[0].due_text == "已故"
    assert end_enrolment(session, kept.id, date(2026, 11, 1)).ended_on == date(2026, 11, 1)


def test_a_payment_moves_the_next_day(session: Session, wish: Enrolment) -> None:
    kept = save_enrolment(session, replace(wish, status="0", paid_until=None))

    paid = record_payment(session, kept.id, YEAR_END, " 电子缴款凭证 尾号 2031 ")
    by_hand = record_payment(session, kept.id, date(2027, 12, 31), "收据", date(2028, 6, 30))

    assert (paid.status, paid.next_due_on) == ("1", date(2027, 12, 31))
    assert paid.evidence == "电子缴款凭证 尾号 2031"
    assert by_hand.next_due_on == date(2028, 6, 30)
    assert undo(session) == "登记缴费：乌云"


def test_a_payment_needs_a_receipt_a_later_day_and_something_to_pay(
    session: Session, wish: Enrolment
) -> None:
    kept = save_enrolment(session, wish)

    with pytest.raises(Refused, match="凭据"):
        record_payment(session, kept.id, date(2027, 12, 31), " ")
    with pytest.raises(Refused, match="没有往后"):
        record_payment(session, kept.id, YEAR_END, "收据")
    save_enrolment(session, replace(kept, status="benefit"))
    with pytest.raises(Refused, match="领取待遇"):
        record_payment(session, kept.id, date(2027, 12, 31), "收据")
    end_enrolment(session, kept.id, TODAY)
    with pytest.raises(Refused, match="已经终止"):
        record_payment(session, kept.id, date(2027, 12, 31), "收据")


def test_an_ended_enrolment_is_due_no_more(session: Session, wish: Enrolment) -> None:
    kept = save_enrolment(session, replace(wish, paid_until=date(2024, 12, 31)))
    with pytest.raises(Refused, match="还没有到"):
        end_enrolment(session, kept.id, TODAY + timedelta(days=1))

    ended = end_enrolment(session, kept.id, TODAY)

    line = enrolment_lines(session, [kept.id])[0]
    assert (ended.status, ended.next_due_on) == ("4", None)
    assert (line.due, line.due_text) == ("none", "已终止")
    assert find_enrolments(session, EnrolmentFilter(due="overdue")) == []


def test_what_is_due_comes_first_and_filters_narrow(session: Session, person: Person) -> None:
    other = keep_person(session, 2, name="巴特尔")
    none = _keep(session, other, scheme="injury", status="benefit")
    later = _keep(session, other, next_due_on=TODAY + timedelta(days=300))
    soon = _keep(session, person, next_due_on=TODAY)
    late = _keep(session, other, scheme="resident_pension", next_due_on=TODAY - timedelta(days=3))
    paused = _keep(session, person, status="2", next_due_on=TODAY - timedelta(days=1))

    def found(**wanted: object) -> list[object]:
        return list(find_enrolments(session, EnrolmentFilter(**wanted)))  # type: ignore[arg-type]

    assert found() == [late.id, paused.id, soon.id, later.id, none.id]
    assert find_enrolments(session, limit=2) == [late.id, paused.id]
    assert find_enrolments(session, limit=5)[-1] == none.id
    assert found(due="overdue") == [late.id, paused.id]
    assert found(due="soon") == [soon.id]
    assert found(schemes=("accident",), statuses=("1",)) == [soon.id, later.id]
    assert found(text="bte") == [late.id, later.id, none.id]
    assert found(text="乌云", due="soon") == [soon.id]
    assert count_enrolments(session, EnrolmentFilter(due="overdue")) == 2
    assert count_enrolments(session, EnrolmentFilter(text="bte")) == 3
    with pytest.raises(Refused):
        found(due="someday")


def test_a_line_says_all_in_words_with_the_number_masked(session: Session, person: Person) -> None:
    late = _keep(
        session,
        person,
        scheme="resident_pension",
        rhythm="year",
        grade_fen=20_000,
        next_due_on=TODAY - timedelta(days=3),
    )
    today = _keep(session, person, next_due_on=TODAY)
    later = _keep(session, person, next_due_on=TODAY + timedelta(days=200))
    open_end = _keep(session, person, scheme="injury")

    lines = enrolment_lines(session, [late.id, today.id, later.id, open_end.id, person.id])

    assert [one.due for one in lines] == ["overdue", "soon", "", "none"]
    words = [one.due_text for one in lines]
    assert words == ["逾期 3 天", "今天到期", "还有 200 天", "没有期限"]
    first = lines[0]
    assert (first.name, first.scheme_text) == ("乌云", "城乡居民养老保险")
    assert (first.status_text, first.rhythm_text) == ("正常参保", "按年")
    assert first.citizen_id == f"150223********{person.citizen_id[-4:]}"
    assert not first.proven
    assert [one.id for one in enrolments_of(session, person.id)] == [one.id for one in lines]
