"""Another recovery code: the passphrase, the new paper, two groups back from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.keys import Cost
from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.use_cases.set_up import SetUp, create_folder, open_with_recovery
from tests.sessions import VILLAGE, made_up_world, open_test_session
from tests.ui.conftest import write
from tests.ui.settings_page.conftest import FRESH, RIGHT, Make, asked, press
from ui.dialog import Question
from ui.pages.settings_recovery import RecoveryCard, RenewRecovery
from ui.pdf_preview import PdfPreview

Key = Qt.Key
Sealed = tuple[Session, list[str]]


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Sealed]:
    """Open a folder that is really encrypted."""
    wish = SetUp(officer="苏日娜", county_code="150223", village_codes=(VILLAGE,))
    world = made_up_world(tmp_path)
    session, groups = create_folder(tmp_path / "sealed", wish, RIGHT, world, Cost(8, 1, 1))
    yield session, groups
    session.close()


@pytest.fixture
def dialog(qtbot: QtBot, made: Make, sealed: Sealed) -> RenewRecovery:
    page = made(sealed[0])
    page.show_section("lock")
    card = page.lock.findChild(RecoveryCard)
    assert isinstance(card, RecoveryCard)
    card.renewed.connect(lambda: page.setProperty("renewed", True))
    card.go.click()
    found = asked(qtbot, RenewRecovery)
    assert isinstance(found, RenewRecovery)
    return found


def renew(qtbot: QtBot, dialog: RenewRecovery) -> list[str]:
    assert dialog.passphrase.hasFocus()
    write(dialog.passphrase, RIGHT)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.renewed)
    return list(dialog.step.groups())


def test_the_code_is_renewed_and_proved_by_keyboard(
    qtbot: QtBot, dialog: RenewRecovery, sealed: Sealed
) -> None:
    session, old = sealed
    new = renew(qtbot, dialog)
    assert dialog.passphrase.text() == ""
    assert dialog.step.print_button.hasFocus()
    press(Key.Key_Space)
    preview = asked(qtbot, PdfPreview)
    assert isinstance(preview, PdfPreview)
    preview.saved.emit()
    preview.reject()
    with qtbot.waitActive(dialog):  # no window manager gives the keyboard back here
        dialog.activateWindow()
    assert dialog.step.printed.accessibleName().startswith("已存为 PDF")
    assert not dialog.go.isEnabled()
    dialog.step.boxes[0].setFocus()
    for box, place in zip(dialog.step.boxes, dialog.step.asked, strict=True):
        assert box.hasFocus()
        write(box, new[place])
    for tick in (dialog.step.kept, dialog.step.known):
        tick.setChecked(True)
    assert dialog.go.isEnabled(), dialog.lacks.text()
    with qtbot.waitSignal(dialog.accepted):
        dialog.go.click()

    folder, world = session.folder, session.world
    session.close()
    with pytest.raises(Refused, match="不是这份数据的恢复码"):
        open_with_recovery(folder, " ".join(old), FRESH, world)
    open_with_recovery(folder, " ".join(new), FRESH, world).close()


def test_a_wrong_passphrase_changes_nothing(
    qtbot: QtBot, dialog: RenewRecovery, sealed: Sealed
) -> None:
    write(dialog.passphrase, "不是这一个")
    press(Key.Key_Return)
    qtbot.waitUntil(dialog.refusal.isVisible)

    assert dialog.field.error.startswith("口令不对")
    assert not dialog.renewed
    assert dialog.passphrase.hasFocus()
    dialog.reject()
    session, old = sealed
    folder, world = session.folder, session.world
    session.close()
    open_with_recovery(folder, " ".join(old), FRESH, world).close()


def test_a_code_not_proved_is_not_left_in_passing(qtbot: QtBot, dialog: RenewRecovery) -> None:
    renew(qtbot, dialog)

    press(Key.Key_Escape)

    question = asked(qtbot, Question)
    assert isinstance(question, Question)
    question.reject()
    assert dialog.isVisible()
    press(Key.Key_Escape)
    question = asked(qtbot, Question)
    assert isinstance(question, Question)
    with qtbot.waitSignal(dialog.rejected):
        question.go.click()
    assert QApplication.activeModalWidget() is None


def test_training_has_no_code(made: Make, tmp_path: Path) -> None:
    training = open_test_session(tmp_path / "training", training=True)
    page = made(training)

    assert page.lock.findChild(RecoveryCard) is None
    training.close()
