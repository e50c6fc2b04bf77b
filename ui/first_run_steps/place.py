"""管哪里: the county and the villages, or the training village at once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain import divisions
from desktop_app.domain.divisions import Village
from ui import theme
from ui.buttons import Button
from ui.code_box import ChoiceBox
from ui.field import Field
from ui.first_run_steps.step import Step
from ui.icon import IconLabel
from ui.labels import ElidingLabel, label
from ui.text_box import TextBox

CODE = Qt.ItemDataRole.UserRole


class VillageList(QListWidget):
    """Villages with a box to tick; Space or Enter ticks the current one.

    Signals:
        ticked: The villages ticked are others.
    """

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("villages")
        self.setAccessibleName("嘎查村，空格勾选")
        self.setProperty("role", "boxed")
        self.setUniformItemSizes(True)
        theme.set_type(self, theme.BODY)
        self.chosen: dict[str, Village] = {}
        self.itemChanged.connect(self._changed)
        self.itemActivated.connect(self._toggle)

    def show_villages(self, found: tuple[Village, ...]) -> None:
        """List these, the ticked ones ticked."""
        self.blockSignals(True)
        self.clear()
        for one in found:
            item = QListWidgetItem(f"{one.short_name}    {one.township_name}")
            item.setData(CODE, one.code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            state = Qt.CheckState.Checked if one.code in self.chosen else Qt.CheckState.Unchecked
            item.setCheckState(state)
            self.addItem(item)
        self.setCurrentRow(0 if found else -1)
        self.blockSignals(False)

    def forget(self) -> None:
        """Tick nothing."""
        self.chosen.clear()
        self.ticked.emit()

    def _changed(self, item: QListWidgetItem) -> None:
        code = str(item.data(CODE))
        if item.checkState() == Qt.CheckState.Checked:
            self.chosen[code] = divisions.village(code)
        else:
            self.chosen.pop(code, None)
        self.ticked.emit()

    def _toggle(self, item: QListWidgetItem) -> None:
        ticked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)


class _Finder(TextBox):
    """Down goes into the list; Enter ticks the only village found."""

    down = Signal()
    entered = Signal()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the box for the list."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class PlaceStep(Step):
    """Chooses a county and any number of its villages.

    Signals:
        training: 先用练习村试试 was chosen.
    """

    name = "管哪里"
    promise = "旗县区和嘎查村"
    title = "管哪些嘎查村"
    words = "选好旗县区，再勾选负责的嘎查村，可以选几个。名字有重的，请看清楚苏木乡镇。"

    training = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.county = ChoiceBox([(one.code, one.name) for one in divisions.counties()])
        self.county.setObjectName("county")
        self.township = ChoiceBox()
        self.township.setObjectName("township")
        self.township.edit.setPlaceholderText("全部")
        self.finder = _Finder()
        self.finder.setObjectName("find-village")
        self.finder.setPlaceholderText("名字里的字")
        self.list = VillageList()
        self.count = ElidingLabel("还没有选嘎查村", theme.SECONDARY, tone="text2")
        self.again = Button("都不选", "text", small=True, clicked=self.list_clear)
        self._lay()
        self.county.changed.connect(self._county_changed)
        self.township.changed.connect(self._look)
        self.finder.textChanged.connect(self._look)
        self.finder.down.connect(self.list.setFocus)
        self.finder.entered.connect(self._enter)
        self.list.ticked.connect(self._ticked)
        self._ticked()

    def _lay(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.S3)
        for title, box, share in (
            ("旗县区", self.county, 5),
            ("苏木乡镇", self.township, 4),
            ("找嘎查村", self.finder, 4),
        ):
            field = Field(title, box)
            field.drop_line()
            row.addWidget(field, share)
        self.body.addLayout(row)
        self.body.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.again)
        self.body.addLayout(foot)
        self.body.addWidget(self._practice())

    def _practice(self) -> QFrame:
        made = QFrame()
        made.setProperty("role", "banner")
        made.setProperty("tone", "warn")
        self.practice = Button("先用练习村试试", icon_name="graduation-cap")
        self.practice.setObjectName("training")
        self.practice.clicked.connect(lambda: self.training.emit())
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("还不想建正式的资料？", theme.BODY, bold=True))
        words.addWidget(
            label("练习村里的人都是编的，随便点、随便改，不用口令。", theme.NOTE, tone="text2")
        )
        row = QHBoxLayout(made)
        row.setContentsMargins(theme.S4, theme.S3, theme.S3, theme.S3)
        row.setSpacing(theme.S3)
        row.addWidget(IconLabel("graduation-cap", "warn", 20))
        row.addLayout(words, 1)
        row.addWidget(self.practice)
        return made

    def county_code(self) -> str:
        """Return the county chosen."""
        return self.county.value()

    def village_codes(self) -> tuple[str, ...]:
        """Return the villages chosen, in the order of their codes."""
        return tuple(sorted(self.list.chosen))

    def missing(self) -> str:
        """Return what is still to be chosen."""
        if not self.county_code():
            return "选好旗县区就能继续"
        return "" if self.list.chosen else "勾选至少一个嘎查村就能继续"

    def summary(self) -> str:
        """Return how many villages of which county."""
        if self.missing():
            return self.promise
        return f"{len(self.list.chosen)} 个嘎查村 · {divisions.county(self.county_code()).name}"

    def focus_first(self) -> None:
        """Begin with the county, or with the villages when it stands."""
        (self.finder if self.county_code() else self.county).setFocus()

    def list_clear(self) -> None:
        """Untick everything."""
        self.list.forget()
        self._look()

    def _county_changed(self) -> None:
        places = divisions.townships(self.county_code())
        self.township.set_choices([(one.code, one.name) for one in places])
        self.township.set_value("")
        self.finder.clear()
        self.list_clear()

    def _look(self) -> None:
        code = self.township.value() or self.county_code()
        pool = divisions.villages(code) if code else ()
        wanted = self.finder.value()
        found = tuple(v for v in pool if wanted in v.name or wanted in v.township_name)
        if wanted and not found:
            found = divisions.find_villages(wanted, self.county_code())
        self.list.show_villages(found)

    def _enter(self) -> None:
        item = self.list.item(0) if self.list.count() == 1 else None
        if item is not None and item.checkState() != Qt.CheckState.Checked:
            item.setCheckState(Qt.CheckState.Checked)
            self.finder.selectAll()
        elif not self.missing():
            self.submitted.emit()
        else:
            self.list.setFocus()

    def _ticked(self) -> None:
        names = divisions.told_apart(self.list.chosen.values())
        shown = f"已选 {len(names)} 个：{'、'.join(names)}" if names else "还没有选嘎查村"
        self.count.setText(shown)
        self.again.setVisible(bool(names))
        self.changed.emit()
