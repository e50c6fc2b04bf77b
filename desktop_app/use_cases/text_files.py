"""Texts that people hand over as files: rule packs and layouts, TOML in UTF-8."""

from pathlib import Path

from desktop_app.domain.errors import Refused
from desktop_app.domain.system_errors import sentence_of


def read_text(path: Path, largest: int, what: str) -> str:
    """Return at most ``largest`` bytes and one more of a text; ``Refused`` where it is none."""
    try:
        with path.open("rb") as file:
            return file.read(largest + 1).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "这个文件不是 UTF-8 的文字，没有读入。",
            advice=f"{what}是 TOML 文本文件，用 UTF-8 保存。",
        ) from error
    except OSError as error:
        raise sentence_of(error) from error


def write_new(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise Refused("已经有这个文件，没有写。", advice="请换一个文件名。") from error
    except OSError as error:
        raise sentence_of(error) from error
