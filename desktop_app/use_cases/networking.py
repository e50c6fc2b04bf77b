"""The exchange with the office by network: joining first, then both ways."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from db import exchange_store
from db.sql import SqliteSql
from desktop_app.domain.errors import Cancelled, Refused, Unavailable
from desktop_app.domain.exchange_words import reason_sentence
from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.carrying import DONE, NETWORK, keep_exchange
from desktop_app.use_cases.office import (
    accept_invitation,
    enrol,
    is_enrolled,
    needed_invitation,
    replica,
    settle_certificate,
)
from sync.client import HttpPeer
from sync.exchange import Peer, Report, exchange
from sync.first_contact import shown_certificate
from sync.hub_refusal import HubRefusal
from sync.invitation import Invitation, invitation_text, with_certificate

Connect = Callable[[Session, str, Progress], Peer]

OWN_REFUSALS = {
    "revoked": (
        "旗县已经停用了这台电脑。",
        "本机的记录都在，但是不会再送出。请打电话问旗县，还没有送到的由谁补上。",
    ),
}
"""What a refusal of the whole desk says, where the words for one entry would not fit."""

UNREACHABLE, CANCELLED = "unreachable", "cancelled"


def peer_of(
    session: Session, url: str, progress: Progress | None = None, proxy: str | None = None
) -> HttpPeer:
    """Return the hub of the office at ``url``, to be used in a ``with`` block on one thread.

    It trusts the TLS certificate of the invitation, or the one of the authority feed, alone;
    ``proxy`` is the URL of a proxy.
    """
    invitation = needed_invitation(session, "没有送出")
    return HttpPeer(
        url,
        _tls_certificate(session, invitation, url, proxy),
        realm=invitation.realm,
        device=session.store.desk.device,
        sign=session.store.desk.sign,
        random=session.world.random,
        proxy=proxy,
        progress=progress,
        connect=session.world.connect,
    )


def synchronise(
    session: Session,
    progress: Progress | None = None,
    connect: Connect = peer_of,
    *,
    hub: str = "",
    only_enrol: bool = False,
) -> Report:
    """Bring this desk and its office to the same entries; join the office first if need be.

    The addresses of the invitation are tried in turn, or ``hub`` alone. ``only_enrol`` fetches
    no records: a snapshot will bring them. ``Unavailable`` if no address can be reached,
    ``Refused`` in words of people if the office will not; what was done before stays.
    """
    steps, invitation = progress or Progress(), needed_invitation(session, "没有送出")
    urls = [hub] if hub else invitation.urls
    if not urls:
        raise Refused(
            f"{invitation.hub_name}没有开通网络，没有送出。", advice="请插上U盘，用U盘送。"
        )
    told: list[Unavailable] = []
    for url in urls:
        steps.check()
        try:
            with _noting(session, invitation), _closed(connect(session, url, steps)) as peer:
                report = _meet(session, peer, steps, only_enrol=only_enrol)
        except Unavailable as unreachable:
            told.append(unreachable)
        else:
            if report.sent or report.received or report.healed:
                keep_exchange(session, NETWORK, invitation.hub_name, report, _outcome(report))
            return report
    _keep_once(session, invitation, UNREACHABLE)
    raise told[0]


@contextmanager
def _noting(session: Session, invitation: Invitation) -> Iterator[None]:
    """Note in the history if the office will not, or if a person stops it; tell it in words."""
    try:
        yield
    except HubRefusal as refusal:
        _keep_once(session, invitation, refusal.code)
        message, advice = OWN_REFUSALS.get(refusal.code) or reason_sentence(refusal.code)
        raise Refused(f"旗县没有接收：{message}", advice=advice) from refusal
    except Cancelled:
        _keep_once(session, invitation, CANCELLED)
        raise


def _meet(session: Session, peer: Peer, steps: Progress, *, only_enrol: bool) -> Report:
    if not is_enrolled(session):
        steps.note = "正在登记"
        enrol(session, peer)
    if only_enrol:
        return Report()
    steps.note = "正在送出和收取"
    villages = session.village_codes
    report = exchange(replica(session), peer, steps)
    settle_certificate(session)
    if session.village_codes != villages:  # the office gave this desk others: fetch them too
        _add(report, exchange(replica(session), peer, steps))
    return report


def _add(report: Report, more: Report) -> None:
    report.sent += more.sent
    report.received += more.received
    report.receipts += more.receipts
    report.healed += more.healed
    report.same = more.same
    report.refused += more.refused


def _outcome(report: Report) -> str:
    return report.refused[0][1] if report.refused else DONE


def _keep_once(session: Session, invitation: Invitation, outcome: str) -> None:
    """Note what failed, unless the line before says the same: it is tried again and again."""
    last = exchange_store.exchanges(SqliteSql(session.store.database), 1)
    if not last or (last[0].carrier, last[0].outcome) != (NETWORK, outcome):
        keep_exchange(session, NETWORK, invitation.hub_name, Report(), outcome)


def _tls_certificate(
    session: Session, invitation: Invitation, url: str, proxy: str | None
) -> bytes:
    """Return the one certificate to trust; an invitation from paper names it by its digest."""
    if invitation.tls_certificate:
        return invitation.tls_certificate
    hub = replica(session).authority.hub(invitation.county_code)
    if hub is not None and hub.device == invitation.hub_device and hub.tls_certificate:
        return hub.tls_certificate
    shown = shown_certificate(url, session.world.connect, proxy)
    accept_invitation(session, invitation_text(with_certificate(invitation, shown)))
    return shown


@contextmanager
def _closed(peer: Peer) -> Iterator[Peer]:
    """Close a peer that has connections, whatever happens."""
    try:
        yield peer
    finally:
        if isinstance(peer, HttpPeer):
            peer.close()
