"""A whole day of a specialist without a window: for machines without a screen, and for the docs."""

import os
import shutil
from pathlib import Path

from desktop_app.demo.day import Day, Say, live_the_day
from desktop_app.demo.world import demo_world
from desktop_app.domain.errors import Refused
from desktop_app.session import Session

OUT = "demo-day"
DOCS = Path("docs") / "pictures"


def demo_day(out: Path | None, say: Say) -> None:
    """Live a day in a fresh training folder below ``out``, and say what lies where.

    In a checkout the pictures are written to ``docs/pictures`` too.
    """
    from desktop_app.use_cases.set_up import make_training_folder

    out = (out or Path(OUT)).resolve()
    data = _emptied(out)
    say("没有打开窗口，下面在练习文件夹里演示专员的一天（人都是编造的）。")
    session = make_training_folder(data, demo_world(out))
    try:
        day = live_the_day(session, out, say)
        taken = _pictures(session, day, out)
    finally:
        session.close()
    say(f"10. 给 {len(taken)} 个画面拍了照，在 {out / 'pictures'}。")
    say("")
    say(f"结果都在 {out}：花名册.xlsx、安置证明.pdf、pictures 里的画面、data 里的练习数据。")
    say("想打开窗口：在有屏幕的电脑上运行 make run；")
    say("远程登录时先接上屏幕（例如 ssh -X，或者设置 DISPLAY），再运行 make run。")
    say(f"也可以用命令接着看：.venv/bin/nutag list people --data {data}")


def _pictures(session: Session, day: Day, out: Path) -> list[Path]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop_app.demo.pictures import take_pictures

    taken = take_pictures(session, day, out / "pictures")
    if DOCS.is_dir():
        for path in taken:
            shutil.copyfile(path, DOCS / path.name)
    return taken


def _emptied(out: Path) -> Path:
    """Return the place of the training data, with what an earlier day left there removed."""
    from db.folder import is_data_folder, is_plain

    data = out / "data"
    if is_data_folder(data) and not is_plain(data):
        raise Refused(f"{data} 里有正式的数据，没有动它。", advice="请用 --out 另选一个文件夹。")
    for name in ("data", "pictures"):
        if (out / name).exists():
            shutil.rmtree(out / name)
    for name in ("花名册.xlsx", "安置证明.pdf"):
        (out / name).unlink(missing_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    return data
