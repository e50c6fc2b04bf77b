"""Puts the pieces of a form on pages: nothing is cut, nothing that belongs together is parted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from printing.fitting import Overflow
from printing.paper import Paper

SLACK = 0.05


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of a known height that stands on one page; ``draw`` gets its top.

    ``gap`` is kept free above it, but not at the top of a page. ``keep`` holds it on one page
    with the next piece, ``fresh`` begins a page. Pieces that follow each other with the same
    ``outline`` get one thick frame together. ``field`` is what to name when it is higher than
    a page.
    """

    height: float
    draw: Callable[[Paper, float], None]
    gap: float = 0
    keep: bool = False
    fresh: bool = False
    outline: str = ""
    bookmark: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and where it stands on its page."""

    top: float
    piece: Piece


class Pages:
    """Pages that fill from ``top`` down to ``bottom``."""

    def __init__(self, top: float, bottom: float) -> None:
        self._top, self._bottom = top, bottom
        self._level = top
        self.pages: list[list[Placed]] = [[]]

    @property
    def room(self) -> float:
        """Return how much is free on this page."""
        return self._bottom - self._level + SLACK

    @property
    def whole(self) -> float:
        """Return how much is free on an empty page."""
        return self._bottom - self._top + SLACK

    @property
    def at_top(self) -> bool:
        """Say whether nothing stands on this page yet."""
        return not self.pages[-1]

    def put(self, pieces: Sequence[Piece], follow: float = 0) -> None:
        """Place pieces one below the other.

        ``follow`` is the height that must be free below the last one when it is to be kept with
        what comes next. Raise `Overflow` for a piece that is higher than a page.
        """
        for first in range(len(pieces)):
            if pieces[first].fresh or self._parts(pieces, first, follow):
                self.new_page()
            self.place(pieces[first])

    def place(self, piece: Piece) -> None:
        """Place a piece on this page, where it fits."""
        gap = 0.0 if self.at_top else piece.gap
        if gap + piece.height > self.room:
            raise Overflow(piece.field or piece.bookmark)
        self.pages[-1].append(Placed(self._level + gap, piece))
        self._level += gap + piece.height

    def new_page(self) -> None:
        """Begin a page, unless this one is empty."""
        if not self.at_top:
            self.pages.append([])
            self._level = self._top

    def _parts(self, pieces: Sequence[Piece], first: int, follow: float) -> bool:
        """Say whether a piece, with those it is kept with, belongs on the next page."""
        if pieces[first].gap * (not self.at_top) + pieces[first].height > self.room:
            return True
        if self.at_top or (first > 0 and pieces[first - 1].keep):
            return False
        needed = self._chain(pieces, first, follow)
        return self.room < needed <= self.whole

    @staticmethod
    def _chain(pieces: Sequence[Piece], first: int, follow: float) -> float:
        """Return the height of a piece and of all that it is kept with."""
        height = 0.0
        for piece in pieces[first:]:
            height += piece.gap + piece.height
            if not piece.keep:
                return height
        return height + follow
