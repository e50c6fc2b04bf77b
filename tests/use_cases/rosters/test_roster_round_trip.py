"""The register of people goes to Excel, comes into an empty folder, and is the same register."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from hashlib import blake2b
from itertools import count
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from desktop_app.domain.codes import code_list
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import NEW, Employment, Household, Person, labels
from desktop_app.session import Session
from desktop_app.use_cases.employments import save_employment
from desktop_app.use_cases.exporting.gate import FREE, Secrecy
from desktop_app.use_cases.exporting.register import export_register
from desktop_app.use_cases.people import add_person, save_person
from desktop_app.use_cases.roster_import import ImportResult, import_roster, read_roster
from tests.rosters import number_of
from tests.sessions import VILLAGE, Dice, open_test_session

PASSWORD = "牧草青青十六捆"
WHOLE = Secrecy(whole=True, reason="导入到新的电脑", password=PASSWORD)
HOME = ("number", "kind", "group_name", "address", "relocated", "risk_cause")
WORK = (
    "form", "employer", "job", "place_code", "place", "scope", "channel", "since", "monthly_fen",
    "contract",
)  # fmt: skip
"""What the register tells of a household and of the work somebody does now."""


def person(name: str, order: int | None, relation: str = "", **facts: object) -> Person:
    number = "" if order is None else number_of(order)
    told = {"village_code": VILLAGE, "citizen_id": number, "relation": relation, **facts}
    return Person(name=name, **told)  # type: ignore[arg-type] # fields by name


def family(session: Session, home: Household, *members: Person) -> list[Person]:
    """Register a household with these members, the first of whom makes it."""
    kept: list[Person] = []
    for one in members:
        at = kept[0].household_id if kept else NEW
        kept.append(add_person(session, replace(one, household_id=at), home))
    return kept


def nasty(session: Session) -> None:
    """Register what an office's own sheets are read too kindly for, or cannot tell apart."""
    card = number_of(12) + "42"
    head, _, child = family(
        session,
        Household(
            number="0001", kind="lifted", group_name="三组", address="=巴音\t三组 12 号",
            relocated=True, risk_cause="1",
        ),
        person("乌云其其格", 11, "01", phone="13847200001", account="6217000012345678901",
               bank="农业银行百灵庙支行", poverty_status="", skills="无", notes="-\n第二行 "),
        person("额尔敦•朝克图·孟克", 12, "02", disability_card=card, health="慢性病（自述）"),
        person("新生儿", None, "03", sex="1", birth_on=date(2026, 9, 1)),
    )  # fmt: skip
    save_person(session, replace(child, notes="出生证明号 Q150001234567890123 未上户"))
    family(session, Household(number="0001"), person("同号的另一户", 13, "01"))
    for order in (14, 15):
        family(session, Household(), person("巴特尔", order, "01"), person("妻", order + 10, "02"))
    first, second = family(
        session,
        Household(kind="移民户"),
        person("李\U00020547梅", 30, "04"),
        person("没户主", 31, "05"),
    )
    save_person(session, replace(first, relation="04", died_on=date(2026, 3, 1)))
    save_person(session, replace(second, wanted_monthly_fen=350_050, subsistence=True))
    family(session, Household(), person("都没有号", None, "01"), person("都没有号的妻", None, "02"))
    _at_work(session, head)
    for order in range(40, 40 + FREE):
        family(session, Household(), person("多一个人", order, "01"))


def with_every_code(session: Session) -> None:
    """Register somebody with each value of every list that a person is told by."""
    lists = {
        name: [code.value for code in code_list(label.codes).codes]
        for name, label in labels(Person).items()
        if label.codes and name not in {"relation", "sex"}
    }
    for step in range(max(map(len, lists.values()))):
        told = {name: values[step % len(values)] for name, values in lists.items()}
        family(session, Household(), person(f"某{'甲乙丙丁'[step % 4]}", 200 + step, "01", **told))


def _at_work(session: Session, who: Person) -> None:
    save_employment(
        session,
        Employment(
            person_id=who.id, employer="@云杉物业", job="无", place="河北省石家庄市",
            scope="province", since=date(2026, 2, 1), until=date(2027, 1, 31), channel="market",
            monthly_fen=300_001,
        ),
    )  # fmt: skip
    kept = session.get(Person, who.id)
    save_person(session, replace(kept, employment_status=""))


def lines(session: Session) -> Iterator[str]:
    """Return each person with household, who lives there, and work, as the register has them."""
    people = session.find(Person)
    homes = {one.id: one for one in session.find(Household)}
    work = {one.person_id: one for one in session.find(Employment)}
    for one in people:
        told = asdict(one)
        own = {name: told[name] for name in told if name not in {"id", "household_id"}}
        home, job = homes[one.household_id], work.get(one.id)
        with_whom = sorted(each.name for each in people if each.household_id == home.id)
        facts = [getattr(home, name) for name in HOME]
        doing = [getattr(job, name) for name in WORK] if job is not None else []
        yield repr((sorted(own.items()), home.village_code, facts, with_whom, doing))


def state(session: Session) -> str:
    """Return a hash of all people with what the register tells of them."""
    return blake2b("\n".join(sorted(lines(session))).encode()).hexdigest()


def exported(session: Session, folder: Path, secrecy: Secrecy = WHOLE) -> Path:
    """Write the register, sealed as it must be, and unseal it as its reader does in Excel."""
    sealed, path = folder / "封好.xlsx", folder / "人员花名册.xlsx"
    export_register(session, "people", str(sealed), secrecy=secrecy, replace=True)
    if not secrecy.password:
        return sealed
    with sealed.open("rb") as locked, path.open("wb") as plain:
        book = OOXMLFile(locked)
        book.load_key(password=secrecy.password)
        book.decrypt(plain)
    return path


def taken_in(session: Session, path: Path) -> ImportResult:
    preview = read_roster(session, path, Progress())
    assert [str(row.problem) for row in preview.rows if row.problem] == []
    return import_roster(session, preview, Progress())


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = open_test_session(tmp_path_factory.mktemp("full"))
    nasty(session)
    with_every_code(session)
    yield session
    session.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Session]:
    """Open a folder on another computer, which draws other numbers."""
    session = open_test_session(tmp_path / "empty")
    assert isinstance(session.world.random, Dice)
    session.world.random.numbers = count(1_000_000)
    yield session
    session.close()


def test_people_come_back_with_their_households_and_accounts(
    full: Session, empty: Session, tmp_path: Path
) -> None:
    taken_in(empty, exported(full, tmp_path))

    assert sorted(lines(empty)) == sorted(lines(full))
    assert state(empty) == state(full)
    assert len(empty.find(Household)) == len(full.find(Household))
    assert len(empty.find(Employment)) == len(full.find(Employment))
    assert any(one.account for one in empty.find(Person))


def test_taken_in_again_nobody_is_doubled(full: Session, empty: Session, tmp_path: Path) -> None:
    path = exported(full, tmp_path)
    taken_in(empty, path)
    before = state(empty)

    again = taken_in(empty, path)

    assert (again.new, again.changed, again.batch) == (0, 0, None)
    assert state(empty) == before


def test_the_register_taken_in_where_it_was_written_changes_nothing(
    full: Session, tmp_path: Path
) -> None:
    before = state(full)

    again = taken_in(full, exported(full, tmp_path))

    assert (again.new, again.changed, again.batch) == (0, 0, None)
    assert state(full) == before


def test_the_hash_sees_a_change_of_one_account(full: Session) -> None:
    one = next(each for each in full.find(Person) if each.account)
    before = state(full)
    save_person(full, replace(one, account=one.account[:-1]))
    after = state(full)
    save_person(full, one)

    assert before != after
    assert before == state(full)


def test_what_an_export_hid_is_never_taken_for_what_it_is(
    full: Session, empty: Session, tmp_path: Path
) -> None:
    preview = read_roster(empty, exported(full, tmp_path, Secrecy()), Progress())

    result = import_roster(empty, preview, Progress())

    kept = empty.find(Person)
    assert result.new == len(kept) > 0
    assert {one.citizen_id for one in kept} == {""}
    assert not any("*" in str(value) for one in kept for value in asdict(one).values())


def test_a_row_added_by_hand_joins_the_household_with_its_number(
    full: Session, empty: Session, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    path = exported(full, tmp_path)
    book = load_workbook(path)
    page = book.worksheets[0]
    heads = [str(cell.value) for cell in page[3]]
    told = {"嘎查村代码": VILLAGE, "户编号": "0001", "姓名": "后来的人", "身份证号": number_of(90),
            "与户主关系": "孙子"}  # fmt: skip
    page.append([told.get(head) for head in heads])
    book.save(path)

    taken_in(empty, path)

    (late,) = [one for one in empty.find(Person) if one.name == "后来的人"]
    (head,) = [one for one in empty.find(Person) if one.name == "乌云其其格"]
    assert late.household_id == head.household_id
    assert late.relation == code_list("relation").find("孙子")


def test_a_row_with_neither_number_nor_mark_is_refused_and_so_is_one_without_a_name(
    full: Session, empty: Session, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    path = exported(full, tmp_path)
    book = load_workbook(path)
    page = book.worksheets[0]
    heads = [str(cell.value) for cell in page[3]]
    for told in ({"姓名": "没有号"}, {"身份证号": number_of(91)}):
        page.append([told.get(head) for head in heads])
    book.save(path)

    preview = read_roster(empty, path, Progress())

    problems = [row.problem.message for row in preview.rows if row.problem is not None]
    assert problems == ["没有填身份证号。", "没有填姓名。"]


def test_two_of_one_name_without_number_in_a_household_are_one_row_too_many(
    empty: Session, tmp_path: Path
) -> None:
    full = open_test_session(tmp_path / "twice")
    twins = (person("双胞胎", None, "03"), person("双胞胎", None, "03"))
    family(full, Household(), person("母亲", 11, "01"), *twins)

    preview = read_roster(empty, exported(full, tmp_path, Secrecy(whole=True)), Progress())

    (problem,) = [row.problem for row in preview.rows if row.problem is not None]
    assert "同一户里同名的人" in problem.message
    full.close()
