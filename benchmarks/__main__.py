"""``make bench``: measures every promise about speed and prints it with its goal."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Amount, Figure

if TYPE_CHECKING:
    from benchmarks.papers_beside import Skipped


def main() -> int:
    """Print all figures; the exit code is 0 also where a goal is missed: machines differ."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="nutag-bench-") as place:
        for measured in _all(Path(place)):
            for figure in measured():
                print(figure.line(), flush=True)
    return 0


def _all(place: Path) -> list["Callable[[], Iterable[Figure | Amount | Skipped]]"]:
    from benchmarks.checks import checking
    from benchmarks.exchange import exchanging
    from benchmarks.exporting import exporting
    from benchmarks.importing import importing
    from benchmarks.large import large
    from benchmarks.many_desks import many_desks
    from benchmarks.office import at_the_office
    from benchmarks.papers import papers
    from benchmarks.papers_beside import beside
    from benchmarks.rolls import rolls
    from benchmarks.saving import saving
    from benchmarks.starting import starting

    return [
        lambda: saving(place),
        lambda: importing(place / "import"),
        lambda: exporting(place / "export"),
        lambda: starting(place / "start"),
        papers,
        beside,
        lambda: rolls(place / "rolls"),
        lambda: checking(place / "checks"),
        lambda: exchanging(place / "exchange"),
        lambda: many_desks(place / "desks"),
        lambda: at_the_office(place / "office"),
        lambda: large(place / "large"),
    ]


if __name__ == "__main__":
    sys.exit(main())
