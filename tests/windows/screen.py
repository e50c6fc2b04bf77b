"""A screen without glass (Xvfb), a window manager, and a keyboard (XTEST) for the tests."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.programs import find_program, needs

NEEDED = ("Xvfb", "xdotool", "openbox")
ON_A_SCREEN = [needs(name) for name in NEEDED]
SIZE = "1366x768x24"
PATIENCE = 60.0
"""Seconds after which a window is said to do nothing; a busy machine is slow, not wrong."""


@dataclass
class Screen:
    """A display of our own; nobody sees it."""

    display: str

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a program that is to be seen on it."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("QT_")}
        kept.pop("WAYLAND_DISPLAY", None)
        return {**kept, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}

    def keyboard(self, *words: str) -> None:
        """Let xdotool do something."""
        subprocess.run(["xdotool", *words], check=True, env=self.environment, timeout=PATIENCE)

    def photograph(self, path: Path) -> None:
        """Keep what is on the screen as a picture, where there is a program for it."""
        if find_program("import"):
            command = ["import", "-window", "root", str(path)]
            subprocess.run(command, check=True, env=self.environment, timeout=PATIENCE)


@contextmanager
def screen() -> Iterator[Screen]:
    """Run a display and a window manager while the block runs."""
    reading, writing = os.pipe()
    xvfb = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"],
        pass_fds=(writing,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    made = Screen(f":{number}")
    manager = subprocess.Popen(["openbox"], env=made.environment, stderr=subprocess.DEVNULL)
    try:
        yield made
    finally:
        for process in (manager, xvfb):
            process.terminate()
            process.wait(PATIENCE)


@dataclass
class Window:
    """The program in a process of its own: keys go in by the display, words come out."""

    on: Screen
    process: "subprocess.Popen[str]"

    def look(self) -> dict[str, Any]:
        """Return what is on the screen now."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("look\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the program ended"
        found: dict[str, Any] = json.loads(line)
        assert not found["outside"], f"the keyboard is where nobody sees it: {found['outside']}"
        return found

    def until(self, there: Callable[[dict[str, Any]], bool], why: str) -> dict[str, Any]:
        """Wait until the screen is so."""
        end = time.monotonic() + PATIENCE
        while not there(found := self.look()):
            assert time.monotonic() < end, f"{why}: {json.dumps(found, ensure_ascii=False)}"
            time.sleep(0.05)
        return found

    def says(self, words: str) -> dict[str, Any]:
        """Wait until these words can be read."""
        return self.until(lambda found: words in " ".join(found["says"]), f"nobody says {words}")

    def tells(self, words: str) -> None:
        """Wait until this was the last thing to be told over the page; it may be gone again."""
        self.until(lambda found: words in found["told"], f"nobody told {words}")

    def asks(self, words: str) -> dict[str, Any]:
        """Wait until a window with these words in its name has the keyboard."""
        return self.until(lambda found: words in found["window"], f"no window {words}")

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.on.keyboard("key", "--clearmodifiers", key)

    def write(self, text: str) -> None:
        """Write into the box that has the keyboard; again where a key got lost, as people do."""
        for _ in range(5):
            self.press("ctrl+a")
            self.on.keyboard("type", "--delay", "20", text)
            if self.look()["typed"] == text:
                return
        raise AssertionError(f"{text} cannot be written: {self.look()}")

    def reach(self, name: str, key: str = "Tab", most: int = 40) -> None:
        """Press a key until something of this name has the keyboard."""
        for _ in range(most):
            if name in self.look()["focus"]:
                return
            self.press(key)
        raise AssertionError(f"{key} never leads to {name}: {self.look()}")


@contextmanager
def program(on: Screen, folder: Path, home: Path) -> Iterator[Window]:
    """Run the program on a data folder while the block runs."""
    environment = {**on.environment, "XDG_DATA_HOME": str(home), "HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.windows.child", str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    try:
        yield Window(on, process)
    finally:
        assert process.stdin is not None
        process.stdin.close()  # the program closes itself
        process.wait(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()
    assert process.returncode == 0
