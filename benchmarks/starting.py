"""From typing the command to a window that can be worked with, against an empty window."""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.data import made_up_folder
from benchmarks.measure import Figure, timed_in_turns

RUNS = 7


def starting(folder: Path) -> list[Figure]:
    """Measure cold starts of whole processes on a folder with 5,000 people."""
    made_up_folder(folder, 5000, encrypted=False).close()
    _start(str(folder))  # compiles what was never run, as installing does
    ours, floor = timed_in_turns(lambda: _start(str(folder)), lambda: _start(""), RUNS)
    return [Figure("5,000 人时启动到能用，对空的 PySide6 窗口", ours, floor, 1.5)]


def _start(folder: str) -> float:
    """Return the seconds from the command to the painted window; closing it does not count."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": f"{folder}-home"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "benchmarks.start_child", folder]
    begin = time.monotonic()  # one clock for all processes of a machine
    done = subprocess.run(command, check=True, env=environment, capture_output=True)
    return float(done.stdout) - begin
