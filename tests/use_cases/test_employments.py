"""Keeping where people work, with the 就业地域 derived."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Employment, Person
from desktop_app.session import Session
from desktop_app.use_cases.employments import end_employment, save_employment
from desktop_app.use_cases.people import person_file
from tests.sessions import TODAY, keep_person


@pytest.fixture
def work(session: Session) -> Employment:
    person = keep_person(session, 1, name="朝鲁")
    return Employment(
        person_id=person.id, employer="蒙盛乳业", job="装卸工", since=date(2026, 3, 1), form="010"
    )


@pytest.mark.parametrize(
    ("place", "scope", "status"),
    [
        ({"place_code": "150223"}, "county", "1"),
        ({"place_code": "150203"}, "prefecture", "11"),
        ({"place_code": "150105"}, "region", "11"),
        ({"place": "北京市"}, "province", "11"),
        ({"place_code": "abroad"}, "abroad", "11"),
    ],
)
def test_the_scope_follows_from_home_and_workplace(
    session: Session, work: Employment, place: dict[str, str], scope: str, status: str
) -> None:
    kept = save_employment(session, replace(work, **place))  # type: ignore[arg-type]

    assert kept.scope == scope
    assert kept.village_code
    assert session.get(Person, kept.person_id).employment_status == status


def test_another_scope_needs_a_reason(session: Session, work: Employment) -> None:
    work = replace(work, place_code="150105", scope="county")

    with pytest.raises(Refused) as refusal:
        save_employment(session, work)
    kept = save_employment(session, replace(work, scope_reason="旗内注册，派驻"))

    assert refusal.value.fields == ("scope", "scope_reason")
    assert "自治区内跨盟市" in str(refusal.value)
    assert (kept.scope, kept.scope_reason) == ("county", "旗内注册，派驻")


def test_a_place_that_says_nothing_needs_a_scope(session: Session, work: Employment) -> None:
    with pytest.raises(Refused) as refusal:
        save_employment(session, replace(work, place="工地上"))

    kept = save_employment(session, replace(work, place="工地上", scope="region"))

    assert refusal.value.fields == ("place", "scope")
    assert (kept.scope, kept.scope_reason) == ("region", "")


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"since": None}, "since"),
        ({"since": TODAY + timedelta(days=1)}, "since"),
        ({"until": date(2026, 2, 1)}, "until"),
    ],
)
def test_days_that_cannot_be_are_refused(
    session: Session, work: Employment, days: dict[str, date | None], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        save_employment(session, replace(work, place_code="150223", **days))  # type: ignore[arg-type]

    assert refusal.value.fields[0] == field
    assert session.find(Employment) == []


def test_new_work_ends_the_work_before(session: Session, work: Employment) -> None:
    first = save_employment(session, replace(work, place_code="150223"))
    second = save_employment(
        session, replace(work, place_code="150105", since=date(2026, 6, 1), form="022")
    )

    assert session.get(Employment, first.id).until == date(2026, 5, 31)
    assert person_file(session, work.person_id).employment == second


def test_ended_work_leaves_another_status(session: Session, work: Employment) -> None:
    kept = save_employment(session, replace(work, place_code="150105"))

    with pytest.raises(Refused):
        end_employment(session, kept.id, TODAY + timedelta(days=3), "5")
    with pytest.raises(Refused, match="就业状态"):
        end_employment(session, kept.id, TODAY, "")
    ended = end_employment(session, kept.id, TODAY - timedelta(days=2), "5")

    assert ended.until == TODAY - timedelta(days=2)
    assert session.get(Person, kept.person_id).employment_status == "5"
    file = person_file(session, kept.person_id)
    assert file.employment is None
    assert [event.text for event in file.events] == [
        "不再做：蒙盛乳业 装卸工",
        "就业：蒙盛乳业 装卸工",
    ]
