"""One cold start: an empty window, or the program on a folder until its first page is ready."""

import sys
from pathlib import Path


def empty_window() -> None:
    """Show an empty window and leave once it is painted."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    from benchmarks.windows import PaintWatch, run_until

    app = QApplication([])
    watch = PaintWatch(app)
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    run_until(app, lambda: window in watch.painted)


def program(folder: Path) -> None:
    """Open the program on a training folder and leave once its first page shows its data."""
    from benchmarks.windows import PaintWatch, run_until
    from desktop_app.app import Program, application
    from desktop_app.world import real_world

    app = application()
    watch = PaintWatch(app)
    opened = Program(real_world())
    opened.begin(folder, training=True)
    run_until(app, lambda: opened.ready and opened.window in watch.painted)
    opened.end()


if __name__ == "__main__":
    program(Path(sys.argv[1])) if sys.argv[1] else empty_window()
