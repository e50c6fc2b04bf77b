"""Opens a data folder or a hub for a command: passphrases come from variables or a prompt."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain.errors import Refused
from desktop_app.session import Session

if TYPE_CHECKING:
    from sync.hub import Hub

VARIABLE, ROOT_VARIABLE = "NUTAG_PASSPHRASE", "NUTAG_ROOT_PASSPHRASE"


def ask_passphrase(folder: Path) -> str:
    """Return the passphrase of a folder; empty for a training folder, which has none."""
    from desktop_app.use_cases.set_up import folder_card
    from desktop_app.world import real_world

    if folder_card(folder, real_world().now()).training:
        return ""
    return _from_person("口令：")


def ask_new_passphrase(prompt: str = "设置口令", variable: str = VARIABLE) -> str:
    """Return a new passphrase; typed twice when a person types it."""
    if variable in os.environ:
        return os.environ[variable]
    first = _from_person(f"{prompt}：", variable)
    if _from_person("再输入一次：", variable) != first:
        raise Refused("两次输入的口令不一样，什么都没有建立。", advice="请再试一次。")
    return first


def ask_root_passphrase(root_file: Path) -> str:
    """Return the passphrase of a root key; a new one, typed twice, where there is no key yet."""
    if root_file.exists():
        return _from_person("根密钥的口令：", ROOT_VARIABLE)
    return ask_new_passphrase("设置根密钥的口令", ROOT_VARIABLE)


def ask_hub_passphrase() -> str:
    """Return the passphrase of a hub."""
    return _from_person("汇集点的口令：", VARIABLE)


def _from_person(prompt: str, variable: str = VARIABLE) -> str:
    if variable in os.environ:
        return os.environ[variable]
    if not sys.stdin.isatty():
        raise Refused(
            f"没有{prompt.rstrip('：').removeprefix('设置')}，没有打开，也没有写入。",
            advice=f"请把口令放进环境变量 {variable}，再运行一次。",
        )
    from getpass import getpass

    return getpass(prompt)


@contextmanager
def opened_hub(store: str) -> "Iterator[Hub]":
    """Open a hub's store for the length of a command."""
    from desktop_app.use_cases import hub_office
    from desktop_app.world import real_world

    with hub_office.opened_hub(store, ask_hub_passphrase(), real_world()) as hub:
        yield hub


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
