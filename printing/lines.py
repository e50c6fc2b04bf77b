"""Breaks Chinese text into lines as GB/T 15834 asks, ready to be justified.

ReportLab knows a Japanese list only: it begins lines with ，and splits —— and numbers.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

NO_START = frozenset("，。、；：？！”’）》〉」』】〕］｝·～…—⸺%％‰℃,.;:?!)]}>/／-–")
NO_END = frozenset("“‘（《〈「『【〔［｛([{<￥¥＄$№#＃")
SQUEEZED = frozenset("，。、；：？！）》〉」』】〕］｝")

# What is never split: dashes, dots, as much of a line to write on as a name needs, a number with
# its unit, a Latin word.
ATOM = re.compile(
    r"——|……|⸺|[ \u3000]+|_{1,10}(?:[年月日号元岁份页条人个天])?"
    r"|[-+]?\d[\d,.:/%*-]*(?:[A-Za-z]+|[年月日号元岁份页条人个])?"
    r"|[0-9A-Za-z\u00c0-\u024f*][0-9A-Za-z\u00c0-\u024f_.@/*'-]*"
    r"|.",
    re.DOTALL,
)
# Names break at their dots, lists at their commas, a unit in brackets goes to the next line.
PAUSE = re.compile(r"(?<=[·、，；])(?=.)|(?<=.)(?=（[^（）]*）$)")

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: pieces that may be spread apart, and whether to spread them."""

    atoms: tuple[str, ...]
    width: float
    justified: bool

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(self.atoms)


def break_lines(text: str, measure: Measure, width: float, indent: float = 0) -> list[Line]:
    """Return ``text`` in lines no wider than ``width``; a newline starts a paragraph.

    ``measure`` tells the width of a piece of text; ``indent`` is kept free at the start of
    each paragraph. A mark at the end of a line may lose the empty half of its square.
    Only a piece that is by itself wider than a line is split against the rules.
    """
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        lines += _Breaker(measure, width, indent).lines(paragraph)
    return lines


def atoms(text: str) -> list[str]:
    """Return the pieces of ``text`` that are never split."""
    return ATOM.findall(text)


def phrases(text: str) -> list[str]:
    """Return ``text`` in parts between which a reader pauses."""
    return PAUSE.split(text)


def groups(text: str) -> list[list[str]]:
    """Return the pieces in groups that must stay on one line together."""
    found: list[list[str]] = []
    for atom in atoms(text):
        if found and (atom[0] in NO_START or found[-1][-1][-1] in NO_END):
            found[-1].append(atom)
        else:
            found.append([atom])
    return found


class _Breaker:
    """Fills the lines of one paragraph."""

    def __init__(self, measure: Measure, width: float, indent: float) -> None:
        self._measure = measure
        self._width = width
        self._room = width - indent
        self._atoms: list[str] = []
        self._used = 0.0
        self._done: list[Line] = []

    def lines(self, text: str) -> list[Line]:
        for group in groups(text):
            self._add(group)
        self._end(justified=False)
        return self._done

    def _add(self, group: list[str]) -> None:
        if self._fits(group):
            self._take(group)
            return
        if self._atoms:
            self._end(justified=True)
        if group[0].isspace():
            return
        for piece in [group] if self._fits(group) else self._forced(group):
            if not self._fits(piece) and self._atoms:
                self._end(justified=True)
            self._take(piece)

    def _fits(self, group: list[str]) -> bool:
        needed = self._used + sum(map(self._measure, group)) - self._squeeze(group[-1])
        return needed <= self._room + 0.01

    def _take(self, group: list[str]) -> None:
        self._atoms += group
        self._used += sum(map(self._measure, group))

    def _end(self, *, justified: bool) -> None:
        while self._atoms and justified and self._atoms[-1].isspace():
            self._used -= self._measure(self._atoms.pop())
        last = self._atoms[-1] if self._atoms else ""
        squeeze = self._squeeze(last) if justified or self._used > self._room else 0.0
        self._done.append(Line(tuple(self._atoms), self._used - squeeze, justified))
        self._atoms, self._used, self._room = [], 0.0, self._width

    def _squeeze(self, atom: str) -> float:
        return self._measure(atom) / 2 if atom in SQUEEZED else 0.0

    @staticmethod
    def _forced(group: list[str]) -> Iterator[list[str]]:
        """Give a group too wide for any line character by character."""
        for atom in group:
            for character in atom:
                yield [character]
