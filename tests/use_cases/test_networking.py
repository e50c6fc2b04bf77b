"""The exchange by network as people meet it: joining, both ways, and an office that will not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.conflict_queries import quarantined
from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Person
from desktop_app.session import Session
from desktop_app.use_cases.exchange import can_exchange, exchange_history, numbers, sign
from desktop_app.use_cases.networking import synchronise
from desktop_app.use_cases.office import accept_invitation
from desktop_app.use_cases.upkeep import check
from sync.exchange import Peer
from sync.hub import Hub
from sync.hub_refusal import HubRefusal
from sync.invitation import invitation_text
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person, keep_post
from tests.sync.hubs import LocalPeer, open_made_up_desk

URLS = ("https://10.1.2.3:8443", "https://10.1.2.4:8443")


class Line:
    """A network on which some addresses answer."""

    def __init__(self, hub: Hub, *answering: str) -> None:
        self.hub, self.answering, self.asked = hub, answering, list[str]()

    def __call__(self, session: Session, url: str, progress: Progress) -> Peer:
        self.asked.append(url)
        if url not in self.answering:
            raise Unavailable(f"{url} 连不上。", advice="过一会儿再试。")
        return LocalPeer(self.hub, session.store.desk.device)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Session]:
    opened = open_made_up_desk(tmp_path / "desk", "苏日娜")
    yield opened
    opened.close()


def invite(hub: Hub, desk: Session, *urls: str) -> None:
    invitation = hub.invite("苏日娜", "specialist", [VILLAGE, OTHER_VILLAGE], list(urls))
    accept_invitation(desk, invitation_text(invitation))


def test_the_first_exchange_joins_and_brings_receipts(hub: Hub, desk: Session) -> None:
    keep_person(desk)
    invite(hub, desk, *URLS)
    assert can_exchange(desk)
    report = synchronise(desk, connect=Line(hub, *URLS))
    assert (report.sent, report.same) == (2, True)
    found = numbers(desk)
    assert (found.enrolled, found.unsent, found.receipted) == (True, 0, 2)
    assert sign(desk).state == "已到旗县"
    (line,) = exchange_history(desk)
    assert (line.carrier, line.place, line.sent) == ("网络", "达茂旗就业服务中心", 2)


def test_an_exchange_with_nothing_new_leaves_no_line(hub: Hub, desk: Session) -> None:
    keep_person(desk)
    invite(hub, desk, *URLS)
    for _ in range(3):
        synchronise(desk, connect=Line(hub, *URLS))
    assert len(exchange_history(desk)) == 1


def test_the_next_address_is_tried_when_one_does_not_answer(hub: Hub, desk: Session) -> None:
    invite(hub, desk, *URLS)
    line = Line(hub, URLS[1])
    synchronise(desk, connect=line)
    assert line.asked == list(URLS)
    assert numbers(desk).enrolled


def test_no_address_that_answers_is_told_and_nothing_is_lost(hub: Hub, desk: Session) -> None:
    keep_person(desk)
    invite(hub, desk, *URLS)
    with pytest.raises(Unavailable, match=URLS[0]):
        synchronise(desk, connect=Line(hub))
    assert numbers(desk).unsent == 2


def test_an_office_that_will_not_is_told_in_words(hub: Hub, desk: Session) -> None:
    invite(hub, desk, *URLS)
    synchronise(desk, connect=Line(hub, *URLS))
    hub.revoke(desk.store.desk.device, "lost")
    keep_person(desk)
    with pytest.raises(Refused, match="旗县没有接收") as caught:
        synchronise(desk, connect=Line(hub, *URLS))
    assert isinstance(caught.value.__cause__, HubRefusal)
    assert "停用" in str(caught.value)
    assert numbers(desk).unsent == 2


def test_an_office_without_network_says_to_use_a_stick(hub: Hub, desk: Session) -> None:
    invite(hub, desk)
    assert not can_exchange(desk)
    with pytest.raises(Refused, match="没有开通网络"):
        synchronise(desk, connect=Line(hub))


def test_a_desk_without_an_office_says_how_to_join(desk: Session) -> None:
    assert not can_exchange(desk)
    with pytest.raises(Refused, match="还没有接入旗县"):
        synchronise(desk)


def test_a_world_without_a_network_reaches_nobody(hub: Hub, desk: Session) -> None:
    invite(hub, desk, *URLS)
    with pytest.raises(Unavailable, match="没有网络"):
        synchronise(desk)
    assert next(line.outcome for line in exchange_history(desk)).startswith("连不上旗县")


def test_what_fails_again_and_again_is_one_line_of_the_history(hub: Hub, desk: Session) -> None:
    invite(hub, desk, *URLS)
    for _ in range(3):
        with pytest.raises(Unavailable):
            synchronise(desk, connect=Line(hub))
    assert len(exchange_history(desk)) == 1


def test_a_village_given_meanwhile_comes_with_the_same_exchange(
    hub: Hub, desk: Session, tmp_path: Path
) -> None:
    other = open_made_up_desk(tmp_path / "other", "巴特尔")
    invite(hub, other, *URLS)
    keep_person(other, village_code=OTHER_VILLAGE)
    synchronise(other, connect=Line(hub, *URLS))
    other.close()
    invitation = hub.invite("苏日娜", "specialist", [VILLAGE], list(URLS))
    accept_invitation(desk, invitation_text(invitation))
    synchronise(desk, connect=Line(hub, *URLS))
    assert (desk.village_codes, desk.find(Person)) == ((VILLAGE,), [])

    hub.change_scope(desk.store.desk.device, "specialist", [OTHER_VILLAGE])
    report = synchronise(desk, connect=Line(hub, *URLS))

    assert desk.village_codes == (OTHER_VILLAGE,)
    assert [each.village_code for each in desk.find(Person)] == [OTHER_VILLAGE]
    assert report.same


def test_a_check_knows_what_may_not_count(hub: Hub, desk: Session) -> None:
    invite(hub, desk, *URLS)
    synchronise(desk, connect=Line(hub, *URLS))
    keep_post(desk)  # approved by the one who proposed it, around the rules
    synchronise(desk, connect=Line(hub, *URLS))

    assert quarantined(desk.store.database)
    assert check(desk).problems == []
