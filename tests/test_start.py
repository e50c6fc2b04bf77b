"""What the first window does not need is not loaded before it."""

import json
import subprocess
import sys
from pathlib import Path

LATE = {"asyncio", "cryptography", "openpyxl", "psycopg", "pypdfium2", "pypinyin", "reportlab",
        "segno", "sqlcipher3", "zstandard", "db.operation", "db.writing"}  # fmt: skip
OPEN = """
import json, sys
from pathlib import Path
from desktop_app import app
from desktop_app.use_cases import set_up, workbench
from desktop_app.world import real_world
from ui.pages import workbench as page

session = set_up.make_training_folder(Path(sys.argv[1]), real_world())
workbench.workbench(session)
before = list(sys.modules)
session.prepare()
print(json.dumps([before, list(sys.modules)]))
"""


def test_slow_libraries_wait_until_they_are_needed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPEN, str(tmp_path / "training")]
    subprocess.run(command, check=True, capture_output=True)  # makes the folder, which writes
    done = subprocess.run(command, check=True, capture_output=True, text=True)

    before, after = json.loads(done.stdout)
    assert not LATE & set(before)
    assert {"db.operation", "db.writing"} <= set(after)
