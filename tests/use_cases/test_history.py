"""Undo and redo on real records: what comes back, what is refused, and that the journal agrees."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.replay import verify
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Paper, Person
from desktop_app.session import Changes, Session
from desktop_app.use_cases.history import redo, undo, undo_batch, undoable
from tests.sessions import Clock, keep_person, open_test_session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    assert verify(session.store.database).problems == []
    session.close()


def keep(session: Session, person: Person, label: str) -> Person:
    with session.operation("save_person", label) as operation:
        return operation.save(person)


def import_people(session: Session, count: int) -> int:
    batch = session.store.next_batch()
    home = keep_person(session, 1)
    with session.store.transaction():
        for number in range(2, count + 2):
            person = Person(
                village_code=home.village_code,
                household_id=home.household_id,
                name=f"其木格{number}",
            )
            with session.operation("import_roster", person.name, batch=batch) as operation:
                operation.save(person)
    return batch


def names(session: Session) -> list[str]:
    return [person.name for person in session.find(Person)]


def test_the_newest_step_is_undone_first(session: Session) -> None:
    person = keep_person(session)
    keep(session, replace(person, phone="1"), "乌云的电话")
    keep(session, replace(person, phone="2"), "乌云的新电话")

    assert [step.label for step in undoable(session)] == ["乌云的新电话", "乌云的电话", "登记"]
    assert undo(session) == "乌云的新电话"
    assert session.get(Person, person.id).phone == "1"
    assert [step.label for step in undoable(session)] == ["乌云的电话", "登记"]


def test_steps_before_unlocking_are_not_offered(session: Session) -> None:
    keep_person(session)
    session.opened_after = 1

    assert undoable(session) == []
    with pytest.raises(Refused, match="没有可以撤销"):
        undo(session)


def test_a_moment_is_given_in_the_time_of_the_offices(session: Session) -> None:
    keep_person(session)

    assert undoable(session)[0].at == session.now()
    assert undoable(session)[0].at.hour == 9


def test_only_the_last_twenty_are_offered(session: Session) -> None:
    person = keep_person(session)
    for number in range(25):
        keep(session, replace(person, phone=str(number)), f"电话 {number}")

    offered = undoable(session)
    assert len(offered) == 20
    with pytest.raises(Refused, match="最近 20 步"):
        undo(session, offered[-1].operation_id - 1)


def test_a_value_changed_since_is_not_undone(session: Session) -> None:
    person = keep_person(session)
    keep(session, replace(person, phone="1"), "乌云的电话")
    keep(session, replace(person, phone="2"), "乌云的新电话")
    first = undoable(session)[1]

    with pytest.raises(Refused, match=r"乌云的电话.*又改过"):
        undo(session, first.operation_id)
    assert session.get(Person, person.id).phone == "2"
    assert len(undoable(session)) == 3


def test_another_field_changed_since_does_not_hinder(session: Session) -> None:
    person = keep_person(session)
    keep(session, replace(person, phone="1"), "乌云的电话")
    keep(session, replace(person, phone="1", skills="缝纫"), "乌云的技能")

    undo(session, undoable(session)[1].operation_id)
    found = session.get(Person, person.id)
    assert (found.phone, found.skills) == (person.phone, "缝纫")


def test_undone_steps_can_be_done_again_in_order(session: Session) -> None:
    person = keep_person(session)
    for name in ("phone", "skills", "notes"):
        kept = session.get(Person, person.id)
        keep(session, replace(kept, **{name: "新"}), name)  # type: ignore[arg-type]
    undo(session)
    undo(session)

    assert redo(session) == "skills"
    assert redo(session) == "notes"
    assert session.get(Person, person.id).notes == "新"
    with pytest.raises(Refused, match="没有可以重做"):
        redo(session)
    assert [step.label for step in undoable(session)][:3] == ["notes", "skills", "phone"]


def test_a_redone_step_can_be_undone_and_redone_again(session: Session) -> None:
    person = keep_person(session)
    for _ in range(3):
        undo(session)
        assert names(session) == []
        redo(session)
    assert names(session) == [person.name]
    assert [step.label for step in undoable(session)] == ["登记"]


def test_nothing_is_redone_after_something_new(session: Session) -> None:
    person = keep_person(session)
    keep(session, replace(person, phone="1"), "乌云的电话")
    undo(session)
    keep(session, replace(person, skills="缝纫"), "乌云的技能")

    with pytest.raises(Refused, match="没有可以重做"):
        redo(session)


def test_an_undone_step_is_not_undone_twice(session: Session) -> None:
    keep_person(session)
    number = undoable(session)[0].operation_id
    undo(session, number)

    with pytest.raises(Refused, match="已经撤销过"):
        undo(session, number)


def test_a_removal_is_undone(session: Session) -> None:
    person = keep_person(session)
    with session.operation("remove_person", "移出乌云") as operation:
        operation.remove(person)

    assert undo(session) == "移出乌云"
    assert session.get(Person, person.id) == person
    redo(session)
    assert names(session) == []


def test_an_import_is_one_step(session: Session) -> None:
    import_people(session, 7)

    assert [step.label for step in undoable(session)] == ["导入 7 人", "登记"]
    undo(session)
    assert names(session) == ["乌云1"]
    assert redo(session) == "导入 7 人"
    assert len(names(session)) == 8
    assert undo(session) == "导入 7 人"
    assert names(session) == ["乌云1"]


def test_an_import_is_undone_whole_or_not_at_all(session: Session) -> None:
    import_people(session, 3)
    person = session.find(Person, name="其木格3")[0]
    keep(session, replace(person, phone="1"), "其木格的电话")

    with pytest.raises(Refused, match="又改过"):
        undo(session, undoable(session)[1].operation_id)
    assert len(names(session)) == 4


def test_a_batch_is_undone_by_its_number(session: Session) -> None:
    batch = import_people(session, 3)

    assert undo_batch(session, batch) == 3
    with pytest.raises(Refused, match="已经撤销过"):
        undo_batch(session, batch)


def test_issued_papers_are_listed_with_the_reason(session: Session) -> None:
    person = keep_person(session)
    with session.operation("issue_certificate", "乌云的安置证明") as operation:
        operation.save(Paper(village_code=person.village_code, person_id=person.id, number="1"))

    first, second = undoable(session)
    assert first.why_not == "已开具的文书只能作废，不能撤销"
    assert second.why_not == ""
    with pytest.raises(Refused, match="只能作废"):
        undo(session)
    assert len(session.find(Paper)) == 1


def test_a_look_at_a_number_is_neither_offered_nor_in_the_way(session: Session) -> None:
    person = keep_person(session)
    keep(session, replace(person, phone="1"), "乌云的电话")
    undo(session)
    with session.operation("show_citizen_id", "查看乌云的证件号") as operation:
        operation.save(Paper(village_code=person.village_code, person_id=person.id))

    assert [step.label for step in undoable(session)] == ["登记"]
    assert redo(session) == "乌云的电话"


def test_listeners_hear_of_an_undo(session: Session) -> None:
    heard: list[Changes] = []
    keep_person(session)
    session.listen(heard.append)
    assert isinstance(session.world.now, Clock)
    session.world.now.pass_days(1)

    undo(session)
    assert len(heard) == 1
    assert heard[0].touches(Person)


def test_several_changes_of_one_field_are_undone_and_redone_in_order(session: Session) -> None:
    person = keep_person(session)
    for phone in ("1", "2", "3"):
        keep(session, replace(person, phone=phone), f"电话 {phone}")

    for phone in ("2", "1", person.phone):
        undo(session)
        assert session.get(Person, person.id).phone == phone
    undo(session)
    assert names(session) == []
    for expected in (person.phone, "1", "2", "3"):
        redo(session)
        assert session.get(Person, person.id).phone == expected
    undo(session)
    assert session.get(Person, person.id).phone == "2"


def test_a_redone_record_is_not_taken_from_under_another(session: Session) -> None:
    home = keep_person(session)
    undo(session)
    redo(session)
    number = undoable(session)[0].operation_id
    keep_person(session, 2, household_id=home.household_id)

    with pytest.raises(Refused, match="别的记录用到了它"):
        undo(session, number)
