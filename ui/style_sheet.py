"""The one style sheet of the application: colours and boxes, never fonts."""

from dataclasses import fields
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QTemporaryDir

from ui import theme


class _Drawn:
    """Where the style sheet finds icons as files."""

    def __init__(self) -> None:
        self.folder: QTemporaryDir | None = None


_drawn = _Drawn()


def _glyph(name: str, colour: str) -> str:
    """Write an icon in one colour where the style sheet can find it; return its path."""
    if _drawn.folder is None:
        _drawn.folder = QTemporaryDir()
    path = Path(_drawn.folder.path()) / f"{name}-{colour[1:]}.svg"
    if not path.exists():
        text = (files("ui") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        path.write_text(text.replace("currentColor", colour), encoding="utf-8")
    return path.as_posix()


def style_sheet(tokens: theme.Tokens) -> str:
    """Return the style sheet of the application: colours and boxes, never fonts."""
    values = {field.name: tokens[field.name] for field in fields(tokens)}
    return _SHEET.format(
        **values,
        h=theme.px(theme.BUTTON) - 2,
        h_less=theme.px(theme.BUTTON) - 4,
        pad_less=theme.px(12) - 1,
        small=theme.px(theme.SMALL_BUTTON) - 2,
        pad=theme.px(12),
        head=theme.px(theme.TABLE_HEAD) - 1,
        box=theme.px(16),
        round=theme.px(16) // 2 + 1,
        ring=theme.px(5),
        dot=theme.px(16) + 2 - 2 * theme.px(5),
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
QDialog QStackedWidget, QFrame[role="window"] QStackedWidget,
QFrame[role="card"] QStackedWidget {{ background: transparent; }}
QFrame[role="step-side"] {{ background: {side}; border: 1px solid {line}; border-right: 0;
  border-top-left-radius: 12px; border-bottom-left-radius: 12px; }}
QFrame[role="sunk"] {{ background: {surface2}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[role="side"] {{ background: {side}; border: 0; border-right: 1px solid {line}; }}
QFrame[role="foot"] {{ background: {side}; border: 0; border-top: 1px solid {line}; }}
QScrollArea[role="desk"] {{ background: {side}; border: 1px solid {line}; border-radius: 8px; }}
QLabel[role="sheet"] {{ background: transparent; }}
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
  border-radius: 6px; padding: 0 {pad}px; min-height: {h}px; outline: 0; }}
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
QLineEdit[echoMode="2"] {{ lineedit-password-character: 9679; }}
QLineEdit[role="bare"] {{ border: 0; background: transparent; padding: 0; min-height: 0; }}
QComboBox::drop-down, QDateEdit::drop-down {{ subcontrol-origin: border;
  subcontrol-position: center right; width: {small}px; border: 0; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({down}); width: {box}px;
  height: {box}px; }}
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
QCheckBox, QRadioButton {{ color: {text}; spacing: 8px; outline: 0; min-height: {small}px;
  background: transparent; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {box}px; height: {box}px;
  border: 1px solid {line2}; background: {surface}; border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: {round}px; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border-color: {accent}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent};
  image: url({tick_mark}); }}
QRadioButton::indicator:checked {{ background: {surface}; border: {ring}px solid {accent};
  width: {dot}px; height: {dot}px; }}
QAbstractItemView {{ background: {surface}; color: {text}; border: 0; outline: 0;
  selection-background-color: {sel}; selection-color: {text}; }}
QTableView, QTableWidget {{ background: {surface}; border: 0; gridline-color: {line}; }}
QListWidget[role="boxed"] {{ border: 1px solid {line2}; border-radius: 6px; padding: 4px; }}
QListWidget[role="boxed"]:focus {{ border: 2px solid {accent}; padding: 3px; }}
QListView::indicator {{ width: {box}px; height: {box}px; border: 1px solid {line2};
  background: {surface}; border-radius: 4px; }}
QListView::indicator:checked {{ background: {accent}; border-color: {accent};
  image: url({tick_mark}); }}
QListView::item, QListWidget::item {{ min-height: {h}px; }}
QListView::item:hover {{ background: {hover}; }}
QListView::item:selected {{ background: {sel}; color: {text}; }}
QHeaderView {{ background: {surface2}; border: 0; }}
QHeaderView::section {{ background: {surface2}; color: {text2}; border: 0;
  border-bottom: 1px solid {line}; padding: 0 6px 0 12px; min-height: {head}px; }}
QHeaderView[role="days"]::section {{ padding: 0 0 0 2px; min-height: 0; }}
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
QWidget[role="popup"] {{ background: {surface}; border: 1px solid {line2}; padding: 0 4px; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {surface}; }}
QCalendarWidget QToolButton {{ color: {text}; min-height: {small}px; }}
QCalendarWidget QAbstractItemView {{ background: {surface}; color: {text};
  selection-background-color: {accent}; selection-color: {onaccent}; }}
QSplitter::handle {{ background: transparent; }}
QDialog {{ background: {surface}; }}
"""
