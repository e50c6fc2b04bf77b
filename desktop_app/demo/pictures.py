"""Pictures of every screen, taken from the real windows on the demonstration's records."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_app.app import application
from desktop_app.demo.day import Day
from desktop_app.demo.exchange import exchanged_desk
from desktop_app.domain import divisions
from desktop_app.doors import doors_of
from desktop_app.session import Session
from desktop_app.settings import Settings
from desktop_app.use_cases.exchange import sign
from ui import pictures, theme
from ui.first_run import FirstRun
from ui.jobs import Jobs
from ui.pages.posts import PostsPage
from ui.pages.posts_tabs import PostsTabs
from ui.pages.register_page import RegisterPage
from ui.pages.work_tabs import WorkTabs
from ui.sheet_columns import SheetColumns
from ui.shell import Shell
from ui.unlock import Unlock

NAMES = (
    "first-run",
    "unlock",
    "workbench",
    "people",
    "person",
    "visits",
    "posts",
    "placement",
    "enrolments",
    "roster-import",
    "import-columns",
    "import-rows",
    "settings",
    "sync",
    "workbench-large",
    "workbench-dark",
    "certificate",
)
"""The pictures, in the order they are taken."""


def take_pictures(session: Session, day: Day, folder: Path) -> list[Path]:
    """Write a PNG of every screen at 1366×768 to ``folder``; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    app = application()
    pictures.hush_offscreen()
    theme.apply(app)
    theme.load_rare_characters()
    taken = [*_before_the_desk(session, folder), *_the_desk(session, day, folder)]
    taken.append(_the_exchange(folder / "sync.png"))
    taken.append(pictures.take_paper(day.certificate, folder / "certificate.png"))
    return taken


def _before_the_desk(session: Session, folder: Path) -> list[Path]:
    app, jobs = application(), Jobs()
    villages = [divisions.village(code).short_name for code in session.village_codes]
    first_run = FirstRun(jobs, lambda *_: [], lambda _: b"", lambda _: None, lambda: None)
    unlock = Unlock(
        jobs, session.officer, villages, lambda _: None, lambda _: None, recover=lambda *_: None
    )
    taken = []
    for name, window in (("first-run", first_run), ("unlock", unlock)):
        window.show()
        taken.append(pictures.take(app, window, jobs, folder / f"{name}.png"))
        window.close()
    jobs.close()
    return taken


def _the_desk(session: Session, day: Day, folder: Path) -> list[Path]:
    app, jobs = application(), Jobs()
    shell = _shell(session, jobs)

    def open_placement() -> None:
        shell.go("posts", day.post_id)
        pictures.settle(app, jobs)
        tabs = shell.page
        assert isinstance(tabs, PostsTabs)  # noqa: S101 - just opened
        posts = tabs.page
        assert isinstance(posts, PostsPage)  # noqa: S101 - just opened
        posts.do("place")

    def open_sheet() -> None:
        shell.go("work", "trainings")
        pictures.settle(app, jobs)
        tabs = shell.page
        assert isinstance(tabs, WorkTabs)  # noqa: S101 - just opened
        page = tabs.page
        assert isinstance(page, RegisterPage)  # noqa: S101 - just opened
        page.importing.read(day.school)

    def say_columns() -> None:
        open_sheet()
        pictures.settle(app, jobs)
        dialog = app.activeModalWidget()
        assert isinstance(dialog, SheetColumns)  # noqa: S101 - just opened
        for place, field in ((2, "person.name"), (4, "trade"), (5, "begins_on")):
            dialog.grid.boxes[place].set_value(field)
            dialog.grid.boxes[place].changed.emit()
        dialog.submit()

    steps: list[tuple[str, Callable[[], object]]] = [
        ("workbench", lambda: shell.go("workbench")),
        ("people", lambda: shell.go("people", "")),
        ("person", lambda: shell.go("people", day.person_id)),
        ("visits", lambda: shell.go("visits", day.person_id)),
        ("posts", lambda: shell.go("posts", day.post_id)),
        ("placement", open_placement),
        ("enrolments", lambda: shell.go("enrolments", day.person_id)),
        ("roster-import", lambda: shell.go("import", day.roster)),
        ("import-columns", open_sheet),
        ("import-rows", say_columns),
        ("settings", lambda: shell.go("settings")),
    ]
    taken = []
    for name, step in steps:
        step()
        taken.append(pictures.take(app, shell, jobs, folder / f"{name}.png"))
        pictures.close_dialogs(app)
    shell.close()
    taken += [
        _in_another_look(session, jobs, folder / "workbench-large.png", scale=2.0),
        _in_another_look(session, jobs, folder / "workbench-dark.png", mode=theme.Mode.DARK),
    ]
    jobs.close()
    return taken


def _the_exchange(path: Path) -> Path:
    app, jobs = application(), Jobs()
    with TemporaryDirectory(prefix="nutag-") as folder, exchanged_desk(Path(folder)) as desk:
        shell = _shell(desk, jobs)
        shell.show_sign()
        shell.go("sync")
        pictures.take(app, shell, jobs, path)
        shell.close()
        jobs.close()
    return path


def _shell(session: Session, jobs: Jobs) -> Shell:
    doors = doors_of(session, jobs, Settings(), lambda _settings: None)
    last = session.last_saved_at()
    shell = Shell(
        session,
        jobs,
        doors,
        lambda: None,
        idle_minutes=0,
        last_saved=last,
        sign=None if session.training else partial(sign, session),
    )
    shell.show()
    return shell


def _in_another_look(
    session: Session,
    jobs: Jobs,
    path: Path,
    *,
    mode: theme.Mode = theme.Mode.LIGHT,
    scale: float = 1.0,
) -> Path:
    app = application()
    theme.apply(app, mode, scale)
    shell = _shell(session, jobs)
    pictures.take(app, shell, jobs, path)
    shell.close()
    theme.apply(app)
    return path
