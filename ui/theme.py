"""Colours, type, spacing and the one style sheet of the application."""

from dataclasses import dataclass, fields
from enum import StrEnum
from importlib.resources import as_file, files
from pathlib import Path

from PySide6.QtCore import QTemporaryDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

S1, S2, S3, S4, S5, S6 = 4, 8, 12, 16, 24, 32
"""The spacing steps, in pixels at 100 %."""

PAGE_TITLE, CARD_TITLE, BODY, SECONDARY, NOTE = 20, 16, 14, 13, 12
"""The type sizes, in pixels at 100 %."""

BUTTON, SMALL_BUTTON, ROW, TODO_ROW, TABLE_HEAD, GROUP_HEAD = 36, 28, 40, 48, 36, 32
"""The heights, in pixels at 100 %."""


class Mode(StrEnum):
    """The three looks."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "hc"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one look. ``_s`` is a soft ground, ``_l`` its line."""

    bg: str
    side: str
    surface: str
    surface2: str
    hover: str
    sel: str
    line: str
    bline: str
    line2: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_h: str
    accent_p: str
    onaccent: str
    soft: str
    softline: str
    info: str
    info_s: str
    info_l: str
    ok: str
    ok_s: str
    ok_l: str
    warn: str
    warn_s: str
    warn_l: str
    bad: str
    bad_s: str
    bad_l: str
    bar: str
    track: str
    tick: str
    badge: str
    badge_t: str

    def __getitem__(self, name: str) -> str:
        """Return the colour called ``name``, or ``name`` itself if it is a colour value."""
        return name if name.startswith("#") else str(getattr(self, name))

    def tone(self, tone: str) -> tuple[str, str, str]:
        """Return text, ground and line of a tone: info, ok, warn, bad, soft or ''."""
        if tone in {"info", "ok", "warn", "bad"}:
            return self[tone], self[f"{tone}_s"], self[f"{tone}_l"]
        if tone in {"soft", "accent"}:
            return self.accent_h, self.soft, self.softline
        return self.text2, self.surface2, self.line


_LIGHT = """#F4F6F5 #EAEFED #FFFFFF #F3F6F5 #EDF3F2 #DDEEEE #DCE3E1 #B3C0BD #7F8D8B #18211F #44524F
#5F6D6A #0B6A74 #09585F #074850 #FFFFFF #DDEEEE #A9D0D1 #23598F #E6EFF8 #BCD3EA #2C6638 #E4F1E5
#B7D7BA #7F4D00 #FCF2DF #E6C88F #9A3324 #FAEBE7 #E3B7AC #2B8C94 #E1E8E6 #44524F #F0D49A #4A2D00"""
_DARK = """#141A1A #101515 #1C2424 #222C2C #263232 #17393C #313D3D #4A5857 #7C8B89 #E8EEEC #BAC6C3
#96A4A1 #5CC0C7 #78CDD3 #93D9DE #06272A #17393C #2C6166 #8DBBE8 #1A2C3E #34536F #86C893 #1B3222
#38603F #E9B967 #36290F #6B5424 #F0A090 #3B1F19 #74402F #5CC0C7 #313D3D #BAC6C3 #6B5424 #FFE9BF"""
_CONTRAST = """#FFFFFF #FFFFFF #FFFFFF #FFFFFF #E6F2FF #FFF2A8 #000000 #000000 #000000 #000000
#000000 #1F1F1F #003B46 #000000 #000000 #FFFFFF #FFF2A8 #000000 #00317A #FFFFFF
#00317A #0A4A16 #FFFFFF #0A4A16 #5C3300 #FFFFFF #5C3300 #8A0F00 #FFFFFF #8A0F00
#003B46 #FFFFFF #000000 #5C3300 #FFFFFF"""

TOKENS = {
    Mode.LIGHT: Tokens(*_LIGHT.split()),
    Mode.DARK: Tokens(*_DARK.split()),
    Mode.CONTRAST: Tokens(*_CONTRAST.split()),
}


class _Look:
    """What is on screen now: the one piece of state of this module."""

    def __init__(self) -> None:
        self.mode = Mode.LIGHT
        self.scale = 1.0
        self.families: list[str] = []
        self.folder: QTemporaryDir | None = None


_look = _Look()


def current() -> Tokens:
    """Return the colours on screen now."""
    return TOKENS[_look.mode]


def mode() -> Mode:
    """Return the look on screen now."""
    return _look.mode


def scale() -> float:
    """Return the text scale: 1.0 to 2.0."""
    return _look.scale


def px(length: int) -> int:
    """Return a length of 100 % at the present text scale."""
    return round(length * _look.scale)


def color(name: str) -> QColor:
    """Return a token of the present look as a colour."""
    return QColor(current()[name])


def mix(first: str, second: str, share: float) -> QColor:
    """Return a colour between two tokens: ``share`` of the second, the rest of the first."""
    one, two = color(first), color(second)
    return QColor.fromRgbF(
        one.redF() + (two.redF() - one.redF()) * share,
        one.greenF() + (two.greenF() - one.greenF()) * share,
        one.blueF() + (two.blueF() - one.blueF()) * share,
    )


def font(size: int = BODY, bold: bool = False) -> QFont:
    """Return the face at a size of the type scale."""
    made = QFont()
    if _look.families:
        made.setFamilies(_look.families)
    made.setPixelSize(px(size))
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def set_type(widget: QWidget, size: int = BODY, bold: bool = False) -> None:
    """Give a widget a size of the type scale, kept when the text scale changes."""
    widget.setProperty("typeSize", size)
    widget.setProperty("typeBold", bold)
    widget.setFont(font(size, bold))


def set_state(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and show it."""
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def apply(app: QApplication, look: Mode = Mode.LIGHT, text_scale: float = 1.0) -> None:
    """Dress the whole application; call again when look or text scale change.

    Fonts that are not shipped are replaced by those of the system.
    """
    _look.mode = look
    _look.scale = min(2.0, max(1.0, text_scale))
    if not _look.families:
        _look.families = _load_fonts()
    app.setStyle("Fusion")
    app.setFont(font(BODY))
    app.setPalette(_palette(current()))
    app.setStyleSheet(style_sheet(current()))
    for widget in app.allWidgets():
        size = widget.property("typeSize")
        if size:
            widget.setFont(font(int(size), bool(widget.property("typeBold"))))
            widget.updateGeometry()


def _load_fonts() -> list[str]:
    """Register the bundled faces and return the families to try, first to last."""
    families: list[str] = []
    try:
        folder = files("printing") / "fonts"
        for name in ("NotoSansSC-Regular", "NotoSansSC-Bold", "HanaMinB"):
            families += [found for found in _register(folder, name) if found not in families]
    except ModuleNotFoundError:
        pass
    return [*families, "Noto Sans SC", "Microsoft YaHei", "sans-serif"]


def _register(folder: object, name: str) -> list[str]:
    """Register one face, whichever outlines it comes with; ``[]`` if it is not there."""
    for ending in ("ttf", "otf"):
        source = folder / f"{name}.{ending}"  # type: ignore[operator]
        if source.is_file():
            with as_file(source) as path:
                number = QFontDatabase.addApplicationFont(str(path))
            if number >= 0:
                return list(QFontDatabase.applicationFontFamilies(number))
    return []


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, value in {
        role.Window: tokens.bg,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.surface2,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.ToolTipBase: tokens.text,
        role.ToolTipText: tokens.surface,
        role.PlaceholderText: tokens.text3,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.onaccent,
        role.Link: tokens.accent,
        role.Mid: tokens.line,
    }.items():
        palette.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.text3))
    return palette


def _glyph(name: str, colour: str) -> str:
    """Write an icon in one colour where the style sheet can find it; return its path."""
    if _look.folder is None:
        _look.folder = QTemporaryDir()
    path = Path(_look.folder.path()) / f"{name}-{colour[1:]}.svg"
    if not path.exists():
        text = (files("ui") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        path.write_text(text.replace("currentColor", colour), encoding="utf-8")
    return path.as_posix()


def style_sheet(tokens: Tokens) -> str:
    """Return the style sheet of the application: colours and boxes, never fonts."""
    values = {field.name: tokens[field.name] for field in fields(tokens)}
    return _SHEET.format(
        **values,
        h=px(BUTTON) - 2,
        h_less=px(BUTTON) - 4,
        pad_less=px(12) - 1,
        small=px(SMALL_BUTTON) - 2,
        pad=px(12),
        head=px(TABLE_HEAD) - 1,
        box=px(16),
        down=_glyph("chevron-down", tokens.text2),
        up=_glyph("chevron-up", tokens.text2),
        tick_mark=_glyph("check", tokens.onaccent),
    )


_SHEET = """
QWidget[role="page"], QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget[role="page"] {{
  background: {bg}; }}
QScrollArea {{ border: 0; background: transparent; }}
QScrollArea > QWidget#qt_scrollarea_viewport {{ background: transparent; }}
QFrame[role="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[role="topbar"] {{ background: {surface}; border: 0; border-bottom: 1px solid {line}; }}
QFrame[role="topbar"][training="true"] {{ background: {warn_s};
  border-bottom: 2px solid {warn_l}; }}
QFrame[role="training"] {{ background: {badge}; border: 1px solid {warn_l}; border-radius: 6px; }}
QFrame[role="search"] {{ background: {surface}; border: 1px solid {line2}; border-radius: 6px; }}
QFrame[role="search"][active="true"] {{ border: 2px solid {accent}; }}
QFrame[role="window"] {{ background: {surface}; border: 1px solid {line}; border-radius: 12px; }}
QFrame[role="step-side"] {{ background: {side}; border: 1px solid {line}; border-right: 0;
  border-top-left-radius: 12px; border-bottom-left-radius: 12px; }}
QFrame[role="sunk"] {{ background: {surface2}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[role="side"] {{ background: {side}; border: 0; border-right: 1px solid {line}; }}
QFrame[role="foot"] {{ background: {side}; border: 0; border-top: 1px solid {line}; }}
QFrame[role="line"] {{ background: {line}; border: 0; }}
QFrame[role="banner"] {{ border-radius: 8px; }}
QFrame[role="banner"][tone="info"] {{ background: {info_s}; border: 1px solid {info_l}; }}
QFrame[role="banner"][tone="ok"] {{ background: {ok_s}; border: 1px solid {ok_l}; }}
QFrame[role="banner"][tone="warn"] {{ background: {warn_s}; border: 1px solid {warn_l}; }}
QFrame[role="banner"][tone="bad"] {{ background: {bad_s}; border: 1px solid {bad_l}; }}
QFrame[role="banner"][tone=""] {{ background: {surface2}; border: 1px solid {line}; }}
QFrame[role="refusal"] {{ background: {bad_s}; border: 1px solid {bad_l};
  border-left: 3px solid {bad}; border-radius: 8px; }}
QFrame[role="toast"] {{ background: {text}; border: 0; border-radius: 8px; }}
QLabel {{ color: {text}; background: transparent; border: 0; }}
QLabel[tone="text2"] {{ color: {text2}; }}
QLabel[tone="text3"] {{ color: {text3}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel[tone="info"] {{ color: {info}; }}
QLabel[tone="ok"] {{ color: {ok}; }}
QLabel[tone="warn"] {{ color: {warn}; }}
QLabel[tone="bad"] {{ color: {bad}; }}
QLabel[tone="badge"] {{ color: {badge_t}; }}
QLabel[tone="onaccent"] {{ color: {onaccent}; }}
QLabel[tone="inverse"] {{ color: {surface}; }}
QPushButton {{ background: {surface}; color: {text}; border: 1px solid {bline};
  border-radius: 6px; padding: 0 {pad}px; min-height: {h}px; }}
QPushButton:hover {{ background: {hover}; border-color: {line2}; }}
QPushButton:pressed {{ background: {sel}; }}
QPushButton:disabled {{ background: {surface2}; color: {text3}; border-color: {line}; }}
QPushButton[small="true"] {{ min-height: {small}px; padding: 0 {pad}px; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {onaccent};
  border-color: {accent}; }}
QPushButton[kind="primary"]:hover {{ background: {accent_h}; border-color: {accent_h}; }}
QPushButton[kind="primary"]:pressed {{ background: {accent_p}; border-color: {accent_p}; }}
QPushButton[kind="primary"]:disabled {{ background: {surface2}; color: {text3};
  border-color: {line}; }}
QPushButton[kind="danger"] {{ color: {bad}; border-color: {bad_l}; }}
QPushButton[kind="danger"]:hover {{ background: {bad_s}; border-color: {bad}; }}
QPushButton[kind="danger"]:disabled {{ color: {text3}; border-color: {line}; }}
QPushButton[kind="text"] {{ background: transparent; color: {accent}; border-color: transparent;
  padding: 0 6px; }}
QPushButton[kind="text"]:hover {{ background: {hover}; color: {accent_h}; }}
QPushButton[kind="text"]:disabled {{ color: {text3}; }}
QPushButton[kind="inverse"] {{ background: transparent; color: {softline};
  border-color: transparent; padding: 0 6px; }}
QPushButton[kind="inverse"]:hover {{ border-color: {softline}; }}
QPushButton[kind="filter"][active="true"] {{ background: {soft}; color: {accent_h};
  border-color: {softline}; }}
QToolButton {{ background: transparent; color: {text}; border: 1px solid transparent;
  border-radius: 6px; padding: 4px; }}
QToolButton:hover {{ background: {hover}; border-color: {line}; }}
QToolButton:focus {{ border: 2px solid {accent}; padding: 3px; }}
QLineEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox, QTimeEdit, QDateTimeEdit {{
  background: {surface}; color: {text};
  border: 1px solid {line2}; border-radius: 6px; padding: 0 {pad}px; min-height: {h}px;
  selection-background-color: {accent}; selection-color: {onaccent}; }}
QPlainTextEdit, QTextEdit {{ background: {surface}; color: {text}; border: 1px solid {line2};
  border-radius: 6px; padding: 6px 8px;
  selection-background-color: {accent}; selection-color: {onaccent}; }}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus {{
  border: 2px solid {accent}; padding: 0 {pad_less}px; min-height: {h_less}px; }}
QLineEdit[error="true"], QComboBox[error="true"], QDateEdit[error="true"],
QSpinBox[error="true"] {{ border: 2px solid {bad}; padding: 0 {pad_less}px;
  min-height: {h_less}px; }}
QPlainTextEdit[error="true"] {{ border: 2px solid {bad}; padding: 5px 7px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {accent}; padding: 5px 7px; }}
QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled, QSpinBox:disabled,
QPlainTextEdit:disabled, QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] {{
  background: {surface2}; color: {text2}; border-color: {line}; }}
QLineEdit[role="bare"] {{ border: 0; background: transparent; padding: 0; min-height: 0; }}
QComboBox::drop-down, QDateEdit::drop-down {{ subcontrol-origin: border;
  subcontrol-position: center right; width: 28px; border: 0; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({down}); width: 16px; height: 16px; }}
QSpinBox::up-button, QDoubleSpinBox::up-button {{ subcontrol-origin: border;
  subcontrol-position: top right; width: 24px; border: 0; }}
QSpinBox::down-button, QDoubleSpinBox::down-button {{ subcontrol-origin: border;
  subcontrol-position: bottom right; width: 24px; border: 0; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url({up}); width: 12px; height: 12px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url({down}); width: 12px;
  height: 12px; }}
QComboBox QAbstractItemView {{ background: {surface}; color: {text}; border: 1px solid {line2};
  selection-background-color: {sel}; selection-color: {text}; outline: 0; padding: 4px; }}
QComboBox QAbstractItemView::item {{ min-height: {small}px; }}
QCheckBox, QRadioButton {{ color: {text}; spacing: 8px; min-height: {small}px;
  background: transparent; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {box}px; height: {box}px;
  border: 1px solid {line2}; background: {surface}; border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: 9px; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {accent}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent};
  image: url({tick_mark}); }}
QRadioButton::indicator:checked {{ background: {surface}; border: 5px solid {accent};
  width: 8px; height: 8px; }}
QAbstractItemView {{ background: {surface}; color: {text}; border: 0; outline: 0;
  selection-background-color: {sel}; selection-color: {text}; }}
QTableView, QTableWidget {{ background: {surface}; border: 0; gridline-color: {line}; }}
QListView::item, QListWidget::item {{ min-height: {h}px; }}
QListView::item:hover {{ background: {hover}; }}
QListView::item:selected {{ background: {sel}; color: {text}; }}
QHeaderView {{ background: {surface2}; border: 0; }}
QHeaderView::section {{ background: {surface2}; color: {text2}; border: 0;
  border-bottom: 1px solid {line}; padding: 0 6px 0 12px; min-height: {head}px; }}
QTableCornerButton::section {{ background: {surface2}; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; border: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; border: 0; }}
QScrollBar::handle {{ background: {bline}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {line2}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {track}; border: 0; border-radius: 4px; min-height: 8px;
  max-height: 8px; }}
QProgressBar::chunk {{ background: {bar}; border-radius: 4px; }}
QMenu {{ background: {surface}; color: {text}; border: 1px solid {line2}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {sel}; }}
QMenu::item:disabled {{ color: {text3}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QToolTip {{ background: {text}; color: {surface}; border: 0; padding: 4px 8px; }}
QTabBar::tab {{ background: transparent; color: {text2}; padding: 8px 12px; border: 0;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {accent}; border-bottom-color: {accent}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {line}; }}
QFrame[role="popup"], QWidget[role="popup"] {{ background: {surface}; border: 1px solid {line2};
  border-radius: 8px; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {surface}; }}
QCalendarWidget QToolButton {{ color: {text}; min-height: {small}px; }}
QCalendarWidget QAbstractItemView {{ background: {surface}; color: {text};
  selection-background-color: {accent}; selection-color: {onaccent}; }}
QSplitter::handle {{ background: transparent; }}
QDialog {{ background: {surface}; }}
"""
