"""Registers as Excel files: every row, typed, masked or whole for a reason, sealed, on record."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import msoffcrypto
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import (
    NEW,
    Attendance,
    Disclosure,
    Employment,
    Enrolment,
    Household,
    Person,
    Placement,
    Record,
    RecordId,
    Training,
    Venture,
)
from desktop_app.session import Session
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.exporting.kinds import KINDS, Wanted
from desktop_app.use_cases.exporting.layouts import layouts
from desktop_app.use_cases.exporting.register import Look, export_register
from desktop_app.use_cases.roster_import import import_roster, read_roster
from tests.sessions import (
    OTHER_VILLAGE,
    VILLAGE,
    citizen_id,
    keep_person,
    keep_post,
    open_test_session,
)

PASSWORD = "三只白羊 慢慢过河"
REASON = "报旗县人社局审核"
NUMBER = citizen_id(date(1985, 3, 2), 1)
MASKED = f"{NUMBER[:6]}********{NUMBER[-4:]}"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    session.close()


def _cells(book: bytes | Path, sheet: str = "") -> list[list[object]]:
    made = load_workbook(BytesIO(book) if isinstance(book, bytes) else book)
    page: Worksheet = made[sheet] if sheet else made.worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def _told(rows: Sequence[Sequence[object]], head: int = 2) -> list[dict[str, object]]:
    """Return the rows below a heading as what each heading says."""
    return [dict(zip(map(str, rows[head]), row, strict=True)) for row in rows[head + 1 :]]


def _opened(path: Path, password: str) -> bytes:
    with path.open("rb") as source:
        file, out = msoffcrypto.OfficeFile(source), BytesIO()
        file.load_key(password=password, verify_password=True)
        file.decrypt(out, verify_integrity=True)
    return out.getvalue()


def _life(session: Session) -> Person:
    """Keep somebody of whom everything is on record."""
    person = keep_person(
        session, 1, name="乌云·其木格", ethnicity="02", education="60", address="南河沿村 3 号",
        poverty_status="lifted", training_wish="电焊", job_intention="away",
        account="6217001234567", bank="农业银行", work_capacity="skilled",
        wanted_monthly_fen=500_000, notes="=1+1",
    )  # fmt: skip
    post = keep_post(session)
    with session.operation("test", "登记") as operation:
        household = session.get(Household, person.household_id)
        operation.save(replace(household, group_name="一组", phone="04771234567"))
        operation.save(
            Employment(
                village_code=VILLAGE, person_id=person.id, form="010", employer="包钢",
                job="电焊工", place_code="150203", place="包头市昆都仑区", scope="prefecture",
                channel="", industry="C", since=date(2026, 3, 1), income_fen=600_000,
                income_unit="month", contract=True,
            )
        )  # fmt: skip
        operation.save(
            Training(
                village_code=VILLAGE, person_id=person.id, course="电焊班", result="certified",
                certificate_number="A1", begins_on=date(2026, 1, 5), ends_on=date(2026, 1, 20),
                subsidy_fen=80_050,
            )
        )  # fmt: skip
        operation.save(Enrolment(village_code=VILLAGE, person_id=person.id, status="1",
                                 scheme="resident_pension", grade_fen=50_000))  # fmt: skip
        operation.save(Venture(village_code=VILLAGE, person_id=person.id, name="乌云奶食店",
                               loan_fen=10_000_000, employs=3))  # fmt: skip
        placement = operation.save(
            Placement(
                village_code=VILLAGE, person_id=person.id, post_id=post.id,
                started_on=date(2026, 2, 1), agreement_from=date(2026, 2, 1),
                agreement_to=date(2027, 1, 31),
            )
        )  # fmt: skip
        operation.save(Attendance(village_code=VILLAGE, placement_id=placement.id, month="2026-10",
                                  marks="1h1ps" + " " * 26))  # fmt: skip
    return person


def test_every_register_is_written_row_by_row(session: Session, tmp_path: Path) -> None:
    _life(session)
    written = {}
    for kind in KINDS:
        done = export_register(session, kind, str(tmp_path / f"{kind}.xlsx"))
        rows = _cells(tmp_path / f"{kind}.xlsx")
        assert rows[0][0] == done.title == KINDS[kind].title
        assert str(rows[1][0]).startswith(f"共 {done.rows} 行；2026-11-25 由 苏日娜 导出")
        assert len(rows) == 3 + done.rows
        assert len(set(map(str, rows[2]))) == len(rows[2]), f"{kind} has a heading twice"
        written[kind] = done.rows

    filled = {kind for kind, rows in written.items() if rows}
    assert filled == {"people", "households", "posts", "placements", "attendance", "enrolments",
                      "transfers", "trainings", "ventures"}  # fmt: skip


def test_cells_are_days_and_amounts_and_numbers_are_masked(
    session: Session, tmp_path: Path
) -> None:
    _life(session)
    done = export_register(session, "people", str(tmp_path / "a.xlsx"))
    (one,) = _told(_cells(tmp_path / "a.xlsx"))

    assert one["姓名"] == "乌云·其木格"
    assert one["身份证号"] == MASKED
    assert one["一卡通账号"] == "*********4567"
    assert one["出生日期"] == datetime(1985, 3, 2)  # noqa: DTZ001 - a day as openpyxl reads it
    assert one["期望月收入（元/月）"] == 5000
    assert one["年龄"] == 41
    assert one["备注"] == "=1+1"
    assert one["低保"] == "否"
    assert one["就业单位"] == "包钢"
    assert "证件号隐去了中间几位" in done.sentence()
    assert session.find(Disclosure) == []


def test_the_aliases_stand_under_the_headings(session: Session, tmp_path: Path) -> None:
    keep_person(session)
    export_register(session, "people", str(tmp_path / "a.xlsx"), look=Look(aliases=True, size="A3"))
    rows = _cells(tmp_path / "a.xlsx")
    aliases = dict(zip(map(str, rows[2]), rows[3], strict=True))

    assert (aliases["姓名"], aliases["身份证号"], aliases["联系电话"], aliases["备注"]) == (
        "AAC003", "AAC002", "AAE005", "",
    )  # fmt: skip


def test_only_what_is_wanted_goes_out(session: Session, tmp_path: Path) -> None:
    first = keep_person(session, 1)
    keep_person(session, 2, village_code=OTHER_VILLAGE)
    keep_person(session, 3, education="60")
    path = str(tmp_path / "a.xlsx")

    def count(**how: Any) -> int:
        return export_register(session, "people", path, replace=True, **how).rows

    assert count() == 3
    assert count(wanted=Wanted(village_codes=(OTHER_VILLAGE,))) == 1
    assert count(wanted=Wanted(text="乌云3")) == 1
    assert count(wanted=Wanted(codes={"education": ("60",)})) == 1
    assert count(ids=[first.id]) == 1
    with pytest.raises(Refused, match="没有这些项目：nothing"):
        count(wanted=Wanted(codes={"nothing": ("1",)}))


def test_a_file_is_not_overwritten(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(Refused, match="没有覆盖它"):
        export_register(session, "people", str(path))
    assert path.read_bytes() == b"mine"


def _some(session: Session, people: int) -> list[RecordId]:
    return [keep_person(session, number).id for number in range(1, people + 1)]


def test_whole_numbers_of_few_people_are_on_record(session: Session, tmp_path: Path) -> None:
    ids = _some(session, 24)
    done = export_register(session, "people", str(tmp_path / "a.xlsx"), secrecy=Secrecy(whole=True))

    assert (done.whole, done.sealed) == (24, False)
    assert NUMBER in {one["身份证号"] for one in _told(_cells(tmp_path / "a.xlsx"))}
    kept = session.find(Disclosure)
    assert {one.person_id for one in kept} == set(ids)
    assert {one.occasion for one in kept} == {"导出人员花名册"}


@pytest.mark.parametrize(
    ("secrecy", "field"),
    [
        (Secrecy(whole=True), "reason"),
        (Secrecy(whole=True, reason="看看", password=PASSWORD), "reason"),
        (Secrecy(whole=True, reason=REASON), "password"),
        (Secrecy(whole=True, reason=REASON, password="12345678"), "password"),
        (Secrecy(whole=True, reason=REASON, password="苏日娜苏日娜"), "password"),
    ],
)
def test_whole_numbers_of_many_people_ask_for_a_reason_and_a_password(
    session: Session, tmp_path: Path, secrecy: Secrecy, field: str
) -> None:
    _some(session, 25)
    with pytest.raises(Refused) as refused:
        export_register(session, "people", str(tmp_path / "a.xlsx"), secrecy=secrecy)

    assert list(refused.value.fields) == [field]
    assert list(tmp_path.glob("*.xlsx*")) == []
    assert session.find(Disclosure) == []


def test_the_file_is_sealed_and_opens_with_the_password(session: Session, tmp_path: Path) -> None:
    _some(session, 25)
    secrecy = Secrecy(whole=True, reason=REASON, password=PASSWORD)
    done = export_register(session, "people", str(tmp_path / "a.xlsx"), secrecy=secrecy)

    assert (done.rows, done.whole, done.sealed) == (25, 25, True)
    closed = (tmp_path / "a.xlsx").read_bytes()
    assert NUMBER.encode() not in closed
    assert closed[:4] == b"\xd0\xcf\x11\xe0"
    book = _opened(tmp_path / "a.xlsx", PASSWORD)
    assert NUMBER in {one["身份证号"] for one in _told(_cells(book))}
    assert ["事由", REASON] in _cells(book, "说明")
    kept = session.find(Disclosure)
    assert len(kept) == 25
    assert {one.occasion for one in kept} == {f"导出人员花名册：{REASON}"}


def test_a_number_in_a_free_text_is_masked_too(session: Session, tmp_path: Path) -> None:
    keep_person(session, notes=f"配偶的号码是{NUMBER}")
    export_register(session, "people", str(tmp_path / "a.xlsx"))

    assert NUMBER not in str(_cells(tmp_path / "a.xlsx"))


def test_the_layouts_have_exactly_their_headings(session: Session, tmp_path: Path) -> None:
    """Three of the sets are known to the import of rosters too."""
    from tests.rosters import F6_GROUPS, F6_OWN, F7_GROUPS, F16

    _life(session)
    heads = {}
    for one in layouts():
        look = Look(layout=one.name)
        done = export_register(session, "people", str(tmp_path / f"{one.name}.xlsx"), look=look)
        assert done.rows == 1
        rows = _cells(tmp_path / f"{one.name}.xlsx")
        two = any(column.get("group") for column in one.columns)
        heads[one.name] = [
            below or above for above, below in zip(rows[0], rows[1 if two else 0], strict=True)
        ]
    assert heads["F6"] == [*F6_OWN, *[name for some in F6_GROUPS.values() for name in some]]
    assert heads["F7"] == [name for some in F7_GROUPS.values() for name in some]
    assert heads["F16"] == F16
    assert {name: len(some) for name, some in heads.items()} == {
        "F6": 50, "F7": 58, "F12": 35, "F15": 21, "F16": 47,
    }  # fmt: skip


def _layout(session: Session, tmp_path: Path, name: str, kind: str = "people") -> list[object]:
    path = tmp_path / "l.xlsx"
    export_register(session, kind, str(path), look=Look(layout=name), replace=True)
    return _cells(path)[-1]


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day)  # noqa: DTZ001 - what openpyxl gives for a day


AREA = ["内蒙古自治区", "包头市", "达尔罕茂明安联合旗", "满都拉镇", "巴音哈拉嘎查村"]
WHERE = "".join(AREA[2:])
WORK = "包头市昆都仑区"
LINES: dict[str, list[object]] = {
    "F6": [
        1, VILLAGE, *AREA[2:], "乌云·其木格", MASKED, None, "男", 41, _day(1985, 3, 2), "蒙古族",
        None, "高中", None, None, "13800000001", "是", None, "电焊班", "是", None, "否", "包钢",
        "电焊工", "第二产业", _day(2026, 3, 1), WORK, AREA[0], 7.2, "单位就业", *[None] * 11,
        "未参保", None, "参保", "未参保", None, "未参保", "未参保", "未参保",
    ],
    "F7": [
        "乌云·其木格", MASKED, WHERE, "男", "蒙古族", 41, None, "高中", None, "技能劳动力",
        "乌云·其木格", "13800000001", None, None, "单位就业", "盟市内跨旗县", WORK, "电焊工",
        _day(2026, 3, 1), "是", "是", 6000, None, None, WHERE, _day(2026, 2, 1), "护林员", "是",
        None, _day(2026, 1, 5), _day(2026, 1, 20), "电焊班", None, 800.5, "是", None, None, None,
        None, "乌云奶食店", None, "是", 10, 3, "否", None, None, None, None, 0, 0, 0, 1, None,
        None, "否", "是", None,
    ],
    "F12": [
        WHERE, "乌云·其木格", "男", 41, MASKED, "公益性岗位安置", "旗县内", None, "护林员", None,
        WHERE, _day(2026, 2, 1), _day(2027, 1, 31), "13800000001", "脱贫户", "高中",
        "愿意外出就业", None, "电焊", "已取得证书", None, 2026, None, None, "技能劳动力", "否",
        None, "人社部门", 12, 600, "按月", None, None, None, None,
    ],
    "F15": [
        AREA[3], AREA[4], "一组", "乌云·其木格", "0001", "户主", MASKED, "13800000001", None, None,
        "是", "单位就业", "电焊工", WORK, 6000, "是", "电焊", None, None, None, None,
    ],
    "F16": [
        *AREA, "0001", None, "乌云·其木格", "男", _day(1985, 3, 2), "居民身份证", MASKED, "蒙古族",
        "04771234567", "13800000001", 2026, "户主", "高中", None, "技能劳动力", 9, None, None,
        "包钢", "否", "否", None, "否", "是", None, None, None, "否", "第二产业", None, None, None,
        10, None, None, WORK, "乌云·其木格", MASKED, "否", "否", None, None,
    ],
}  # fmt: skip
"""What each layout tells of the life above, looked at cell by cell."""


@pytest.mark.parametrize("name", LINES)
def test_a_layout_tells_a_life_cell_by_cell(session: Session, tmp_path: Path, name: str) -> None:
    _life(session)
    kinds = ("people", "placements") if name == "F12" else ("people",)

    for kind in kinds:
        path = tmp_path / f"{kind}.xlsx"
        export_register(session, kind, str(path), look=Look(layout=name))
        assert _cells(path)[-1] == LINES[name]


def test_what_somebody_without_work_wants_stands_where_work_would(
    session: Session, tmp_path: Path
) -> None:
    keep_person(
        session, 1, wanted_monthly_fen=450_000, wanted_job="放牧", job_intention="local",
        hard_to_place="", poverty_status="edge", training_wish="兽医",
    )  # fmt: skip
    path = tmp_path / "a.xlsx"
    export_register(session, "people", str(path), look=Look(layout="F6"))
    two, line = _cells(path)[1:]
    told = dict(zip(map(str, two), line, strict=True))

    assert (told["就业单位"], told["年收入(万元)"]) == (None, None)
    assert (told["人员身份"], told["就业工种意向"], told["工资收入意向"], told["培训意向需求"]) == (
        "边缘易致贫户", "放牧", 4500, "兽医",
    )  # fmt: skip


def test_a_layout_of_another_register_is_refused(session: Session, tmp_path: Path) -> None:
    for kind, layout in (("posts", "F6"), ("people", "F99")):
        with pytest.raises(Refused, match="没有导出"):
            export_register(session, kind, str(tmp_path / "a.xlsx"), look=Look(layout=layout))


def test_people_exported_whole_come_in_again_the_same(session: Session, tmp_path: Path) -> None:
    keep_person(
        session, 1, name="乌云其木格", notes="=1+1", education="60", poverty_status="edge",
        wanted_monthly_fen=450_000, subsistence=True, account="6217001234567890123",
        bank="农业银行", training_wish="电焊", ethnicity="02",
    )  # fmt: skip
    keep_person(session, 2, name="巴图", phone="")
    path = tmp_path / "a.xlsx"
    export_register(session, "people", str(path), secrecy=Secrecy(whole=True))
    (tmp_path / "other").mkdir()
    other = open_test_session(tmp_path / "other")
    import_roster(other, read_roster(other, path, Progress(), {}), Progress())

    for kind in (Person, Household, Employment):
        told = [
            sorted(str(_without_ids(one)) for one in each.find(kind)) for each in (session, other)
        ]
        assert told[0] == told[1]
    other.close()


def _without_ids(record: Record) -> Record:
    if isinstance(record, Person):
        return replace(record, id=NEW, household_id=NEW)
    return replace(record, id=NEW)


def test_a_masked_account_does_not_come_in(session: Session, tmp_path: Path) -> None:
    person = keep_person(session, 1, name="乌云", account="6217001234567890123")
    path = tmp_path / "a.xlsx"
    export_register(session, "people", str(path))
    book = load_workbook(path)
    heads = [cell.value for cell in book.worksheets[0][3]]
    book.worksheets[0].cell(4, heads.index("身份证号") + 1, NUMBER)
    book.save(path)
    import_roster(session, read_roster(session, path, Progress(), {}), Progress())

    assert session.get(Person, person.id).account == "6217001234567890123"
