"""Village names as rosters write them, and the codes they mean."""

import pytest

from desktop_app.session import Session
from desktop_app.spreadsheets.entry import RosterEntry
from desktop_app.use_cases.roster_villages import VillageChoice, other_village, village_choices

DOUBLE, SEA, SUBO = "150221105244", "150221213211", "150221215220"
"""磴口村委会 of 双龙镇, 海子乡 and 苏波盖乡: one name, three villages."""


class _Officer(Session):
    def __init__(self) -> None:
        """Be in charge of three villages of one name."""

    county_code = "150221"
    village_codes = (DOUBLE, SEA, SUBO)


def _choice(village: str, township: str = "", county: str = "") -> VillageChoice:
    entry = RosterEntry(2, village_text=village, township_text=township, county_text=county)
    (choice,) = village_choices(_Officer(), [entry], {})
    return choice


@pytest.mark.parametrize(
    ("village", "township", "code"),
    [
        ("磴口村委会", "双龙镇", DOUBLE),
        ("磴口", "海子", SEA),
        ("磴口行政村", "苏波盖乡人民政府", SUBO),
        ("磴口村民委员会", "土右旗海子乡", SEA),
        ("双龙镇磴口村", "", DOUBLE),
        ("双龙镇磴口村", "双龙镇", DOUBLE),
        ("包头市土默特右旗海子乡磴口村", "", SEA),
        ("土右旗苏波盖乡磴口村村民委员会", "", SUBO),
        ("内蒙古-包头市-土默特右旗-双龙镇-磴口村", "", DOUBLE),
        ("内蒙古自治区 包头市 土右旗 双龙镇 磴口村", "", DOUBLE),
        ("内蒙古自治区包头市土右旗双龙镇磴口村委会三组", "", DOUBLE),
        ("磴口村（双龙镇）", "", DOUBLE),
        ("海子乡(磴口村)", "", SEA),
        ("磴口村（三组）", "苏波盖乡", SUBO),
        ("双龙镇·磴口村", "", DOUBLE),
        ("海子乡磴口村大队15号", "", SEA),
        (DOUBLE, "", DOUBLE),
    ],
)
def test_a_name_with_its_township_is_one_village(village: str, township: str, code: str) -> None:
    assert _choice(village, township).code == code


@pytest.mark.parametrize("village", ["磴口村委会", "磴口村", "土右旗磴口村三组"])
def test_a_name_that_repeats_waits_for_a_choice(village: str) -> None:
    choice = _choice(village)

    assert choice.open
    assert [one.code for one in choice.candidates] == [DOUBLE, SEA, SUBO]


@pytest.mark.parametrize(("village", "township"), [("磴口村", "沟门镇"), ("新区村", ""), ("", "")])
def test_what_fits_nowhere_may_be_any_of_ours(village: str, township: str) -> None:
    choice = _choice(village, township)

    assert choice.open
    assert len(choice.candidates) == 3


@pytest.mark.parametrize(
    ("village", "county"),
    [("固阳县下湿壕镇磴口村", ""), ("包头市固阳县磴口村委", ""), ("磴口村", "固阳县")],
)
def test_a_village_of_another_county_is_not_ours(village: str, county: str) -> None:
    choice = _choice(village, county=county)

    assert choice.elsewhere
    assert choice.why_not()[0].endswith("不归这台电脑负责。")


@pytest.mark.parametrize(
    ("village", "township", "other"),
    [
        ("磴口村", "双龙镇", False),
        ("磴口村委会", "", False),
        ("大圪旦", "双龙镇", False),
        ("昌俊湾村", "双龙镇", True),
        ("磴口村", "海子乡", True),
    ],
)
def test_a_code_and_a_name_of_two_villages_contradict(
    village: str, township: str, other: bool
) -> None:
    entry = RosterEntry(2, village_text=village, township_text=township, village_code=DOUBLE)

    assert bool(other_village(entry)) == other
