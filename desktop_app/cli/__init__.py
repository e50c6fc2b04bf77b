"""The command line: every use case without a window, for scripts and for the office.

Exit codes: 0 done, 1 refused (nothing written), 2 usage, 3 unavailable (disk, printer, file),
70 our own fault.
"""

import os
import sys
from collections.abc import Sequence

from desktop_app.cli.answer import Answer, say_failure
from desktop_app.cli.arguments import UsageError, parser
from desktop_app.domain.errors import AppError, Cancelled, Refused
from desktop_app.domain.system_errors import sentence_of

DONE, REFUSED, USAGE, UNAVAILABLE, OUR_FAULT = 0, 1, 2, 3, 70


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; return the exit code."""
    answer = Answer(as_json="--json" in arguments)
    told: AppError
    try:
        return _done(arguments, answer)
    except UsageError as error:
        told, code = error, USAGE
    except Cancelled:
        told, code = Refused("已经取消，没有写入。"), REFUSED
    except Refused as error:
        told, code = error, REFUSED
    except AppError as error:
        told, code = error, UNAVAILABLE
    except KeyboardInterrupt:
        told, code = Refused("已经中断，没有写入。"), REFUSED
    except Exception as error:  # noqa: BLE001 - the last place: every failure gets a sentence
        told, code = _our_fault(error), OUR_FAULT
    return say_failure(answer, told, code)


def _done(arguments: Sequence[str], answer: Answer) -> int:
    options = parser().parse_args(arguments)
    try:
        return int(options.command(options, answer) or DONE)
    except BrokenPipeError:  # whoever reads, as in `nutag list … | head`, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        raise sentence_of(error) from error


def _our_fault(error: Exception) -> AppError:
    """Say that the program itself went wrong: the places in the code, never the values."""
    from desktop_app.run_log import places

    sys.stderr.write(f"{places(error)}\n")
    return AppError(
        "这一步没有办成，程序自己出了差错，没有写入任何记录。",
        advice="请把上面的几行（不含个人信息）交给旗县的技术人员。",
    )
