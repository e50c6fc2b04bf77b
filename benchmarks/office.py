"""An office desk that begins with a signed snapshot of 200,000 people and 1,000,000 visits.

``python -m benchmarks.office [folder]`` measures this alone; a folder that is named is kept, and
not made again the next time.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, rmtree

from benchmarks.data import KEY, PEOPLE, VISITS, visit_again
from benchmarks.exchange_data import new_desk
from benchmarks.measure import Amount
from desktop_app.domain import divisions
from desktop_app.session import Session
from desktop_app.use_cases import office
from desktop_app.use_cases.training import make_up_village
from sync.exchange import exchange
from sync.hub import Hub
from sync.invitation import invitation_text
from tests.sync.hubs import COUNTY, LocalPeer, open_made_up_hub

WRITER, FIRST, NEW = "全旗专员", "旗县办公室", "新办公室"


def at_the_office(folder: Path) -> Iterator[Amount]:
    """Measure writing the snapshot of a whole banner, and beginning with it."""
    if not (folder / "made").exists():
        make_office(folder)
    snapshot, target = folder / "whole.nutag", folder / "new"
    snapshot.unlink(missing_ok=True)
    made = _child(folder / "first", "snapshot", str(snapshot), NEW)
    yield Amount("20 万人、100 万次走访的快照写出", made["seconds"], 0, "s")
    yield Amount("  其中处理器时间", made["busy"], 0, "s")
    yield Amount("  快照的大小", made["bytes"] / 1e6, 0, "MB")
    rmtree(target, ignore_errors=True)
    copytree(folder / "joined", target)
    found = _child(target, "read", str(snapshot))
    yield Amount("  一台空的办公电脑读入", found["seconds"], 0, "s")
    yield Amount("  其中处理器时间", found["busy"], 0, "s")
    yield Amount("  读入的人数", found["people"], 0, "人")
    yield Amount("  读入时内存增加", found["grown"] / 1e6, 80, "MB")


def make_office(folder: Path, people: int = PEOPLE, visits: int = VISITS) -> None:
    """Make a hub that has all records of a banner, an office desk with them, and an empty one."""
    folder.mkdir(parents=True)
    hub, store = open_made_up_hub(str(folder / "hub"), folder / "root.key")
    villages = tuple(village.code for village in divisions.villages(COUNTY))
    writer = new_desk(folder / "writer", WRITER, "specialist", villages, KEY)
    peer = _join(writer, hub, "specialist", list(villages))
    make_up_village(writer, people)
    visit_again(writer, visits)
    _meet(writer, peer)
    writer.close()
    first = new_desk(folder / "first", FIRST, "county", villages, KEY)
    peer = _join(first, hub, "county", [COUNTY])
    empty = new_desk(folder / "joined", NEW, "county", villages, KEY)
    _join(empty, hub, "county", [COUNTY])
    empty.close()
    _meet(first, peer)  # the two desks know each other now
    first.close()
    store.close()
    (folder / "made").touch()


def _join(desk: Session, hub: Hub, role: str, places: list[str]) -> LocalPeer:
    peer = LocalPeer(hub, desk.store.desk.device)
    office.accept_invitation(desk, invitation_text(hub.invite(desk.officer, role, places)))
    office.enrol(desk, peer)
    return peer


def _meet(desk: Session, peer: LocalPeer) -> None:
    report = exchange(office.replica(desk), peer)
    assert report.same, report


def _child(desk: Path, step: str, *arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.exchange_child", str(desk), step, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> int:
    """Print the figures of the office alone."""
    with tempfile.TemporaryDirectory(prefix="nutag-bench-") as place:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(place) / "office"
        for figure in at_the_office(folder):
            print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
