"""``nutag verify``: exit codes and documents as the contract of the command line says."""

from pathlib import Path

import pytest

from tests.exchange_cli import CommandLine, enrolled
from tests.exchange_cli import office as store
from tests.sessions import OTHER_VILLAGE, VILLAGE

__all__ = ["store"]


@pytest.fixture
def desk(cli: CommandLine) -> Path:
    """Return a desk that no office knows."""
    return cli.desk("desk", "苏日娜", VILLAGE)


def printed(cli: CommandLine, desk: Path) -> Path:
    person = cli.add_person(desk, "敖特根", 1)
    out = cli.home / "文书.pdf"
    cli.document("print", "training-wish", "--data", desk, "--id", person, "--out", out)
    return out


def test_a_paper_is_told_by_exit_code_and_document(cli: CommandLine, desk: Path) -> None:
    paper = printed(cli, desk)
    for words in ([paper], [paper, "--data", desk]):
        found = cli.document("verify", *words, code=1)
        assert found["verdict"] == "未知签发机关"
        assert found["answer"] == "unknown"
    assert "还没有登记到旗县" in found["papers"][0]["why"]
    (one,) = found["papers"]
    assert one["number"].startswith("文印字〔2")
    assert one["about"] == "敖*根"


def test_what_is_no_code_or_not_there_has_its_own_exit_code(cli: CommandLine, desk: Path) -> None:
    assert "不是文书二维码" in cli.refused("verify", "你好", "--data", desk)
    assert "没有这个文件" in cli.refused("verify", cli.home / "没有.pdf", code=3)
    assert "写得不完整" in cli.refused("verify", code=2)
    forged = cli.document("verify", "NUTAG2:1234567", "--data", desk, code=1)
    assert forged["answer"] == "forged"


def test_a_genuine_paper_is_0_and_a_void_one_is_1(cli: CommandLine, store: str) -> None:
    one = enrolled(cli, store, "one", "苏日娜", VILLAGE)
    two = enrolled(cli, store, "two", "巴特尔", OTHER_VILLAGE)
    paper = printed(cli, one)
    for desk in (one, two):
        found = cli.document("verify", paper, "--data", desk)
        assert found["verdict"] == "真"
    told = cli.text("verify", paper, "--data", two)
    assert "【真】" in told
    assert "怎么办：请把这里写的编号" in told
    (kept,) = cli.document("do", "number_blocks", "--data", one)["result"]
    assert (kept["count"], kept["void"], kept["missing"]) == (1, [], [])
    (listed,) = cli.document("list", "papers", "--data", one)["papers"]
    cli.do(one, "void_paper", paper_id=listed["id"], reason="姓名写错")
    assert cli.document("verify", paper, "--data", one, code=1)["answer"] == "void"
