"""What a form looks like, as data: a family, a page, and blocks from top to bottom.

`printing.form_layout.read_layout` makes these from the TOML file of a form. In the texts,
``{name}`` stands for the value of a field and ``{name|——}`` for what is printed without one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from printing.fitting import Align


class Family(StrEnum):
    """The five kinds of official paper."""

    CERTIFICATE = "certificate"
    LETTER = "letter"
    GRID = "grid"
    ROSTER = "roster"
    AGREEMENT = "agreement"


class Page(StrEnum):
    """The sizes of paper."""

    A4 = "A4"
    A4_LANDSCAPE = "A4 landscape"
    A3_LANDSCAPE = "A3 landscape"
    A5_LANDSCAPE = "A5 landscape"


class Beside(StrEnum):
    """Where the Mongolian wording of a title stands: above it, or upright at its left."""

    ABOVE = "above"
    LEFT = "left"


class Kind(StrEnum):
    """What a column of a table holds."""

    TEXT = "text"
    NUMBER = "number"  # 1, 2, 3 … down the table
    MONEY = "money"
    COUNT = "count"
    TICK = "tick"  # 是 is ticked
    BLANK = "blank"  # to be filled in by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a grid; one of label, text, field, tick, opinion and photo says what it is.

    ``span`` columns and ``rows`` rows; ``height`` is the least of its row in millimetres;
    ``grow`` lets the row become higher. ``options`` are those of a tick field, ``other`` the
    field whose value follows the last one. An opinion is text with ``signs``, ``date``, a place
    for a ``seal`` and for a ``fingerprint`` below it.
    """

    label: str = ""
    text: str = ""
    field: str = ""
    tick: str = ""
    options: tuple[str, ...] = ()
    other: str = ""
    opinion: str | None = None
    signs: tuple[str, ...] = ()
    date: str = ""
    seal: str = ""
    fingerprint: str = ""
    photo: str = ""
    span: int = 1
    rows: int = 1
    height: float = 0
    size: float = 0
    align: Align | None = None
    grow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table. ``group`` is the head above it and its neighbours of the same group.

    ``repeat`` makes so many columns of it, ``{n}`` in field and label counting from 1.
    """

    label: str
    field: str = ""
    width: float
    kind: Kind = Kind.TEXT
    group: str = ""
    sum: bool = False
    align: Align = Align.CENTRE
    repeat: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A numbered clause of an agreement."""

    title: str
    text: str
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who signs: a head, lines to fill in, and the places of seal and fingerprint."""

    title: str
    lines: tuple[str, ...] = ()
    seal: str = ""
    fingerprint: str = ""
    date: str = "　　　年　　月　　日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a form. ``when`` names a field without whose value it is left out.

    ``space`` is kept free above it, in millimetres.
    """

    when: str = ""
    space: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBlock(Block):
    """One line with something at the left, in the middle and at the right."""

    left: str = ""
    centre: str = ""
    right: str = ""
    size: float = 10.5
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock(Block):
    """Paragraphs, broken into lines and over pages; ``size`` 0 is that of the family.

    With a ``height`` they stand in a place of so many millimetres and shrink to fit it.
    """

    text: str
    size: float = 0
    leading: float = 0
    indent: float = 2
    bold: bool = False
    align: Align = Align.LEFT
    height: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingBlock(Block):
    """A heading inside a form, with a bookmark; ``new_page`` begins one."""

    text: str
    size: float = 14
    align: Align = Align.CENTRE
    new_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GridBlock(Block):
    """Cells in rows; the widths of the columns are shares of the page."""

    columns: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_height: float = 9
    size: float = 10.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock(Block):
    """Rows of data under a head that is repeated on every page.

    ``name`` is that of the rows in the data; ``least_rows`` are drawn even when there are fewer.
    ``page_sums`` adds a subtotal to each page where there are several, ``total`` a last row.
    In ``total_line``, written below at the right, ``{rows}`` is their count, ``{field}`` the sum
    of a column and ``{field_words}`` the same amount in words.
    """

    name: str
    columns: tuple[Column, ...]
    row_height: float = 8
    head_height: float = 0
    size: float = 10.5
    least_rows: int = 0
    page_sums: bool = False
    total: bool = False
    total_label: str = "合计（{rows}人）"
    page_label: str = "本页小计（{rows}人）"
    total_words: str = ""
    total_line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausesBlock(Block):
    """Clauses that are numbered 第一条, 第二条 …; one whose ``when`` has no value is left out."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignsBlock(Block):
    """Labels side by side, each with room behind it to sign or write."""

    signs: tuple[str, ...]
    size: float = 10.5
    height: float = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class PartiesBlock(Block):
    """The places where the parties of an agreement sign, side by side."""

    parties: tuple[Party, ...]
    height: float = 62


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingBlock(Block):
    """The end of a letter: who sends it and when, with the place of the seal upon them."""

    issuer: str
    date: str
    seal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadBlock(Block):
    """The red head of a letter: who sends it, its number, and a red line."""

    issuer: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutBlock(Block):
    """A dashed line along which the paper is cut."""

    text: str = "（沿此线裁下）"


@dataclass(frozen=True, slots=True, kw_only=True)
class BarsBlock(Block):
    """A bar chart of rows of data: a label, a value and what it is measured against."""

    name: str
    label: str
    value: str
    goal: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock(Block):
    """The QR code of a form, at the right, with words at its left, or these without a code."""

    text: str = ""
    side: float = 25


AnyBlock = (
    LineBlock | TextBlock | HeadingBlock | GridBlock | TableBlock | ClausesBlock | SignsBlock
    | PartiesBlock | ClosingBlock | HeadBlock | CutBlock | BarsBlock | CodeBlock
)  # fmt: skip

BLOCKS: dict[str, type[AnyBlock]] = {
    "line": LineBlock,
    "text": TextBlock,
    "heading": HeadingBlock,
    "grid": GridBlock,
    "table": TableBlock,
    "clauses": ClausesBlock,
    "signs": SignsBlock,
    "parties": PartiesBlock,
    "closing": ClosingBlock,
    "head": HeadBlock,
    "cut": CutBlock,
    "bars": BarsBlock,
    "code": CodeBlock,
}


@dataclass(frozen=True, slots=True)
class Margins:
    """What stays white around the text, in millimetres."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A form: ``fields`` are the values it may show, by name, each with its label.

    ``tables`` are fields of rows that may be shown beside those of its columns.
    ``official`` says that an office gave this layout, ``source`` which one; the others carry
    the line that they are samples. ``copies`` name those of one document (一式三份). A ``border``
    is a double frame along the edges. ``mongolian`` is the title in the traditional script as an
    office words it, ``mongolian_at`` where it stands (内政办发〔1996〕32号, 三); none is invented.
    """

    family: Family
    title: str
    page: Page
    fields: Mapping[str, str]
    blocks: tuple[AnyBlock, ...]
    official: bool = False
    source: str = ""
    title_size: float = 0
    margins: Margins | None = None
    copies: tuple[str, ...] = ()
    border: bool = False
    mongolian: str = ""
    mongolian_at: Beside = Beside.ABOVE
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
