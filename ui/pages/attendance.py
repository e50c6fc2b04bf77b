"""考勤: who was there on which day, checked once, corrected in the open after the closing."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.domain.attendance import (
    ABSENT,
    HALF,
    LEAVE,
    NO_DUTY,
    SICK,
    WORKED,
    days_text,
    without_foreign_days,
)
from desktop_app.domain.codes import text_of
from desktop_app.domain.months import Month
from desktop_app.domain.records import (
    Agreement,
    Attendance,
    Person,
    Placement,
    Post,
    RecordId,
    Roll,
)
from desktop_app.session import Changes, Session
from desktop_app.use_cases.attendance import (
    MarkedMonth,
    MonthSheet,
    attendance_month,
    carry_attendance,
    confirm_attendance,
    correct_month,
    fill_attendance,
    save_marks,
)
from desktop_app.use_cases.print_orders import PrintOrder, usual_copies
from ui import theme
from ui.banner import Banner
from ui.buttons import Button
from ui.cards import Card, PageHead
from ui.empty_state import EmptyState
from ui.export_dialog import Exportable, Exporting
from ui.jobs import Job, Jobs
from ui.labels import ElidingLabel, line
from ui.page import Hint, Page
from ui.pages.attendance_grid import AttendanceGrid
from ui.pages.month_place import MonthPlace
from ui.pages.person_form import FormDialog
from ui.print_menu import PrintMenu
from ui.record_form import RecordForm
from ui.sheet_import import SheetImporting

KEEP_MS = 700
"""So long nobody types, then what was typed is kept in one step."""

BUTTONS = (
    (WORKED, "√ 出勤", "1"),
    (HALF, "/ 半天", "2"),
    (LEAVE, "△ 事假", "3"),
    (SICK, "○ 病假", "4"),
    (ABSENT, "× 旷工", "5"),
    (NO_DUTY, "空", "0"),
)
LARGE = 1.5
"""Above this text scale buttons go without the cap of their key."""

CLOSED = (
    "{month}已经关账，补贴表不会变。确实记错了的，改好符号，点「保存更正」写明原因，"
    "差额列入下一张表。"
)


class AttendancePage(Page):
    """The grid of a month; typed marks are kept by themselves, a correction with its reason."""

    name, title, icon = "attendance", "考勤", "calendar"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.place = MonthPlace(session.village_codes, session.today())
        self.grid = AttendanceGrid()
        self.printing = PrintMenu(self, session, jobs)
        self._saving = False
        self._reading: Job[MonthSheet] | None = None
        self._soon = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._soon.timeout.connect(self.keep)
        self._lay_out()
        self.place.changed.connect(self._elsewhere)
        self.grid.marked.connect(self._typed)
        self.grid.refused.connect(self._cannot)

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys of the grid."""
        return [
            ("1–5", "√ / △ ○ ×"),
            ("0", "空"),
            ("Shift 空格", "整行"),
            ("Ctrl 空格", "整列"),
            ("Shift ↑↓←→", "选一片"),
            ("Ctrl ←→", "换月份"),
        ]

    def refresh(self, changes: object = None) -> None:
        """Read the month again, unless something else changed or marks wait to be kept."""
        kinds = (Attendance, Placement, Post, Person, Agreement, Roll)
        if isinstance(changes, Changes) and not changes.touches(*kinds):
            return
        if self._saving or self._soon.isActive():
            return
        if self._reading is not None:
            self._reading.cancel()
        where = self.place.where
        self._reading = self._jobs.start(
            self,
            lambda _: attendance_month(self._session, *where),
            self._show,
            self.refused.emit,
        )

    def open(self, argument: object = None) -> None:
        """Show a month by (village, month, department)."""
        match argument:
            case (str(village), str(month), str(department)):
                self.place.go_to(Month.of(month), village, department)

    def focus_first(self) -> None:
        """Give the keyboard to the grid."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grid.begin()

    def panes(self) -> Sequence[QWidget]:
        """Return the choice of the month, the grid and the next step."""
        return self.place.departments, self.grid, self.confirm

    def leave(self) -> None:
        """Keep what was typed before another page comes."""
        if self._soon.isActive():
            self._soon.stop()
            self.keep()

    # What people do

    def keep(self) -> None:
        """Keep what was typed, in one step; a correction waits for its reason."""
        sheet, typed = self.grid.marks.sheet, dict(self.grid.marks.typed)
        if sheet is None or sheet.closed or not typed or self._saving:
            return
        self._saving = True
        rows = {row.placement_id: row for row in sheet.rows}
        marked = [
            MarkedMonth(placement_id=one, marks=without_foreign_days(marks, rows[one].days))
            for one, marks in typed.items()
        ]
        where = sheet.village_code, sheet.month, sheet.department
        self._jobs.start(
            self,
            lambda _: save_marks(self._session, *where, marked),
            partial(self._kept, typed),
            self._not_kept,
        )

    def check(self) -> None:
        """Ask who checked the month, and keep that it was."""
        self.leave()
        where = self.place.where
        form = RecordForm(Attendance, ("checked_by",), required=("checked_by",))
        form.set_value("checked_by", self._session.officer)

        def work() -> Callable[[], MonthSheet]:
            name = str(form.values()["checked_by"])
            return lambda: confirm_attendance(self._session, *where, name)

        note = "每个人的出勤都看过了再核对；还没有登记的人按画面上的满勤记下。"
        title = f"核对{self.place.month.told}的考勤"
        FormDialog(self, self._jobs, title, [form], note=note, verb="核对").run(
            work, partial(self._done, "考勤已核对")
        )

    def correct(self) -> None:
        """Ask for the reason of the corrections typed, and keep them."""
        typed = self._corrections()
        if not typed:
            self.toast.emit("没有改过的符号。先改好，再保存更正。", None)
            return
        month = self.place.month.text
        form = RecordForm(Attendance, ("notes",), required=("notes",))
        form.fields["notes"].label.setText("更正的原因 *")

        def work() -> Callable[[], None]:
            reason = str(form.values()["notes"])
            return lambda: correct_month(self._session, month, typed, reason)

        title = f"更正 {len(typed)} 个人的考勤"
        note = "已经关账的表不变，差额列在下一个月的更正里。"
        FormDialog(self, self._jobs, title, [form], note=note, verb="保存更正").run(
            work, lambda _: self._corrected(len(typed))
        )

    def fill(self) -> None:
        """Give everybody full attendance."""
        self._whole(fill_attendance, "都记成全勤")

    def carry(self) -> None:
        """Lay last month's pattern on whoever has no sheet."""
        self._whole(carry_attendance, "已沿用上月")

    def print_out(self) -> None:
        """Show the sheet as it will be printed."""
        self.leave()
        village, month, department = self.place.where
        order = PrintOrder(
            form="attendance", words=f"{self.place.month.told}公益性岗位考勤表",
            village_code=village, month=month, department=department,
        )  # fmt: skip
        self.printing.print_out(order, usual_copies(self._session)["attendance"])

    # Inside

    def _whole(self, act: Callable[..., MonthSheet], words: str) -> None:
        self.leave()
        where = self.place.where
        self._jobs.start(
            self,
            lambda _: act(self._session, *where),
            partial(self._done, words),
            self.refused.emit,
        )

    def _done(self, words: str, sheet: MonthSheet) -> None:
        self.grid.marks.typed.clear()
        self._show(sheet)
        self.toast.emit(f"{Month.of(sheet.month).told}：{words}", True)

    def _typed(self) -> None:
        if self.grid.marks.sheet is not None and not self.grid.marks.sheet.closed:
            self._soon.start()
        self._sum()

    def _cannot(self) -> None:
        self.toast.emit("这一天还没有到，或者这个人不在岗，不能登记。", None)

    def _kept(self, typed: dict[RecordId, str], sheet: MonthSheet) -> None:
        self._saving = False
        now = self.grid.marks.typed
        for one, marks in typed.items():
            if now.get(one) == marks:
                del now[one]
        self._show(sheet)

    def _not_kept(self, error: Exception) -> None:
        self._saving = False
        self.grid.marks.typed.clear()
        self.refused.emit(error)
        self.refresh()

    def _corrections(self) -> dict[RecordId, str]:
        marks = self.grid.marks
        return {
            row.placement_id: without_foreign_days(marks.marks(place), row.days)
            for place, row in enumerate(marks.rows)
            if row.placement_id in marks.typed and marks.marks(place) != row.marks
        }

    def _corrected(self, people: int) -> None:
        self.grid.marks.typed.clear()
        self.refresh()
        self.toast.emit(f"更正了 {people} 个人的考勤，差额列入下一个月", True)

    def _elsewhere(self) -> None:
        self.leave()
        self.grid.marks.typed.clear()
        self.refresh()

    def _show(self, sheet: MonthSheet) -> None:
        if (sheet.village_code, sheet.month, sheet.department) != self.place.where:
            return
        self.grid.marks.show_sheet(sheet)
        self._stack.setCurrentIndex(0 if sheet.rows else 1)
        month, department = Month.of(sheet.month), text_of("post_department", sheet.department)
        self._none.say(
            f"{month.told}没有要登记考勤的人",
            f"{sheet.village}{department}的岗位上，没有人的协议在这个月。",
            "calendar",
        )
        self.said.setVisible(sheet.closed)
        if sheet.closed:
            self.said.say(CLOSED.format(month=month.told), "info")
        for button in (self.fill_button, self.carry_button):
            button.setVisible(not sheet.closed)
        self.confirm.setText("保存更正" if sheet.closed else "核对")
        self.confirm.setEnabled(bool(sheet.rows))
        waiting = 0 if sheet.closed or month.last >= self._session.today() else sheet.open_rows
        self.counted.emit(int(waiting > 0), False)
        self._sum()
        self.grid.begin()

    def _sum(self) -> None:
        marks = self.grid.marks
        if marks.sheet is None:
            return
        found = [marks.row_totals(row) for row in range(marks.rowCount())]
        halves = sum(one.halves for one in found)
        open_rows = marks.sheet.open_rows
        state = "都核对过了" if not open_rows else f"{open_rows} 人还没有核对"
        unclear = sum(bool(row.unclear or row.twice) for row in marks.rows)
        parts = [f"{len(found)} 人", f"累计出勤 {days_text(halves)} 天", state]
        parts += [f"{unclear} 人要看"] if unclear else []
        self._head.set_note(" · ".join(parts) if found else "")

    def _ask(self) -> None:
        sheet = self.grid.marks.sheet
        if sheet is not None and sheet.closed:
            self.correct()
        else:
            self.check()

    # Building

    def _lay_out(self) -> None:
        self._head = PageHead("考勤")
        self.carry_button = Button("沿用上月", clicked=self.carry)
        self.fill_button = Button("全部出勤", clicked=self.fill)
        self.paper = Button("打印", icon_name="printer", clicked=self.print_out)
        self.confirm = Button("核对", "primary", "check", clicked=self._ask)
        self.exporting = Exporting(self, self._session, self._jobs, [Exportable("attendance")])
        self.importing = SheetImporting(self, self._session, self._jobs, "attendance")
        books = (self.exporting.button(), self.importing.button())
        buttons = (self.carry_button, self.fill_button, self.paper, *books)
        for button in (*buttons, self.confirm):
            self._head.add_action(button)
        self.said = Banner()
        self.said.hide()
        self._none = EmptyState("calendar")
        card = Card(padding=0)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.setSpacing(0)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._none)
        card.body.addLayout(self._stack, 1)
        card.body.addWidget(line())
        card.body.addLayout(self._signs())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for part in (self._head, self.place, self.said):
            column.addWidget(part)
        column.addWidget(card, 1)
        self.key("Ctrl+Left", partial(self.place.step, -1))
        self.key("Ctrl+Right", partial(self.place.step, 1))
        self.key("Ctrl+P", self.print_out)

    def _signs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(theme.S3, theme.S2, theme.S3, theme.S2)
        row.setSpacing(theme.S2)
        for mark, words, key in BUTTONS:
            cap = key if theme.scale() <= LARGE else ""
            button = Button(words, key=cap, small=True, clicked=partial(self._set, mark))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        words = "浅色是还没有登记的，按满勤显示；灰底的日子不在岗。"
        row.addWidget(ElidingLabel(words, theme.NOTE, tone="text2"), 1)
        return row

    def _set(self, mark: str) -> None:
        self.grid.mark_chosen(mark)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
