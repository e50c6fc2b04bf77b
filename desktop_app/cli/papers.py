"""The command that prints a form as PDF."""

import argparse
from uuid import UUID

from desktop_app.cli.answer import Answer
from desktop_app.cli.passphrase import opened
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Paper
from desktop_app.session import Session
from desktop_app.use_cases.whole_files import write_whole
from printing.form_names import FORMS


def print_paper(options: argparse.Namespace, answer: Answer) -> int:
    """Write a form to a PDF file; ``--list`` tells which forms there are."""
    if options.list:
        listed = _listed()
        answer.say("\n".join(f"{name}  {words}" for name, words in listed.items()), listed)
        return 0
    form = (options.form or "").replace("-", "_")
    if form not in FORMS or not (options.data and options.out):
        raise Refused(
            "还缺打印什么、打印谁、写到哪里。",
            advice="写法：nutag print FORM --data DIR --id ID --out FILE.pdf，"
            "按月的表写 --month 2026-11；能打印的表见 nutag print --list。",
        )
    if options.out.exists():
        raise Refused("这个位置已经有同名的文件，没有覆盖它。", advice="请换一个文件名。")
    from desktop_app.use_cases.printouts import save_papers

    with opened(options.data) as session:
        papers, pdf = _printed(session, form, options)
        save_papers(session, form, papers, pdf, lambda: write_whole(options.out, pdf))
    numbers = [one.number for one in papers]
    told = numbers[0] if len(numbers) == 1 else f"{len(numbers)} 份"
    answer.say(
        f"{told} 写到了 {options.out}",
        {"number": numbers[0], "numbers": numbers, "file": str(options.out)},
    )
    return 0


def _listed() -> dict[str, str]:
    """Return each form with its name and what it is asked for."""
    from desktop_app.use_cases.form_data import FORM_DATA

    told = {}
    for form, how in FORM_DATA.items():
        asks = [f"--id {how.of}的编号"] if how.of else []
        if how.asks:
            asks.append(" ".join(f"--{name.removesuffix('_code')}" for name in how.asks))
        told[form] = f"{FORMS[form]}（{'，或者 '.join(asks)}）"
    return told


def _printed(
    session: Session, form: str, options: argparse.Namespace
) -> tuple[tuple[Paper, ...], bytes]:
    from desktop_app.use_cases.papers import print_form, reprint

    ids = [_id(text) for text in options.id]
    if len(ids) == 1:
        for paper in session.many(Paper, ids):
            return (paper,), reprint(session, paper.id)
    printed = print_form(
        session, form, ids, options.village, options.month, options.department, options.year,
        options.copies,
    )  # fmt: skip
    return printed.papers, printed.pdf


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Refused(
            "这个编号写得不对，没有打印。", advice="编号见 nutag list placements --data DIR。"
        ) from error
