"""Reads a made-up roster the way the desk does: file, header, people, rows."""

from datetime import date
from pathlib import Path

from desktop_app.domain.progress import Progress
from desktop_app.spreadsheets.around import look_around
from desktop_app.spreadsheets.header import find_header
from desktop_app.spreadsheets.reader import read_sheet
from desktop_app.spreadsheets.roster import (
    RosterEntry,
    RowProblem,
    people_rows,
    read_row,
)
from tests.rosters import Made

TODAY = date(2026, 11, 25)
BIRTH = date(1985, 3, 2)


def read_all(roster: Made, folder: Path) -> list[RosterEntry | RowProblem]:
    """Return what every row that speaks of a person says."""
    sheet = read_sheet(roster.write(folder / "a.xlsx"), Progress())
    header = find_header(sheet.head())
    rows = list(people_rows(sheet, header))
    around = look_around(header, rows)
    return [read_row(header, row, sheet.name, today=TODAY, around=around) for row in rows]


def read_entry(roster: Made, folder: Path) -> RosterEntry:
    """Return what the only row says; it must be right."""
    (entry,) = read_all(roster, folder)
    assert isinstance(entry, RosterEntry), str(entry)
    return entry


def read_problem(roster: Made, folder: Path) -> RowProblem:
    """Return why the only row is refused; in whole sentences."""
    (problem,) = read_all(roster, folder)
    assert isinstance(problem, RowProblem)
    assert problem.message.endswith("。")
    assert problem.advice.endswith("。")
    return problem
