"""The file of a placement (档案): what is there, what is missing, and papers put into it."""

from dataclasses import dataclass, replace

from db.placement_queries import filed_counts
from desktop_app.domain.codes import code_list
from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_papers import (
    FileItem,
    file_clauses,
    file_items,
    missing,
    recorded_facts,
)
from desktop_app.domain.records import NEW, Document, Person, Placement, Post, RecordId
from desktop_app.session import Session

__all__ = ["PlacementFile", "keep_document", "placement_file", "remove_document"]


@dataclass(frozen=True, slots=True)
class PlacementFile:
    """The papers of a placement; ``missing`` counts those to be brought, ``basis`` says why."""

    placement: Placement
    person_name: str
    post_title: str
    items: tuple[FileItem, ...]
    missing: int
    basis: str


def placement_file(session: Session, placement_id: RecordId) -> PlacementFile:
    """Return which papers belong in the file of a placement, and which are there."""
    placement = session.get(Placement, placement_id)
    post, today = session.get(Post, placement.post_id), session.today()
    recorded = recorded_facts(placement, *filed_counts(session.store.database, placement.id))
    documents = session.find(Document, placement_id=placement.id)
    items = file_items(session.rules, post, placement, documents, recorded, today)
    clauses = file_clauses(session.rules, post, placement, today)
    return PlacementFile(
        placement,
        session.get(Person, placement.person_id).name,
        post.title,
        items,
        missing(items),
        "；".join(clause.cited() for clause in clauses),
    )


def keep_document(session: Session, document: Document) -> Document:
    """Keep that a paper was seen for a placement, and where it lies; or correct what was kept."""
    with session.operation("keep_document", "登记档案材料") as operation:
        if document.placement_id == NEW:
            raise Refused(
                "还没有选安置，没有保存。",
                advice="从岗位页的档案里登记。",
                fields=("placement_id",),
            )
        placement = session.get(Placement, document.placement_id)
        kind = code_list("document_kind").find(document.kind) if document.kind.strip() else None
        if kind is None:
            raise Refused(
                f"档案材料种类里没有「{document.kind}」这一项，没有保存。",
                advice="请从列表里选；选不准的选「其他」。",
                fields=("kind",),
            )
        seen = document.seen_on or session.today()
        if seen > session.today():
            raise Refused(
                f"收到日期 {seen} 还没有到，没有保存。",
                advice="请填看到这份材料的日期。",
                fields=("seen_on",),
            )
        if document.valid_until is not None and document.valid_until < seen:
            raise Refused(
                f"这份材料 {document.valid_until} 就过期了，没有保存。",
                advice="请换有效的材料，或者对照材料改正有效期。",
                fields=("valid_until",),
            )
        operation.label = (
            f"登记档案材料：{session.get(Person, placement.person_id).name}，"
            f"{code_list('document_kind').text(kind)}"
        )
        return operation.save(
            replace(
                document,
                village_code=placement.village_code,
                person_id=placement.person_id,
                kind=kind,
                seen_on=seen,
                kept_at=document.kept_at.strip(),
            )
        )


def remove_document(session: Session, document_id: RecordId) -> None:
    """Take a paper out of the file that was registered by mistake."""
    with session.operation("remove_document", "移除档案材料") as operation:
        document = session.get(Document, document_id)
        operation.label = f"移除档案材料：{code_list('document_kind').text(document.kind)}"
        operation.remove(document)
