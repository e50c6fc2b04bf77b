"""The versions of the rules, what each changed, and the files they are handed over in."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.use_cases.rulebooks import ChangeLine, VersionLine
from ui import theme
from ui.buttons import Button
from ui.cards import ScrollColumn
from ui.dialog import name_dialog
from ui.focus_ring import FocusRing
from ui.labels import label, line
from ui.pills import Pill

FILES = "规则包 (*.toml)"
COMPARE, EXPORT, WITHDRAW, DRAFT = "compare", "export", "withdraw", "draft"
VERBS = {COMPARE: "和程序自带的比较", EXPORT: "导出…", DRAFT: "作为草稿", WITHDRAW: "停用"}


class TextDialog(QDialog):
    """A title over lines that scroll and can be taken along; closes with Esc or 知道了."""

    def __init__(self, parent: QWidget, title: str, lines: Sequence[str]) -> None:
        super().__init__(parent.window())
        name_dialog(self, title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._text = "\n".join((title, *lines))
        self.column = ScrollColumn(theme.S2)
        for words in lines:
            self.column.column.addWidget(label(words, theme.SECONDARY, wrap=True))
        self.column.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S4, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        column.addWidget(label(title, theme.CARD_TITLE, bold=True, wrap=True))
        column.addWidget(self.column, 1)
        self.feet = QHBoxLayout()
        self.copy = Button("复制这些文字", clicked=self._take_along)
        self.copy.setAutoDefault(False)
        close = Button("知道了", "primary", clicked=self.accept)
        self.feet.addWidget(self.copy)
        self.feet.addStretch(1)
        self.feet.addWidget(close)
        column.addLayout(self.feet)
        room = parent.window().size()
        self.resize(
            min(theme.px(640), room.width() - theme.px(48)),
            min(theme.px(520), room.height() - theme.px(48)),
        )
        self.ring = FocusRing(self)
        close.setFocus()

    def text(self) -> str:
        """Return everything that stands here, as lines."""
        return self._text

    def _take_along(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


class VersionsDialog(TextDialog):
    """The versions, newest first, each with what can be done with it."""

    def __init__(
        self,
        parent: QWidget,
        versions: Sequence[VersionLine],
        act: Callable[[str, VersionLine], object],
        *,
        county: bool,
    ) -> None:
        super().__init__(parent, "规则包的版本", [])
        self.copy.hide()
        self.buttons: dict[tuple[str, str], Button] = {}
        self._act = act
        for place, one in enumerate(versions):
            if place:
                self._add(line())
            self._add(self._row(one, county))

    def _add(self, widget: QWidget) -> None:
        self.column.column.insertWidget(self.column.column.count() - 1, widget)

    def _row(self, one: VersionLine, county: bool) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        head = QHBoxLayout()
        head.setSpacing(theme.S2)
        head.addWidget(label(f"{one.title} {one.version}", bold=True, wrap=True), 1)
        words, tone = _state(one)
        head.addWidget(Pill(words, tone))
        column.addLayout(head)
        column.addWidget(label(_facts(one), theme.NOTE, tone="text2", wrap=True))
        verbs = QHBoxLayout()
        verbs.setSpacing(theme.S2)
        for verb in _verbs(one, county):
            button = Button(VERBS[verb], "text", small=True, clicked=partial(self._do, verb, one))
            button.setAccessibleName(f"{VERBS[verb]}：{one.version}")
            self.buttons[verb, one.version] = button
            verbs.addWidget(button)
        verbs.addStretch(1)
        column.addLayout(verbs)
        return made

    def _do(self, verb: str, one: VersionLine) -> None:
        self.accept()
        self._act(verb, one)


def changes_dialog(parent: QWidget, title: str, changes: Sequence[ChangeLine]) -> TextDialog:
    """Return a dialog that tells what differs, clause by clause."""
    lines = [f"第 {one.number} 条 {one.words}" for one in changes]
    return TextDialog(parent, title, lines or ["一条都没有不同。"])


def _verbs(one: VersionLine, county: bool) -> list[str]:
    if one.problem:
        return []
    own = [] if one.id is None else [COMPARE]
    if not county:
        return [*own, EXPORT]
    open_ = [WITHDRAW] if one.id is not None and one.withdrawn_on is None else []
    return [*own, EXPORT, DRAFT, *open_]


def _state(one: VersionLine) -> tuple[str, str]:
    if one.problem:
        return "不能用", "bad"
    if one.in_force:
        return "现在照它办", "ok"
    return ("已停用", "") if one.withdrawn_on else ("没有在用", "")


def _facts(one: VersionLine) -> str:
    if one.problem:
        return one.problem
    if one.id is None:
        return f"随程序带来，{one.clauses} 条"
    parts = [f"{one.issued_on} 下发", f"{one.since} 起用", f"{one.clauses} 条"]
    return "，".join([*parts, *([f"{one.withdrawn_on} 停用"] if one.withdrawn_on else [])])
