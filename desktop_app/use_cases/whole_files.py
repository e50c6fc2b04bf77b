"""Papers that a person saves where he likes."""

from pathlib import Path

from db.disk import keep_whole
from desktop_app.domain.errors import Unavailable


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file that is whole or not there; what stood there before stays until then."""
    try:
        keep_whole(path, content)
    except OSError as error:
        raise Unavailable(
            f"没有写成 {path.name}：这个位置写不进去。",
            advice="请换一个文件夹，或者看看磁盘还有没有空间。",
        ) from error
    return path
