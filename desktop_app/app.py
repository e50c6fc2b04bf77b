"""Wires the window: which data folder, first run or unlocking, then the pages on it."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.session import Session
from desktop_app.settings import Settings, read_settings, write_settings
from desktop_app.use_cases import history, set_up, training
from desktop_app.world import World, real_world
from ui import theme
from ui.jobs import Jobs
from ui.page import Page
from ui.shell import Shell

TRAINING_FOLDER, DATA_FOLDER = "training", "data"


def application() -> QApplication:
    """Return the one application, made when it is not there."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    QApplication.setApplicationName("nutag-desk")
    QApplication.setApplicationDisplayName("人社服务工作台")
    return QApplication(sys.argv[:1])


def run(folder: Path | None, *, training: bool = False, world: World | None = None) -> int:
    """Open the window on a data folder; without one, on the last, else the first-run wizard."""
    app = application()
    program = Program(world or real_world())
    program.begin(folder, training=training)
    return app.exec()


def pages_of(
    session: Session, jobs: Jobs, settings: Settings, on_change: Callable[[Settings], None]
) -> list[Page]:
    """Return the pages of the window, in the order of the navigation."""
    from ui.pages.enrolments import EnrolmentsPage
    from ui.pages.people import PeoplePage
    from ui.pages.posts import PostsPage
    from ui.pages.roster_import import RosterImportPage
    from ui.pages.settings import SettingsPage
    from ui.pages.visits import VisitsPage
    from ui.pages.workbench import WorkbenchPage

    return [
        WorkbenchPage(session, jobs),
        PeoplePage(session, jobs),
        VisitsPage(session, jobs),
        PostsPage(session, jobs),
        EnrolmentsPage(session, jobs),
        RosterImportPage(session, jobs),
        SettingsPage(session, jobs, settings, on_change),
    ]
