"""The command that writes a register to an Excel file, or into an office's own sheet."""

import argparse
from pathlib import Path

from desktop_app.cli.answer import Answer
from desktop_app.cli.passphrase import ask_new_passphrase, opened
from desktop_app.domain.errors import Refused

VARIABLE = "NUTAG_FILE_PASSPHRASE"
"""The variable with the password of the file."""


def add_arguments(one: argparse.ArgumentParser) -> None:
    """Add the words of ``nutag export``."""
    one.add_argument("kind", nargs="?", metavar="KIND", help="哪一种台账，见 --list")
    one.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    one.add_argument("--out", type=Path, metavar="FILE.xlsx", help="写到哪里")
    one.add_argument("--text", default="", metavar="文字", help="只要名称里有这些字的")
    one.add_argument("--village", action="append", default=[], metavar="CODE",
                     help="只要这个嘎查村的，可以写几次")  # fmt: skip
    one.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE",
                     help="只要这一项是这个值的，可以写几次")  # fmt: skip
    one.add_argument("--layout", default="", metavar="F6", help="用别的单位的表头，见 --list")
    one.add_argument("--template", type=Path, metavar="空表.xlsx",
                     help="填进旗县下发的空表，原来的版式不变")  # fmt: skip
    one.add_argument("--aliases", action="store_true", help="表头下面另起一行写 AAC、AAE 代码")
    one.add_argument("--paper", default="A4", metavar="A3", help="打印用的纸：A4 或 A3")
    one.add_argument("--whole", action="store_true", help="写完整的证件号（会留下记录）")
    one.add_argument("--reason", default="", metavar="事由", help="完整的证件号给谁、做什么用")
    one.add_argument("--seal", action="store_true",
                     help=f"文件要口令才能打开；口令也可以放在 {VARIABLE}")  # fmt: skip
    one.add_argument("--list", action="store_true", help="列出能导出的台账和表头")


def export(options: argparse.Namespace, answer: Answer) -> int:
    """Write a register; ``--list`` tells which there are."""
    if options.list:
        _list(answer)
        return 0
    if not (options.kind and options.data and options.out):
        raise Refused(
            "还缺导出哪一种台账、在哪个数据文件夹、写到哪里。",
            advice="写法：nutag export KIND --data DIR --out FILE.xlsx；"
            "能导出的台账见 nutag export --list。",
        )
    from desktop_app.use_cases.exporting.gate import Secrecy
    from desktop_app.use_cases.exporting.kinds import Wanted
    from desktop_app.use_cases.exporting.register import Look, export_register
    from desktop_app.use_cases.exporting.template import fill_template

    wanted = Wanted(
        text=options.text, village_codes=tuple(options.village), codes=_codes(options.where)
    )
    password = ask_new_passphrase("设置文件的口令", VARIABLE) if options.seal else ""
    secrecy = Secrecy(whole=options.whole, reason=options.reason, password=password)
    out = str(options.out)
    with opened(options.data) as session:
        if options.template is not None:
            filled = fill_template(
                session, options.kind, str(options.template), out, wanted=wanted, secrecy=secrecy
            )
            answer.say(filled.sentence(), filled)
            return 0
        look = Look(layout=options.layout, aliases=options.aliases, size=options.paper)
        done = export_register(
            session, options.kind, out, wanted=wanted, look=look, secrecy=secrecy
        )
    answer.say(done.sentence(), done)
    return 0


def _list(answer: Answer) -> None:
    from desktop_app.use_cases.exporting.kinds import KINDS
    from desktop_app.use_cases.exporting.layouts import layouts

    kinds = {name: kind.title for name, kind in KINDS.items()}
    sets = {one.name: f"{one.title}（{'、'.join(one.kinds)}）" for one in layouts()}
    lines = [f"{name}  {words}" for name, words in kinds.items()]
    lines += [f"--layout {name}  {words}" for name, words in sets.items()]
    answer.say("\n".join(lines), {"kinds": kinds, "layouts": sets})


def _codes(conditions: list[str]) -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for text in conditions:
        name, equals, value = text.partition("=")
        if not equals:
            raise Refused(
                f"条件「{text}」写得不对，没有导出。",
                advice="写法：--where 项目=值，例如 --where education=60。",
            )
        codes[name] = (*codes.get(name, ()), value)
    return codes
