"""Writes a register to an Excel file: as it was found, whole or masked, open or sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import RecordId
from desktop_app.session import Session
from desktop_app.spreadsheets.book import Cell, Column, Paper, Sheet, book_bytes
from desktop_app.use_cases.exporting.gate import (
    MASKED,
    Numbers,
    Secrecy,
    give_out,
    refuse_taken,
    refuse_unsafe,
    refuse_weak,
    whose_numbers,
)
from desktop_app.use_cases.exporting.kinds import Kind, Wanted, found_ids, kind_named, told_rows
from desktop_app.use_cases.exporting.layouts import layout_named
from desktop_app.use_cases.exporting.values import Value

SIZES = ("A4", "A3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the workbook looks: the columns of a layout, aliases below the headings, the paper."""

    layout: str = ""
    aliases: bool = False
    size: str = "A4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: how many rows, of how many people the numbers are whole, if sealed."""

    path: str
    title: str
    rows: int
    whole: int
    sealed: bool

    def sentence(self) -> str:
        """Say what was written."""
        if self.whole:
            numbers = f"证件号是完整的，已给 {self.whole:,} 人留下记录"
        else:
            numbers = "证件号隐去了中间几位"
        lock = "，打开要口令" if self.sealed else ""
        return f"「{self.title}」共 {self.rows:,} 行，全部写到了 {self.path}；{numbers}{lock}。"


def export_register(
    session: Session,
    kind: str,
    path: str,
    *,
    wanted: Wanted | None = None,
    ids: Sequence[RecordId] | None = None,
    look: Look | None = None,
    secrecy: Secrecy = MASKED,
    replace: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write a register to an Excel file: the records ``ids``, or those that are ``wanted``.

    Every row is written, or nothing. ``Refused`` for whole numbers of more than 24 people
    without a reason and a password that holds.
    """
    register, how = kind_named(kind), look or Look()
    _refuse_look(how)
    refuse_weak(session, secrecy.password)
    refuse_taken(Path(path), replace=replace)
    listed = list(ids) if ids is not None else found_ids(session, register, wanted or Wanted())
    title, values = _columns(register, kind, how)
    told = _told(secrecy, values)
    numbers = whose_numbers(session, register.base, listed, values) if told.whole else Numbers()
    refuse_unsafe(numbers.count, told)
    steps = progress or Progress()
    steps.note = "正在写 Excel"
    sheet = Sheet(
        name=title[:31],
        columns=[value.column for value in values],
        rows=told_rows(session, register, listed, values, whole=told.whole, progress=steps),
        total=len(listed),
        titles=() if how.layout else (title, _note(session, len(listed), told)),
    )
    paper = Paper(made_on=session.today(), size=how.size, aliases=how.aliases)
    book = book_bytes([sheet, said_sheet(session, title, len(listed), told)], paper)
    give_out(session, book, Path(path), numbers, title, told, replace=replace)
    return Exported(
        path=path,
        title=title,
        rows=len(listed),
        whole=numbers.count,
        sealed=bool(secrecy.password),
    )


def register_columns(kind: str, layout: str = "") -> list[str]:
    """Return the headings a register has, or those of a layout."""
    _, values = _columns(kind_named(kind), kind, Look(layout=layout))
    return [value.column.text for value in values]


def _columns(register: Kind, kind: str, look: Look) -> tuple[str, list[Value]]:
    if not look.layout:
        return register.title, register.values()
    layout = layout_named(look.layout)
    if kind not in layout.kinds:
        raise Refused(
            f"「{layout.title}」不是{register.title}的格式，没有导出。",
            advice=f"这个格式用于：{'、'.join(layout.kinds)}。",
            fields=("layout",),
        )
    return layout.title, layout.values()


def _told(secrecy: Secrecy, values: Sequence[Value]) -> Secrecy:
    """Return how the numbers are told; a register without any has nothing to tell whole."""
    if any(value.secret for value in values):
        return secrecy
    return Secrecy(password=secrecy.password)


def _refuse_look(look: Look) -> None:
    if look.size not in SIZES:
        raise Refused(
            f"没有 {look.size} 这种纸，没有导出。",
            advice=f"纸可以选：{'、'.join(SIZES)}。",
            fields=("size",),
        )


def _note(session: Session, rows: int, secrecy: Secrecy) -> str:
    numbers = "证件号完整" if secrecy.whole else "证件号隐去中间几位"
    return f"共 {rows:,} 行；{session.today()} 由 {session.officer} 导出；{numbers}。"


def said_sheet(session: Session, title: str, rows: int, secrecy: Secrecy) -> Sheet:
    """Return the sheet that says what the workbook is; a list of others may have no such line."""
    facts: list[tuple[str, Cell]] = [
        ("表名", title),
        ("行数", rows),
        ("导出日期", session.today()),
        ("导出人", session.officer),
        ("证件号", "完整" if secrecy.whole else "隐去中间几位"),
    ]
    if secrecy.whole and secrecy.reason.strip():
        facts.append(("事由", secrecy.reason.strip()))
    columns = [Column(text="项目"), Column(text="内容")]
    return Sheet(name="说明", columns=columns, rows=facts, total=len(facts))
