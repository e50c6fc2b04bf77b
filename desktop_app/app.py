"""Wires the window: which data folder, first run or unlocking, then the pages on it."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_app.domain import divisions
from desktop_app.domain.errors import AppError
from desktop_app.doors import doors_of, exchange_loop
from desktop_app.run_log import start_log, stop_log
from desktop_app.session import Session
from desktop_app.settings import Settings, read_settings, write_settings
from desktop_app.use_cases import history, set_up
from desktop_app.world import World, real_world
from ui import theme
from ui.exchange_loop import ExchangeLoop
from ui.garbage import Garbage
from ui.input_method import reach_input_method
from ui.jobs import Jobs
from ui.last_resort import LastResort
from ui.shell import Shell

if TYPE_CHECKING:
    from desktop_app.use_cases.exchange import Sign

TRAINING_FOLDER, DATA_FOLDER = "training", "data"
TITLE_BAR = 40


def application() -> QApplication:
    """Return the one application, made when it is not there."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    reach_input_method(os.environ, sys.platform)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    QApplication.setApplicationName("nutag-desk")
    made = QApplication(sys.argv[:1])
    Garbage(made)
    words = QTranslator(made)  # Qt's own windows: files, printers
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        made.installTranslator(words)
    return made


def run(folder: Path | None, *, training: bool = False, world: World | None = None) -> int:
    """Open the window on a data folder; without one, on the last, else the first-run wizard."""
    app, world = application(), world or real_world()
    start_log(world.home)
    last_resort = LastResort()
    program = Program(world)
    program.begin(folder, training=training)
    code = app.exec()
    program.end()
    last_resort.stop()
    stop_log()
    return code


def _fits(window: QWidget) -> bool:
    """Say whether the window has room on the screen, its frame and the task bar considered."""
    room, wanted = window.screen().availableSize(), window.size()
    return wanted.width() < room.width() and wanted.height() + TITLE_BAR < room.height()


def _sign(session: Session) -> Sign:
    from desktop_app.use_cases.exchange import sign

    return sign(session)


class Program(QObject):
    """One run of the program: the window that is open, and the data folder behind it."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.settings = read_settings(world.home)
        self.window: QWidget | None = None
        self.session: Session | None = None
        self.jobs = Jobs(self)
        self.loop: ExchangeLoop | None = None
        self._dress()

    @property
    def ready(self) -> bool:
        """Say whether the window shows the data of its page."""
        return isinstance(self.window, Shell) and not self.jobs.busy

    def begin(self, folder: Path | None, *, training: bool = False) -> None:
        """Open the window that fits: the desk, unlocking, or the first run."""
        try:
            if training:
                self.open_training(folder or self.world.home / TRAINING_FOLDER)
            else:
                self._begin(folder or self._last_folder())
        except AppError as error:
            self._give_up(error)

    def _begin(self, folder: Path) -> None:
        card = set_up.folder_card(folder, self.world.now())
        if not card.there:
            self.show(self._first_run(folder))
        elif card.training:
            self.open_training(folder)
        else:
            self.show(self._unlock(folder, card))

    def _last_folder(self) -> Path:
        last = Path(self.settings.last_folder) if self.settings.last_folder else None
        return last if last and last.exists() else self.world.home / DATA_FOLDER

    def _give_up(self, error: AppError) -> None:
        from ui.failure_dialog import FailureDialog

        dialog = FailureDialog(None, error)
        dialog.finished.connect(lambda _code: QApplication.exit(1))
        self.show(dialog)

    # the windows

    def _first_run(self, folder: Path) -> QWidget:
        from desktop_app.use_cases.printout_lines import RECOVERY_SHEET
        from ui.first_run import FirstRun
        from ui.print_log import PrintLog

        return FirstRun(
            self.jobs,
            lambda wish, passphrase: self._create(folder, wish, passphrase),
            self._recovery_sheet,
            self._desk,
            lambda: self.open_training(self.world.home / TRAINING_FOLDER),
            warning=set_up.place_warning(folder),
            log=lambda: PrintLog(self._open_session(), RECOVERY_SHEET),
        )

    def _create(self, folder: Path, wish: set_up.SetUp, passphrase: str) -> list[str]:
        self.session, groups = set_up.create_folder(folder, wish, passphrase, self.world)
        return groups

    def _recovery_sheet(self, groups: list[str]) -> bytes:
        from printing.recovery_sheet import recovery_sheet

        session = self._open_session()
        names = list(divisions.told_apart(map(divisions.village, session.village_codes)))
        return recovery_sheet(groups, session.officer, names, session.today())

    def _unlock(self, folder: Path, card: set_up.FolderCard) -> QWidget:
        from ui.unlock import Unlock

        return Unlock(
            self.jobs,
            card.officer,
            card.villages,
            lambda passphrase: set_up.open_folder(folder, passphrase, self.world),
            self._opened,
            recover=lambda code, new: set_up.open_with_recovery(folder, code, new, self.world),
            wait=lambda: set_up.folder_card(folder, self.world.now()).wait_seconds,
        )

    def open_training(self, folder: Path) -> None:
        """Open the training village; made-up people move in when it is new."""
        session = set_up.make_training_folder(folder, self.world)
        if session.last_saved_at() is None:
            from desktop_app.use_cases.training import make_up_village
            from desktop_app.use_cases.training_trade import make_up_trade

            make_up_village(session)
            make_up_trade(session)
        self._opened(session)

    def _opened(self, session: Session) -> None:
        self.session = session
        self._desk()

    def _desk(self, page: str = "", argument: object = None) -> None:
        session = self._open_session()
        if not session.training:
            self._choose(replace(self.settings, last_folder=str(session.folder)))
        if self.loop is None:
            self.loop = exchange_loop(session)
            self.loop.start()
        doors = doors_of(session, self.jobs, self.settings, self._choose, self.loop)
        shell = Shell(
            session,
            self.jobs,
            doors,
            self.lock,
            undo=lambda: history.undo(session),
            redo=lambda: history.redo(session),
            idle_minutes=0 if session.training else self.settings.lock_minutes,
            last_saved=session.last_saved_at(),
            sign=partial(_sign, session),
        )
        self.loop.ended.connect(shell.show_sign)
        self.show(shell)
        if page:
            shell.go(page, argument)

    def show(self, window: QWidget) -> None:
        """Put a window in place of the one before."""
        before, self.window = self.window, window
        if before is not None and not isinstance(window, QDialog):
            window.restoreGeometry(before.saveGeometry())
        elif not _fits(window):
            window.setWindowState(Qt.WindowState.WindowMaximized)
        window.show()
        if before is not None:
            before.hide()
            before.deleteLater()

    # locking and leaving

    def lock(self) -> None:
        """Close the records, and ask for the passphrase again."""
        session = self._open_session()
        folder = session.folder
        self._close_session()
        self.jobs = Jobs(self)
        self.begin(folder)

    def end(self) -> None:
        """Let go of everything before the program ends."""
        if isinstance(self.window, Shell):
            self.window.close_down()
        self._close_session()

    def _close_session(self) -> None:
        if self.loop is not None:
            self.loop.stop()
            self.loop = None
        self.jobs.close()
        if self.session is not None:
            self.session.close()
            self.session = None

    def _open_session(self) -> Session:
        if self.session is None:
            message = "no data folder is open"
            raise RuntimeError(message)
        return self.session

    # settings

    def _choose(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        write_settings(self.world.home, settings)
        self._dress()
        if not isinstance(self.window, Shell):
            return
        if not self._open_session().training:
            self.window.idle.set_minutes(settings.lock_minutes)
        if settings.text_scale != before.text_scale:
            QTimer.singleShot(0, self, lambda: self._lay_out_again("scale"))
        elif settings.look != before.look:
            QTimer.singleShot(0, self, lambda: self._lay_out_again("looks"))

    def _lay_out_again(self, chosen: str) -> None:
        """Build the desk anew: sizes and the colours of icons are settled while building."""
        if isinstance(self.window, Shell):
            self.window.close_down()
            self._desk("settings", chosen)

    def _dress(self) -> None:
        theme.apply(application(), theme.Mode(self.settings.look), self.settings.text_scale)
