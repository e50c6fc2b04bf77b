"""The U盘: which there are, what would be written and read, and doing it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import exchange_store
from db.sql import SqliteSql
from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.exchange import moment, numbers

ENTRY_BYTES, EMPTY_BYTES = 200, 16_384
"""About what an entry needs in a packet, and a packet without any."""

LEAST_FREE = 1 << 20
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Drive:
    """A stick in this computer, as the system tells of it."""

    path: str
    name: str
    free_bytes: int
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Inbound:
    """A packet on the stick that is for this desk."""

    path: Path
    kind: str
    sender: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class StickPlan:
    """What will be written and read; ``problem`` says in a sentence why it cannot be.

    ``bytes`` is an estimate, and ``advice`` says what helps where there is a problem.
    """

    drive: Drive
    entries: int
    bytes: int
    recipient: str
    file_name: str
    inbound: tuple[Inbound, ...]
    problem: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a step with a stick did; ``troubles`` says which files were left aside and why."""

    entries: int
    written: Path | None
    read: int
    received: int
    receipts: int
    troubles: tuple[str, ...]


def drives() -> list[Drive]:
    """Return the sticks in this computer, by path; may take seconds with a bad one."""
    from sync.stick import removable_drives

    return [
        Drive(str(one.path), one.label, one.free_bytes, one.read_only) for one in removable_drives()
    ]


def eject(drive: Drive) -> str:
    """Let go of a stick; return a sentence that it may be pulled out."""
    from sync import stick

    for one in stick.removable_drives():
        if str(one.path) == drive.path:
            return stick.eject(one)
    raise Unavailable("这个U盘已经拔出了。", advice="不用再办。")


def stick_plan(session: Session, drive: Drive) -> StickPlan:
    """Return what ``carry_by_stick`` would do with this stick; writes nothing."""
    from sync.stick import next_name

    found, folder = numbers(session), Path(drive.path)
    size = found.unsent * ENTRY_BYTES + EMPTY_BYTES
    inbound = tuple(_inbound(session, folder))
    only_read = bool(inbound) and found.enrolled and not found.unsent
    problem, advice = ("", "") if only_read else _problem(session, drive, size)
    return StickPlan(
        drive=drive,
        entries=found.unsent,
        bytes=size,
        recipient=found.office,
        file_name=next_name(folder, session.today()).name,
        inbound=inbound,
        problem=problem,
        advice=advice,
    )


def carry_by_stick(session: Session, drive: Drive, progress: Progress | None = None) -> Carried:
    """Write what has no receipt, check it by reading it back, then read what is for this desk.

    A file that cannot be read is left where it is and told of; nothing of it counts.
    """
    from desktop_app.use_cases.carrying import read_packet, write_work

    steps = progress or Progress()
    plan = stick_plan(session, drive)
    if plan.problem:
        raise Refused(plan.problem, advice=plan.advice)
    steps.note = "正在写入并核对"
    written: Path | None = None
    if plan.entries or not numbers(session).enrolled:
        sent = write_work(session, Path(drive.path) / plan.file_name, progress=steps)
        written = sent.written.path
    read = received = receipts = 0
    troubles = []
    steps.note = "正在读入"
    for inbound in plan.inbound:
        try:
            report = read_packet(session, inbound.path, steps)
        except (Refused, Unavailable) as error:
            troubles.append(f"{inbound.path.name}：{error}{error.advice}")
        else:
            read += 1
            received += report.received
            receipts += report.receipts
    return Carried(plan.entries, written, read, received, receipts, tuple(troubles))


def size_words(size: int) -> str:
    """Return a size in MB or GB as people read it."""
    if size >= 1000 * MEGABYTE:
        return f"{size / (1024 * MEGABYTE):.1f} GB"
    return f"{max(0.1, size / MEGABYTE):.1f} MB"


def _problem(session: Session, drive: Drive, size: int) -> tuple[str, str]:
    if not numbers(session).office:
        return "还没有接入旗县，不知道写给谁。", "先读入旗县发的邀请，再插上U盘。"
    if drive.read_only:
        return "这个U盘不能写入。", "看看U盘上的写保护开关，或换一个U盘。"
    if drive.free_bytes < max(2 * size, LEAST_FREE):
        left, needed = size_words(drive.free_bytes), size_words(max(2 * size, LEAST_FREE))
        return f"U盘只剩 {left}，需要 {needed}。", "删掉U盘里不用的文件，或换一个U盘。"
    return "", ""


def _inbound(session: Session, folder: Path) -> list[Inbound]:
    """Return the packets for this desk that were not read here yet."""
    from sync.stick import packets_on

    mine, office = session.store.desk.device, numbers(session).office
    sql = SqliteSql(session.store.database)
    found = []
    for one in packets_on(folder):
        card = one.card
        if card is None or card.sender == mine:
            continue
        if mine in dict(card.recipients) and exchange_store.packet_is_new(sql, card.packet):
            found.append(Inbound(one.path, card.kind, office, moment(card.made_at_ms)))
    return found
