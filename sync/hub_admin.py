"""What the office does at its hub: invite, revoke, change a scope, erase, and look."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from db import feed_store
from db.postgres import in_transaction
from desktop_app.domain.errors import Refused
from sync.authority_entries import (
    ERASE,
    REVOKE,
    SCOPE,
    erase_payload,
    revoke_payload,
    scope_payload,
)
from sync.certificates import Certificate
from sync.hub_books import VILLAGE, HubBooks, is_code
from sync.invitation import Invitation, make_invitation

ROLES = ("specialist", "township", "county", "hub")
WHOLE_CODES = (6, 9, 12)
"""Lengths of the codes of a county, a township and a village; others cut a village in two."""


@dataclass(frozen=True, slots=True)
class InvitationState:
    """An invitation and what became of it; times in milliseconds, ``None`` while they are not."""

    id: bytes
    officer: str
    role: str
    prefixes: tuple[str, ...]
    made_at_ms: int
    used_by: bytes | None
    used_at_ms: int | None
    cancelled_at_ms: int | None


@dataclass(frozen=True, slots=True)
class DeskState:
    """A desk as the hub knows it.

    ``entries`` counts what the hub holds of it, ``unsent`` what it said it still had when it
    was last seen; ``seen_ms`` is ``None`` for one that never called, ``stick_ms`` for one of
    which no packet was read.
    """

    certificate: Certificate
    entries: int
    seen_ms: int | None
    app: str
    unsent: int
    oldest_ms: int
    stick_ms: int | None = None


@dataclass(frozen=True, slots=True)
class HubState:
    """The hub at a glance."""

    device: bytes
    name: str
    county_code: str
    desks: tuple[DeskState, ...]
    invitations: tuple[InvitationState, ...]
    feeds: int
    entries: int
    villages: int
    last_arrival_ms: int | None


class HubAdmin:
    """The office's side of a hub. What it orders is an entry of the authority feed."""

    def __init__(self, books: HubBooks) -> None:
        self.books = books

    def invite(
        self, officer: str, role: str, prefixes: Sequence[str], urls: Sequence[str] = ()
    ) -> Invitation:
        """Make an invitation that is good for one desk, and keep its token.

        ``prefixes`` are codes of villages, or what all of them begin with; ``Refused`` if they
        are not this hub's.
        """
        self._refuse_odd(officer, role, prefixes)
        books, keys = self.books, self.books.keys
        try:
            invitation = make_invitation(
                id=books.world.random(16),
                token=books.world.random(16),
                officer=officer,
                role=role,
                prefixes=prefixes,
                hub_name=keys.name,
                county_code=keys.county_code,
                hub_public_key=keys.public_key,
                hub_box_key=keys.box_key,
                root_public_key=keys.root_public_key,
                tls_certificate=keys.tls_certificate,
                urls=urls,
                sign=keys.sign,
            )
        except (ValueError, msgspec.ValidationError) as error:
            raise Refused(
                "汇集点的网址不对，没有发出邀请。",
                advice="请写 https:// 开头的网址，例如 https://10.1.2.3:8443。",
                fields=("url",),
            ) from error
        named = msgspec.msgpack.encode(list(prefixes))
        with books.sql.transaction():
            books.sql.run(
                "INSERT INTO invitation (id, token, officer, role, prefixes, made_at_ms)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (invitation.id, invitation.token, officer, role, named, books.now_ms()),
            )
        return invitation

    def cancel_invitation(self, id_: bytes) -> None:
        """Let an invitation that nobody has used yet be good for nothing."""
        with self.books.sql.transaction():
            changed = self.books.sql.run(
                "UPDATE invitation SET cancelled_at_ms = ?"
                " WHERE id = ? AND used_by IS NULL AND cancelled_at_ms IS NULL",
                (self.books.now_ms(), id_),
            )
        if not changed:
            raise Refused(
                "没有这份可以作废的邀请：它不存在、已经用过或者已经作废。",
                advice="用过的邀请请改为吊销那台电脑（nutag hub revoke）。",
            )

    def revoke(self, device: bytes, reason: str) -> None:
        """Cut a desk off: beyond what the hub holds of it now, nothing it wrote counts.

        ``reason`` is a code: ``lost``, ``left``, ``replaced``.
        """

        def write() -> None:
            arrivals = self.books.hold([self.books.keys.county_code])
            desk = self._desk(device)
            if desk.revoked:
                raise Refused(
                    "这台电脑已经吊销过了，没有再办。", advice="请在 nutag hub status 里核对。"
                )
            payload = revoke_payload(device, self.books.heads_of(device), reason)
            self.books.append(arrivals, REVOKE, device, payload)
            self.books.close_arrivals(arrivals)

        in_transaction(self.books.sql, write)

    def change_scope(self, device: bytes, role: str, prefixes: Sequence[str]) -> None:
        """Give a desk another role or other villages from here on."""
        self._refuse_odd("x", role, prefixes)

        def write() -> None:
            arrivals = self.books.hold([self.books.keys.county_code])
            desk = self._desk(device)
            payload = scope_payload(desk.public_key, role, prefixes, self.books.keys.sign)
            self.books.append(arrivals, SCOPE, device, payload)
            self.books.close_arrivals(arrivals)

        in_transaction(self.books.sql, write)

    def erase(self, village: str, table: int, row: bytes, ground: str, approver: str) -> int:
        """Order the values of a row erased everywhere, here at once; return entries erased here.

        ``ground`` is the code of the legal ground, ``approver`` who ordered it.
        """
        county = self.books.keys.county_code
        if not village.startswith(county) or len(village) != VILLAGE or not is_code(village):
            raise Refused(
                "这个嘎查村不归这个汇集点管，没有删除。", advice="请核对 12 位嘎查村代码。"
            )

        def write() -> int:
            arrivals = self.books.hold([county, village])
            payload = erase_payload(village, table, row, ground, approver)
            self.books.append(arrivals, ERASE, row, payload)
            erased = feed_store.erase_row(self.books.sql, table, row)
            self.books.close_arrivals(arrivals)
            return erased

        erased = in_transaction(self.books.sql, write)
        self.books.sql.scrub()
        return erased

    def status(self) -> HubState:
        """Return the hub at a glance."""
        books, keys = self.books, self.books.keys
        counts = {
            bytes(device): entries
            for device, entries in books.sql.fetch(
                "SELECT device, CAST(sum(head_seq) AS BIGINT) FROM feed GROUP BY device"
            )
        }
        seen = {
            bytes(row[0]): row[1:]
            for row in books.sql.fetch(
                "SELECT device, seen_ms, app, unsent, oldest_ms FROM desk_seen"
            )
        }
        sticks = {
            bytes(device): at_ms
            for device, at_ms in books.sql.fetch("SELECT device, at_ms FROM desk_heads")
        }
        never = (None, "", 0, 0)
        desks = [
            DeskState(
                each,
                counts.get(each.device, 0),
                *(*seen.get(each.device, never), sticks.get(each.device)),
            )
            for each in books.authority().desks(keys.county_code)
        ]
        ((feeds, entries),) = books.sql.fetch(
            "SELECT count(*), CAST(coalesce(sum(head_seq), 0) AS BIGINT) FROM feed"
            " WHERE head_seq > 0"
        )
        ((villages,),) = books.sql.fetch("SELECT count(*) FROM village WHERE arrivals > 0")
        ((last,),) = books.sql.fetch("SELECT max(at_ms) FROM arrival")
        return HubState(
            keys.device, keys.name, keys.county_code, tuple(desks), tuple(self.invitations()),
            feeds, entries, villages, last,
        )  # fmt: skip

    def invitations(self) -> list[InvitationState]:
        """Return every invitation, newest first."""
        rows = self.books.sql.fetch(
            "SELECT id, officer, role, prefixes, made_at_ms, used_by, used_at_ms, cancelled_at_ms"
            " FROM invitation ORDER BY made_at_ms DESC, id"
        )
        return [
            InvitationState(
                bytes(id_), officer, role, tuple(msgspec.msgpack.decode(prefixes)), made,
                None if by is None else bytes(by), used, cancelled,
            )
            for id_, officer, role, prefixes, made, by, used, cancelled in rows
        ]  # fmt: skip

    def _desk(self, device: bytes) -> Certificate:
        found = {
            each.device: each
            for each in self.books.authority_inside().desks(self.books.keys.county_code)
        }
        if device not in found:
            raise Refused(
                "这个汇集点没有登记过这台电脑，没有改动。",
                advice="请在 nutag hub status 里查它的编号。",
            )
        return found[device]

    def _refuse_odd(self, officer: str, role: str, prefixes: Sequence[str]) -> None:
        county = self.books.keys.county_code
        if role not in ROLES:
            raise Refused(
                f"没有“{role}”这种岗位，没有改动。",
                advice="请用 specialist（嘎查村专员）、township（苏木乡镇）、county（旗县）"
                "或 hub（下级汇集点）。",
                fields=("role",),
            )
        whole = {len(county), *WHOLE_CODES}
        odd = [
            code
            for code in prefixes
            if not is_code(code) or not code.startswith(county) or len(code) not in whole
        ]
        if odd or not prefixes:
            raise Refused(
                f"代码“{odd[0]}”写得不全，或者不归这个汇集点（{county}）管，没有改动。"
                if odd
                else "没有写明是哪些嘎查村，没有改动。",
                advice="请写 12 位嘎查村代码、9 位苏木乡镇代码，或者旗县代码本身。",
                fields=("village",),
            )
        if not officer.strip() or len(officer) > 64 or not officer.isprintable():
            raise Refused(
                "没有写明发给谁，没有改动。",
                advice="请写专员的姓名，不超过 64 个字。",
                fields=("officer",),
            )
