"""Lists that offices hand over as Excel: only who is known here is kept, with source and date."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from db.check_queries import people_by_number
from desktop_app.domain.citizen_id import masked
from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Listed, RecordId
from desktop_app.session import Session
from desktop_app.spreadsheets.entry import RowProblem
from desktop_app.spreadsheets.record_header import RecordHeader, refuse_incomplete
from desktop_app.spreadsheets.record_row import RecordRow, record_rows, rows_aside
from desktop_app.spreadsheets.sheet import Cell, SheetRow
from desktop_app.spreadsheets.values import same_name, shortened, written
from desktop_app.spreadsheets.watch_list import ListRow, guess_columns, list_kind, read_list_row
from desktop_app.use_cases.roster_changes import Change, differences, masked_text
from desktop_app.use_cases.sheets_in.opening import OpenSheet, open_sheet
from desktop_app.use_cases.sheets_in.taking_in import (
    CHANGED,
    NEW_ROW,
    REFUSED,
    SAME,
    SheetPreview,
    SheetRowPlan,
)

__all__ = [
    "ListPreview",
    "ListedRow",
    "import_watch_list",
    "open_list",
    "read_watch_list",
    "shown_list",
    "take_in_list",
    "try_list",
]

IMPORT = "import_watch_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """One person known here who stands on the list, and whether that is news."""

    row: int
    name: str
    number: str
    village_code: str
    since: date | None
    until: date | None
    detail: str
    state: str
    changes: tuple[Change, ...]
    notes: tuple[str, ...]
    record: Listed = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPreview:
    """What a list would bring; nothing is written yet.

    ``strangers`` counts the rows about people who are not known here: nothing of them is kept.
    ``gone`` are entries of the same list and source that this file does not have any more.
    """

    file_name: str
    sheet: str
    watch_list: str
    source: str
    as_of: date
    read: int
    strangers: int
    header: RecordHeader = field(repr=False)
    rows: tuple[ListedRow, ...]
    wrong: tuple[RowProblem, ...]
    cells: Mapping[int, Sequence[Cell]] = field(repr=False)
    aside: tuple[int, ...]
    gone: tuple[Listed, ...] = field(repr=False)

    @property
    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the rows by which nobody can be found."""
        return tuple(str(one) for one in self.wrong)

    @property
    def counts(self) -> Counter[str]:
        """Return how many of the rows are new, changed, the same."""
        return Counter(row.state for row in self.rows)

    def summary(self) -> str:
        """Return in sentences what was read and what would be kept."""
        counts = self.counts
        name = text_of("watch_list", self.watch_list)
        lines = [
            f"「{self.file_name}」的工作表「{self.sheet}」认作{name}名单，读了 {self.read} 行。",
            f"对上本机 {len(self.rows)} 人：新增 {counts[NEW_ROW]}，有变化 {counts[CHANGED]}，"
            f"没有变化 {counts[SAME]}；不认识的 {self.strangers} 行不留。",
        ]
        used = [self.header.place(one.field) for one in self.header.columns.values()]
        lines.append(f"用到的列：{'、'.join(used)}。")
        if self.gone:
            lines.append(f"以前有、这次没有的 {len(self.gone)} 人，会从名单上去掉。")
        if self.problems:
            lines.append(f"{len(self.problems)} 行没有对上：身份证号空缺或者不对。")
        return "\n".join(lines)


def read_watch_list(
    session: Session,
    path: Path,
    watch_list: str,
    progress: Progress,
    *,
    source: str = "",
    as_of: date | None = None,
    whole: bool = False,
) -> ListPreview:
    """Read a list and look for the people who are known here; nothing is written.

    ``whole`` says that the file is the whole list of its source: who is on it no more is taken
    off. ``Refused`` for a list that does not exist, or a file that cannot be read safely.
    """
    opened = open_list(session, watch_list, path, progress)
    return try_list(session, opened, watch_list, progress, source=source, as_of=as_of, whole=whole)


def open_list(
    session: Session, watch_list: str, path: Path, progress: Progress, sheet: str = ""
) -> OpenSheet:
    """Open a list, so that a person may say what its columns are; ``Refused`` like a read."""
    _refuse_odd(session, watch_list, session.today())
    guess = partial(guess_columns, watch_list)
    return open_sheet(session, list_kind(watch_list), path, progress, sheet, guess)


def try_list(
    session: Session,
    opened: OpenSheet,
    watch_list: str,
    progress: Progress,
    *,
    source: str = "",
    as_of: date | None = None,
    whole: bool = False,
) -> ListPreview:
    """Look for the people of an open list who are known here; nothing is written."""
    day = as_of or session.today()
    _refuse_odd(session, watch_list, day)
    header = refuse_incomplete(opened.kind, opened.header)
    progress.note = "正在和登记的核对"
    lines = list(progress.over(list(record_rows(opened.rows, header))))
    read = [(line, read_list_row(line, header, watch_list)) for line in lines]
    known = Known(session, watch_list, source.strip() or opened.path.stem, day)
    rows = list(known.rows([row for _, row in read if isinstance(row, ListRow)]))
    return ListPreview(
        file_name=opened.file_name,
        sheet=opened.rows.name,
        watch_list=watch_list,
        source=known.source,
        as_of=day,
        read=len(read),
        strangers=known.strangers,
        header=header,
        rows=tuple(rows),
        wrong=tuple(
            _wrong(opened.rows.name, header, line, row)
            for line, row in read
            if isinstance(row, Refused)
        ),
        cells={line.number: line.cells for line in lines},
        aside=tuple(rows_aside(opened.rows, header)),
        gone=tuple(known.gone(rows)) if whole else (),
    )


def shown_list(preview: ListPreview, opened: OpenSheet) -> SheetPreview:
    """Return a list as any other sheet is shown: every person known here, every wrong row."""
    plans = [
        SheetRowPlan(
            number=row.row,
            name=row.name,
            state=row.state,
            changes=row.changes,
        )
        for row in preview.rows
    ]
    wrong = [
        SheetRowPlan(number=one.row, name="", state=REFUSED, problem=one) for one in preview.wrong
    ]
    numbers = {one.row for one in preview.wrong}
    told = replace(preview, gone=()).summary()
    return SheetPreview(
        kind=opened.kind,
        file_name=preview.file_name,
        sheet=preview.sheet,
        header=preview.header,
        rows=(*wrong, *plans),
        read=tuple(
            RecordRow(number=number, values={}, cells=list(cells))
            for number, cells in preview.cells.items()
            if number in numbers
        ),
        name=opened.name,
        aside=preview.aside,
        told=told,
    )


def take_in_list(session: Session, preview: ListPreview, progress: Progress) -> int | None:
    """Keep what the preview showed, all or nothing; return the batch that undoes it, or none.

    The same file taken in again changes nothing.
    """
    name = text_of("watch_list", preview.watch_list)
    news = [row for row in preview.rows if row.state != SAME]
    if not news and not preview.gone:
        return None
    with session.store.transaction():
        batch = session.store.next_batch()
        for row in progress.over(news):
            with session.operation(IMPORT, f"{name}名单：{row.name}", batch=batch) as operation:
                operation.save(row.record)
        for gone in preview.gone:
            with session.operation(IMPORT, f"{name}名单：去掉一人", batch=batch) as operation:
                operation.remove(gone)
    return batch


def import_watch_list(
    session: Session,
    path: str,
    watch_list: str,
    source: str = "",
    as_of: date | None = None,
    whole: bool = False,
    dry_run: bool = False,
) -> ListPreview:
    """Read a list and keep at once what it says of people known here, unless ``dry_run``."""
    preview = read_watch_list(
        session, Path(path), watch_list, Progress(), source=source, as_of=as_of, whole=whole
    )
    if not dry_run:
        take_in_list(session, preview, Progress())
    return preview


class Known:
    """The people known here, compared with the rows of one list."""

    def __init__(self, session: Session, watch_list: str, source: str, as_of: date) -> None:
        self._session, self.source = session, source
        self._watch_list, self._as_of = watch_list, as_of
        self.strangers = 0
        before = session.find(Listed, watch_list=watch_list)
        self._before = {(one.person_id, one.detail): one for one in before}

    def rows(self, read: list[ListRow]) -> Iterator[ListedRow]:
        """Return a row for each person known here; count the others."""
        numbers = list(dict.fromkeys(number for row in read for number in row.numbers))
        people = people_by_number(self._session.store.database, numbers)
        seen: set[tuple[RecordId, str]] = set()
        for row in read:
            found = [(n, *person) for n in row.numbers for person in people.get(n, ())]
            self.strangers += not found
            for number, id_, name, village in found:
                if (id_, row.detail) not in seen:
                    seen.add((id_, row.detail))
                    yield self._row(row, number, id_, name, village)

    def gone(self, rows: list[ListedRow]) -> list[Listed]:
        """Return what the same source said before and says no more."""
        here = {(row.record.person_id, row.record.detail) for row in rows}
        return [
            one
            for key, one in self._before.items()
            if one.source == self.source and key not in here
        ]

    def _row(self, row: ListRow, number: str, id_: RecordId, name: str, village: str) -> ListedRow:
        notes = list(row.notes)
        if row.name and number == row.numbers[0] and not same_name(row.name, name):
            notes.append(f"名单上的姓名是“{row.name}”。")
        before = self._before.get((id_, row.detail))
        record = replace(
            before or Listed(village_code=village, person_id=id_, watch_list=self._watch_list),
            since=row.since,
            until=row.until,
            detail=row.detail,
            source=self.source,
            as_of=self._as_of,
            notes="".join(notes),
        )
        state = NEW_ROW if before is None else SAME if record == before else CHANGED
        return ListedRow(
            row=row.row,
            name=name,
            number=masked(number),
            village_code=village,
            since=row.since,
            until=row.until,
            detail=row.detail,
            state=state,
            changes=tuple(differences(before or Listed(), record)),
            notes=tuple(notes),
            record=record,
        )


def _wrong(sheet: str, header: RecordHeader, row: SheetRow, refused: Refused) -> RowProblem:
    """Return what is wrong with a row, at its identity number."""
    number = "person.citizen_id"
    place = header.at(number) or 1
    return RowProblem(
        sheet=sheet,
        row=row.number,
        column=header.place(number),
        value=masked_text(shortened(written(row.cell(place)))),
        message=masked_text(str(refused)),
        advice=refused.advice,
    )


def _refuse_odd(session: Session, watch_list: str, as_of: date) -> None:
    if watch_list not in code_list("watch_list"):
        names = "、".join(one.value for one in code_list("watch_list").choices())
        raise Refused(
            f"没有叫“{watch_list}”的名单。",
            advice=f"可以写的名单是：{names}。",
            fields=("watch_list",),
        )
    if as_of > session.today():
        raise Refused("名单的日期晚于今天。", advice="写部门出这份名单的日期。", fields=("as_of",))
