"""Takes in a sheet of one kind: tried row by row as it would be written, then written at once.

A trial writes through the use cases like the import itself and takes everything back, so that
every rule of the trade speaks, also about rows that follow from rows above.
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import labels
from desktop_app.session import Session
from desktop_app.spreadsheets.book import keep_book
from desktop_app.spreadsheets.catalogue import KINDS, SheetKind, sheet_kind
from desktop_app.spreadsheets.entry import RowProblem
from desktop_app.spreadsheets.record_header import RecordHeader, refuse_incomplete
from desktop_app.spreadsheets.record_row import (
    RecordRow,
    day_of,
    read_record_row,
    record_rows,
    rows_aside,
)
from desktop_app.spreadsheets.values import shortened, written
from desktop_app.use_cases.roster_changes import Change, differences, masked_text
from desktop_app.use_cases.sheets_in import of_people, of_posts
from desktop_app.use_cases.sheets_in.columns import Matching
from desktop_app.use_cases.sheets_in.errors_book import HEADS, wrong_rows_book
from desktop_app.use_cases.sheets_in.looking_up import Take, Work
from desktop_app.use_cases.sheets_in.opening import (
    OpenSheet,
    keep_columns,
    open_sheet,
    said_by_headings,
    with_given,
)

NEW_ROW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
STATES = (NEW_ROW, CHANGED, SAME, REFUSED)
_TOLD = 5
"""Rows that are not records, told by their numbers; of more only that there are."""

_TAKES: Mapping[str, tuple[Take, tuple[str, ...]]] = {
    "households": (of_people.household, ()),
    "visits": (of_people.visit, ("visited_on",)),
    "posts": (of_posts.post, ()),
    "placements": (of_posts.placement, ("started_on", "agreement_from", "applied_on")),
    "attendance": (of_posts.attendance, ()),
    "subsidies_paid": (of_posts.payment, ()),
    "enrolments": (of_people.enrolment, ("since",)),
    "transfers": (of_people.employment, ("since",)),
    "trainings": (of_people.training, ("begins_on", "enrolled_on", "wished_on")),
    "vacancies": (of_posts.vacancy, ("open_from",)),
    "watch_list": (of_people.listed, ()),
}
"""What a row of each kind does, and by which of its days rows are taken one after another."""

SHEET_KINDS = tuple(name for name in KINDS if name in _TAKES)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRowPlan:
    """What one row would do: new, changed (which fields), the same, or refused and why."""

    number: int
    name: str
    state: str
    changes: tuple[Change, ...] = ()
    problem: RowProblem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPreview:
    """What a sheet would change; nothing is written yet.

    ``name`` is under what the matching of its columns is saved; ``aside`` are the numbers of
    rows that are totals or notes, ``hidden`` of those that the sheet does not show, ``others``
    the worksheets that may be meant as well. ``told`` stands for what is said of the rows where
    a kind has more to say.
    """

    kind: SheetKind
    file_name: str
    sheet: str
    header: RecordHeader
    rows: tuple[SheetRowPlan, ...]
    read: tuple[RecordRow, ...] = field(repr=False)
    name: str = ""
    aside: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()
    others: tuple[str, ...] = ()
    told: str = ""

    @property
    def counts(self) -> Counter[str]:
        """Return how many rows are new, changed, the same, refused."""
        return Counter({**dict.fromkeys(STATES, 0), **Counter(row.state for row in self.rows)})

    def summary(self) -> str:
        """Return in sentences what was read and what it would change."""
        counts = self.counts
        read = (
            f"「{self.file_name}」的工作表「{self.sheet}」认作{self.kind.title}，表头在第 "
            f"{self.header.row} 行，认出 {len(self.header.columns) + len(self.header.days)} 列。\n"
            f"新增 {counts[NEW_ROW]} 行，有变化 {counts[CHANGED]} 行，"
            f"没有变化 {counts[SAME]} 行，不能导入 {counts[REFUSED]} 行。"
        )
        lines = (self.told or read).split("\n")
        if self.name:
            lines[0] += f"照「{self.name}」的对应读的。"
        unknown = [one for one in self.header.unmatched if one not in HEADS]
        if unknown:
            lines.append(f"这些列不认识，没有用到：{'、'.join(unknown)}。")
        if self.aside:
            told = "、".join(f"第 {number} 行" for number in self.aside[:_TOLD])
            more = "等" if len(self.aside) > _TOLD else ""
            lines.append(f"{told}{more}是合计、说明、没填的行或者重复的表头，不算。")
        if self.others:
            lines.append(f"工作表{'、'.join(f'「{one}」' for one in self.others)}这次没有读。")
        if self.hidden:
            lines.append(f"有 {len(self.hidden)} 行在表里是隐藏的，也读了；不要的，先在表里删掉。")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetResult:
    """What an import has written; ``batch`` undoes all of it at once, ``more`` is told too."""

    counts: Counter[str]
    batch: int | None
    more: str = ""

    def sentence(self) -> str:
        """Return what was done."""
        one = self.counts
        rest = f"{one[SAME]} 行没有变化，{one[REFUSED]} 行没有导入。{self.more}"
        if self.batch is None:
            return f"没有要写入的：{rest}"
        return f"已保存在本机：新增 {one[NEW_ROW]} 行，更新 {one[CHANGED]} 行，{rest}可以整批撤销。"


def read_records(
    session: Session,
    kind: str,
    path: Path,
    progress: Progress,
    matching: Matching | None = None,
    sheet: str = "",
    every: Mapping[str, str] | None = None,
    *,
    months: bool = False,
) -> SheetPreview:
    """Read a sheet of a kind and try every row; nothing is written.

    ``matching`` says what columns with other headings mean; it is remembered for the next sheet
    with the same headings. ``sheet`` names one of several worksheets, ``every`` says what holds
    for every row, as the month in the title. With ``months`` a month without its day begins on
    the first, and ends on its last one. ``Refused`` for a file that cannot be read safely, or
    without the columns by which a record is known.
    """
    opened = open_sheet(session, kind_of_sheet(kind), path, progress, sheet)
    if matching:
        opened = said_by_headings(opened, matching)
    opened = replace(with_given(opened, every or {}), months=months or opened.months)
    refuse_incomplete(opened.kind, opened.whole_header)
    if matching:
        opened = keep_columns(session, opened, opened.name)
    return try_records(session, opened, progress)


def try_records(session: Session, opened: OpenSheet, progress: Progress) -> SheetPreview:
    """Try every row of a sheet whose columns are known; nothing is written."""
    header = refuse_incomplete(opened.kind, opened.whole_header)
    progress.note = "正在认每一行"
    found = list(record_rows(opened.rows, header))
    blank = SheetPreview(
        kind=opened.kind,
        file_name=opened.file_name,
        sheet=opened.rows.name,
        header=header,
        name=opened.name,
        rows=(),
        read=tuple(read_record_row(header, row) for row in progress.over(found)),
        aside=tuple(rows_aside(opened.rows, header)),
        hidden=frozenset(row.number for row in found if row.hidden),
        others=tuple(opened.rows.others) if opened.rows.alike else (),
    )
    progress.note = "正在和登记的核对"
    return replace(blank, rows=_tried(session, blank, progress))


def import_records(session: Session, preview: SheetPreview, progress: Progress) -> SheetResult:
    """Write every row that is sound, through the use cases: all of them, or none.

    The rows are tried against the records as they are now. Cancelling takes everything back.
    The same file taken in again changes nothing.
    """
    progress.note = "正在写入"
    batch = session.store.next_batch()
    with session.store.transaction(batch):
        rows = _taken(session, preview, progress)
    counts = replace(preview, rows=rows).counts
    written_any = counts[NEW_ROW] + counts[CHANGED] > 0
    return SheetResult(counts=counts, batch=batch if written_any else None)


def import_sheet(
    session: Session,
    kind: str,
    path: str,
    columns: dict[str, str] | None = None,
    dry_run: bool = False,
) -> SheetPreview:
    """Read a sheet of a kind and keep at once what is sound in it, unless ``dry_run``."""
    preview = read_records(session, kind, Path(path), Progress(), columns)
    if not dry_run:
        import_records(session, preview, Progress())
    return preview


def write_wrong_rows(preview: SheetPreview, path: Path) -> int:
    """Write the rows that are not taken, the reason first, to be put right and imported again.

    Every cell is text, so that identity numbers stay whole. Return how many rows there are.
    """
    problems = [row.problem for row in preview.rows if row.problem is not None]
    cells = {row.number: row.cells for row in preview.read}
    kind, given = preview.kind, preview.header.given
    every = {kind.heading(field): str(value) for field, value in given.items()}
    keep_book(wrong_rows_book(preview.header.texts, cells, problems, every), path)
    return len(problems)


def kind_of_sheet(name: str) -> SheetKind:
    """Return the kind of a sheet that can be taken in, or refuse a name that is none."""
    if name not in _TAKES:
        known = "、".join(f"{one}（{sheet_kind(one).title}）" for one in SHEET_KINDS)
        raise Refused(f"没有叫 {name} 的表。", advice=f"能导入的是：{known}。", fields=("kind",))
    return sheet_kind(name)


class _TakeBack(Exception):
    """Ends a trial: what it has written is taken back."""


def _tried(session: Session, preview: SheetPreview, progress: Progress) -> tuple[SheetRowPlan, ...]:
    """Return what every row would do, by doing it and taking it all back."""
    rows: tuple[SheetRowPlan, ...] = ()
    with suppress(_TakeBack), session.store.transaction():
        rows = _taken(session, preview, progress)
        raise _TakeBack
    return rows


def _taken(session: Session, preview: SheetPreview, progress: Progress) -> tuple[SheetRowPlan, ...]:
    """Take every row, in the order of time; a refused one leaves nothing behind."""
    take, days = _TAKES[preview.kind.name]
    work = Work(session, preview.header.fields)
    plans = []
    for row in progress.over(sorted(preview.read, key=lambda one: day_of(one, *days))):
        try:
            with session.store.attempt():
                plans.append(_plan(work, preview.kind, take, row))
        except Refused as refused:
            plans.append(_refused(preview, row, refused))
    return tuple(sorted(plans, key=lambda plan: plan.number))


def _plan(work: Work, kind: SheetKind, take: Take, row: RecordRow) -> SheetRowPlan:
    if row.wrong is not None:
        raise row.wrong
    before, after = take(work, row)
    work.seen[after.id] = row.number
    changes = _own(kind, differences(before or type(after)(), after))
    state = NEW_ROW if before is None else CHANGED if changes else SAME
    return SheetRowPlan(number=row.number, name=_name(row), state=state, changes=tuple(changes))


def _own(kind: SheetKind, changes: list[Change]) -> list[Change]:
    """Leave out what only follows from a row and is no column of it."""
    known = labels(kind.record)
    follows = {known[one.field].text for one in kind.columns if one.shown and one.field in known}
    return [one for one in changes if one[0] not in follows]


def _refused(preview: SheetPreview, row: RecordRow, refused: Refused) -> SheetRowPlan:
    place, value = "", ""
    for name in refused.fields:
        found = preview.header.at(name)
        if found is not None and not place:
            place = preview.header.place(name)
            value = written(row.cells[found - 1]) if found <= len(row.cells) else ""
    problem = RowProblem(
        sheet=preview.sheet,
        row=row.number,
        column=place,
        value=shortened(value),
        message=masked_text(f"{refused}{refused.found}"),
        advice=refused.advice,
    )
    return SheetRowPlan(number=row.number, name=_name(row), state=REFUSED, problem=problem)


def _name(row: RecordRow) -> str:
    names = ("person.name", "head.name", "title")
    return next((text for name in names if (text := row.text(name))), "")
