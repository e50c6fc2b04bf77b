"""The words of the commands by which a desk exchanges with its office."""

import argparse
from pathlib import Path

from desktop_app.cli import carrying
from desktop_app.cli.grammar import Parser, add_command, add_group


def add_commands(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add enrol, sync and packet."""
    one = add_command(commands, "enrol", "接入旗县：收下邀请，能连上就当场登记", carrying.enrol)
    one.add_argument(
        "invitation", metavar="INVITATION", help="邀请文件，或者扫码得到的以 NUTAG1 开头的文字"
    )
    one.add_argument(
        "--only", action="store_true", help="只登记，先不收记录：新设的办公电脑接着读入快照"
    )
    add_network(one)
    one = add_command(commands, "sync", "用网络和旗县同步", carrying.sync)
    one.add_argument(
        "--once", action="store_true", help="只同步一次；不写就一直同步下去，按 Ctrl+C 停下"
    )
    add_network(one)
    _packet_commands(add_group(commands, "packet", "U盘上的数据包：写、读、看"))


def add_network(one: argparse.ArgumentParser) -> None:
    """Add the options of a command that may use the network."""
    one.add_argument(
        "--hub",
        default="",
        metavar="URL",
        help="服务器的网址，代替邀请里的，例如 https://10.1.2.3:8443",
    )
    one.add_argument("--proxy", metavar="URL", help="代理的网址，没有就不写")


def _packet_commands(commands: "argparse._SubParsersAction[Parser]") -> None:
    one = add_command(commands, "write", "写一个数据包，读回来核对", carrying.packet_write)
    one.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help="文件名以 .nutag 结尾，或者一个文件夹",
    )
    one.add_argument("--to", default="", metavar="姓名", help="写给哪位同事；不写就是给旗县")
    one.add_argument("--snapshot", action="store_true", help="写全部记录的快照，给新设的办公电脑")
    one = add_command(commands, "read", "读入一个数据包", carrying.packet_read)
    one.add_argument("file", type=Path, metavar="FILE")
    one = add_command(
        commands,
        "show",
        "看一个数据包是谁写的、给谁的；什么都不读入",
        carrying.packet_show,
        data=False,
    )
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--data", type=Path, metavar="DIR", help="用这个数据文件夹查姓名")
