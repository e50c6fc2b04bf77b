"""Every register goes to Excel and comes back into an empty folder with the same records."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

import pytest

from desktop_app.domain.progress import Progress
from desktop_app.domain.records import (
    Attendance,
    Employer,
    Employment,
    Enrolment,
    Household,
    Listed,
    Person,
    Placement,
    Post,
    Record,
    Training,
    Vacancy,
    Visit,
)
from desktop_app.session import Session
from desktop_app.spreadsheets.catalogue import sheet_kind
from desktop_app.use_cases.attendance import attendance_month, fill_attendance
from desktop_app.use_cases.employments import save_employment
from desktop_app.use_cases.enrolments import save_enrolment
from desktop_app.use_cases.exits import approve_exits, end_placement
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.exporting.register import export_register
from desktop_app.use_cases.roster_import import import_roster, read_roster
from desktop_app.use_cases.trainings import save_training
from desktop_app.use_cases.vacancies import save_employer, save_vacancy
from desktop_app.use_cases.visits import record_visit
from tests.sessions import VILLAGE, keep_person, open_test_session
from tests.use_cases.placements import OFFICE, announced_post, placed
from tests.use_cases.sheets_in.made import problems, taken_in

NAMES = ("乌云其其格", "巴特尔", "额尔敦·朝克图·孟克", "苏日娜", "李\U00020547梅")
WHOLE = Secrecy(whole=True, reason="导入到新的电脑")
REGISTERS: dict[str, tuple[str, type[Record]]] = {
    "posts": ("posts", Post),
    "placements": ("placements", Placement),
    "attendance": ("attendance", Attendance),
    "enrolments": ("enrolments", Enrolment),
    "transfers": ("transfers", Employment),
    "trainings": ("trainings", Training),
    "vacancies": ("vacancies", Vacancy),
    "visits": ("visits", Visit),
    "watch_list": ("watch-lists", Listed),
    "households": ("households", Household),
}
"""Kinds in the order in which one needs the other, with their registers."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Session:
    session = open_test_session(tmp_path_factory.mktemp("full"))
    post = announced_post(session, kind="cleaning", fund="employment")
    people = [keep_person(session, number, name=name) for number, name in enumerate(NAMES, 11)]
    one = placed(session, post, 31, name="格日勒")
    other = placed(session, post, 32, name="其木格")
    end_placement(session, other.id, date(2026, 11, 23), "14", "本人申请")
    approve_exits(session, [other.id], OFFICE)
    fill_attendance(session, VILLAGE, "2026-11", post.department)
    assert attendance_month(session, VILLAGE, "2026-11", post.department).rows
    _of_people(session, people)
    assert one.person_id != other.person_id
    return session


def _of_people(session: Session, people: list[Person]) -> None:
    first, second, third, *_ = people
    for person in (first, second):
        save_enrolment(
            session,
            Enrolment(
                person_id=person.id, scheme="resident_pension", status="1", rhythm="year",
                grade_fen=20_000, since=date(2020, 1, 1), paid_until=date(2026, 12, 31),
                evidence="=电子缴款凭证 尾号 2031", seen_on=date(2026, 3, 4),
            ),
        )  # fmt: skip
    save_employment(
        session,
        Employment(
            person_id=third.id, employer="+草原肉业\t有限公司", job="分割工", scope="province",
            scope_reason="", place="河北省石家庄市", since=date(2026, 2, 1), channel="market",
            income_fen=450_000, notes="包吃住\n宿舍在厂里",
        ),
    )  # fmt: skip
    save_training(
        session,
        Training(person_id=second.id, course="@家政班", begins_on=date(2026, 3, 2), hours=40),
    )
    employer = save_employer(session, Employer(name="云杉物业", contact="李师傅"))
    save_vacancy(
        session,
        Vacancy(employer_id=employer.id, title="保洁", pay_from_fen=260_000, pay_to_fen=300_000),
    )
    record_visit(
        session,
        Visit(
            person_id=first.id, visited_on=date(2026, 11, 3), way="home", purpose="routine",
            informant="本人", notes="无", difficulty="-没有草料",
        ),
    )  # fmt: skip
    with session.operation("test", "名单") as operation:
        operation.save(
            Listed(
                village_code=VILLAGE, person_id=first.id, watch_list="insured",
                since=date(2026, 1, 1), detail="某厂", source="社保局", as_of=date(2026, 10, 31),
            )
        )  # fmt: skip


def lines(session: Session, kind: str, record: type[Record]) -> Iterator[str]:
    """Return each record as the fields of the catalogue tell it, with whom it is about."""
    read = [one for one in sheet_kind(kind).columns if not one.shown]
    fields = [one.field for one in read if "." not in one.field]
    people = {one.id: one.citizen_id for one in session.find(Person)}
    for one in session.find(record):
        told = asdict(one)
        own = {name: told[name] for name in fields if name in told}
        person = people.get(told.get("person_id", one.id), "")
        yield repr((one.village_code, person, sorted(own.items(), key=str)))


def state(session: Session, kind: str, record: type[Record]) -> str:
    """Return a hash of all records of a kind."""
    return blake2b("\n".join(sorted(lines(session, kind, record))).encode()).hexdigest()


def exported(session: Session, register: str, folder: Path) -> Path:
    path = folder / f"{register}.xlsx"
    export_register(session, register, str(path), secrecy=WHOLE)
    return path


@pytest.fixture(scope="module")
def empty(full: Session, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Return a folder into which everything was taken, people first."""
    folder = tmp_path_factory.mktemp("empty")
    session = open_test_session(folder)
    preview = read_roster(session, exported(full, "people", folder), Progress())
    assert [str(row.problem) for row in preview.rows if row.problem] == []
    import_roster(session, preview, Progress())
    for kind, (register, _) in REGISTERS.items():
        told, _ = taken_in(session, kind, exported(full, register, folder))
        assert problems(told) == [], kind
    return session


@pytest.mark.parametrize("kind", REGISTERS)
def test_a_register_comes_back_as_it_was(full: Session, empty: Session, kind: str) -> None:
    record = REGISTERS[kind][1]

    assert sorted(lines(empty, kind, record)) == sorted(lines(full, kind, record))
    assert state(empty, kind, record) == state(full, kind, record)
    assert full.find(record)


def test_the_hash_sees_a_change_of_one_field(full: Session) -> None:
    one = full.find(Training)[0]
    before = state(full, "trainings", Training)
    with full.operation("test", "改") as operation:
        operation.save(replace(one, hours=41))
    after = state(full, "trainings", Training)
    with full.operation("test", "改回") as operation:
        operation.save(replace(one, hours=40))

    assert before != after
    assert before == state(full, "trainings", Training)


@pytest.mark.parametrize("kind", REGISTERS)
def test_taken_in_again_nothing_is_doubled(
    full: Session, empty: Session, kind: str, tmp_path: Path
) -> None:
    told, result = taken_in(empty, kind, exported(full, REGISTERS[kind][0], tmp_path))

    assert problems(told) == []
    assert result.batch is None
    assert len(empty.find(REGISTERS[kind][1])) == len(full.find(REGISTERS[kind][1]))
