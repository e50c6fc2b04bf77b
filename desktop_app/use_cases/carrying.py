"""Packets: writing what this desk sends, and reading what is for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from db import exchange_store
from db.desk import box_private_key
from db.exchange_store import Exchange
from db.sql import SqliteSql
from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.roles import OFFICE_ROLES
from desktop_app.session import Session
from desktop_app.use_cases.office import (
    introduction,
    is_enrolled,
    needed_invitation,
    replica,
    settle_certificate,
)
from sync.authority import Authority
from sync.carrying import desk_frames, snapshot_frames, take_frames, take_snapshot, work_frames
from sync.certificates import Certificate
from sync.exchange import Report
from sync.invitation import Invitation
from sync.messages import encode
from sync.packet import PacketCard, Written, open_packet, write_packet
from sync.packet_card import Kind
from sync.packet_frames import Frame, decode_frame, encode_frame
from sync.replica import DeskReplica

NETWORK, STICK = "network", "usb"
DONE = "done"
NOBODY_THERE = "U盘包没有收件人，没有写入也没有读入"

Recipients = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A packet that was written: where, how many entries of this desk, and for whom."""

    written: Written
    entries: int
    recipients: tuple[str, ...]


def write_work(
    session: Session, target: Path, to: str = "", progress: Progress | None = None
) -> Sent:
    """Write a packet with all that has no receipt, for the hub or for the desk of officer ``to``.

    Nothing counts as sent by it: only the receipt that comes back does. A desk that is not in
    the books yet puts its invitation in front.
    """
    desk, invitation = replica(session), needed_invitation(session, NOBODY_THERE)
    own = exchange_store.own_feeds(SqliteSql(session.store.database), desk.device)
    if to:
        found = named(desk.authority, desk.county, to)
        recipients: Recipients = tuple((each.device, each.box_key) for each in found)
        frames = desk_frames(desk, _shared(desk, found, to))
        names: tuple[str, ...] = tuple(each.officer for each in found)
    else:
        recipients = ((invitation.hub_device, invitation.hub_box_key),)
        frames, names = work_frames(desk), (invitation.hub_name,)
    card = _card(session, invitation, "work", recipients)
    written = _write(session, target, card, frames, progress)
    entries = sum(each.unsent for each in own)
    _keep(session, str(target.parent), Report(sent=entries))
    return Sent(written, entries, names)


def _shared(desk: DeskReplica, found: Sequence[Certificate], to: str) -> list[str]:
    """Return the villages of this desk that are also those of all recipients."""
    shared = [
        village
        for village in desk.villages
        if all(village.startswith(each.prefixes) for each in found)
    ]
    if not shared:
        raise Refused(
            f"「{to}」和这台电脑没有共同的嘎查村，没有写入。",
            advice="请核对收件人；要换嘎查村的，请旗县调整分工。",
        )
    return shared


def write_snapshot(
    session: Session, target: Path, to: str, progress: Progress | None = None
) -> Sent:
    """Write the records of this desk's villages for a new desk of the office."""
    desk, invitation = replica(session), needed_invitation(session, NOBODY_THERE)
    if session.role not in OFFICE_ROLES:
        raise Refused(
            "快照只能由旗县或者苏木乡镇的办公电脑导出，没有写入。",
            advice="请在办公电脑上导出快照，再拿到新电脑上读入。",
        )
    found = named(desk.authority, desk.county, to)
    card = _card(
        session, invitation, "snapshot", tuple((each.device, each.box_key) for each in found)
    )
    written = _write(session, target, card, snapshot_frames(desk), progress)
    return Sent(written, 0, tuple(each.officer for each in found))


def _write(
    session: Session,
    target: Path,
    card: PacketCard,
    frames: Iterable[Frame],
    progress: Progress | None,
) -> Written:
    return write_packet(
        target,
        card,
        map(encode_frame, frames),
        sign=session.store.desk.sign,
        random=session.world.random,
        progress=progress,
    )


def read_packet(session: Session, path: Path, progress: Progress | None = None) -> Report:
    """Take in what a packet brings for this desk, once all of it is verified.

    Reading it again changes nothing. ``Refused`` or ``Unavailable``, with nothing changed,
    where it is not whole, not for this desk, or not from somebody the office knows.
    """
    desk, invitation = replica(session), needed_invitation(session, NOBODY_THERE)
    authority = desk.authority
    hub = invitation.hub_device

    def known(device: bytes) -> bytes | None:
        return invitation.hub_public_key if device == hub else authority.public_key(device)

    def is_revoked(device: bytes) -> bool:
        found = authority.certificate(device)
        return found is not None and found.revoked

    packet = open_packet(
        path,
        box_private_key=box_private_key(session.store.desk.private_key),
        device=desk.device,
        realm=invitation.realm,
        known=known,
        is_revoked=is_revoked,
        name_of=lambda device: name_of(authority, invitation, device),
        progress=progress,
    )
    frames = map(decode_frame, packet.frames())
    if packet.card.kind == "snapshot":
        _refuse_unless_office(authority, packet.card)
        report = take_snapshot(desk, frames)
    else:
        report = take_frames(desk, frames)
    settle_certificate(session)
    with session.store.taking_in():
        at = session.now().isoformat(timespec="seconds")
        exchange_store.keep_packets(SqliteSql(session.store.database), [packet.card.packet], at)
    _keep(session, str(path.parent), report)
    return report


def named(authority: Authority, county: str, name: str) -> Sequence[Certificate]:
    """Return the desks in force of the officer of this name; ``Refused`` if there is none."""
    found = [each for each in authority.desks(county) if each.officer == name and not each.revoked]
    if not found:
        raise Refused(
            f"旗县的登记里没有「{name}」的电脑，没有写入。",
            advice="请核对姓名；刚登记的同事，先同步一次再试。",
        )
    return found


def name_of(authority: Authority, invitation: Invitation, device: bytes) -> str:
    """Return whose a device is, as the office knows it; empty if it does not."""
    if device == invitation.hub_device:
        return invitation.hub_name
    found = authority.certificate(device)
    return found.officer if found else ""


def keep_exchange(session: Session, carrier: str, place: str, report: Report, outcome: str) -> None:
    """Add an exchange to the history that people read."""
    with session.store.taking_in():
        exchange_store.keep_exchange(
            SqliteSql(session.store.database),
            Exchange(
                session.now().isoformat(timespec="seconds"),
                carrier,
                place,
                report.sent,
                report.received,
                report.receipts,
                outcome,
            ),
        )


def _keep(session: Session, place: str, report: Report) -> None:
    keep_exchange(session, STICK, place, report, DONE)


def _card(
    session: Session, invitation: Invitation, kind: Kind, recipients: Recipients
) -> PacketCard:
    from db.feeds import SCHEMA
    from sync.desk_journal import APP

    desk = session.store.desk
    shown = b"" if is_enrolled(session) else encode(introduction(session))
    return PacketCard(
        realm=invitation.realm,
        kind=kind,
        sender=desk.device,
        sender_key=desk.public_key,
        recipients=recipients,
        made_at_ms=int(session.now().timestamp() * 1000),
        app=APP,
        schema=SCHEMA,
        introduction=shown,
    )


def _refuse_unless_office(authority: Authority, card: PacketCard) -> None:
    found = authority.certificate(card.sender)
    if found is None or found.role not in OFFICE_ROLES:
        raise Refused(
            "这个快照不是旗县或者苏木乡镇的办公电脑导出的，没有读入。",
            advice="请让办公电脑重新导出一次快照。",
        )
