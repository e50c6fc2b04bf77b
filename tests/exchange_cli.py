"""A command line for tests of the exchange: hubs, desks, invitations and sticks."""

import json
import os
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

import pytest

from desktop_app.cli import run
from tests.sessions import VILLAGE, citizen_id
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
