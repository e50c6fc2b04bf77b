"""Headers are found and understood whatever stands around them."""

import random
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Employment, Household, Person
from desktop_app.spreadsheets import header as header_module
from desktop_app.spreadsheets.header import NO_HEADER, find_header, plain_words, promise_of
from desktop_app.spreadsheets.reader import read_sheet
from desktop_app.spreadsheets.sheet import Cell, SheetRow
from tests.rosters import F16, Made, f6_roster, f7_roster, f16_roster, number_of, plain_roster

RECORDS = {"person": Person, "household": Household, "employment": Employment}
MADE_UP = {
    "household.mark",
    "employment.province", "employment.city", "employment.county", "employment.abroad",
    "employment.months", "person.dead", "person.lifted", "person.working",
}  # fmt: skip


def _rows(*lines: list[Cell]) -> list[SheetRow]:
    return [SheetRow(number, line) for number, line in enumerate(lines, start=1)]


@pytest.mark.parametrize(
    ("make", "kind", "row", "columns"),
    [
        (plain_roster, "plain", 1, 9),
        (f6_roster, "F6", 4, 28),
        (f7_roster, "F7", 3, 23),
        (f16_roster, "F16", 1, 27),
    ],
)
def test_the_rosters_of_the_offices_are_known(
    tmp_path: Path, make: Callable[[], Made], kind: str, row: int, columns: int
) -> None:
    roster = make()
    roster.rows.append(["甲"] * len(roster.names))

    found = find_header(read_sheet(roster.write(tmp_path / "a.xlsx"), Progress()).head())

    assert (found.kind, found.row, len(found.columns)) == (kind, row, columns)
    assert len(found.columns) + len(found.unmatched) + len(found.unused) == len(roster.names)


def test_every_column_of_the_national_table_is_accounted_for() -> None:
    assert len(F16) == 47


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_columns_does_not_matter(seed: int) -> None:
    names = list(F16)
    random.Random(seed).shuffle(names)

    found = find_header(_rows([*names]))

    assert found.kind == "F16"
    assert dict(found.matched)["person.citizen_id"] == "证件号码"
    assert found.places["head.citizen_id"] == names.index("户主证件号码") + 1
    assert found.places["household.phone"] == names.index("户联系电话") + 1


def test_the_header_stands_under_titles_and_lines_of_the_office() -> None:
    found = find_header(
        _rows(
            ["达茂旗2026年花名册"],
            ["填报单位：百灵庙镇", None, "填报时间：2026年11月"],
            ["序号", "姓 名", "公民身份\n号码", "＊联系电话（手机）", "备 注"],
            [1, "乌云", number_of(1), "13800000001", None],
        )
    )

    assert found.row == 3
    assert found.columns == {
        2: "person.name", 3: "person.citizen_id", 4: "person.phone", 5: "person.notes",
    }  # fmt: skip
    assert found.unused == ["序号"]
    assert found.place(3) == "C列“公民身份号码”"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("家庭成员姓名", "person.name"),
        ("身份证件\n号码", "person.citizen_id"),
        ("证件号", "person.citizen_id"),
        ("公民身份证号码", "person.citizen_id"),
        ("【必填】身份证号码（18位）*", "person.citizen_id"),
        ("身份证号码18位", "person.citizen_id"),
        ("户主或与户主关系", "person.relation"),
        ("户主身份证号", "head.citizen_id"),
        ("所在嘎查", "place.village"),
        ("行政村名称", "place.village"),
        ("所属行政村（社区）", "place.village"),
        ("自然村（组）", "household.group_name"),
        ("镇（街道）名称", "place.township"),
        ("所属苏木乡镇（街道）", "place.township"),
        ("务工省", "employment.province"),
        ("务工市", "employment.city"),
        ("务工旗县（区）", "employment.county"),
        ("手 机", "person.phone"),
        ("联\u200b系\u00a0电\t话", "person.phone"),
        ("本人电话", "person.phone"),
        ("联系电话1", "person.phone"),
        ("月工资(元/月)", "employment.monthly_fen"),
        ("开始务工时间", "employment.since"),
        ("是否外出务工", "person.working"),
        ("是否脱贫户", "person.lifted"),
        ("家庭人口数（人）", None),
        ("年收入（元）", None),
        ("岗位名称", None),
    ],
)
def test_headers_as_villages_write_them(words: str, field: str | None) -> None:
    needed = {"姓名": "person.name", "身份证号": "person.citizen_id"}
    others = [name for name, its in needed.items() if its != field]

    found = find_header(_rows([*others, words]))

    assert found.columns.get(len(others) + 1) == field


def test_the_parts_of_a_workplace_are_not_those_of_the_home() -> None:
    found = find_header(
        _rows(
            ["姓名", "身份证号", "县", "务工地点", "务工地点", "务工地点", "务工地点"],
            [None, None, None, "省", "市", "县", "详细"],
        )
    )

    assert found.places["place.county"] == 3
    assert [found.columns.get(column) for column in (4, 5, 6, 7)] == [
        "employment.province", "employment.city", "employment.county", None,
    ]  # fmt: skip


def test_groups_over_columns_are_read_without_merged_areas() -> None:
    found = find_header(
        _rows(
            ["本人信息", None, "户主", None, "帮扶人", None, None],
            ["姓名", "身份证号", "姓名", "证件号码", "姓名", "单位", "联系电话"],
        )
    )

    assert found.row == 2
    assert found.places["person.name"] == 1
    assert found.places["head.name"] == 3
    assert found.places["head.citizen_id"] == 4


def test_the_group_of_the_head_is_the_head_however_it_is_called() -> None:
    found = find_header(
        _rows(
            ["户主基本信息", None, None, "家庭成员信息", None, "帮扶信息", None],
            ["户主姓名", "身份证号", "联系电话", "姓名", "身份证号", "帮扶人", "联系电话"],
        )
    )

    assert found.columns == {
        1: "head.name", 2: "head.citizen_id", 3: "household.phone", 4: "person.name",
        5: "person.citizen_id",
    }  # fmt: skip


def test_the_phone_of_a_helper_is_not_that_of_the_person() -> None:
    found = find_header(
        _rows(
            ["本人", "本人", "帮扶人", "帮扶人"],
            ["姓名", "身份证号", "姓名", "联系电话"],
        )
    )

    assert found.columns == {1: "person.name", 2: "person.citizen_id"}
    assert found.unmatched == ["帮扶人·姓名", "帮扶人·联系电话"]


def test_a_telephone_right_behind_a_helper_is_the_helpers() -> None:
    found = find_header(_rows(["姓名", "身份证号", "帮扶责任人", "单位名称", "联系电话"]))
    own = find_header(_rows(["姓名", "身份证号", "联系电话", "帮扶责任人", "帮扶人电话"]))

    assert found.columns == {1: "person.name", 2: "person.citizen_id"}
    assert own.places["person.phone"] == 3


@pytest.mark.parametrize("number", ["户主身份证号", "身份证号码"])
def test_a_list_of_heads_is_a_roster_of_heads(number: str) -> None:
    found = find_header(_rows(["行政村", "户主姓名", number, "家庭人口", "户主电话"]))

    assert (found.places["person.name"], found.places["person.citizen_id"]) == (2, 3)
    assert found.heads_alone
    assert not find_header(_rows(["户主姓名", "姓名", number, "身份证号"])).heads_alone


def test_the_surer_of_two_columns_is_read() -> None:
    found = find_header(_rows(["姓名", "身份证号", "电话", "成员联系电话"]))

    assert found.places["person.phone"] == 4
    assert found.unmatched == ["电话"]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [["姓名", "电话"]],
        [["户主姓名", "户主身份证号", "学生身份证号"]],
        [["户主姓名", "电话"]],
        [[None, 1, True]],
        [["合计"]] * 39 + [["x"], ["姓名", "身份证号"]],
    ],
)
def test_without_names_and_numbers_there_is_no_header(lines: list[list[Cell]]) -> None:
    assert promise_of(_rows(*lines)) == NO_HEADER
    with pytest.raises(Refused, match="表头") as refusal:
        find_header(_rows(*lines))
    assert refusal.value.advice.endswith("。")


def test_the_table_of_names_fits_the_records() -> None:
    table = header_module._names().ranks
    targets = {field for found in table.values() for field, _ in found}

    for target in targets - MADE_UP:
        kind, _, name = target.partition(".")
        if kind in RECORDS:
            assert name in {one.name for one in fields(RECORDS[kind])}, target
    assert [words for words in table if plain_words(words) != words] == []
    assert {words: found for words, found in table.items() if len(found) > 1} == {}
