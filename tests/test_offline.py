"""A whole day's work opens no way out of the computer: no connection, no name looked up."""

import os
import subprocess
import sys
from pathlib import Path

from desktop_app.demo.pictures import NAMES

WATCH = """
import sys

def watch(event, arguments):
    if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"}:
        sys.stderr.write(f"way out: {event} {arguments!r}\\n")

sys.addaudithook(watch)
from desktop_app.__main__ import main
sys.argv = ["nutag", "demo-day", "--out", sys.argv[1]]
sys.exit(main())
"""


def test_a_day_at_the_desk_reaches_for_no_network(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(tmp_path / "out")],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "way out" not in done.stderr
    assert (tmp_path / "out" / "安置证明.pdf").read_bytes().startswith(b"%PDF")
    assert len(list((tmp_path / "out" / "pictures").glob("*.png"))) == len(NAMES)


def test_the_watch_sees_a_way_out() -> None:
    reach = WATCH.split("from desktop_app", maxsplit=1)[0] + (
        "import socket\nsocket.socket().connect_ex(('127.0.0.1', 9))\n"
    )

    done = subprocess.run([sys.executable, "-c", reach], capture_output=True, text=True, check=True)

    assert "way out: socket.connect" in done.stderr
