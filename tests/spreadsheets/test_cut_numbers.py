"""Numbers that end in 000: honest people have them, and so do numbers that were cut."""

from pathlib import Path

import pytest

from desktop_app.domain.citizen_id import with_check_digit
from desktop_app.spreadsheets.roster import RosterEntry, RowProblem
from tests.rosters import Made, number_of
from tests.spreadsheets.reading import read_all

HONEST = next(
    number
    for day in range(1, 29)
    for order in range(100, 1000, 100)
    if (number := with_check_digit(f"150223198503{day:02}{order}")).endswith("000")
)
CUT = [
    150223198503021234,
    1.50223198503021e17,
    "1.50223E+17",
    "150223198503021000",
    "１５０２２３１９８５０３０２１０００",
]


def _read(folder: Path, *numbers: object) -> list[RosterEntry | RowProblem]:
    roster = Made(header=[["姓名", "身份证号", "户主身份证号"]])
    roster.rows = [["乌云", number] for number in numbers]
    return read_all(roster, folder)


@pytest.mark.parametrize("others", [[], [number_of(1), number_of(2).lower(), "不详", "15022"]])
def test_a_text_that_ends_in_zeros_is_believed(tmp_path: Path, others: list[object]) -> None:
    read = _read(tmp_path, HONEST, *others)

    assert isinstance(read[0], RosterEntry)
    assert read[0].person_values["citizen_id"] == HONEST
    assert read[0].repaired == []


@pytest.mark.parametrize("damaged", CUT)
def test_it_is_refused_where_another_number_was_cut(tmp_path: Path, damaged: object) -> None:
    read = _read(tmp_path, number_of(1), HONEST, damaged)

    assert [type(one) for one in read] == [RosterEntry, RowProblem, RowProblem]
    assert all("不能猜" in one.message for one in read[1:] if isinstance(one, RowProblem))


def test_as_a_number_it_is_refused(tmp_path: Path) -> None:
    read = _read(tmp_path, int(HONEST), number_of(1))

    assert [type(one) for one in read] == [RowProblem, RosterEntry]


def test_a_number_written_whole_shows_no_damage(tmp_path: Path) -> None:
    roster = Made(header=[["姓名", "身份证号", "户主身份证号"]])
    roster.rows = [["乌云", HONEST, HONEST], ["巴图", 150223850302123, HONEST]]

    read = [one for one in read_all(roster, tmp_path) if isinstance(one, RosterEntry)]

    assert [one.head_citizen_id for one in read] == [HONEST, HONEST]
    assert read[0].person_values["relation"] == "01"
    assert read[1].notes == []
