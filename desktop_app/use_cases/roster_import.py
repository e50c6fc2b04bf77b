"""Takes in a roster (花名册): read it, show what it would change, then one operation a row."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from db.history_queries import last_number
from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.spreadsheets.around import look_around
from desktop_app.spreadsheets.book import keep_book
from desktop_app.spreadsheets.header import Header, find_header
from desktop_app.spreadsheets.reader import read_sheet
from desktop_app.spreadsheets.roster import (
    RosterEntry,
    RowProblem,
    people_rows,
    read_own_row,
    read_row,
)
from desktop_app.spreadsheets.sheet import Cell
from desktop_app.spreadsheets.values import shortened, written
from desktop_app.use_cases.roster_changes import masked_text
from desktop_app.use_cases.roster_households import is_head
from desktop_app.use_cases.roster_keeper import Keeper
from desktop_app.use_cases.roster_plan import (
    CHANGED,
    NEW_ROW,
    REFUSED,
    SAME,
    Plan,
    RosterRow,
    planner,
    refused,
)
from desktop_app.use_cases.roster_villages import (
    VillageChoice,
    Words,
    other_village,
    village_choices,
    words_of,
)
from desktop_app.use_cases.sheets_in.errors_book import wrong_rows_book

__all__ = [
    "CHANGED",
    "IMPORT",
    "NEW_ROW",
    "REFUSED",
    "SAME",
    "ImportResult",
    "Plan",
    "RosterPreview",
    "RosterRow",
    "RowProblem",
    "VillageChoice",
    "import_roster",
    "match_villages",
    "read_roster",
    "write_errors",
]

IMPORT = "import_roster"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFile:
    """What was read from the file, before it is compared with the records."""

    name: str
    sheet: str
    header: Header
    read: tuple[RosterEntry | RowProblem, ...]
    cells: Mapping[int, Sequence[Cell]]
    places: Mapping[str, str]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPreview:
    """What a roster would change; nothing is written yet."""

    file_name: str
    kind: str
    sheet: str
    header_row: int
    matched: tuple[tuple[str, str], ...]
    unmatched: tuple[str, ...]
    other_sheets: tuple[str, ...]
    villages: tuple[VillageChoice, ...]
    rows: tuple[RosterRow, ...]
    counts: dict[str, int]
    file: RosterFile = field(repr=False)
    plans: tuple[Plan, ...] = field(repr=False)
    as_of: int = field(repr=False)

    def summary(self) -> str:
        """Return in sentences what was read and what it would change."""
        counts = self.counts
        lines = [
            f"「{self.file_name}」的工作表「{self.sheet}」认作{self.kind}，表头在第 "
            f"{self.header_row} 行，认出 {len(self.matched)} 列。",
            f"新增 {counts[NEW_ROW]} 人，有变化 {counts[CHANGED]} 人，"
            f"没有变化 {counts[SAME]} 人，不能导入 {counts[REFUSED]} 行。",
        ]
        if self.unmatched:
            lines.append(f"这些列不认识，没有用到：{'、'.join(self.unmatched)}。")
        if more := self.left_unread():
            lines.append(more)
        for choice in self.villages:
            if choice.open:
                codes = "、".join(f"{v.full_name} {v.code}" for v in choice.candidates)
                name = f"「{choice.name}」" if choice.name else "没有写嘎查村的"
                lines.append(f"{name}有 {choice.rows} 行，还没有对上嘎查村，可能是：{codes}。")
        return "\n".join(lines)

    def left_unread(self) -> str:
        """Return in sentences where more people stand that are not read, "" when nowhere."""
        told = ""
        if self.other_sheets:
            names = "".join(f"「{name}」" for name in self.other_sheets)
            told = f"工作表{names}里也有人员，这次没有读；要读的请单独另存为一个文件，再导入。"
        number = dict(self.matched)["person.citizen_id"]
        if number in self.unmatched:
            told += f"表里有两列“{number}”，只读了前一列；请把后面的人移到下面，再导入。"
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import has written; ``batch`` undoes all of it at once."""

    new: int
    changed: int
    same: int
    refused: int
    batch: int | None

    def sentence(self) -> str:
        """Return what was done."""
        if self.batch is None:
            return f"没有要写入的：{self.same} 人没有变化，{self.refused} 行不能导入。"
        return (
            f"已保存在本机：新增 {self.new} 人，更新 {self.changed} 人，"
            f"{self.same} 人没有变化，{self.refused} 行没有导入。可以整批撤销。"
        )


def read_roster(
    session: Session,
    path: Path,
    progress: Progress,
    villages: Mapping[str, str] | None = None,
) -> RosterPreview:
    """Read an Excel roster and compare it with the records; nothing is written.

    ``villages`` says which code a village name of the file means. ``Refused`` with one clear
    sentence when the file cannot be read safely or has no header that is known.
    """
    with _no_search_for_cycles():
        return _compared(session, _read(session, path, progress), villages or {}, progress)


def match_villages(
    session: Session, preview: RosterPreview, villages: Mapping[str, str], progress: Progress
) -> RosterPreview:
    """Compare once more, now that somebody said which village each name means."""
    return _compared(session, preview.file, villages, progress)


def import_roster(session: Session, preview: RosterPreview, progress: Progress) -> ImportResult:
    """Write what the preview showed: every row is one operation, all of them or none.

    When something was written since the preview, the rows are compared once more while the
    records are held, so that no change is overwritten unseen. The same file taken in again
    changes nothing. Cancelling takes everything back.
    """
    batch: int | None = None
    with _no_search_for_cycles(), session.store.transaction():
        if last_number(session.store.database) != preview.as_of:
            chosen = {choice.name: choice.code for choice in preview.villages if choice.code}
            preview = _compared(session, preview.file, chosen, progress)
        progress.note = "正在写入"
        keeper = Keeper()
        for plan in progress.over(preview.plans):
            if plan.row.state in {NEW_ROW, CHANGED}:
                batch = batch or session.store.next_batch()
                with session.operation(IMPORT, f"导入：{plan.row.name}", batch=batch) as operation:
                    keeper.keep(operation, plan)
    counts = preview.counts
    return ImportResult(
        new=counts[NEW_ROW],
        changed=counts[CHANGED],
        same=counts[SAME],
        refused=counts[REFUSED],
        batch=batch,
    )


def write_errors(preview: RosterPreview, path: Path) -> int:
    """Write the rows that are not taken to an Excel file, to be put right and imported again.

    Every cell is text, so that identity numbers stay whole. Return how many rows there are.
    """
    problems = [row.problem for row in preview.rows if row.problem is not None]
    keep_book(wrong_rows_book(preview.file.header.texts, preview.file.cells, problems), path)
    return len(problems)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Spare Python the search for cycles: here are none, and it costs a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(session: Session, path: Path, progress: Progress) -> RosterFile:
    sheet = read_sheet(path, progress)
    header = find_header(sheet.head())
    today = session.today()
    read: list[RosterEntry | RowProblem] = []
    cells: dict[int, Sequence[Cell]] = {}
    progress.note = "正在认每一行"
    rows = list(people_rows(sheet, header))
    around = look_around(header, rows)
    for row in progress.over(rows):
        if header.own:
            read.append(read_own_row(header, row, sheet.name, today=today))
        else:
            read.append(read_row(header, row, sheet.name, today=today, around=around))
        cells[row.number] = row.cells
    return RosterFile(
        name=path.name,
        sheet=sheet.name,
        header=header,
        read=tuple(read),
        cells=cells,
        places={name: header.place(column) for column, name in header.columns.items()},
        others=tuple(sheet.others),
    )


def _compared(
    session: Session, file: RosterFile, villages: Mapping[str, str], progress: Progress
) -> RosterPreview:
    as_of = last_number(session.store.database)
    entries = [each for each in file.read if isinstance(each, RosterEntry)]
    choices = village_choices(session, entries, villages)
    plans = _plans(session, file, choices, progress)
    counts = dict.fromkeys((NEW_ROW, CHANGED, SAME, REFUSED), 0)
    for plan in plans:
        counts[plan.row.state] += 1
    return RosterPreview(
        file_name=file.name,
        kind=file.header.title,
        sheet=file.sheet,
        header_row=file.header.row,
        matched=tuple(file.header.matched),
        unmatched=tuple(file.header.unmatched),
        other_sheets=file.others,
        villages=choices,
        rows=tuple(plan.row for plan in plans),
        counts=counts,
        file=file,
        plans=plans,
        as_of=as_of,
    )


def _plans(
    session: Session, file: RosterFile, choices: Sequence[VillageChoice], progress: Progress
) -> tuple[Plan, ...]:
    """Return the plans in the order of the rows.

    Heads are planned after the others: who was the head until now must have another relation
    before somebody else can be it, whichever of the two stands first.
    """
    chosen: dict[Words, VillageChoice] = {one.words: one for one in choices}
    plans: list[Plan] = []
    placed: list[tuple[RosterEntry, str]] = []
    for each in file.read:
        if isinstance(each, RowProblem):
            plans.append(refused(each.row, _name(file, each.row), each))
        elif village := other_village(each):
            plans.append(_of_two_villages(file, each, village))
        elif not (choice := chosen[words_of(each)]).code:
            plans.append(_misplaced(file, each, choice))
        else:
            placed.append((each, choice.code))
    makes = planner(session, file.sheet, file.places, placed)
    progress.note = "正在和登记的核对"
    for entry, village in progress.over(sorted(placed, key=lambda row: is_head(row[0]))):
        plans.append(makes.plan(entry, village))
    return tuple(sorted(plans, key=lambda plan: plan.row.number))


def _name(file: RosterFile, row: int) -> str:
    """Return what stands in the column of names, for a row that could not be read."""
    column = next(at for at, field in file.header.columns.items() if field == "person.name")
    cells = file.cells[row]
    return masked_text(shortened(written(cells[column - 1]))) if column <= len(cells) else ""


def _of_two_villages(file: RosterFile, entry: RosterEntry, village: str) -> Plan:
    problem = RowProblem(
        sheet=file.sheet,
        row=entry.row,
        column=file.places.get("place.village", ""),
        value=entry.village_text,
        message=f"村名写的是「{entry.village_text}」，代码却是{village}的。",
        advice="请改正村名或者代码，再导入。",
    )
    return refused(entry.row, str(entry.person_values["name"]), problem)


def _misplaced(file: RosterFile, entry: RosterEntry, choice: VillageChoice) -> Plan:
    message, advice = choice.why_not()
    column = file.places.get("place.village", file.places.get("place.village_code", ""))
    problem = RowProblem(
        sheet=file.sheet,
        row=entry.row,
        column=column,
        value=choice.name,
        message=message,
        advice=advice,
    )
    return refused(entry.row, str(entry.person_values["name"]), problem)
