"""The command that says whether a paper is genuine."""

import argparse
from contextlib import nullcontext
from pathlib import Path

from desktop_app.cli.answer import Answer
from desktop_app.cli.passphrase import opened
from desktop_app.domain.errors import Unavailable
from desktop_app.domain.paper_code import MARK, TRAINING_MARK, VOID_MARK
from desktop_app.session import Session
from desktop_app.use_cases.verifying import Finding, Verdict, verify_file, verify_text, worst

MARKS = tuple(mark[:5] for mark in (MARK, VOID_MARK, TRAINING_MARK))


def verify(options: argparse.Namespace, answer: Answer) -> int:
    """Check a PDF, a picture or the text of a code; return 0 only where all of it is genuine."""
    with opened(options.data) if options.data else nullcontext() as session:
        findings = _findings(session, options.what)
    verdict = worst(findings)
    lines = [line for number, one in enumerate(findings) for line in _lines(one, number)]
    answer.say(
        "\n".join(lines), {"verdict": verdict, "answer": verdict.name.lower(), "papers": findings}
    )
    return 0 if verdict is Verdict.GENUINE else 1


def _findings(session: Session | None, what: str) -> list[Finding]:
    if what.lstrip().upper().startswith(MARKS):
        return [verify_text(session, what)]
    path = Path(what)
    try:
        there = path.exists()
    except (OSError, ValueError):  # far too long for a name: a text
        there = False
    if there:
        return verify_file(session, path)
    if path.suffix and len(what) < 300:
        raise Unavailable("没有这个文件，没有核验。", advice="请看看路径写得对不对，再核验一次。")
    return [verify_text(session, what)]


def _lines(one: Finding, number: int) -> list[str]:
    facts = (
        ("编号", one.number),
        ("种类", one.kind),
        ("关于", one.about),
        ("嘎查村", one.place),
        ("开具日期", one.issued_on),
        ("有效期至", one.until),
        ("签发", one.issuer),
    )
    told = [f"{label}：{value}" for label, value in facts if value]
    return [
        *([""] if number else []),
        f"【{one.verdict}】{one.why}",
        *told,
        f"怎么办：{one.advice}",
    ]


def read_code(options: argparse.Namespace, _answer: Answer) -> int:
    """Read the codes of one file in this process, which its parent holds on a short leash."""
    from printing.code_reading import main

    return main([options.file])
