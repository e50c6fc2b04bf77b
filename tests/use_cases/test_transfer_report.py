"""The classes of transfer add up on every report, and each number has its people."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Employment, Household, Person
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.transfer_report import (
    CLASSES,
    COVERED,
    TransferReport,
    transfer_counts,
    transfer_people,
    transfer_report,
)
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, keep_person

WORDS = ("county", "prefecture", "region", "province", "abroad", "", "区内")


def keep_spell(session: Session, person: Person, **facts: object) -> Employment:
    """Keep a spell as it is, as another desk may have written it."""
    base = Employment(
        village_code=person.village_code,
        person_id=person.id,
        form="010",
        scope="county",
        since=date(2026, 3, 1),
    )
    with session.operation("test", "登记") as operation:
        return operation.save(replace(base, **facts))  # type: ignore[arg-type]


def checked(session: Session, report: TransferReport, **asked: object) -> None:
    """Hold every number of a report against the people behind it."""
    numbers = dict(zip(CLASSES, report.sum.classes, strict=True))
    numbers |= {
        "four": report.sum.four,
        "abroad": report.sum.abroad,
        "unknown": report.sum.unknown,
        "total": report.people,
    }
    people = {
        name: transfer_people(session, name, **asked)  # type: ignore[arg-type]
        for name in numbers
    }
    assert {name: len(found) for name, found in people.items()} == numbers
    assert report.balanced
    assert sum(report.sum.classes) == report.sum.four
    assert len(set(people["total"])) == len(people["total"])
    parts = [*CLASSES, "abroad", "unknown"]
    assert sum(len(people[part]) for part in parts) == len(set().union(*map(people.get, parts)))  # type: ignore[arg-type]


def test_the_classes_add_up_whatever_spells_there_are(session: Session) -> None:
    chance = Random(4)
    for number in range(1, 61):
        village = chance.choice((VILLAGE, OTHER_VILLAGE))
        status = chance.choice(("11", "7", "5"))
        person = keep_person(
            session, number, village_code=village, employment_status=status,
            died_on=chance.choice((None, None, None, date(2026, 8, 1))),
        )  # fmt: skip
        for _ in range(chance.randint(0, 4)):
            since = date(2025, 1, 1) + timedelta(days=chance.randint(0, 690))
            until = chance.choice((None, since + timedelta(days=chance.randint(0, 300))))
            keep_spell(
                session, person, scope=chance.choice(WORDS), until=until,
                since=chance.choice((since, since, None)),
                form=chance.choice(("010", "010", "030")),
            )  # fmt: skip

    for asked in (
        {},
        {"area": VILLAGE},
        {"on": date(2026, 6, 30)},
        {"on": date(2025, 12, 31), "area": OTHER_VILLAGE},
        {"year": 2026},
        {"year": 2025},
    ):
        report = transfer_report(session, **asked)
        checked(session, report, **asked)
        counted = transfer_counts(session, **asked)
        told = report.people - (len(transfer_people(session, "unknown")) if not asked else 0)
        if asked.get("on") or asked.get("year"):
            assert sum(sum(each.values()) for each in counted.values()) == told


def test_work_begun_last_decides_the_class(session: Session) -> None:
    person = keep_person(session, 1)
    keep_spell(session, person, scope="province", since=date(2026, 1, 1))
    keep_spell(session, person, scope="region", since=date(2026, 5, 1))

    assert transfer_report(session).sum.classes == (0, 0, 1, 0)
    assert transfer_report(session, on=date(2026, 2, 1)).sum.classes == (0, 0, 0, 1)
    assert transfer_report(session, year=2026).sum.classes == (0, 0, 1, 0)


def test_a_public_welfare_post_is_no_transfer_unless_the_county_says_so(session: Session) -> None:
    keep_spell(session, keep_person(session, 1), form="030")
    assert transfer_report(session).sum.total == 0

    session.choose_rule("transfer.counts_posts", value=True)

    assert transfer_report(session).sum.classes == (1, 0, 0, 0)


def test_who_is_said_to_be_away_without_work_on_record_is_unknown(session: Session) -> None:
    keep_person(session, 1, employment_status="11")
    known = keep_person(session, 2, employment_status="11")
    keep_spell(session, known, scope="abroad")
    keep_person(session, 3, employment_status="11", died_on=date(2026, 5, 1))

    report = transfer_report(session)

    assert (report.sum.four, report.sum.abroad, report.sum.unknown) == (0, 1, 1)
    assert report.places[0].code == VILLAGE
    checked(session, report)
    assert transfer_report(session, on=date(2026, 11, 1)).sum.unknown == 0


def test_coverage_counts_the_labour_force_and_who_works(session: Session) -> None:
    works = keep_person(session, 1, poverty_status="lifted")
    keep_spell(session, works)
    keep_person(session, 2, poverty_status="lifted_no_policy", employment_status="5")
    keep_person(session, 3, poverty_status="unstable", employment_status="1")
    keep_person(session, 4, poverty_status="edge", work_capacity="none")
    keep_person(session, 5, poverty_status="general")
    child = date(TODAY.year - 10, 1, 1)
    keep_person(session, 6, poverty_status="lifted", birth_on=child)

    covered = transfer_report(session).covered

    assert [(one.key, one.all, one.working) for one in covered] == [
        ("lifted", 2, 1),
        ("watched", 1, 1),
        ("cleared", 0, 0),
    ]
    for one in covered:
        assert len(transfer_people(session, f"{one.key}:all")) == one.all
        assert len(transfer_people(session, f"{one.key}:working")) == one.working
        assert len(transfer_people(session, f"{one.key}:idle")) == one.all - one.working
    assert transfer_people(session, "lifted:working") == [works.id]
    assert {status for _, _, statuses in COVERED for status in statuses} >= {"edge", "lifted"}


def test_a_relocated_household_is_covered_by_one_member_at_work(session: Session) -> None:
    head = keep_person(session, 1, employment_status="5")
    son = keep_person(session, 2, household_id=head.household_id, relation="03")
    idle = keep_person(session, 3, employment_status="5")
    keep_person(session, 4)
    with session.operation("test", "搬迁") as operation:
        for home in (head.household_id, idle.household_id):
            operation.save(replace(session.get(Household, home), relocated=True))
    keep_spell(session, son)

    homes = transfer_report(session).homes

    assert (homes.all, homes.working) == (2, 1)
    assert transfer_people(session, "homes:working") == [head.id]
    assert transfer_people(session, "homes:idle") == [idle.id]
    assert len(transfer_people(session, "homes:all")) == 2


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"on": date(2027, 1, 1)}, "还没有到"),
        ({"year": 2027}, "2027 年度"),
        ({"on": date(2026, 1, 1), "year": 2026}, "只能写一个"),
    ],
)
def test_a_report_that_cannot_be_is_refused(
    session: Session, asked: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        transfer_report(session, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", ["all", "lifted:some", "poor:all", ""])
def test_a_number_that_is_not_on_the_report_is_refused(session: Session, number: str) -> None:
    with pytest.raises(Refused, match="没有"):
        transfer_people(session, number)


def test_they_are_called_by_name(session: Session) -> None:
    keep_spell(session, keep_person(session, 1))

    assert call(session, "transfer_report", {"year": 2026}).people == 1
    assert len(call(session, "transfer_people", {"number": "county", "on": "2026-11-01"})) == 1
    assert call(session, "transfer_counts", {}) == {VILLAGE: {"county": 1}}
    with pytest.raises(Refused):
        call(session, "transfer_report", {"on": "2026-13-01"})
