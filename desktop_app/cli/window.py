"""Commands that need Qt or a child of their own: the window, the day's demonstration, a sheet."""

import argparse
import os
import sys

from desktop_app.cli.answer import Answer
from desktop_app.domain.errors import Unavailable

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def open_window(options: argparse.Namespace, _answer: Answer) -> int:
    """Open the window on a data folder, the last one, or the first-run wizard."""
    _refuse_without_screen()
    from desktop_app.app import run

    return run(options.data, training=options.training)


def _refuse_without_screen() -> None:
    """Refuse where Qt would abort the program."""
    if sys.platform.startswith("linux") and not any(map(os.environ.get, SCREENS)):
        raise Unavailable(
            "这里没有屏幕，打不开窗口。",
            advice="请在桌面上打开；或者用命令办事（nutag --help），用 nutag demo-day 看演示。",
        )


def demo_day(options: argparse.Namespace, answer: Answer) -> None:
    """Do a whole day's work without a window and take pictures of every screen."""
    from desktop_app.demo import demo_day as one_day

    one_day(options.out, answer.say)


def read_sheet(options: argparse.Namespace, _answer: Answer) -> int:
    """Read one sheet in this process, which its parent holds on a short leash."""
    from desktop_app.spreadsheets.child import main

    return main([options.file, *filter(None, [options.kind])])
