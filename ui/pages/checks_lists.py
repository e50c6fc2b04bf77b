"""导入名单: which list a file of an office is, its columns, whom it names, then all at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Listed
from desktop_app.session import Session
from desktop_app.spreadsheets.catalogue import SheetKind
from desktop_app.use_cases.sheets_in.opening import OpenSheet
from desktop_app.use_cases.sheets_in.taking_in import CHANGED, NEW_ROW, SheetPreview, SheetResult
from desktop_app.use_cases.watch_lists import (
    ListPreview,
    open_list,
    shown_list,
    take_in_list,
    try_list,
)
from ui.jobs import Jobs
from ui.page import Page
from ui.pages.person_form import FormDialog
from ui.record_form import RecordForm
from ui.sheet_import import SheetImport, SheetImporting
from ui.text_box import CheckBox

NOTE = "只留下本机有的人；不认识的人一行也不留。"


class ListImport(SheetImport):
    """The people of a list who are known here; 导入 keeps them and, if asked, drops others."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        jobs: Jobs,
        preview: SheetPreview,
        found: ListPreview,
    ) -> None:
        self._found = found
        self.whole = CheckBox(
            f"是完整名单：同一来源以前有、这次没有的 {len(found.gone)} 人从名单上去掉"
        )
        super().__init__(parent, session, jobs, preview, self.whole if found.gone else None)
        keeps = preview.counts[NEW_ROW] + preview.counts[CHANGED]
        self.go.setText(f"留下 {len(found.rows)} 人")
        self.whole.changed.connect(lambda: self.go.setEnabled(bool(keeps) or self.whole.value()))

    def keep(self, progress: Progress) -> SheetResult:
        """Keep who is on the list, and take off who is on it no more."""
        gone = self._found.gone if self.whole.value() else ()
        found = replace(self._found, gone=gone)
        batch = take_in_list(self._session, found, progress)
        more = f"从名单上去掉 {len(gone)} 人。" if gone else ""
        return SheetResult(counts=self._preview.counts, batch=batch, more=more)


class ListImporting(SheetImporting):
    """Takes in a list of an office: first says what it is, then goes the way of any sheet."""

    def __init__(self, page: Page, session: Session, jobs: Jobs) -> None:
        super().__init__(page, session, jobs, "watch_list")
        self._said: dict[str, Any] = {}
        self._found: ListPreview | None = None

    def read(self, path: Path, of: SheetKind | None = None) -> None:
        """Ask which list a file is, of which office and day, and open it."""
        today: date = self._session.today()
        form = RecordForm(
            Listed,
            ("watch_list", "as_of", "source"),
            today=today,
            required=("watch_list", "as_of"),
            wide=("source",),
            help={"source": "哪个部门给的，例如 旗民政局", "as_of": "部门出这份名单的日期"},
        )
        form.set_value("as_of", today)

        def work() -> Callable[[], OpenSheet]:
            self._said = said = form.values()
            return lambda: open_list(self._session, said["watch_list"], path, Progress())

        title = f"导入名单：{path.name}"
        dialog = FormDialog(self._page, self._jobs, title, [form], note=NOTE, verb="读名单")
        dialog.run(work, self.take)

    def tried(self, opened: OpenSheet, progress: Progress) -> SheetPreview:
        """Look for the people of the list who are known here."""
        said = self._said
        self._found = try_list(
            self._session,
            opened,
            said["watch_list"],
            progress,
            source=said["source"],
            as_of=said["as_of"],
            whole=True,
        )
        return shown_list(self._found, opened)

    def dialog(self, preview: SheetPreview) -> SheetImport:
        """Return the window over the people who were found."""
        if self._found is None:
            raise RuntimeError("a list is shown before it was tried")
        return ListImport(self._page, self._session, self._jobs, preview, self._found)
