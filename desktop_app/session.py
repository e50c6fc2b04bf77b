"""Who works, on which data folder, on what day: the door between the desk and its records."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from db import history_queries, workbench_queries
from db.changes import Changes
from db.connection import RecordsDatabase
from db.folder_lock import FolderLock
from db.ids import IdSource
from db.rule_settings import chosen_rules, find_rules, keep_rule_setting
from db.store import Store
from desktop_app.domain import divisions
from desktop_app.domain.records import Record, Rulebook
from desktop_app.domain.rulebook import pack_in_force
from desktop_app.domain.rules import RulePack
from desktop_app.world import SHANGHAI, World

if TYPE_CHECKING:
    from db.operation import Operation

__all__ = ["Changes", "Session"]

R = TypeVar("R", bound=Record)


class Session:
    """An open data folder. Usable from any thread; writes go one after another."""

    def __init__(
        self, folder: Path, database: RecordsDatabase, world: World, lock: FolderLock
    ) -> None:
        self.folder, self.world = folder, world
        self._lock = lock
        new_id = IdSource(world.now, world.random)
        self.store = Store(database, random=world.random, now=world.now, new_id=new_id)
        self.new_id = new_id
        self._rules: tuple[date, RulePack] | None = None
        self.store.listen(self._forget_rules)
        self.opened_after = history_queries.last_number(database)

    @property
    def officer(self) -> str:
        """Return the name of the officer (人社服务专员)."""
        return self.store.desk.officer

    @property
    def role(self) -> str:
        """Return what the officer is: specialist, township or county."""
        return self.store.desk.role

    @property
    def county_code(self) -> str:
        """Return the 6-digit code of the county."""
        return self.store.desk.county_code

    @property
    def village_codes(self) -> tuple[str, ...]:
        """Return the 12-digit codes of the officer's villages."""
        return tuple(
            code for code in self.store.desk.village_codes if not divisions.is_office_code(code)
        )

    @property
    def office_code(self) -> str:
        """Return the code under which the county keeps what is the same for all its villages."""
        return divisions.office_code(self.county_code)

    @property
    def training(self) -> bool:
        """Say whether this is a training folder with made-up people."""
        return self.store.desk.training

    @property
    def rules(self) -> RulePack:
        """Return the rule pack that decides today.

        The newest pack of the county that is in force stands over the built-in one. While none
        came, what was chosen on this desk counts.
        """
        today, held = self.today(), self._rules
        if held is None or held[0] != today:
            held = self._rules = (today, self._rules_on(today))
        return held[1]

    def rulebooks(self) -> list[Rulebook]:
        """Return the packs that the county gave out, oldest first; no other village's count."""
        return self.find(Rulebook, village_code=self.office_code)

    def rules_of(self, version: str) -> RulePack:
        """Return the pack of a version or name, so that an old decision can be made again.

        ``Refused`` where this desk never had it.
        """
        return find_rules(self.store.database, self.rulebooks(), version)

    def choose_rule(self, key: str, value: int | bool) -> None:
        """Keep what the county chose for a clause of the rule pack; it counts from now on."""
        keep_rule_setting(self.store.database, key, value)
        self.store.tell(Changes())

    def _rules_on(self, today: date) -> RulePack:
        books = self.rulebooks()
        pack = pack_in_force(books, today) if books else None
        return pack or chosen_rules(self.store.database)

    def _forget_rules(self, changes: Changes) -> None:
        if not changes.kinds or Rulebook in changes.kinds:
            self._rules = None

    def today(self) -> date:
        """Return the day, in the offices' time zone."""
        return self.world.today()

    def now(self) -> datetime:
        """Return the moment, in the offices' time zone."""
        return self.world.now().astimezone(SHANGHAI)

    def get(self, kind: type[R], id_: UUID) -> R:
        """Return a record; ``Refused`` if it is gone."""
        return self.store.get(kind, id_)

    def many(self, kind: type[R], ids: Sequence[UUID]) -> list[R]:
        """Return the records of these ids that are there, in this order."""
        return self.store.many(kind, ids)

    def find(self, kind: type[R], **equal: Any) -> list[R]:
        """Return the records whose fields have these values, oldest first."""
        return self.store.find(kind, **equal)

    def operation(
        self, act: str, label: str, *, batch: int | None = None
    ) -> "AbstractContextManager[Operation]":
        """Do one thing: all of it is kept and in the journal, or nothing is."""
        return self.store.operation(act, label, batch=batch)

    def listen(self, callback: Callable[[Changes], object]) -> Callable[[], None]:
        """Call ``callback`` after each commit, on the writing thread; return how to stop."""
        return self.store.listen(callback)

    def prepare(self) -> None:
        """Load what the first record and the first operation need, while nobody waits."""
        self.store.prepare()

    def last_saved_at(self) -> datetime | None:
        """Return when the last operation was kept, in the offices' time zone."""
        at = workbench_queries.last_saved_at(self.store.database)
        return datetime.fromisoformat(at).astimezone(SHANGHAI) if at else None

    def close(self) -> None:
        """Close the records and let another program open the folder."""
        self.store.close()
        self._lock.release()
