"""Days of work that cannot be are told, never kept."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.rosters import Made, number_of
from tests.spreadsheets.reading import read_entry


def _work(folder: Path, since: object, until: object) -> tuple[dict[str, object], list[str]]:
    roster = Made(header=[["姓名", "身份证号", "就业时间", "结束时间"]])
    roster.add(姓名="乌云", 身份证号=number_of(1), 就业时间=since, 结束时间=until)
    entry = read_entry(roster, folder)
    return entry.employment_values, entry.notes


@pytest.mark.parametrize(
    "since",
    ["2025-5-1至今", "2025/5/1 0:00:00", "2025年5月1日起", "2025.5.1", 45778, "20250501"],
)
def test_days_as_people_and_programs_write_them(tmp_path: Path, since: object) -> None:
    assert _work(tmp_path, since, None) == ({"since": date(2025, 5, 1)}, [])


@pytest.mark.parametrize(
    ("since", "until", "kept", "told"),
    [
        (datetime(2027, 1, 1), None, {}, "还没有到"),  # noqa: DTZ001
        ("2025-05-01", "2027-01-01", {"since": date(2025, 5, 1)}, "还没有到"),
        ("2025-05-01", "2025-01-01", {"since": date(2025, 5, 1)}, "早于开始日期"),
        (2025, None, {}, "只有年"),
        ("长期", None, {}, "不是一个日期"),
    ],
)
def test_a_day_that_cannot_be_is_left_out_and_told(
    tmp_path: Path, since: object, until: object, kept: dict[str, object], told: str
) -> None:
    found, notes = _work(tmp_path, since, until)

    assert found == kept
    assert len(notes) == 1
    assert told in notes[0]


@pytest.mark.parametrize("sex", ["未知", 0, "9", "未说明的性别"])
def test_an_unknown_sex_contradicts_nothing(tmp_path: Path, sex: object) -> None:
    roster = Made(header=[["姓名", "身份证号", "性别"]])
    roster.add(姓名="乌云", 身份证号=number_of(12), 性别=sex)

    assert read_entry(roster, tmp_path).person_values["sex"] == "2"
