"""One exchange of a desk with a hub: the same steps whatever carries the messages.

Authority first, then what the hub lacks, then what the desk lacks; at the end both compare
digests again. Every step may be repeated or cut off: what was taken stays, the rest is asked
for the next time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from db.feed_store import BadRun
from db.journal import FeedHead, Run
from desktop_app.domain.errors import Unavailable
from desktop_app.domain.progress import Progress
from sync.hub_refusal import HubRefusal
from sync.judging import OUT_OF_SCOPE
from sync.messages import (
    EnrolAnswer,
    EnrolRequest,
    Hello,
    HelloAnswer,
    PullAnswer,
    Push,
    PushAnswer,
)
from sync.replica import DeskReplica, Trouble

DETAIL = 8
"""Villages whose heads are asked for at once; a desk with more asks for those that differ."""
ROUNDS = 6
FIRST_FRAME, LARGEST_FRAME = 64 << 10, 1 << 20
TAKEN_AT_ONCE = 512 << 10
"""Bytes of runs that are pulled before they are taken in, in one transaction."""

OTHER_ORDERS = "other-orders"
"""The hub's authority goes on otherwise than here: it was set back, and gave orders too soon."""

LAST_PLACE = 1 << 53
"""Beyond every arrival at a hub."""


class Peer(Protocol):
    """A hub, however it is reached."""

    def hello(self, message: Hello) -> HelloAnswer:
        """Ask whether anything is new."""

    def push(self, message: Push) -> PushAnswer:
        """Hand over runs."""

    def pull(self, village: str, after: int, *, own: bool = False) -> PullAnswer:
        """Ask for what arrived after a place; ``own`` includes the asker's feeds."""

    def enrol(self, message: EnrolRequest) -> EnrolAnswer:
        """Show an invitation."""


@dataclass(slots=True)
class Report:
    """What an exchange did: entries each way, receipts, and whether both sides are the same.

    ``withheld`` are villages that were this desk's when it greeted the hub, and no longer when
    it asked: others gave orders meanwhile, or it brought a hub that was set back its own again.
    """

    sent: int = 0
    received: int = 0
    receipts: int = 0
    healed: int = 0
    same: bool = False
    refused: tuple[tuple[bytes, str], ...] = ()
    withheld: frozenset[str] = frozenset()

    @property
    def come_so_far(self) -> tuple[int, ...]:
        """Return what grows as long as it is worth greeting the hub once more."""
        return self.sent, self.received, self.healed, len(self.withheld)


def exchange(desk: DeskReplica, peer: Peer, progress: Progress | None = None) -> Report:
    """Bring a desk and a hub to the same entries; the report says how far it came."""
    report = Report()
    steps = progress or Progress()
    desk.judge_own()
    answer = _first_hello(desk, peer, report, steps)
    for _round in range(ROUNDS):
        steps.check()
        if answer.same:
            break
        before = report.come_so_far
        _one_round(desk, peer, answer, report, steps)
        answer = _hello(desk, peer, report)
        if report.come_so_far == before:
            break
    report.same = answer.same
    return report


def enrol(desk: DeskReplica, peer: Peer, request: EnrolRequest) -> None:
    """Show the invitation and take the authority feed, in which the certificate is."""
    desk.take(peer.enrol(request).runs)


def _first_hello(desk: DeskReplica, peer: Peer, report: Report, steps: Progress) -> HelloAnswer:
    """Greet the hub; one that was set back to before it let this desk in is reminded of it."""
    try:
        return _hello(desk, peer, report)
    except HubRefusal as refusal:
        if refusal.code != "unknown-device" or not desk.is_let_in:
            raise
    for runs in _frames(desk.words_of_hub()):
        steps.check()
        peer.push(Push(runs))
        report.sent += sum(run.last - run.first + 1 for run in runs)
    return _hello(desk, peer, report)


def _hello(desk: DeskReplica, peer: Peer, report: Report) -> HelloAnswer:
    villages = list(desk.villages)
    answer = peer.hello(desk.hello(villages if len(villages) <= DETAIL else []))
    if not answer.same and len(villages) > DETAIL:
        ours = desk.digests(villages)
        differing = [code for code, _, digest in answer.villages if ours.get(code) != digest]
        heads: list[FeedHead] = []
        for first in range(0, len(differing), DETAIL * DETAIL):
            part = differing[first : first + DETAIL * DETAIL]
            heads += peer.hello(desk.hello(part)).heads
        answer = HelloAnswer(
            answer.hub,
            answer.time_ms,
            answer.same,
            answer.villages,
            list({head.key: head for head in (*answer.heads, *heads)}.values()),
            answer.receipts,
        )
    report.receipts += desk.keep_receipts(answer.receipts)
    return answer


def _one_round(
    desk: DeskReplica, peer: Peer, answer: HelloAnswer, report: Report, steps: Progress
) -> None:
    for head in filter(desk.is_authority, answer.heads):
        forked = set[bytes]()
        if desk.lacks(head):
            forked = _pull_villages(desk, peer, answer.hub, [head.village], report, steps)
        if head.key in forked or desk.contradicts(head):
            report.refused = ((head.key, OTHER_ORDERS), *report.refused)
    for trouble in desk.troubles(answer.heads):
        _heal(desk, peer, trouble, report, steps)
    _push(desk, peer, answer, report, steps)
    lacking = sorted({head.village for head in answer.heads if desk.lacks(head)})
    forked = _pull_villages(desk, peer, answer.hub, lacking, report, steps)
    for trouble in desk.troubles(answer.heads, forked):
        _heal(desk, peer, trouble, report, steps)
    for head in answer.heads:
        if desk.lacks(head):  # the hub was set back, or this desk was: its places mean nothing
            desk.keep_cursor(answer.hub, head.village, 0)


def _push(
    desk: DeskReplica, peer: Peer, answer: HelloAnswer, report: Report, steps: Progress
) -> None:
    ours = desk.digests([desk.county, *desk.villages])  # authority first: it judges the rest
    there = {code: digest for code, _, digest in answer.villages}
    villages = [code for code in ours if code in there and ours[code] != there[code]]
    for runs in _frames(desk.runs_for(answer.heads, villages)):
        steps.check()
        answered = peer.push(Push(runs))
        report.receipts += desk.keep_receipts(answered.receipts)
        refused = {key for key, _ in answered.refused}
        report.refused += tuple(answered.refused)
        report.sent += sum(run.last - run.first + 1 for run in runs if run.key not in refused)


def _frames(runs: Iterator[Run]) -> Iterator[list[Run]]:
    """Yield runs in frames that grow while all goes well."""
    wanted, frame, size = FIRST_FRAME, list[Run](), 0
    for run in runs:
        frame.append(run)
        size += len(run.body)
        if size >= wanted:
            yield frame
            frame, size, wanted = [], 0, min(2 * wanted, LARGEST_FRAME)
    if frame:
        yield frame


def _pull_villages(
    desk: DeskReplica,
    peer: Peer,
    hub: bytes,
    villages: Iterable[str],
    report: Report,
    steps: Progress,
) -> set[bytes]:
    """Take what arrived of villages; return the feeds that do not go on from what is here.

    Small answers are taken in together: each transaction waits for the disk. What had come
    when the line is cut is taken in too.
    """
    forked, waiting = set[bytes](), _Waiting()
    try:
        for village in villages:
            more, after = True, desk.cursor(hub, village)
            while more:
                steps.check()
                page = _page_or_nothing(peer, village, after, report)
                if page is None:
                    break
                after, more = page.next, page.more
                waiting.add(page.runs, (hub, village, after))
                if waiting.size >= TAKEN_AT_ONCE:
                    forked |= waiting.take(desk, report)
    finally:
        forked |= waiting.take(desk, report)
    return forked


def _page_or_nothing(peer: Peer, village: str, after: int, report: Report) -> PullAnswer | None:
    """Return what arrived after a place; nothing the first time the hub says: no longer yours."""
    try:
        return pull_page(peer, village, after)
    except HubRefusal as refusal:
        if refusal.code != OUT_OF_SCOPE or village in report.withheld:
            raise
    report.withheld |= {village}
    return None


class _Waiting:
    """What has arrived and is not taken in yet, with the places up to which it reaches."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._places: list[tuple[bytes, str, int]] = []
        self.size = 0

    def add(self, runs: Sequence[Run], place: tuple[bytes, str, int]) -> None:
        self._runs += runs
        self._places.append(place)
        self.size += sum(len(run.body) for run in runs)

    def take(self, desk: DeskReplica, report: Report) -> set[bytes]:
        """Take it in; return the feeds that do not go on from what is here."""
        runs, places = self._runs, self._places
        self._runs, self._places, self.size = [], [], 0
        if not places:
            return set()
        taken = desk.take(runs, places)
        report.received += taken.entries
        report.refused += tuple(taken.refused)
        return {key for key, code in taken.refused if code == "fork"}


def pull_page(peer: Peer, village: str, after: int, *, own: bool = False) -> PullAnswer:
    """Return what arrived after a place; ``Unavailable`` if the answer leads nowhere."""
    answer = peer.pull(village, after, own=own)
    further = answer.next > after and answer.runs
    if not after <= answer.next < LAST_PLACE or (answer.more and not further):
        raise Unavailable(
            "旗县服务器的回答不对，这次没有同步完。",
            advice="请把这个情况告诉旗县的技术人员；本机的记录都在，不影响继续填。",
        )
    return answer


def _heal(desk: DeskReplica, peer: Peer, trouble: Trouble, report: Report, steps: Progress) -> None:
    """Fetch the hub's branch of a feed and go on in a new epoch.

    What others wrote is taken first: they may have written what was cut off here again.
    """
    branch: list[Run] = []
    after, more = 0, True
    while more:
        steps.check()
        answer = pull_page(peer, trouble.head.village, after, own=True)
        branch += [run for run in answer.runs if run.key == trouble.head.key]
        others = [
            run for run in answer.runs if run.device != desk.device and run.key != trouble.head.key
        ]
        report.received += desk.take(others).entries
        after, more = answer.next, answer.more
    mend(desk, trouble, branch, report)


def mend(desk: DeskReplica, trouble: Trouble, branch: Sequence[Run], report: Report) -> None:
    """Take a branch of a feed, and note it as refused if its author did not sign it."""
    try:
        received = desk.heal(trouble, branch)
    except BadRun as bad:
        report.refused += ((trouble.head.key, bad.code),)
    else:
        report.received += received
        report.healed += received > 0
