"""What a row of a list lies on: chosen, or under the pointer."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui import theme

BAR = 3


def room_and_state(option: QStyleOptionViewItem) -> tuple[QRect, QStyle.StateFlag]:
    """Return two fields of a style option that the binding has and its stubs leave out."""
    return option.rect, option.state  # type: ignore[attr-defined] # see above


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> tuple[QRect, bool]:
    """Draw the ground of a row; return its room and whether it is chosen."""
    rect, state = room_and_state(option)
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    if chosen:
        painter.fillRect(rect, theme.color("sel"))
        painter.fillRect(rect.x(), rect.y(), BAR, rect.height(), theme.color("accent"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.color("hover"))
    return rect, chosen
