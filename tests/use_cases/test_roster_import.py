"""Importing rosters: what is new, changed, the same or refused, and that nothing else happens."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import gettempdir

import pytest

from db.replay import verify
from desktop_app.domain.codes import text_of
from desktop_app.domain.errors import Cancelled, Refused, Unavailable
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Employment, Household, Person, Visit
from desktop_app.session import Session
from desktop_app.use_cases.history import undo, undo_batch, undoable
from desktop_app.use_cases.people import save_person
from desktop_app.use_cases.roster_import import (
    ImportResult,
    RosterPreview,
    RosterRow,
    import_roster,
    match_villages,
    read_roster,
    write_errors,
)
from tests.rosters import Made, f6_roster, f7_roster, f16_roster, number_of, plain_roster
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person, open_test_session

VILLAGE_NAME = "巴音哈拉嘎查"
A, B, C, D = (number_of(order) for order in (11, 22, 33, 44))
Take = Callable[[Made], ImportResult]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path / "folder", key=b"k" * 32)
    yield session
    assert verify(session.store.database).problems == []
    session.close()


@pytest.fixture
def look(session: Session, tmp_path: Path) -> Callable[[Made], RosterPreview]:
    return lambda roster: read_roster(session, roster.write(tmp_path / "花名册.xlsx"), Progress())


@pytest.fixture
def take(session: Session, look: Callable[[Made], RosterPreview]) -> Take:
    return lambda roster: import_roster(session, look(roster), Progress())


Look = Callable[[Made], RosterPreview]


def plain(*rows: dict[str, object]) -> Made:
    roster = plain_roster()
    for row in rows:
        roster.add(**{"嘎查村": VILLAGE_NAME, **row})
    return roster


def row(name: str, number: str, **cells: object) -> dict[str, object]:
    return {"姓名": name, "身份证号": number, **cells}


def f16_row(name: str, number: str, **cells: object) -> dict[str, object]:
    place = {"县": "达茂联合旗", "乡": "满都拉镇", "村": VILLAGE_NAME}
    return {**place, "姓名": name, "证件号码": number, **cells}


def states(preview: RosterPreview) -> list[str]:
    return [one.state for one in preview.rows]


def problem(found: RosterRow) -> str:
    assert found.problem is not None
    assert found.problem.advice.endswith("。")
    return found.problem.message


def people(session: Session) -> dict[str, Person]:
    return {person.name: person for person in session.find(Person)}


def is_empty(session: Session) -> bool:
    return not any(session.find(kind) for kind in (Person, Household, Employment))


# New, changed, the same


def test_a_new_person_comes_with_what_the_number_tells_and_codes(
    session: Session, take: Take
) -> None:
    take(plain(row("乌云其其格", A, 与户主关系="户主", 民族="蒙古族", 联系电话="13800000001")))

    found = people(session)["乌云其其格"]
    assert (found.citizen_id, found.sex, found.birth_on) == (A, "1", date(1985, 3, 2))
    assert (found.relation, text_of("ethnicity", found.ethnicity)) == ("01", "蒙古族")
    assert found.village_code == VILLAGE
    assert session.get(Household, found.household_id).village_code == VILLAGE


def test_the_preview_writes_nothing(session: Session, look: Look) -> None:
    preview = look(plain(row("乌云", A)))

    assert preview.counts == {"new": 1, "changed": 0, "same": 0, "refused": 0}
    assert session.find(Person) == []
    assert undoable(session) == []


def test_a_second_import_of_the_same_file_changes_nothing(session: Session, take: Take) -> None:
    roster = plain(
        row("乌云", A, 户编号="0001", 与户主关系="户主", 联系电话="13800000001/0472-5911234"),
        row("巴图", B, 户编号="0001", 与户主关系="配偶", 健康状况="长期慢性病"),
        row("其木格", C, 户编号="0002"),
    )
    first = take(roster)
    again = take(roster)

    assert (first.new, again.new, again.changed, again.same) == (3, 0, 0, 3)
    assert again.batch is None
    assert len(undoable(session)) == 1


def test_changes_are_told_field_by_field_in_words(take: Take, look: Look) -> None:
    take(plain(row("乌云", A, 健康状况="健康", 联系电话="13800000001")))
    preview = look(plain(row("乌云", A, 健康状况="残疾", 联系电话="13800000002")))

    assert states(preview) == ["changed"]
    assert sorted(preview.rows[0].changes) == [
        ("健康状况", "健康", "残疾"),
        ("联系电话", "13800000001", "13800000002"),
    ]


def test_an_empty_cell_never_clears_a_field(session: Session, take: Take) -> None:
    take(plain(row("乌云", A, 健康状况="健康", 户编号="0001", 联系电话="13800000001")))
    result = take(plain(row("乌云", A)))

    assert result.same == 1
    assert people(session)["乌云"].phone == "13800000001"
    assert session.find(Household)[0].number == "0001"


def test_what_was_imported_can_be_corrected_by_hand(session: Session, take: Take) -> None:
    take(plain(row("乌云", A, 户编号="1", 联系电话="13800000001、13800000002"),
               row("巴图", B, 户编号="1", 与户主关系="户主")))  # fmt: skip

    for person in session.find(Person):
        assert save_person(session, replace(person, notes="核对过")).notes == "核对过"


def test_one_operation_for_each_row_in_one_batch(session: Session, take: Take) -> None:
    result = take(plain(row("乌云", A), row("巴图", B)))

    assert [step.label for step in undoable(session)] == ["导入 2 人"]
    assert result.batch is not None


# Refused


def test_another_sex_than_the_number_tells_is_refused(look: Look) -> None:
    roster = f16_roster()
    roster.add(**f16_row("乌云", A, 性别="女"))
    preview = look(roster)

    assert states(preview) == ["refused"]
    assert "性别写的是女" in problem(preview.rows[0])


def test_the_second_of_two_rows_with_one_number_is_refused(take: Take, look: Look) -> None:
    roster = plain(row("乌云", A), row("乌云", A))

    assert states(look(roster)) == ["new", "refused"]
    assert "第 2 行" in problem(look(roster).rows[1])
    assert take(roster).refused == 1


def test_somebody_of_another_village_is_refused(session: Session, look: Look) -> None:
    keep_person(session, citizen_id=A, name="乌云", village_code=OTHER_VILLAGE)
    preview = look(plain(row("乌云", A)))

    assert "另一个嘎查村" in problem(preview.rows[0])


def test_a_wholly_different_name_for_a_known_number_is_refused(
    session: Session, look: Look
) -> None:
    keep_person(session, citizen_id=A, name="乌云")
    preview = look(plain(row("赵满仓", A)))

    assert "已经登记为「乌云」" in problem(preview.rows[0])


def test_a_problem_says_sheet_row_column_and_value(look: Look) -> None:
    preview = look(plain(row("乌云", A), row("巴图", "15022319850302111")))
    found = preview.rows[1].problem

    assert found is not None
    assert (found.sheet, found.row, found.column) == ("花名册", 3, "C列“身份证号”")
    assert found.value == "15022319850302111"
    assert "17 位" in found.message
    assert preview.rows[1].name == "巴图"


def test_a_refused_row_does_not_stop_the_others(session: Session, take: Take) -> None:
    result = take(plain(row("乌云", "123"), row("巴图", B)))

    assert (result.new, result.refused) == (1, 1)
    assert list(people(session)) == ["巴图"]


# Villages


def test_a_village_of_others_is_refused(look: Look) -> None:
    preview = look(plain(row("乌云", A, 嘎查村="希拉朝鲁嘎查"), row("巴图", B)))

    assert states(preview) == ["refused", "new"]
    assert "不归这台电脑负责" in problem(preview.rows[0])
    assert preview.villages[0].elsewhere


def test_a_village_of_another_county_is_refused(look: Look) -> None:
    roster = f16_roster()
    roster.add(**f16_row("乌云", A, 县="固阳县"))

    assert "不归这台电脑负责" in problem(look(roster).rows[0])


def test_an_unknown_village_waits_for_a_choice(session: Session, look: Look) -> None:
    preview = look(plain(row("乌云", A, 嘎查村="东河组"), row("巴图", B, 嘎查村="东河组")))

    assert states(preview) == ["refused", "refused"]
    assert preview.villages[0].open
    assert [one.code for one in preview.villages[0].candidates] == [VILLAGE, OTHER_VILLAGE]

    matched = match_villages(session, preview, {"东河组": OTHER_VILLAGE}, Progress())
    assert states(matched) == ["new", "new"]
    import_roster(session, matched, Progress())
    assert {one.village_code for one in session.find(Person)} == {OTHER_VILLAGE}


def test_rows_without_a_village_wait_for_a_choice(session: Session, look: Look) -> None:
    preview = look(plain(row("乌云", A, 嘎查村=None)))
    assert states(preview) == ["refused"]

    assert states(match_villages(session, preview, {"": VILLAGE}, Progress())) == ["new"]


def test_only_the_officers_own_villages_can_be_chosen(session: Session, look: Look) -> None:
    preview = look(plain(row("乌云", A, 嘎查村="东河组")))

    with pytest.raises(Refused, match="不是这台电脑负责"):
        match_villages(session, preview, {"东河组": "150223102202"}, Progress())


# Households


@pytest.mark.parametrize("backwards", [False, True])
def test_households_are_the_same_in_any_order_of_rows(
    session: Session, take: Take, look: Look, *, backwards: bool
) -> None:
    roster = f16_roster()
    head = {"户主姓名": "乌云", "户主证件号码": A}
    rows = [
        f16_row("乌云", A, 户编号="7", 与户主关系="户主", 户联系电话="13800000001"),
        f16_row("巴图", B, 与户主关系="配偶", **head),
        f16_row("其木格", C, 户编号="7", 与户主关系="之女", 户联系电话="13800000002"),
        f16_row("赵满仓", D, 户编号="8", 与户主关系="户主"),
    ]
    for one in reversed(rows) if backwards else rows:
        roster.add(**one)
    take(roster)

    found = people(session)
    homes = {name: person.household_id for name, person in found.items()}
    assert homes["乌云"] == homes["巴图"] == homes["其木格"] != homes["赵满仓"]
    home = session.get(Household, homes["乌云"])
    assert (home.number, home.phone) == ("7", "13800000001")
    assert states(look(roster)) == ["same"] * 4


def test_households_go_by_the_heads_name_when_that_is_all(session: Session, take: Take) -> None:
    roster = f7_roster()
    for name, number, head in (("巴图", B, "乌云"), ("乌云", A, "乌云"), ("满仓", C, "满仓")):
        roster.add(姓名=name, 身份证号=number, 户主姓名=head, 劳动者户口所在地=VILLAGE_NAME)
    take(roster)

    found = people(session)
    assert found["巴图"].household_id == found["乌云"].household_id != found["满仓"].household_id
    assert [found[name].relation for name in ("乌云", "巴图")] == ["01", ""]


def test_two_heads_of_one_name_are_told_apart_or_refused(look: Look) -> None:
    roster = f7_roster()
    for name, number, head in (("乌云", A, "乌云"), ("乌云", B, "乌云"), ("巴图", C, "乌云")):
        roster.add(姓名=name, 身份证号=number, 户主姓名=head, 劳动者户口所在地=VILLAGE_NAME)
    preview = look(roster)

    assert states(preview) == ["new", "new", "refused"]
    assert "有 2 个" in problem(preview.rows[2])


def test_a_second_head_of_one_household_is_refused(look: Look) -> None:
    preview = look(plain(row("乌云", A, 户编号="1", 与户主关系="户主"),
                         row("巴图", B, 户编号="1", 与户主关系="户主")))  # fmt: skip

    assert states(preview) == ["new", "refused"]
    assert "户主已经是乌云" in problem(preview.rows[1])


def test_the_head_may_change_in_either_order(session: Session, take: Take) -> None:
    take(
        plain(
            row("乌云", A, 户编号="1", 与户主关系="户主"),
            row("巴图", B, 户编号="1", 与户主关系="配偶"),
        )
    )
    result = take(
        plain(
            row("巴图", B, 户编号="1", 与户主关系="户主"),
            row("乌云", A, 户编号="1", 与户主关系="配偶"),
        )
    )

    assert result.changed == 2
    assert {name: one.relation for name, one in people(session).items()} == {
        "乌云": "02",
        "巴图": "01",
    }


def test_people_taken_in_without_households_join_theirs_later(
    session: Session, take: Take, look: Look
) -> None:
    take(plain(row("乌云", A), row("巴图", B)))
    assert len(session.find(Household)) == 2
    family = plain(
        row("巴图", B, 户编号="5", 与户主关系="之子"), row("乌云", A, 户编号="5", 与户主关系="户主")
    )
    preview = look(family)

    assert ("所在户", "单独一户", "户编号 5") in preview.rows[0].changes
    result = take(family)
    homes = session.find(Household)
    assert [home.number for home in homes] == ["5"]
    assert {one.household_id for one in session.find(Person)} == {homes[0].id}
    assert states(look(family)) == ["same", "same"]

    assert result.batch is not None
    undo_batch(session, result.batch)
    assert len(session.find(Household)) == 2
    assert len({one.household_id for one in session.find(Person)}) == 2


def test_somebody_who_lives_with_others_is_not_moved(
    session: Session, take: Take, look: Look
) -> None:
    take(
        plain(
            row("乌云", A, 户编号="1", 与户主关系="户主"),
            row("巴图", B, 户编号="1", 与户主关系="之子"),
        )
    )
    preview = look(plain(row("巴图", B, 户编号="2")))

    assert "登记在乌云户" in problem(preview.rows[0])


def test_a_visited_household_is_not_dissolved(session: Session, take: Take, look: Look) -> None:
    take(plain(row("乌云", A), row("巴图", B)))
    person = people(session)["巴图"]
    with session.operation("test", "走访") as operation:
        operation.save(Visit(village_code=VILLAGE, household_id=person.household_id))
    preview = look(plain(row("乌云", A, 户编号="5"), row("巴图", B, 户编号="5")))

    assert states(preview) == ["changed", "refused"]


# Work


def test_work_comes_with_its_region_and_the_status_follows(
    session: Session, take: Take, look: Look
) -> None:
    roster = f16_roster()
    roster.add(**f16_row("乌云", A, 务工企业名称="塞外皮革厂", 务工所在地="呼和浩特市"))
    roster.add(**f16_row("巴图", B))
    take(roster)

    work = session.find(Employment)
    assert [(one.employer, one.place, one.scope) for one in work] == [
        ("塞外皮革厂", "呼和浩特市", "region")
    ]
    found = people(session)
    assert (found["乌云"].employment_status, found["巴图"].employment_status) == ("11", "")
    assert states(look(roster)) == ["same", "same"]


def test_a_later_beginning_is_a_new_spell_of_work(session: Session, take: Take) -> None:
    for place, since in (("固阳县", "2025-03-01"), ("北京市", "2026-04-01")):
        roster = f7_roster()
        roster.add(
            姓名="乌云", 身份证号=A, 劳动者户口所在地=VILLAGE_NAME, 就业地=place, 就业时间=since
        )
        take(roster)

    first, second = session.find(Employment)
    assert (first.scope, first.until) == ("prefecture", date(2026, 3, 31))
    assert (second.scope, second.since, second.until) == ("province", date(2026, 4, 1), None)


# All or nothing


def test_cancelling_takes_everything_back(session: Session, look: Look) -> None:
    preview = look(plain(row("乌云", A), row("巴图", B)))

    class Impatient(Progress):
        def check(self) -> None:
            if self.done == 1 and self.note == "正在写入":
                self.cancel()
            super().check()

    with pytest.raises(Cancelled):
        import_roster(session, preview, Impatient())
    assert session.find(Person) == []
    assert session.find(Household) == []

    assert import_roster(session, preview, Progress()).new == 2


def test_a_change_after_the_preview_is_seen(session: Session, look: Look) -> None:
    preview = look(plain(row("乌云", A)))
    keep_person(session, citizen_id=A, name="乌云", village_code=OTHER_VILLAGE)
    result = import_roster(session, preview, Progress())

    assert (result.new, result.refused) == (0, 1)


def test_the_whole_batch_can_be_taken_back(session: Session, take: Take) -> None:
    take(plain(row("乌云", A, 户编号="1", 联系电话="13800000001")))
    before = people(session)
    take(plain(row("乌云", A, 户编号="1", 联系电话="13800000002"), row("巴图", B, 户编号="1")))

    assert undo(session) == "导入 2 人"
    assert people(session) == before
    assert undo(session) == "导入 1 人"
    assert is_empty(session)


@pytest.mark.parametrize("kind", ["F6", "F7", "F16"])
def test_the_real_header_sets_come_in_and_go_again(
    session: Session, take: Take, look: Look, kind: str
) -> None:
    roster = {"F6": f6_roster, "F7": f7_roster, "F16": f16_roster}[kind]()
    for order in range(30):
        name, number = f"其木格{'甲乙丙丁戊'[order % 5]}", number_of(order + 100)
        if kind == "F6":
            place = {"社区": VILLAGE_NAME, "街道": "满都拉镇", "就业单位": "矿山"}
            roster.add(**place, 姓名=name, 身份证号码=number, 年收入="3")
        elif kind == "F7":
            roster.add(姓名=name, 身份证号=number, 劳动者户口所在地=VILLAGE_NAME, 就业地="包头市")
        else:
            roster.add(**f16_row(name, number, 户编号=str(order // 3), 务工所在地="北京市"))

    preview = look(roster)
    assert preview.kind.startswith({"F6": "劳动力", "F7": "脱贫", "F16": "防返贫"}[kind])
    assert preview.counts["new"] == 30
    assert take(roster).new == 30
    assert verify(session.store.database).problems == []
    assert set(states(look(roster))) == {"same"}
    undo(session)
    assert is_empty(session)


def test_nothing_of_the_file_stays_in_the_temporary_folder(
    session: Session, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert Path(gettempdir()) == folder
    preview = look(plain(row("乌云", A), row("金丝雀", "1")))
    import_roster(session, preview, Progress())
    write_errors(preview, tmp_path / "问题.xlsx")

    assert list(folder.iterdir()) == []
    written = b"".join(p.read_bytes() for p in (tmp_path / "folder").rglob("*") if p.is_file())
    for canary in ("乌云", A, "金丝雀"):
        assert canary.encode() not in written
        assert canary.encode("utf-16-le") not in written


# The list of problems


def test_problems_are_written_as_text_and_can_be_imported_again(
    session: Session, look: Look, tmp_path: Path
) -> None:
    preview = look(plain(row("乌云", A), row("巴图", "15022319850302111", 户编号="-1+2")))
    path = tmp_path / "问题清单.xlsx"
    assert write_errors(preview, path) == 1

    from openpyxl import load_workbook

    lines = list(load_workbook(path).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert lines[0][-2:] == ("问题", "怎么办")
    assert lines[1][1:3] == ("巴图", "15022319850302111")
    assert lines[1][4] == "-1+2"
    again = read_roster(session, path, Progress())
    assert states(again) == ["refused"]


def test_a_place_that_cannot_be_written_is_told(look: Look, tmp_path: Path) -> None:
    preview = look(plain(row("巴图", "1")))

    with pytest.raises(Unavailable, match="没有写成"):
        write_errors(preview, tmp_path / "nowhere" / "a.xlsx")


def test_a_file_that_is_no_roster_gets_one_sentence(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "信.xlsx"
    path.write_text("不是表格", encoding="utf-8")

    with pytest.raises(Refused, match="没有读入"):
        read_roster(session, path, Progress())
    assert session.find(Person) == []
