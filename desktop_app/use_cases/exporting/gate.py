"""What leaves the program in a workbook: whole numbers only for a reason, sealed, and on record.

Illegally giving out 50 items of property information is a crime, half of that where it was got in
the course of duty (法释〔2017〕10号 art. 5, 6): above 24 people whole numbers go out only in a
sealed file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.domain.divisions import is_office_code
from desktop_app.domain.errors import Refused
from desktop_app.domain.passphrase import strength, weakness
from desktop_app.domain.records import NEW, Disclosure, Person, Record, RecordId
from desktop_app.session import Session
from desktop_app.spreadsheets.book import keep_book
from desktop_app.spreadsheets.sealed import sealed
from desktop_app.use_cases.exporting.rows import rows_of
from desktop_app.use_cases.exporting.values import Value
from desktop_app.use_cases.people_list import village_name

FREE = 24
"""So many people's whole numbers may go out without a password."""

MOST_WHOLE = 5_000
"""People with whole numbers in one file."""

SHORTEST_REASON = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrecy:
    """Whether numbers go out whole, what for, and the password of the file (empty: none)."""

    whole: bool = False
    reason: str = ""
    password: str = field(default="", repr=False)


MASKED = Secrecy()


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Whose whole numbers a workbook holds: people known here, and others (organisers)."""

    people: tuple[RecordId, ...] = ()
    others: int = 0

    @property
    def count(self) -> int:
        """Return of how many people."""
        return len(self.people) + self.others


def password_strength(session: Session, password: str) -> tuple[int, str]:
    """Return 0 to 4 for the meter, and what would better the password ('' = good enough)."""
    weak = password_weakness(session, password)
    if weak:
        return min(1, len(password)), weak
    return max(2, strength(password, [session.officer])), ""


def whose_numbers(
    session: Session, base: type[Record], ids: Sequence[RecordId], values: Sequence[Value]
) -> Numbers:
    """Return whose numbers the columns tell in the rows of these records."""
    people: dict[RecordId, None] = {}
    others = 0
    secrets = list(dict.fromkeys(value.secret for value in values if value.secret))
    for row in rows_of(session, base, ids, secrets):
        for secret in secrets:
            record = row[secret]
            if record is None:
                continue
            whose = record.id if isinstance(record, Person) else getattr(record, "person_id", NEW)
            if whose == NEW:
                others += 1
            else:
                people[whose] = None
    return Numbers(people=tuple(people), others=others)


def refuse_unsafe(people: int, secrecy: Secrecy) -> None:
    """Refuse whole numbers of many people without a reason or a password that holds."""
    if not secrecy.whole:
        return
    if people > MOST_WHOLE:
        raise Refused(
            f"一次最多导出 {MOST_WHOLE:,} 个人的完整证件号，这里有 {people:,} 人，没有导出。",
            advice="先按嘎查村筛选，分几次导出；或者导出隐去中间几位的台账。",
            fields=("whole",),
        )
    if people <= FREE:
        return
    if len(secrecy.reason.strip()) < SHORTEST_REASON:
        raise Refused(
            f"要导出 {people:,} 个人的完整证件号，还没有写事由，没有导出。",
            advice="请写明给谁、做什么用，例如：报旗县人社局审核十月补贴。",
            fields=("reason",),
        )
    if not secrecy.password:
        raise Refused(
            f"{people:,} 个人的完整证件号要用口令保护，还没有写口令，没有导出。",
            advice="请写一个口令，另外告诉收文件的人，不要和文件一起发。",
            fields=("password",),
        )


def refuse_weak(session: Session, password: str) -> None:
    """Refuse a password that would not hold, by the rule of every passphrase here."""
    weak = password_weakness(session, password) if password else ""
    if weak:
        raise Refused("这个口令不够好，没有导出。", advice=weak, fields=("password",))


def password_weakness(session: Session, password: str) -> str:
    """Return how to better the password of a file, or '' when it is strong enough."""
    places = [village_name(code) for code in session.village_codes if not is_office_code(code)]
    return weakness(password, [session.officer, *places, *session.village_codes])


def give_out(
    session: Session,
    book: bytes,
    path: Path,
    numbers: Numbers,
    occasion: str,
    secrecy: Secrecy,
    *,
    replace: bool = False,
) -> None:
    """Seal a workbook if it has a password, keep whose numbers go out, then write the file."""
    refuse_unsafe(numbers.count if secrecy.whole else 0, secrecy)
    if secrecy.password:
        book = sealed(book, secrecy.password)
    if secrecy.whole and numbers.count:
        _keep_disclosures(session, numbers, occasion, secrecy.reason.strip())
    refuse_taken(path, replace=replace)
    keep_book(book, path)


def _keep_disclosures(session: Session, numbers: Numbers, occasion: str, reason: str) -> None:
    told = f"导出{occasion}：{reason}" if reason else f"导出{occasion}"
    label = f"导出{occasion}的完整证件号：{numbers.count:,} 人"
    with session.operation("export_numbers", label) as operation:
        for one in session.many(Person, numbers.people):
            operation.save(
                Disclosure(
                    village_code=one.village_code,
                    person_id=one.id,
                    shown_at=session.now(),
                    occasion=told,
                )
            )
        if numbers.others:
            code = session.village_codes[0]
            operation.save(Disclosure(village_code=code, shown_at=session.now(), occasion=told))


def refuse_taken(path: Path, *, replace: bool) -> None:
    """Refuse a place where a file is, unless it was said that it may go."""
    if not replace and path.exists():
        raise Refused("这个位置已经有同名的文件，没有覆盖它。", advice="请换一个文件名。")
