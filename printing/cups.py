"""Linux's printing system: its queues, and the way of a PDF into one without a file."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop_app.domain.errors import Cancelled, Unavailable
from desktop_app.domain.progress import Progress
from printing.cups_jobs import job_state
from printing.parts import PRINTED, Part, printed

ONE_SIDE, LONG_EDGE, SHORT_EDGE = "one-sided", "two-sided-long-edge", "two-sided-short-edge"
WAIT_SECONDS = 60
LOOK_SECONDS = 0.2
ENDING_SECONDS = 10
AHEAD = 6
"""Jobs that wait in a queue at once: enough that no printer stands still, few to take back."""

ALERTS = {
    "media-empty": "打印机没有纸了",
    "media-needed": "打印机等着放纸",
    "media-jam": "打印机卡纸了",
    "cover-open": "打印机的盖子开着",
    "door-open": "打印机的盖子开着",
    "toner-empty": "碳粉用完了",
    "marker-supply-empty": "墨或者碳粉用完了",
    "offline": "连不上打印机",
    "connecting-to-device": "正在连打印机",
}
"""What printers complain of (RFC 8011 §5.4.12), in words."""

_REQUEST = re.compile(r"request id is (\S+-\d+)")


@dataclass(frozen=True, slots=True)
class Queue:
    """A printer as the printing system knows it; ``stopped`` and ``refuses`` say why not."""

    name: str
    default: bool = False
    stopped: bool = False
    refuses: bool = False
    duplex: bool = False

    @property
    def told(self) -> str:
        """Return its state in a word."""
        if self.stopped:
            return "已停用"
        return "不收任务" if self.refuses else "可以打印"


def has_cups() -> bool:
    """Say whether this computer prints by CUPS."""
    return shutil.which("lp") is not None


def queues() -> list[Queue]:
    """Return the printers of this computer, the default one first."""
    names = _said("lpstat", "-e").split()
    default = _said("lpstat", "-d").rpartition(": ")[2].strip()
    states, doors = _said("lpstat", "-p"), _said("lpstat", "-a")
    found = [
        Queue(
            name,
            default=name == default,
            stopped=f"printer {name} disabled" in states,
            refuses=f"{name} not accepting requests" in doors,
            duplex=_turns(name),
        )
        for name in names
    ]
    return sorted(found, key=lambda one: not one.default)


def hand_over(
    pdf: bytes, queue: str, title: str, copies: int = 1, sides: str = ONE_SIDE, pages: str = ""
) -> str:
    """Give a PDF to a queue through a pipe and return the number of the job.

    ``pages`` is a choice such as 1-3,5. No copy of the paper lies in a file of ours.
    ``Unavailable`` says whether lp, the queue, or the server is at fault.
    """
    from printing.page_choice import sheet_size

    lp = shutil.which("lp")
    if lp is None:
        raise Unavailable(
            "这台电脑上没有打印程序 lp，没有打印。",
            advice="请管理电脑的人装上 CUPS（软件包 cups-client），或者先另存为 PDF。",
        )
    # A queue may be set to shrink what comes by the margins of the printer; a form is as it is.
    command = [lp, "-d", queue, "-n", str(copies), "-t", title, "-o", "collate=true",
               "-o", f"sides={sides}", "-o", f"media={sheet_size(pdf)}",
               "-o", "print-scaling=none"]  # fmt: skip
    if pages:
        command += ["-P", pages]
    try:
        done = subprocess.run(  # noqa: S603 - found on the path, and no shell between
            [*command, "-"], input=pdf, capture_output=True, timeout=WAIT_SECONDS, check=False,
            env=_plain(),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _no_answer(queue) from error
    number = _REQUEST.search(done.stdout.decode(errors="replace"))
    if done.returncode or number is None:
        raise _refusal(queue, done.stderr.decode(errors="replace"))
    return number[1]


def print_parts(
    parts: Sequence[Part], given: Callable[[Part], str], queue: str, progress: Progress
) -> None:
    """Give parts to a queue, a few ahead of the printer, until it has let go of them all.

    ``given`` hands one over and returns its job. What stops it, or ``Cancelled``, takes back what
    waits; each part then knows how far it came. ``Unavailable`` says how many had gone.
    """
    progress.total = len(parts)
    coming, waiting = iter(parts), dict[str, Part]()
    try:
        while _feed(coming, waiting, given, progress):
            _look(waiting, queue, progress)
            progress.done = printed(parts)
    except (Unavailable, Cancelled) as error:
        _give_up(waiting)
        progress.done = printed(parts)
        if isinstance(error, Cancelled) or len(parts) == 1 or not progress.done:
            raise
        raise Unavailable(
            f"{error}{len(parts)} 份中打印了 {progress.done} 份，其余的已经撤回。",
            advice=error.advice,
        ) from error
    progress.done = len(parts)


def _feed(
    coming: Iterator[Part],
    waiting: dict[str, Part],
    given: Callable[[Part], str],
    progress: Progress,
) -> bool:
    """Hand over until enough wait; say whether anything waits at all."""
    progress.check()
    while len(waiting) < AHEAD and (part := next(coming, None)):
        waiting[given(part)] = part
        progress.check()
    return bool(waiting)


def _look(waiting: dict[str, Part], queue: str, progress: Progress) -> None:
    """Settle the parts whose jobs the queue let go of; ``Unavailable`` if it goes no further."""
    held = {line.split()[0] for line in _said("lpstat", "-o", queue).splitlines() if line.strip()}
    for job in [job for job in waiting if job not in held]:
        state = job_state(job)
        if state is not None and not state.over:
            continue
        part = waiting.pop(job)
        part.end(whole=state is None or state.printed, came_out=state.sides if state else None)
        if part.state != PRINTED:
            raise _not_finished(f"打印机“{queue}”没有打完其中一份。")
    first = job_state(next(iter(waiting))) if waiting else None
    if first is not None and first.stuck:
        raise _not_finished(f"打印机“{queue}”没有打完其中一份。")
    told = _said("lpstat", "-l", "-p", queue)
    if f"printer {queue} disabled" in told:
        raise _not_finished(f"打印机“{queue}”停下了，没有打完。")
    progress.note = "、".join(words for word, words in ALERTS.items() if word in told)
    if waiting:
        time.sleep(LOOK_SECONDS)


def _give_up(waiting: dict[str, Part]) -> None:
    """Take back what waits and see how far each had come: one may end just now."""
    take_back(waiting)
    for job, part in waiting.items():
        state, until = job_state(job), time.monotonic() + ENDING_SECONDS
        while state and not state.over and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)
            state = job_state(job)
        part.end(whole=state is not None and state.printed, came_out=state.sides if state else None)


def _not_finished(what: str) -> Unavailable:
    return Unavailable(
        what, advice="请看看打印机有没有纸、是否卡纸，恢复以后点“接着打印”，只打没有打完的。"
    )


def take_back(jobs: Iterable[str]) -> None:
    """Take jobs out of their queue."""
    for job in jobs:
        _said("cancel", job)


def _turns(queue: str) -> bool:
    """Say whether a printer prints on both sides by itself."""
    for line in _said("lpoptions", "-p", queue, "-l").splitlines():
        name, _, choices = line.partition(":")
        if name.split("/")[0] in {"Duplex", "sides"}:
            return any("Tumble" in one or "two-sided" in one for one in choices.split())
    return False


def _said(program: str, *arguments: str) -> str:
    """Return what a program of CUPS says; nothing if it is not there or has nothing to say."""
    found = shutil.which(program)
    if found is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - found on the path, and no shell between
            [found, *arguments], capture_output=True, timeout=WAIT_SECONDS, check=False,
            env=_plain(), stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace")


def _plain() -> dict[str, str]:
    """Return an environment in which CUPS speaks English, which is what is read here."""
    return os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": "C"}


def _refusal(queue: str, said: str) -> Unavailable:
    """Return a sentence for what lp said; its own words may hold the name of a file."""
    if "not accepting" in said:
        return Unavailable(
            f"打印机“{queue}”现在不收打印任务，没有打印。",
            advice="请管理电脑的人恢复这台打印机，或者另选一台。",
        )
    if "does not exist" in said or "No such" in said or "no default" in said:
        return Unavailable(
            f"找不到打印机“{queue}”，没有打印。", advice="请重新选一台打印机，再打一次。"
        )
    return _no_answer(queue)


def _no_answer(queue: str) -> Unavailable:
    return Unavailable(
        f"打印机“{queue}”没有收下这份文件，没有打印。",
        advice="请看看打印机是否开着、有没有纸，再打一次；也可以先另存为 PDF。",
    )
