"""The exchange from the command line, as an office and its specialists do it, on both stores."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.exchange_cli import (
    COUNTY,
    CommandLine,
    enrolled,
    free_port,
    make_hub,
    serving,
)
from tests.sessions import OTHER_VILLAGE, VILLAGE


def test_an_office_and_two_desks_from_the_first_day_to_a_settled_conflict(
    cli: CommandLine, hub_store_name: str
) -> None:
    store, port = hub_store_name, free_port()
    make_hub(cli, store, port)
    one = cli.desk("one", "苏日娜", VILLAGE)
    two = cli.desk("two", "巴特尔", VILLAGE, OTHER_VILLAGE)
    person = cli.add_person(one, "乌云", 1)  # written before anybody knows this desk
    first = cli.invite(store, "one", "苏日娜", "--village", VILLAGE)
    second = cli.invite(store, "two", "巴特尔", "--village", VILLAGE, "--village", OTHER_VILLAGE)

    waiting = cli.document("enrol", "--data", one, first)
    assert not waiting["enrolled"]
    assert "没有连上" in waiting["reason"]
    with serving(store, port):
        assert cli.document("enrol", "--data", one, first)["enrolled"]
        assert cli.document("stats", "--data", one)["unsent"] == 0
        assert not cli.document(
            "enrol", "--data", two, second, "--hub", f"https://127.0.0.1:{free_port()}"
        )["enrolled"]
        carried = cli.by_stick(two, store)  # the office reads sticks while it serves
        assert carried["received"] > 0
        assert {"苏日娜", "巴特尔"} == {
            desk["officer"] for desk in cli.document("hub", "status", "--store", store)["desks"]
        }

        cli.give_phone(one, person, "13911110000")
        cli.give_phone(two, person, "13922220000")
        assert cli.sync(one)["sent"] == 1
        cli.by_stick(two, store)
        assert cli.sync(one)["received"] == 1
        assert cli.hashes(one)[VILLAGE] == cli.hashes(two)[VILLAGE]

        (conflict,) = cli.do(one, "open_conflicts")
        assert [each["field"] for each in cli.do(two, "open_conflicts")] == ["phone"]
        mine = next(side["side"] for side in conflict["sides"] if side["mine"])
        cli.do(one, "settle_conflict", id=person, field="phone", side=mine)
        assert cli.sync(one)["same"]
        again = cli.sync(two)  # what came by stick goes on by network
        assert again["same"]

    for desk in (one, two):
        assert cli.do(desk, "open_conflicts") == []
        assert cli.document("check", "--data", desk)["sound"]
        shown = cli.document("list", "people", "--data", desk)["people"]
        assert [each["phone"] for each in shown] == ["13911110000"]
    assert cli.hashes(one)[VILLAGE] == cli.hashes(two)[VILLAGE]
    (lost,) = cli.do(one, "lost_values")
    cli.do(one, "restore_lost_value", id=person, field_number=lost["field_number"])
    assert cli.document("list", "people", "--data", one)["people"][0]["phone"] == "13922220000"


def test_what_a_stick_brings_wrong_is_told_and_changes_nothing(
    cli: CommandLine, office: str
) -> None:
    one = enrolled(cli, office, "one", "苏日娜", VILLAGE)
    two = enrolled(cli, office, "two", "巴特尔", OTHER_VILLAGE)
    cli.add_person(one, "乌云", 1)
    work = cli.home / "work.nutag"
    cli.document("packet", "write", "--data", one, "--out", work)
    before = {desk: cli.document("stats", "--data", desk) for desk in (one, two)}
    cut = cli.home / "cut.nutag"
    cut.write_bytes(work.read_bytes()[:-1])
    changed = cli.home / "changed.nutag"
    changed.write_bytes(work.read_bytes()[:-20] + bytes(20))
    none = cli.home / "none.nutag"
    none.write_text("一张照片", "utf-8")

    for desk in (one, two):
        for path in (work, cut, changed, none):
            assert cli.refused("packet", "read", path, "--data", desk)
        assert cli.document("stats", "--data", desk) == before[desk]
    for path in (cut, changed, none):
        assert cli.refused("hub", "enrol", "--store", office, path, "--out", cli.home / "r.nutag")
        assert cli.refused("packet", "show", path)
    gone = cli.home / "gone.nutag"
    assert "找不到" in cli.refused("packet", "show", gone, code=3)
    assert not (cli.home / "r.nutag").exists()
    assert "没有「某人」" in cli.refused(
        "packet", "write", "--data", one, "--out", cli.home / "x.nutag", "--to", "某人"
    )
    assert "同名的文件" in cli.refused("packet", "write", "--data", one, "--out", work)


def test_a_packet_says_who_it_is_from_and_for_whom(cli: CommandLine, office: str) -> None:
    one = enrolled(cli, office, "one", "苏日娜", VILLAGE)
    work = cli.home / "work.nutag"
    cli.document("packet", "write", "--data", one, "--out", work)

    bare = cli.document("packet", "show", work)
    named = cli.document("packet", "show", work, "--data", one)

    assert (bare["kind"], bare["sender_name"], bare["introduction"]) == ("work", "", False)
    assert named["sender_name"] == "苏日娜"
    assert [each["name"] for each in named["recipients"]] == ["达茂旗就业服务中心"]
    assert "签名对得上" in cli.text("packet", "show", work, "--data", one)


def test_a_packet_goes_from_desk_to_desk(cli: CommandLine, office: str) -> None:
    one = enrolled(cli, office, "one", "苏日娜", VILLAGE)
    two = enrolled(cli, office, "two", "巴特尔", VILLAGE)
    cli.by_stick(one, office)  # now it knows the other
    cli.add_person(one, "乌云", 1)
    out = cli.home / "to-two.nutag"

    sent = cli.document("packet", "write", "--data", one, "--out", out, "--to", "巴特尔")
    read = cli.document("packet", "read", out, "--data", two)

    assert sent["recipients"] == ["巴特尔"]
    assert read["received"] == 2
    assert cli.hashes(one) == cli.hashes(two)
    assert cli.document("stats", "--data", one)["unsent"] == 2  # only the office signs


def test_a_new_desk_of_the_office_begins_with_a_snapshot(cli: CommandLine) -> None:
    store, port = str(cli.home / "hub"), free_port()
    make_hub(cli, store, port)
    county, new = cli.desk("county", "乌兰", VILLAGE), cli.desk("new", "娜仁", VILLAGE)
    out = cli.home / "all.nutag"
    write: list[str | Path] = ["packet", "write", "--data", county, "--out", out, "--snapshot"]
    township = ["--role", "township", "--village", VILLAGE[:9]]
    with serving(store, port):
        invitation = cli.invite(store, "county", "乌兰", "--role", "county")
        assert cli.document("enrol", "--data", county, invitation)["role"] == "county"
        cli.add_person(county, "敖特根", 3)
        cli.sync(county)
        invitation = cli.invite(store, "new", "娜仁", *township)
        assert cli.document("enrol", "--data", new, invitation, "--only")["enrolled"]
        cli.sync(county)  # so it knows the new desk
        assert "给谁" in cli.refused(*write)
        cli.document(*write, "--to", "娜仁")

        assert cli.document("packet", "show", out)["kind"] == "snapshot"
        cli.document("packet", "read", out, "--data", new)
        found = cli.sync(new)

    assert (found["received"], found["same"]) == (0, True)
    assert cli.hashes(new) == cli.hashes(county)
    assert cli.document("list", "people", "--data", new)["total"] == 1


def test_a_desk_that_goes_on_exchanging_says_what_it_did(cli: CommandLine) -> None:
    store, port = str(cli.home / "hub"), free_port()
    make_hub(cli, store, port)
    desk = cli.desk("one", "苏日娜", VILLAGE)
    cli.add_person(desk, "乌云", 1)
    cli.document("enrol", "--data", desk, cli.invite(store, "one", "苏日娜", "--village", VILLAGE))
    words = [sys.executable, "-m", "desktop_app", "sync", "--json", "--data", str(desk)]
    with serving(store, port):
        process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        assert process.stderr is not None
        try:
            assert next(line for line in process.stderr if "送出 2 条" in line)
            assert cli.document("stats", "--data", desk)["unsent"] == 0  # the folder is free
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=60)
        finally:
            process.kill()

    assert process.returncode == 0
    assert json.loads(out) == {"times": 1, "sent": 2, "received": 0}


def test_a_folder_copied_back_is_mended_by_network(cli: CommandLine) -> None:
    store, port = str(cli.home / "hub"), free_port()
    make_hub(cli, store, port)
    desk = cli.desk("one", "苏日娜", VILLAGE)
    invitation = cli.invite(store, "one", "苏日娜", "--village", VILLAGE)
    with serving(store, port):
        cli.document("enrol", "--data", desk, invitation)
        shutil.copytree(desk, cli.home / "yesterday")
        cli.add_person(desk, "乌云", 1)
        cli.sync(desk)
        shutil.rmtree(desk)
        shutil.copytree(cli.home / "yesterday", desk)
        cli.add_person(desk, "敖特根", 3)

        mended = cli.sync(desk)

    names = {each["name"] for each in cli.document("list", "people", "--data", desk)["people"]}
    assert mended["healed"] == 1
    assert mended["same"]
    assert names == {"乌云", "敖特根"}


def test_a_banner_passes_on_to_its_city(cli: CommandLine, hub_store_name: str) -> None:
    city, city_port, port = hub_store_name, free_port(), free_port()
    store = str(cli.home / "banner")
    make_hub(cli, city, city_port, county=COUNTY[:4])
    make_hub(cli, store, port)
    desk = enrolled(cli, store, "one", "苏日娜", VILLAGE)
    cli.add_person(desk, "乌云", 1)
    cli.by_stick(desk, store)
    up = cli.invite(city, "up", "达茂旗", "--role", "hub", "--village", COUNTY)

    assert cli.refused("hub", "join", "--store", store, up, code=3)
    assert "还没有上级" in cli.refused("hub", "serve", "--store", store, "--upstream")
    with serving(city, city_port):
        joined = cli.document("hub", "join", "--store", store, up)
        assert joined["same"]
        cli.add_person(desk, "敖特根", 3)
        cli.by_stick(desk, store)
        with serving(store, port, "--upstream") as process:
            assert process.stderr is not None
            assert "上报了 2 条" in process.stderr.readline()

    above = cli.document("hub", "status", "--store", city)
    assert [each["code"] for each in above["villages"]] == [VILLAGE]
    below = cli.document("hub", "status", "--store", store)
    assert below["upstream"]["receipts"] > 0
    assert above["entries"] >= below["entries"]
