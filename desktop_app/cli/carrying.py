"""Commands of a desk that exchange: enrol, sync, and packets for a stick."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.passphrase import ask_passphrase, opened
from desktop_app.domain import divisions
from desktop_app.domain.errors import Cancelled, Refused, Unavailable
from desktop_app.domain.exchange_words import ROLES, reason_sentence
from desktop_app.domain.progress import Progress
from desktop_app.session import Session

if TYPE_CHECKING:
    from sync.exchange import Report
    from sync.packet import PacketCard

EVERY_SECONDS = 60.0
KINDS = {"work": "工作包", "reply": "回执包", "snapshot": "快照", "enrol": "登记包"}


class Told(Progress):
    """Progress that says each step once on a terminal's stderr."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""

    def check(self) -> None:
        """Say the step that has begun; raise ``Cancelled`` if asked to stop."""
        if self.note and self.note != self._said:
            self._said = self.note
            sys.stderr.write(f"{self.note}……\n")
        super().check()


def enrol(options: argparse.Namespace, answer: Answer) -> None:
    """Accept an invitation, and show it to the hub at once where that can be reached."""
    from desktop_app.use_cases.office import accept_invitation, is_enrolled

    text = _invitation_text(options.invitation)
    reason: Unavailable | None = None
    with opened(options.data) as session:
        invitation = accept_invitation(session, text)
        if invitation.urls or options.hub:
            try:
                exchanged(session, options, only_enrol=options.only)
            except Unavailable as error:
                reason = error
        enrolled = is_enrolled(session)
        facts: dict[str, Any] = {
            "enrolled": enrolled,
            "office": invitation.hub_name,
            "officer": session.officer,
            "role": session.role,
            "villages": list(session.village_codes),
            "reason": str(reason or ""),
        }
    if enrolled:
        names = "、".join(divisions.village(code).name for code in facts["villages"])
        role = ROLES[facts["role"]]
        text = f"已经登记在「{invitation.hub_name}」：{facts['officer']}，{role}，{names}。"
    else:
        text = _by_stick(options.data, invitation.hub_name, reason)
    answer.say(text, facts)


def _by_stick(folder: Path, office: str, reason: Unavailable | None) -> str:
    why = f"{reason}{reason.advice}\n" if reason else "邀请里没有网址，要用U盘登记。\n"
    return (
        f"「{office}」的邀请已经收下，还没有登记好。{why}"
        f"有了网络：nutag sync --data {folder} --once\n"
        f"用U盘：nutag packet write --data {folder} --out U盘/工作.nutag，送到旗县；"
        f"带回来的回执用 nutag packet read 回执.nutag --data {folder} 读入。\n"
        "在这以前照常工作，登记以前写的都会一起送到。"
    )


def _invitation_text(words: str) -> str:
    """Return the text of an invitation: of a file, or as it was typed or scanned."""
    from desktop_app.use_cases.office import read_invitation_text

    if words.lstrip().startswith("NUTAG1"):
        return words
    return read_invitation_text(Path(words))


# sync


def sync(options: argparse.Namespace, answer: Answer) -> None:
    """Exchange with the hub by network: once, or again and again until it is stopped."""
    if options.once:
        with opened(options.data) as session:
            report = exchanged(session, options)
        answer.say(f"{report_words(report)}\n{_state_words(report)}", report_facts(report))
        return
    _again_and_again(options, answer)


def exchanged(
    session: Session, options: argparse.Namespace, *, only_enrol: bool = False
) -> "Report":
    """Exchange once, at the address and by the proxy that the options name."""
    from desktop_app.use_cases.networking import peer_of, synchronise

    with _stopping():
        return synchronise(
            session,
            Told(),
            partial(peer_of, proxy=options.proxy),
            hub=options.hub,
            only_enrol=only_enrol,
        )


def _again_and_again(options: argparse.Namespace, answer: Answer) -> None:
    """Exchange until Ctrl+C; the folder is free for other programs in between."""
    import os
    import time

    from desktop_app.use_cases.set_up import open_folder
    from desktop_app.world import real_world
    from sync.backing_off import delays

    world, passphrase = real_world(), ask_passphrase(options.data)
    waits, times = delays(os.urandom), 0
    sent = received = 0
    try:
        while True:
            try:
                session = open_folder(options.data, passphrase, world)
                try:
                    report = exchanged(session, options)
                finally:
                    session.close()
            except Unavailable as error:
                pause = next(waits)
                sys.stderr.write(f"{error}{error.advice}（{pause:.0f} 秒后再试）\n")
            else:
                waits, times, pause = delays(os.urandom), times + 1, EVERY_SECONDS
                sent, received = sent + report.sent, received + report.received
                sys.stderr.write(f"{world.now().astimezone():%H:%M} {report_words(report)}\n")
            time.sleep(pause)
    except KeyboardInterrupt:
        answer.say(
            f"停下了。一共同步了 {times} 次，送出 {sent} 条，收到 {received} 条。",
            {"times": times, "sent": sent, "received": received},
        )


@contextmanager
def _stopping() -> Iterator[None]:
    """Tell somebody who stops an exchange what has become of it."""
    try:
        yield
    except (KeyboardInterrupt, Cancelled) as error:
        raise Refused(
            "中途停下了。已经送到的不会丢。", advice="再运行一次，会从断的地方接着送。"
        ) from error


def report_words(report: "Report") -> str:
    """Return what an exchange came to, in sentences."""
    lines = [f"送出 {report.sent} 条，收到 {report.received} 条，回执 {report.receipts} 份。"]
    if report.healed:
        lines.append(
            "旗县有这台电脑写过、这里没有的内容（恢复过备份、拷到过别的电脑，或者又管回了原来的村）："
            "已经取回接上，两边的内容都留下了。"
        )
    lines += [f"有一份日志没有收下：{''.join(reason_sentence(code))}" for _, code in report.refused]
    return "\n".join(lines)


def _state_words(report: "Report") -> str:
    if report.same:
        return "旗县和这台电脑的内容现在一样。"
    return "旗县和这台电脑的内容还不一样，请再同步一次；一直这样，请看 nutag stats 和「同步」页。"


def report_facts(report: "Report") -> dict[str, object]:
    """Return the same for scripts; its shape only grows."""
    return {
        "sent": report.sent,
        "received": report.received,
        "receipts": report.receipts,
        "healed": report.healed,
        "same": report.same,
        "refused": [
            {"feed": key.hex(), "code": code, "reason": reason_sentence(code)[0]}
            for key, code in report.refused
        ],
    }


# packets


def packet_write(options: argparse.Namespace, answer: Answer) -> None:
    """Write a packet for the hub, or for the desk of an officer."""
    from desktop_app.use_cases.carrying import write_snapshot, write_work

    if options.snapshot and not options.to:
        raise Refused(
            "没有写明快照给谁，没有写入。", advice="请加 --to 姓名：新设的办公电脑是谁的。"
        )
    with opened(options.data) as session:
        out = _target(options.out, session)
        if options.snapshot:
            sent = write_snapshot(session, out, options.to, Told())
        else:
            sent = write_work(session, out, options.to, Told())
    names = "、".join(sent.recipients)
    files = [str(path) for path in sent.written.paths]
    text = f"写好了，并且读回来核对过：{'、'.join(files)}\n收件人：{names}。"
    if options.snapshot:
        text += "里面是这台电脑上的全部记录。"
    elif options.to:
        text += "里面是你们共同的嘎查村的内容；只有旗县的回执才算送到。"
    else:
        text += f"里面有 {sent.entries} 条还没有回执的内容；回执带回来以前，都算没有送出。"
    facts = {
        "files": files,
        "bytes": sent.written.bytes,
        "entries": sent.entries,
        "recipients": list(sent.recipients),
    }
    answer.say(text, facts)


def _target(out: Path, session: Session) -> Path:
    from sync.stick import next_name

    if out.is_dir():
        return next_name(out, session.today())
    refuse_existing(out)
    return out


def refuse_existing(path: Path | None) -> None:
    """Refuse to write where something is."""
    if path is not None and path.exists():
        raise Refused(
            f"{path} 已经有同名的文件，没有覆盖它，也没有写入。", advice="请换一个文件名。"
        )


def packet_read(options: argparse.Namespace, answer: Answer) -> None:
    """Take in what a packet brings for this desk."""
    from desktop_app.use_cases.carrying import read_packet

    with opened(options.data) as session:
        report = read_packet(session, options.file, Told())
    text = f"读入了 {report.received} 条，回执 {report.receipts} 份。"
    if not report.received and not report.receipts:
        text = "这个数据包里没有新内容，这台电脑没有变化。"
    refused = report_words(report).splitlines()[1:]
    answer.say("\n".join([text, *refused]), report_facts(report))


def packet_show(options: argparse.Namespace, answer: Answer) -> None:
    """Say what a packet is, who it is from and for whom, without a key; nothing is taken in."""
    from sync.packet import read_card

    card = read_card(options.file)
    if options.data is None:
        names: dict[bytes, str] = {}
    else:
        with opened(options.data) as session:
            names = _names(session, card)
    answer.say(_card_words(card, names), _card_facts(card, names))


def _names(session: Session, card: "PacketCard") -> dict[bytes, str]:
    from desktop_app.use_cases.desk_names import desk_names
    from desktop_app.use_cases.office import invitation_of

    known, invitation = dict(desk_names(session)), invitation_of(session)
    if invitation is not None:
        known[invitation.hub_device] = invitation.hub_name
    devices = [card.sender, *(device for device, _ in card.recipients)]
    return {device: known[device] for device in devices if device in known}


def _card_words(card: "PacketCard", names: dict[bytes, str]) -> str:
    from desktop_app.use_cases.desk_names import short_name

    def who(device: bytes) -> str:
        name = names.get(device)
        return f"{name}（{short_name(device)}）" if name else short_name(device)

    lines = [
        f"{KINDS[card.kind]}，文件完整，签名对得上。",
        f"写的人：{who(card.sender)}",
        f"收件人：{'、'.join(who(device) for device, _ in card.recipients)}",
        f"写于：{_moment(card.made_at_ms)}",
    ]
    if card.parts > 1:
        lines.append(f"一共 {card.parts} 个文件，这是第 {card.part} 个。")
    if card.introduction:
        lines.append("写的电脑还没有登记，里面附着它的邀请。")
    return "\n".join(lines)


def _card_facts(card: "PacketCard", names: dict[bytes, str]) -> dict[str, object]:
    return {
        "kind": card.kind,
        "packet": card.packet.hex(),
        "sender": card.sender.hex(),
        "sender_name": names.get(card.sender, ""),
        "recipients": [
            {"device": device.hex(), "name": names.get(device, "")} for device, _ in card.recipients
        ],
        "made_at": _moment(card.made_at_ms),
        "realm": card.realm.hex(),
        "introduction": bool(card.introduction),
        "app": card.app,
        "schema": card.schema,
        "version": card.version,
        "part": card.part,
        "parts": card.parts,
    }


def _moment(at_ms: int) -> str:
    from desktop_app.use_cases.exchange import moment

    return f"{moment(at_ms):%Y-%m-%d %H:%M}"
