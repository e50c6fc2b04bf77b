"""One cold start: an empty window, or the program on a folder until its first page is ready."""

import sys
import time
from pathlib import Path


def empty_window() -> None:
    """Show an empty window and leave once it is painted."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    from benchmarks.windows import PaintWatch, run_until

    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    watch = PaintWatch(window)
    run_until(app, watch)
    say_when()


def program(folder: Path) -> None:
    """Open the program on a training folder and leave once its first list is painted with rows."""
    from benchmarks.windows import PaintWatch, run_until
    from desktop_app.app import Program, application
    from desktop_app.world import real_world
    from ui.pages.workbench import WorkbenchPage
    from ui.shell import Shell

    app = application()
    opened = Program(real_world())
    opened.begin(folder, training=True)
    shell = opened.window
    assert isinstance(shell, Shell)
    page = shell.page
    assert isinstance(page, WorkbenchPage)
    run_until(app, PaintWatch(shell, lambda: opened.ready and page.list.todo.rowCount() > 0))
    say_when()
    opened.end()


def say_when() -> None:
    """Tell the process that waits at which moment the window was there."""
    print(time.monotonic())


if __name__ == "__main__":
    program(Path(sys.argv[1])) if sys.argv[1] else empty_window()
