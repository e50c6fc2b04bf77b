"""同步 as people without a mouse do it: a real window, real folders, a hub, and keys alone.

The other desk and the hub are worked by commands; the desk in the window by its keyboard.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.use_cases.set_up import open_folder
from desktop_app.world import real_world
from tests.exchange_cli import COUNTY, CommandLine, enrolled
from tests.sessions import VILLAGE, keep_post
from tests.windows.screen import ON_A_SCREEN, Screen, Window, program, screen

pytestmark = [*ON_A_SCREEN]

PASSPHRASE = "made up people 7 staple"


@pytest.fixture
def glass() -> Iterator[Screen]:
    with screen() as made:
        yield made


@pytest.fixture(autouse=True)
def typed_passphrase(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all folders open by a passphrase that keys can type."""
    monkeypatch.setenv("NUTAG_PASSPHRASE", PASSPHRASE)


def unlock(window: Window) -> None:
    """Type the passphrase, and go to 同步."""
    window.until(lambda found: found["focus"] == "口令", "nobody asks for the passphrase")
    window.write(PASSPHRASE)
    window.press("Return")
    window.until(lambda found: found["page"] == "workbench", "it does not unlock")
    window.press("ctrl+9")
    window.until(lambda found: found["page"] == "sync", "no page of the exchange")


def choose(window: Window, words: str, name: str) -> None:
    """Write the name of a file or folder in 文档 into the dialog that asks for one."""
    window.asks(words)
    window.write(name)
    window.press("Return")
    window.until(lambda found: words not in found["window"], f"{name} is not taken")


def test_a_desk_is_joined_and_carries_its_work_by_stick(
    cli: CommandLine, office: str, glass: Screen, tmp_path: Path
) -> None:
    desk, documents = cli.desk("one", "苏日娜", VILLAGE), tmp_path / "home" / "Documents"
    stick = documents / "stick"
    stick.mkdir(parents=True)
    cli.add_person(desk, "乌云", 1)
    invitation = cli.invite(office, "one", "苏日娜", "--village", VILLAGE)
    invitation.rename(documents / "mine.nutag-invite")
    with program(glass, desk, tmp_path / "home") as window:
        unlock(window)
        window.says("还没有接入旗县 · 2 条")
        window.reach("读入邀请文件", "F6")
        window.press("Return")
        choose(window, "读入邀请", "mine.nutag-invite")
        window.asks("接入「达茂旗就业服务中心」？")
        window.press("Return")
        window.says("等旗县回信")

        window.reach("选文件夹", "F6")
        window.press("Return")
        choose(window, "U盘在哪里", "stick")
        window.says("写入 2 条")
        assert list(stick.iterdir()) == []
        window.reach("写入并读入", "F6")
        window.press("Return")
        window.tells("2 条写好了，核对过")
        window.says("0 条已到旗县")
        (packet,) = stick.glob("*.nutag")

        cli.document("hub", "enrol", "--store", office, packet, "--out", stick)
        window.press("ctrl+1", "ctrl+9")
        window.says("读入带回的 1 个文件：回执和旗县的内容")
        window.reach("写入并读入", "F6")
        window.press("Return")
        window.says("2 条已到旗县")
        window.says("已到旗县")
        window.says("2 条都有回执")
    assert cli.document("stats", "--data", desk)["unsent"] == 0


def test_what_two_desks_wrote_is_settled_and_the_loser_brought_back(
    cli: CommandLine, office: str, glass: Screen, tmp_path: Path
) -> None:
    one = enrolled(cli, office, "one", "苏日娜", VILLAGE)
    people = [
        cli.add_person(one, name, n) for n, name in ((1, "敖登"), (3, "其其格"), (5, "满都拉"))
    ]
    cli.by_stick(one, office)
    two = enrolled(cli, office, "two", "巴特尔", VILLAGE)
    for place, person in enumerate(people, 1):
        cli.give_phone(one, person, f"1391111100{place}")
        cli.give_phone(two, person, f"1392222200{place}")
    cli.by_stick(two, office)
    cli.by_stick(one, office)
    cli.by_stick(two, office)
    assert len(cli.do(one, "open_conflicts")) == 3

    with program(glass, one, tmp_path / "home") as window:
        unlock(window)
        window.until(lambda found: found["focus"] == "待确认", "the conflicts have no keyboard")
        window.press("1")
        window.says("已确认 1 条")
        window.press("2")
        window.says("已确认 2 条")
        window.press("Return")
        window.asks("满都拉的联系电话")
        window.reach("另填")
        window.press("Return")
        window.until(lambda found: found["kind"] == "TextBox", "no box to write in")
        window.write("13933330000")
        window.press("ctrl+Return")
        window.says("已确认 3 条")
        window.says("没有要确认的")
        window.reach("已确认 3 条", "F6")
        window.press("Return")
        window.asks("已确认的")
        window.reach("找回：敖登")
        window.press("Return")
        window.tells("已找回敖登")
    phones = {
        each["name"]: each["phone"]
        for each in cli.document("list", "people", "--data", one)["people"]
    }
    assert phones == {"敖登": "13922222001", "其其格": "13922222002", "满都拉": "13933330000"}
    cli.by_stick(one, office)
    cli.by_stick(two, office)
    assert cli.do(one, "open_conflicts") == cli.do(two, "open_conflicts") == []
    assert cli.hashes(one) == cli.hashes(two)


def test_an_office_sees_its_desks_and_decides_what_did_not_count(
    cli: CommandLine, office: str, glass: Screen, tmp_path: Path
) -> None:
    village = enrolled(cli, office, "village", "苏日娜", VILLAGE)
    session = open_folder(village, PASSPHRASE, real_world())
    keep_post(session)  # approved by the one who proposes it, around the rules
    session.close()
    cli.by_stick(village, office)
    county = cli.desk("county", "乌兰", VILLAGE)
    invitation = cli.invite(office, "county", "乌兰", "--role", "county", "--village", COUNTY)
    cli.document("enrol", "--data", county, invitation)
    cli.by_stick(county, office)
    cli.by_stick(county, office)
    cli.document("hub", "revoke", "--store", office, "--desk", "苏日娜", "--reason", "lost")
    cli.by_stick(county, office)
    assert approvals(cli, county) == []

    with program(glass, county, tmp_path / "home") as window:
        unlock(window)
        window.reach("电脑与证书", "F6")
        window.press("Return")
        window.says("电脑与证书 · 2 台，1 台已停用")
        window.reach("回到同步", "F6")
        window.press("Return")
        window.reach("不算数的", "F6")
        window.press("Return")
        window.asks("不算数的")
        window.reach("采用：")
        window.press("Return")
        window.tells("已采用，由乌兰登记")
    assert approvals(cli, county) == ["达人社发〔2026〕3号"]


def approvals(cli: CommandLine, desk: Path) -> list[str]:
    """Return the numbers under which posts were approved, as this desk has them."""
    shown = cli.document("list", "posts", "--data", desk)["posts"]
    return [each["approval_number"] for each in shown]
