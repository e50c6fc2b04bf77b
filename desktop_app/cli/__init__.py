"""The command line: every use case without a window, for scripts and for the office.

Exit codes: 0 done, 1 refused (nothing written), 2 usage, 3 unavailable (disk, printer, file),
70 our own fault.
"""

import logging
import sys
from collections.abc import Sequence

from desktop_app.cli.answer import Answer, say_failure
from desktop_app.cli.arguments import parser
from desktop_app.domain.errors import AppError, Cancelled, Refused

DONE, REFUSED, USAGE, UNAVAILABLE, OUR_FAULT = 0, 1, 2, 3, 70

log = logging.getLogger(__name__)


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; return the exit code."""
    options = parser().parse_args(arguments)
    answer = Answer(as_json=options.json)
    try:
        code = options.command(options, answer)
    except Cancelled:
        return say_failure(answer, Refused("已经取消，没有写入。"), REFUSED)
    except Refused as error:
        return say_failure(answer, error, REFUSED)
    except AppError as error:
        return say_failure(answer, error, UNAVAILABLE)
    except KeyboardInterrupt:
        return say_failure(answer, Refused("已经中断，没有写入。"), REFUSED)
    except Exception as error:  # noqa: BLE001 - the last place: every failure gets a sentence
        return _our_fault(answer, error)
    return int(code or DONE)


def _our_fault(answer: Answer, error: Exception) -> int:
    """Say that the program itself went wrong: the places in the code, never the values."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    places = "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    sys.stderr.write(f"{type(error).__name__}\n{places}\n")
    told = AppError(
        "这一步没有办成，程序自己出了差错，没有写入任何记录。",
        advice="请把上面的几行（不含个人信息）交给旗县的技术人员。",
    )
    return say_failure(answer, told, OUR_FAULT)
