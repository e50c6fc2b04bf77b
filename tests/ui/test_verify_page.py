"""The page that says whether a paper is genuine, driven by a scanner, by keys and by files."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.use_cases.papers import void_paper
from desktop_app.use_cases.verifying import Verdict
from tests.seals.test_reading_codes import page_of
from tests.seals.worlds import Office, issued, office
from tests.ui.conftest import shown_page
from ui.cards import Card
from ui.jobs import Jobs
from ui.pages.verify import VerifyPage

__all__ = ["office"]


@pytest.fixture
def page(qtbot: QtBot, office: Office, jobs: Jobs) -> VerifyPage:
    return shown_page(qtbot, VerifyPage(office.two, jobs))


def scan(page: VerifyPage, text: str) -> None:
    """Type as a scanner does: into the box that has the keyboard, with Enter behind."""
    assert page.text.hasFocus()
    QTest.keyClicks(page.text, text)
    QTest.keyClick(page.text, Qt.Key.Key_Return)


def verdicts(page: VerifyPage) -> list[Verdict]:
    return [one.verdict for one in page.findings]


def said(page: VerifyPage) -> str:
    return "".join(one.text() for one in page.found.findChildren(QLabel))


def test_what_a_scanner_types_is_checked_and_the_next_may_follow(
    qtbot: QtBot, office: Office, page: VerifyPage
) -> None:
    paper, _, code = issued(office.one)
    scan(page, code)
    qtbot.waitUntil(lambda: verdicts(page) == [Verdict.GENUINE], timeout=8000)
    assert paper.number in said(page)
    assert "娜****勒" in said(page)
    assert "达茂旗就业服务中心" in said(page)
    scan(page, code[:-5] + "AAAAA")
    qtbot.waitUntil(lambda: verdicts(page) == [Verdict.FORGED], timeout=8000)
    assert paper.number not in said(page), "of a forged code nothing is repeated"


def test_a_void_paper_is_told_with_its_reason(
    qtbot: QtBot, office: Office, page: VerifyPage
) -> None:
    paper, _, code = issued(office.one)
    void_paper(office.one, paper.id, "姓名写错")
    office.exchange(office.one, office.two)
    scan(page, code)
    qtbot.waitUntil(lambda: verdicts(page) == [Verdict.VOID], timeout=8000)
    assert "姓名写错" in said(page)


def test_a_pdf_is_chosen_by_key_and_dropped(
    qtbot: QtBot,
    office: Office,
    page: VerifyPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "文书.pdf"
    path.write_bytes(issued(office.one)[1])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    QTest.keyClick(page.text, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: verdicts(page) == [Verdict.GENUINE], timeout=20_000)
    assert page.state.text() == "文书.pdf：1 份文书，1 份真。"
    path.write_bytes(b"%PDF-1.7 broken")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    page.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    qtbot.waitUntil(page.refusal.isVisible, timeout=20_000)
    assert verdicts(page) == []
    assert "打不开" in page.refusal.title.text()


def test_a_photograph_is_checked_and_what_was_scanned_before_is_gone(
    qtbot: QtBot, office: Office, page: VerifyPage, tmp_path: Path
) -> None:
    _, pdf, code = issued(office.one)
    photo = tmp_path / "照片.jpg"
    page_of(pdf, 180).rotate(92, expand=True).save(photo, quality=60)
    scan(page, code[:-5] + "12345")
    qtbot.waitUntil(lambda: verdicts(page) == [Verdict.FORGED], timeout=8000)
    (forged,) = page.found.findChildren(Card)
    page.check_file(photo)
    assert not forged.isVisible()
    assert page.text.text() == ""
    qtbot.waitUntil(lambda: verdicts(page) == [Verdict.GENUINE], timeout=20_000)
    assert page.state.text() == "照片.jpg：1 份文书，1 份真。"


def test_text_is_pasted_with_the_line_breaks_of_a_message(
    qtbot: QtBot, office: Office, page: VerifyPage
) -> None:
    _, _, code = issued(office.one)
    QApplication.clipboard().setText(f"{code[:200]}\n{code[200:]}\n".lower().replace(":", "："))
    QTest.keyClick(page.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: verdicts(page) == [Verdict.GENUINE], timeout=8000)


def test_what_was_found_is_reached_and_scrolled_by_keyboard(
    qtbot: QtBot, office: Office, page: VerifyPage
) -> None:
    _, _, code = issued(office.one)
    scan(page, code)
    qtbot.waitUntil(lambda: verdicts(page) == [Verdict.GENUINE], timeout=8000)
    seen: list[QWidget] = [page.text]
    for _ in range(6):
        QTest.keyClick(seen[-1], Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
    assert page.found in seen
    assert page.check in seen
    assert page.choose in seen


def test_what_is_no_code_is_refused_in_words(qtbot: QtBot, page: VerifyPage) -> None:
    scan(page, "6901028075831")
    qtbot.waitUntil(page.refusal.isVisible, timeout=8000)
    assert "不是文书二维码" in page.refusal.title.text()


def test_everything_has_a_name_and_is_reached_by_keyboard(page: VerifyPage) -> None:
    assert page.text.objectName() == "text"
    assert page.text.accessibleName() == "二维码的内容"
    for button in (page.check, page.choose):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
