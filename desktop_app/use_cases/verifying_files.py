"""The codes of a stranger's PDF or photograph, read by another process on a short leash."""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.progress import Progress

_HOUSE = Path(__file__).parents[2]
_LOOK_SECONDS = 0.1
TOTAL_SECONDS = 120.0
LONGEST_ANSWER = 8_000_000
OURS = "NUTAG_"

_BROKEN = "这个文件读不了，没有核验。"
_AGAIN = "请用手机正对着二维码再拍一张，存成 JPG 或者 PNG，再核验。"


def codes_of_file(
    path: Path,
    progress: Progress,
    *,
    command: list[str] | None = None,
    seconds: float = TOTAL_SECONDS,
) -> list[str]:
    """Return the texts of the QR codes in a file.

    Whatever the file holds, this process neither grows nor hangs nor breaks. ``Refused`` says
    why nothing could be looked for, ``Unavailable`` that the file cannot be opened.
    """
    if not path.is_file():
        raise Unavailable("没有这个文件，没有核验。", advice="请看看它还在不在，再核验一次。")
    if not os.access(path, os.R_OK):
        raise Unavailable("这个文件没有权限读，没有核验。", advice="请检查权限，再核验一次。")
    progress.note = "正在读二维码"
    text = _said([*(command or _command()), str(path.resolve())], progress, seconds)
    try:
        answer = json.loads(text)
        if "message" in answer:
            raise Refused(str(answer["message"]), advice=str(answer["advice"]))
        return [str(code) for code in answer["codes"]]
    except (ValueError, KeyError, TypeError) as error:  # it broke on the file
        raise Refused(_BROKEN, advice=_AGAIN) from error


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "read-code"]
    return [sys.executable, "-P", "-m", "printing.code_reading"]


def _said(command: list[str], progress: Progress, seconds: float) -> str:
    """Return what the reading process wrote; it is ended when cancelled or out of time."""
    mine = {name: said for name, said in os.environ.items() if not name.startswith(OURS)}
    path = os.pathsep.join(filter(None, [str(_HOUSE), os.environ.get("PYTHONPATH", "")]))
    with subprocess.Popen(  # noqa: S603 - our own program on one named file
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**mine, "PYTHONPATH": path},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        end = monotonic() + seconds
        try:
            while True:
                progress.check()
                if monotonic() > end:
                    raise Refused("读这个文件用的时间太长，没有核验。", advice=_AGAIN)
                try:
                    out, _ = process.communicate(timeout=_LOOK_SECONDS)
                except subprocess.TimeoutExpired:
                    continue
                return out[:LONGEST_ANSWER].decode(errors="replace")
        finally:
            process.kill()
