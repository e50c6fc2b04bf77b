"""What a row of a sheet points to: a person, a village, a post; and the record it speaks of."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from desktop_app.domain.divisions import find_villages, village
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Person, Placement, Post, Record, RecordId
from desktop_app.session import Session
from desktop_app.spreadsheets.record_row import RecordRow
from desktop_app.spreadsheets.values import same_name

R = TypeVar("R", bound=Record)


@dataclass(slots=True)
class Work:
    """One run over the rows of a sheet: ``seen`` remembers which row a record was taken from."""

    session: Session
    fields: frozenset[str]
    seen: dict[RecordId, int] = field(default_factory=dict)

    def person(self, row: RecordRow) -> Person:
        """Return the person of the row by identity number; the name must be the same."""
        number = row.text("person.citizen_id")
        if not number:
            raise Refused(
                "没有填身份证号。", advice="请补上，再导入。", fields=("person.citizen_id",)
            )
        found = self.session.find(Person, citizen_id=number)
        if len(found) != 1:
            message, advice = _not_one(len(found))
            raise Refused(message, advice=advice, fields=("person.citizen_id",))
        name = row.text("person.name")
        if name and not same_name(name, found[0].name):
            raise Refused(
                "姓名和本机登记的不一样，身份证号是另一个人的。",
                advice="请对照身份证改正姓名或者号码，再导入。",
                fields=("person.name",),
            )
        return found[0]

    def village(self, row: RecordRow) -> str:
        """Return the code of the village of the row, one of the officer's; "" if it tells none."""
        own = self.session.village_codes
        code, name = row.text("place.village_code"), row.text("place.village")
        if code and code not in own:
            raise Refused(
                f"村代码“{code}”不是自己负责的嘎查村。",
                advice="请改正代码，或者由负责那个村的人导入。",
                fields=("place.village_code",),
            )
        if code or not name:
            return code
        meant = [one.code for one in find_villages(name, self.session.county_code)]
        fit = [one for one in meant if one in own]
        fit = fit or [one for one in own if name in (village(one).short_name, village(one).name)]
        if len(fit) != 1:
            raise Refused(
                f"嘎查村“{name}”在自己负责的村里对不上。",
                advice="请加一列“村代码”写 12 位代码，或者改正村名，再导入。",
                fields=("place.village",),
            )
        return fit[0]

    def village_needed(self, row: RecordRow) -> str:
        """Return the village of the row; where it tells none, the only one of the officer."""
        own = self.session.village_codes
        code = self.village(row)
        if code or len(own) == 1:
            return code or own[0]
        raise Refused(
            "没有写嘎查村。",
            advice="请补上“嘎查村”或者“村代码”，再导入。",
            fields=("place.village",),
        )

    def placement(self, row: RecordRow, person: Person) -> list[Placement]:
        """Return the placements of a person on the post that the row names, oldest first."""
        code, title = self.village(row), row.text("post.title").strip()
        found = []
        for one in self.session.find(Placement, person_id=person.id):
            post = self.session.get(Post, one.post_id)
            if (not code or post.village_code == code) and fits_post(post, row, title):
                found.append(one)
        return found

    def known(self, candidates: Sequence[R], row: RecordRow, keys: Collection[str]) -> R | None:
        """Return the record that a row speaks of, none for a new one.

        A record whose key columns all agree comes first, empty ones with empty ones; else the
        only one that agrees in what the row says and that no earlier row was about.
        """
        default = type(candidates[0])() if candidates else None
        asked = [key for key in keys if key in self.fields]
        whole = [
            one
            for one in candidates
            if all(
                _same(getattr(one, key), row.values.get(key, getattr(default, key)))
                for key in asked
            )
        ]
        if whole:
            return self._only(whole, row)
        said = [key for key in asked if key in row.values]
        loose = [
            one
            for one in candidates
            if one.id not in self.seen
            and all(_same(getattr(one, key), row.values[key]) for key in said)
        ]
        return self._only(loose, row) if loose else None

    def _only(self, found: Sequence[R], row: RecordRow) -> R:
        if len(found) > 1:
            raise Refused(
                f"本机有 {len(found)} 条这样的记录，看不出说的是哪一条。",
                advice="请在表里把日期等列写全，再导入。",
            )
        self.refuse_twice(found[0], row)
        return found[0]

    def refuse_twice(self, record: Record, row: RecordRow) -> None:
        """Refuse a second row about the same record."""
        before = self.seen.get(record.id)
        if record.id != NEW and before is not None and before != row.number:
            raise Refused(
                f"和第 {before} 行说的是同一条记录。",
                advice="请只留一行；确实是两条的，把日期等列写全，再导入。",
            )


Pair = tuple[Record | None, Record]
"""A record before and after its row; ``None`` before, where the row makes it."""

Take = Callable[[Work, RecordRow], Pair]
"""Does what a row says, and returns the record before and after."""


def told(row: RecordRow, *, leaving_out: Collection[str] = ()) -> dict[str, Any]:
    """Return what a row says of the record itself, by field."""
    return {
        name: value
        for name, value in row.values.items()
        if "." not in name and name not in leaving_out
    }


def told_of(row: RecordRow, kind: str) -> dict[str, Any]:
    """Return what a row says of the record it points to: of ``employer`` its name and so on."""
    front = f"{kind}."
    return {
        name.removeprefix(front): value
        for name, value in row.values.items()
        if name.startswith(front)
    }


def fits_post(post: Post, row: RecordRow, title: str) -> bool:
    """Say whether a post is the one that a row names by title, department and approval."""
    wanted = {"title": title, **{key: row.text(f"post.{key}") for key in _OF_POST}}
    return all(_same(getattr(post, key), value) for key, value in wanted.items() if value)


_OF_POST = ("department", "approval_number")


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()
    return one == other


def _not_one(found: int) -> tuple[str, str]:
    if found:
        return (
            "本机有两个人登记了这个身份证号。",
            "先在「人员」里核对，移除登记错的那一个，再导入。",
        )
    return "本机没有登记这个人。", "先登记或者导入人员花名册，再导入这份表。"
