"""数据和备份: where the records lie, a backup of them, and a check."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout

from desktop_app.session import Session
from desktop_app.use_cases.upkeep import CheckReport, back_up, check
from ui import failures, theme
from ui.buttons import Button
from ui.cards import Card
from ui.file_places import ask_for_place
from ui.jobs import Jobs
from ui.labels import label
from ui.pages.settings_section import Said, Section
from ui.progress_dialog import ProgressDialog

ENDING = ".nutag-backup"
STAMP = "%Y%m%dT%H%M%S"
KEPT = "资料加密后只存在这个文件夹里。不要手工改动里面的文件。"
MADE_UP = "练习用的文件夹，不加密，只有编造的人。"
RESTORE = (
    "要恢复时先关掉这个程序，在命令行里运行 nutag restore 备份文件 --data 数据文件夹；"
    "用备份那天的口令打开，恢复前的数据会另外留在 backups 里，不删除。"
)


class DataSection(Section):
    """The data folder and its upkeep."""

    name, title, icon = "data", "数据和备份", "hard-drive"

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._session, self._jobs = session, jobs
        self.now = Button("现在备份", "primary", "download", clicked=self.back_up)
        self.elsewhere = Button("备份到别处", "outline", "usb", clicked=self.ask_for_place)
        self.look = Button("检查数据", "outline", "shield-check", clicked=self.check)
        self.last = label("", theme.SECONDARY, tone="text2", wrap=True)
        self.backed_up, self.checked = Said(), Said()
        self.column.addWidget(self._folder_card())
        self.column.addWidget(self._backup_card())
        self.column.addWidget(self._check_card())
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Say when the last backup in the folder was made."""
        made = last_backup(self._session.folder)
        self.last.setText(
            "数据文件夹里还没有备份。"
            if made is None
            else f"数据文件夹里最近的一份：{made.month}月{made.day}日 {made:%H:%M}。"
        )

    def focus_first(self) -> None:
        """Begin with the backup."""
        self.now.setFocus(Qt.FocusReason.OtherFocusReason)

    # What people do

    def back_up(self, target: Path | None = None) -> None:
        """Write a backup, into the data folder unless another place is given."""
        self._busy(True)
        self._jobs.start(
            self, lambda _: back_up(self._session, target), self._written, self._not_written
        )

    def ask_for_place(self) -> QFileDialog:
        """Ask where the backup goes, such as on a stick."""
        name = f"{self._session.now():{STAMP}}{ENDING}"
        return ask_for_place(
            self, "备份到别处", name, f"备份 (*{ENDING})", self.back_up, replaces=False
        )

    def check(self) -> None:
        """Check file, journal, records and rules."""
        self._busy(True)
        self.checked.hide()
        job = self._jobs.start(
            self, lambda progress: check(self._session, progress), self._report, self.refused.emit
        )
        dialog = ProgressDialog(self.window(), "检查数据", cancel_note="取消不会改动数据。")
        dialog.finished.connect(dialog.deleteLater)
        job.ended.connect(lambda: self._busy(False))
        dialog.follow(job)  # type: ignore[arg-type] # of any result

    # Inside

    def _written(self, target: Path) -> None:
        self._busy(False)
        self.backed_up.say(f"备份写好了，并且读回来核对过，放在：\n{target}")
        self.toast.emit("备份写好了", None)
        self.refresh()

    def _not_written(self, error: Exception) -> None:
        self._busy(False)
        words = failures.words(error)
        self.backed_up.say(f"{words.message}\n{words.advice}", "bad")

    def _report(self, report: CheckReport) -> None:
        self.checked.say(*report_words(report))

    def _busy(self, busy: bool) -> None:
        for button in (self.now, self.elsewhere, self.look):
            button.setEnabled(not busy)

    def _folder_card(self) -> Card:
        card = Card("数据文件夹")
        path = label(str(self._session.folder), wrap=True)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        path.setAccessibleName("数据文件夹的位置")
        card.body.addWidget(path)
        words = MADE_UP if self._session.training else KEPT
        card.body.addWidget(label(words, theme.NOTE, tone="text2", wrap=True))
        return card

    def _backup_card(self) -> Card:
        card = Card("备份", "备份和资料一样加密" if not self._session.training else "")
        card.body.addWidget(self.last)
        card.body.addLayout(_side_by_side(self.now, self.elsewhere))
        card.body.addWidget(self.backed_up)
        words = f"电脑坏了，只有别处的备份还在：每周备份一份到U盘，和电脑分开放。{RESTORE}"
        card.body.addWidget(label(words, theme.NOTE, tone="text2", wrap=True))
        return card

    def _check_card(self) -> Card:
        card = Card("检查", "看文件有没有损坏，记录和日志对不对得上")
        card.body.addLayout(_side_by_side(self.look))
        card.body.addWidget(self.checked)
        return card


def last_backup(folder: Path) -> datetime | None:
    """Return when the newest backup in a data folder was made, as its name says."""
    stamps = [path.name.removesuffix(ENDING)[-15:] for path in folder.glob(f"backups/*{ENDING}")]
    moments = [moment for moment in map(_moment, stamps) if moment is not None]
    return max(moments, default=None)


def report_words(report: CheckReport) -> tuple[str, str]:
    """Return what a check found, in sentences, and their tone."""
    looked = f"核对了 {report.entries:,} 条日志、{report.rows:,} 条记录。"
    if not report.sound:
        advice = "怎么办：先做一次备份，不要再写入；再从较早的备份恢复，或者交给旗县的技术人员。"
        return "\n".join([looked, *report.problems, advice]), "bad"
    sound = f"{looked}数据完整：文件、日志和每条记录都对得上。"
    if report.hints:
        ask = "数据没有坏，只是请看一看："
        return "\n".join([sound, ask, *report.hints]), "warn"
    return sound, "ok"


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, STAMP)  # noqa: DTZ007 - the name is in office time
    except ValueError:
        return None


def _side_by_side(*buttons: Button) -> QBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.S2)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
