"""A print that is killed half-way leaves nothing of the paper on the disk."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.cups import PrintServer
from tests.ui.conftest import NAME


def test_a_killed_print_leaves_no_file(
    print_server: PrintServer, three: bytes, tmp_path: Path
) -> None:
    (print_server.folder / "busy").touch()
    places = [tmp_path / name for name in ("tmp", "home", "work")]
    for place in places:
        place.mkdir()
    code = (
        "import sys\n"
        "from desktop_app.domain.progress import Progress\n"
        "from ui.paper_out import Way, send_papers\n"
        "send_papers(sys.stdin.buffer.read(), Way('flat', (0, 1, 2)), '文书', Progress())\n"
    )
    environment = print_server.environment | {
        "TMPDIR": str(places[0]), "HOME": str(places[1]),
        "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, env=environment, cwd=places[2]
    ) as printing:
        assert printing.stdin
        printing.stdin.write(three)
        printing.stdin.close()
        print_server.until(lambda: print_server.run("lpstat", "-o", "flat").count("flat-") == 3)
        printing.send_signal(signal.SIGKILL)
    left = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert not [path for path in left if b"%PDF" in path.read_bytes()]
    assert not [path for path in left if NAME.encode() in path.read_bytes()]
    assert list(places[0].iterdir()) == []
    assert NAME not in print_server.run("lpstat", "-o", "flat")
