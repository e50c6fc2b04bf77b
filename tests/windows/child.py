"""The program as it is started, which tells on request what is on its screen.

``python -m tests.windows.child FOLDER`` is ``nutag window --data FOLDER``; beside it, each line
that comes in is answered with a line of JSON. It takes no orders: what is done comes by keys.
"""

import json
import sys
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from desktop_app.app import application, run
from ui.page import Page
from ui.toast import Toast

W = TypeVar("W", bound=QWidget)


def look() -> dict[str, object]:
    """Return the active window, what has the keyboard, and the words that can be read."""
    window, focus = QApplication.activeWindow(), QApplication.focusWidget()
    return {
        "window": "" if window is None else window.accessibleName() or window.windowTitle(),
        "page": next((page.name for page in _all(window, Page) if page.isVisible()), ""),
        "focus": _name(focus),
        "kind": type(focus).__name__,
        "typed": focus.text() if isinstance(focus, QLineEdit) else "",
        "told": next((toast.text() for toast in _all(window, Toast)), ""),
        "says": [] if window is None else _words(window),
        "outside": [] if window is None else _cut_off(window),
    }


def _name(widget: QWidget | None) -> str:
    if widget is None:
        return ""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or words or widget.objectName()


def _words(window: QWidget) -> list[str]:
    labels = [one.text() for one in _all(window, QLabel) if one.isVisible()]
    buttons = [one.text() for one in _all(window, QAbstractButton) if one.isVisible()]
    return [text for text in (*labels, *buttons) if text]


def _cut_off(window: QWidget) -> list[str]:
    """Return the name of what has the keyboard where it cannot be seen."""
    focus = QApplication.focusWidget()
    if focus is None or focus is window or not focus.visibleRegion().isEmpty():
        return []
    return [_name(focus)]


def _all(window: QWidget | None, kind: type[W]) -> list[W]:
    return [] if window is None else window.findChildren(kind)


def main() -> int:
    """Open the window; answer until it closes."""
    application()
    asked = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def answer() -> None:
        if sys.stdin.readline():
            sys.stdout.write(f"{json.dumps(look())}\n")
            sys.stdout.flush()
        else:
            asked.setEnabled(False)
            QApplication.quit()

    asked.activated.connect(answer)
    return run(Path(sys.argv[1]))


if __name__ == "__main__":
    sys.exit(main())
