"""The reading process: unpacks one workbook under limits and sends its rows to its parent.

Started as ``python -m desktop_app.spreadsheets.child FILE``, with ``bank`` behind it where the
file of a bank is wanted and not a roster, or the name of a kind of record and the name of the
sheet that is wanted of several. Frames go to the
standard output, each a length of 4 bytes and a message; nothing else is ever written.
"""

import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.etree.ElementTree import ParseError

import msgspec

from desktop_app.spreadsheets.catalogue import KINDS, sheet_kind
from desktop_app.spreadsheets.limits import (
    BROKEN,
    LIMITS,
    OPEN_AGAIN,
    SPLIT,
    TOO_MUCH,
    NotReadable,
)
from desktop_app.spreadsheets.sheet import (
    HEADER_ROWS,
    Area,
    End,
    Frame,
    Refusal,
    Rows,
    SheetRow,
    Step,
)

if TYPE_CHECKING:
    from desktop_app.spreadsheets.csv_book import CsvBook
    from desktop_app.spreadsheets.workbook import Workbook

_FEW_ROWS = 500
_LETTERS_A_FRAME = 8_000_000
_OUT_OF_MEMORY = 1
BANK = "bank"


def main(arguments: list[str]) -> int:
    """Read the file that is named and send what it holds; return 0 whatever it holds."""
    with open(1, "wb", closefd=False) as out:
        sender = _Sender(out)
        try:
            _set_limits()
            _send_sheet(Path(arguments[0]), sender, *arguments[1:3])
        except NotReadable as refused:
            sender.send(Refusal(refused.message, refused.advice))
        except MemoryError:
            sender.send(Refusal(TOO_MUCH, SPLIT))
        except ParseError as error:
            too_large = error.code == _OUT_OF_MEMORY
            sender.send(Refusal(TOO_MUCH, SPLIT) if too_large else Refusal(BROKEN, OPEN_AGAIN))
        except BrokenPipeError:
            return 0
        except Exception:  # noqa: BLE001 - whatever a stranger's file does, one sentence
            sender.send(Refusal(BROKEN, OPEN_AGAIN))
    return 0


class _Sender:
    """Sends frames, and never more than the limit."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._sent = out, 0
        self._encode = msgspec.msgpack.Encoder().encode

    def send(self, frame: Frame) -> None:
        """Send one frame now."""
        body = self._encode(frame)
        self._sent += len(body)
        if self._sent > LIMITS.sent_bytes and not isinstance(frame, Refusal):
            raise NotReadable(TOO_MUCH, SPLIT)
        self._out.write(struct.pack(">I", len(body)))
        self._out.write(body)
        self._out.flush()

    def step(self) -> None:
        """Show that the work goes on."""
        self.send(Step())


def _set_limits() -> None:
    """Limit memory and time where the system can; elsewhere the parent's clock does."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most, more in (
        (resource.RLIMIT_AS, LIMITS.memory_bytes, 0),
        (resource.RLIMIT_CPU, int(LIMITS.total_seconds), 1),  # SIGXCPU first, which tells why
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        hard = most + more if hard == resource.RLIM_INFINITY else min(most + more, hard)
        resource.setrlimit(kind, (min(most, hard), hard))


def _send_sheet(path: Path, sender: _Sender, kind: str = "", sheet: str = "") -> None:
    sender.step()
    book = _book(path, sender)
    first = lambda one: book.rows(one, [])  # noqa: E731 - the rows of a sheet, from the first
    alike = 0
    if kind in KINDS:
        name, others, alike = _of_kind(book.sheet_names(), first, sender, kind, sheet)
    else:
        name, *others = _rosters(book.sheet_names(), first, sender, bank=kind == BANK)
    merged: list[Area] = []
    count, widest, batch = 0, 0, []
    for row in book.rows(name, merged):
        count, widest = count + 1, max(widest, len(row.cells))
        if count > LIMITS.rows:
            raise NotReadable(f"这个表超过 {LIMITS.rows} 行，没有读入。", SPLIT)
        batch.append(row)
        if len(batch) >= _rows_a_frame(book.longest, widest):
            sender.send(Rows(batch))
            sender.send(Step(book.expected))
            batch = []
    sender.send(Rows(batch))
    sender.send(End(name, merged, others, alike, book.hidden_columns))


def _book(path: Path, sender: _Sender) -> "Workbook | CsvBook":
    from desktop_app.spreadsheets.csv_book import SUFFIXES, CsvBook
    from desktop_app.spreadsheets.workbook import Workbook

    return (CsvBook if path.suffix.lower() in SUFFIXES else Workbook)(path, sender.step)


def _rows_a_frame(longest: int, width: int) -> int:
    """Keep a frame small however long its texts are."""
    return max(1, min(_FEW_ROWS, _LETTERS_A_FRAME // max(1, longest * width)))


def _rosters(
    names: Iterable[str],
    rows_of: Callable[[str], Iterator[SheetRow]],
    sender: _Sender,
    *,
    bank: bool,
) -> list[str]:
    """Return the sheet that promises the most, and the others that hold people."""
    from desktop_app.spreadsheets.bank_file import bank_promise
    from desktop_app.spreadsheets.header import NO_HEADER, Promise, promise_of

    promise_from = bank_promise if bank else promise_of
    promises: dict[str, Promise] = {}
    for name in names:
        promise = promise_from(_first_rows(rows_of(name)))
        sender.step()
        if promise != NO_HEADER:
            promises[name] = promise
    if not promises and bank:
        raise NotReadable(
            "这个文件里没有找到银行回单的表头，没有读入。",
            "请检查有没有一行写着“户名”或者“账号”，还有“金额”。",
        )
    if not promises:
        raise NotReadable(
            "这个文件里没有找到花名册的表头，没有读入。",
            "请检查表里有没有一行写着“姓名”和“身份证号”这样的列名。",
        )
    best = max(promises, key=promises.__getitem__)
    return [best, *(name for name, one in promises.items() if one.people and name != best)]


def _of_kind(
    names: Iterable[str],
    rows_of: Callable[[str], Iterator[SheetRow]],
    sender: _Sender,
    kind: str,
    wanted: str,
) -> tuple[str, list[str], int]:
    """Return the sheet to read, the others that hold anything, and how many may be meant too.

    That is the ``wanted`` one, else the one with the most columns of the kind, else the first
    that holds anything.
    """
    from desktop_app.spreadsheets.header import Promise
    from desktop_app.spreadsheets.record_header import record_promise

    promises: dict[str, Promise] = {}
    for name in names:
        rows = _first_rows(rows_of(name))
        sender.step()
        if rows:
            promises[name] = record_promise(sheet_kind(kind), rows)
    if not promises or (wanted and wanted not in promises):
        raise NotReadable("这个文件里没有能读的内容，没有读入。", OPEN_AGAIN)
    best = wanted or max(promises, key=promises.__getitem__)
    others = sorted(
        (name for name in promises if name != best), key=lambda name: not promises[name].filled
    )  # first those that may be meant
    known = any(one.filled for one in promises.values())
    alike = 0 if wanted else sum(promises[name].filled or not known for name in others)
    return best, others, alike


def _first_rows(rows: Iterator[SheetRow]) -> list[SheetRow]:
    return [row for _, row in zip(range(HEADER_ROWS), rows, strict=False)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
