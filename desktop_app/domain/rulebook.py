"""Rule packs that a county gives out: packed into a record, chosen by day, compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop_app.domain import given_out
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Rulebook
from desktop_app.domain.rule_text import LARGEST_TEXT, facts_of, read_pack
from desktop_app.domain.rules import Clause, RulePack, built_in_rules, former_rules

WHAT = "规则包"
_ANEW = "请让旗县重新下发这一版；在那以前照别的版本核对。"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause that differs between two packs; one of both is none where it is new or gone."""

    before: Clause | None
    after: Clause | None

    @property
    def clause(self) -> Clause:
        """Return the clause that is left, or was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change of nothing")
        return found

    def __str__(self) -> str:
        """Say what changed, in one sentence."""
        if self.before is None:
            return f"新增「{self.clause.title}」：{told(self.clause)}。"
        if self.after is None:
            return f"删去「{self.clause.title}」：原来是{told(self.clause)}。"
        parts = [
            f"{name}由{old or '空'}改为{new or '空'}"
            for name, old, new in _told_apart(self.before, self.after)
            if old != new
        ]
        return f"「{self.clause.title}」：{'，'.join(parts) or '说明有改动'}。"


def packed(text: str) -> str:
    """Return the text of a pack as it is kept; ``Refused`` where it would not travel."""
    return given_out.packed(text, WHAT)


def unpacked(book: Rulebook) -> str:
    """Return the text of a pack that came; ``Refused`` if it is not what was given out."""
    return given_out.unpacked(book, WHAT, LARGEST_TEXT, _ANEW)


def pack_of(book: Rulebook) -> RulePack:
    """Return the pack of a record; ``Refused`` says why it cannot serve."""
    found = read_pack(unpacked(book))
    if (found.title, found.version) != (book.title, book.version):
        raise Refused(f"规则包 {book.version} 里写的是另一个版本，不能用。", advice=_ANEW)
    return found


def pack_in_force(books: Iterable[Rulebook], on: date) -> RulePack | None:
    """Return the pack of the newest book in force that can be read, over the built-in one."""
    for book in given_out.in_force(books, on):
        try:
            return pack_of(book).over(built_in_rules())
        except Refused:  # told by ``rules_versions``; a broken book must not stop the work
            continue
    return None


def built_in_named(version: str) -> RulePack | None:
    """Return a pack that comes, or came, with the program."""
    packs = (built_in_rules(), *former_rules())
    return next((one for one in packs if version in (one.version, one.name)), None)


def changes_between(before: RulePack, after: RulePack) -> list[ClauseChange]:
    """Return the clauses that differ, by number; a clause is known by its number and key."""
    old = {(one.number, one.key): one for one in before.in_order()}
    new = {(one.number, one.key): one for one in after.in_order()}
    found = [
        ClauseChange(old.get(place), new.get(place))
        for place in sorted(old.keys() | new.keys())
        if not _same(old.get(place), new.get(place))
    ]
    return found


def told(clause: Clause) -> str:
    """Return the value of a clause as people say it."""
    if isinstance(clause.value, bool):
        return "核对" if clause.value else "不核对"
    return f"{clause.value} {clause.unit}".strip()


def _same(one: Clause | None, other: Clause | None) -> bool:
    if one is None or other is None:
        return False
    return list(facts_of(one)) == list(facts_of(other))


def _told_apart(one: Clause, other: Clause) -> Sequence[tuple[str, str, str]]:
    return (
        ("数值", told(one), told(other)),
        ("依据", one.basis, other.basis),
        ("文号", one.document, other.document),
        ("生效日", str(one.since), str(other.since)),
        ("到期日", str(one.until or ""), str(other.until or "")),
        ("适用区划", "、".join(one.areas), "、".join(other.areas)),
        ("待确认", "是" if one.pending else "否", "是" if other.pending else "否"),
        ("名称", one.title, other.title),
    )
