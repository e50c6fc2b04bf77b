"""Changes to the rules before they are given out: kept on the desk until then."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from db import drafts
from desktop_app.domain import divisions
from desktop_app.domain.errors import Refused
from desktop_app.domain.rule_text import read_pack, write_pack
from desktop_app.domain.rulebook import changes_between
from desktop_app.domain.rules import Clause, RulePack, Value, built_in_rules
from desktop_app.session import Session
from desktop_app.use_cases.rulebooks import (
    ChangeLine,
    VersionLine,
    change_lines,
    publish_rules,
    read_file,
    refuse_unless_county,
)

SCREEN = "rules"
"""The name under which the draft is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseEdit:
    """What a clause is to say from a day on; an earlier wording stays until the day before."""

    number: int
    value: Value
    since: date
    until: date | None = None
    basis: str
    document: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """The rules as they would be given out, and what they change against those in force."""

    pack: RulePack
    changes: tuple[ChangeLine, ...]


def rule_draft(session: Session) -> RuleDraft | None:
    """Return the draft; none where nothing is changed."""
    for kept in drafts.read(session.store.database, SCREEN):
        try:
            pack = read_pack(kept.content)
        except Refused:  # of another version of the program: it can only be begun anew
            return None
        changes = changes_between(base(session), pack)
        return RuleDraft(pack, tuple(change_lines(changes))) if changes else None
    return None


def change_clause(session: Session, edit: ClauseEdit) -> RuleDraft | None:
    """Change one clause in the draft, beginning one from the rules in force.

    With a later ``since`` the clause is followed by a new one; with the same it is corrected.
    ``Refused`` says what is wrong with it; the draft is as it was then.
    """
    refuse_unless_county(session)
    draft = rule_draft(session)
    pack = draft.pack if draft else base(session)
    before = next((one for one in pack.in_order() if one.number == edit.number), None)
    if before is None:
        raise Refused(f"规则包里没有第 {edit.number} 条。", advice="请刷新条款列表，再改。")
    after = replace(
        before,
        value=edit.value,
        since=edit.since,
        until=edit.until,
        basis=edit.basis.strip(),
        document=edit.document.strip(),
        pending=edit.pending,
        evidence_grade=before.evidence_grade if edit.pending else "A",
    )
    keep_draft(session, _with(pack, before, after))
    return rule_draft(session)


def undo_change(session: Session, number: int) -> RuleDraft | None:
    """Take one change of the draft back."""
    draft, ruling = rule_draft(session), base(session)
    if draft is None:
        return None
    key = next((one.key for one in draft.pack.in_order() if one.number == number), "")
    if key:
        clauses = {**draft.pack.clauses, key: ruling.clauses.get(key, ())}
        keep_draft(session, replace(draft.pack, clauses={k: v for k, v in clauses.items() if v}))
    return rule_draft(session)


def drop_rule_draft(session: Session) -> None:
    """Forget the draft."""
    drafts.drop(session.store.database, SCREEN)


def draft_from_file(session: Session, path: str) -> RuleDraft | None:
    """Make the pack of a TOML file the draft, over what it does not speak of."""
    refuse_unless_county(session)
    keep_draft(session, read_pack(read_file(Path(path))).over(built_in_rules()))
    return rule_draft(session)


def draft_from_version(session: Session, version: str) -> RuleDraft | None:
    """Make a former version the draft, such as the built-in one."""
    refuse_unless_county(session)
    keep_draft(session, session.rules_of(version))
    return rule_draft(session)


def publish_draft(session: Session, version: str, since: date | None = None) -> VersionLine:
    """Give the draft out as a new version, and forget it."""
    draft = rule_draft(session)
    if draft is None:
        raise Refused("还没有改动，没有下发。", advice="先改条款，再下发。")
    title = draft.pack.title
    if title == built_in_rules().title:
        title = f"{divisions.county(session.county_code).name}规则包"
    text = write_pack(replace(draft.pack, title=title, version=version.strip()))
    line = publish_rules(session, text, since)
    drop_rule_draft(session)
    return line


def next_version(session: Session) -> str:
    """Return the version that comes next: the year, and how many it had."""
    year = session.today().year
    taken = {one.version for one in session.rulebooks()}
    many = 1
    while f"{year}.{many}" in taken:
        many += 1
    return f"{year}.{many}"


def base(session: Session) -> RulePack:
    """Return what a draft is compared with: the county's pack in force, or the built-in one."""
    return session.rules if session.rulebooks() else built_in_rules()


def keep_draft(session: Session, pack: RulePack) -> None:
    """Keep a draft that can be read again; ``Refused`` says what is wrong with it."""
    text = write_pack(pack)
    read_pack(text)
    drafts.keep(session.store.database, SCREEN, text, session.now())


def _with(pack: RulePack, before: Clause, after: Clause) -> RulePack:
    """Return the pack with a clause corrected, or followed by one that begins later."""
    if after.since < before.since:
        raise Refused(
            "生效日期早于这一条原来的生效日期。",
            advice=f"请写 {before.since} 或者以后的日期。",
            fields=("since",),
        )
    if after.since == before.since:
        return _replaced(pack, before, (after,))
    number = max(one.number for one in pack.in_order()) + 1
    ended = replace(before, until=after.since - timedelta(days=1))
    return _replaced(pack, before, (ended, replace(after, number=number)))


def _replaced(pack: RulePack, before: Clause, instead: tuple[Clause, ...]) -> RulePack:
    some: list[Clause] = []
    for one in pack.clauses[before.key]:
        some += instead if one.number == before.number else (one,)
    return replace(pack, clauses={**pack.clauses, before.key: tuple(some)})
