"""Find a roster's header row and learn which column holds what, whatever their order."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

from desktop_app.domain.errors import Refused
from desktop_app.spreadsheets.sheet import HEADER_ROWS, Cell, SheetRow, column_letters

NEEDED = frozenset(("person.name", "person.citizen_id"))
PLAIN_KIND, PLAIN_TITLE = "plain", "普通花名册"
OWN_MARK = "household.mark"

_NOTE = re.compile(r"\([^()]*\)|【[^】]*】|\[[^\]]*\]|\d+位$|^必填|必填$")
_LOOSE = re.compile(r"^(?:所在|所属)|(?:名称|1)$")
_ABOUT = re.compile(r"(?:基本)?(?:信息|情况)$")
_LESS_SURE = 100
_NUMBER = re.compile(r"身份|证件")
_OF_WHOM = re.compile(r"(?:电话|手机|联系方式|单位|职务)")
_OTHER_PEOPLE = re.compile(r"帮扶|包联|包户|包村|网格员|监护人|紧急联系人|填表人|驻村")
_NUMBERING = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、]")
_TOP_OF_TWO = 2


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what its columns hold.

    ``columns`` gives the field of each column that is read and ``places`` the reverse,
    ``texts`` the words over every column; ``unmatched`` are columns that nobody knows,
    ``unused`` those known to have no place in the records. ``heads_alone``: every row is the
    head of a household.
    """

    row: int
    kind: str
    title: str
    columns: dict[int, str]
    places: dict[str, int]
    texts: dict[int, str]
    unmatched: list[str]
    unused: list[str]
    heads_alone: bool = False

    @property
    def own(self) -> bool:
        """Say whether this program wrote the roster: only it marks who lives together."""
        return OWN_MARK in self.places

    @property
    def matched(self) -> list[tuple[str, str]]:
        """Return each field that is read with the words of its column."""
        return [(field, self.texts[column]) for column, field in self.columns.items()]

    def place(self, column: int) -> str:
        """Name a column as people find it: G列“身份证号码”."""
        text = self.texts.get(column, "")
        return f"{column_letters(column)}列“{text}”" if text else f"{column_letters(column)}列"


class Promise(NamedTuple):
    """How good a roster a sheet may be: with people or not, how many columns, how many people.

    The greater one is the better one; people are only counted in the top rows.
    """

    filled: bool
    columns: int
    people: int


NO_HEADER = Promise(filled=False, columns=0, people=0)


@dataclass(frozen=True, slots=True)
class Titles:
    """The words over one column: of its group, of itself, and both as they are shown."""

    group: str
    own: str

    @property
    def shown(self) -> str:
        """Return what is told of the column: 公示·起."""
        return f"{self.group}·{self.own}" if self.group else self.own


@dataclass(frozen=True, slots=True)
class _Names:
    """The table of header names."""

    ranks: dict[str, tuple[tuple[str, int], ...]]
    other_groups: frozenset[str]
    unused: frozenset[str]
    kinds: tuple[tuple[str, str, frozenset[str]], ...]


def find_header(rows: Sequence[SheetRow]) -> Header:
    """Return the header among the top rows, or refuse when none names a person and a number.

    Give it the rows of ``SheetRows.head``, in which merged cells are filled. A header over
    two rows is read as one: the words of the group and those of the column below.
    """
    header = _best(rows)
    if header is None:
        raise Refused(
            "没有找到花名册的表头。",
            advice="请检查表里有没有一行写着“姓名”和“身份证号”这样的列名。",
        )
    return header


def promise_of(rows: Sequence[SheetRow]) -> Promise:
    """Return what the top rows of a sheet promise; an empty template promises the least."""
    header = _best(rows)
    if header is None:
        return NO_HEADER
    columns = [header.places[name] for name in NEEDED]
    people = sum(
        row.number > header.row and all(row.cell(column) for column in columns) for row in rows
    )
    return Promise(filled=people > 0, columns=len(header.columns), people=people)


def plain_words(cell: Cell) -> str:
    """Return the words of a header cell without what writers add: widths, spaces, stars."""
    if not isinstance(cell, str):
        return ""
    words = "".join(unicodedata.normalize("NFKC", cell).split())
    if not words.isprintable():
        words = "".join(char for char in words if char.isprintable())
    words = words.strip("*:;★●·").casefold()
    return _NUMBERING.sub("", words)


def _best(rows: Sequence[SheetRow]) -> Header | None:
    best: Header | None = None
    for row, titles in title_rows(rows[:HEADER_ROWS]):
        columns = _columns(titles)
        if set(columns.values()) >= NEEDED and (best is None or len(columns) > len(best.columns)):
            best = _header(row, titles, columns)
    return best


def title_rows(rows: Sequence[SheetRow]) -> Iterator[tuple[int, dict[int, Titles]]]:
    """Give each row alone, then as the lower of two; never alone under groups of columns."""
    pairs = [pair for pair in pairwise(rows) if pair[1].number == pair[0].number + 1]
    grouped = {bottom.number for top, bottom in pairs if _names_groups(top)}
    for row in rows:
        if row.number not in grouped:
            yield row.number, _one_row(row)
    for top, bottom in pairs:
        yield bottom.number, _two_rows(top, bottom)


def _names_groups(row: SheetRow) -> bool:
    """Say whether a row names groups: several words, one at least over several columns.

    A title is one word over all columns, and a line such as 填报单位：… has a colon.
    """
    words = [plain_words(cell) for cell in row.cells]
    spans = any(left and left == right for left, right in pairwise(words))
    return spans and len(set(words) - {""}) > 1 and not any(":" in one for one in words)


def _one_row(row: SheetRow) -> dict[int, Titles]:
    titles: dict[int, Titles] = {}
    for column, cell in enumerate(row.cells, start=1):
        words = plain_words(cell)
        if words:
            titles[column] = Titles(_whose(titles.get(column - 1), words), words)
    return titles


def _whose(before: Titles | None, words: str) -> str:
    """Return the group of a telephone right behind a helper: it is the helper's."""
    if before is None or not _OF_WHOM.search(words) or _OTHER_PEOPLE.search(words):
        return ""
    return before.group or (before.own if _OTHER_PEOPLE.search(before.own) else "")


def _two_rows(top: SheetRow, bottom: SheetRow) -> dict[int, Titles]:
    titles: dict[int, Titles] = {}
    group = ""
    for column in range(1, max(len(top.cells), len(bottom.cells)) + 1):
        over, under = plain_words(top.cell(column)), plain_words(bottom.cell(column))
        group = over or group
        if under and under != over:
            titles[column] = Titles(group, under)
        elif over and (under or bottom.cell(column) is None):
            titles[column] = Titles(_whose(titles.get(column - 1), over), over)
    return titles


def _columns(titles: dict[int, Titles]) -> dict[int, str]:
    """Give each field to the column with its surest name, and each column one field."""
    wishes = sorted(
        (rank, column, field) for column, title in titles.items() for field, rank in _fields(title)
    )
    taken: dict[int, str] = {}
    for _, column, field in wishes:
        if column not in taken and field not in taken.values():
            taken[column] = field
    return dict(sorted(_heads_alone(titles, taken).items()))


def _heads_alone(titles: dict[int, Titles], columns: dict[int, str]) -> dict[int, str]:
    """Take the head for the person where a sheet lists heads of households alone.

    Not where a column that nobody knows may hold the number of somebody else.
    """
    found = set(columns.values())
    unknown = (one.own for column, one in titles.items() if column not in columns)
    if "person.name" in found or "head.name" not in found or any(map(_NUMBER.search, unknown)):
        return columns
    instead = {"head.name": "person.name"}
    if "person.citizen_id" not in found:
        instead["head.citizen_id"] = "person.citizen_id"
    return {column: instead.get(field, field) for column, field in columns.items()}


def _fields(title: Titles) -> tuple[tuple[str, int], ...]:
    if title.group:
        group = _without_notes(title.group)
        short = _ABOUT.sub("", group)
        joined = _lookup(title.group + title.own) or _lookup(short + title.own)
        if joined:
            return joined
        if group in _names().other_groups or is_of_helpers(group):
            return _lookup(title.own) if title.own.startswith(short) else ()
    return _lookup(title.own)


def is_of_helpers(group: str) -> bool:
    """Say whether the columns of a group are about a helper, a guardian or who filled them in."""
    return bool(_OTHER_PEOPLE.search(group))


def is_unused(words: str) -> bool:
    """Say whether a column is known to have no place in the records, such as 序号."""
    return _without_notes(words) in _names().unused


def _is_of_head(title: Titles) -> bool:
    return any(field == "head.name" for field, _ in _fields(title))


def _lookup(words: str) -> tuple[tuple[str, int], ...]:
    ranks = _names().ranks
    bare = _without_notes(words)
    found = ranks.get(words) or ranks.get(bare)
    if found:
        return found
    loose = _loosened(bare)
    return tuple((field, rank + _LESS_SURE) for field, rank in loose)


def _loosened(words: str) -> tuple[tuple[str, int], ...]:
    """Look up 所属苏木乡镇 as 苏木乡镇 and 行政村名称 as 行政村."""
    short = _LOOSE.sub("", words)
    return _names().ranks.get(short, ()) if short != words else ()


def _without_notes(words: str) -> str:
    return _NOTE.sub("", words).strip("*")


def _header(row: int, titles: dict[int, Titles], columns: dict[int, str]) -> Header:
    kind, title = _kind({words for one in titles.values() for words in (one.own, one.shown)})
    left = [one for column, one in titles.items() if column not in columns]
    return Header(
        row=row,
        kind=kind,
        title=title,
        columns=columns,
        places={name: column for column, name in columns.items()},
        texts={column: one.shown for column, one in titles.items()},
        unmatched=[one.shown for one in left if not is_unused(one.own)],
        unused=[one.shown for one in left if is_unused(one.own)],
        heads_alone=any(
            field == "person.name" and _is_of_head(titles[column])
            for column, field in columns.items()
        ),
    )


def _kind(words: set[str]) -> tuple[str, str]:
    both = words | {_without_notes(one) for one in words}
    shares = [
        (len(signature & both) / len(signature), name, title)
        for name, title, signature in _names().kinds
    ]
    share, name, title = max(shares)
    return (name, title) if share >= 1 / _TOP_OF_TWO else (PLAIN_KIND, PLAIN_TITLE)


@cache
def _names() -> _Names:
    file = resources.files("desktop_app") / "data" / "roster_headers.toml"
    facts = tomllib.loads(file.read_text(encoding="utf-8"))
    ranks: dict[str, list[tuple[str, int]]] = {}
    for entry in facts["fields"]:
        for rank, words in enumerate(entry["headers"]):
            ranks.setdefault(words, []).append((entry["field"], rank))
    return _Names(
        ranks={words: tuple(found) for words, found in ranks.items()},
        other_groups=frozenset(facts["other_groups"]),
        unused=frozenset(facts["unused"]),
        kinds=tuple(
            (kind["name"], kind["title"], frozenset(kind["signature"])) for kind in facts["kinds"]
        ),
    )
