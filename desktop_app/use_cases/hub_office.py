"""What the office does at its hub: making it, inviting, finding a desk, passing on to the city."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.disk import keep_whole
from desktop_app.domain import divisions
from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.exchange_words import reason_sentence
from desktop_app.domain.passphrase import weakness
from desktop_app.domain.progress import Progress
from desktop_app.use_cases.desk_names import SHORT, area_words, short_name
from desktop_app.use_cases.exchange import moment
from desktop_app.world import World
from sync.certificates import Certificate
from sync.first_contact import shown_certificate
from sync.hub import Hub
from sync.hub_addresses import addresses, keep_addresses
from sync.hub_refusal import HubRefusal
from sync.invitation import Invitation, qr_text, with_certificate, write_invitation
from sync.upstream import Passed, join_upstream, pass_on, upstream_of

if TYPE_CHECKING:
    from sync.client import HttpPeer


@dataclass(frozen=True, slots=True, kw_only=True)
class HubWish:
    """The hub that is to be made; ``root_file`` is where its root key goes."""

    store: str
    county_code: str
    name: str
    root_file: Path
    urls: Sequence[str] = ()


def check_wish(wish: HubWish) -> None:
    """Refuse, before anybody types a passphrase, what cannot be made."""
    from db.postgres import is_url
    from sync.connecting import refuse_address

    for url in wish.urls:
        refuse_address(url)
    if not is_url(wish.store):
        _refuse_root_inside(Path(wish.store), wish.root_file)
    if not wish.root_file.absolute().parent.is_dir():
        raise Refused(
            f"放根密钥的文件夹 {wish.root_file.absolute().parent} 不在，没有建立。",
            advice="请插好U盘，或者先建好文件夹，再办一次。",
            fields=("root_key",),
        )


def make_hub(wish: HubWish, passphrase: str, root_passphrase: str, world: World) -> None:
    """Make a hub's store, its keys and, where there is none yet, its root key.

    ``Refused`` with nothing made if a passphrase is weak, a code or an address wrong, or if
    there is a hub already.
    """
    from sync.hub_init import init_hub

    check_wish(wish)
    known, is_new = [wish.name, wish.county_code], not wish.root_file.exists()
    _refuse_weak("汇集点", passphrase, known)
    if is_new:
        _refuse_weak("根密钥", root_passphrase, [*known, passphrase])
    try:
        opened = init_hub(
            wish.store,
            passphrase,
            name=wish.name,
            county_code=wish.county_code,
            root_file=wish.root_file,
            root_passphrase=root_passphrase,
            world=world,
        )
    except Refused:
        if is_new:  # it vouches for nothing, and would be taken for the true one
            wish.root_file.unlink(missing_ok=True)
        raise
    try:
        keep_addresses(opened.sql, wish.urls)
    finally:
        opened.close()


@contextmanager
def opened_hub(store: str, passphrase: str, world: World) -> Iterator[Hub]:
    """Open a hub's store for the length of a block."""
    from db.hub_store import open_hub_store

    found = open_hub_store(store, passphrase)
    try:
        yield Hub(found.sql, found.keys, world)
    finally:
        found.close()


def invite(
    hub: Hub, officer: str, role: str, prefixes: Sequence[str], urls: Sequence[str], out: Path
) -> Invitation:
    """Make an invitation and write its file; one that could not be written is good for nothing.

    Without ``urls`` it names those that the hub was made with.
    """
    made = hub.invite(officer, role, prefixes, urls or addresses(hub.books.sql))
    with _cancelled_unless_kept(hub, made):
        write_invitation(out, made)
    return made


def print_invitation(hub: Hub, invitation: Invitation, file_name: str, paper: Path) -> None:
    """Write the sheet of an invitation to a PDF file.

    An invitation whose sheet could not be written is cancelled, like one without a file.
    """
    from printing.invitation_sheet import InvitationSheet, invitation_sheet

    with _cancelled_unless_kept(hub, invitation):
        data = invitation_sheet(
            InvitationSheet(
                officer=invitation.officer,
                role=invitation.role,
                villages=[area_words((code,)) for code in invitation.prefixes],
                hub_name=invitation.hub_name,
                code=qr_text(invitation),
                file_name=file_name,
                made_on=moment(hub.books.now_ms()).date(),
                by_network=bool(invitation.urls),
            )
        )
        keep_whole(paper, data)


def desk_named(hub: Hub, name: str) -> Certificate:
    """Return the desk of an officer, or of the name that ``short_name`` gives it, in any case.

    ``Refused`` if there is none, or if the officer has several in force.
    """
    desks = hub.books.authority().desks(hub.books.keys.county_code)
    wanted = name.strip().lower()
    exact = [
        each for each in desks
        if len(wanted) >= SHORT and each.device.hex().startswith(wanted)
    ]  # fmt: skip
    named = [each for each in desks if each.officer == name.strip()]
    found = exact or [each for each in named if not each.revoked] or named
    if not found:
        raise Refused(
            f"这个汇集点没有「{name}」的电脑，没有改动。",
            advice="请在 nutag hub status 里查姓名或者电脑的名字。",
            fields=("desk",),
        )
    if len(found) > 1:
        names = "、".join(short_name(each.device) for each in found)
        raise Refused(
            f"「{name}」有 {len(found)} 台电脑，不知道是哪一台，没有改动。",
            advice=f"请用电脑的名字代替姓名：{names}。",
            fields=("desk",),
        )
    return found[0]


# The hub above


def join_upper(
    hub: Hub, invitation: Invitation, world: World, *, address: str = "", proxy: str | None = None
) -> Passed:
    """Be certified by the hub above, and pass on all that is here.

    ``Unavailable`` if it cannot be reached, ``Refused`` if it will not.
    """
    url = address or next(iter(invitation.urls), "")
    if not url:
        raise Refused(
            "上级的邀请里没有网址，没有连接上级。",
            advice="请上级重新发一份带网址的邀请，或者用 --hub 写明上级服务器的地址。",
        )
    if not invitation.tls_certificate:  # from paper
        shown = shown_certificate(url, world.connect, proxy)
        invitation = with_certificate(invitation, shown)
    try:
        with _upper_peer(hub, invitation, url, world, proxy, None) as peer:
            join_upstream(hub.books, peer, invitation, url)
            return pass_on(hub.books, peer)
    except HubRefusal as refusal:
        raise told(refusal) from refusal


def pass_on_once(
    hub: Hub,
    world: World,
    *,
    address: str = "",
    proxy: str | None = None,
    progress: Progress | None = None,
) -> Passed:
    """Pass on to the hub above what it lacks; ``Refused`` if there is none above."""
    found = upstream_of(hub.books)
    if found is None:
        raise Refused(
            "这个汇集点还没有上级，没有上报。",
            advice="请先用上级发来的邀请连接：nutag hub join。",
        )
    url, invitation = found
    try:
        with _upper_peer(hub, invitation, address or url, world, proxy, progress) as peer:
            return pass_on(hub.books, peer, progress)
    except HubRefusal as refusal:
        raise told(refusal) from refusal


def told(refusal: HubRefusal) -> Refused:
    """Return what to tell people about a hub's refusal."""
    what, advice = reason_sentence(refusal.code)
    return Refused(what, advice=advice)


def _upper_peer(
    hub: Hub,
    invitation: Invitation,
    url: str,
    world: World,
    proxy: str | None,
    progress: Progress | None,
) -> "HttpPeer":
    from sync.client import HttpPeer

    keys = hub.books.keys
    return HttpPeer(
        url,
        invitation.tls_certificate,
        realm=invitation.realm,
        device=keys.device,
        sign=keys.sign,
        random=world.random,
        proxy=proxy,
        progress=progress,
        connect=world.connect,
    )


@contextmanager
def _cancelled_unless_kept(hub: Hub, invitation: Invitation) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hub.cancel_invitation(invitation.id)
        raise Unavailable(
            "邀请没有写成，已经作废。", advice="请检查磁盘或U盘，再发一次邀请。"
        ) from error
    except (Refused, Unavailable):
        hub.cancel_invitation(invitation.id)
        raise


def _refuse_weak(whose: str, passphrase: str, known: Sequence[str]) -> None:
    weak = weakness(passphrase, known)
    if weak:
        raise Refused(
            f"{whose}的口令：{weak}", advice="请换一个更长的口令。", fields=("passphrase",)
        )


def _refuse_root_inside(store: Path, root_file: Path) -> None:
    """Keep the root key out of the folder that it vouches for."""
    if root_file.resolve().is_relative_to(store.resolve()):
        raise Refused(
            "根密钥不能和汇集点放在同一个文件夹里，没有建立。",
            advice="请把 --root-key 指到U盘上；写好以后拔下来，锁进保险柜。",
            fields=("root_key",),
        )


def county_name(code: str) -> str:
    """Return what people call the area of a hub; the code where it is not known here."""
    try:
        return divisions.county(code).name
    except Refused:
        return code
