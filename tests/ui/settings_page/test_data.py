"""Backup and check, from the page."""

import zipfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.session import Session
from desktop_app.use_cases.upkeep import CheckReport
from tests.sessions import keep_person
from tests.ui.settings_page.conftest import press
from ui.pages.settings import SettingsPage
from ui.pages.settings_data import last_backup, report_words
from ui.progress_dialog import ProgressDialog

Key = Qt.Key
RIGHT, FRESH = "骆驼 青稞 木碗 三月", "白桦 铁锅 马镫 七月"
HOUSEHOLD, MAX_AGE = "post.one_post_per_household", "post.max_age.male"


# Backup and check


def test_a_backup_lies_in_the_data_folder_and_says_so(
    qtbot: QtBot, page: SettingsPage, session: Session
) -> None:
    page.show_section("data")
    assert page.data.last.text() == "数据文件夹里还没有备份。"
    page.section.focus_first()
    with qtbot.waitSignal(page.toast) as told:
        press(Key.Key_Space)

    target = session.folder / "backups" / "20261125T090000.nutag-backup"
    assert told.args == ["备份写好了", None]
    assert str(target) in page.data.backed_up.text()
    assert "records.db" in zipfile.ZipFile(target).namelist()
    assert page.data.last.text() == "数据文件夹里最近的一份：11月25日 09:00。"


def test_a_backup_goes_where_it_is_sent_and_never_over_a_file(
    qtbot: QtBot, page: SettingsPage, tmp_path: Path
) -> None:
    page.show_section("data")
    target = tmp_path / "stick" / "备份.nutag-backup"
    dialog = page.data.ask_for_place()
    assert dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    with qtbot.waitSignal(page.toast):
        dialog.fileSelected.emit(str(target))
    dialog.reject()
    assert target.exists()
    before = target.read_bytes()

    page.data.back_up(target)

    qtbot.waitUntil(lambda: "没有覆盖它" in page.data.backed_up.text())
    assert target.read_bytes() == before
    assert page.data.now.isEnabled()


def test_the_check_answers_in_words(qtbot: QtBot, page: SettingsPage, session: Session) -> None:
    keep_person(session)
    page.show_section("data")
    page.data.look.click()
    assert not page.data.look.isEnabled()

    qtbot.waitUntil(page.data.checked.isVisible)
    assert page.data.checked.text() == (
        "核对了 2 条日志、2 条记录。数据完整：文件、日志和每条记录都对得上。"
    )
    qtbot.waitUntil(page.data.look.isEnabled)
    qtbot.waitUntil(lambda: not page.window().findChildren(ProgressDialog))


def test_what_a_check_finds_is_said_with_what_to_do() -> None:
    broken = CheckReport(10, 5, ["数据文件的结构有损坏。"])
    odd = CheckReport(10, 5, [], ["有 1 人在岗，但是不符合「一户一岗」。"])

    assert report_words(broken)[1] == "bad"
    assert "先做一次备份，不要再写入" in report_words(broken)[0]
    assert report_words(odd)[1] == "warn"
    assert odd.hints[0] in report_words(odd)[0]


def test_other_files_among_the_backups_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    for name in ("before-update-3-20260102T030405", "我的备份", "20251231T235959"):
        (tmp_path / "backups" / f"{name}.nutag-backup").touch()

    last = last_backup(tmp_path)

    assert last is not None
    assert f"{last:%Y-%m-%d %H:%M:%S}" == "2026-01-02 03:04:05"


# Rules
