"""The words of the commands of the office at its hub."""

import argparse
from pathlib import Path

from desktop_app.cli import hub, hub_service
from desktop_app.cli.exchange_arguments import add_network
from desktop_app.cli.grammar import Command, Parser, add_command, add_group, number
from desktop_app.cli.hub import GROUNDS, REASONS
from desktop_app.cli.records import KINDS
from desktop_app.domain.roles import ROLES


def add_commands(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add hub and its commands."""
    group = add_group(commands, "hub", "旗县的汇集点：建立、邀请、服务、收发U盘、停用")
    _making(group)
    _serving(group)
    _ordering(group)
    _add(group, "status", "看汇集点：电脑、嘎查村、邀请、上级", hub.status)


def _add(
    group: "argparse._SubParsersAction[Parser]", name: str, words: str, command: Command
) -> argparse.ArgumentParser:
    one = add_command(group, name, words, command, data=False)
    one.add_argument(
        "--store", required=True, metavar="URL|DIR",
        help="文件夹，或者 postgresql:// 开头的地址（数据库口令可放在 PGPASSWORD）",
    )  # fmt: skip
    return one


def _making(group: "argparse._SubParsersAction[Parser]") -> None:
    one = _add(group, "init", "建立汇集点和它的密钥", hub.init)
    one.add_argument("--county", required=True, metavar="CODE", help="旗县 6 位代码；盟市 4 位")
    one.add_argument("--name", required=True, metavar="名称", help="单位名称，会写在邀请上")
    one.add_argument("--root-key", type=Path, required=True, metavar="FILE",
                     help="根密钥写到哪里：U盘上，写好锁起来；已有就用已有的")  # fmt: skip
    one.add_argument("--url", action="append", default=[], metavar="URL",
                     help="专员用网络怎样找到它，如 https://10.1.2.3:8443，可以写几次")  # fmt: skip
    one = _add(group, "invite", "发一份邀请，只能登记一台电脑", hub.invite)
    one.add_argument("--officer", required=True, metavar="姓名")
    one.add_argument("--role", default="specialist", choices=ROLES)
    _add_villages(one)
    one.add_argument("--out", type=Path, required=True, metavar="FILE.nutag-invite")
    one.add_argument("--paper", type=Path, metavar="FILE.pdf", help="再印一张带二维码的邀请")
    one.add_argument("--url", action="append", default=[], metavar="URL",
                     help="只在这份邀请里用的网址，代替建立时写的")  # fmt: skip
    one = _add(group, "cancel", "作废一份还没有用过的邀请", hub.cancel)
    one.add_argument("--invitation", required=True, metavar="编号", help="hub status 里的编号")


def _add_villages(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--village", action="append", default=[], metavar="CODE",
        help="嘎查村 12 位代码；办公电脑可写苏木乡镇 9 位或旗县 6 位，可以写几次",
    )  # fmt: skip


def _serving(group: "argparse._SubParsersAction[Parser]") -> None:
    one = _add(group, "serve", "让专员从网络同步，按 Ctrl+C 停下", hub_service.serve)
    one.add_argument("--listen", default="0.0.0.0:8443", metavar="HOST:PORT")
    one.add_argument("--workers", type=number(1, 64), default=1, metavar="N",
                     help="进程数；多于 1 要用 PostgreSQL")  # fmt: skip
    one.add_argument("--upstream", nargs="?", const="", metavar="URL",
                     help="同时把收到的内容报给上级；网址默认用上级邀请里的")  # fmt: skip
    one.add_argument("--proxy", metavar="URL", help="到上级要经过的代理，没有就不写")
    one = _add(group, "enrol", "读入专员送来的数据包，没有登记的当场登记，写好回执",
               hub_service.enrol)  # fmt: skip
    one.add_argument("packet", type=Path, metavar="PACKET.nutag")
    one.add_argument("--out", type=Path, required=True, metavar="REPLY.nutag",
                     help="回执写到哪里，或者一个文件夹")  # fmt: skip
    one = _add(group, "join", "用上级的邀请接到盟市的汇集点下面", hub_service.join)
    one.add_argument("invitation", type=Path, metavar="INVITATION")
    add_network(one)


def _ordering(group: "argparse._SubParsersAction[Parser]") -> None:
    one = _add(group, "revoke", "停用一台电脑：丢了、人走了、换了", hub.revoke)
    _add_desk(one)
    one.add_argument("--reason", required=True, choices=tuple(REASONS))
    one = _add(group, "scope", "给一台电脑换嘎查村或者身份", hub.scope)
    _add_desk(one)
    _add_villages(one)
    one.add_argument("--role", choices=ROLES, help="不写就不变")
    one = _add(group, "erase", "在所有电脑上删除一条记录的内容，不能恢复", hub.erase)
    one.add_argument("--village", required=True, metavar="CODE")
    one.add_argument("--kind", required=True, choices=tuple(KINDS))
    one.add_argument("--id", required=True, metavar="ID")
    one.add_argument("--ground", required=True, choices=tuple(GROUNDS))
    one.add_argument("--approver", required=True, metavar="姓名", help="谁批准的")


def _add_desk(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--desk", required=True, metavar="姓名|电脑", help="专员的姓名，或者电脑的名字"
    )
