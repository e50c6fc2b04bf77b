"""Made-up hubs and desks for the tests of authority: keys from names, entries in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.journal import (
    CREATE,
    Entry,
    FeedHead,
    Header,
    Place,
    decode_entry,
    device_id,
    encode_entry,
    encode_header,
    pack,
)
from db.rows import table_number
from desktop_app.domain.records import Person, Post
from sync.authority import Authority, judge
from sync.authority_entries import (
    CERTIFICATE,
    ERASE,
    HUB,
    NOBODY,
    REVOKE,
    SCOPE,
    TABLE,
    certificate_payload,
    erase_payload,
    hub_payload,
    revoke_payload,
    scope_payload,
)

EPOCH = b"day1"
COUNTY, CITY, NEXT_COUNTY = "150223", "1502", "150224"
VILLAGE, OTHER_VILLAGE = "150223100001", "150223100002"
PEOPLE, POSTS = table_number(Person), table_number(Post)


@dataclass(frozen=True)
class Keys:
    """Somebody with an Ed25519 key, always the same for one name."""

    name: str

    @cached_property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(digest(self.name))

    @cached_property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @cached_property
    def device(self) -> bytes:
        return device_id(self.public)

    @cached_property
    def box(self) -> bytes:
        return digest(f"box of {self.name}")

    @cached_property
    def user(self) -> bytes:
        return digest(f"user of {self.name}")[:16]

    def sign(self, text: bytes) -> bytes:
        return self.private.sign(text)

    def place(self, village: str, epoch: bytes = EPOCH) -> Place:
        return Place(self.device, village, epoch)

    def head(self, village: str, seq: int, epoch: bytes = EPOCH) -> FeedHead:
        return FeedHead(self.device, village, epoch, seq, digest(f"chain {seq}"))


@dataclass
class Office:
    """A hub that writes its authority feed; the first entry shows the hub."""

    county: str
    root: Keys
    hub: Keys
    entries: list[Entry] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return self.hub.place(self.county)

    @property
    def roots(self) -> dict[str, bytes]:
        return {self.county: self.root.public}

    def authority(self, end: int | None = None) -> Authority:
        """Return what this feed says, up to ``end``."""
        return Authority(self.roots).with_entries(self.place, self.entries[:end])

    def write(self, op: int, payload: Any, row: bytes = NOBODY) -> int:
        """Add an entry as it comes, good or bad; return its number."""
        seq = len(self.entries) + 1
        self.entries.append(entry(seq, op, payload, row=row))
        return seq

    def show(self, *, signed_by: Keys | None = None, tls: bytes = b"der", box: bytes = b"") -> int:
        payload = hub_payload(
            self.hub.public,
            box or self.hub.box,
            f"{self.county}人社局",
            self.county,
            root_public_key=self.root.public,
            sign_by_root=(signed_by or self.root).sign,
            tls_certificate=tls,
        )
        return self.write(HUB, payload)

    def certify(
        self, desk: Keys, role: str, prefixes: Sequence[str], heads: Sequence[FeedHead] = ()
    ) -> int:
        payload = certificate_payload(
            desk.device,
            desk.public,
            desk.box,
            user=desk.user,
            officer=desk.name,
            role=role,
            prefixes=prefixes,
            sign=self.hub.sign,
            heads=heads,
        )
        return self.write(CERTIFICATE, payload, desk.device)

    def rescope(self, desk: Keys, role: str, prefixes: Sequence[str]) -> int:
        return self.write(
            SCOPE, scope_payload(desk.public, role, prefixes, self.hub.sign), desk.device
        )

    def revoke(self, desk: Keys, last: Sequence[FeedHead] = ()) -> int:
        return self.write(REVOKE, revoke_payload(desk.device, last, "lost"), desk.device)

    def erase(self, village: str, table: int, row: bytes) -> int:
        return self.write(ERASE, erase_payload(village, table, row, "withdrawn", "苏和"), row)


def an_office(county: str, *, root: str = "") -> Office:
    """Return an office that has shown its hub."""
    office = Office(county, Keys(root or f"root {county}"), Keys(f"hub {county}"))
    office.show()
    return office


def entry(
    seq: int,
    op: int,
    payload: Any,
    *,
    table: int = TABLE,
    row: bytes = NOBODY,
    user: bytes = NOBODY,
    authority_seq: int = 0,
) -> Entry:
    """Return an entry as a replica reads it."""
    header = Header(seq, seq, authority_seq, user, "act", 0, op, table, row, 1)
    return decode_entry(0, encode_entry(encode_header(header), bytes(16), pack(payload)))


def digest(name: str) -> bytes:
    """Return 32 bytes that belong to a name."""
    return blake2b(name.encode(), digest_size=32).digest()


ROW = digest("row")[:16]
DESK, OFFICER = Keys("desk"), Keys("office desk")


def verdict(
    authority: Authority,
    desk: Keys,
    village: str = VILLAGE,
    *,
    seq: int = 1,
    at: int = 0,
    op: int = CREATE,
    table: int = PEOPLE,
    payload: Any = ("一", 1),
    user: bytes | None = None,
    creator: bytes | None = None,
    epoch: bytes = EPOCH,
) -> str:
    """Return the verdict on one entry; plain values stand for what a test does not ask about."""
    header = Header(seq, seq, at, user or desk.user, "act", 0, op, table, ROW, 1)
    told = list(payload) if isinstance(payload, tuple) else payload
    return judge(authority, desk.place(village, epoch), header, told, creator)
