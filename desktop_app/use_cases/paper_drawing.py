"""Draws what was filled in: the layout of a form, what it has room for, and its PDF."""

from collections.abc import Sequence
from dataclasses import replace

from printing.form_data import FormData
from printing.layout import GridBlock, Layout, TableBlock
from printing.layout_checks import table_columns

OTHER = "其他"


def copy_names(layout: Layout, copies: int) -> tuple[str, ...]:
    """Return what stands above each copy: nothing on a single one, else as the layout names it."""
    if copies <= 1:
        return ("",)
    if len(layout.copies) >= copies:
        return layout.copies[:copies]
    return tuple(f"第 {number} 份，共 {copies} 份" for number in range(1, copies + 1))


def drawn(layout: Layout, many: Sequence[FormData], copies: Sequence[str]) -> bytes:
    """Return the PDF of a form for many; ``Refused`` names what paper cannot hold."""
    from printing.form import draw_all

    return draw_all(layout, many, copies=copies)


def fitted(layout: Layout, data: FormData) -> FormData:
    """Return only what a layout shows; a word without a box is written behind 其他.

    Where the layout offers no 其他 either, no box is ticked and the hand fills it in.
    """
    values, ticked = dict(data.values), {name: list(one) for name, one in data.ticked.items()}
    for block in layout.blocks:
        if not isinstance(block, GridBlock):
            continue
        for cell in (each for row in block.rows for each in row if each.tick):
            words = [word for word in ticked.get(cell.tick, ()) if word]
            known = [word for word in words if word in cell.options]
            rest = [word for word in words if word not in cell.options]
            if rest and OTHER in cell.options:
                known.append(OTHER)
                if cell.other:
                    values[cell.other] = "、".join(rest)
            ticked[cell.tick] = known
    return replace(
        data,
        values={name: text for name, text in values.items() if text and name in layout.fields},
        ticked={name: words for name, words in ticked.items() if words and name in layout.fields},
        rows=_shown_rows(layout, data),
    )


def _shown_rows(layout: Layout, data: FormData) -> dict[str, list[dict[str, str]]]:
    shown: dict[str, list[dict[str, str]]] = {}
    for block in layout.blocks:
        if not isinstance(block, TableBlock) or block.name not in data.rows:
            continue
        fields = {column.field for column in table_columns(block) if column.field}
        shown[block.name] = [
            {name: text for name, text in row.items() if text and name in fields}
            for row in data.rows[block.name]
        ]
    return shown
