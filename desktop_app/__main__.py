"""The door of the program: `nutag` and `python -m desktop_app`."""

import os
import sys


def main() -> int:
    """Run one command, or open the window when there is none; return the exit code."""
    from desktop_app.cli import run

    os.umask(0o077)  # records, keys and papers are for this account alone
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
