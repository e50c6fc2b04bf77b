"""The parts that pages are made of: boxes, forms, previews, papers."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.records import Person, Placement, Visit, labels
from desktop_app.use_cases.whole_files import write_whole
from tests.ui.conftest import shown, write
from ui import theme
from ui.cards import ScrollColumn
from ui.code_box import ChoiceBox, CodeBox
from ui.date_box import DateBox, read_day
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.money_box import MoneyBox
from ui.pdf_preview import PdfPreview
from ui.record_form import Heading, RecordForm
from ui.text_box import CheckBox, NoteBox, NumberBox, TextBox

# Popups ask for more than a screen that is not there can give.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TODAY = date(2026, 11, 25)
Key = Qt.Key


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", date(2026, 11, 25)),
        ("昨天", date(2026, 11, 24)),
        ("明天", date(2026, 11, 26)),
        ("3.2", date(2026, 3, 2)),
        ("3-2", date(2026, 3, 2)),
        ("3月2日", date(2026, 3, 2)),
        ("去年3月2日", date(2025, 3, 2)),
        ("2026-3-2", date(2026, 3, 2)),
        ("2026年3月2日", date(2026, 3, 2)),
        ("20260302", date(2026, 3, 2)),
        ("２０２６．３．２", date(2026, 3, 2)),
        (" 2026 / 3 / 2 ", date(2026, 3, 2)),
    ],
)
def test_reads_days_as_people_write_them(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["2.30", "2026-13-1", "哪天", "32", "."])
def test_refuses_what_is_no_day(text: str) -> None:
    with pytest.raises(Refused):
        read_day(text, TODAY)


def test_date_box_writes_out_what_it_understood(qtbot: QtBot, dressed: None) -> None:
    box = DateBox(today=TODAY)
    shown(qtbot, box)
    write(box, "3.2")
    QTest.keyClick(box, Key.Key_Return)
    assert (box.text(), box.value(), box.problem()) == ("2026-03-02", date(2026, 3, 2), "")
    box.selectAll()
    write(box, "2.30")
    assert box.value() is None
    assert "2月30日" in box.problem() or "2026-2-30" in box.problem()


def test_calendar_opens_by_key_and_gives_the_day(qtbot: QtBot, dressed: None) -> None:
    box = DateBox(date(2026, 3, 2), today=TODAY)
    shown(qtbot, box)
    QTest.keyClick(box, Key.Key_Down)
    assert box.calendar is not None
    assert box.calendar.isVisible()
    days = box.calendar.month.findChildren(QAbstractItemView)[0]
    QTest.keyClick(days, Key.Key_Right)
    QTest.keyClick(days, Key.Key_Return)
    assert box.value() == date(2026, 3, 3)
    assert not box.calendar.isVisible()


def test_code_box_takes_words_parts_aliases_and_values(qtbot: QtBot, dressed: None) -> None:
    box = CodeBox("sex")
    shown(qtbot, box)
    for typed in ("女", "2", "女性"):
        box.set_value("1")
        box.edit.selectAll()
        write(box.edit, typed)
        box.edit.editingFinished.emit()
        assert box.value() == "2", typed
        assert box.currentText() == "女"


def test_code_box_keeps_a_value_of_a_newer_list(qtbot: QtBot, dressed: None) -> None:
    box = CodeBox("sex", "77")
    qtbot.addWidget(box)
    assert (box.value(), box.currentText(), box.problem()) == ("77", "77", "")
    box.edit.setText("没有的")
    assert box.value() == ""
    assert "没有的" in box.problem()
    box.edit.setText("")
    assert (box.value(), box.problem()) == ("", "")


def test_choice_box_is_not_changed_by_the_wheel_and_tells_once(qtbot: QtBot, dressed: None) -> None:
    box = ChoiceBox([("a", "甲村"), ("b", "乙村")], "a", optional=False)
    qtbot.addWidget(box)
    told: list[str] = []
    box.changed.connect(lambda: told.append(box.value()))
    box.edit.setText("乙")
    box.edit.editingFinished.emit()
    box.edit.editingFinished.emit()
    assert told == ["b"]
    box.set_choices([("b", "乙嘎查"), ("c", "丙嘎查")])
    assert (box.value(), box.currentText()) == ("b", "乙嘎查")


def test_money_is_fen_inside(qtbot: QtBot, dressed: None) -> None:
    box = MoneyBox(60_050)
    shown(qtbot, box)
    assert box.text() == "600.50"
    box.selectAll()
    write(box, "1,200元")
    assert box.value() == 120_000
    box.setText("一千")
    assert box.value() is None
    assert box.problem()


@pytest.fixture
def form(qtbot: QtBot, dressed: None) -> RecordForm:
    made = RecordForm(
        Person,
        [
            Heading("是谁"), "name", "sex", "birth_on", "village_code",
            Heading("务工"), "wanted_monthly_fen", "subsistence", "notes",
        ],
        today=TODAY,
        choices={"village_code": [("150223102200", "查干哈达嘎查")]},
        required=["name"],
        help={"name": "与身份证一致"},
    )  # fmt: skip
    shown(qtbot, made)
    return made


def test_form_builds_a_box_for_each_kind(form: RecordForm) -> None:
    assert [type(box) for box in form.boxes.values()] == [
        TextBox, CodeBox, DateBox, ChoiceBox, MoneyBox, CheckBox, NoteBox,
    ]  # fmt: skip
    for name, box in form.boxes.items():
        assert box.objectName() == name
        assert box.accessibleName() == labels(Person)[name].text
    assert form.fields["wanted_monthly_fen"].label.text() == "期望月收入（元/月）"
    assert isinstance(RecordForm(Placement, ["review_due"]).boxes["review_due"], NumberBox)


def test_form_gives_back_the_record_it_was_shown(form: RecordForm) -> None:
    person = Person(
        name="乌云其其格",
        sex="2",
        birth_on=date(1985, 3, 2),
        village_code="150223102200",
        wanted_monthly_fen=320_000,
        subsistence=True,
        notes="第一行\n第二行",
        phone="13800000000",
    )
    form.set_record(person)
    assert form.record(person) == person
    form.set_value("name", " 乌云 ")
    assert form.record(person).name == "乌云"


def test_form_marks_what_cannot_be_read_and_what_is_missing(form: RecordForm) -> None:
    form.set_record(Person())
    form.boxes["birth_on"].setText("2月30日")  # type: ignore[union-attr]
    with pytest.raises(Refused) as refused:
        form.values()
    assert refused.value.fields == ("birth_on", "name")
    assert form.fields["name"].error == "请填姓名。"
    assert form.fields["birth_on"].error
    assert form.boxes["name"].hasFocus()


def test_form_shows_the_errors_of_a_refusal(form: RecordForm, qtbot: QtBot) -> None:
    assert form.show_errors(("name", "other"), "名字不对。")
    assert form.fields["name"].error == "名字不对。"
    write(form.boxes["name"], "甲")
    assert form.fields["name"].error == ""
    assert not form.show_errors(("other",), "不在这张表上。")


def test_enter_walks_through_the_form_and_submits_at_its_end(
    form: RecordForm, qtbot: QtBot
) -> None:
    form.focus_first()
    walked = []
    for _ in range(6):
        focus = form.focusWidget()
        assert focus is not None
        walked.append(focus.objectName())
        QTest.keyClick(focus, Key.Key_Return)
    assert walked == [name for name in form.boxes if name != "notes"]
    with qtbot.waitSignal(form.submitted, timeout=500):
        QTest.keyClick(form.boxes["notes"], Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_form_scrolls_along_with_enter(qtbot: QtBot, dressed: None) -> None:
    column = ScrollColumn()
    made = RecordForm(Person, ["name", "sex", "birth_on", "phone", "address", "skills"])
    column.column.addWidget(made)
    column.resize(400, 160)
    shown(qtbot, column)
    made.focus_first()
    for _ in range(5):
        focus = made.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Key.Key_Return)
    assert made.boxes["skills"].hasFocus()
    assert column.verticalScrollBar().value() > 0
    assert not made.boxes["skills"].visibleRegion().isEmpty()


def test_every_editable_record_has_a_form(qtbot: QtBot, dressed: None) -> None:
    for kind in (Person, Visit, Placement):
        made = RecordForm(kind, [name for name in labels(kind) if not name.endswith("_id")])
        qtbot.addWidget(made)
        made.set_record(kind())
        assert made.record(kind()) == kind()


def test_nothing_in_a_form_is_squeezed_at_twice_the_text(
    qtbot: QtBot, qapp: QApplication, dressed: None
) -> None:
    theme.apply(qapp, theme.Mode.LIGHT, 2.0)
    made = RecordForm(Person, ["name", "sex", "birth_on", "notes"])
    shown(qtbot, made)
    for field in made.fields.values():
        assert field.height() >= field.sizeHint().height() - 1
        assert field.widget.height() >= field.widget.sizeHint().height() - 1


def _paper() -> bytes:
    from printing.recovery_sheet import recovery_sheet

    return recovery_sheet(["2345"] * 8, "苏日娜", ["查干哈达嘎查"], TODAY)


def test_preview_draws_zooms_and_saves(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    pdf = _paper()
    preview = PdfPreview("数据恢复码", pdf, "恢复码.pdf", jobs)
    shown(qtbot, preview)
    qtbot.waitUntil(lambda: not preview.sheet.pixmap().isNull(), timeout=10_000)
    before = preview.sheet.pixmap().width()
    assert preview.place.text() == "第 1 页，共 1 页"
    preview.zoom(1)
    qtbot.waitUntil(lambda: preview.sheet.pixmap().width() > before, timeout=10_000)
    with qtbot.waitSignal(preview.saved, timeout=5000):
        preview.sending.save_to(tmp_path / "恢复码")
    assert (tmp_path / "恢复码.pdf").read_bytes() == pdf
    assert [path.name for path in tmp_path.iterdir()] == ["恢复码.pdf"]


def test_preview_says_that_there_is_no_printer(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("printing.cups.queues", list)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    preview = PdfPreview("证明", _paper(), "证明.pdf", jobs)
    shown(qtbot, preview)
    QTest.keyClick(preview, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(preview.said.isVisible)
    assert "没有打印机" in preview.said.text()


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        write_whole(tmp_path / "没有" / "证明.pdf", b"1")
    kept = tmp_path / "证明.pdf"
    kept.write_bytes(b"old")
    assert write_whole(kept, b"new").read_bytes() == b"new"


TEXT_PAIRS = [
    (ink, ground)
    for ground in ("surface", "surface2", "bg", "side", "hover", "sel")
    for ink in ("text", "text2", "text3")
] + [
    ("accent", "surface"), ("accent_h", "sel"), ("accent_h", "soft"), ("onaccent", "accent"),
    ("onaccent", "accent_h"), ("info", "info_s"), ("ok", "ok_s"), ("warn", "warn_s"),
    ("bad", "bad_s"), ("bad", "sel"), ("badge_t", "badge"), ("surface", "text"),
]  # fmt: skip
LINE_PAIRS = [("line2", "surface"), ("line2", "bg"), ("bar", "track"), ("accent", "bg")]


@pytest.mark.parametrize("look", list(theme.Mode))
def test_every_look_can_be_read(look: theme.Mode) -> None:
    tokens = theme.TOKENS[look]
    wanted = 7.0 if look is theme.Mode.CONTRAST else 4.5
    for pairs, least in ((TEXT_PAIRS, wanted), (LINE_PAIRS, 3.0)):
        low = [pair for pair in pairs if _contrast(tokens[pair[0]], tokens[pair[1]]) < least]
        assert low == []


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_rare_characters_have_a_face(dressed: None) -> None:
    theme.load_rare_characters()
    assert "HanaMinB" in QFontDatabase.families()
    assert theme.font().families()[:2] == ["Noto Sans SC", "HanaMinB"]


def test_letters_in_their_order_mean_the_one_item_that_has_them(qtbot: QtBot) -> None:
    box = ChoiceBox([("1", "达尔罕茂明安联合旗"), ("2", "土默特右旗"), ("3", "固阳县")])
    qtbot.addWidget(box)
    for typed, value in (("达茂旗", "1"), ("土右", "2"), ("旗", ""), ("茂达", "")):
        box.edit.setText(typed)
        assert box.value() == value


def test_the_ring_goes_around_a_box_to_tick_and_follows_what_scrolls(qtbot: QtBot) -> None:
    column = ScrollColumn()
    ring = FocusRing(column)
    boxes = [CheckBox(f"第 {number} 项") for number in range(40)]
    for box in boxes:
        column.column.addWidget(box)
    column.resize(300, 200)
    shown(qtbot, column)
    boxes[2].setFocus()
    assert ring.isVisible()
    assert ring.width() < 40
    top = ring.y()
    column.verticalScrollBar().setValue(20)
    assert ring.y() == top - 20
    column.verticalScrollBar().setValue(800)
    assert not ring.isVisible()
