"""Workbooks that want to hurt: a sentence each, and the records stay as they were."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from db.connection import fetch_sql
from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Training
from desktop_app.session import Session
from desktop_app.spreadsheets.limits import LIMITS
from desktop_app.spreadsheets.reader import _bodies, read_sheet
from desktop_app.spreadsheets.sheet import End, Frame, Refusal
from desktop_app.use_cases.sheets_in.taking_in import read_records
from tests.sessions import keep_person, open_test_session
from tests.spreadsheets import hostile
from tests.use_cases.sheets_in.made import problems, taken_in

HOUSE = Path(__file__).parents[3]
HEADS = ["姓名", "身份证号", "培训班", "开班日期", "课时"]
ROW_BEHIND = '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'
ALL_COLUMNS = '<row r="3"><c r="XFD3"><v>1</v></c></row>'
MANY_ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(3, 52_000))


def _sealed(path: Path) -> Path:
    """Write a sound sheet under a password, as Excel does."""
    from msoffcrypto.format.ooxml import OOXMLFile

    book, plain = Workbook(), BytesIO()
    page = book.active
    assert page is not None
    page.append(HEADS)
    book.save(plain)
    with path.open("wb") as file:
        OOXMLFile(BytesIO(plain.getvalue())).encrypt("草原上的风2026", file)
    return path


FILES: dict[str, Callable[[Path], Path]] = {
    **hostile.BROKEN,
    **hostile.TOO_LARGE,
    **{
        name: lambda path, content=content: hostile._bytes(path, content)  # type: ignore[misc] # a lambda
        for name, (content, _) in hostile.NOT_XLSX.items()
    },
    "a password": _sealed,
    "16,384 columns": lambda path: hostile.sheet_of(path, ALL_COLUMNS),
    "a row behind 1,048,576": lambda path: hostile.sheet_of(path, ROW_BEHIND),
    "more rows than are borne": lambda path: hostile.sheet_of(path, MANY_ROWS),
}


READ_ALONE = """
import sys
from desktop_app.spreadsheets import child
status = child.main(sys.argv[1:])
sys.stderr.write(open("/proc/self/status").read())
sys.exit(status)
"""
"""The reading process as it is started, but it tells its memory when it is done."""

ENDLESS = """
import sys
from desktop_app.spreadsheets import child
from desktop_app.spreadsheets.limits import Limits

def never_done(*_):
    while True:
        pass

child.LIMITS = Limits(total_seconds=1)
child._send_sheet = never_done
sys.exit(child.main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = open_test_session(tmp_path_factory.mktemp("desk"))
    keep_person(session, 1)
    yield session
    session.close()


def state(session: Session) -> str:
    """Return a hash of the people and trainings, and of the journal that is not sealed yet."""
    rows = [
        fetch_sql(session.store.database, f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608 - names
        for table in ("person", "training", "operation", "tail", "feed")
    ]
    return blake2b(repr(rows).encode()).hexdigest()


def on_disk(session: Session) -> str:
    """Return a hash of every file of the data folder."""
    files = sorted(one for one in session.folder.rglob("*") if one.is_file())
    assert [one.name for one in files if one.name == "records.db"]
    return blake2b(b"".join(one.name.encode() + one.read_bytes() for one in files)).hexdigest()


def read_alone(
    path: Path, code: str = READ_ALONE, kind: str = "trainings"
) -> tuple[int, int, list[Frame]]:
    """Return how the reading process ended, its highest use of memory, and what it sent."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(path), kind],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
        check=False,
    )
    peak = re.search(rb"VmHWM:\s+(\d+) kB", done.stderr)
    frames = [msgspec.msgpack.decode(one, type=Frame) for one in _bodies(BytesIO(done.stdout))]
    return done.returncode, int(peak[1]) * 1024 if peak else 0, frames


def test_there_are_enough_files_that_want_to_hurt() -> None:
    assert len(FILES) >= 25


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_one_sentence_and_changes_nothing(
    session: Session, tmp_path: Path, name: str
) -> None:
    path = FILES[name](tmp_path / "坏 文件.xlsx")
    before, lying = state(session), on_disk(session)

    with pytest.raises(Refused) as refused:
        read_records(session, "trainings", path, Progress())

    for sentence in (str(refused.value), refused.value.advice):
        assert sentence.endswith("。")
        assert "Traceback" not in sentence
    assert state(session) == before
    assert on_disk(session) == lying


@pytest.mark.parametrize("name", FILES)
def test_reading_a_hostile_file_takes_no_more_memory_than_is_stated_and_ends_by_itself(
    tmp_path: Path, name: str
) -> None:
    status, peak, frames = read_alone(FILES[name](tmp_path / "坏 文件.xlsx"))

    assert status == 0
    assert 0 < peak <= LIMITS.memory_bytes
    assert isinstance(frames[-1], Refusal)
    assert not any(isinstance(frame, End) for frame in frames)


def test_reading_without_end_is_ended_by_the_limit_of_the_processor(tmp_path: Path) -> None:
    path = hostile.good(tmp_path / "a.xlsx")

    status, _, frames = read_alone(path, ENDLESS)
    with pytest.raises(Refused, match="时间太长") as refused:
        read_sheet(path, Progress(), command=[sys.executable, "-P", "-c", ENDLESS])

    assert status == -signal.SIGXCPU
    assert frames == []
    assert refused.value.advice.endswith("。")


def sheet(tmp_path: Path, cells: list[object], change: Callable[[Workbook], object]) -> Path:
    """Write one training of somebody, with something odd about the workbook."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEADS)
    page.append(cells)
    change(book)
    path = tmp_path / "培训.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        (1, 1.50223198503e17, "身份证号"),
        (1, "1.50223E+17", "身份证号"),
        (1, "=A1", "公式"),
        (1, "#N/A", "出错标记 #N/A"),
        (3, "三月里", "三月里"),
        (3, "2026", "只有年"),
        (4, "#DIV/0!", "出错标记"),
        (4, 40.5, "不是一个整数"),
    ],
)
def test_a_damaged_cell_is_a_wrong_row_with_its_place(
    session: Session, tmp_path: Path, column: int, cell: object, said: str
) -> None:
    from desktop_app.domain.records import Person

    person = session.find(Person)[0]
    cells: list[object] = [person.name, person.citizen_id, "家政班", "2026-03-02", 40]
    cells[column] = cell
    before = state(session)

    preview = read_records(session, "trainings", sheet(tmp_path, cells, lambda _: None), Progress())

    (told,) = problems(preview)
    assert said in told
    assert f"{'ABCDE'[column]}列" in told
    assert person.citizen_id not in told
    assert state(session) == before


def _epoch(book: Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904


def _hidden(book: Workbook) -> None:
    book.create_sheet("旧表").append(HEADS)
    book["旧表"].sheet_state = "hidden"


def _merged(book: Workbook) -> None:
    page = book.worksheets[0]
    page.insert_rows(1, 2)
    page["A1"] = "2026年培训台账"
    page.merge_cells("A1:E1")
    page["A2"] = "填报单位：某村"


@pytest.mark.parametrize("change", [_epoch, _hidden, _merged, lambda _: None])
def test_an_odd_workbook_is_read_for_what_it_says(
    tmp_path: Path, change: Callable[[Workbook], object]
) -> None:
    from datetime import date

    session = open_test_session(tmp_path)
    person = keep_person(session, 1)
    cells = [f" {person.name} ", f"'{person.citizen_id}", "家政班", date(2026, 3, 2), "40学时"]

    preview, _ = taken_in(session, "trainings", sheet(tmp_path, cells, change))

    assert problems(preview) == []
    (one,) = session.find(Training)
    assert (one.begins_on, one.hours, one.course) == (date(2026, 3, 2), 40, "家政班")


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"Auto_Open" * 50),
        (
            "xl/externalLinks/externalLink1.xml",
            b"<externalLink xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
            b"<externalBook xmlns:r='r' r:id='rId1'/></externalLink>",
        ),
        (
            "xl/connections.xml",
            b"<connections><connection id='1' type='4' url='http://127.0.0.1:9/x'/></connections>",
        ),
    ],
    ids=["macro", "link", "connection"],
)
def test_what_a_workbook_would_run_or_fetch_is_never_looked_at(
    tmp_path: Path, part: str, content: bytes
) -> None:
    from datetime import date

    session = open_test_session(tmp_path)
    person = keep_person(session, 1)
    cells: list[object] = [person.name, person.citizen_id, "家政班", date(2026, 3, 2), 40]
    path = sheet(tmp_path, cells, lambda _: None)
    with ZipFile(path, "a") as book:
        book.writestr(part, content)

    preview, _ = taken_in(session, "trainings", path)
    status, peak, frames = read_alone(path)

    assert problems(preview) == []
    assert [one.course for one in session.find(Training)] == ["家政班"]
    assert (status, isinstance(frames[-1], End)) == (0, True)
    assert 0 < peak <= LIMITS.memory_bytes // 4
