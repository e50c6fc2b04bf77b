"""Commands by which a hub works: serving the network, taking in sticks, and the hub above."""

import argparse
import os
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from desktop_app.cli.answer import Answer
from desktop_app.cli.carrying import Told, refuse_existing
from desktop_app.cli.passphrase import ask_hub_passphrase, opened_hub
from desktop_app.domain.errors import AppError, Refused
from desktop_app.domain.exchange_words import reason_sentence

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from db.hub_store import HubStore
    from sync.hub import Hub

EVERY_SECONDS = 60.0
"""How long a hub rests between two times of passing on."""


def serve(options: argparse.Namespace, answer: Answer) -> None:
    """Serve the hub until it is stopped; pass on to the hub above meanwhile if asked."""
    from db.hub_store import open_hub_store
    from sync.serve import serve as listen
    from sync.upstream import upstream_of

    host, port = _place(options.listen)
    passphrase = ask_hub_passphrase()
    opened = open_hub_store(options.store, passphrase)
    try:
        keys, shared = opened.keys, opened.shared
        joined = upstream_of(_hub(opened).books) is not None
    finally:
        opened.close()
    if options.workers > 1 and not shared:
        raise Refused(
            "用文件夹的汇集点只能有一个服务进程，没有启动。",
            advice="请去掉 --workers，或者把汇集点建在 PostgreSQL 上。",
        )
    if options.upstream is not None and not joined:
        raise Refused(
            "这个汇集点还没有上级，没有启动。", advice="请先用上级发来的邀请：nutag hub join。"
        )
    passing = _start_passing(options, passphrase) if options.upstream is not None else None
    try:
        listen(
            partial(open_hub, options.store, passphrase),
            host,
            port,
            tls_key=keys.tls_key,
            tls_certificate=keys.tls_certificate,
            workers=options.workers,
            ready=partial(_say_ready, keys.name, options.listen),
        )
    finally:
        if passing is not None:
            passing.terminate()
            passing.join()
    answer.say("服务停下了，收到的都已经写好。", {"listen": options.listen, "name": keys.name})


def open_hub(store: str, passphrase: str) -> "Hub":
    """Open a hub in a process that serves it."""
    from db.hub_store import open_hub_store

    return _hub(open_hub_store(store, passphrase))


def _hub(opened: "HubStore") -> "Hub":
    from desktop_app.world import real_world
    from sync.hub import Hub

    return Hub(opened.sql, opened.keys, real_world())


def _place(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdigit():
        raise Refused(
            f"--listen {text} 写得不对，没有启动。", advice="写法：--listen 0.0.0.0:8443。"
        )
    return host.strip("[]"), int(port[:9])


def _say_ready(name: str, listen: str) -> None:
    sys.stderr.write(f"「{name}」在 {listen} 服务，按 Ctrl+C 停下。\n")
    sys.stderr.flush()


def _start_passing(options: argparse.Namespace, passphrase: str) -> "SpawnProcess":
    """Begin to pass on, in a process of its own that ends with this one."""
    from multiprocessing import get_context

    process = get_context("spawn").Process(
        target=pass_on_for_ever,
        args=(options.store, passphrase, options.upstream, options.proxy, os.getpid()),
        daemon=True,
    )
    process.start()
    return process


def pass_on_for_ever(
    store: str, passphrase: str, address: str, proxy: str | None, parent: int
) -> None:
    """Pass on what arrives, with longer and longer rests while the hub above cannot be reached."""
    import signal

    from desktop_app.use_cases.hub_office import pass_on_once
    from desktop_app.world import real_world
    from sync.backing_off import delays

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the service says when to end
    world = real_world()
    hub = open_hub(store, passphrase)
    waits = delays(world.random)
    while os.getppid() == parent:
        try:
            passed = pass_on_once(hub, world, address=address, proxy=proxy)
        except AppError as error:
            pause = next(waits)
            sys.stderr.write(f"上报没有成：{error}{error.advice}（{pause:.0f} 秒后再试）\n")
        else:
            waits, pause = delays(world.random), EVERY_SECONDS
            if passed.sent:
                sys.stderr.write(f"上报了 {passed.sent} 条，上级给了 {passed.receipts} 份回执。\n")
            if passed.regained:
                sys.stderr.write(f"这里缺的 {passed.regained} 条，从上级取回来了。\n")
        sys.stderr.flush()
        time.sleep(pause)


def enrol(options: argparse.Namespace, answer: Answer) -> None:
    """Take in a desk's packet, let the desk in if it shows an invitation, write the reply."""
    if not options.out.is_dir():
        refuse_existing(options.out)
    with opened_hub(options.store) as hub:
        taken = hub.read_packet(options.packet, Told())
        written = hub.write_reply(options.out, taken.card.sender, Told())
    text = f"{taken.officer}的电脑登记好了。" if taken.enrolled else f"是{taken.officer}送来的。"
    if taken.again:
        text += "这个数据包以前读过。"
    text += f"收下新内容 {taken.entries} 条。\n"
    text += "".join(
        f"有一份日志没有收下：{''.join(reason_sentence(code))}\n" for code in taken.refused.values()
    )
    files = [str(path) for path in written.paths]
    text += f"回执写到了 {'、'.join(files)}，请让U盘带回去读入。"
    facts = {
        "officer": taken.officer,
        "device": taken.card.sender.hex(),
        "enrolled": taken.enrolled,
        "again": taken.again,
        "received": taken.entries,
        "refused": [
            {"feed": key.hex(), "code": code, "reason": reason_sentence(code)[0]}
            for key, code in taken.refused.items()
        ],
        "files": files,
    }
    answer.say(text, facts)


def join(options: argparse.Namespace, answer: Answer) -> None:
    """Be certified by the hub above and pass on what is here."""
    from desktop_app.use_cases.hub_office import join_upper
    from desktop_app.world import real_world
    from sync.invitation import read_invitation_file

    invitation = read_invitation_file(options.invitation)
    with opened_hub(options.store) as hub:
        passed = join_upper(hub, invitation, real_world(), address=options.hub, proxy=options.proxy)
    text = (
        f"接到「{invitation.hub_name}」下面了，上报了 {passed.sent} 条，"
        f"上级给了 {passed.receipts} 份回执。\n"
        "以后启动时写 nutag hub serve --upstream，会自动上报。"
    )
    facts = {
        "upper": invitation.hub_name,
        "sent": passed.sent,
        "receipts": passed.receipts,
        "same": passed.same,
    }
    answer.say(text, facts)
