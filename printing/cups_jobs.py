"""What became of a job, asked of the printing system itself: whether it came out, and how far.

Its programs tell only which jobs still wait. Whether one that is gone was printed, thrown away or
cancelled at the printer, and how many sides had come, it tells through its library.
"""

import ctypes
from dataclasses import dataclass
from functools import cache

LIBRARY = "libcups.so.2"
STOPPED, ENDED, COMPLETED = 6, 7, 9
"""Job states of RFC 8011 §5.3.7: from 7 on a job is over (7 cancelled, 8 aborted)."""

_GET_JOB_ATTRIBUTES = 0x0009
_OPERATION, _INTEGER, _ENUM = 0x01, 0x21, 0x23
_NAME, _URI = 0x42, 0x45


@dataclass(frozen=True, slots=True)
class JobState:
    """How far a job is; ``sides`` sent to the printer so far, none where nobody counts."""

    number: int
    sides: int | None

    @property
    def over(self) -> bool:
        """Say whether nothing more will come of it."""
        return self.number >= ENDED

    @property
    def stuck(self) -> bool:
        """Say whether it waits for a person: its printer or a program on its way gave up."""
        return self.number == STOPPED

    @property
    def printed(self) -> bool:
        """Say whether all of it came out."""
        return self.number == COMPLETED


def job_state(job: str) -> JobState | None:
    """Return how far a job such as ``printer-12`` is; none where nobody knows any more."""
    cups = _library()
    if cups is None:
        return None
    number = job.rpartition("-")[2]
    cups.cupsSetServer(None)  # ask the server of now, not the first one this thread ever asked
    request = cups.ippNewRequest(_GET_JOB_ATTRIBUTES)
    for tag, name, value in (
        (_URI, b"job-uri", f"ipp://localhost/jobs/{number}".encode()),
        (_NAME, b"requesting-user-name", cups.cupsUser()),
    ):
        cups.ippAddString(request, _OPERATION, tag, name, None, value)
    answer = cups.cupsDoRequest(None, request, b"/")  # takes the request with it
    if not answer:
        return None
    try:
        state = _number(cups, answer, b"job-state", _ENUM)
        if state is None:
            return None
        return JobState(state, _number(cups, answer, b"job-impressions-completed", _INTEGER))
    finally:
        cups.ippDelete(answer)


def _number(cups: ctypes.CDLL, answer: int, name: bytes, tag: int) -> int | None:
    found = cups.ippFindAttribute(answer, name, tag)
    return int(cups.ippGetInteger(found, 0)) if found else None


@cache
def _library() -> ctypes.CDLL | None:
    """Return the library that ``lp`` itself stands on, or none."""
    try:
        cups = ctypes.CDLL(LIBRARY)
    except OSError:
        return None
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, result, *arguments in (
        ("cupsSetServer", None, text),
        ("cupsUser", text),
        ("ippNewRequest", pointer, number),
        ("ippAddString", pointer, pointer, number, number, text, text, text),
        ("cupsDoRequest", pointer, pointer, pointer, text),
        ("ippFindAttribute", pointer, pointer, text, number),
        ("ippGetInteger", number, pointer, number),
        ("ippDelete", None, pointer),
    ):
        function = getattr(cups, str(name))
        function.restype, function.argtypes = result, arguments
    return cups
