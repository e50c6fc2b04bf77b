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


def keep_whole(path: Path, data: bytes) -> None:
    """Write a file that is whole or not there; what stood there before stays until then.

    ``OSError`` where the disk does not take it: then nothing of it is left either.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        flush(part)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
