"""关于: which version this is, and whose work it stands on."""

from importlib import metadata
from importlib.resources import files

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.buttons import Button
from ui.cards import Card
from ui.dialog import name_dialog
from ui.emblem import Emblem
from ui.focus_ring import FocusRing
from ui.labels import label
from ui.pages.settings_section import Section

PACKAGE = "nutag-desk"
PARTS = (
    ("Qt 6、PySide6", "窗口", "LGPL-3.0，没有改动，可以换成自己编译的"),
    ("SQLCipher、SQLite、sqlcipher3", "加密的数据文件", "BSD-3-Clause、公有领域、zlib"),
    ("OpenSSL、cryptography", "口令和密钥", "Apache-2.0"),
    ("peewee、msgspec、zstandard、platformdirs", "记录、设置、压缩", "MIT、BSD-3-Clause"),
    ("ReportLab、segno、pypdfium2（PDFium）", "打印的纸和预览", "BSD-3-Clause、Apache-2.0"),
    ("openpyxl、defusedxml", "读写 Excel 表格", "MIT、PSF-2.0"),
    ("zxing-cpp、Pillow", "读纸上的二维码", "Apache-2.0、MIT-CMU"),
    ("pypinyin", "按拼音找人", "MIT"),
    ("Lucide 图标", "画面上的图标", "ISC、MIT"),
    ("思源黑体、思源宋体（Noto SC）", "字体", "SIL OFL 1.1"),
    ("花園明朝", "生僻字的字体", "花園字体许可，或 SIL OFL 1.1"),
)
TEXTS = (
    ("图标的许可", "ui", "icons/LICENSE"),
    ("思源字体的许可", "printing", "fonts/OFL.txt"),
    ("花園明朝的许可", "printing", "fonts/HANAZONO-LICENSE"),
)


class AboutSection(Section):
    """The program, its licences and fonts."""

    name, title, icon = "about", "关于", "info"

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[Button] = []
        self.column.addWidget(self._program_card())
        self.column.addWidget(self._parts_card())
        self.column.addStretch(1)

    def focus_first(self) -> None:
        """Begin with the licence texts."""
        self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _program_card(self) -> Card:
        card = Card()
        words = QVBoxLayout()
        words.setSpacing(theme.S1)
        words.addWidget(label("人社服务工作台", theme.CARD_TITLE, bold=True))
        words.addWidget(label(f"Nutag Desk {version()}，MIT 许可", tone="text2"))
        row = QHBoxLayout()
        row.setSpacing(theme.S4)
        row.addWidget(Emblem(48), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        card.body.addLayout(row)
        promise = "不联网也能办事。资料加密后只存在这台电脑，程序不向任何地方发送使用情况。"
        card.body.addWidget(label(promise, theme.SECONDARY, wrap=True))
        return card

    def _parts_card(self) -> Card:
        card = Card("用到的软件和字体", "谢谢做它们的人")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S4)
        grid.setVerticalSpacing(theme.S2)
        for place, part in enumerate(PARTS):
            for column, words in enumerate(part):
                tone = "" if column == 0 else "text2"
                made = label(words, theme.SECONDARY, tone=tone, wrap=True)
                grid.addWidget(made, place, column, Qt.AlignmentFlag.AlignTop)
        for column, share in enumerate((4, 2, 4)):
            grid.setColumnStretch(column, share)
        card.body.addLayout(grid)
        card.body.addWidget(label("许可的原文：", theme.NOTE, tone="text2"))
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        for title, package, name in TEXTS:
            button = Button(title, small=True)
            button.clicked.connect(
                lambda _=False, *, about=(title, package, name): self.show_text(*about)
            )
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def show_text(self, title: str, package: str, name: str) -> QDialog:
        """Open a licence's own words."""
        text = (files(package) / name).read_text(encoding="utf-8")
        dialog = LicenceDialog(self.window(), title, text)
        dialog.open()
        return dialog


class LicenceDialog(QDialog):
    """A licence to read."""

    def __init__(self, parent: QWidget, title: str, text: str) -> None:
        super().__init__(parent)
        name_dialog(self, title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title)
        theme.set_type(self.text, theme.SECONDARY)
        close = Button("关闭", clicked=self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S4, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        column.addWidget(label(title, theme.CARD_TITLE, bold=True))
        column.addWidget(self.text, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.ring = FocusRing(self)
        self.resize(
            min(theme.px(680), parent.width() - theme.S6),
            min(theme.px(520), parent.height() - theme.S6),
        )


def version() -> str:
    """Return the version installed."""
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return "（没有安装，直接从源文件运行）"
