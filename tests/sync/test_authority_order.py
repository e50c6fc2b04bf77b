"""Whatever order authority comes in: the same verdicts, and none changes unannounced."""

from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from db.journal import CREATE, EDIT, SETTLE, Header
from db.rows import columns, table_number
from desktop_app.domain.records import Post
from sync.authority import Authority, affected, judge
from tests.simulation.verdicts import Law, Offer, Ruling
from tests.sync.offices import Keys, Office, an_office, digest

CITY, COUNTY, OTHER = "1502", "150223", "150224"
VILLAGES = ("150223100001", "150223100002", "150223101001", "150224100001")
PREFIXES = (*VILLAGES, "150223100", "150223", "150224")
DESKS = tuple(Keys(f"desk {number}") for number in range(3))
POST = table_number(Post)
APPROVAL = frozenset(
    columns(Post).index(name) + 1 for name in ("approved_on", "approved_by", "approval_number")
)

# What one office does next: a word, a desk, a role, prefixes, how far its feeds count.
Step = tuple[str, Keys, str, list[str], int]

steps: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(
        st.sampled_from(["certify", "certify", "rescope", "revoke"]),
        st.sampled_from(DESKS),
        st.sampled_from(["specialist", "township", "county"]),
        st.lists(st.sampled_from(PREFIXES), max_size=3),
        st.integers(0, 4),
    ),
    max_size=8,
)

PAYLOADS: tuple[tuple[int, Any], ...] = (
    (CREATE, [digest("row")[:16], VILLAGES[0], "名称"]),
    (CREATE, [None] * (min(APPROVAL) - 1) + ["2026-11-25"]),
    (EDIT, [[3, "x", 1]]),
    (EDIT, [[min(APPROVAL), "2026-11-25", 1]]),
    (EDIT, [[3, "x", [1, 2]]]),
    (SETTLE, [[max(APPROVAL), "文号", [1, 2]]]),
    (SETTLE, [[3, "x", [1]]]),
)


@dataclass(frozen=True)
class Asked:
    """An entry of a desk, with who proposed its row."""

    desk: Keys
    village: str
    header: Header
    payload: Any
    creator: bytes

    def verdict(self, authority: Authority) -> str:
        place = self.desk.place(self.village)
        return judge(authority, place, self.header, self.payload, self.creator)


def all_asked() -> list[Asked]:
    """Return entries of every desk about every village, at every place in the authority."""
    return [
        Asked(
            desk,
            village,
            Header(seq, seq, at, desk.user, "act", 0, op, POST, digest("row")[:16], 1),
            payload,
            creator.user,
        )
        for desk in DESKS
        for village in VILLAGES
        for seq in (1, 3)
        for at in (0, 2, 4, 7)
        for op, payload in PAYLOADS
        for creator in (desk, Keys("proposer"))
    ]


ASKED = all_asked()


def play(office: Office, script: list[Step]) -> Office:
    for word, desk, role, prefixes, seq in script:
        heads = [desk.head(village, seq) for village in VILLAGES[:2]]
        if word == "certify":
            office.certify(desk, role, prefixes, heads)
        elif word == "rescope":
            office.rescope(desk, role, prefixes)
        else:
            office.revoke(desk, heads[:1])
    return office


@settings(max_examples=40, deadline=None)
@given(steps, steps, st.data())
def test_verdicts_do_not_depend_on_the_order_of_the_feeds(
    one: list[Step], other: list[Step], data: st.DataObject
) -> None:
    county, next_county, city = an_office(COUNTY), an_office(OTHER), an_office(CITY)
    city.certify(county.hub, "hub", [COUNTY])
    city.certify(next_county.hub, "hub", [OTHER])
    play(county, one)
    play(next_county, other)
    if data.draw(st.booleans()):
        city.revoke(county.hub, [county.hub.head(COUNTY, data.draw(st.integers(1, 4)))])
    offices = (city, county, next_county)
    straight = Authority(city.roots)
    for office in offices:
        straight = straight.with_entries(office.place, office.entries)

    mixed, given_out = Authority(city.roots), [0, 0, 0]
    while left := [n for n, office in enumerate(offices) if given_out[n] < len(office.entries)]:
        number = data.draw(st.sampled_from(left))
        end = given_out[number] + data.draw(st.integers(1, 4))
        office = offices[number]
        mixed = mixed.with_entries(office.place, office.entries[given_out[number] : end])
        given_out[number] = min(end, len(office.entries))

    assert [asked.verdict(mixed) for asked in ASKED] == [asked.verdict(straight) for asked in ASKED]
    assert [mixed.county(code) for code in mixed.counties] == [
        straight.county(code) for code in straight.counties
    ]


@settings(max_examples=40, deadline=None)
@given(steps, st.data())
def test_a_verdict_changes_only_for_desks_that_are_named(
    script: list[Step], data: st.DataObject
) -> None:
    office = play(an_office(COUNTY), script)
    end = data.draw(st.integers(0, len(office.entries)))
    old = Authority(office.roots).with_entries(office.place, office.entries[:end])
    new = office.authority()
    named = affected(old, new)

    for asked in ASKED:
        if asked.header.authority_seq <= old.head(COUNTY) and asked.desk.device not in named:
            assert asked.verdict(old) == asked.verdict(new)


@settings(max_examples=40, deadline=None)
@given(steps)
def test_a_second_reading_of_the_rules_comes_to_the_same(script: list[Step]) -> None:
    office = play(an_office(COUNTY), script)
    rulings = [Ruling(COUNTY, e.header.seq, e.header.op, e.payload) for e in office.entries]
    law, authority = Law(rulings, {POST: APPROVAL}), office.authority()

    for asked in ASKED:
        place = asked.desk.place(asked.village)
        offer = Offer(*place, asked.header, asked.payload)
        assert asked.verdict(authority) == law.judge(offer, asked.creator)
