"""Whatever is kept about a person is told, counted before removing, moved, never guessed."""

from datetime import date
from typing import Any

import pytest

from db.people_queries import ABOUT_PEOPLE
from db.rows import columns, table_name
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    RECORDS,
    Attendee,
    Consent,
    Event,
    Household,
    Person,
    Record,
    Referral,
    RollLine,
    Training,
    Vacancy,
    Venture,
    WageClue,
    labels,
)
from desktop_app.domain.roles import OFFICE_FIELDS
from desktop_app.session import Session
from desktop_app.use_cases.conflict_rules import must_be_person
from desktop_app.use_cases.households import move_person
from desktop_app.use_cases.people import _KEPT_BY, person_file, remove_person
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, keep_person

KEPT = [kind for kind in RECORDS if table_name(kind) in ABOUT_PEOPLE]


def keep(session: Session, record: Record) -> Record:
    with session.operation("test", "登记") as operation:
        return operation.save(record)


def test_every_table_about_people_has_a_word() -> None:
    assert set(_KEPT_BY) == set(ABOUT_PEOPLE)
    named = {table_name(kind) for kind in RECORDS if "person_id" in columns(kind)}
    assert named - set(ABOUT_PEOPLE) == {"disclosure", "employment"}


@pytest.mark.parametrize("kind", KEPT, ids=lambda kind: kind.__name__)
def test_nobody_is_removed_of_whom_something_is_kept(session: Session, kind: type[Record]) -> None:
    person = keep_person(session)
    keep(session, kind(village_code=VILLAGE, person_id=person.id))  # type: ignore[call-arg]

    with pytest.raises(Refused, match="不能移除") as refused:
        remove_person(session, person.id)
    assert _KEPT_BY[table_name(kind)] in str(refused.value)


def test_the_life_of_a_person_is_told_in_lines(session: Session) -> None:
    person = keep_person(session)
    mine: dict[str, Any] = {"village_code": VILLAGE, "person_id": person.id}
    event = keep(session, Event(village_code=VILLAGE, title="送招聘信息到村", held_on=TODAY))
    vacancy = keep(session, Vacancy(village_code=VILLAGE, title="厨师"))
    for record in (
        Training(**mine, trade="cook", result="finished", ends_on=date(2026, 4, 1), counted=True),
        Referral(**mine, vacancy_id=vacancy.id, result="hired", result_on=date(2026, 5, 1)),
        Venture(**mine, name="家庭牧场", started_on=date(2026, 6, 1), loan_on=TODAY, loan_fen=100),
        WageClue(**mine, employer="某工地", reported_on=date(2026, 7, 1)),
        Attendee(**mine, event_id=event.id),
        RollLine(
            **mine,
            for_month="2026-09",
            paid_on=date(2026, 10, 9),
            paid_fen=60_000,
            post_title="护林员",
        ),
    ):
        keep(session, record)

    told = [(one.on, one.text) for one in person_file(session, person.id).events]

    assert (date(2026, 4, 1), "培训：中式烹调，已结业") in told
    assert (date(2026, 5, 1), "推荐到厨师：已录用") in told
    assert (date(2026, 6, 1), "创业：家庭牧场") in told
    assert (date(2026, 7, 1), "反映欠薪：某工地") in told
    assert (date(2026, 10, 9), "发放岗位补贴 600 元") in told
    assert (TODAY, "参加送招聘信息到村") in told
    assert [on for on, _ in told] == sorted((on for on, _ in told), reverse=True)


def test_what_somebody_does_moves_along_and_what_was_stays(session: Session) -> None:
    person = keep_person(session)
    home = keep(session, Household(village_code=OTHER_VILLAGE, number="9"))
    mine: dict[str, Any] = {"village_code": VILLAGE, "person_id": person.id}
    along = [keep(session, Venture(**mine)), keep(session, Consent(**mine))]
    stays = [keep(session, Training(**mine)), keep(session, WageClue(**mine))]

    move_person(session, person.id, home.id, "30")

    assert {session.get(type(one), one.id).village_code for one in along} == {OTHER_VILLAGE}
    assert {session.get(type(one), one.id).village_code for one in stays} == {VILLAGE}


MONEY = ("_fen", "account", "bank", "citizen_id", "worked_halves", "marks")


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_money_identity_and_decisions_are_always_a_persons(kind: type[Record]) -> None:
    for name in labels(kind):
        if name.endswith(MONEY) or name in OFFICE_FIELDS.get(kind, ()):
            assert must_be_person(kind, name), name
    assert not must_be_person(Person, "notes")
