"""No name, identity number or phone stands in plain text in anything the program wrote."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.sessions import VILLAGE, citizen_id

NAME, PHONE, OTHER_PHONE = "欧阳金丝雀", "13912345678", "13787654321"
NUMBER = citizen_id(date(1985, 3, 2), 123)
WORDS = "金丝雀的叔叔在家说明情况"
PASSPHRASE = "三只灰鹤绕过石磨盘"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("home", "temp"):
        (tmp_path / name).mkdir()
    return tmp_path


def nutag(home: Path, *words: str, code: int = 0) -> Any:
    """Run a command with its home and temporary files below ``home``; return its document."""
    environment = {
        **os.environ,
        "NUTAG_PASSPHRASE": PASSPHRASE,
        "HOME": str(home / "home"),
        "TMPDIR": str(home / "temp"),
        "XDG_DATA_HOME": str(home / "home" / "data"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app", *words, "--json"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    with (home / "temp" / "log.txt").open("a", encoding="utf-8") as log:
        log.write(done.stderr)
    return json.loads(done.stdout)


def roster(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "公民身份号码", "联系电话", "与户主关系"])
    sheet.append([NAME, NUMBER, PHONE, "户主"])
    book.save(path)
    return path


def canaries() -> list[bytes]:
    """Return what must not be found, in the encodings that programs write."""
    texts = [NAME, NUMBER, NUMBER[6:], PHONE, OTHER_PHONE, WORDS]
    escaped = [json.dumps(text)[1:-1] for text in texts if not text.isascii()]
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    return [text.encode(encoding) for text in texts + escaped for encoding in encodings]


def work_a_day(home: Path) -> None:
    data = ["--data", str(home / "data")]
    nutag(home, "init", *data, "--county", VILLAGE[:6], "--village", VILLAGE, "--officer", "苏日娜")
    file = roster(home / "roster.xlsx")
    nutag(home, "import", "people", str(file), *data)
    file.unlink()
    person = nutag(home, "list", "people", *data)["people"][0]

    def do(use_case: str, **arguments: object) -> Any:
        text = json.dumps(arguments, ensure_ascii=False)
        return nutag(home, "do", use_case, *data, "--args", text).get("result")

    do("save_person", person={"id": person["id"], "citizen_id": NUMBER, "phone": OTHER_PHONE})
    visit = {"person_id": person["id"], "household_id": person["household_id"], "way": "home"}
    do("record_visit", visit={**visit, "visited_on": "2026-03-02", "informant": WORDS})
    future = json.dumps({"visit": {**visit, "visited_on": "2099-03-02", "informant": WORDS}})
    nutag(home, "do", "record_visit", *data, "--args", future, code=1)
    post = {"title": "保洁员", "department": "hrss", "headcount": 2, "village_code": VILLAGE}
    post |= {"kind": "cleaning", "fund": "employment", "standard_fen": 80000}
    kept = do("propose_post", post={**post, "proposed_on": "2026-01-05"})
    approval = {"approved_on": "2026-01-20", "approved_by": "旗人社局", "approval_number": "3号"}
    do("approve_post", post_id=kept["id"], **approval)
    placed = do(
        "place_person",
        placement={
            "post_id": kept["id"],
            "person_id": person["id"],
            "agreement_from": "2026-02-01",
            "agreement_to": "2027-01-31",
            "started_on": "2026-02-01",
        },
    )
    do("issue_certificate", placement_id=placed["id"])
    nutag(home, "do", "undo", *data, code=1)
    do("show_citizen_id", person_id=person["id"], occasion="核对")
    nutag(home, "backup", *data)
    assert nutag(home, "check", *data)["sound"]


def test_nothing_that_was_written_holds_personal_data_in_plain_text(home: Path) -> None:
    work_a_day(home)

    files = [path for path in home.rglob("*") if path.is_file()]
    found = [
        (path.relative_to(home).as_posix(), canary)
        for path in files
        for canary in canaries()
        if canary in path.read_bytes()
    ]
    assert found == []
    assert any(path.name == "records.db" for path in files)
    assert any(path.suffix == ".nutag-backup" for path in files)
