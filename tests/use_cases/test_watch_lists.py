"""Lists of offices: real Excel files, only people known here are kept, with source and date."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Listed, Person
from desktop_app.session import Session
from desktop_app.use_cases import catalogue, history
from desktop_app.use_cases.watch_lists import ListPreview, import_watch_list, read_watch_list
from tests.sessions import OTHER_VILLAGE, TODAY, citizen_id, keep_person

STRANGER = citizen_id(date(1950, 1, 1), 5)


def write_list(path: Path, head: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """Write a list as an office would: a title, a header, rows, a total."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("名单")
    sheet.write(0, 0, "2026 年 10 月名单")
    for place, words in enumerate(head):
        sheet.write(1, place, words)
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row):
            if value is not None:
                sheet.write(number, place, value)
    sheet.write(len(rows) + 2, 0, "合计")
    book.close()
    return path


@pytest.fixture
def person(session: Session) -> Person:
    return keep_person(session, 1, name="白满仓")


def deaths(path: Path, *rows: Sequence[object]) -> Path:
    return write_list(path / "死亡.xlsx", ["序号", "姓名", "身份证号", "死亡日期"], rows)


def test_only_people_known_here_are_kept_with_source_and_date(
    session: Session, person: Person, tmp_path: Path
) -> None:
    file = deaths(
        tmp_path,
        [1, "白满仓", person.citizen_id, "2026-10-03"],
        [2, "某某", STRANGER, "2026-10-04"],
        [3, "没有号码", None, "2026-10-05"],
    )

    preview = import_watch_list(session, str(file), "deaths", "民政局", date(2026, 10, 31))

    (kept,) = session.find(Listed)
    assert (kept.person_id, kept.watch_list, kept.since) == (
        *(person.id, "deaths"),
        date(2026, 10, 3),
    )
    assert (kept.source, kept.as_of) == ("民政局", date(2026, 10, 31))
    assert (preview.read, preview.strangers, len(preview.problems)) == (3, 1, 1)
    assert "不认识的 1 行不留" in preview.summary()
    assert STRANGER not in repr(preview)


def test_the_same_file_again_changes_nothing_and_the_batch_is_undone(
    session: Session, person: Person, tmp_path: Path
) -> None:
    file = deaths(tmp_path, [1, "白满仓", person.citizen_id, "2026-10-03"])
    import_watch_list(session, str(file), "deaths", "民政局", date(2026, 10, 31))

    again = import_watch_list(session, str(file), "deaths", "民政局", date(2026, 10, 31))
    assert dict(again.counts) == {"same": 1}
    assert len(session.find(Listed)) == 1

    history.undo(session)
    assert session.find(Listed) == []


def test_a_trial_writes_nothing(session: Session, person: Person, tmp_path: Path) -> None:
    file = deaths(tmp_path, [1, "白满仓", person.citizen_id, "2026-10-03"])

    preview = import_watch_list(session, str(file), "deaths", dry_run=True)

    assert dict(preview.counts) == {"new": 1}
    assert (preview.source, preview.as_of) == ("死亡", TODAY)
    assert session.find(Listed) == []


@pytest.mark.parametrize(
    ("watch_list", "head", "values", "kept"),
    [
        ("deaths", ["死亡时间"], ["2026年10月"], (date(2026, 10, 31), None, "")),
        ("deaths", ["死亡时间"], ["不详"], (None, None, "")),
        (
            "insured",
            ["参保单位", "参保起始时间", "停保时间"],
            ["某某公司", "202408", "2025-03"],
            (date(2024, 8, 1), date(2025, 3, 31), "某某公司"),
        ),
        (
            "businesses",
            ["主体名称", "成立日期", "注销日期"],
            ["满仓商店", "2024/3/1", None],
            (date(2024, 3, 1), None, "满仓商店"),
        ),
        (
            "pensioners",
            ["险种", "待遇开始时间"],
            ["城乡居民养老", "2025-06-01"],
            (date(2025, 6, 1), None, "城乡居民养老"),
        ),
        ("paid_staff", ["工作单位", "职务"], ["某小学", "教师"], (None, None, "某小学")),
    ],
)
def test_the_columns_of_each_list_are_known_by_their_words(
    session: Session,
    person: Person,
    tmp_path: Path,
    watch_list: str,
    head: list[str],
    values: list[object],
    kept: tuple[date | None, date | None, str],
) -> None:
    file = write_list(
        tmp_path / "名单.xlsx",
        ["姓名", "身份证号", *head],
        [["白满仓", person.citizen_id, *values]],
    )

    import_watch_list(session, str(file), watch_list)

    (found,) = session.find(Listed)
    assert (found.since, found.until, found.detail) == kept


def test_a_cadre_and_the_kin_in_one_row_are_both_found(
    session: Session, person: Person, tmp_path: Path
) -> None:
    kin = keep_person(session, 2, name="白海燕", village_code=OTHER_VILLAGE)
    head = ["干部姓名", "干部身份证号", "职务", "亲属姓名", "亲属身份证号", "与干部关系"]
    row = ["白满仓", person.citizen_id, "主任", "白海燕", kin.citizen_id, "之女"]
    file = write_list(tmp_path / "干部.xlsx", head, [row])

    import_watch_list(session, str(file), "cadre_kin")

    found = session.find(Listed)
    assert {one.person_id: one.village_code for one in found} == {
        person.id: person.village_code,
        kin.id: OTHER_VILLAGE,
    }
    assert {one.detail for one in found} == {"之女"}


def test_the_one_who_reports_a_death_is_not_dead(
    session: Session, person: Person, tmp_path: Path
) -> None:
    head = ["姓名", "身份证号", "死亡日期", "申报人", "申报人身份证号"]
    row = ["某某", STRANGER, "2026-10-03", "白满仓", person.citizen_id]
    file = write_list(tmp_path / "死亡.xlsx", head, [row])

    import_watch_list(session, str(file), "deaths")

    assert session.find(Listed) == []


def test_another_name_under_the_number_is_noted(
    session: Session, person: Person, tmp_path: Path
) -> None:
    file = deaths(tmp_path, [1, "白满库", person.citizen_id, "2026-10-03"])

    import_watch_list(session, str(file), "deaths")

    assert session.find(Listed)[0].notes == "名单上的姓名是“白满库”。"


def test_a_whole_list_takes_off_who_is_on_it_no_more(
    session: Session, person: Person, tmp_path: Path
) -> None:
    other = keep_person(session, 2, name="白海燕")
    head = ["姓名", "身份证号", "参保单位"]
    both = [["白满仓", person.citizen_id, "甲公司"], ["白海燕", other.citizen_id, "甲公司"]]
    first = write_list(tmp_path / "九月.xlsx", head, both)
    second = write_list(tmp_path / "十月.xlsx", head, both[1:])
    import_watch_list(session, str(first), "insured", "社保")

    def on_list() -> set[object]:
        return {one.person_id for one in session.find(Listed)}

    import_watch_list(session, str(second), "insured", "税务", whole=True)
    assert on_list() == {person.id, other.id}  # what another office said stays

    import_watch_list(session, str(first), "insured", "社保")
    preview = import_watch_list(session, str(second), "insured", "社保", whole=True)
    assert on_list() == {other.id}
    assert "从名单上去掉" in preview.summary()


def test_what_cannot_be_a_list_is_refused(session: Session, tmp_path: Path) -> None:
    text = tmp_path / "名单.xlsx"
    text.write_text("姓名,身份证号", encoding="utf-8")
    odd = write_list(tmp_path / "别的.xlsx", ["车牌", "颜色"], [["蒙B", "白"]])
    good = deaths(tmp_path)

    def read(path: Path, watch_list: str = "deaths", as_of: date | None = None) -> ListPreview:
        return read_watch_list(session, path, watch_list, Progress(), as_of=as_of)

    with pytest.raises(Refused, match="没有叫“lottery”的名单"):
        read(good, "lottery")
    with pytest.raises(Refused, match="晚于今天"):
        read(good, as_of=date(2027, 1, 1))
    with pytest.raises(Refused):
        read(text)
    with pytest.raises(Refused, match="表头"):
        read(odd)
    with pytest.raises((Refused, Unavailable)):
        read(tmp_path / "没有.xlsx")


def test_a_list_is_taken_in_by_name(session: Session, person: Person, tmp_path: Path) -> None:
    file = deaths(tmp_path, [1, "白满仓", person.citizen_id, "2026-10-03"])

    catalogue.call(session, "import_watch_list", {"path": str(file), "watch_list": "deaths"})

    assert len(session.find(Listed)) == 1
    with pytest.raises(Refused, match="参数不全"):
        catalogue.call(session, "import_watch_list", {"path": str(file)})
