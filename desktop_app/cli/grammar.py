"""How commands are read and told: in Chinese, and never with a traceback."""

import argparse
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from desktop_app.domain.errors import AppError

Command = Callable[..., int | None]


class UsageError(AppError):
    """The command is not written as it must be; nothing was done."""


_WORDS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", r"还缺 \1。"),
    (r"argument (\S+): invalid choice: (.*?) \(choose from (.+)\)", r"\1 不能是“\2”，可以是：\3。"),
    (r"argument (\S+): expected one argument", r"\1 后面还缺一个值。"),
    (r"argument (\S+): (.+。)", r"\1 \2"),
    (r"unrecognized arguments: (.+)", r"不认识“\1”。"),
)
"""What argparse says, and how it is told."""


class _Formatter(argparse.HelpFormatter):
    """Help under a Chinese head."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Begin with 写法."""
        super().add_usage(usage, actions, groups, "写法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese and leaves printing to its caller."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, **settings)
        self._positionals.title, self._optionals.title = "命令和内容", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这些说明")

    def error(self, message: str) -> NoReturn:
        """Raise ``UsageError`` that tells what is wrong and how the command goes."""
        message = message.replace("'", "")
        told = next(
            (re.sub(f"^{found}$", words, message, flags=re.DOTALL) for found, words in _WORDS
             if re.match(f"^{found}$", message, re.DOTALL)),
            "写法不对。",
        )  # fmt: skip
        usage = " ".join(self.format_usage().split()).removeprefix("写法：")
        raise UsageError(
            f"命令写得不完整或者不对：{told}没有做任何事。",
            advice=f"写法：{usage}；各项的意思见 {self.prog} --help。",
        )


def number(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number within bounds."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            message = f"要写 {least} 到 {most} 的整数。"
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return read


def add_command(
    commands: "argparse._SubParsersAction[Parser]",
    name: str,
    words: str,
    command: Command,
    *,
    data: bool = True,
) -> argparse.ArgumentParser:
    """Add a command and return its parser; ``data`` says that it works on a data folder."""
    one = commands.add_parser(name, help=words, description=words)
    one.add_argument("--json", action="store_true", help="只在标准输出写一个 JSON 文档")
    if data:
        one.add_argument("--data", type=Path, required=True, metavar="DIR", help="数据文件夹")
    one.set_defaults(command=command)
    return one


def add_group(
    commands: "argparse._SubParsersAction[Parser]", name: str, words: str
) -> "argparse._SubParsersAction[Parser]":
    """Add a word that further commands follow, and return where they go."""
    one = commands.add_parser(name, help=words, description=words)
    return one.add_subparsers(metavar="命令", required=True, parser_class=Parser)
