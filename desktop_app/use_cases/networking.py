"""The exchange with the office by network: joining first, then both ways."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.exchange_words import reason_sentence
from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.carrying import DONE, NETWORK, hub_device, keep_exchange
from desktop_app.use_cases.office import (
    enrol,
    invitation_of,
    is_enrolled,
    replica,
    settle_certificate,
)
from sync.client import HttpPeer
from sync.exchange import Peer, Report, exchange
from sync.hub_refusal import HubRefusal
from sync.invitation import Invitation

Connect = Callable[[Session, str, Progress], Peer]


def peer_of(session: Session, url: str, progress: Progress | None = None) -> HttpPeer:
    """Return the hub of the office at ``url``, to be used in a ``with`` block on one thread.

    It trusts the TLS certificate of the invitation, or the one of the authority feed, alone.
    """
    invitation = _invitation(session)
    return HttpPeer(
        url,
        _tls_certificate(session, invitation),
        realm=invitation.realm,
        device=session.store.desk.device,
        sign=session.store.desk.sign,
        random=session.world.random,
        progress=progress,
    )


def synchronise(
    session: Session, progress: Progress | None = None, connect: Connect = peer_of
) -> Report:
    """Bring this desk and its office to the same entries; join the office first if need be.

    The addresses of the invitation are tried in turn. ``Unavailable`` if none can be reached,
    ``Refused`` in words of people if the office will not; what was done before stays.
    """
    steps, invitation = progress or Progress(), _invitation(session)
    if not invitation.urls:
        raise Refused(
            f"{invitation.hub_name}没有开通网络，没有送出。", advice="请插上U盘，用U盘送。"
        )
    told: list[Unavailable] = []
    for url in invitation.urls:
        steps.check()
        try:
            with _closed(connect(session, url, steps)) as peer:
                report = _meet(session, peer, steps)
        except Unavailable as unreachable:
            told.append(unreachable)
        else:
            _keep(session, invitation, report)
            return report
    raise told[0]


def _meet(session: Session, peer: Peer, steps: Progress) -> Report:
    try:
        if not is_enrolled(session):
            steps.note = "正在登记"
            enrol(session, peer)
        steps.note = "正在送出和收取"
        report = exchange(replica(session), peer, steps)
    except HubRefusal as refusal:
        message, advice = reason_sentence(refusal.code)
        raise Refused(f"旗县没有接收：{message}", advice=advice) from refusal
    settle_certificate(session)
    return report


def _keep(session: Session, invitation: Invitation, report: Report) -> None:
    """Keep what people want to read later; most exchanges find both sides the same."""
    if report.sent or report.received or report.healed:
        keep_exchange(session, NETWORK, invitation.hub_name, report, DONE)


def _invitation(session: Session) -> Invitation:
    found = invitation_of(session)
    if found is None:
        raise Refused(
            "这台电脑还没有接入旗县，没有送出。",
            advice="请向旗县就业服务中心要一份邀请，在「同步」里选「接入旗县」。",
        )
    return found


def _tls_certificate(session: Session, invitation: Invitation) -> bytes:
    if invitation.tls_certificate:
        return invitation.tls_certificate
    hub = replica(session).authority.hub(invitation.county_code)
    if hub is not None and hub.device == hub_device(invitation) and hub.tls_certificate:
        return hub.tls_certificate
    raise Refused(
        "邀请里没有旗县服务器的证书，不能用网络送出。",
        advice="请改用邀请文件（不是纸上的二维码），或者先用U盘送一次。",
    )


@contextmanager
def _closed(peer: Peer) -> Iterator[Peer]:
    """Close a peer that has connections, whatever happens."""
    try:
        yield peer
    finally:
        if isinstance(peer, HttpPeer):
            peer.close()
