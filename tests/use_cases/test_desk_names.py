"""The desks of an office by name: who wrote what, and what an office sees of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person, Post
from desktop_app.session import Session
from desktop_app.use_cases.conflicts import conflicts, settle
from desktop_app.use_cases.desk_names import area_words, is_office, office_desks
from desktop_app.use_cases.networking import synchronise
from desktop_app.use_cases.office import accept_invitation
from sync.hub import Hub
from sync.invitation import invitation_text
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person, keep_post
from tests.sync.hubs import LocalPeer, open_made_up_desk

URL = "https://10.1.2.3:8443"


class Office:
    """A hub with desks in its books."""

    def __init__(self, hub: Hub, folder: Path) -> None:
        self.hub, self.folder, self.desks = hub, folder, list[Session]()

    def desk(self, officer: str, role: str = "specialist", *prefixes: str) -> Session:
        session = open_made_up_desk(self.folder / officer, officer)
        self.desks.append(session)
        villages = list(prefixes or (VILLAGE, OTHER_VILLAGE))
        invitation = self.hub.invite(officer, role, villages, [URL])
        accept_invitation(session, invitation_text(invitation))
        self.meet(session)
        return session

    def meet(self, *sessions: Session) -> None:
        for session in sessions:
            device = session.store.desk.device
            synchronise(session, connect=lambda *_, name=device: LocalPeer(self.hub, name))


@pytest.fixture
def office(hub: Hub, tmp_path: Path) -> Iterator[Office]:
    made = Office(hub, tmp_path)
    yield made
    for session in made.desks:
        session.close()


def test_a_value_of_another_desk_has_the_name_of_its_officer(office: Office) -> None:
    one, two = office.desk("苏日娜"), office.desk("王海")
    person = keep_person(one, 2)
    office.meet(one, two)
    for desk, skill in ((one, "电焊"), (two, "驾驶")):
        with desk.operation("save_person", "改") as operation:
            operation.save(replace(desk.get(Person, person.id), skills=skill))
    office.meet(one, two, one)
    (found,) = conflicts(one)
    assert {side.who for side in found.sides} == {"苏日娜", "王海"}
    assert [side.who for side in found.sides if side.mine] == ["苏日娜"]


def test_an_office_sees_its_desks_and_how_far_they_are_here(office: Office) -> None:
    county, one = office.desk("萨仁", "county", "150223"), office.desk("苏日娜")
    assert (is_office(county), is_office(one)) == (True, False)
    keep_person(one)
    office.meet(one, county)
    mine, other = sorted(office_desks(county), key=lambda desk: not desk.mine)
    assert (mine.officer, mine.role, mine.places) == ("萨仁", "旗县", "达尔罕茂明安联合旗全部")
    assert (other.officer, other.entries, other.revoked) == ("苏日娜", 2, False)
    assert other.places == "巴音哈拉嘎查村、额尔登敖包嘎查村"
    assert other.last_written is not None

    office.hub.revoke(one.store.desk.device, "lost")
    office.meet(county)
    assert [(desk.officer, desk.revoked) for desk in office_desks(county)] == [
        ("萨仁", False),
        ("苏日娜", True),
    ]


def test_only_who_may_approve_settles_an_approval(office: Office) -> None:
    one, two = office.desk("苏日娜"), office.desk("萨仁", "township", VILLAGE, OTHER_VILLAGE)
    post = keep_post(one, approved_on=None, approved_by="", approval_number="")
    office.meet(one, two)
    three = office.desk("王海", "county", "150223")
    office.meet(three)
    for desk, number in ((two, "镇〔2026〕1号"), (three, "旗〔2026〕2号")):
        with desk.operation("approve_post", "批复") as operation:
            operation.save(
                replace(
                    desk.get(Post, post.id), approved_on=date(2026, 11, 20), approval_number=number
                )
            )
    office.meet(two, three, one)
    found = next(each for each in conflicts(one) if each.field == "approval_number")
    assert found.must_be_person
    with pytest.raises(Refused, match="不能登记批复"):
        settle(one, found, found.sides[0].value)
    assert any(each.field == "approval_number" for each in conflicts(one))


@pytest.mark.parametrize(
    ("code", "words"),
    [("150223", "达尔罕茂明安联合旗全部"), ("999999", "999999"), (VILLAGE, "巴音哈拉嘎查村")],
)
def test_areas_are_called_by_their_names(code: str, words: str) -> None:
    assert area_words((code,)) == words
