"""The words of the command line; each command is in a module of its own."""

import argparse
from pathlib import Path

from desktop_app.cli import (
    exchange,
    exchange_arguments,
    exporting,
    folders,
    hub_arguments,
    papers,
    records,
    sheets,
    upkeep,
    verifying,
    watch_lists,
    window,
)
from desktop_app.cli.grammar import Parser, UsageError, add_command, number
from desktop_app.domain.roles import DESK_ROLES

__all__ = ["UsageError", "parser"]


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = Parser(prog="nutag", description="嘎查村人社服务专员工作台。不带命令时打开窗口。")
    top.set_defaults(command=window.open_window, json=False, data=None, training=False)
    commands = top.add_subparsers(metavar="命令", parser_class=Parser)
    _folder_commands(commands)
    _record_commands(commands)
    exchange_arguments.add_commands(commands)
    hub_arguments.add_commands(commands)
    _upkeep_commands(commands)
    _verify_commands(commands)
    return top


def _folder_commands(commands: "argparse._SubParsersAction[Parser]") -> None:
    one = add_command(commands, "open", "打开窗口", window.open_window, data=False)
    one.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    one.add_argument("--training", action="store_true", help="打开练习嘎查，没有时先建好")
    one = add_command(commands, "init", "新建数据文件夹", folders.init)
    one.add_argument("--county", required=True, metavar="CODE", help="旗县区 6 位代码")
    one.add_argument("--village", required=True, action="append", metavar="CODE",
                     help="嘎查村 12 位代码，可以写几次")  # fmt: skip
    one.add_argument("--officer", required=True, metavar="姓名")
    one.add_argument("--role", default="specialist", choices=DESK_ROLES)
    one.add_argument("--training", action="store_true", help="练习用：不加密，只放编造的人")
    one = add_command(commands, "demo", "在练习文件夹里放入编造的人", folders.demo)
    one.add_argument("--people", type=number(1, 200_000), default=300, metavar="N")
    one.add_argument("--seed", type=number(0, 999_999_999), default=1, metavar="N")
    one = add_command(commands, "demo-day", "不开窗口，演示一天的工作", window.demo_day, data=False)
    one.add_argument("--out", type=Path, metavar="DIR", help="结果放在哪里")


def _record_commands(commands: "argparse._SubParsersAction[Parser]") -> None:
    one = add_command(commands, "import", "从 Excel 导入", exchange.import_file)
    one.add_argument("kind", choices=("people", "watch-list", *sheets.NAMES),
                     help=sheets.kinds_told())  # fmt: skip
    one.add_argument("file", type=Path, metavar="FILE.xlsx")
    one.add_argument("--dry-run", action="store_true", help="只看会怎样，不写入")
    one.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="把没有导入的行写到这个文件")
    one.add_argument("--village", action="append", default=[], metavar="名称=CODE",
                     help="指明表里的嘎查村名称是哪个代码，可以写几次")  # fmt: skip
    watch_lists.add_arguments(one)
    sheets.add_arguments(one)
    one = add_command(commands, "export", "导出成 Excel", exporting.export, data=False)
    exporting.add_arguments(one)
    one = add_command(commands, "list", "列出记录", records.list_records)
    one.add_argument("kind", choices=tuple(records.KINDS))
    one.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE")
    one.add_argument("--limit", type=number(0, 999_999_999), default=0, metavar="N")
    one.add_argument("--whole", action="store_true", help="显示完整证件号（会留下查看记录）")
    one = add_command(commands, "do", "办一件事", records.do, data=False)
    one.add_argument("use_case", nargs="?", metavar="USE_CASE")
    one.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    one.add_argument("--args", default="{}", metavar="JSON", help="参数，一个 JSON 对象")
    one.add_argument("--list", action="store_true", help="列出能办的事和参数")
    one = add_command(commands, "print", "打印成 PDF", papers.print_paper, data=False)
    one.add_argument("form", nargs="?", metavar="FORM")
    one.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    one.add_argument("--id", action="append", default=[], metavar="ID",
                     help="印哪一个，可以写几次；写已开具文书的编号则重印")  # fmt: skip
    one.add_argument("--month", default="", metavar="2026-11", help="月份")
    one.add_argument("--village", default="", metavar="CODE", help="嘎查村，12 位区划代码")
    one.add_argument("--department", default="", metavar="hrss", help="主管部门")
    one.add_argument("--year", type=int, default=0, metavar="2026", help="年度")
    one.add_argument("--copies", type=int, default=1, metavar="3", help="份数，一式几份")
    one.add_argument("--out", type=Path, metavar="FILE.pdf")
    one.add_argument("--list", action="store_true", help="列出能打印的文书")


def _verify_commands(commands: "argparse._SubParsersAction[Parser]") -> None:
    one = add_command(commands, "verify", "核验文书真伪", verifying.verify, data=False)
    one.add_argument("what", metavar="FILE|TEXT", help="PDF、照片，或者扫码枪读出的整段文字")
    one.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹，里面有旗县的登记册")
    one = add_command(
        commands, "read-code", "（内部）在受限的进程里读二维码", verifying.read_code, data=False
    )
    one.add_argument("file")


def _upkeep_commands(commands: "argparse._SubParsersAction[Parser]") -> None:
    add_command(commands, "check", "检查数据：文件、日志链、记录、规则", upkeep.check)
    one = add_command(commands, "backup", "备份", upkeep.back_up)
    one.add_argument("--out", type=Path, metavar="FILE")
    one = add_command(commands, "restore", "从备份恢复", upkeep.restore)
    one.add_argument("file", type=Path, metavar="FILE")
    add_command(
        commands, "stats", "各类记录的条数、未送出的条数、各嘎查村的状态值", upkeep.statistics
    )
    one = add_command(
        commands, "read-sheet", "（内部）在受限的进程里读一个表格", window.read_sheet, data=False
    )
    one.add_argument("file")
    one.add_argument("kind", nargs="?", default="")
