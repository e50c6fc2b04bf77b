"""The dialog that shows what an organiser's roster would do, row by row, before it does it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.session import Session
from desktop_app.use_cases.claim_roster import (
    NEW_ROW,
    REFUSED,
    SAME,
    ClaimRosterPreview,
    ClaimRosterRow,
    take_in_claim_roster,
    write_claim_errors,
)
from ui import failures, theme
from ui.buttons import Button
from ui.dialog import name_dialog
from ui.file_places import ask_for_place
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import label
from ui.pages.roster_import_files import FILES
from ui.record_table import Column, Id, RecordTable
from ui.refusal_card import RefusalCard

_STATES = {NEW_ROW: ("加入", "ok"), SAME: ("已经在", ""), REFUSED: ("不能加入", "bad")}


class ClaimImport(QDialog):
    """Rows with their states; 加入 keeps those that can be kept.

    Signals:
        taken: The roster was taken in; carries what to tell.
    """

    taken = Signal(str)

    def __init__(
        self, parent: QWidget, session: Session, jobs: Jobs, preview: ClaimRosterPreview
    ) -> None:
        super().__init__(parent.window())
        self._session, self._jobs, self._preview = session, jobs, preview
        self._room = parent.window().size()
        name_dialog(self, "导入输出补助花名册")
        self.setModal(True)
        self.refusal = RefusalCard()
        self.table = RecordTable(_columns(), self._rows)
        self.table.setAccessibleName("花名册的每一行")
        self.table.show(list(range(len(preview.rows))))
        counts = preview.counts
        self.go = Button(f"加入 {counts[NEW_ROW]} 人", "primary", clicked=self._take_in)
        self.go.setEnabled(bool(counts[NEW_ROW]))
        self.errors = Button("导出不能加入的行", clicked=self._write_errors)
        self.errors.setVisible(bool(counts[REFUSED]))
        self._lay_out()
        self.ring = FocusRing(self)
        self.go.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S4, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        column.addWidget(label("导入输出补助花名册", theme.CARD_TITLE, bold=True))
        column.addWidget(label(self._preview.summary(), theme.SECONDARY, tone="text2", wrap=True))
        column.addWidget(self.refusal)
        column.addWidget(self.table, 1)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addWidget(self.errors)
        feet.addStretch(1)
        feet.addWidget(Button("取消", clicked=self.reject))
        feet.addWidget(self.go)
        column.addLayout(feet)
        room = self._room
        self.resize(
            min(theme.px(860), room.width() - theme.px(48)),
            min(theme.px(600), room.height() - theme.px(48)),
        )

    def _take_in(self) -> None:
        self.go.setEnabled(False)
        self._jobs.start(
            self,
            lambda progress: take_in_claim_roster(self._session, self._preview, progress),
            self._taken,
            self._failed,
        )

    def _taken(self, batch: int | None) -> None:
        self.accept()
        self.taken.emit(f"已加入 {self._preview.counts[NEW_ROW]} 人，可以整批撤销")

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    def _write_errors(self) -> None:
        name = f"{Path(self._preview.file_name).stem}-不能加入的行.xlsx"
        ask_for_place(self, "导出不能加入的行", name, FILES, self._keep_errors)

    def _keep_errors(self, path: Path) -> None:
        self._jobs.start(
            self, lambda _: write_claim_errors(self._preview, path), lambda _: None, self._failed
        )

    def _rows(self, ids: list[Id]) -> list[ClaimRosterRow]:
        return [self._preview.rows[int(str(place))] for place in ids]


def _columns() -> list[Column[ClaimRosterRow]]:
    return [
        Column("行", 48, lambda row: str(row.number), kind="number"),
        Column("姓名", 96, lambda row: row.name),
        Column("结果", 96, lambda row: _STATES[row.state][0], kind="pill", tone=_tone),
        Column("说明", 420, _words, stretch=True),
    ]


def _tone(row: ClaimRosterRow) -> str:
    return _STATES[row.state][1]


def _words(row: ClaimRosterRow) -> str:
    if row.problem is not None:
        return row.problem.told
    return "".join(row.notes) or ("登记或补全一段外出。" if row.work is not None else "")
