"""The exchange from the command line, as an office and its specialists do it, on both stores."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop_app.cli import run
from sync.invitation import invitation_text, read_invitation_file
from tests.sessions import OTHER_VILLAGE, VILLAGE, citizen_id
from tests.sync.hubs import CHEAP

PASSPHRASE, ROOT_PASSPHRASE = "三只灰鹤绕过石磨盘", "七匹枣骝马踏过薄冰河"
COUNTY = VILLAGE[:6]


@dataclass
class CommandLine:
    """Commands in this process, each with what it printed."""

    capsys: pytest.CaptureFixture[str]
    home: Path

    def document(self, *words: str | Path, code: int = 0) -> Any:
        """Run a command with ``--json``; return its one document."""
        found = run([*map(str, words), "--json"])
        printed = self.capsys.readouterr()
        assert found == code, printed.out + printed.err
        return json.loads(printed.out)

    def text(self, *words: str | Path, code: int = 0) -> str:
        """Run a command for people; return what they read, refusals included."""
        found = run([*map(str, words)])
        printed = self.capsys.readouterr()
        assert found == code, printed.out + printed.err
        return printed.out if code == 0 else printed.err

    def refused(self, *words: str | Path, code: int = 1) -> str:
        """Run a command that is refused in a whole sentence with advice; return the sentence."""
        found = self.document(*words, code=code)
        assert found["error"].endswith("。")
        assert found["advice"].endswith("。")
        return str(found["error"])

    def desk(self, name: str, officer: str, *villages: str) -> Path:
        """Make a desk."""
        folder = self.home / name
        named = [word for village in villages for word in ("--village", village)]
        self.document("init", "--data", folder, "--county", COUNTY, "--officer", officer, *named)
        return folder

    def invite(self, store: str, name: str, officer: str, *words: str) -> Path:
        """Invite somebody; return the file."""
        out = self.home / f"{name}.nutag-invite"
        invite = ["hub", "invite", "--store", store, "--officer", officer]
        self.document(*invite, *words, "--out", out)
        return out

    def add_person(self, desk: Path, name: str, number: int, village: str = VILLAGE) -> str:
        """Register somebody; return the id."""
        born = date(1985, 3, 2)
        person = {
            "village_code": village,
            "name": name,
            "relation": "01",
            "citizen_id": citizen_id(born, number),
            "sex": "1",
            "birth_on": born.isoformat(),
            "phone": f"1380000{number:04}",
        }
        args = json.dumps({"person": person})
        found = self.document("do", "add_person", "--data", desk, "--args", args)
        return str(found["result"]["id"])

    def give_phone(self, desk: Path, person: str, phone: str) -> None:
        """Write another telephone number."""
        args = json.dumps({"person": {"id": person, "phone": phone}})
        self.document("do", "save_person", "--data", desk, "--args", args)

    def do(self, desk: Path, use_case: str, **arguments: object) -> Any:
        """Call a use case."""
        args = json.dumps(arguments)
        return self.document("do", use_case, "--data", desk, "--args", args)["result"]

    def sync(self, desk: Path) -> Any:
        """Exchange once by network."""
        return self.document("sync", "--data", desk, "--once")

    def by_stick(self, desk: Path, store: str) -> Any:
        """Carry a stick to the hub and back; return what the desk read."""
        stick = self.home / "stick"
        stick.mkdir(exist_ok=True)
        work = self.document("packet", "write", "--data", desk, "--out", stick)["files"][0]
        taken = self.document("hub", "enrol", "--store", store, work, "--out", stick)
        return self.document("packet", "read", taken["files"][0], "--data", desk)

    def hashes(self, desk: Path) -> dict[str, str]:
        """Return the state hash of each village."""
        found: dict[str, str] = self.document("stats", "--data", desk)["state_hash"]
        return found


@pytest.fixture
def cli(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> CommandLine:
    """Return a command line with both passphrases in its environment.

    What it makes opens quickly: a guess at a passphrase is not what is tried here.
    """
    for maker in ("desktop_app.use_cases.set_up", "db.hub_store", "db.hub_keys", "sync.hub_init"):
        monkeypatch.setattr(f"{maker}.Cost", lambda: CHEAP)
    monkeypatch.setenv("NUTAG_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("NUTAG_ROOT_PASSPHRASE", ROOT_PASSPHRASE)
    return CommandLine(capsys, tmp_path)


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_hub(cli: CommandLine, store: str, port: int, county: str = COUNTY) -> None:
    """Make a hub that will listen on a port of this machine."""
    made = cli.document(
        "hub", "init", "--store", store, "--county", county, "--name", "达茂旗就业服务中心",
        "--root-key", cli.home / f"{county}.key", "--url", f"https://127.0.0.1:{port}",
    )  # fmt: skip
    assert made["county"] == county


@contextmanager
def serving(store: str, port: int, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """Serve a hub in a process of its own, as the office does; it must end well when asked."""
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop_app", "hub", "serve", "--store", store,
         "--listen", f"127.0.0.1:{port}", "--json", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ),
    )  # fmt: skip
    assert process.stderr is not None
    try:
        assert "服务" in process.stderr.readline()
        yield process
    finally:
        process.send_signal(signal.SIGTERM)  # to kill it would leave its worker
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert json.loads(out)["listen"] == f"127.0.0.1:{port}"


def test_an_office_and_two_desks_from_the_first_day_to_a_settled_conflict(
    cli: CommandLine, hub_store_name: str
) -> None:
    store, port = hub_store_name, free_port()
    make_hub(cli, store, port)
    one = cli.desk("one", "苏日娜", VILLAGE)
    two = cli.desk("two", "巴特尔", VILLAGE, OTHER_VILLAGE)
    person = cli.add_person(one, "乌云", 1)  # written before anybody knows this desk
    first = cli.invite(store, "one", "苏日娜", "--village", VILLAGE)
    second = cli.invite(store, "two", "巴特尔", "--village", VILLAGE, "--village", OTHER_VILLAGE)

    waiting = cli.document("enrol", "--data", one, first)
    assert not waiting["enrolled"]
    assert "没有连上" in waiting["reason"]
    with serving(store, port):
        assert cli.document("enrol", "--data", one, first)["enrolled"]
        assert cli.document("stats", "--data", one)["unsent"] == 0
        assert not cli.document(
            "enrol", "--data", two, second, "--hub", f"https://127.0.0.1:{free_port()}"
        )["enrolled"]
        carried = cli.by_stick(two, store)  # the office reads sticks while it serves
        assert carried["received"] > 0
        assert {"苏日娜", "巴特尔"} == {
            desk["officer"] for desk in cli.document("hub", "status", "--store", store)["desks"]
        }

        cli.give_phone(one, person, "13911110000")
        cli.give_phone(two, person, "13922220000")
        assert cli.sync(one)["sent"] == 1
        cli.by_stick(two, store)
        assert cli.sync(one)["received"] == 1
        assert cli.hashes(one)[VILLAGE] == cli.hashes(two)[VILLAGE]

        (conflict,) = cli.do(one, "open_conflicts")
        assert [each["field"] for each in cli.do(two, "open_conflicts")] == ["phone"]
        mine = next(side["side"] for side in conflict["sides"] if side["mine"])
        cli.do(one, "settle_conflict", id=person, field="phone", side=mine)
        assert cli.sync(one)["same"]
        again = cli.sync(two)  # what came by stick goes on by network
        assert again["same"]

    for desk in (one, two):
        assert cli.do(desk, "open_conflicts") == []
        assert cli.document("check", "--data", desk)["sound"]
        shown = cli.document("list", "people", "--data", desk)["people"]
        assert [each["phone"] for each in shown] == ["13911110000"]
    assert cli.hashes(one)[VILLAGE] == cli.hashes(two)[VILLAGE]
    (lost,) = cli.do(one, "lost_values")
    cli.do(one, "restore_lost_value", id=person, field_number=lost["field_number"])
    assert cli.document("list", "people", "--data", one)["people"][0]["phone"] == "13922220000"


@pytest.fixture
def office(cli: CommandLine) -> str:
    """Return the store of a hub without a network."""
    store = str(cli.home / "hub")
    cli.document(
        "hub", "init", "--store", store, "--county", COUNTY, "--name", "达茂旗就业服务中心",
        "--root-key", cli.home / "root.key",
    )  # fmt: skip
    return store


def enrolled(cli: CommandLine, office: str, name: str, officer: str, *villages: str) -> Path:
    """Make a desk that is in the books by a round trip of a stick."""
    desk = cli.desk(name, officer, *villages)
    named = [word for village in villages for word in ("--village", village)]
    invitation = cli.invite(office, name, officer, *named)
    assert not cli.document("enrol", "--data", desk, invitation)["enrolled"]
    cli.by_stick(desk, office)
    return desk


def test_what_a_stick_brings_wrong_is_told_and_changes_nothing(
    cli: CommandLine, office: str
) -> None:
    one = enrolled(cli, office, "one", "苏日娜", VILLAGE)
    two = enrolled(cli, office, "two", "巴特尔", OTHER_VILLAGE)
    cli.add_person(one, "乌云", 1)
    work = cli.home / "work.nutag"
    cli.document("packet", "write", "--data", one, "--out", work)
    before = {desk: cli.document("stats", "--data", desk) for desk in (one, two)}
    cut = cli.home / "cut.nutag"
    cut.write_bytes(work.read_bytes()[:-1])
    changed = cli.home / "changed.nutag"
    changed.write_bytes(work.read_bytes()[:-20] + bytes(20))
    none = cli.home / "none.nutag"
    none.write_text("一张照片", "utf-8")

    for desk in (one, two):
        for path in (work, cut, changed, none):
            assert cli.refused("packet", "read", path, "--data", desk)
        assert cli.document("stats", "--data", desk) == before[desk]
    for path in (cut, changed, none):
        assert cli.refused("hub", "enrol", "--store", office, path, "--out", cli.home / "r.nutag")
        assert cli.refused("packet", "show", path)
    gone = cli.home / "gone.nutag"
    assert "找不到" in cli.refused("packet", "show", gone, code=3)
    assert not (cli.home / "r.nutag").exists()
    assert "没有「某人」" in cli.refused(
        "packet", "write", "--data", one, "--out", cli.home / "x.nutag", "--to", "某人"
    )
    assert "同名的文件" in cli.refused("packet", "write", "--data", one, "--out", work)


def test_a_packet_says_who_it_is_from_and_for_whom(cli: CommandLine, office: str) -> None:
    one = enrolled(cli, office, "one", "苏日娜", VILLAGE)
    work = cli.home / "work.nutag"
    cli.document("packet", "write", "--data", one, "--out", work)

    bare = cli.document("packet", "show", work)
    named = cli.document("packet", "show", work, "--data", one)

    assert (bare["kind"], bare["sender_name"], bare["introduction"]) == ("work", "", False)
    assert named["sender_name"] == "苏日娜"
    assert [each["name"] for each in named["recipients"]] == ["达茂旗就业服务中心"]
    assert "签名对得上" in cli.text("packet", "show", work, "--data", one)


def test_a_packet_goes_from_desk_to_desk(cli: CommandLine, office: str) -> None:
    one = enrolled(cli, office, "one", "苏日娜", VILLAGE)
    two = enrolled(cli, office, "two", "巴特尔", VILLAGE)
    cli.by_stick(one, office)  # now it knows the other
    cli.add_person(one, "乌云", 1)
    out = cli.home / "to-two.nutag"

    sent = cli.document("packet", "write", "--data", one, "--out", out, "--to", "巴特尔")
    read = cli.document("packet", "read", out, "--data", two)

    assert sent["recipients"] == ["巴特尔"]
    assert read["received"] == 2
    assert cli.hashes(one) == cli.hashes(two)
    assert cli.document("stats", "--data", one)["unsent"] == 2  # only the office signs


def test_a_new_desk_of_the_office_begins_with_a_snapshot(cli: CommandLine) -> None:
    store, port = str(cli.home / "hub"), free_port()
    make_hub(cli, store, port)
    county, new = cli.desk("county", "乌兰", VILLAGE), cli.desk("new", "娜仁", VILLAGE)
    out = cli.home / "all.nutag"
    write: list[str | Path] = ["packet", "write", "--data", county, "--out", out, "--snapshot"]
    township = ["--role", "township", "--village", VILLAGE[:9]]
    with serving(store, port):
        invitation = cli.invite(store, "county", "乌兰", "--role", "county")
        assert cli.document("enrol", "--data", county, invitation)["role"] == "county"
        cli.add_person(county, "敖特根", 3)
        cli.sync(county)
        invitation = cli.invite(store, "new", "娜仁", *township)
        assert cli.document("enrol", "--data", new, invitation, "--only")["enrolled"]
        cli.sync(county)  # so it knows the new desk
        assert "给谁" in cli.refused(*write)
        cli.document(*write, "--to", "娜仁")

        assert cli.document("packet", "show", out)["kind"] == "snapshot"
        cli.document("packet", "read", out, "--data", new)
        found = cli.sync(new)

    assert (found["received"], found["same"]) == (0, True)
    assert cli.hashes(new) == cli.hashes(county)
    assert cli.document("list", "people", "--data", new)["total"] == 1


def test_a_desk_that_goes_on_exchanging_says_what_it_did(cli: CommandLine) -> None:
    store, port = str(cli.home / "hub"), free_port()
    make_hub(cli, store, port)
    desk = cli.desk("one", "苏日娜", VILLAGE)
    cli.add_person(desk, "乌云", 1)
    cli.document("enrol", "--data", desk, cli.invite(store, "one", "苏日娜", "--village", VILLAGE))
    words = [sys.executable, "-m", "desktop_app", "sync", "--json", "--data", str(desk)]
    with serving(store, port):
        process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        assert process.stderr is not None
        try:
            assert next(line for line in process.stderr if "送出 2 条" in line)
            assert cli.document("stats", "--data", desk)["unsent"] == 0  # the folder is free
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=60)
        finally:
            process.kill()

    assert process.returncode == 0
    assert json.loads(out) == {"times": 1, "sent": 2, "received": 0}


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


def test_a_folder_copied_back_is_mended_by_network(cli: CommandLine) -> None:
    store, port = str(cli.home / "hub"), free_port()
    make_hub(cli, store, port)
    desk = cli.desk("one", "苏日娜", VILLAGE)
    invitation = cli.invite(store, "one", "苏日娜", "--village", VILLAGE)
    with serving(store, port):
        cli.document("enrol", "--data", desk, invitation)
        shutil.copytree(desk, cli.home / "yesterday")
        cli.add_person(desk, "乌云", 1)
        cli.sync(desk)
        shutil.rmtree(desk)
        shutil.copytree(cli.home / "yesterday", desk)
        cli.add_person(desk, "敖特根", 3)

        mended = cli.sync(desk)

    names = {each["name"] for each in cli.document("list", "people", "--data", desk)["people"]}
    assert mended["healed"] == 1
    assert mended["same"]
    assert names == {"乌云", "敖特根"}


def test_a_banner_passes_on_to_its_city(cli: CommandLine, hub_store_name: str) -> None:
    city, city_port, port = hub_store_name, free_port(), free_port()
    store = str(cli.home / "banner")
    make_hub(cli, city, city_port, county=COUNTY[:4])
    make_hub(cli, store, port)
    desk = enrolled(cli, store, "one", "苏日娜", VILLAGE)
    cli.add_person(desk, "乌云", 1)
    cli.by_stick(desk, store)
    up = cli.invite(city, "up", "达茂旗", "--role", "hub", "--village", COUNTY)

    assert cli.refused("hub", "join", "--store", store, up, code=3)
    assert "还没有上级" in cli.refused("hub", "serve", "--store", store, "--upstream")
    with serving(city, city_port):
        joined = cli.document("hub", "join", "--store", store, up)
        assert joined["same"]
        cli.add_person(desk, "敖特根", 3)
        cli.by_stick(desk, store)
        with serving(store, port, "--upstream") as process:
            assert process.stderr is not None
            assert "上报了 2 条" in process.stderr.readline()

    above = cli.document("hub", "status", "--store", city)
    assert [each["code"] for each in above["villages"]] == [VILLAGE]
    below = cli.document("hub", "status", "--store", store)
    assert below["upstream"]["receipts"] > 0
    assert above["entries"] >= below["entries"]
