"""The command that prints a paper as PDF."""

import argparse
from pathlib import Path
from uuid import UUID

from desktop_app.cli.answer import Answer
from desktop_app.cli.passphrase import opened
from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.records import Paper
from desktop_app.session import Session

FORMS: dict[str, str] = {
    "placement-certificate": "公益性岗位安置证明（--id 写安置的编号；写已开具文书的编号则重印）",
}


def print_paper(options: argparse.Namespace, answer: Answer) -> int:
    """Write a form to a PDF file; ``--list`` tells which forms there are."""
    if options.list:
        answer.say("\n".join(f"{name}  {words}" for name, words in FORMS.items()), FORMS)
        return 0
    if options.form not in FORMS or not (options.data and options.id and options.out):
        raise Refused(
            "还缺打印什么、打印谁、写到哪里。",
            advice="写法：nutag print placement-certificate --data DIR --id ID --out FILE.pdf；"
            "能打印的文书见 nutag print --list。",
        )
    if options.out.exists():
        raise Refused("这个位置已经有同名的文件，没有覆盖它。", advice="请换一个文件名。")
    with opened(options.data) as session:
        number, pdf = _certificate(session, _id(options.id))
    _write(options.out, pdf)
    answer.say(f"{number} 写到了 {options.out}", {"number": number, "file": str(options.out)})
    return 0


def _certificate(session: Session, id_: UUID) -> tuple[str, bytes]:
    from desktop_app.use_cases.certificates import issue_certificate, reprint

    for paper in session.many(Paper, [id_]):
        return paper.number, reprint(session, paper.id)
    issued = issue_certificate(session, id_)
    return issued.paper.number, issued.pdf


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Refused(
            "这个编号写得不对，没有打印。", advice="编号见 nutag list placements --data DIR。"
        ) from error


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise Unavailable(
            "PDF 没有写成。", advice="请检查文件夹是否存在、磁盘是否有空间，再打印一次。"
        ) from error
