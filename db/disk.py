"""Makes the disk keep what was written before going on."""

import os
from pathlib import Path


def flush(path: Path) -> None:
    """Make the disk keep a file, or the names in a folder."""
    if path.is_dir() and os.name == "nt":  # Windows cannot open a folder to flush it
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
