"""The door of the program: `nutag` and `python -m desktop_app`."""

import os
import sys
from io import TextIOWrapper


def main() -> int:
    """Run one command, or open the window when there is none; return the exit code."""
    from desktop_app.cli import run

    os.umask(0o077)  # records, keys and papers are for this account alone
    _leave_no_core()
    _write_what_the_terminal_cannot_show()
    return run(sys.argv[1:])


def _leave_no_core() -> None:
    """Keep the memory of a crashed program, with keys and names in it, off the disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write_what_the_terminal_cannot_show() -> None:
    r"""Write a rare character as \uXXXX where the terminal has none, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # none in a window without a terminal
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
