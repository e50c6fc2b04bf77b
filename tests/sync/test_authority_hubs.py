"""Hubs below hubs: whose authority is trusted, whose key is whose, and who may read."""

from sync.authority import Authority, affected
from sync.authority_fold import Note
from tests.sync.offices import (
    CITY,
    COUNTY,
    DESK,
    NEXT_COUNTY,
    OFFICER,
    OTHER_VILLAGE,
    PEOPLE,
    ROW,
    VILLAGE,
    Keys,
    Office,
    an_office,
    verdict,
)


def federation() -> tuple[Office, Office]:
    """Return a city that certified a county's hub, and that county with one desk."""
    city, county = an_office(CITY), an_office(COUNTY)
    city.certify(county.hub, "hub", [COUNTY])
    county.certify(DESK, "specialist", [VILLAGE])
    return city, county


def upper(city: Office, *lower: Office, end: int | None = None) -> Authority:
    found = Authority(city.roots).with_entries(city.place, city.entries[:end])
    for office in lower:
        found = found.with_entries(office.place, office.entries)
    return found


def test_an_upper_hub_trusts_a_lower_one_it_certified() -> None:
    city, county = federation()

    assert verdict(upper(city, county), DESK) == ""
    assert verdict(upper(city, county, end=1), DESK) == "unknown-desk"
    assert upper(city, county, end=1).notes == [Note(COUNTY, 1, "unknown-hub")]
    assert upper(city, county).counties == (CITY, COUNTY)


def test_it_does_not_matter_which_feed_came_first() -> None:
    city, county = federation()
    late = Authority(city.roots).with_entries(county.place, county.entries)
    late = late.with_entries(city.place, city.entries)

    assert verdict(late, DESK) == ""
    assert late.notes == []


def test_a_hub_is_trusted_for_its_own_county_alone() -> None:
    city, county = an_office(CITY), an_office(NEXT_COUNTY)
    city.certify(county.hub, "hub", [COUNTY])
    city.certify(Keys("a desk"), "county", [COUNTY])

    assert upper(city, county).hub(NEXT_COUNTY) is None
    impostor = Office(COUNTY, Keys("r"), Keys("a desk"))
    impostor.show()
    assert upper(city, impostor).hub(COUNTY) is None


def test_a_revoked_lower_hub_decides_nothing_more() -> None:
    city, county = federation()
    before = upper(city, county)
    city.revoke(county.hub, [county.hub.head(COUNTY, 1)])
    after = before.with_entries(city.place, city.entries)

    assert verdict(before, DESK) == ""
    assert verdict(after, DESK) == "unknown-desk"
    assert set(affected(before, after)) == {county.hub.device, DESK.device}


def test_a_lower_hub_writes_no_rows_at_the_upper_one() -> None:
    city, county = federation()

    assert verdict(upper(city, county), county.hub) == "unknown-desk"
    assert verdict(upper(city, county), county.hub, payload=None) == "unknown-desk"


def test_a_city_desk_and_a_county_desk_are_each_judged_by_their_own() -> None:
    city, county = federation()
    city.certify(OFFICER, "county", [CITY])
    city.certify(DESK, "county", [CITY])
    found = upper(city, county)

    assert verdict(found, OFFICER) == ""
    assert verdict(found, DESK, OTHER_VILLAGE) == "out-of-scope"
    certificate = found.certificate(DESK.device)
    assert certificate is not None
    assert certificate.county == COUNTY


# which key must have signed an authority feed


def test_an_authority_feed_comes_in_only_from_its_hub() -> None:
    city, county = federation()
    found, second = upper(city), Office(CITY, city.root, Keys("second hub"))
    second.show()

    assert found.feed_key(city.place, None) == city.hub.public
    assert found.feed_key(county.place, county.entries[0]) == county.hub.public
    assert found.feed_key(county.place, None) is None
    assert found.feed_key(second.place, second.entries[0]) is None
    assert found.feed_key(Keys("thief").place(COUNTY), county.entries[0]) is None
    thief = Keys("thief").place(COUNTY)
    assert Authority(county.roots).feed_key(thief, county.entries[0]) is None
    assert Authority().feed_key(county.place, county.entries[0]) is None
    assert Authority(county.roots).feed_key(county.place, county.entries[1]) is None
    assert Authority(county.roots).feed_key(county.place, county.entries[0]) == county.hub.public


def test_keys_of_hubs_and_desks_are_found() -> None:
    city, county = federation()
    found = upper(city, county)

    for known in (city.hub, county.hub, DESK):
        assert found.public_key(known.device) == known.public
    assert found.public_key(OFFICER.device) is None


def test_packets_are_sealed_for_those_who_may_read_every_village() -> None:
    office = an_office(COUNTY)
    office.certify(DESK, "specialist", [VILLAGE])
    office.certify(OFFICER, "township", ["150223100"])
    lost = Keys("lost desk")
    office.certify(lost, "county", [COUNTY])
    office.revoke(lost)
    found = office.authority()
    hub = (office.hub.device, office.hub.box)
    desk, officer = (DESK.device, DESK.box), (OFFICER.device, OFFICER.box)

    assert found.recipients([VILLAGE]) == [hub, desk, officer]
    assert found.recipients([VILLAGE, OTHER_VILLAGE]) == [hub, officer]
    assert found.recipients([VILLAGE, "150224100001"]) == []


def test_a_hub_gives_nothing_that_is_not_its_own() -> None:
    city, county = federation()
    county.certify(OFFICER, "county", [CITY, NEXT_COUNTY, COUNTY])
    county.rescope(DESK, "county", [CITY])
    found = upper(city, county)

    assert [desk.prefixes for desk in found.desks(COUNTY)] == [(), (COUNTY,)]


def test_a_hub_erases_nothing_that_is_not_its_own() -> None:
    city, county = federation()
    county.erase(VILLAGE, PEOPLE, ROW)
    found = upper(city, county)

    assert found.is_erased_in(OTHER_VILLAGE, PEOPLE, ROW)
    assert not found.is_erased_in(f"{NEXT_COUNTY}100001", PEOPLE, ROW)
