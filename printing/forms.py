"""The forms that come with the program, and their layouts."""

from functools import cache
from importlib import resources

from printing.form_data import FormData
from printing.form_layout import read_layout
from printing.form_names import FORMS
from printing.layout import Kind, Layout, TableBlock
from printing.layout_checks import table_columns

__all__ = ["FORMS", "built_in_layout", "layout_text", "sample_data"]

SAMPLE_ROWS = 3


def layout_text(form: str) -> str:
    """Return the TOML file of a form as it comes with the program, to be changed by an office."""
    file = resources.files("desktop_app") / "data" / "forms" / f"{form}.toml"
    return file.read_text(encoding="utf-8")


@cache
def built_in_layout(form: str) -> Layout:
    """Return the layout of a form that comes with the program."""
    return read_layout(layout_text(form))


def sample_data(layout: Layout) -> FormData:
    """Return made-up data for the preview of a layout: every field says what it is called."""
    return FormData(
        values={name: f"〔{label}〕" for name, label in layout.fields.items()},
        rows={
            block.name: [_sample_row(block)] * SAMPLE_ROWS
            for block in layout.blocks
            if isinstance(block, TableBlock)
        },
        training=True,
    )


def _sample_row(block: TableBlock) -> dict[str, str]:
    amounts = {Kind.MONEY: "600.00", Kind.COUNT: "1", Kind.TICK: "是"}
    return {
        column.field: amounts.get(column.kind, f"〔{column.label}〕".replace("\n", ""))
        for column in table_columns(block)
        if column.field
    }
