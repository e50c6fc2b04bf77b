"""Colours, type, spacing and the one style sheet of the application."""

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import as_file, files

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleOption, QWidget

S1, S2, S3, S4, S5, S6 = 4, 8, 12, 16, 24, 32
"""The spacing steps, in pixels at 100 %."""

PAGE_TITLE, CARD_TITLE, BODY, SECONDARY, NOTE = 20, 16, 14, 13, 12
"""The type sizes, in pixels at 100 %."""

BUTTON, SMALL_BUTTON, ROW, TODO_ROW, TABLE_HEAD, GROUP_HEAD = 36, 28, 40, 48, 36, 32
"""The heights, in pixels at 100 %."""


RARE_FACE, RARE_AFTER_MS = "HanaMinB", 1500


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
        self.rare = False


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


class _LargeIcons(QProxyStyle):
    """Lets the icons inside line edits grow with the text; slower, so only above 100 %."""

    # Qt overrides

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Return a length of the style."""
        if metric is QStyle.PixelMetric.PM_LineEditIconSize:
            return px(16)
        return super().pixelMetric(metric, option, widget)


def apply(app: QApplication, look: Mode = Mode.LIGHT, text_scale: float = 1.0) -> None:
    """Dress the whole application; call again when look or text scale change.

    Fonts that are not shipped are replaced by those of the system.
    """
    from ui import style_sheet  # it is written in the terms of this module

    _look.mode = look
    _look.scale = min(2.0, max(1.0, text_scale))
    if not _look.families:
        _look.families = _load_fonts()
        QTimer.singleShot(RARE_AFTER_MS, app, load_rare_characters)
    app.setStyle(_LargeIcons("Fusion") if _look.scale > 1 else "Fusion")
    app.setFont(font(BODY))
    app.setPalette(_palette(current()))
    app.setStyleSheet(style_sheet.style_sheet(current()))
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
        for name in ("NotoSansSC-Regular", "NotoSansSC-Bold"):
            families += [found for found in _register(folder, name) if found not in families]
    except ModuleNotFoundError:
        pass
    return [*dict.fromkeys([*families, "Noto Sans SC", RARE_FACE]), "Microsoft YaHei", "sans-serif"]


def load_rare_characters() -> None:
    """Register the face of rare characters: 30 MB that the first window need not wait for."""
    if not _look.rare:
        _look.rare = True
        with suppress(ModuleNotFoundError):
            _register(files("printing") / "fonts", RARE_FACE)


def _register(folder: object, name: str) -> list[str]:
    """Register one face, whichever outlines it comes with; ``[]`` if it is not there."""
    for ending in ("ttf", "otf"):
        source = folder / f"{name}.{ending}"  # type: ignore[operator] # a Traversable
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
