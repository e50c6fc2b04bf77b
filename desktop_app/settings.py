"""What a person chose for this computer: look, text size, auto-lock, the last data folder.

Kept beside the data folders, never in them: nothing here is about people who are served.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from db.disk import keep_whole

FILE = "settings.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices of the person at this computer; a value out of bounds falls back to the default."""

    last_folder: str = ""
    look: str = "light"
    text_scale: float = 1.0
    lock_minutes: int = 10


def read_settings(home: Path) -> Settings:
    """Return the settings; defaults where they are missing or damaged."""
    try:
        return _bounded(msgspec.json.decode((home / FILE).read_bytes(), type=Settings))
    except (OSError, ValueError, msgspec.DecodeError):
        return Settings()


def write_settings(home: Path, settings: Settings) -> None:
    """Keep the settings; what is on disk is always whole."""
    home.mkdir(parents=True, exist_ok=True)
    keep_whole(home / FILE, msgspec.json.encode(settings))


def _bounded(settings: Settings) -> Settings:
    default = Settings()
    return replace(
        settings,
        look=settings.look if settings.look in {"light", "dark", "hc"} else default.look,
        text_scale=min(2.0, max(1.0, settings.text_scale)),
        lock_minutes=min(120, max(1, settings.lock_minutes)),
    )
