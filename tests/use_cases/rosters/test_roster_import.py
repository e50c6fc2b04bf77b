"""Importing rosters: what is new, changed or the same, and that all of it goes again."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import gettempdir

import pytest

from db.replay import verify
from desktop_app.domain.codes import text_of
from desktop_app.domain.errors import Cancelled
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Household, Person
from desktop_app.session import Session
from desktop_app.use_cases.history import undo, undoable
from desktop_app.use_cases.people import save_person
from desktop_app.use_cases.roster_import import (
    import_roster,
    write_errors,
)
from tests.rosters import f6_roster, f7_roster, f16_roster, number_of
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person
from tests.use_cases.rosters.made import (
    VILLAGE_NAME,
    A,
    B,
    C,
    Look,
    Take,
    f16_row,
    is_empty,
    people,
    plain,
    row,
    states,
)

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
