"""The three places in one line, whose numbers add up: 本机, 路上, 旗县."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.use_cases.exchange import Numbers, SyncState, day
from ui import theme
from ui.icon import IconLabel
from ui.labels import ElidingLabel, label


class Place(QWidget):
    """One place: an icon in a box, its name, a number in a sentence, and since when."""

    def __init__(self, name: str, icon_name: str) -> None:
        super().__init__()
        self._name, self._icon_name = name, icon_name
        self.box = QFrame()
        self.box.setProperty("role", "banner")
        side = theme.px(48)
        self.box.setFixedSize(side, side)
        self._icon = IconLabel(icon_name, "ok", 22)
        inside = QHBoxLayout(self.box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignCenter)
        self.number = ElidingLabel("", theme.CARD_TITLE, bold=True)
        self.since = ElidingLabel("", theme.NOTE, tone="text2")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(name, theme.NOTE, tone="text2"))
        words.addWidget(self.number)
        words.addWidget(self.since)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S3)
        row.addWidget(self.box)
        row.addLayout(words, 1)

    def say(self, number: str, since: str, tone: str) -> None:
        """Show another number."""
        self.number.setText(number)
        self.since.setText(since)
        theme.set_state(self.box, "tone", tone)
        self._icon.set_icon(self._icon_name, tone or "text2")
        self.setAccessibleName(f"{self._name}：{number}，{since}")


class PlacesCard(QFrame):
    """Where the entries are."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.here = Place("本机", "hard-drive")
        self.on_way = Place("路上", "usb")
        self.office = Place("旗县", "landmark")
        self._arrows = [IconLabel("arrow-right", "text2", 18) for _ in range(2)]
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S3)
        self._row.setSpacing(theme.S4)
        self._row.addWidget(self.here, 1)
        self._row.addWidget(self._arrows[0])
        self._row.addWidget(self.on_way, 1)
        self._row.addWidget(self._arrows[1])
        self._row.addWidget(self.office, 1)

    def stand(self, down: bool) -> None:
        """Put the places below each other, or side by side with arrows."""
        way = QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)
        for arrow in self._arrows:
            arrow.setVisible(not down)

    def show_state(self, state: SyncState, now: datetime) -> None:
        """Show other numbers."""
        found = state.numbers
        saved = (
            "还没有新的记录"
            if state.last_saved is None
            else f"{when(state.last_saved, now)} 写入硬盘"
        )
        self.here.say(f"{found.written:,} 条都已保存", saved, "ok")
        self.on_way.say(*_on_way(found, now))
        self.office.say(*_at_office(found, now))


def _on_way(found: Numbers, now: datetime) -> tuple[str, str, str]:
    if not found.unsent:
        return "没有要送的", "都有旗县的回执", "ok" if found.receipted else ""
    since = f"最早的 {ago(found.oldest, now)}" if found.oldest else ""
    return f"{found.unsent:,} 条没送出", since, "warn" if found.days_unsent else "info"


def _at_office(found: Numbers, now: datetime) -> tuple[str, str, str]:
    if not found.enrolled:
        since = f"已读入{found.office}的邀请，等回信" if found.office else "还没有接入旗县"
        return f"{found.receipted:,} 条已到旗县", since, ""
    if found.last_receipt is None:
        return "0 条已到旗县", f"{found.office}还没有给过回执", ""
    since = f"{found.office} {when(found.last_receipt, now)} 的回执，签名有效"
    return f"{found.receipted:,} 条已到旗县", since, "ok"


def when(at: datetime, now: datetime) -> str:
    """Return a moment: the time for today, else the day too."""
    return f"{at:%H:%M}" if at.date() == now.date() else f"{day(at)} {at:%H:%M}"


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago, and the moment: 3 天前（11月22日 18:05）."""
    days = (now.date() - at.date()).days
    return f"{age(at, now)}（{day(at)} {at:%H:%M}）" if days else f"{age(at, now)}"


def age(at: datetime, now: datetime) -> str:
    """Return how long ago in few words."""
    days = (now.date() - at.date()).days
    if days <= 0:
        return f"今天 {at.hour}:{at:%M}"
    return "昨天" if days == 1 else f"{days} 天前"
