"""The table of those on a post."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from desktop_app.use_cases.placement_lines import PlacementLine
from ui import theme
from ui.record_table import Column, RecordTable

_SEX, _NUMBER, _SINCE = 1, 2, 4


class HolderTable(RecordTable):
    """Those on a post.

    Signals:
        back: The left arrow: the person wants the list of posts.
        explained: 空格: the person wants to know what was examined.
    """

    back = Signal()
    explained = Signal()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for; numbers and days are never cut."""
        super().resizeEvent(event)
        for column, needs in ((_SEX, 735), (_NUMBER, 655), (_SINCE, 500)):
            self.setColumnHidden(column, self.width() < theme.px(needs))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with the left arrow, explain with 空格."""
        if event.key() == Qt.Key.Key_Left:
            self.back.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.explained.emit()
        else:
            super().keyPressEvent(event)


def holder_columns() -> list[Column[PlacementLine]]:
    """Return the columns; a width is at 100 %."""
    return [
        Column("持岗人", 120, lambda one: one.person_name),
        Column("性别年龄", 72, lambda one: f"{one.sex} {one.age if one.age is not None else ''}"),
        Column("证件号", 150, lambda one: one.citizen_id, kind="id"),
        Column("协议起止", 190, _agreement, kind="date", stretch=True),
        Column("上岗 / 退岗", 96, _since, kind="date"),
        Column("现在", 128, lambda one: one.state_text, kind="pill", tone=lambda one: one.tone),
    ]


def _agreement(one: PlacementLine) -> str:
    if one.agreement_from is None or one.agreement_to is None:
        return "还没签协议"
    return f"{one.agreement_from} 至 {one.agreement_to}"


def _since(one: PlacementLine) -> str:
    day = one.last_day_on or one.started_on
    return str(day) if day else "—"
