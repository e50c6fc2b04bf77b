"""The words of the command line; each command is in a module of its own."""

import argparse
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from desktop_app.cli import exchange, folders, papers, records, upkeep, window
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


class _Parser(argparse.ArgumentParser):
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


def _number(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number within bounds."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            message = f"要写 {least} 到 {most} 的整数。"
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return read


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = _Parser(prog="nutag", description="嘎查村人社服务专员工作台。不带命令时打开窗口。")
    top.set_defaults(command=window.open_window, json=False, data=None, training=False)
    commands = top.add_subparsers(metavar="命令", parser_class=_Parser)
    _folder_commands(commands)
    _record_commands(commands)
    _upkeep_commands(commands)
    return top


def _add(
    commands: "argparse._SubParsersAction[_Parser]",
    name: str,
    words: str,
    command: Command,
    *,
    data: bool = True,
) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=words, description=words)
    one.add_argument("--json", action="store_true", help="只在标准输出写一个 JSON 文档")
    if data:
        one.add_argument("--data", type=Path, required=True, metavar="DIR", help="数据文件夹")
    one.set_defaults(command=command)
    return one


def _folder_commands(commands: "argparse._SubParsersAction[_Parser]") -> None:
    one = _add(commands, "open", "打开窗口", window.open_window, data=False)
    one.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    one.add_argument("--training", action="store_true", help="打开练习嘎查，没有时先建好")
    one = _add(commands, "init", "新建数据文件夹", folders.init)
    one.add_argument("--county", required=True, metavar="CODE", help="旗县区 6 位代码")
    one.add_argument("--village", required=True, action="append", metavar="CODE",
                     help="嘎查村 12 位代码，可以写几次")  # fmt: skip
    one.add_argument("--officer", required=True, metavar="姓名")
    one.add_argument("--role", default="specialist", choices=("specialist", "township", "county"))
    one.add_argument("--training", action="store_true", help="练习用：不加密，只放编造的人")
    one = _add(commands, "demo", "在练习文件夹里放入编造的人", folders.demo)
    one.add_argument("--people", type=_number(1, 200_000), default=300, metavar="N")
    one.add_argument("--seed", type=_number(0, 999_999_999), default=1, metavar="N")
    one = _add(commands, "demo-day", "不开窗口，演示一天的工作", window.demo_day, data=False)
    one.add_argument("--out", type=Path, metavar="DIR", help="结果放在哪里")


def _record_commands(commands: "argparse._SubParsersAction[_Parser]") -> None:
    one = _add(commands, "import", "从 Excel 导入", exchange.import_file)
    one.add_argument("kind", choices=("people",), help="people：人员花名册")
    one.add_argument("file", type=Path, metavar="FILE.xlsx")
    one.add_argument("--dry-run", action="store_true", help="只看会怎样，不写入")
    one.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="把没有导入的行写到这个文件")
    one.add_argument("--village", action="append", default=[], metavar="名称=CODE",
                     help="指明表里的嘎查村名称是哪个代码，可以写几次")  # fmt: skip
    one = _add(commands, "list", "列出记录", records.list_records)
    one.add_argument("kind", choices=tuple(records.KINDS))
    one.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE")
    one.add_argument("--limit", type=_number(0, 999_999_999), default=0, metavar="N")
    one.add_argument("--whole", action="store_true", help="显示完整证件号（会留下查看记录）")
    one = _add(commands, "do", "办一件事", records.do, data=False)
    one.add_argument("use_case", nargs="?", metavar="USE_CASE")
    one.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    one.add_argument("--args", default="{}", metavar="JSON", help="参数，一个 JSON 对象")
    one.add_argument("--list", action="store_true", help="列出能办的事和参数")
    one = _add(commands, "print", "打印成 PDF", papers.print_paper, data=False)
    one.add_argument("form", nargs="?", metavar="FORM")
    one.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    one.add_argument("--id", metavar="ID", help="安置的编号，或者已开具文书的编号")
    one.add_argument("--out", type=Path, metavar="FILE.pdf")
    one.add_argument("--list", action="store_true", help="列出能打印的文书")


def _upkeep_commands(commands: "argparse._SubParsersAction[_Parser]") -> None:
    _add(commands, "check", "检查数据：文件、日志链、记录、规则", upkeep.check)
    one = _add(commands, "backup", "备份", upkeep.back_up)
    one.add_argument("--out", type=Path, metavar="FILE")
    one = _add(commands, "restore", "从备份恢复", upkeep.restore)
    one.add_argument("file", type=Path, metavar="FILE")
    _add(commands, "stats", "各类记录的条数、未送出的条数、各嘎查村的状态值", upkeep.statistics)
    one = _add(
        commands, "read-sheet", "（内部）在受限的进程里读一个表格", window.read_sheet, data=False
    )
    one.add_argument("file")
