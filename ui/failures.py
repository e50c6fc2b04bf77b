"""The one place that turns an exception into words on screen."""

import logging
import traceback
from dataclasses import dataclass

from desktop_app.domain.errors import AppError, Refused

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """What a person reads about a failure."""

    message: str
    advice: str
    found: str = ""
    basis: str = ""
    refused: bool = False
    fields: tuple[str, ...] = ()


def words(error: BaseException) -> Words:
    """Return whole sentences for ``error``; log what is our fault, without names."""
    if isinstance(error, Refused):
        return Words(
            str(error),
            error.advice,
            error.found,
            error.basis,
            refused=True,
            fields=tuple(error.fields),
        )
    if isinstance(error, AppError):
        return Words(str(error), error.advice)
    log.error("unexpected %s\n%s", type(error).__name__, places(error))
    return Words(
        "这一步没有办成，程序自己出了差错，没有写入任何记录。",
        "先接着办别的事；再遇到时，在「设置」里导出运行记录，交给旗县的技术人员。",
    )


def places(error: BaseException) -> str:
    """Return where ``error`` came from: files and lines, never the message or values."""
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
