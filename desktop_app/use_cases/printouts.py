"""The record of what was sent to a printer or kept as a file: by whom, when, how often, how far.

It is written before the first sheet and told its outcome afterwards, so that a power cut leaves
no paper that nobody knows of. An auditor asks these records how often a certificate was printed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_app.domain.errors import AppError
from desktop_app.domain.records import NEW, Paper, Printout, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.papers import layout_of
from desktop_app.use_cases.printout_lines import (
    FAILED,
    PRINTED_ALL,
    SAVED,
    SENT,
    form_words,
    moment_words,
)
from printing.page_choice import documents_in, pages_told
from printing.parts import PRINTED, Part, parts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What goes out at once: papers of a form in one PDF, and the pages of its documents there.

    A paper has as many documents as it has copies of its own (一式三份). Without a ``printer``
    it goes into a file; a sheet without a number has no ``papers``.
    """

    form: str
    papers: tuple[Paper, ...]
    documents: tuple[range, ...]
    printer: str = ""
    copies: int = 1
    sides: str = ""


def begin_printouts(
    session: Session, out: Outgoing, parts: Sequence[Part], outcome: str = SENT
) -> tuple[Printout, ...]:
    """Keep that these parts are about to go out; return a record for each paper among them."""
    count = len({_place(out, part) for part in parts})
    told = f"{count} 份" if count > 1 else next((one.number for one in out.papers), "")
    verb = "打印" if out.printer else "另存"
    with session.operation("send_papers", f"{verb}{form_words(out.form)}：{told}") as operation:
        return tuple(
            operation.save(_printout(session, out, place, some, outcome))
            for place, some in _by_paper(out, parts)
        )


def end_printouts(
    session: Session,
    out: Outgoing,
    kept: Sequence[Printout],
    parts: Sequence[Part],
    outcome: str,
) -> tuple[Printout, ...]:
    """Keep how far each paper came; what did not come out whole ended by ``outcome``."""
    with session.operation("keep_outcome", f"记下{form_words(out.form)}的打印结果") as operation:
        return tuple(
            operation.save(_ended(one, some, outcome))
            for one, (_, some) in zip(kept, _by_paper(out, parts), strict=True)
        )


def save_papers(
    session: Session,
    form: str,
    papers: Sequence[Paper],
    pdf: bytes,
    write: Callable[[], object],
) -> None:
    """Keep that papers go into a file, then ``write`` it; that it failed is kept as well."""
    spans = documents_in(pdf)
    parts = parts_of(pdf, range(spans[-1].stop))
    out = Outgoing(form=form, papers=tuple(papers), documents=tuple(spans))
    kept = begin_printouts(session, out, parts, SAVED)
    try:
        write()
    except AppError:
        end_printouts(session, out, kept, parts, FAILED)
        raise


def printouts_of(session: Session, paper_id: RecordId) -> list[Printout]:
    """Return how often a paper went out, the newest first."""
    found = session.find(Printout, paper_id=paper_id)
    return sorted(found, key=lambda one: (str(one.sent_at or ""), one.id), reverse=True)


def times_printed(printouts: Sequence[Printout]) -> int:
    """Return how many copies came out whole; what was kept as a file is none."""
    return sum(one.copies for one in printouts if one.outcome == PRINTED_ALL)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper with each time it went out, the newest first."""

    paper: Paper
    printouts: tuple[Printout, ...]

    @property
    def words(self) -> str:
        """Return how often it was printed, and when it last went out."""
        if not self.printouts:
            return "没有打印过"
        last = moment_words(self.printouts[0], "%m-%d")
        return f"{times_printed(self.printouts)} 遍，{last}"


def paper_lines(session: Session, papers: Sequence[Paper]) -> list[PaperLine]:
    """Return what a list shows of these papers."""
    return [PaperLine(one, tuple(printouts_of(session, one.id))) for one in papers]


def _by_paper(out: Outgoing, parts: Sequence[Part]) -> Iterator[tuple[int, list[Part]]]:
    """Yield the place of each paper that has parts, and these parts."""
    found: dict[int, list[Part]] = {}
    for part in parts:
        found.setdefault(_place(out, part), []).append(part)
    yield from found.items()


def _place(out: Outgoing, part: Part) -> int:
    """Return which paper a part belongs to: its copies lie together."""
    return part.document * len(out.papers) // len(out.documents)


def _printout(
    session: Session, out: Outgoing, place: int, parts: Sequence[Part], outcome: str
) -> Printout:
    paper = out.papers[place] if out.papers else Paper(village_code=_own_village(session))
    first = _first_page(out, place)
    pages = [page - first for part in parts for page in part.pages]
    last = max(span.stop for span in _documents(out, place)) - first
    return Printout(
        village_code=paper.village_code,
        form=out.form,
        paper_id=paper.id,
        person_id=paper.person_id,
        sent_at=session.now(),
        officer=session.officer,
        printer=out.printer,
        copies=out.copies,
        sides=out.sides,
        pages="" if len(pages) == last else pages_told(pages),
        wanted=sum(part.sides for part in parts) if out.printer else None,
        outcome=outcome,
        layout=layout_of(session, paper) if paper.id != NEW else "",
        rules=paper.rules,
    )


def _documents(out: Outgoing, place: int) -> list[range]:
    share = len(out.documents) // max(1, len(out.papers))
    return list(out.documents[place * share : (place + 1) * share])


def _first_page(out: Outgoing, place: int) -> int:
    return _documents(out, place)[0].start


def _ended(one: Printout, parts: Sequence[Part], outcome: str) -> Printout:
    if not one.printer:
        return replace(one, outcome=outcome)
    whole = all(part.state == PRINTED for part in parts)
    sides = [part.came_out for part in parts]
    came = None if None in sides else sum(side or 0 for side in sides)
    return replace(one, outcome=PRINTED_ALL if whole else outcome, came_out=came)


def _own_village(session: Session) -> str:
    return next(iter(session.village_codes), session.office_code)
