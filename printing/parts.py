"""The papers of a PDF on their way to a printer, and how far each came."""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.page_choice import documents_in

WAITING, PRINTED, CUT = "waiting", "printed", "cut"


@dataclass(slots=True)
class Part:
    """What is printed as one job: pages of one document of a PDF, both counted from 0.

    ``sides`` are the printed sides of all copies that were asked for, ``came_out`` those that
    came: of what was cut short at most so many, as they are counted while they are sent; none
    where nobody counts. ``CUT`` was handed over, and stopped or taken back.
    """

    document: int
    pages: tuple[int, ...]
    sides: int
    state: str = WAITING
    came_out: int | None = 0

    def end(self, *, whole: bool, came_out: int | None) -> None:
        """Keep that this part is over, and how many sides came of it."""
        self.state = PRINTED if whole else CUT
        self.came_out = self.sides if whole else came_out


def parts_of(pdf: bytes, wanted: Sequence[int], copies: int = 1) -> list[Part]:
    """Return the wanted pages of each document in a PDF that has some, in their order."""
    chosen = set(wanted)
    found = []
    for number, pages in enumerate(documents_in(pdf)):
        some = tuple(page for page in pages if page in chosen)
        if some:
            found.append(Part(number, some, len(some) * copies))
    return found


def printed(parts: Sequence[Part]) -> int:
    """Return how many parts came out whole."""
    return sum(part.state == PRINTED for part in parts)


def left_of(parts: Sequence[Part]) -> tuple[int, ...]:
    """Return the pages of all parts that did not come out whole."""
    return tuple(page for part in parts if part.state != PRINTED for page in part.pages)
