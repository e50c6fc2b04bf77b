"""The forms that come with the program, and their layouts."""

from functools import cache
from importlib import resources

from printing.form_layout import read_layout
from printing.layout import Layout

FORMS: dict[str, str] = {
    "subsidy_summary": "出勤天数和拟拨付岗位补贴金额汇总表",
    "subsidy_notice": "补贴发放公示表",
    "attendance": "公益性岗位考勤表",
    "subsidy_roster": "补贴发放花名册",
}


def layout_text(form: str) -> str:
    """Return the TOML file of a form as it comes with the program, to be changed by an office."""
    file = resources.files("desktop_app") / "data" / "forms" / f"{form}.toml"
    return file.read_text(encoding="utf-8")


@cache
def built_in_layout(form: str) -> Layout:
    """Return the layout of a form that comes with the program."""
    return read_layout(layout_text(form))
