"""导入 on the page of a register: the file, its columns, what every row would do, then all."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.spreadsheets.catalogue import SheetKind
from desktop_app.use_cases.sheets_in.opening import OpenSheet, open_sheet
from desktop_app.use_cases.sheets_in.taking_in import (
    CHANGED,
    NEW_ROW,
    REFUSED,
    SAME,
    SheetPreview,
    SheetResult,
    SheetRowPlan,
    import_records,
    kind_of_sheet,
    try_records,
    write_wrong_rows,
)
from ui import theme
from ui.buttons import Button
from ui.cards import ScrollColumn
from ui.file_places import ask_for_file, ask_for_place
from ui.jobs import Jobs
from ui.labels import label, line
from ui.page import Page
from ui.progress_dialog import ProgressDialog
from ui.record_table import Column, Id
from ui.sheet_columns import SheetColumns
from ui.table_dialog import TableDialog

FILES = "表格 (*.xlsx *.xlsm *.csv)"
WRONG_FILES = "Excel 工作簿 (*.xlsx)"
_STATES = {
    NEW_ROW: ("新增", "ok"),
    CHANGED: ("有变化", "warn"),
    SAME: ("没有变化", ""),
    REFUSED: ("不能导入", "bad"),
}
_TOLD = {
    NEW_ROW: "会新增：",
    CHANGED: "会改：",
    SAME: "和登记的一样，不用改。",
    REFUSED: "",
}
_DETAILS = 64
_ORDER = (REFUSED, CHANGED, NEW_ROW, SAME)


class SheetImport(TableDialog[SheetRowPlan]):
    """Every row of a sheet with what it would do, wrong rows first; 导入 keeps the sound ones.

    Signals:
        taken: The sheet was taken in; carries what to tell, and whether it can be undone.
        columns_asked: What the columns are is to be said again.
    """

    taken = Signal(str, bool)
    columns_asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        jobs: Jobs,
        preview: SheetPreview,
        more: QWidget | None = None,
    ) -> None:
        """Take what else is to be decided about a sheet in ``more``, below what is told of it."""
        self._session, self._preview = session, preview
        self.row = label("", theme.SECONDARY, wrap=True)
        title = f"导入{preview.kind.title}"
        super().__init__(
            parent,
            jobs,
            title,
            "表里的每一行",
            _columns(),
            read=lambda: _in_order(preview.rows),
            judge=self._tell,
        )
        counts = preview.counts
        keeps = counts[NEW_ROW] + counts[CHANGED]
        self.words = label(preview.summary(), theme.SECONDARY, tone="text2", wrap=True)
        self.column.insertWidget(1, self.words)
        if more is not None:
            self.column.insertWidget(2, more)
        self.column.addWidget(line())
        self.column.addWidget(self._details())
        self.go = Button(f"导入 {keeps} 行", "primary", key="Ctrl Enter", clicked=self.take_in)
        self.go.setEnabled(keeps > 0)
        self.wrong = Button("导出不能导入的行", clicked=self._ask_for_place)
        self.wrong.setVisible(counts[REFUSED] > 0)
        self.columns = Button("改列的对应", clicked=self._ask_for_columns)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.take_in)
        cancel = Button("取消", clicked=self.reject)
        self.finish([self.columns, self.wrong, cancel, self.go], 900, 620)

    def take_in(self) -> None:
        """Keep every sound row, with the progress in view."""
        if not self.go.isEnabled():
            return
        self.go.setEnabled(False)

        def work(progress: Progress) -> object:
            return self.keep(progress)

        def done(result: object) -> None:
            self._taken(cast("SheetResult", result))

        job = self._jobs.start(self, work, done, self._refused)
        ProgressDialog(self, f"导入{self._preview.kind.title}", "行").follow(job)

    def keep(self, progress: Progress) -> SheetResult:
        """Write every sound row; called off the window's thread."""
        return import_records(self._session, self._preview, progress)

    def _details(self) -> ScrollColumn:
        """Return the place where all is told of the row the cursor is on."""
        scroll = ScrollColumn()
        scroll.column.addWidget(self.row)
        scroll.column.addStretch(1)
        scroll.setFixedHeight(theme.px(_DETAILS))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _tell(self, row: SheetRowPlan | None) -> None:
        if row is None:
            self.row.setText("")
            return
        note = "这一行在表里是隐藏的。" if row.number in self._preview.hidden else ""
        said = _TOLD[row.state] + _words(row)
        stop = "" if said.endswith("。") else "。"
        self.row.setText(f"第 {row.number} 行 {row.name}：{said}{stop}{note}")

    def _ask_for_columns(self) -> None:
        self.reject()
        self.columns_asked.emit()

    def _taken(self, result: SheetResult) -> None:
        self.taken.emit(result.sentence(), result.batch is not None)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self._failed(error)

    def _ask_for_place(self) -> None:
        name = f"{Path(self._preview.file_name).stem}-不能导入的行.xlsx"
        ask_for_place(
            self, "导出不能导入的行", name, WRONG_FILES, lambda path: self.write_wrong(str(path))
        )

    def write_wrong(self, path: str) -> None:
        """Write the rows that cannot be taken, to be put right and imported again."""
        self.start(lambda _: write_wrong_rows(self._preview, Path(path)), lambda _: None)


class SheetImporting:
    """The button 导入 of a page, and what follows."""

    def __init__(self, page: Page, session: Session, jobs: Jobs, *kinds: str) -> None:
        self._page, self._session, self._jobs = page, session, jobs
        self.kinds = tuple(map(kind_of_sheet, kinds))

    def button(
        self,
        words: str = "导入",
        before: Sequence[tuple[str, Callable[[], object]]] = (),
        own: str = "",
    ) -> Button:
        """Return the button that asks for a file; of several kinds, for the kind before.

        ``before`` are other ways in, that stand first in its menu; ``own`` is what the only
        kind is called there.
        """
        button = Button(words, icon_name="upload")
        if len(self.kinds) == 1 and not before:
            button.clicked.connect(partial(self.ask, self.kinds[0]))
            return button
        menu = QMenu(button)
        for title, act in before:
            menu.addAction(f"{title}…").triggered.connect(lambda _=False, act=act: act())
        for kind in self.kinds:
            menu.addAction(f"{own or kind.title}…").triggered.connect(partial(self.ask, kind))
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        return button

    def ask(self, kind: SheetKind, _checked: bool = False) -> None:
        """Ask for the file of a sheet."""
        ask_for_file(self._page, f"选择{kind.title}", FILES, lambda path: self.read(path, kind))

    def read(self, path: Path, of: SheetKind | None = None) -> None:
        """Open a sheet, of the first kind if none is named; ask for columns nobody knows."""
        kind = of or self.kinds[0]

        def work(progress: Progress) -> object:
            return open_sheet(self._session, kind, path, progress)

        self._start(f"读{kind.title}", work, lambda opened: self.take(cast("OpenSheet", opened)))

    def take(self, opened: OpenSheet) -> None:
        """Go on with an open sheet: ask for columns nobody knows, or try its rows."""
        if opened.asks:
            self.ask_columns(opened)
        else:
            self.try_rows(opened)

    def ask_columns(self, opened: OpenSheet) -> SheetColumns:
        """Ask what the columns of a sheet are, and go on when it is said."""
        dialog = SheetColumns(self._page, self._session, self._jobs, opened)
        dialog.said.connect(self.try_rows)
        dialog.open()
        return dialog

    def try_rows(self, opened: OpenSheet) -> None:
        """Try every row, and show what each would do."""

        def work(progress: Progress) -> object:
            return self.tried(opened, progress)

        def done(preview: object) -> None:
            self.show(cast("SheetPreview", preview), opened)

        self._start(f"核对{opened.kind.title}", work, done)

    def show(self, preview: SheetPreview, opened: OpenSheet) -> SheetImport:
        """Show what every row would do, and offer to keep it."""
        dialog = self.dialog(preview)
        dialog.taken.connect(lambda words, undo: self._page.toast.emit(words, undo or None))
        dialog.columns_asked.connect(partial(self.ask_columns, opened))
        dialog.open()
        return dialog

    def tried(self, opened: OpenSheet, progress: Progress) -> SheetPreview:
        """Try the rows of a sheet; called off the window's thread."""
        return try_records(self._session, opened, progress)

    def dialog(self, preview: SheetPreview) -> SheetImport:
        """Return the window over what every row would do."""
        return SheetImport(self._page, self._session, self._jobs, preview)

    def _start(
        self, title: str, work: Callable[[Progress], object], done: Callable[[object], None]
    ) -> None:
        job = self._jobs.start(self._page, work, done, self._page.refused.emit)
        ProgressDialog(self._page.window(), title, "行", "取消不会写入。").follow(job)


def _in_order(rows: Sequence[SheetRowPlan]) -> Mapping[Id, SheetRowPlan]:
    found = sorted(rows, key=lambda row: (_ORDER.index(row.state), row.number))
    return dict(enumerate(found))


def _columns() -> list[Column[SheetRowPlan]]:
    return [
        Column("行", 56, lambda row: str(row.number), kind="number"),
        Column("名称", 128, lambda row: row.name),
        Column("结果", 96, lambda row: _STATES[row.state][0], kind="pill", tone=_tone),
        Column("说明", 420, _words, stretch=True),
    ]


def _tone(row: SheetRowPlan) -> str:
    return _STATES[row.state][1]


def _words(row: SheetRowPlan) -> str:
    if row.problem is not None:
        return row.problem.told
    if row.state == NEW_ROW:
        return "；".join(f"{name} {after}" for name, _, after in row.changes)
    return "；".join(f"{name}：{before} → {after}" for name, before, after in row.changes)
