"""A paper as people without a mouse print it: a real window, a queue that stops, keys alone."""

from pathlib import Path

import pytest

from tests.cups import PrintServer
from tests.exchange_cli import CommandLine
from tests.sessions import VILLAGE
from tests.windows.screen import ON_A_SCREEN, program, screen

pytestmark = [*ON_A_SCREEN]

PASSPHRASE = "made up people 7 staple"


def test_a_roster_is_printed_when_the_queue_runs_again(
    cli: CommandLine,
    print_server: PrintServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NUTAG_PASSPHRASE", PASSPHRASE)
    print_server.run("lpadmin", "-d", "flat")
    (print_server.folder / "jam").write_text("0")
    desk = cli.desk("one", "苏日娜", VILLAGE)
    cli.add_person(desk, "乌云", 1)
    (tmp_path / "home").mkdir()
    with screen() as glass, program(glass, desk, tmp_path / "home") as window:
        window.until(lambda found: found["focus"] == "口令", "nobody asks for the passphrase")
        window.write(PASSPHRASE)
        window.press("Return")
        window.until(lambda found: found["page"] == "workbench", "it does not unlock")
        window.press("ctrl+2")
        window.until(lambda found: found["page"] == "people", "no page of people")
        window.reach("打印花名册")
        window.press("Return")
        window.until(lambda found: found["focus"] == "要打印的表", "no choice of papers")
        window.press("Return")
        window.asks("预览：")
        window.says("没有打过")

        window.press("ctrl+p")
        window.until(lambda found: found["window"] == "打印", "no choice of the printer")
        window.press("Return")
        window.says("停下了，没有打完")

        (print_server.folder / "jam").unlink()
        print_server.run("cupsenable", "flat")
        window.reach("接着打印")
        window.press("space")
        window.until(lambda found: found["window"] == "打印", "no choice of the printer again")
        window.press("Return")
        window.says("已经收下")
        window.says("打过 1 遍")
        window.press("Escape")
    assert len(print_server.came_out(1)) == 1
    prints = cli.document("list", "printouts", "--data", desk)["printouts"]
    assert [(one["printer"], one["outcome"]) for one in prints] == [
        ("flat", "stopped"), ("flat", "printed"),
    ]  # fmt: skip
