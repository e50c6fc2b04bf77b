"""A desk whose program was tampered with: it is let in, and then writes what it may not."""

from random import Random
from typing import TYPE_CHECKING, Any

import msgspec

from db import bodies, healing, journal
from db.journal import Header, Place, Run
from db.receipts import Receipt
from db.rows import columns
from desktop_app.domain.records import RECORDS
from sync.messages import Push
from tests.older import ALONE
from tests.simulation.desks import APPROVAL, CLOSED, POST, ROLL, VILLAGES, Desk
from tests.simulation.facts import Fact
from tests.simulation.people import HOT

if TYPE_CHECKING:
    from tests.simulation.simulation import Simulation

EPOCH = b"evil"
VILLAGE = VILLAGES[1]
FAR = 1 << 62
"""A clock of more than two thousand years ahead."""


class Rogue:
    """Writes by hand to a feed of its own, and plays with the entries of others."""

    def __init__(self, world: "Simulation") -> None:
        self.world = world
        self.dice = Random(f"rogue {world.seed}")
        self.entries: list[bytes] = []
        self.desk = Desk(
            "rogue",
            world.folder / "rogue",
            world.time,
            self.dice,
            world.time.moment - world.time.moment,
            "specialist",
            (VILLAGE,),
            b"\xee" * 16,
            prefixes=(VILLAGE,),
        )

    def act(self) -> None:
        """Do one wrong thing."""
        self.world.meet_rogue(self.desk)
        facts = [f for f in self.world.office.facts() if f.village == VILLAGE and f.payload]
        mine = self.desk.device
        made = [f for f in facts if f.header.op == journal.CREATE and f.device != mine]
        if not made:
            return
        wanted = self.dice.choice([0, POST, ROLL])
        made = [fact for fact in made if fact.header.table == wanted] or made
        acts = [self.write_wrongly, self.write_wrongly, self.forge, self.change, self.sign_receipt]
        self.dice.choice(acts)(self.dice.choice(made))

    def write_wrongly(self, fact: Fact) -> None:
        """Write an entry that is well signed and must not count."""
        base: list[Any] = [fact.key, fact.header.seq]
        kind = RECORDS[fact.header.table - 1]
        free = columns(kind).index(HOT[kind]) + 1
        column = {POST: max(APPROVAL), ROLL: max(CLOSED[ROLL])}.get(fact.header.table, free)
        said = "wrong"
        again = [*fact.payload[: free - 1], said, *fact.payload[free:]]
        closed: list[tuple[int, Any]] = [(2, [[column, said, base]]), (4, [base, []]), (1, again)]
        others: list[tuple[int, Any]] = [
            (2, [[column, said, [base, base]]]),
            (3, [[column, said, [base]]]),
            (2, [[column, said, [fact.key, 999_999]]]),
            (9, ["of a newer program"]),
            (2, None),
        ]
        op, payload = self.dice.choice(
            closed if fact.header.table == ROLL else [*others, closed[0], closed[2]]
        )
        clock = FAR if self.dice.random() < 0.3 else fact.header.hlc + 1
        head = self.world.office.hub().books.authority().head(self.world.office.county)
        header = Header(
            len(self.entries) + 1, clock, head, self.desk.officer, "wrong", 0, op, *fact.row, 1
        )
        salt = self.dice.randbytes(journal.SALT)
        packed = journal.pack(payload) if payload else b"\xc1 no msgpack"
        self.entries.append(journal.encode_entry(journal.encode_header(header), salt, packed))
        self._push(self._runs())

    def forge(self, fact: Fact) -> None:
        """Sign for somebody else: the next entry of another desk's feed."""
        keys = self.desk.store.desk
        run = self._whole(fact)
        data = bodies.open_body(run.body)[-1]
        chain = journal.link(run.chain, journal.commitment_of(data))
        seq = run.last + 1
        forged = msgspec.structs.replace(
            run,
            first=seq,
            last=seq,
            body=bodies.pack_body([_numbered(data, seq)]),
            chain=journal.link(run.chain, journal.commitment_of(_numbered(data, seq))),
            signature=keys.sign(journal.checkpoint_text(run.key, seq, chain)),
        )
        self._must_be_refused(forged, "a forged signature")

    def change(self, fact: Fact) -> None:
        """Change a byte of what somebody wrote, under the signature of the true one."""
        run = self._whole(fact)
        entries = bodies.open_body(run.body)
        head, salt, payload = journal.unpack(entries[-1])
        entries[-1] = journal.pack([head, salt, payload[:-1] + bytes([payload[-1] ^ 1])])
        changed = msgspec.structs.replace(run, body=bodies.pack_body(entries))
        self._must_be_refused(changed, "a changed entry", at_desks=True)

    def sign_receipt(self, fact: Fact) -> None:
        """Sign a receipt in the hub's name."""
        hub = self.world.office.keys.device
        for desk in self.world.living():
            for own in self.world.replica(desk).heads(VILLAGES):
                if own.device == desk.device:
                    fields = (own.device, own.village, own.epoch, own.seq, own.chain)
                    signed = self.desk.store.desk.sign(journal.pack(["rc1", hub, *fields[3:]]))
                    at_ms = int(self.world.time.moment.timestamp() * 1000)
                    receipt = Receipt(hub, *fields, at_ms, signed)
                    if self.world.replica(desk).keep_receipts([receipt]):
                        self.world.outcome.problems.append(f"{desk.name} kept a false receipt")
                    return

    def _whole(self, fact: Fact) -> Run:
        return self.world.office.runs(fact.key, 0)[-1]

    def _runs(self) -> list[Run]:
        keys = self.desk.store.desk
        place = Place(keys.device, VILLAGE, EPOCH)
        return list(healing.runs_of(place, self.entries, keys.sign))

    def _push(self, runs: list[Run]) -> list[tuple[bytes, str]]:
        self.world.office.fuse.left = None
        return self.world.office.hub().push(self.desk.device, Push(runs)).refused

    def _must_be_refused(self, run: Run, what: str, *, at_desks: bool = False) -> None:
        """Show a run to a hub that has the feed, and to a desk that may lack the end of it."""
        before = {fact.dot for fact in self.world.office.facts()}
        self._push([run])
        if {fact.dot for fact in self.world.office.facts()} != before:
            self.world.outcome.problems.append(f"the hub took {what}")
        for desk in self.world.living():
            replica = self.world.replica(desk)
            if not at_desks or run.village not in replica.villages or desk.program == ALONE:
                continue
            with desk.knowing():
                taken = replica.take([run]).entries
            if taken:
                self.world.outcome.problems.append(f"{desk.name} took {what}")


def _numbered(data: bytes, seq: int) -> bytes:
    head, salt, payload = journal.unpack(data)
    values = journal.unpack(head)
    values[1] = seq
    return journal.pack([journal.pack(values), salt, payload])
