"""The form of a person, opened alone."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Person
from ui.jobs import Jobs
from ui.pages.person_form import FormDialog
from ui.record_form import RecordForm


def _keeping(phone: str) -> Callable[[], object]:
    return lambda: phone


def test_saving_without_a_change_does_nothing_so_that_there_is_no_step_to_undo(
    qtbot: QtBot, jobs: Jobs
) -> None:
    window, done = QWidget(), list[object]()
    qtbot.addWidget(window)
    for phone in ("13811112222", "13811113333"):
        form = RecordForm(Person, ("name", "phone"))
        form.set_record(Person(name="巴特尔", phone="13811112222"))
        dialog = FormDialog(window, jobs, "巴特尔的资料", [form])
        dialog.run(partial(_keeping, phone), done.append)
        dialog.only_changes()
        form.set_value("phone", phone)
        with qtbot.waitSignal(dialog.finished):
            dialog.submit()
    assert done == ["13811113333"]
