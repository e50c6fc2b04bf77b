"""Whatever a stranger's file does, the desk gets rows or one clear sentence."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from zipfile import ZipFile

import pytest

from desktop_app.domain.errors import Cancelled, Refused, Unavailable
from desktop_app.domain.progress import Progress
from desktop_app.spreadsheets import reader
from desktop_app.spreadsheets.limits import Limits, NotReadable
from desktop_app.spreadsheets.package_check import check_file, open_package
from desktop_app.spreadsheets.reader import read_sheet
from tests.spreadsheets import hostile


def _refusal(path: Path, **options: object) -> Refused:
    with pytest.raises(Refused) as refusal:
        read_sheet(path, Progress(), **options)  # type: ignore[arg-type]
    for sentence in (str(refusal.value), refusal.value.advice):
        assert sentence.endswith("。")
        assert sentence.count("。") == 1
        assert "Traceback" not in sentence
    return refusal.value


def _child(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.mark.parametrize("make", hostile.BROKEN.values(), ids=hostile.BROKEN.keys())
def test_a_broken_or_trapped_file_is_refused(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path / "坏 文件.xlsx")
    before = path.read_bytes()

    assert "没有读入" in str(_refusal(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize("make", hostile.TOO_LARGE.values(), ids=hostile.TOO_LARGE.keys())
def test_a_bomb_is_refused_as_too_large(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    assert "太大" in str(_refusal(make(tmp_path / "bomb.xlsx")))


@pytest.mark.parametrize(
    ("content", "said"), hostile.NOT_XLSX.values(), ids=hostile.NOT_XLSX.keys()
)
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".et"])
def test_another_kind_of_file_is_named(
    tmp_path: Path, content: bytes, said: str, suffix: str
) -> None:
    path = tmp_path / f"名单{suffix}"
    path.write_bytes(content)

    assert said in str(_refusal(path))


def test_another_kind_of_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "文档.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")

    assert ".xlsx" in _refusal(path).advice


def test_a_part_with_a_password_is_refused(tmp_path: Path) -> None:
    path = hostile.good(tmp_path / "a.xlsx")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)

    with ZipFile(path) as archive:
        assert archive.infolist()[0].flag_bits & 1
    assert "密码" in str(_refusal(path))


def test_a_file_over_the_size_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)

    assert "20 MB" in str(_refusal(path))


def test_sizes_are_known_before_anything_is_unpacked(tmp_path: Path) -> None:
    path = hostile.good(tmp_path / "a.xlsx")

    open_package(path).close()
    with pytest.raises(NotReadable, match="太大"):
        open_package(path, Limits(unpacked_bytes=1_000))
    with pytest.raises(NotReadable, match="超过"):
        check_file(path, Limits(file_bytes=1_000))


def test_a_missing_file_and_a_folder_cannot_be_opened(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "没有.xlsx", "打不开"), (tmp_path, "文件夹")):
        with pytest.raises(Unavailable, match=said) as error:
            read_sheet(path, Progress())
        assert error.value.advice.endswith("。")


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(3, 60_003)
    )

    assert "50000 行" in str(_refusal(hostile.sheet_of(tmp_path / "a.xlsx", rows)))


def test_too_many_columns_are_refused_but_not_empty_ones(tmp_path: Path) -> None:
    empty = '<row r="3"><c r="A3"><v>1</v></c><c r="XFD3" s="0"/></row>'
    full = '<row r="3"><c r="XFD3"><v>1</v></c></row>'

    sheet = read_sheet(hostile.sheet_of(tmp_path / "a.xlsx", empty), Progress())

    assert sheet.rows[-1].cells == [1]
    assert "200 列" in str(_refusal(hostile.sheet_of(tmp_path / "b.xlsx", full)))


def test_a_sheet_that_claims_to_be_huge_is_read_for_what_it_is(tmp_path: Path) -> None:
    path = hostile.changed(
        tmp_path / "a.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace('<dimension ref="A1:J2"/>', '<dimension ref="A1:XFD1048576"/>'),
    )
    progress = Progress()

    assert len(read_sheet(path, progress).rows) == 2
    assert (progress.done, progress.total) == (2, 2)


def test_a_file_without_a_roster_says_what_is_looked_for(tmp_path: Path) -> None:
    path = hostile.changed(
        tmp_path / "a.xlsx", "xl/sharedStrings.xml", lambda text: text.replace("身份证号", "住址")
    )

    refusal = _refusal(path)

    assert "表头" in str(refusal)
    assert "姓名" in refusal.advice


def test_the_memory_of_the_reading_process_is_limited(tmp_path: Path) -> None:
    greedy = (
        "from desktop_app.spreadsheets import child\n"
        "child._send_sheet = lambda *_: bytearray(1 << 30)\n"
        "child.main(['x'])"
    )

    refusal = _refusal(hostile.good(tmp_path / "a.xlsx"), command=_child(greedy))

    assert "太大" in str(refusal)


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.kill(os.getpid(), 9)",
        "import os; os.abort()",
        "raise SystemExit(3)",
        "import os; os.write(1, b'\\0\\0\\0\\5abcde' * 9)",
        "import os; os.write(1, b'\\xff' * 400)",
        "import os; os.write(1, b'\\0\\0\\1\\0short')",
    ],
)
def test_the_death_of_the_reading_process_is_one_sentence(tmp_path: Path, code: str) -> None:
    _refusal(hostile.good(tmp_path / "a.xlsx"), command=_child(code))


def test_a_reading_process_that_falls_silent_is_ended(tmp_path: Path) -> None:
    started = time.monotonic()

    refusal = _refusal(
        hostile.good(tmp_path / "a.xlsx"),
        command=_child("import time; time.sleep(60)"),
        limits=Limits(quiet_seconds=0.3),
    )

    assert "时间太长" in str(refusal)
    assert time.monotonic() - started < 10


def test_a_reading_process_that_never_ends_is_ended(tmp_path: Path) -> None:
    babble = (
        "import os, msgspec, struct\n"
        "body = msgspec.msgpack.encode(['step', 0])\n"
        "while True: os.write(1, struct.pack('>I', len(body)) + body)"
    )

    refusal = _refusal(
        hostile.good(tmp_path / "a.xlsx"),
        command=_child(babble),
        limits=Limits(total_seconds=1),
    )

    assert "时间太长" in str(refusal)


def test_the_reading_process_is_not_told_the_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "environment"
    monkeypatch.setenv("NUTAG_PASSPHRASE", "三只灰鹤绕过石磨盘")
    code = f"import os; open({str(told)!r}, 'w').write('\\n'.join(os.environ))"

    _refusal(hostile.good(tmp_path / "a.xlsx"), command=_child(code))

    names = told.read_text().splitlines()
    assert "PYTHONPATH" in names
    assert not [name for name in names if name.startswith("NUTAG_")]


def test_cancelling_ends_the_reading_process_at_once(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    code = f"import os, time; open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    progress = Progress()
    timer = Timer(1, progress.cancel)
    timer.start()
    started = time.monotonic()

    with pytest.raises(Cancelled):
        read_sheet(hostile.good(tmp_path / "a.xlsx"), progress, command=_child(code))

    assert time.monotonic() - started < 10
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


def test_a_frozen_program_starts_itself_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reader._command() == [sys.executable, "-P", "-m", "desktop_app.spreadsheets.child"]

    monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert reader._command() == [sys.executable, "read-sheet"]


def test_reading_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hostile.good(tmp_path / "名 单.xlsx")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.chdir(temporary)

    read_sheet(path, Progress())

    assert list(temporary.iterdir()) == []


def test_a_module_beside_the_file_is_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert len(read_sheet(hostile.good(tmp_path / "a.xlsx"), Progress()).rows) == 2
