"""The one place that turns an exception into words on screen."""

import logging
from dataclasses import dataclass

from desktop_app.domain.errors import AppError, Refused
from desktop_app.domain.system_errors import sentence_of
from desktop_app.run_log import log_path

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
    if isinstance(error, OSError):
        log.warning("the system refused", exc_info=error)
        told = sentence_of(error)
        return Words(str(told), told.advice)
    log.error("unexpected", exc_info=error)
    return Words("这一步没有办成，程序自己出了差错，没有写入任何记录。", _what_next())


def _what_next() -> str:
    kept = log_path()
    if not kept:
        return "先接着办别的事；再遇到时，请记下正在办哪一步，告诉旗县的技术人员。"
    return (
        f"先接着办别的事；再遇到时，把运行记录交给旗县的技术人员，里面没有个人信息。文件在 {kept}"
    )
