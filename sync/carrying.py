"""What goes into a packet and what comes of reading one: the exchange in one direction at a time.

A work packet carries an opening and every entry of the desk that has no receipt; the reply
carries the authority, what the desk lacks, and receipts. Reading either twice changes nothing.
"""

from collections.abc import Iterable, Iterator

from db.feeds import SCHEMA
from db.journal import FeedHead, Run
from db.receipts import Receipt
from sync.exchange import Report
from sync.packet_frames import Frame, Opening
from sync.replica import APP, DeskReplica

TOGETHER = 32
"""Runs that are taken in one transaction."""


def work_frames(desk: DeskReplica, heads: Iterable[FeedHead] = ()) -> Iterator[Frame]:
    """Yield what this desk sends: to its hub what has no receipt, or what ``heads`` lack.

    A packet for another desk names that desk's heads and begins with the authority.
    """
    yield Opening(desk.device, desk.heads(), APP, SCHEMA)
    theirs = list(heads)
    if theirs:
        yield from desk.authority_runs()
        yield from desk.runs_for(theirs, desk.villages)
    else:
        yield from desk.unsent_runs()


def take_frames(desk: DeskReplica, frames: Iterable[Frame]) -> Report:
    """Take in what a packet brought; its container has been verified whole before."""
    report = Report()
    opening: Opening | None = None
    troubled: dict[bytes, list[Run]] = {}
    waiting: list[Run] = []
    receipts: list[Receipt] = []
    for frame in frames:
        if isinstance(frame, Opening):
            opening = frame
        elif isinstance(frame, Receipt):
            receipts.append(frame)
        elif isinstance(frame, Run):
            if _is_other_kind(waiting, frame):
                _take(desk, waiting, report)
            waiting.append(frame)
            if len(waiting) >= TOGETHER:
                _take(desk, waiting, report)
            if frame.device == desk.device:
                troubled.setdefault(frame.key, []).append(frame)
    _take(desk, waiting, report)
    for trouble in desk.troubles(opening.heads if opening else ()):
        branch = troubled.get(trouble.head.key, [])
        if branch:
            report.received += desk.heal(trouble, branch)
            report.healed += 1
    report.receipts += desk.keep_receipts(receipts)
    return report


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
