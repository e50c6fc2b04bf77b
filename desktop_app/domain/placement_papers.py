"""The file of a holder (档案): which papers belong in it, which are there, which are missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop_app.domain.codes import text_of
from desktop_app.domain.placement_facts import is_chosen
from desktop_app.domain.records import Document, Placement, Post
from desktop_app.domain.rules import Clause, RulePack

KEPT, RECORDED, MISSING, LATER = "kept", "recorded", "missing", "later"


@dataclass(frozen=True, slots=True)
class FileItem:
    """A kind of paper: ``state`` is kept (在档), recorded (有登记、缺纸件), missing or later.

    ``words`` say where the paper is, or what the records say about it; ``document`` is the
    newest paper of the kind. ``outdated`` says that it was valid until a day before today.
    """

    kind: str
    text: str
    state: str
    words: str
    document: Document | None = None
    outdated: bool = False


def file_clauses(pack: RulePack, post: Post, placement: Placement, today: date) -> list[Clause]:
    """Return the clauses that say which papers belong in the file of a placement."""
    key = f"post.file.{post.department}"
    clauses = [pack.clause(key if key in pack.clauses else "post.file.hrss", today)]
    if placement.last_day_on is not None:
        clauses.append(pack.clause("post.file.exit", today))
    return clauses


def file_items(
    pack: RulePack,
    post: Post,
    placement: Placement,
    documents: Iterable[Document],
    recorded: dict[str, str],
    today: date,
) -> tuple[FileItem, ...]:
    """Return the papers that belong in the file, in the order of the clauses, then the others.

    ``recorded`` says by kind what the records know, such as the day of the review.
    """
    by_kind: dict[str, Document] = {}
    for one in sorted(documents, key=lambda one: one.seen_on or date.min):
        by_kind[one.kind] = one
    wanted = [
        kind
        for clause in file_clauses(pack, post, placement, today)
        for kind in str(clause.value).split(",")
    ]
    others = [kind for kind in by_kind if kind not in wanted]
    return tuple(
        _item(kind, by_kind.get(kind), recorded, placement, today) for kind in (*wanted, *others)
    )


def recorded_facts(placement: Placement, months: int, appraised: int, paid: int) -> dict[str, str]:
    """Return what the records of a placement say about its papers, by kind."""
    one = placement
    facts = {
        "application": one.applied_on and f"{one.applied_on} 申请",
        "review": one.reviewed_on
        and f"{one.reviewed_on} 评议，审核 {one.checked_on or '没有登记'}",
        "notice": one.notice_from and f"{one.notice_from} 至 {one.notice_to} 公示，{one.notice_at}",
        "agreement": one.agreement_from and f"{one.agreement_from} 至 {one.agreement_to}",
        "insurance": one.insured_from and f"{one.insurer} {one.policy_number}，到 {one.insured_to}",
        "training": one.trained_on and f"{one.trained_on} 培训",
        "attendance": (months or appraised) and f"考勤 {months} 个月，考核 {appraised} 个月",
        "payment": paid and f"发放过 {paid} 笔",
        "exit": one.exit_approved_on and f"{one.exit_approved_on} 审批，{one.exit_approved_by}",
        "told": one.exit_notice_on
        and f"{one.exit_notice_on} 告知，签收 {one.exit_received_on or '没有登记'}",
    }
    return {kind: str(words) for kind, words in facts.items() if words}


def missing(items: Iterable[FileItem]) -> int:
    """Count the papers that should be there and are not."""
    return sum(one.state in (MISSING, RECORDED) or one.outdated for one in items)


def _item(
    kind: str,
    document: Document | None,
    recorded: dict[str, str],
    placement: Placement,
    today: date,
) -> FileItem:
    text, known = text_of("document_kind", kind), recorded.get(kind, "")
    if document is not None:
        until = document.valid_until
        outdated = until is not None and until < today
        parts = [f"{document.seen_on} 收到" if document.seen_on else "", document.kept_at]
        if until is not None:
            parts.append(f"{'已过期' if outdated else '有效到'} {until}")
        words = "，".join(part for part in parts if part)
        return FileItem(kind, text, KEPT, words, document, outdated)
    if known:
        return FileItem(kind, text, RECORDED, f"{known}；缺纸件")
    if _is_due(kind, placement, today):
        return FileItem(kind, text, MISSING, "没有登记，也没有纸件")
    return FileItem(kind, text, LATER, "还没有办到这一步")


def _is_due(kind: str, one: Placement, today: date) -> bool:
    """Say whether a paper should be there by now."""
    begun = one.started_on is not None and one.started_on <= today
    return {
        "review": one.reviewed_on is not None or is_chosen(one),
        "notice": one.notice_from is not None or is_chosen(one),
        "agreement": one.agreement_from is not None or begun,
        "insurance": begun,
        "training": begun,
        "attendance": begun and one.started_on is not None and one.started_on.month != today.month,
        "payment": False,
        "exit": one.exit_approved_on is not None,
        "told": one.exit_notice_on is not None,
    }.get(kind, True)
