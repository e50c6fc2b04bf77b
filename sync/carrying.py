"""What goes into a packet and what comes of reading one: the exchange in one direction at a time.

A work packet carries an opening, the authority, and every entry of the desk that has no receipt;
the reply carries the authority, what the desk lacks, and receipts. Reading either twice changes
nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from db.feeds import SCHEMA
from db.journal import FeedHead, Run
from db.receipts import Receipt
from sync.certificates import VILLAGE
from sync.desk_journal import APP
from sync.exchange import Report, mend
from sync.packet_frames import Frame, Opening, SnapshotPiece
from sync.replica import DeskReplica

TOGETHER = 32
"""Runs that are taken in one transaction."""


def work_frames(desk: DeskReplica) -> Iterator[Frame]:
    """Yield what this desk sends to its hub: everything it wrote that has no receipt.

    Before it the hub's own authority: one that was set back may not know this desk any more.
    """
    desk.judge_own()
    yield Opening(desk.device, desk.heads(), APP, SCHEMA)
    yield from desk.words_of_hub()
    yield from desk.unsent_runs()


def desk_frames(desk: DeskReplica, villages: Sequence[str]) -> Iterator[Frame]:
    """Yield what another desk may have of these villages: the authority, then all of them."""
    yield Opening(desk.device, desk.heads(), APP, SCHEMA)
    yield from desk.authority_runs()
    yield from desk.runs_for((), villages)


def snapshot_frames(desk: DeskReplica) -> Iterator[Frame]:
    """Yield everything a new desk of the office needs to begin with this desk's villages."""
    yield Opening(desk.device, desk.heads(), APP, SCHEMA)
    yield from desk.authority_runs()
    yield from desk.runs_for((), desk.villages)
    number = 0
    for number, piece in enumerate(desk.state_pieces()):
        yield SnapshotPiece(number, False, piece)
    yield SnapshotPiece(number + 1, True, b"")


def take_snapshot(desk: DeskReplica, frames: Iterable[Frame]) -> Report:
    """Begin with a snapshot; its container has been verified whole before."""
    stream = iter(frames)
    authority: list[Run] = []
    first: Frame | None = None
    for first in stream:
        if isinstance(first, Run) and len(first.village) < VILLAGE:
            authority.append(first)
        elif not isinstance(first, Opening):
            break
    desk.take(authority)
    desk.settle_scope()
    rest = _Rest(first, stream)
    known = {run.key: run.last for run in authority}
    taken = desk.take_snapshot(rest.runs(), rest.pieces(), known)
    return Report(received=taken.entries, refused=tuple(taken.refused))


class _Rest:
    """The runs of a snapshot, and after them its pieces."""

    def __init__(self, first: Frame | None, stream: Iterator[Frame]) -> None:
        self._next, self._stream = first, stream

    def runs(self) -> Iterator[Run]:
        while isinstance(self._next, Run):
            yield self._next
            self._next = next(self._stream, None)

    def pieces(self) -> Iterator[bytes]:
        while isinstance(self._next, SnapshotPiece) and not self._next.last:
            yield self._next.data
            self._next = next(self._stream, None)


def take_frames(desk: DeskReplica, frames: Iterable[Frame]) -> Report:
    """Take in what a packet brought; its container has been verified whole before."""
    report, reading = Report(), _Reading()
    for frame in frames:
        if isinstance(frame, Run):
            _read_run(desk, reading, frame, report)
        elif isinstance(frame, Receipt):
            reading.receipts.append(frame)
        elif isinstance(frame, Opening):
            reading.sender, reading.heads = frame.device, frame.heads
    _take(desk, reading.waiting, report)
    branches = reading.heads if desk.is_hub(reading.sender) else ()
    for trouble in desk.troubles(branches):  # only the hub's branch of a feed counts
        branch = reading.own.get(trouble.head.key, [])
        if branch and desk.goes_on(branch[0]):
            mend(desk, trouble, branch, report)
        elif (
            branch
        ):  # made before this desk was set back: it begins too late, the next one will not
            report.refused += ((trouble.head.key, "gap"),)
    report.receipts += desk.keep_receipts(reading.receipts)
    return report


@dataclass(slots=True)
class _Reading:
    """What has been read of a packet and not been taken yet."""

    sender: bytes = b""
    heads: list[FeedHead] = field(default_factory=list)
    waiting: list[Run] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    own: dict[bytes, list[Run]] = field(default_factory=dict)


def _read_run(desk: DeskReplica, reading: _Reading, run: Run, report: Report) -> None:
    if _is_other_kind(reading.waiting, run) or len(reading.waiting) >= TOGETHER:
        _take(desk, reading.waiting, report)
    reading.waiting.append(run)
    if run.device == desk.device:
        reading.own.setdefault(run.key, []).append(run)


def _is_other_kind(waiting: list[Run], run: Run) -> bool:
    """Say whether authority ends here: it must be in force before what follows is judged."""
    return bool(waiting) and len(waiting[-1].village) != len(run.village)


def _take(desk: DeskReplica, waiting: list[Run], report: Report) -> None:
    if not waiting:
        return
    taken = desk.take(waiting)
    report.received += taken.entries
    report.refused += tuple((key, code) for key, code in taken.refused if code != "fork")
    waiting.clear()
