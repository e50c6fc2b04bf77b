"""What must stay quick at 200,000 people: search, and the first paint of every list."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractItemView

from benchmarks.counting import counting
from benchmarks.data import made_up_folder
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

PEOPLE = 200_000
LISTS = ("people", "visits", "posts", "transfers", "enrolments", "work", "registers")


def large(folder: Path) -> list[Figure | Amount]:
    """Measure on one encrypted folder of 200,000 made-up people."""
    session = made_up_folder(folder, PEOPLE, encrypted=True)
    figures = [*searching(session), *_lists(session), *counting(session)]
    session.close()
    return figures


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
