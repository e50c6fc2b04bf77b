"""Read a spreadsheet of a stranger: the work is done by another process on a short leash."""

import os
import queue
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import IO

import msgspec

from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.progress import Progress
from desktop_app.spreadsheets.limits import (
    BROKEN,
    LIMITS,
    OPEN_AGAIN,
    SPLIT,
    TOO_MUCH,
    Limits,
    NotReadable,
)
from desktop_app.spreadsheets.package_check import check_file
from desktop_app.spreadsheets.sheet import End, Frame, Refusal, Rows, SheetRow, SheetRows, Step

_HOUSE = Path(__file__).parents[2]
_LENGTH = struct.Struct(">I")
_LOOK_SECONDS = 0.05
_LEAVE_SECONDS = 5
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None
_OURS = "NUTAG_"
TOO_LONG = "读这个文件用的时间太长，没有读入。"
ROSTER, BANK = "roster", "bank"


def read_sheet(
    path: Path,
    progress: Progress,
    *,
    limits: Limits = LIMITS,
    command: list[str] | None = None,
    kind: str = ROSTER,
    sheet: str = "",
) -> SheetRows:
    """Return the rows of the sheet that has a roster's header, or refuse in one sentence.

    With ``kind`` ``bank`` the header is that of a bank's payment file. ``sheet`` names the one
    to read of several, where the kind is that of a record.

    Whatever the file holds, this process neither grows nor hangs: memory, time and size are
    limited, and cancelling ends the reading process at once.
    """
    if path.is_dir():
        raise Unavailable(
            f"“{path.name}”是一个文件夹，不是表格。", advice="请选里面的一个 .xlsx 文件。"
        )
    try:
        check_file(path, limits)
    except NotReadable as refused:
        raise Refused(refused.message, advice=refused.advice) from None
    except OSError:
        raise Unavailable(
            f"打不开文件“{path.name}”。",
            advice="请看看它还在不在、有没有权限读、是不是正在 WPS 里开着，再试一次。",
        ) from None
    wanted = [kind, *filter(None, [sheet])] if kind != ROSTER else []
    with _Child([*(command or _command()), str(path.resolve()), *wanted]) as child:
        return _collect(child, progress, limits)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "read-sheet"]
    return [sys.executable, "-P", "-m", "desktop_app.spreadsheets.child"]


def _harmless(environment: Mapping[str, str]) -> dict[str, str]:
    """Leave out what is said to this program alone, above all the passphrase."""
    return {name: said for name, said in environment.items() if not name.startswith(_OURS)}


class _Child:
    """The reading process, ended when the block is left however it is left."""

    def __init__(self, command: list[str]) -> None:
        path = os.pathsep.join(filter(None, [str(_HOUSE), os.environ.get("PYTHONPATH", "")]))
        self._process = subprocess.Popen(  # noqa: S603 - our own program on one named file
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_harmless(os.environ), "PYTHONPATH": path},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.frames: queue.Queue[bytes | None] = queue.Queue(maxsize=64)
        self._ended = False
        self._thread = Thread(target=self._listen, name="sheet", daemon=True)
        self._thread.start()

    def __enter__(self) -> "_Child":
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._process.kill()
        self._process.wait()
        self._thread.join()
        if self._process.stdout:
            self._process.stdout.close()

    def ended_early(self) -> Refused:
        """Say why the reading process ended without an answer."""
        with suppress(subprocess.TimeoutExpired):
            if self._process.wait(_LEAVE_SECONDS) == _OUT_OF_TIME:
                return Refused(TOO_LONG, advice=SPLIT)
        return Refused("这个文件太大或者损坏了，没有读入。", advice=OPEN_AGAIN)

    def _listen(self) -> None:
        pipe = self._process.stdout
        if pipe is not None:
            for body in _bodies(pipe):
                self._put(body)
        self._put(None)

    def _put(self, body: bytes | None) -> None:
        while not self._ended:
            try:
                self.frames.put(body, timeout=_LOOK_SECONDS)
            except queue.Full:
                continue
            return


def _bodies(pipe: IO[bytes]) -> Iterator[bytes]:
    while len(head := pipe.read(_LENGTH.size)) == _LENGTH.size:
        length = _LENGTH.unpack(head)[0]
        if length > LIMITS.sent_bytes or len(body := pipe.read(length)) < length:
            return
        yield body


def _collect(child: _Child, progress: Progress, limits: Limits) -> SheetRows:
    rows: list[SheetRow] = []
    progress.note = "正在读表格"
    for frame in _frames(child, progress, limits):
        match frame:
            case Rows(some):
                rows += some
                progress.done = len(rows)
            case Step(total):
                progress.total = total or progress.total
            case Refusal(message, advice):
                raise Refused(message, advice=advice)
            case End(name, merged, others, alike, hidden):
                progress.total = progress.done
                sheet = SheetRows(name, rows, merged, others, alike, frozenset(hidden))
                sheet.spread_down()
                return sheet
    raise child.ended_early()


def _frames(child: _Child, progress: Progress, limits: Limits) -> Iterator[Frame]:
    decoder = msgspec.msgpack.Decoder(Frame)
    end, received = monotonic() + limits.total_seconds, 0
    while (body := _next(child, progress, end, limits.quiet_seconds)) is not None:
        received += len(body)
        if received > 2 * limits.sent_bytes:
            raise Refused(TOO_MUCH, advice=SPLIT)
        try:
            frame = decoder.decode(body)
        except msgspec.DecodeError:
            raise Refused(BROKEN, advice=OPEN_AGAIN) from None
        yield frame


def _next(child: _Child, progress: Progress, end: float, quiet_seconds: float) -> bytes | None:
    quiet = monotonic() + quiet_seconds
    while True:
        progress.check()
        if monotonic() > min(quiet, end):
            raise Refused(TOO_LONG, advice=SPLIT)
        try:
            return child.frames.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            continue
