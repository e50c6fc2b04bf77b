"""Households that only their head's row names, as they stand when merged cells are taken apart."""

from pathlib import Path

import pytest

from desktop_app.spreadsheets.roster import RosterEntry
from tests.rosters import Made, number_of
from tests.spreadsheets.reading import read_all

A, B, C, D = (number_of(order) for order in (11, 22, 33, 44))


def _read(folder: Path, *rows: list[object]) -> list[RosterEntry]:
    roster = Made(header=[["嘎查村", "户编号", "户主姓名", "姓名", "身份证号", "与户主关系"]])
    roster.rows = list(rows)
    return [one for one in read_all(roster, folder) if isinstance(one, RosterEntry)]


def test_rows_under_a_head_belong_to_its_household(tmp_path: Path) -> None:
    read = _read(
        tmp_path,
        ["甲村", "H1", "乌云", "乌云", A, "户主"],
        [None, None, None, "巴图", B, "之父"],
        ["乙村", "H2", "宝音", "宝音", C, "户主"],
        [None, "", " ", "其木格", D, "配偶"],
    )

    assert [one.household_values["number"] for one in read] == ["H1", "H1", "H2", "H2"]
    assert [one.head_name for one in read] == ["乌云", "乌云", "宝音", "宝音"]
    assert [one.village_text for one in read] == ["甲村", "甲村", "乙村", "乙村"]
    assert [len(one.notes) for one in read] == [0, 1, 0, 1]


@pytest.mark.parametrize(
    "other",
    [
        ["甲村", "H2", None, "其木格", D, "配偶"],
        ["甲村", None, None, "其木格", D, "户主"],
        ["甲村", None, None, "其木格", D, None],
    ],
)
def test_one_row_written_otherwise_leaves_all_as_they_are(
    tmp_path: Path, other: list[object]
) -> None:
    read = _read(
        tmp_path,
        ["甲村", "H1", "乌云", "乌云", A, "户主"],
        ["甲村", None, None, "巴图", B, "之父"],
        other,
    )

    assert [one.household_values.get("number") for one in read[:2]] == ["H1", None]
    assert read[1].notes == []
