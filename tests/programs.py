"""The programs that tests ask for beside the libraries, and who is left out without them.

``installer/test-programs.sh`` brings them. ``test_programs`` fails where one is missing and
nobody is there to read which tests were left out.
"""

import os
import shutil
from pathlib import Path

import pytest

BACKENDS = Path("/usr/lib/cups/backend")
PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
ABSENT = {
    "cupsd": "没有 CUPS 的 cupsd，以下打印测试没有运行",
    "lp": "没有 CUPS 的 lp，以下打印测试没有运行",
    "cups-pdf": "没有 CUPS-PDF 打印机，以下打印测试没有运行",
    "zbarimg": "没有 zbarimg，以下二维码测试没有运行",
    "pdftotext": "没有 pdftotext，文书文字没有和它对照",
    "Xvfb": "没有 Xvfb，以下真窗口按键测试没有运行",
    "xdotool": "没有 xdotool，以下真窗口按键测试没有运行",
    "openbox": "没有 openbox，以下真窗口按键测试没有运行",
}


def find_program(name: str) -> str | None:
    """Return where a program is, also where only root looks; ``None`` if there is none.

    A driver of CUPS is found by everybody, but only root may run it.
    """
    driver = BACKENDS / name
    return shutil.which(name, path=PLACES) or (str(driver) if driver.exists() else None)


def needs(name: str) -> pytest.MarkDecorator:
    """Leave a test out, in words, where this program is missing."""
    return pytest.mark.skipif(find_program(name) is None, reason=ABSENT[name])
