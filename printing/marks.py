"""What was drawn, for whoever wants to see that nothing lies outside its place."""

from collections.abc import Callable
from dataclasses import dataclass

from printing.faces import Face
from printing.fitting import Box


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on a page: what it covers, and the place it was meant to stay in.

    ``kind`` is text, line, frame, circle, stroke or code; ``area`` is the part of the page in
    which things were allowed to stand just then. A line of text also has the label of its field,
    its words, face and size, and the ``spread`` between its pieces, both in points.
    """

    page: int
    kind: str
    field: str
    covers: Box
    place: Box
    area: Box
    words: str = ""
    face: Face | None = None
    size: float = 0
    spread: float = 0

    def inside(self, slack: float = 0.05) -> bool:
        """Say whether it stays in its place and in the area, up to ``slack`` millimetres."""
        return all(_holds(outer, self.covers, slack) for outer in (self.place, self.area))


def _holds(outer: Box, inner: Box, slack: float) -> bool:
    return (
        inner.left >= outer.left - slack
        and inner.top >= outer.top - slack
        and inner.right <= outer.right + slack
        and inner.bottom <= outer.bottom + slack
    )


Watch = Callable[[Mark], None]
