"""The settings page, driven by keys and buttons on real folders."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QScrollArea
from pytestqt.qtbot import QtBot

from db.keys import Cost
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person, Placement
from desktop_app.session import Session
from desktop_app.settings import Settings
from desktop_app.use_cases.placements import check_placement
from desktop_app.use_cases.set_up import SetUp, create_folder, open_folder
from desktop_app.use_cases.upkeep import CheckReport
from tests.sessions import VILLAGE, keep_person, keep_post, made_up_world, open_test_session
from tests.ui.conftest import shown, write
from ui import theme
from ui.buttons import Button
from ui.jobs import Jobs
from ui.pages.settings import SettingsPage
from ui.pages.settings_about import LicenceDialog
from ui.pages.settings_data import last_backup, report_words
from ui.pages.settings_rule_dialogs import NumberQuestion, SwitchQuestion
from ui.progress_dialog import ProgressDialog
from ui.text_box import CheckBox

Key = Qt.Key
RIGHT, FRESH = "骆驼 青稞 木碗 三月", "白桦 铁锅 马镫 七月"
HOUSEHOLD, MAX_AGE = "post.one_post_per_household", "post.max_age.male"

Make = Callable[[Session], SettingsPage]


class Chosen(list[Settings]):
    """What the page asked the program to keep; dresses the application like the program."""

    def __call__(self, settings: Settings) -> None:
        """Keep and dress."""
        self.append(settings)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, theme.Mode(settings.look), settings.text_scale)


@pytest.fixture
def chosen() -> Chosen:
    return Chosen()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = open_test_session(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def made(qtbot: QtBot, jobs: Jobs, chosen: Chosen) -> Make:
    def make(session: Session) -> SettingsPage:
        page = SettingsPage(session, jobs, Settings(), chosen)
        page.resize(1118, 620)
        shown(qtbot, page)
        page.focus_first()
        return page

    return make


@pytest.fixture
def page(made: Make, session: Session) -> SettingsPage:
    return made(session)


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def asked(qtbot: QtBot, kind: type) -> object:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


# Groups


def test_arrows_walk_through_the_groups(page: SettingsPage) -> None:
    names = []
    for _ in page.sections:
        names.append(page.section.name)
        assert page.section.isVisible()
        press(Key.Key_Down)

    assert names == ["look", "lock", "data", "rules", "recent", "about"]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_stands_wider_than_its_group(page: SettingsPage, scale: float) -> None:
    page.change(text_scale=scale)
    page.resize(1206, 560)
    QApplication.processEvents()

    for section in page.sections:
        page.show_section(section.name)
        QApplication.processEvents()
        inside = section.widget()
        assert inside.width() <= section.viewport().width()
        for button in inside.findChildren(Button):
            if button.isVisible():
                right = button.mapTo(inside, button.rect().topRight()).x()
                assert right <= inside.width(), (section.name, button.text())


def test_the_groups_go_above_where_words_are_large(page: SettingsPage) -> None:
    assert page.list.geometry().right() < page.stack.geometry().left()

    page.change(text_scale=2.0)
    QApplication.processEvents()

    assert page.list.geometry().bottom() < page.stack.geometry().top()
    page.focus_first()
    press(Key.Key_Right)
    assert page.section.name == "lock"
    assert page.hints()[0][0] == "←→"


def test_a_rule_is_opened_by_its_key(page: SettingsPage) -> None:
    page.open("visit.period_days")

    assert page.section is page.rules
    QApplication.processEvents()
    row = page.rules.rows["visit.period_days"]
    assert row.control.hasFocus()
    assert not row.visibleRegion().isEmpty()


# Look, text size, lock


def test_another_look_is_kept_and_shown_at_once(page: SettingsPage, chosen: Chosen) -> None:
    page.section.focus_first()
    assert page.look.looks.button(theme.Mode.LIGHT).hasFocus()
    press(Key.Key_Right)

    assert chosen == [Settings(look="dark")]
    assert theme.mode() is theme.Mode.DARK


def test_the_text_size_and_the_look_are_kept_together(page: SettingsPage, chosen: Chosen) -> None:
    page.look.looks.button(theme.Mode.CONTRAST).click()
    page.look.scales.button(1.5).click()

    assert chosen[-1] == Settings(look="hc", text_scale=1.5)
    assert theme.scale() == 1.5


def test_a_value_of_the_file_is_offered_too(
    qtbot: QtBot, session: Session, jobs: Jobs, chosen: Chosen
) -> None:
    kept = Settings(text_scale=1.1, lock_minutes=7)
    page = SettingsPage(session, jobs, kept, chosen)
    qtbot.addWidget(page)

    assert page.look.scales.value() == 1.1
    assert page.look.scales.button(1.1).text() == "110 %"
    assert page.lock.minutes.value() == 7


def test_the_minutes_until_locking_are_kept(page: SettingsPage, chosen: Chosen) -> None:
    page.show_section("lock")
    page.lock.minutes.button(30).click()

    assert chosen == [Settings(lock_minutes=30)]


# The passphrase


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Session]:
    """Open a folder that is really encrypted."""
    wish = SetUp(officer="苏日娜", county_code="150223", village_codes=(VILLAGE,))
    world = made_up_world(tmp_path)
    opened, _ = create_folder(tmp_path / "sealed", wish, RIGHT, world, Cost(8, 1, 1))
    yield opened
    opened.close()


def test_the_passphrase_is_changed_by_keyboard(qtbot: QtBot, made: Make, sealed: Session) -> None:
    page = made(sealed)
    page.show_section("lock")
    card = page.lock.passphrase
    assert card is not None
    assert not card.go.isEnabled()
    card.old.setFocus()
    for box, text in ((card.old, RIGHT), (card.fresh.first, FRESH), (card.fresh.second, FRESH)):
        assert box.hasFocus()
        write(box, text)
        if box is not card.fresh.second:
            press(Key.Key_Return)
    assert card.go.isEnabled(), card.missing.text()
    with qtbot.waitSignal(page.toast):
        press(Key.Key_Return)

    assert "新口令" in card.said.text()
    assert (card.old.text(), card.fresh.value(), card.fresh.second.text()) == ("", "", "")
    folder, world = sealed.folder, sealed.world
    sealed.close()
    with pytest.raises(Refused, match="口令不对"):
        open_folder(folder, RIGHT, world)
    open_folder(folder, FRESH, world).close()


def test_a_wrong_passphrase_is_told_at_its_box(qtbot: QtBot, made: Make, sealed: Session) -> None:
    page = made(sealed)
    page.show_section("lock")
    card = page.lock.passphrase
    assert card is not None
    card.old.set_value("不是这一个")
    card.fresh.first.set_value(FRESH)
    card.fresh.second.set_value(FRESH)
    card.go.click()

    qtbot.waitUntil(card.refusal.isVisible)
    assert card.old_field.error.startswith("口令不对")
    assert card.old.hasFocus()
    assert card.go.isEnabled()
    write(card.old, RIGHT)
    assert card.old_field.error == ""
    assert not card.refusal.isVisible()


def test_weak_equal_and_different_words_wait(made: Make, session: Session) -> None:
    card = made(session).lock.passphrase
    assert card is not None
    card.old.set_value(RIGHT)
    card.fresh.first.set_value("surina2026")
    assert card.missing.text() == "口令再长一点就能继续"
    card.fresh.first.set_value(FRESH)
    card.fresh.second.set_value(FRESH[:-1])
    assert card.missing.text() == "再写一遍口令就能继续"
    card.fresh.first.set_value(RIGHT)
    card.fresh.second.set_value(RIGHT)
    assert card.missing.text() == "新口令和现在的一样，请换一个"
    assert not card.go.isEnabled()


def test_what_was_typed_is_forgotten_when_the_page_is_left(page: SettingsPage) -> None:
    card = page.lock.passphrase
    assert card is not None
    for box in (card.old, card.fresh.first, card.fresh.second):
        box.set_value(RIGHT)
    card.old.toggle()

    page.leave()

    assert [box.text() for box in (card.old, card.fresh.first, card.fresh.second)] == ["", "", ""]
    assert card.old.echoMode() == card.old.EchoMode.Password


def test_training_has_no_passphrase_and_does_not_lock(made: Make, tmp_path: Path) -> None:
    training = open_test_session(tmp_path / "training", training=True)
    page = made(training)
    page.show_section("lock")

    assert page.lock.passphrase is None
    assert "练习时不自动锁屏" in words_of(page.lock)
    training.close()


def words_of(area: QScrollArea) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(one.text() for one in area.findChildren(QLabel) if one.isVisible())


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


@pytest.fixture
def second_of_household(session: Session) -> Placement:
    """Return a placement that 一户一岗 stands against, not kept yet."""
    post = keep_post(session)
    husband = keep_person(session, 1, name="巴特尔")
    wife = keep_person(session, 2, name="乌云其其格", household_id=husband.household_id)
    with session.operation("test", "安置") as operation:
        operation.save(_placement(husband, post.id))
    return _placement(wife, post.id)


def _placement(person: Person, post_id: object) -> Placement:
    return Placement(
        village_code=VILLAGE,
        person_id=person.id,
        post_id=post_id,  # type: ignore[arg-type]
        started_on=date(2026, 2, 1),
        agreement_from=date(2026, 2, 1),
        agreement_to=date(2027, 1, 31),
    )


def _against(session: Session, placement: Placement) -> set[str]:
    return {one.rule for one in check_placement(session, placement) if not one.passed}


def test_every_clause_is_shown_with_its_source(page: SettingsPage, session: Session) -> None:
    page.show_section("rules")

    assert set(page.rules.rows) == set(session.rules.clauses)
    for key, row in page.rules.rows.items():
        clause = session.rules.clause(key, session.today(), session.county_code)
        assert row.title.text() == clause.title
        assert clause.basis in row.basis.text()
        assert str(clause.since) in row.note.text()
        assert row.pending.isVisible() == clause.pending
        assert row.expired.isVisible() == clause.expired
        assert row.control.isVisible() == row.changeable
    assert page.rules.rows["post.policy_term"].expired.isVisible()
    assert not page.rules.rows["identity.check_digit"].changeable
    assert page.rules.rows["wage.minimum_monthly"].value.text() == "2200 元/月"


def test_a_rule_switched_off_no_longer_stands_against_a_placement(
    qtbot: QtBot, page: SettingsPage, session: Session, second_of_household: Placement
) -> None:
    assert HOUSEHOLD in _against(session, second_of_household)
    page.open(HOUSEHOLD)
    press(Key.Key_Space)
    question = asked(qtbot, SwitchQuestion)
    assert isinstance(question, SwitchQuestion)
    qtbot.waitUntil(question.think_again.hasFocus)
    row = page.rules.rows[HOUSEHOLD]
    assert isinstance(row.control, CheckBox)
    assert row.control.value()  # it moves when the question is answered
    with qtbot.waitSignal(page.toast) as told:
        question.go.click()

    assert told.args == ["以后不核对「一户一岗」", None]
    assert _against(session, second_of_household).isdisjoint({HOUSEHOLD})
    assert not row.control.value()
    assert row.own.isVisible()
    assert "程序自带：核对" in row.note.text()

    page.rules.ask(HOUSEHOLD)
    again = asked(qtbot, SwitchQuestion)
    assert isinstance(again, SwitchQuestion)
    with qtbot.waitSignal(page.toast):
        again.go.click()
    assert HOUSEHOLD in _against(session, second_of_household)
    assert not row.own.isVisible()


def test_thinking_again_leaves_the_rule(qtbot: QtBot, page: SettingsPage, session: Session) -> None:
    page.open(HOUSEHOLD)
    press(Key.Key_Space)
    question = asked(qtbot, SwitchQuestion)
    assert isinstance(question, SwitchQuestion)
    qtbot.waitUntil(question.think_again.hasFocus)
    press(Key.Key_Return)

    assert session.rules.holds(HOUSEHOLD, session.today())
    row = page.rules.rows[HOUSEHOLD]
    assert isinstance(row.control, CheckBox)
    assert row.control.value()


def test_an_age_limit_is_changed_and_decides(
    qtbot: QtBot, page: SettingsPage, session: Session
) -> None:
    post, old = keep_post(session), keep_person(session, 1)
    placement = _placement(old, post.id)
    assert MAX_AGE not in _against(session, placement)
    page.open(MAX_AGE)
    press(Key.Key_Space)
    question = asked(qtbot, NumberQuestion)
    assert isinstance(question, NumberQuestion)
    qtbot.waitUntil(question.box.hasFocus)
    assert not question.go.isEnabled()
    for text in ("", "8", "六十", "101"):
        question.box.selectAll()
        QTest.keyClick(question.box, Key.Key_Delete)
        write(question.box, text)
        assert not question.go.isEnabled()
    assert question.field.error == "填 16 到 100 之间的整数。"
    question.box.selectAll()
    write(question.box, "40")
    with qtbot.waitSignal(page.toast) as told:
        QTest.keyClick(question.box, Key.Key_Return)

    assert told.args == ["「男性年龄上限」改成了 40 周岁", None]
    assert MAX_AGE in _against(session, placement)
    assert page.rules.rows[MAX_AGE].value.text() == "40 周岁"
    assert "程序自带：65 周岁" in page.rules.rows[MAX_AGE].note.text()


# The last steps


def test_the_newest_step_is_taken_back(qtbot: QtBot, page: SettingsPage, session: Session) -> None:
    keep_person(session, 1, name="巴特尔")
    keep_person(session, 2, name="乌云其其格")
    page.show_section("recent")
    qtbot.waitUntil(lambda: len(page.recent.steps) == 2)
    page.section.focus_first()
    assert isinstance(QApplication.focusWidget(), Button)
    with qtbot.waitSignal(page.toast) as told:
        press(Key.Key_Space)

    assert told.args == ["已撤销：登记", None]
    assert [one.name for one in session.find(Person)] == ["巴特尔"]
    qtbot.waitUntil(lambda: len(page.recent.steps) == 1)
    assert page.recent.undo_button is not None
    assert page.recent.undo_button.hasFocus()


def test_without_steps_it_says_so(qtbot: QtBot, page: SettingsPage) -> None:
    page.show_section("recent")

    qtbot.waitUntil(lambda: "还没有办过事" in words_of(page.recent))
    assert page.recent.undo_button is None


# About


def test_licences_are_shown_in_their_own_words(qtbot: QtBot, page: SettingsPage) -> None:
    page.show_section("about")
    beginnings = []
    for button in page.about.buttons:
        button.click()
        dialog = asked(qtbot, LicenceDialog)
        assert isinstance(dialog, LicenceDialog)
        beginnings.append(dialog.text.toPlainText()[:400])
        dialog.accept()

    assert "ISC License" in beginnings[0]
    assert "SIL Open Font License" in beginnings[1]
    assert len(beginnings) == 3
