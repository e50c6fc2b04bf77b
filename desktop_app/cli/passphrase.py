"""Opens a data folder for a command: the passphrase comes from NUTAG_PASSPHRASE or a prompt."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.domain.errors import Refused
from desktop_app.session import Session

VARIABLE = "NUTAG_PASSPHRASE"


def ask_passphrase(folder: Path) -> str:
    """Return the passphrase of a folder; empty for a training folder, which has none."""
    from desktop_app.use_cases.set_up import folder_card
    from desktop_app.world import real_world

    if folder_card(folder, real_world().now()).training:
        return ""
    return _from_person("口令：")


def ask_new_passphrase() -> str:
    """Return a new passphrase; typed twice when a person types it."""
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    first = _from_person("设置口令：")
    if _from_person("再输入一次：") != first:
        raise Refused("两次输入的口令不一样，没有建立数据文件夹。", advice="请再试一次。")
    return first


def _from_person(prompt: str) -> str:
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        raise Refused(
            "没有口令，打不开数据文件夹。", advice=f"请把口令放进环境变量 {VARIABLE}，再运行一次。"
        )
    from getpass import getpass

    return getpass(prompt)


@contextmanager
def opened(folder: Path) -> Iterator[Session]:
    """Open a data folder for the length of a command."""
    from desktop_app.use_cases.set_up import open_folder
    from desktop_app.world import real_world

    session = open_folder(folder, ask_passphrase(folder), real_world())
    session.opened_after = 0  # a command may take back what an earlier command did
    try:
        yield session
    finally:
        session.close()
