"""技能培训: wish, course, end, certificate, and what counts; registers find entries."""

from dataclasses import replace
from datetime import date

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person, Training
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.registers import (
    RegisterFilter,
    count_entries,
    entry_lines,
    find_entries,
)
from desktop_app.use_cases.trainings import (
    enrol_in_training,
    finish_training,
    save_training,
    training_count_findings,
)
from tests.sessions import OTHER_VILLAGE, TODAY, keep_person


@pytest.fixture
def person(session: Session) -> Person:
    return keep_person(session, name="巴雅尔", village_code=OTHER_VILLAGE)


@pytest.fixture
def wished(session: Session, person: Person) -> Training:
    return save_training(
        session,
        Training(person_id=person.id, trade="cook", wished_on=date(2026, 3, 1), result="wished"),
    )


def finished(session: Session, wished: Training, **facts: object) -> Training:
    enrol_in_training(session, wished.id, date(2026, 4, 1), date(2026, 4, 10))
    return finish_training(session, wished.id, date(2026, 4, 20), **{"hours": 60, **facts})  # type: ignore[arg-type]


def test_a_training_goes_from_the_wish_to_the_certificate(
    session: Session, wished: Training
) -> None:
    assert (wished.village_code, wished.counted) == (OTHER_VILLAGE, False)

    kept = finished(session, wished, certificate_number="1500001", certified_on=date(2026, 5, 1))

    assert (kept.result, kept.counted, kept.begins_on) == ("certified", True, date(2026, 4, 10))
    assert all(one.passed for one in training_count_findings(session, kept.id))


def test_short_ones_and_a_second_of_the_same_trade_do_not_count(
    session: Session, wished: Training
) -> None:
    first = finished(session, wished)
    again = replace(first, id=Training().id, ends_on=date(2026, 9, 1), begins_on=None)
    short = finish_training(session, wished.id, date(2026, 4, 20), hours=4)

    assert save_training(session, replace(again, trade="sewing")).counted
    assert save_training(session, replace(again, hours=60)).counted
    assert not short.counted
    assert save_training(session, replace(short, hours=60)).counted is False
    told = [one.message for one in training_count_findings(session, first.id) if not one.passed]
    assert told == ["同一年同一个工种已经计过一次，不重复计。"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"enrolled_on": date(2026, 2, 1)}, "报名日期早于登记意愿日期"),
        ({"ends_on": date(2027, 1, 1), "result": "finished"}, "还没有到"),
        ({"result": "certified"}, "证书编号和发证日期"),
        ({"trade": "", "course": " "}, "工种和培训班都没有填"),
        ({"hours": 0}, "课时 0 不对"),
    ],
)
def test_what_cannot_be_is_refused(
    session: Session, wished: Training, wrong: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        save_training(session, replace(wished, **wrong))  # type: ignore[arg-type]
    assert session.get(Training, wished.id) == wished


def test_children_and_the_dead_are_not_trained(session: Session, wished: Training) -> None:
    child = keep_person(session, 3, birth_on=date(2015, 1, 1), citizen_id="")
    dead = keep_person(session, 5, died_on=TODAY)
    for someone, words in ((child, "周岁"), (dead, "已经登记死亡")):
        with pytest.raises(Refused, match=words):
            save_training(session, replace(wished, id=Training().id, person_id=someone.id))
    with pytest.raises(Refused, match="还没有选人"):
        save_training(session, Training(trade="cook"))


def test_a_register_finds_by_name_code_and_village(session: Session, wished: Training) -> None:
    other = keep_person(session, 2, name="乌云其其格")
    second = save_training(session, Training(person_id=other.id, trade="sewing", result="wished"))

    assert find_entries(session, "Training") == [second.id, wished.id]
    assert find_entries(session, "Training", RegisterFilter(text="bye")) == [wished.id]
    assert find_entries(session, "Training", RegisterFilter(codes={"trade": ("sewing",)})) == [
        second.id
    ]
    villages = RegisterFilter(village_codes=(OTHER_VILLAGE,))
    assert find_entries(session, "Training", villages) == [wished.id]
    assert count_entries(session, "Training") == 2
    (line,) = entry_lines(session, "Training", [wished.id])
    assert (line.name, line.record) == ("巴雅尔", wished)
    assert "*" in line.citizen_id


def test_a_register_that_is_none_is_refused(session: Session) -> None:
    with pytest.raises(Refused, match="没有叫 Person 的台账"):
        call(session, "find_entries", {"kind": "Person"})
    with pytest.raises(Refused, match="没有这些项目"):
        call(session, "find_entries", {"kind": "Training", "wanted": {"codes": {"luck": ["1"]}}})
