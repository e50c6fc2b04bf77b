"""The run log (运行记录): what the program did and where it failed, never about whom.

``run.log`` lies in the home of the program, beside the data folders and never in them. Technical
people ask for it, so nothing of a person may reach it: the words of a line are those that stand
in the code, a value is kept only when it is a small number, and an exception is its kind and the
places it came through, not its message.
"""

import logging
import os
import re
import traceback
from collections.abc import Iterator
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE = "run.log"
LARGEST, OLDER = 1_000_000, 1
"""Bytes of one file, and how many older ones are kept."""

ROOMS = ("desktop_app", "ui", "db", "printing")
"""Whose loggers are kept: a library may log what it was given."""

HOUSE = Path(__file__).parents[1]
LONGEST_CHAIN = 5
SMALL = 1_000_000

_SILENCE = logging.NullHandler()
_UNSAFE = re.compile(r"[^\x20-\x7e]|\d{7,}")
"""A second net: no Chinese, no line breaks, nothing as long as a phone or identity number."""


def start_log(home: Path) -> Path | None:
    """Keep the run log in ``home`` from now on; return where, ``None`` where it cannot be."""
    stop_log()
    # Or Python itself prints what no handler takes, messages included, and desktops keep that.
    logging.getLogger().addHandler(_SILENCE)
    path = home / FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        handler = _RunLog(path)
    except OSError:
        return None
    for room in ROOMS:
        logger = logging.getLogger(room)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    return path


def stop_log() -> None:
    """Close the run log."""
    for handler in list(_open_logs()):
        for room in ROOMS:
            logging.getLogger(room).removeHandler(handler)
        handler.close()


def log_path() -> str:
    """Return where the run log lies, an empty text when none is kept."""
    return next((handler.baseFilename for handler in _open_logs()), "")


def places(error: BaseException) -> str:
    """Return the kind of ``error`` and the places in the code it came through, one a line.

    Never the message or a value: they may hold a name.
    """
    lines: list[str] = []
    for each in _chain(error):
        lines.append(f"{type(each).__module__}.{type(each).__qualname__}")
        frames = traceback.extract_tb(each.__traceback__)
        lines += [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join(lines)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those behind it."""
    each: BaseException | None = error
    for _ in range(LONGEST_CHAIN):
        if each is None:
            return
        yield each
        each = each.__cause__ or each.__context__


def _short(file: str) -> str:
    """Name a file without the person's folder before it."""
    path = Path(file)
    if path.is_relative_to(HOUSE):
        return path.relative_to(HOUSE).as_posix()
    return "/".join(path.parts[-2:])


def _open_logs() -> Iterator["_RunLog"]:
    for handler in logging.getLogger(ROOMS[0]).handlers:
        if isinstance(handler, _RunLog):
            yield handler


class _Line(logging.Formatter):
    """One record as a line, and below it the places of its exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: moment, level, logger, words of the code, small numbers."""
        moment = self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")
        line = f"{moment} {record.levelname} {record.name} {_words(record)}"
        found = record.exc_info[1] if record.exc_info else None
        if found is None:
            return line
        below = (_UNSAFE.sub("?", place) for place in places(found).splitlines())
        return "\n".join((line, *(f"  {place}" for place in below)))


def _words(record: logging.LogRecord) -> str:
    values = record.args if isinstance(record.args, tuple) else ()
    kept = tuple(value if _is_small(value) else type(value).__name__ for value in values)
    try:
        text = str(record.msg) % kept if kept else str(record.msg)
    except (TypeError, ValueError):  # a number was announced and is none, or is too long
        text = str(record.msg)
    return _UNSAFE.sub("?", text)


def _is_small(value: object) -> bool:
    return isinstance(value, int | float) and -SMALL < value < SMALL


class _RunLog(RotatingFileHandler):
    """The file: for this account alone, and never in the way of the work."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LARGEST, backupCount=OLDER, encoding="ascii")
        self.setFormatter(_Line())

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o600)  # one that was there may be open to others
        return open(descriptor, "a", encoding="ascii", errors="replace")  # noqa: PTH123

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - called by logging
        """Let a line go: a full disk must not stop the work, nor show the line elsewhere."""
