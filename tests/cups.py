"""A real CUPS for tests: a cupsd of our own whose printers lay their sheets in a folder.

Only root can run one: cupsd changes to other users for its filters. Where there is none, or
the tests are not run by root, the tests that print are left out, in words.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.programs import ABSENT, find_program

NOT_ROOT = "只有 root 能启动 cupsd，以下打印测试没有运行"
FILES = """
ServerRoot {folder}
ServerBin {folder}/bin
DataDir /usr/share/cups
StateDir {folder}/state
CacheDir {folder}/cache
RequestRoot {folder}/spool
TempDir {folder}/temp
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
User lp
Group lp
SystemGroup root
Sandboxing relaxed
"""
SETTINGS = """
Listen 127.0.0.1:{port}
ServerName 127.0.0.1
LogLevel info
Browsing Off
WebInterface No
DefaultAuthType None
ErrorPolicy stop-printer
PreserveJobFiles No
PreserveJobHistory Yes
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
BACKEND = """#!/bin/sh
[ $# -eq 0 ] && {{ echo 'direct folder "Folder" "Folder"'; exit 0; }}
cd {folder}/out || exit 1
if [ -e ../jam ] && [ "$(ls *.pdf 2>/dev/null | wc -l)" -ge "$(cat ../jam)" ]; then exit 4; fi
[ -e ../empty ] && echo "STATE: +media-empty-error" >&2
while [ -e ../busy ]; do sleep 0.1; done
echo "STATE: -media-empty-error" >&2
cat >"$1.part" && echo "$3|$4|$5" >"$1.asked" && mv "$1.part" "$1.pdf"
"""
PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "FOLDER.PPD"
*Product: "(Folder)"
*PSVersion: "(3010.000) 0"
*Manufacturer: "Test"
*ModelName: "Test Folder"
*ShortNickName: "Test Folder"
*NickName: "Test Folder"
*ColorDevice: True
*DefaultColorSpace: RGB
*LanguageLevel: "3"
*cupsManualCopies: True
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "18 18 577 824"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595.276 841.89"
"""
DUPLEX = """*OpenUI *Duplex/2-Sided Printing: PickOne
*DefaultDuplex: None
*Duplex None/Off: ""
*Duplex DuplexNoTumble/Long: ""
*Duplex DuplexTumble/Short: ""
*CloseUI: *Duplex
"""
DRIVER_PPD = "/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd"
DRIVER = """Out {out}
AnonDirName {out}
Spool {folder}/driver-spool
Log {folder}
GSTmp {folder}/temp
Label 2
Grp lp
"""


def _number(path: Path) -> int:
    """Return the number of the job in the name that CUPS-PDF gives a file."""
    return int(path.stem.rpartition("-job_")[2])


class PrintServer:
    """A running cupsd for this process alone; of its printers only one turns sheets."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cups-"))
        self.out = self.folder / "out"
        self.driver_out = self.folder / "driver"
        self._driver_settings = Path("/etc/cups") / f"cups-pdf-{self.folder.name}.conf"
        # A queue reached by a socket in a folder has no address to ask what it can do.
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self) -> None:
        """Write the settings, start, and add the printers."""
        self.folder.chmod(0o755)
        for name in ("bin/backend", "state", "cache", "spool", "temp", "out", "ppd"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "temp").chmod(0o1777)  # the filters run as another user
        for name in ("filter", "daemon", "cgi-bin", "notifier", "monitor", "driver"):
            (self.folder / "bin" / name).symlink_to(f"/usr/lib/cups/{name}")
        backend = self.folder / "bin/backend/folder"
        backend.write_text(BACKEND.format(folder=self.folder))
        backend.chmod(0o700)  # a backend that only root may read runs as root
        (self.folder / "files").write_text(FILES.format(folder=self.folder))
        (self.folder / "settings").write_text(SETTINGS.format(port=self.port))
        cupsd = find_program("cupsd")
        assert cupsd
        self._process = subprocess.Popen(
            [cupsd, "-f", "-c", self.folder / "settings", "-s", self.folder / "files"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.until(self._answers)
        for name, more in (("flat", ""), ("turning", DUPLEX)):
            ppd = self.folder / f"{name}.ppd"
            ppd.write_text(PPD + more)
            self.run("lpadmin", "-p", name, "-P", str(ppd), "-v", "folder:/", "-E")

    def stop(self) -> None:
        """Stop and leave nothing behind."""
        self._process.terminate()
        self._process.wait(60)
        self._driver_settings.unlink(missing_ok=True)
        shutil.rmtree(self.folder)

    def add_driver(self) -> None:
        """Add ``driver``: Debian's CUPS-PDF with its own backend and PPD, told where to print.

        The backend reads its settings from ``/etc/cups`` alone, in a file named by the queue.
        """
        found = find_program("cups-pdf")
        assert found
        shutil.copy2(found, self.folder / "bin/backend/cups-pdf")
        self.driver_out.mkdir()
        self._driver_settings.write_text(DRIVER.format(folder=self.folder, out=self.driver_out))
        uri = f"cups-pdf:/{self.folder.name}"
        self.run("lpadmin", "-p", "driver", "-P", DRIVER_PPD, "-v", uri, "-E")

    def remove_driver(self) -> None:
        """Take ``driver`` and what it printed away."""
        self.run("cancel", "-a", "-x", "driver")
        self.run("lpadmin", "-x", "driver")
        self._driver_settings.unlink()
        shutil.rmtree(self.driver_out)

    def driven(self, count: int) -> list[Path]:
        """Return what CUPS-PDF made, in order, once there are so many papers."""

        def made() -> list[Path]:
            return sorted(self.driver_out.rglob("*.pdf"), key=_number)

        self.until(lambda: len(made()) >= count and not self.run("lpstat", "-o", "driver"))
        return made()

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment in which the programs of CUPS reach this server alone."""
        return os.environ | {"CUPS_SERVER": f"127.0.0.1:{self.port}", "LC_ALL": "C.UTF-8"}

    def run(self, program: str, *arguments: str) -> str:
        """Run a program of CUPS against this server and return what it says."""
        found = find_program(program)
        assert found
        done = subprocess.run(
            [found, *arguments], env=self.environment, capture_output=True, text=True,
            check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def came_out(self, count: int) -> list[Path]:
        """Return what came out of the printers, in order, once there are so many papers."""
        self.until(lambda: len(list(self.out.glob("*.pdf"))) >= count)
        return sorted(self.out.glob("*.pdf"), key=lambda path: int(path.stem))

    def clear(self) -> None:
        """Make the printers as they were at first."""
        for name in ("jam", "busy", "empty"):
            (self.folder / name).unlink(missing_ok=True)
        self.run("cancel", "-a", "-x")
        self.run("cupsenable", "flat", "turning")
        self.run("cupsaccept", "flat", "turning")
        self.run("lpadmin", "-d", "turning")
        for path in self.out.iterdir():
            path.unlink()

    def _answers(self) -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", self.port)) == 0

    def until(self, so: Callable[[], bool]) -> None:
        """Wait for something; ``RuntimeError`` with the log of the server if it never comes."""
        for _ in range(600):
            if so():
                return
            time.sleep(0.1)
        said = (self.folder / "error_log").read_text("utf-8", "replace")
        message = f"cupsd did not do it: {said[-2000:]}"
        raise RuntimeError(message)


@pytest.fixture(scope="session")
def one_print_server() -> Iterator[PrintServer]:
    """Run one cupsd for all tests of this process."""
    for name in ("cupsd", "lp"):
        if find_program(name) is None:
            pytest.skip(ABSENT[name])
    if os.geteuid() != 0:
        pytest.skip(NOT_ROOT)
    server = PrintServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def print_server(
    one_print_server: PrintServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PrintServer]:
    """Give a cupsd whose printers stand empty and ready; programs of this process use it."""
    monkeypatch.setenv("CUPS_SERVER", one_print_server.environment["CUPS_SERVER"])
    one_print_server.clear()
    yield one_print_server
    one_print_server.clear()


@pytest.fixture
def driven_server(print_server: PrintServer) -> Iterator[PrintServer]:
    """Give a cupsd with a printer of Debian's CUPS-PDF."""
    if find_program("cups-pdf") is None:
        pytest.skip(ABSENT["cups-pdf"])
    print_server.add_driver()
    try:
        yield print_server
    finally:
        print_server.remove_driver()
