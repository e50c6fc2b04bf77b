"""The county's rule packs: given out in versions, withdrawn, compared, and asked why."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    ClaimLine,
    Placement,
    Record,
    RecordId,
    RollLine,
    Rulebook,
)
from desktop_app.domain.rule_text import LARGEST_TEXT, read_pack, write_pack
from desktop_app.domain.rulebook import (
    ClauseChange,
    built_in_named,
    changes_between,
    pack_in_force,
    pack_of,
    packed,
)
from desktop_app.domain.rules import Finding, RulePack, built_in_rules, findings_of
from desktop_app.session import Session
from desktop_app.use_cases.text_files import read_text, write_new

KEPT: dict[str, tuple[type[Record], Callable[[Record], str]]] = {
    "placement": (Placement, lambda one: getattr(one, "checks", "")),
    "roll_line": (RollLine, lambda one: getattr(one, "explanation", "")),
    "claim_line": (ClaimLine, lambda one: getattr(one, "explanation", "")),
}
"""The records that keep why something was decided, and where."""

_CITED = re.compile(r" · (\S.*?) 第 \d+ 条")


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of the rules; the built-in one has no ``id``.

    ``problem`` says why a version cannot serve here.
    """

    id: RecordId | None
    title: str
    version: str
    issued_on: date | None
    since: date | None
    withdrawn_on: date | None
    in_force: bool
    clauses: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One clause that differs: its number and key, and what changed as a sentence."""

    number: int
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something was decided: what was found, by which packs, and which of them are here."""

    findings: tuple[Finding, ...]
    packs: tuple[str, ...]
    missing: tuple[str, ...]


def rules_versions(session: Session) -> list[VersionLine]:
    """Return the versions that the county gave out, newest first, and the built-in one."""
    books = session.rulebooks()
    ruling = session.rules.version
    lines = [_line(book, ruling) for book in reversed(books)]
    own = built_in_rules()
    in_force = not any(one.in_force for one in lines)
    many = len(own.in_order())
    return [
        *lines,
        VersionLine(None, own.title, own.version, None, None, None, in_force, many),
    ]


def rules_text(session: Session, version: str = "") -> str:
    """Return a version as TOML, or the rules in force: what can be kept, edited and read in."""
    return write_pack(session.rules_of(version) if version else session.rules)


def compare_rules(session: Session, version: str = "", other: str = "") -> list[ChangeLine]:
    """Return what a version changes against another one; empty means in force and built-in."""
    after = session.rules_of(version) if version else session.rules
    before = session.rules_of(other) if other else built_in_rules()
    return change_lines(changes_between(before, after))


def publish_rules(session: Session, text: str, since: date | None = None) -> VersionLine:
    """Give out a pack (TOML) as a new version, whole and unchangeable, in force from ``since``.

    What it does not speak of is taken from the built-in pack. Every desk gets it by the next
    exchange, signed by this one. ``Refused`` on a desk that is not the county's, for a text that
    is not sound, a version that exists, or one that changes nothing.
    """
    refuse_unless_county(session)
    pack = read_pack(text)
    begins = since or session.today()
    with session.operation("publish_rules", "下发规则包") as operation:
        _refuse_version(session, pack, begins)
        whole = write_pack(pack.over(built_in_rules()))
        ready = read_pack(whole)
        _refuse_gaps(session, ready, begins)
        if not changes_between(_ruling(session, begins), ready):
            raise Refused(
                "这一版和现在用的规则一条都没有不同，没有下发。",
                advice="改了条款再下发；只换名称和版本号没有意义。",
            )
        operation.label = f"下发规则包：{ready.name}"
        book = operation.save(
            Rulebook(
                village_code=session.office_code,
                title=ready.title,
                version=ready.version,
                issued_on=session.today(),
                since=begins,
                content=packed(whole),
                sha256=sha256(whole.encode()).hexdigest(),
            )
        )
    return _line(book, session.rules.version)


def withdraw_rules(session: Session, rulebook_id: RecordId, reason: str = "") -> VersionLine:
    """Take a version out of force from today; what was decided by it can still be looked up."""
    refuse_unless_county(session)
    with session.operation("withdraw_rules", "停用规则包") as operation:
        book = session.get(Rulebook, rulebook_id)
        if book.withdrawn_on is not None:
            raise Refused(
                f"规则包 {book.version} 在 {book.withdrawn_on} 已经停用。",
                advice="要改规则的，下发一个新版本。",
            )
        operation.label = f"停用规则包：{book.title} {book.version}"
        book = operation.save(
            replace(book, withdrawn_on=session.today(), notes=reason.strip() or book.notes)
        )
    return _line(book, session.rules.version)


def import_rules(session: Session, path: str, since: date | None = None) -> VersionLine:
    """Read a pack from a TOML file and give it out."""
    return publish_rules(session, read_file(Path(path)), since)


def export_rules(session: Session, path: str, version: str = "") -> str:
    """Write a version to a TOML file that does not exist yet; return its path."""
    write_new(Path(path), rules_text(session, version).encode())
    return path


def explain(session: Session, kind: str, record_id: RecordId) -> Explanation:
    """Return why a record was decided as it was: kinds are placement, roll_line, claim_line."""
    if kind not in KEPT:
        raise Refused(
            f"{kind} 没有留下核对的依据。",
            advice=f"可以问的是：{'、'.join(KEPT)}。",
            fields=("kind",),
        )
    record_type, kept = KEPT[kind]
    findings = findings_of(kept(session.get(record_type, record_id)))
    packs = packs_of(findings)
    return Explanation(findings, packs, tuple(one for one in packs if not _is_here(session, one)))


def packs_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the names of the packs that findings cite."""
    found = (_CITED.search(one.basis) for one in findings)
    return tuple(dict.fromkeys(one.group(1) for one in found if one))


def change_lines(changes: Iterable[ClauseChange]) -> list[ChangeLine]:
    """Return changes as lines for people."""
    return [ChangeLine(one.clause.number, one.clause.key, str(one)) for one in changes]


def read_file(path: Path) -> str:
    """Return the text of a file that somebody handed over; ``Refused`` where it is no pack."""
    return read_text(path, LARGEST_TEXT, "规则包")


def refuse_unless_county(session: Session) -> None:
    """Refuse a desk whose rules no other desk would take."""
    if session.role != "county":
        raise Refused(
            "规则包由旗县下发，这台电脑不能下发，没有写入。",
            advice="请把要改的条款告诉旗县；旗县下发以后，同步一次就照新的办。",
        )


def _ruling(session: Session, on: date) -> RulePack:
    return pack_in_force(session.rulebooks(), on) or built_in_rules()


def _refuse_version(session: Session, pack: RulePack, begins: date) -> None:
    taken = {one.version for one in session.rulebooks()}
    if pack.version in taken or built_in_named(pack.version) is not None:
        raise Refused(
            f"版本 {pack.version} 已经用过，没有下发。",
            advice="下发过的版本不能改；请换一个版本号，比如在后面加一。",
            fields=("version",),
        )
    if pack.title == built_in_rules().title:
        raise Refused(
            f"规则包的名称不能叫“{pack.title}”，没有下发。",
            advice="写上旗县的名字，比如“达茂旗规则包”。",
            fields=("title",),
        )
    if begins < session.today():
        raise Refused(
            "启用日期早于今天，没有下发。",
            advice="已经办过的事照当时的规则包；新版本从今天或者以后启用。",
            fields=("since",),
        )


def _refuse_gaps(session: Session, pack: RulePack, begins: date) -> None:
    """Refuse a pack that would leave a question of the program without an answer here."""
    area = session.county_code
    for key in built_in_rules().clauses:
        try:
            built_in_rules().clause(key, begins, area)
        except KeyError:
            continue
        try:
            pack.clause(key, begins, area)
        except KeyError as error:
            raise Refused(
                f"「{built_in_rules().clauses[key][0].title}」（{key}）里没有适用本旗县的条款。",
                advice=f"给 {key} 补一条 areas 里有 {area} 的，或者不写 areas 的。",
            ) from error


def _line(book: Rulebook, ruling: str) -> VersionLine:
    problem, clauses = "", 0
    try:
        clauses = len(pack_of(book).in_order())
    except Refused as refused:
        problem = str(refused)
    return VersionLine(
        id=book.id,
        title=book.title,
        version=book.version,
        issued_on=book.issued_on,
        since=book.since,
        withdrawn_on=book.withdrawn_on,
        in_force=book.version == ruling,
        clauses=clauses,
        problem=problem,
    )


def _is_here(session: Session, name: str) -> bool:
    try:
        session.rules_of(name)
    except Refused:
        return False
    return True
