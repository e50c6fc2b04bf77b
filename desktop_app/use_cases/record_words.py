"""What a stored value of a record says to people; identity numbers and telephones are masked."""

from datetime import date
from typing import Any, get_args, get_type_hints
from uuid import UUID

from db.settlement_queries import removed_record
from desktop_app.domain.citizen_id import masked
from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.records import (
    RECORDS,
    Household,
    Label,
    Person,
    Placement,
    Post,
    Record,
    labels,
)
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name

EMPTY = "（空）"
KINDS: dict[str, tuple[str, str]] = {
    "Household": ("住户", "house"),
    "Person": ("人员资料", "user"),
    "Employment": ("转移就业", "plane"),
    "Visit": ("走访", "footprints"),
    "Post": ("公益岗位", "hand-heart"),
    "Placement": ("岗位安置", "hand-heart"),
    "Enrolment": ("参保", "shield-check"),
    "Paper": ("开具的文书", "file-text"),
    "Disclosure": ("查看证件号", "eye"),
    "Agreement": ("劳务协议", "file-text"),
    "Attendance": ("考勤", "calendar"),
    "Appraisal": ("考核", "clipboard-list"),
    "Caution": ("警示", "triangle-alert"),
    "Document": ("档案材料", "file-text"),
    "Roll": ("补贴发放表", "wallet"),
    "RollLine": ("补贴明细", "wallet"),
    "Listed": ("比对名单", "clipboard-list"),
    "Outcome": ("核查结论", "shield-check"),
    "Organiser": ("输出组织主体", "plane"),
    "Claim": ("输出补助申请", "wallet"),
    "ClaimLine": ("输出补助明细", "wallet"),
    "Training": ("培训", "graduation-cap"),
    "Employer": ("用人单位", "hand-helping"),
    "Vacancy": ("招聘岗位", "hand-helping"),
    "Consent": ("同意书", "file-text"),
    "Referral": ("推荐", "hand-helping"),
    "Venture": ("创业", "hand-helping"),
    "WageClue": ("欠薪线索", "wallet"),
    "Event": ("五送活动", "users"),
    "Attendee": ("活动参加人员", "users"),
    "Target": ("目标任务", "clipboard-list"),
    "Monitoring": ("月度监测", "clipboard-list"),
    "Snapshot": ("月度快照", "clipboard-list"),
    "Snooze": ("推迟的待办", "calendar-clock"),
    "Rulebook": ("规则包", "scroll-text"),
    "PaperPart": ("文书附页", "file-text"),
    "FormLayout": ("表格版式", "file-text"),
    "Printout": ("打印记录", "printer"),
}
"""(what a kind of record is called, its icon)."""

MASKED = ("citizen_id", "disability_card", "bank_card", "card_number")
PHONES = ("phone", "contact_phone", "employer_phone")
_POINTED: dict[str, type[Record]] = {
    "person_id": Person,
    "household_id": Household,
    "post_id": Post,
    "placement_id": Placement,
}


def kind_words(kind: type[Record] | None) -> str:
    """Return what people call a kind of record."""
    return KINDS[kind.__name__][0] if kind is not None else "新程序的记录"


def kind_of_table(number: int) -> type[Record] | None:
    """Return the kind of record of a table number of the journal; none of a newer program."""
    return RECORDS[number - 1] if 1 <= number <= len(RECORDS) else None


def field_words(kind: type[Record], field: str) -> str:
    """Return what people call a field."""
    known = labels(kind).get(field)
    return known.text if known is not None else field


def masked_phone(text: str) -> str:
    """Return a telephone with its middle hidden."""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 8 else text


def value_words(session: Session, kind: type[Record], field: str, value: Any) -> str:
    """Return what a stored value says."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bytes):
        return _pointed_words(session, field, value)
    if field in MASKED:
        return masked(str(value))
    if field in PHONES:
        return masked_phone(str(value))
    return _plain_words(kind, field, value)


def _plain_words(kind: type[Record], field: str, value: Any) -> str:
    label = labels(kind).get(field, Label(field))
    if bool in _types(kind, field):
        return "是" if value else "否"
    if field.endswith("_fen") and isinstance(value, int):
        return f"{yuan(value)} {label.unit or '元'}"
    if field == "village_code":
        return village_name(str(value))
    if date in _types(kind, field):
        return str(value)
    words = text_of(label.codes, str(value))
    return f"{words} {label.unit}" if label.unit and isinstance(value, int) else words


def _types(kind: type[Record], field: str) -> set[object]:
    hint = get_type_hints(kind).get(field)
    return {hint, *get_args(hint)}


def _pointed_words(session: Session, field: str, value: bytes) -> str:
    kind = _POINTED.get(field)
    if kind is None:
        return "已填"
    return whose(session, kind, UUID(bytes=value))


def whose(session: Session, kind: type[Record], row: UUID) -> str:
    """Return whose record it is: the person's name, the household's number, the post."""
    found = session.many(kind, [row])
    record = found[0] if found else removed_record(session.store.database, kind, row)
    if record is None:
        return f"还没有送到的{kind_words(kind)}"
    for field, pointed in _POINTED.items():
        id_ = getattr(record, field, None)
        if id_ is not None and id_.int and field != "household_id" and kind is not pointed:
            return whose(session, pointed, id_)
    return _own_name(session, record)


def _own_name(session: Session, record: Record) -> str:
    if isinstance(record, Person):
        return record.name or "没有姓名的人"
    if isinstance(record, Post):
        return record.title or "没有名称的岗位"
    if isinstance(record, Household):
        people = session.find(Person, household_id=record.id)
        head = next((one for one in people if one.relation == "01"), None)
        first = head or next(iter(people), None)
        return f"{first.name}家" if first is not None else f"{record.number}户"
    return kind_words(type(record))
