"""The door of the program: `nutag` and `python -m desktop_app`."""

import sys


def main() -> int:
    """Run one command, or open the window when there is none; return the exit code."""
    from desktop_app.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
