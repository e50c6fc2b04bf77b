"""Two desks and an office of made-up people that have exchanged: for the picture of 同步."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from db.key_envelope import Cost
from desktop_app.demo.world import demo_world
from desktop_app.domain import divisions
from desktop_app.domain.citizen_id import with_check_digit
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Person
from desktop_app.session import Session
from desktop_app.use_cases.joining import join, look_at_invitation
from desktop_app.use_cases.networking import synchronise
from desktop_app.use_cases.people import add_person, save_person
from desktop_app.use_cases.set_up import SetUp, create_folder
from sync.exchange import Peer
from sync.hub import Hub
from sync.hub_init import init_hub
from sync.invitation import invitation_text
from sync.messages import (
    EnrolAnswer,
    EnrolRequest,
    Hello,
    HelloAnswer,
    PullAnswer,
    Push,
    PushAnswer,
)

COUNTY, OFFICE = "150223", "达茂旗就业服务中心"
URL = "https://10.1.2.3:8443"
PASSPHRASE = "made up people 7 staple"  # noqa: S105 - opens made-up people only
QUICK = Cost(memory_kib=64, passes=1)
NAMES = ("敖登格日乐", "其其格", "满都拉")


@contextmanager
def exchanged_desk(folder: Path) -> Iterator[Session]:
    """Open a desk that has unsent work and values on which another desk does not agree.

    The desks and the hub are made below ``folder``, and reach each other inside this program.
    """
    village = divisions.villages(COUNTY)[0].code
    with ExitStack() as open_things:
        hub = _hub(folder, open_things)
        one, two = (_desk(folder, hub, name, village, open_things) for name in ("苏日娜", "王海"))
        people = [_person(one, village, place, name) for place, name in enumerate(NAMES, 1)]
        _exchange(hub, one, two)
        for desk, end in ((two, 24), (one, 42)):
            save_person(desk, replace(desk.get(Person, people[0].id), phone=f"139000000{end}"))
            number = with_check_digit(f"15022319790506{end:03}")
            wish = replace(desk.get(Person, people[1].id), citizen_id=number)
            save_person(desk, wish)
        _exchange(hub, one, two, one)
        _person(one, village, 9, "新来的人")
        yield one


def _hub(folder: Path, open_things: ExitStack) -> Hub:
    world = demo_world(folder, OFFICE)
    store = init_hub(
        str(folder / "hub"),
        PASSPHRASE,
        name=OFFICE,
        county_code=COUNTY,
        root_file=folder / "root.key",
        root_passphrase=PASSPHRASE,
        world=world,
        cost=QUICK,
    )
    open_things.callback(store.close)
    return Hub(store.sql, store.keys, world)


def _desk(folder: Path, hub: Hub, name: str, village: str, open_things: ExitStack) -> Session:
    world = demo_world(folder, name)
    wish = SetUp(officer=name, county_code=COUNTY, village_codes=(village,))
    desk, _ = create_folder(folder / name, wish, PASSPHRASE, world, QUICK)
    open_things.callback(desk.close)
    invitation = hub.invite(name, "specialist", [village], [URL])
    join(desk, look_at_invitation(invitation_text(invitation)))
    return desk


def _person(desk: Session, village: str, place: int, name: str) -> Person:
    number = with_check_digit(f"15022319790506{place:02}2")
    phone = f"1390472{place:04}"
    wish = Person(village_code=village, name=name, citizen_id=number, phone=phone, relation="01")
    return add_person(desk, wish)


def _exchange(hub: Hub, *desks: Session) -> None:
    def inside(session: Session, _url: str, _progress: Progress) -> Peer:
        return _Inside(hub, session.store.desk.device)

    for desk in desks:
        synchronise(desk, connect=inside)


class _Inside:
    """The hub as one desk reaches it, without a network."""

    def __init__(self, hub: Hub, device: bytes) -> None:
        self._hub, self._device = hub, device

    def hello(self, message: Hello) -> HelloAnswer:
        """Ask whether anything is new."""
        return self._hub.hello(self._device, message)

    def push(self, message: Push) -> PushAnswer:
        """Hand over runs."""
        return self._hub.push(self._device, message)

    def pull(self, village: str, after: int, *, own: bool = False) -> PullAnswer:
        """Ask for what arrived after a place."""
        return self._hub.pull(self._device, village, after, own=own)

    def enrol(self, message: EnrolRequest) -> EnrolAnswer:
        """Show an invitation."""
        return self._hub.enrol(message)
