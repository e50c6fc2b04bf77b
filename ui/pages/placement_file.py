"""The file of a placement (档案): the papers that are there, and those that are missing."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop_app.domain.placement_papers import KEPT, FileItem
from desktop_app.domain.records import Document
from desktop_app.session import Session
from desktop_app.use_cases.placement_files import (
    keep_document,
    placement_file,
    remove_document,
)
from desktop_app.use_cases.placement_lines import PlacementLine
from ui import theme
from ui.buttons import Button
from ui.jobs import Jobs
from ui.labels import label, set_tone
from ui.pages.person_form import FormDialog
from ui.record_form import RecordForm
from ui.record_table import Column, Id
from ui.table_dialog import TableDialog

STATES = {"kept": "在档", "recorded": "缺纸件", "missing": "缺", "later": "以后"}
TONES = {"kept": "ok", "recorded": "warn", "missing": "bad", "later": ""}


class FileDialog(TableDialog[FileItem]):
    """Lists the papers of a placement; Enter registers the chosen one."""

    def __init__(
        self, parent: QWidget, session: Session, jobs: Jobs, placement: PlacementLine
    ) -> None:
        self._session, self._placement = session, placement
        self.said = label("", theme.SECONDARY, bold=True)
        self.basis = label("", theme.NOTE, tone="text3", wrap=True)
        self.add = Button("登记这份材料", "primary", key="Enter", clicked=self.keep)
        self.remove = Button("移除登记", clicked=self._remove)
        super().__init__(
            parent,
            jobs,
            f"{placement.person_name}的档案：{placement.post_title}",
            "档案材料",
            _columns(),
            read=self._items,
            judge=self._show_verbs,
        )
        self.table.opened.connect(lambda _: self.keep())
        self.column.insertWidget(1, self.said)
        self.column.addWidget(self.basis)
        self.finish((self.remove, Button("关闭", clicked=self.accept), self.add), height=640)

    def keep(self) -> None:
        """Register the chosen paper, or correct what was registered of it."""
        item = self.chosen()
        if item is None:
            return
        form = RecordForm(
            Document,
            ("kind", "seen_on", "valid_until", "kept_at", "notes"),
            today=self._session.today(),
            required=("kind", "seen_on"),
            help={"valid_until": "没有期限的空着", "kept_at": "例如 嘎查村档案柜 2 层"},
        )
        base = item.document or Document(placement_id=self._placement.id, kind=item.kind)
        form.set_record(base)
        if base.seen_on is None:
            form.set_value("seen_on", self._session.today())
        dialog = FormDialog(self, self._jobs, f"登记材料：{item.text}", [form], verb="登记")
        dialog.run(
            lambda: partial(keep_document, self._session, form.record(base)),
            lambda _: self.look(),
        )
        form.boxes["seen_on"].setFocus()

    def _remove(self) -> None:
        item = self.chosen()
        if item is None or item.document is None:
            return
        document = item.document
        self.start(lambda progress: remove_document(self._session, document.id))

    def _items(self) -> Mapping[Id, FileItem]:
        file = placement_file(self._session, self._placement.id)
        self.said.setText(f"还缺 {file.missing} 份材料。" if file.missing else "该有的材料都在档。")
        set_tone(self.said, "warn" if file.missing else "ok")
        self.basis.setText(f"依据：{file.basis}")
        return {one.kind: one for one in file.items}

    def _show_verbs(self, item: FileItem | None) -> None:
        self.add.setEnabled(item is not None)
        self.add.set_words(
            "改正登记" if item is not None and item.state == KEPT else "登记这份材料", "Enter"
        )
        self.remove.setEnabled(item is not None and item.document is not None)


def _columns() -> list[Column[FileItem]]:
    return [
        Column("材料", 180, lambda one: one.text),
        Column("现在", 84, _state, kind="pill", tone=_tone),
        Column("说明", 300, lambda one: one.words, stretch=True),
    ]


def _state(one: FileItem) -> str:
    return "过期" if one.outdated else STATES[one.state]


def _tone(one: FileItem) -> str:
    return "bad" if one.outdated else TONES[one.state]
