"""Whether the caps lock is on, as far as the keys typed tell."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


def caps_lock_after(event: QKeyEvent, before: bool) -> bool:
    """Return whether the caps lock is on after a key, which also shows it by what it wrote."""
    if event.key() == Qt.Key.Key_CapsLock:
        state = caps_lock_now()
        return (not before) if state is None else state
    text = event.text()
    if len(text) == 1 and text.isascii() and text.isalpha():
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return text.isupper() != shift
    state = caps_lock_now()
    return before if state is None else state


def caps_lock_now() -> bool | None:
    """Return what the system says, or ``None`` where it does not tell."""
    if sys.platform != "win32":
        return None
    import ctypes

    return bool(ctypes.windll.user32.GetKeyState(0x14) & 1)
