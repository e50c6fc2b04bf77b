"""What nobody caught: kept in the run log without its message, and told in whole sentences."""

import logging
import re
import sys
import threading
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from ui import failures
from ui.failure_dialog import FailureDialog

log = logging.getLogger(__name__)

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
SPEAKER = re.compile(r"Q[A-Za-z]{1,40}(::[A-Za-z~]{1,40})?")
"""Who speaks in a message of Qt; the rest of it may name a file or repeat a text."""


class LastResort(QObject):
    """Catches what nobody caught, from its construction until ``stop``.

    It is made on the thread of the windows. One dialog at a time: what goes wrong while it is
    open is only logged.
    """

    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dialog: FailureDialog | None = None
        # Queued: an exception may come from another thread, or in the middle of painting.
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook, threading.excepthook = self._uncaught, self._uncaught_in_thread
        self._qt_before = qInstallMessageHandler(_from_qt)

    def stop(self) -> None:
        """Put back what was there before."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(self._qt_before)

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            QApplication.exit(1)
            return
        self._caught.emit(failures.words(error.with_traceback(trace)))

    def _uncaught_in_thread(self, found: "threading.ExceptHookArgs") -> None:
        if isinstance(found.exc_value, Exception):
            self._caught.emit(failures.words(found.exc_value))

    def _show(self, told: failures.Words) -> None:
        if self._dialog is not None:
            return
        self._dialog = FailureDialog(QApplication.activeWindow(), told)
        self._dialog.finished.connect(self._close)
        self._dialog.open()

    def _close(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _from_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    speaker = SPEAKER.match(message)
    # Only the name of a class and its function: letters of Qt's own code.
    log.log(LEVELS[kind], "Qt: " + (speaker.group() if speaker else "a message"))
