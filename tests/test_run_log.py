"""The run log: says where the program failed, and never about whom."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.run_log import LARGEST, log_path, places, start_log, stop_log
from ui import failures
from ui.failure_dialog import FailureDialog
from ui.last_resort import LastResort

NAME, NUMBER, PHONE = "欧阳金丝雀", "15022319850302123X", "13912345678"
CANARY = f"{NAME} {NUMBER} {PHONE}"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    path = start_log(tmp_path / "home")
    assert path is not None
    yield path
    stop_log()


def raised(words: str) -> Exception:
    try:
        try:
            raise KeyError(words)  # noqa: TRY301 - what stands behind the other
        except KeyError as error:
            raise ValueError(words) from error
    except ValueError as error:
        return error


def test_an_exception_is_its_kind_and_places(kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    told = failures.words(raised(CANARY))

    text = kept.read_text("utf-8")
    assert "ui.failures unexpected" in text
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text, "and what was behind it"
    assert "tests/test_run_log.py:" in text
    assert str(Path(__file__).parents[1]) not in text, "not whose computer it is"
    assert not any(word in text for word in (NAME, NUMBER, NUMBER[:-1], PHONE))
    assert str(kept) in told.advice


def test_values_in_a_line_are_left_out(kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("db.test")

    log.warning("%s has %d rows, took %.1f", CANARY, 12, 0.5)
    log.warning("written into the words: " + CANARY)
    log.warning("two\nlines %s", Path("/tmp") / NAME)
    log.error("broken", extra={"name_of": CANARY}, exc_info=raised(CANARY))
    logging.getLogger("zipfile").error("a library says %s", CANARY)

    text = kept.read_text("utf-8")
    assert "str has 12 rows, took 0.5" in text
    assert "library" not in text
    assert text.isascii()
    assert not any(word in text for word in (NUMBER[:-1], PHONE))
    lines = [line for line in text.splitlines() if not line.startswith("  ")]
    assert len(lines) == 4, "a line break in a value begins no line"


def test_the_log_is_for_this_account_and_stays_small(
    kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = logging.getLogger("ui.test")

    for _ in range(3 * LARGEST // 1000):
        log.info("x" * 1000)

    files = sorted(kept.parent.iterdir())
    assert [file.name for file in files] == ["run.log", "run.log.1"]
    assert all(file.stat().st_size <= LARGEST for file in files)
    if sys.platform != "win32":
        assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)


def test_a_home_that_cannot_be_written_stops_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")

    assert start_log(tmp_path / "file" / "home") is None
    assert log_path() == ""
    told = failures.words(raised(CANARY))

    assert told.advice.endswith("。")
    assert NAME not in capfd.readouterr().err


def test_places_do_not_go_round_in_circles() -> None:
    one, two = ValueError(CANARY), KeyError(CANARY)
    one.__cause__, two.__cause__ = two, one

    assert NAME not in places(one)


@pytest.fixture
def last_resort(kept: Path, qtbot: QtBot) -> Iterator[LastResort]:
    made = LastResort()
    yield made
    made.stop()


def test_what_nobody_caught_is_told_and_logged(
    kept: Path, last_resort: LastResort, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    error = raised(CANARY)

    sys.excepthook(type(error), error, error.__traceback__)

    qtbot.waitUntil(lambda: _shown() is not None)
    dialog = _shown()
    assert dialog is not None
    words = "".join(label.text() for label in dialog.findChildren(QLabel))
    assert "没有办成" in words
    assert NAME not in words
    dialog.accept()
    assert "builtins.ValueError" in kept.read_text("utf-8")
    assert NAME not in kept.read_text("utf-8")


def test_a_thread_that_fails_is_told_and_logged(
    kept: Path, last_resort: LastResort, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise raised(CANARY)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    qtbot.waitUntil(lambda: _shown() is not None)
    dialog = _shown()
    assert dialog is not None
    dialog.accept()
    assert "fail" in kept.read_text("utf-8")
    assert NAME not in kept.read_text("utf-8")


def test_what_qt_says_is_logged_by_its_speaker(
    kept: Path, last_resort: LastResort, caplog: pytest.LogCaptureFixture
) -> None:
    qWarning(f"QWidget::paint: {CANARY}")
    qWarning(CANARY)

    text = kept.read_text("utf-8")
    assert "Qt: QWidget::paint" in text
    assert "Qt: a message" in text
    assert NUMBER[:-1] not in text
    assert text.isascii()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows writes no core")
def test_a_crash_leaves_no_memory_on_the_disk() -> None:
    code = (
        "import resource, desktop_app.__main__ as door, desktop_app.cli as cli;"
        "cli.run = lambda _: print(resource.getrlimit(resource.RLIMIT_CORE)) or 0;"
        "door.main()"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "(0, 0)"


def _shown() -> FailureDialog | None:
    windows = QApplication.topLevelWidgets()
    dialogs = (each for each in windows if isinstance(each, FailureDialog) and each.isVisible())
    return next(dialogs, None)
