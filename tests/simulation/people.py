"""What the person at a desk does: makes, changes, settles and removes made-up records."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from db.changes import Changes
from db.connection import fetch_sql
from db.rows import columns, from_row, table_name
from db.undo import recent, take_back
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    RECORDS,
    Household,
    Person,
    Placement,
    Post,
    Record,
    Roll,
    Training,
    Visit,
)
from tests.simulation.desks import DECISIONS, VILLAGES, Desk

R = TypeVar("R", bound=Record)
HOT: dict[type[Record], str] = {
    Person: "phone",
    Household: "address",
    Post: "place",
    Visit: "promise",
    Placement: "notes",
    Training: "notes",
    Roll: "notes",
}
"""The field that everybody changes at once."""
COLD: dict[type[Record], tuple[str, ...]] = {
    Person: ("skills", "wanted_job", "notes", "residence", "address", "account"),
    Household: ("notes", "phone"),
    Post: ("duties", "need", "announced_at"),
    Visit: ("notes", "difficulty"),
    Placement: ("objection", "exit_evidence", "policy_number"),
    Training: ("course", "provider"),
    Roll: ("objection", "return_reason"),
}


class Worker:
    """Does one thing after another at a desk, as its dice fall."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.acts: list[tuple[int, Callable[[], object]]] = [
            (6, self.make_person),
            (5, self.make_visit),
            (2, self.make_post),
            (2, self.make_placement),
            (2, self.make_training),
            (4, self.close_roll),
            (10, self.edit_cold),
            (10, self.edit_hot),
            (2, self.edit_two),
            (4, self.settle),
            (2, self.remove),
            (2, self.bring_back),
            (2, self.undo),
            (1, self.move),
        ]
        if desk.role != "specialist":
            village = (self.make_post, self.close_roll)
            self.acts = [each for each in self.acts if each[1] not in village]
            self.acts.append((4, self.approve))

    def work(self) -> None:
        """Do one thing; what the program refuses is left. What it said it kept is remembered."""
        weights = [weight for weight, _ in self.acts]
        act = self.desk.dice.choices([act for _, act in self.acts], weights)[0]
        self.desk.typed.clear()
        told: list[Changes] = []
        stop = self.desk.store.listen(told.append)
        try:
            act()
        except Refused:
            return
        finally:
            stop()
        rows = frozenset(id_.bytes for changes in told for id_ in changes.ids)
        self.desk.acknowledged |= dict.fromkeys(self.desk.typed, rows)

    def make_person(self) -> None:
        """Write down a household and its only member."""
        village = self._village()
        with self.desk.store.operation("person", "登记") as operation:
            household = operation.save(
                Household(village_code=village, number="1", address=self.desk.token())
            )
            operation.save(
                Person(
                    village_code=village,
                    household_id=household.id,
                    name="乌云",
                    phone=self.desk.token(),
                    birth_on=date(1985, 3, 2),
                )
            )

    def make_visit(self) -> None:
        """Write down a visit."""
        person = self._some(Person)
        visit = Visit(
            village_code=person.village_code,
            household_id=person.household_id,
            person_id=person.id,
            visited_on=date(2026, 11, 20),
            notes=self.desk.token(),
        )
        self._keep(visit)

    def make_post(self) -> None:
        """Propose a post."""
        self._keep(Post(village_code=self._village(), title="护林员", duties=self.desk.token()))

    def make_placement(self) -> None:
        """Put a person on a post of the same village."""
        post = self._some(Post)
        people = self.desk.store.find(Person, village_code=post.village_code)
        person = self._choose(people)
        self._keep(
            Placement(
                village_code=post.village_code,
                post_id=post.id,
                person_id=person.id,
                notes=self.desk.token(),
            )
        )

    def make_training(self) -> None:
        """Write down a training; older programs know none."""
        if not columns(Training):
            raise Refused("这个版本不认识培训。")
        person = self._some(Person)
        self._keep(
            Training(village_code=person.village_code, person_id=person.id, notes=self.desk.token())
        )

    def close_roll(self) -> None:
        """Close a month: what was added up never changes again."""
        if not columns(Roll):
            raise Refused("这个版本不认识补贴花名册。")
        self._keep(
            Roll(
                village_code=self._village(),
                month="2026-10",
                department="hrss",
                closed_on=date(2026, 11, 2),
                people=3,
                total_fen=180_000,
                notes=self.desk.token(),
            )
        )

    def edit_cold(self) -> None:
        """Change one field of one record."""
        record = self._any()
        self._keep(_with(record, self._cold(record), self.desk.token()))

    def edit_hot(self) -> None:
        """Change the field that others change as well, of one of the first records."""
        kind = self._kind()
        self._keep(_with(self._some(kind, first=3), HOT[kind], self.desk.token()))

    def edit_two(self) -> None:
        """Change two records in one operation."""
        first, second = self._any(), self._any()
        with self.desk.store.operation("two", "两处") as operation:
            operation.save(_with(first, self._cold(first), self.desk.token()))
            if second.id != first.id:
                operation.save(_with(second, self._cold(second), self.desk.token()))

    def settle(self) -> None:
        """Decide an open conflict: the shown value, or another."""
        found = fetch_sql(
            self.desk.database, "SELECT table_number, row, col FROM conflict ORDER BY row, col"
        )
        if not found:
            raise Refused("没有分歧。")
        table, row, column = self.desk.dice.choice(found)
        kind = RECORDS[table - 1]
        if column > len(columns(kind)):
            raise Refused("这个版本不认识这一项。")
        if column in DECISIONS.get(table, ()) and self.desk.role == "specialist":
            raise Refused("批复由旗县确认。")
        record = self._whole(kind, row)
        value: Any = self._stored(kind, row, column)
        free = column and columns(kind)[column - 1] in (HOT[kind], *COLD[kind])
        if free and self.desk.dice.random() < 0.5:
            value = self.desk.token()
        with self.desk.store.operation("settle", "裁定") as operation:
            operation.settle(record, {column: value})

    def remove(self) -> None:
        """Take a visit or a placement off the lists."""
        kind: type[Record] = self.desk.dice.choice([Visit, Placement])
        record = self._some(kind)
        with self.desk.store.operation("remove", "撤下") as operation:
            operation.remove(record)

    def bring_back(self) -> None:
        """Bring a removed visit back."""
        rows = fetch_sql(
            self.desk.database, "SELECT id FROM visit WHERE removed = 1 AND notes <> ''"
        )
        if not rows:
            raise Refused("没有撤下的走访。")
        row = self.desk.dice.choice(rows)[0]
        with self.desk.store.operation("back", "恢复") as operation:
            operation.write(Visit, row, [(0, 0)])

    def undo(self) -> None:
        """Take back the last thing done here."""
        done = [each for each in recent(self.desk.store, 3) if each.undone_by is None]
        take_back(self.desk.store, self._choose(done).number, "撤销")

    def move(self) -> None:
        """Take a person and the household to another village; now and then leave the visits."""
        person = self._some(Person)
        target = self._choose([v for v in self._villages if v != person.village_code])
        store = self.desk.store
        visits = store.find(Visit, person_id=person.id) if self.desk.dice.random() < 0.7 else []
        with store.operation("move", "迁移") as operation:
            for household in store.many(Household, [person.household_id]):
                if household.village_code != target:
                    operation.save(replace(household, village_code=target))
            operation.save(replace(person, village_code=target))
            for visit in visits:
                operation.save(replace(visit, village_code=target))

    def _keep(self, record: Record) -> None:
        with self.desk.store.operation("keep", "保存") as operation:
            operation.save(record)

    def approve(self) -> None:
        """Approve a post, or a roll."""
        said, day = self.desk.token(), date(2026, 11, 24)
        if self.desk.dice.random() < 0.3:
            self._keep(replace(self._some(Roll), approved_on=day, approved_by=said))
        else:
            self._keep(replace(self._some(Post), approved_on=day, approval_number=said))

    @property
    def _villages(self) -> list[str]:
        return [v for v in self.desk.store.desk.village_codes if v in VILLAGES]

    def _village(self) -> str:
        return str(self._choose(self._villages))

    def _whole(self, kind: type[Record], row: bytes) -> Record:
        """Return a record, also one that is off the lists."""
        sql = f"SELECT {', '.join(columns(kind))} FROM {table_name(kind)} WHERE id = ?"  # noqa: S608 - names of ours
        return from_row(kind, fetch_sql(self.desk.database, sql, (row,))[0])

    def _cold(self, record: Record) -> str:
        known = columns(type(record))
        return str(self._choose([name for name in COLD[type(record)] if name in known]))

    def _any(self) -> Record:
        return self._some(self._kind())

    def _kind(self) -> type[Record]:
        """Return one of the kinds of record that the program here knows."""
        return self.desk.dice.choice([kind for kind in HOT if columns(kind)])

    def _some(self, kind: type[R], first: int = 10_000) -> R:
        """Return a record that is in force, one of the ``first``."""
        villages = self._villages
        marks = ", ".join("?" * len(villages))
        rows = fetch_sql(
            self.desk.database,
            f"SELECT id FROM {table_name(kind)} WHERE removed = 0 AND village_code IN ({marks})"  # noqa: S608 - names of ours
            " ORDER BY id LIMIT ?",
            (*villages, first),
        )
        if not rows:
            raise Refused("还没有记录。")
        return self.desk.store.get(kind, UUID(bytes=self.desk.dice.choice(rows)[0]))

    def _choose(self, found: list[Any]) -> Any:
        if not found:
            raise Refused("没有可选的。")
        return self.desk.dice.choice(found)

    def _stored(self, kind: type[Record], row: bytes, column: int) -> Any:
        name = ("removed", *columns(kind))[column]
        sql = f"SELECT {name} FROM {table_name(kind)} WHERE id = ?"  # noqa: S608 - names of ours
        return fetch_sql(self.desk.database, sql, (row,))[0][0]


def _with(record: R, name: str, value: str) -> R:
    facts: dict[str, Any] = {name: value}
    return replace(record, **facts)
