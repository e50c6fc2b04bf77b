"""What must stay quick at 200,000 people and 1,000,000 visits: search, and every list.

``python -m benchmarks.large [folder]`` measures this alone; a folder that is named is kept, and
not made again the next time.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QAbstractItemView

from benchmarks.counting import counting
from benchmarks.data import PEOPLE, VISITS, made_up_folder, visit_again
from benchmarks.exchange_child import open_desk
from benchmarks.measure import Amount, Figure, seconds
from benchmarks.searching import searching
from benchmarks.windows import PaintWatch, run_until
from desktop_app.app import application
from desktop_app.doors import doors_of
from desktop_app.session import Session
from desktop_app.settings import Settings
from ui import theme
from ui.jobs import Jobs
from ui.page import Page
from ui.pictures import hush_offscreen, settle
from ui.shell import Shell

LISTS = ("people", "visits", "posts", "transfers", "enrolments", "work", "registers")


def large(folder: Path) -> Iterator[Figure | Amount]:
    """Measure on an encrypted folder of 200,000 made-up people and 1,000,000 visits."""
    if (folder / "made").exists():
        session = open_desk(folder)
    else:
        session = made_up_folder(folder, PEOPLE, encrypted=True)
        visit_again(session, VISITS)
        (folder / "made").touch()
    yield from searching(session)
    yield from _lists(session)
    yield from counting(session)
    session.close()


def _lists(session: Session) -> list[Figure]:
    hush_offscreen()
    theme.apply(application())
    jobs = Jobs()
    doors = doors_of(session, jobs, Settings(), lambda _settings: None)
    shell = Shell(session, jobs, doors, lambda: None, idle_minutes=0)
    shell.show()
    pages = [shell.page_of(name) for name in LISTS]  # as the window does by itself, when idle
    figures = [_first_paint(shell, page) for page in pages]
    shell.close()
    jobs.close()
    return figures


def _first_paint(shell: Shell, page: Page) -> Figure:
    settle(application(), shell.jobs)  # each list by itself: nothing else is read meanwhile
    lists = page.findChildren(QAbstractItemView)
    watch = PaintWatch(shell, lambda: any(one.isVisible() and _has_rows(one) for one in lists))

    def show() -> None:
        shell.go(page.name)
        run_until(application(), watch)

    taken = seconds(show)
    watch.deleteLater()
    return Figure(f"20 万人时「{page.title}」第一次画出", taken, 0, 100, " ms")


def _has_rows(view: QAbstractItemView) -> bool:
    return view.model() is not None and view.model().rowCount() > 0


def main() -> int:
    """Print these figures alone."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="nutag-bench-") as place:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(place) / "large"
        for figure in large(folder):
            print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
