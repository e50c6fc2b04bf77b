"""Several pages under a row of tabs: made late, read when seen, spoken for to the window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from tests.ui.conftest import shown_page
from ui.jobs import Jobs
from ui.page import Door, Hint, Page
from ui.tabbed_page import TabbedPage


class _Sheet(Page):
    name, title = "sheet", "一页"

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
        self.read: list[object] = []
        self.opened: list[object] = []
        self.left = 0
        self.button = QPushButton(words)
        QVBoxLayout(self).addWidget(self.button)

    def hints(self) -> list[Hint]:
        return [("Enter", self.words)]

    def refresh(self, changes: object = None) -> None:
        self.read.append(changes)

    def open(self, argument: object = None) -> None:
        self.opened.append(argument)

    def focus_first(self) -> None:
        self.button.setFocus()

    def leave(self) -> None:
        self.left += 1


class _Place(TabbedPage):
    name, title = "place", "一处"

    def __init__(self) -> None:
        self.made: list[_Sheet] = []
        super().__init__([Door(n, w, "circle", self._maker(w)) for n, w in WORDS])

    def _maker(self, words: str):  # type: ignore[no-untyped-def]
        def make() -> Page:
            self.made.append(_Sheet(words))
            return self.made[-1]

        return make

    def sheet(self, name: str) -> _Sheet:
        page = self.page_of(name)
        assert isinstance(page, _Sheet)
        return page


WORDS = [("first", "头一页"), ("second", "第二页"), ("third", "第三页")]


def _place(qtbot: QtBot) -> _Place:
    return shown_page(qtbot, _Place())


def test_a_page_is_made_at_its_first_visit(qtbot: QtBot, jobs: Jobs) -> None:
    place = _place(qtbot)
    assert [one.words for one in place.made] == ["头一页"]

    place.go_to("third")

    assert [one.words for one in place.made] == ["头一页", "第三页"]
    assert place.page is place.sheet("third")
    assert place.hints() == [("Enter", "第三页")]


def test_only_the_page_in_view_reads_and_the_others_when_they_are_seen(
    qtbot: QtBot, jobs: Jobs
) -> None:
    place = _place(qtbot)
    place.go_to("second")
    place.sheet("first").read.clear()
    place.sheet("second").read.clear()

    place.refresh("changes")
    assert (place.sheet("first").read, place.sheet("second").read) == ([], ["changes"])

    place.go_to("first")
    place.go_to("second")
    assert (place.sheet("first").read, place.sheet("second").read) == ([None], ["changes"])


def test_what_is_asked_for_goes_to_its_tab_and_all_else_to_the_first(
    qtbot: QtBot, jobs: Jobs
) -> None:
    place = _place(qtbot)

    place.open(("second", 7))
    assert (place.page_name, place.sheet("second").opened) == ("second", [7])
    place.open("third")
    assert (place.page_name, place.sheet("third").opened) == ("third", [])
    place.open(8)
    assert (place.page_name, place.sheet("first").opened) == ("first", [8])
    assert place.sheet("second").left == 1


def test_counts_stand_beside_their_tab_and_add_up_for_the_window(qtbot: QtBot, jobs: Jobs) -> None:
    place = _place(qtbot)
    heard: list[tuple[int, bool]] = []
    place.counted.connect(lambda count, urgent: heard.append((count, urgent)))

    place.sheet("first").counted.emit(2, False)
    place.sheet("second").counted.emit(3, True)

    assert heard == [(2, False), (5, True)]
    assert [place.tabs.tabText(n) for n in range(3)] == ["头一页　2", "第二页　3", "第三页"]


def test_the_keyboard_walks_the_tabs(qtbot: QtBot, jobs: Jobs) -> None:
    place = _place(qtbot)

    QTest.keyClick(place.page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert place.page_name == "second"
    assert place.sheet("second").button.hasFocus()
    QTest.keyClick(place.page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(place.page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert place.page_name == "third"

    place.tabs.setFocus()
    QTest.keyClick(place.tabs, Qt.Key.Key_Left)
    assert place.page_name == "second"
    assert place.tabs.hasFocus()
