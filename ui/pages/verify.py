"""核验文书: a paper shown, photographed or scanned, and whether it is genuine."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.verifying import Finding, Verdict, verify_file, verify_text
from ui import failures, theme
from ui.buttons import Button
from ui.cards import Card, PageHead, ScrollColumn
from ui.field import Field
from ui.file_places import in_documents
from ui.jobs import Job, Jobs
from ui.labels import label
from ui.layouts import empty
from ui.page import Hint, Page
from ui.pills import Pill
from ui.refusal_card import RefusalCard
from ui.text_box import TextBox

FILES = "文书的 PDF 或照片 (*.pdf *.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;所有文件 (*)"
LOOKS = {
    Verdict.GENUINE: ("ok", "circle-check"),
    Verdict.VOID: ("warn", "triangle-alert"),
    Verdict.UNKNOWN: ("warn", "triangle-alert"),
    Verdict.FORGED: ("bad", "circle-alert"),
}
HOW = "把纸上的二维码用扫码枪扫进框里，或者选文书的 PDF、二维码的照片。不用联网。"


class VerifyPage(Page):
    """A box for what a scanner types, a button for files, and what was found below."""

    name, title, icon = "verify", "核验文书", "shield-check"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._job: Job[list[Finding]] | None = None
        self.findings: Sequence[Finding] = ()
        self.setAcceptDrops(True)
        self.text = TextBox()
        self.text.setObjectName("text")
        self.text.setMaxLength(4000)
        self.text.setPlaceholderText("NUTAG2:…")
        self.check = Button("核验", "primary", "shield-check", "Enter", clicked=self.check_text)
        self.choose = Button(
            "选 PDF 或照片…", "outline", "folder-open", "Ctrl O", clicked=self.choose_file
        )
        self.refusal = RefusalCard()
        self.found = ScrollColumn()
        self.state = label("", tone="text2", wrap=True)
        self.state.hide()
        self._lay_out()
        self.text.returnPressed.connect(self.check_text)
        self.key("Ctrl+O", self.choose_file)

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the two ways to check a paper."""
        return [("Enter", "核验"), ("Ctrl O", "选 PDF 或照片")]

    def focus_first(self) -> None:
        """Let a scanner type at once."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.text.selectAll()

    def panes(self) -> Sequence[QWidget]:
        """Return the box, then what was found."""
        return (self.text, self.found)

    # What a person does

    def check_text(self) -> None:
        """Check what stands in the box."""
        text = self.text.text()
        if text.strip():
            self._start(text)
        self.focus_first()

    def choose_file(self) -> None:
        """Ask for a file and check it."""
        path, _ = QFileDialog.getOpenFileName(self, "选文书的 PDF 或照片", in_documents(), FILES)
        if path:
            self.check_file(Path(path))

    def check_file(self, path: Path) -> None:
        """Check every paper in a file."""
        self.text.clear()  # what was scanned before is not what is told of now
        self._start(path)

    def _start(self, what: str | Path) -> None:
        if self._job is not None:
            self._job.cancel()
        self._clear()
        self._say("正在核验…")
        session = self._session

        def work(progress: Progress) -> list[Finding]:
            if isinstance(what, Path):
                return verify_file(session, what, progress)
            return [verify_text(session, what)]

        def show(findings: Sequence[Finding]) -> None:
            self._show(findings)
            if isinstance(what, Path):
                self._say(f"{what.name}：{_counted(findings)}")

        self._job = self._jobs.start(self, work, show, self._refuse)

    # What comes of it

    def _show(self, findings: Sequence[Finding]) -> None:
        self._clear()
        self.findings = findings
        for one in findings:
            self.found.column.addWidget(_card(one))
        self.found.column.addStretch(1)
        self.found.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _say(self, words: str) -> None:
        self.state.setText(words)
        self.state.show()

    def _refuse(self, error: Exception) -> None:
        self._clear()
        said = failures.words(error)
        self.refusal.show_refusal(said.message, said.advice)

    def _clear(self) -> None:
        self.state.hide()
        self.refusal.hide()
        self.findings = ()
        empty(self.found.column)

    def _lay_out(self) -> None:
        head = PageHead(self.title, "看一份文书是真是假、有没有作废")
        head.add_action(self.choose)
        box = Card()
        box.body.addWidget(label(HOW, theme.SECONDARY, tone="text2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(theme.S3)
        field = Field("二维码的内容", self.text)
        field.drop_line()
        row.addWidget(field, 1)
        row.addWidget(self.check, 0, Qt.AlignmentFlag.AlignBottom)
        box.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(head)
        column.addWidget(box)
        column.addWidget(self.refusal)
        column.addWidget(self.state)
        column.addWidget(self.found, 1)

    # Qt overrides

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dropped here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the first file that was dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.check_file(Path(files[0]))


def _counted(findings: Sequence[Finding]) -> str:
    """Return how many papers a file has, and how many of them are what."""
    numbers = Counter(one.verdict for one in findings)
    each = "，".join(f"{numbers[verdict]} 份{verdict}" for verdict in Verdict if numbers[verdict])
    return f"{len(findings)} 份文书，{each}。"


def _card(one: Finding) -> Card:
    """Return what was found of one paper: the verdict large, then facts to compare with."""
    tone, icon = LOOKS[one.verdict]
    card = Card()
    card.setAccessibleName(f"{one.verdict}。{one.why}{one.advice}")
    head = QHBoxLayout()
    head.setSpacing(theme.S3)
    pill = Pill(str(one.verdict), tone, icon)
    theme.set_type(pill, theme.CARD_TITLE, bold=True)
    head.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
    head.addWidget(label(one.why, bold=True, wrap=True), 1)
    card.body.addLayout(head)
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.S4)
    grid.setVerticalSpacing(theme.S1)
    grid.setColumnStretch(1, 1)
    for number, (name, value) in enumerate(_facts(one)):
        grid.addWidget(label(name, theme.SECONDARY, tone="text2"), number, 0)
        told = label(value, wrap=True)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(told, number, 1)
    card.body.addLayout(grid)
    return card


def _facts(one: Finding) -> list[tuple[str, str]]:
    days = {"开具日期": one.issued_on, "有效期至": one.until}
    rows = [
        ("怎么办", one.advice),
        ("编号", one.number),
        ("种类", one.kind),
        ("关于", one.about),
        ("嘎查村", one.place),
        *(
            (name, f"{day.year}年{day.month}月{day.day}日" if day else "")
            for name, day in days.items()
        ),
        ("签发", one.issuer),
    ]
    return [(name, value) for name, value in rows if value]
