"""The office of a desk: joining it by an invitation, and being in its books."""

from pathlib import Path

from db import exchange_store
from db.desk import box_key, keep_certificate
from db.exchange_store import Office
from db.sql import SqliteSql
from desktop_app.domain import divisions
from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from sync.exchange import Peer
from sync.invitation import (
    Invitation,
    enrol_request,
    invitation_text,
    read_invitation,
    read_invitation_file,
)
from sync.messages import EnrolRequest
from sync.replica import DeskReplica


def invitation_of(session: Session) -> Invitation | None:
    """Return the invitation this desk has accepted; ``None`` before there was one."""
    found = exchange_store.office(SqliteSql(session.store.database))
    return read_invitation(found.invitation) if found else None


def needed_invitation(session: Session, undone: str) -> Invitation:
    """Return the invitation; ``Refused`` before there is one, saying what was left undone."""
    found = invitation_of(session)
    if found is None:
        raise Refused(
            f"这台电脑还没有接入旗县，{undone}。",
            advice="请向旗县就业服务中心要一份邀请，到「同步」页读入（nutag enrol）。",
        )
    return found


def is_enrolled(session: Session) -> bool:
    """Say whether the office has answered: this desk has its certificate."""
    found = exchange_store.office(SqliteSql(session.store.database))
    return found is not None and found.certified_at is not None


def replica(session: Session) -> DeskReplica:
    """Return this desk as the exchange sees it; it trusts the root of its invitation alone."""
    invitation = invitation_of(session)
    roots = {} if invitation is None else {invitation.county_code: invitation.root_public_key}
    return DeskReplica(session.store, roots)


def accept_invitation(session: Session, text: str) -> Invitation:
    """Keep an invitation, so that the desk can show it by network or by stick.

    ``Refused`` if it is damaged, of another county, does not cover a village in which something
    was written here, or if the desk is in the books of another office already.
    """
    invitation = read_invitation(text)
    _refuse_training(session)
    before = invitation_of(session)
    if before is not None and is_enrolled(session) and before.realm != invitation.realm:
        raise Refused(
            f"这台电脑已经登记在「{before.hub_name}」，没有改动。",
            advice="换到别的旗县工作，请用一个新的数据文件夹重新设置。",
        )
    if not session.county_code.startswith(invitation.county_code):
        name = divisions.county(session.county_code).name
        raise Refused(
            f"这份邀请不是{name}发的，没有接受。",
            advice="请核对邀请上的旗县；发错了的请旗县重新邀请。",
        )
    _refuse_uncovered(session, invitation)
    if before is None or before != invitation:
        at = session.now().isoformat(timespec="seconds")
        with session.store.taking_in():
            exchange_store.keep_office(SqliteSql(session.store.database), Office(text, at, None))
    return invitation


def introduction(session: Session) -> EnrolRequest:
    """Return what this desk shows its office: by network, or at the head of a packet."""
    invitation = needed_invitation(session, "没有可以出示的邀请")
    desk = session.store.desk
    heads = [
        own.head for own in exchange_store.own_feeds(SqliteSql(session.store.database), desk.device)
    ]
    return enrol_request(
        invitation,
        public_key=desk.public_key,
        box_key=box_key(desk.private_key),
        user=desk.officer_id,
        heads=heads,
        device=desk.device,
        sign=desk.sign,
    )


def enrol(session: Session, peer: Peer) -> None:
    """Show the invitation to the hub and keep its answer: the certificate of this desk."""
    replica(session).take(peer.enrol(introduction(session)).runs)
    settle_certificate(session)
    if not is_enrolled(session):
        raise Refused(
            "旗县收到了登记，但是没有发回这台电脑的证书。",
            advice="请再同步一次；还不行，请旗县重新发一份邀请。",
        )


def settle_certificate(session: Session) -> list[str]:
    """Be what the certificate says: officer, role and villages.

    Return the villages that are no longer this desk's but stay until their work has receipts.
    """
    desk = replica(session)
    mine = desk.authority.certificate(desk.device)
    if mine is None:
        return []
    now = session.store.desk
    if (now.officer, now.role) != (mine.officer, mine.role):
        with session.store.taking_in():
            keep_certificate(session.store.database, mine.officer, mine.role)
    sql = SqliteSql(session.store.database)
    found = exchange_store.office(sql)
    if found is not None and found.certified_at is None:
        at = session.now().isoformat(timespec="seconds")
        with session.store.taking_in():
            exchange_store.keep_office(sql, Office(found.invitation, found.accepted_at, at))
    return desk.settle_scope()


def read_invitation_text(path: Path) -> str:
    """Return the text of an invitation file, checked."""
    return invitation_text(read_invitation_file(path))


def _refuse_training(session: Session) -> None:
    if session.training:
        raise Refused(
            "练习用的数据不能接入旗县，没有接受邀请。",
            advice="请打开正式的数据文件夹，再到「同步」页读入邀请。",
        )


def _refuse_uncovered(session: Session, invitation: Invitation) -> None:
    """Refuse an invitation that would leave work here which the office never takes."""
    written = {
        own.head.village
        for own in exchange_store.own_feeds(
            SqliteSql(session.store.database), session.store.desk.device
        )
    }
    covered = tuple(invitation.prefixes)
    left = sorted(village for village in written if not village.startswith(covered))
    if left:
        names = "、".join(divisions.village(code).name for code in left)
        raise Refused(
            f"这份邀请不包含{names}，而这台电脑在那里已经有记录，没有接受。",
            advice="请旗县重新发一份包含这些嘎查村的邀请。",
        )
