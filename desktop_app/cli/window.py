"""Commands that need Qt or a child of their own: the window, the day's demonstration, a sheet."""

import argparse

from desktop_app.cli.answer import Answer


def open_window(options: argparse.Namespace, _answer: Answer) -> int:
    """Open the window on a data folder, the last one, or the first-run wizard."""
    from desktop_app.app import run

    return run(options.data, training=options.training)


def demo_day(options: argparse.Namespace, answer: Answer) -> None:
    """Do a whole day's work without a window and take pictures of every screen."""
    from desktop_app.demo import demo_day as one_day

    one_day(options.out, answer.say)


def read_sheet(options: argparse.Namespace, _answer: Answer) -> int:
    """Read one sheet in this process, which its parent holds on a short leash."""
    from desktop_app.spreadsheets.child import main

    return main([options.file])
