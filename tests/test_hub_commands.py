"""What the office orders from the command line, and what it is told when it does not work."""

import json
import socket
from pathlib import Path

import msgspec
import pytest

from sync.invitation import invitation_text, read_invitation_file
from tests.exchange_cli import (
    COUNTY,
    PASSPHRASE,
    ROOT_PASSPHRASE,
    CommandLine,
    enrolled,
    free_port,
    make_hub,
    serving,
)
from tests.sessions import OTHER_VILLAGE, VILLAGE


def test_a_lost_laptop_is_cut_off_by_name(cli: CommandLine, office: str) -> None:
    one = enrolled(cli, office, "one", "苏日娜", VILLAGE)
    late = cli.home / "late.nutag"
    cli.add_person(one, "乌云", 1)
    cli.document("packet", "write", "--data", one, "--out", late)
    hub = ["hub", "revoke", "--store", office, "--reason", "lost", "--desk"]

    assert "没有「谁」" in cli.refused(*hub, "谁")
    revoked = cli.document(*hub, "苏日娜")
    assert "已经吊销" in cli.refused(*hub, revoked["device"][:8].upper())
    told = cli.refused("hub", "enrol", "--store", office, late, "--out", cli.home / "r.nutag")

    assert "停用" in told
    (desk,) = cli.document("hub", "status", "--store", office)["desks"]
    assert (desk["revoked"], desk["reason"], desk["entries"]) == (True, "lost", 0)
    assert (desk["seen"], bool(desk["stick"])) == ("", True)
    assert "停用（丢失）" in cli.text("hub", "status", "--store", office)


def test_two_desks_of_one_officer_are_told_apart(cli: CommandLine, office: str) -> None:
    for name in ("old", "new"):
        enrolled(cli, office, name, "苏日娜", VILLAGE)
    words = ["hub", "scope", "--store", office, "--village", OTHER_VILLAGE, "--desk"]

    assert "2 台电脑" in cli.refused(*words, "苏日娜")
    one, two = cli.document("hub", "status", "--store", office)["desks"]
    cli.document(*words, one["name"])

    found = {
        desk["device"]: desk["villages"]
        for desk in cli.document("hub", "status", "--store", office)["desks"]
    }
    assert found == {one["device"]: [OTHER_VILLAGE], two["device"]: [VILLAGE]}
    assert "没有写明" in cli.refused("hub", "scope", "--store", office, "--desk", one["name"])


def test_an_officer_gets_another_village(cli: CommandLine, office: str) -> None:
    one = enrolled(cli, office, "one", "苏日娜", VILLAGE)

    cli.document(
        "hub", "scope", "--store", office, "--desk", "苏日娜",
        "--village", OTHER_VILLAGE, "--role", "township",
    )  # fmt: skip
    cli.by_stick(one, office)

    desk = cli.do(one, "office_desks")[0]
    assert (desk["role"], desk["mine"]) == ("苏木镇", True)
    found = cli.document("enrol", "--data", one, cli.home / "one.nutag-invite")
    assert found["villages"] == [OTHER_VILLAGE]


def test_an_order_to_erase_reaches_the_desk(cli: CommandLine, office: str) -> None:
    one = enrolled(cli, office, "one", "苏日娜", VILLAGE)
    person = cli.add_person(one, "乌云", 1)
    cli.by_stick(one, office)
    words = ["hub", "erase", "--store", office, "--village", VILLAGE, "--kind", "people"]
    ordered = [*words, "--ground", "request", "--approver", "乌兰"]

    assert "编号" in cli.refused(*ordered, "--id", "x")
    assert cli.document(*ordered, "--id", person)["erased"] == 1
    cli.by_stick(one, office)

    assert cli.document("list", "people", "--data", one)["total"] == 0
    assert cli.document("check", "--data", one)["sound"]


def test_an_invitation_is_a_file_and_a_sheet_and_can_be_cancelled(
    cli: CommandLine, office: str
) -> None:
    out, paper = cli.home / "one.nutag-invite", cli.home / "one.pdf"
    words: list[str | Path] = ["hub", "invite", "--store", office, "--officer", "苏日娜"]
    files: list[str | Path] = ["--out", out, "--paper", paper]

    assert "没有写明" in cli.refused(*words, *files)
    assert not out.exists()
    made = cli.document(*words, "--village", VILLAGE, *files)
    assert "同名的文件" in cli.refused(*words, "--village", VILLAGE, *files)
    assert paper.read_bytes().startswith(b"%PDF")
    cancel: list[str | Path] = ["hub", "cancel", "--store", office, "--invitation"]
    assert "没有编号" in cli.refused(*cancel, "1234")
    cli.document(*cancel, made["invitation"][:8])
    desk = cli.desk("one", "苏日娜", VILLAGE)
    cli.document("enrol", "--data", desk, out)
    work = cli.home / "work.nutag"
    cli.document("packet", "write", "--data", desk, "--out", work)

    told = cli.refused("hub", "enrol", "--store", office, work, "--out", cli.home / "r.nutag")

    assert "邀请" in told


def test_an_invitation_that_could_not_be_written_is_good_for_nothing(
    cli: CommandLine, office: str
) -> None:
    out = cli.home / "no-folder" / "one.nutag-invite"

    assert cli.refused(
        "hub", "invite", "--store", office, "--officer", "苏日娜", "--village", VILLAGE,
        "--out", out, code=3,
    )  # fmt: skip

    (invitation,) = cli.document("hub", "status", "--store", office)["invitations"]
    assert invitation["cancelled"]


def test_a_hub_is_made_once_and_its_root_key_lies_elsewhere(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = cli.home / "hub"
    words: list[str | Path] = [
        "hub", "init", "--store", store, "--county", COUNTY, "--name", "达茂旗", "--root-key",
    ]  # fmt: skip
    root = cli.home / "root.key"

    assert "同一个文件夹" in cli.refused(*words, store / "root.key")
    assert "地址不对" in cli.refused(*words, root, "--url", "http://10.1.2.3")
    monkeypatch.setenv("NUTAG_ROOT_PASSPHRASE", "12345678")
    assert "根密钥的口令" in cli.refused(*words, root)
    monkeypatch.delenv("NUTAG_ROOT_PASSPHRASE")
    assert "根密钥的口令" in cli.refused(*words, root)
    assert not root.exists()
    assert not store.exists()
    monkeypatch.setenv("NUTAG_ROOT_PASSPHRASE", ROOT_PASSPHRASE)
    assert "不在" in cli.refused(*words, cli.home / "no-stick" / "root.key")
    cli.document(*words, root)
    assert "已经有一个汇集点" in cli.refused(*words, root)
    assert "已经有一个汇集点" in cli.refused(*words, cli.home / "another.key")
    assert not (cli.home / "another.key").exists()
    monkeypatch.setenv("NUTAG_PASSPHRASE", "不是这一句话呀")
    assert "口令不对" in cli.refused("hub", "status", "--store", store)
    assert "没有汇集点" in cli.refused("hub", "status", "--store", cli.home / "nothing")


def test_secrets_are_never_printed(cli: CommandLine, office: str) -> None:
    invitation = cli.home / "i.nutag-invite"
    said = [
        cli.text(
            "hub", "invite", "--store", office, "--officer", "苏日娜",
            "--village", VILLAGE, "--out", invitation,
        ),
        cli.text("hub", "status", "--store", office),
        json.dumps(cli.document("hub", "status", "--store", office)),
    ]  # fmt: skip
    secret = invitation.read_text("utf-8-sig").split("NUTAG1.")[1].strip()

    for text in said:
        assert PASSPHRASE not in text
        assert secret not in text


def test_a_desk_without_an_office_says_how_to_join(cli: CommandLine) -> None:
    desk = cli.desk("one", "苏日娜", VILLAGE)

    assert "还没有接入旗县" in cli.refused("sync", "--data", desk, "--once")
    assert "还没有接入旗县" in cli.refused("sync", "--data", desk)
    assert "还没有接入旗县" in cli.refused(
        "packet", "write", "--data", desk, "--out", cli.home / "w.nutag"
    )
    assert cli.refused("enrol", "--data", desk, cli.home / "none", code=3)
    assert cli.refused("enrol", "--data", desk, "NUTAG1.not-an-invitation")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["hub"], "还缺 命令"),
        (["hub", "fly"], "可以是"),
        (["hub", "init"], "还缺 --store"),
        (["hub", "revoke", "--store", "x", "--desk", "y", "--reason", "why"], "可以是"),
        (["packet"], "还缺 命令"),
        (["packet", "write", "--data", "x"], "还缺 --out"),
        (["sync"], "还缺 --data"),
    ],
)
def test_usage_errors_are_told(cli: CommandLine, words: list[str], told: str) -> None:
    assert told in cli.refused(*words, code=2)


def test_a_service_that_cannot_start_says_why(cli: CommandLine, office: str) -> None:
    serve = ["hub", "serve", "--store", office]

    assert "写得不对" in cli.refused(*serve, "--listen", "nowhere")
    assert "一个服务进程" in cli.refused(*serve, "--workers", "2")
    assert "还没有上级" in cli.refused(*serve, "--upstream")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        assert "用不了" in cli.refused(*serve, "--listen", listen, code=3)


def test_an_invitation_on_paper_finds_its_hub_and_no_other(cli: CommandLine) -> None:
    hub, other, port, other_port = (
        str(cli.home / "hub"), str(cli.home / "other"), free_port(), free_port(),
    )  # fmt: skip
    make_hub(cli, hub, port)
    make_hub(cli, other, other_port)
    desk = cli.desk("one", "苏日娜", VILLAGE)
    file = cli.invite(hub, "one", "苏日娜", "--village", VILLAGE)
    bare = msgspec.structs.replace(read_invitation_file(file), tls_certificate=b"")
    scanned = invitation_text(bare)

    with serving(other, other_port):
        told = cli.refused(
            "enrol", "--data", desk, scanned, "--hub", f"https://127.0.0.1:{other_port}"
        )
    with serving(hub, port):
        found = cli.document("enrol", "--data", desk, scanned)

    assert "不是邀请上写的" in told
    assert found["enrolled"]
