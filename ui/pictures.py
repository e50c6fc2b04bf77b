"""Takes pictures of windows as a person sees them, for the demonstration and the manual."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui.jobs import Jobs

PATIENCE, PAUSE = 30.0, 0.005
"""Seconds that a window may take until nothing more changes on it."""


def hush_offscreen() -> None:
    """Leave out what Qt says of itself without a screen; print every other message."""

    def say(_kind: QtMsgType, _place: QMessageLogContext, text: str) -> None:
        if "propagateSizeHints" not in text:
            sys.stderr.write(f"{text}\n")

    qInstallMessageHandler(say)


def settle(app: QApplication, jobs: Jobs, calm: float = 0.25) -> None:
    """Let the window live until no job runs and nothing more is to be painted.

    It has been calm for so many seconds of pauses: on a busy machine one look may take as long.
    ``TimeoutError`` when it does not come to rest.
    """
    begin, rested = time.monotonic(), 0.0
    while rested < calm:
        app.processEvents()
        rested = 0.0 if jobs.busy else rested + PAUSE
        if time.monotonic() - begin > PATIENCE:
            message = "the window did not come to rest"
            raise TimeoutError(message)
        time.sleep(PAUSE)


def take(app: QApplication, window: QWidget, jobs: Jobs, path: Path) -> Path:
    """Write a picture of a window, with the dialog that is open on it."""
    settle(app, jobs)
    picture = window.grab()
    dialog = app.activeModalWidget() or _dialog_of(app)
    if dialog is not None and dialog is not window:
        _lay_over(picture, window, dialog)
    if not picture.save(str(path)):
        message = f"cannot write {path.name}"
        raise OSError(message)
    return path


def take_paper(pdf: bytes, path: Path, scale: float = 1.5) -> Path:
    """Write a picture of the first page of a PDF."""
    from printing.preview import render

    width, height, pixels = render(pdf, 0, scale)
    image = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGBX8888)
    if not image.save(str(path)):
        message = f"cannot write {path.name}"
        raise OSError(message)
    return path


def close_dialogs(app: QApplication) -> None:
    """Close what was opened for a picture."""
    while (dialog := app.activeModalWidget() or _dialog_of(app)) is not None:
        dialog.close()
        app.processEvents()


def _dialog_of(app: QApplication) -> QWidget | None:
    shown = (one for one in app.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible())
    return next(shown, None)


def _lay_over(picture: QPixmap, window: QWidget, dialog: QWidget) -> None:
    """Draw a dialog over the dimmed window, in its middle."""
    painter = QPainter(picture)
    painter.fillRect(picture.rect(), QColor(0, 0, 0, 90))
    grabbed = dialog.grab()
    left = max(0, (window.width() - dialog.width()) // 2)
    top = max(0, (window.height() - dialog.height()) // 2)
    painter.drawPixmap(left, top, grabbed)
    painter.end()
