"""The heading sets of other offices, each a file in ``desktop_app/data/export_layouts``."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from desktop_app.domain.errors import Refused
from desktop_app.use_cases.exporting.values import Value, value_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns another office expects, in its order and its words; for which registers."""

    name: str
    title: str
    kinds: tuple[str, ...]
    columns: Sequence[Mapping[str, str]]

    def values(self) -> list[Value]:
        """Return the columns; one that nothing here fills stays empty."""
        return [
            value_of(one.get("value", ""), one["text"], one.get("group", ""))
            for one in self.columns
        ]


def layouts() -> tuple[Layout, ...]:
    """Return all layouts by their names."""
    return tuple(_layouts().values())


def layout_named(name: str) -> Layout:
    """Return a layout, or refuse a name that is none."""
    found = _layouts().get(name.upper())
    if found is None:
        raise Refused(
            f"没有叫 {name} 的格式，没有导出。",
            advice="能用的格式是：" + "、".join(f"{one.name}（{one.title}）" for one in layouts()),
            fields=("layout",),
        )
    return found


@cache
def _layouts() -> dict[str, Layout]:
    folder = resources.files("desktop_app") / "data" / "export_layouts"
    files = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    found = [_read(name, (folder / name).read_text(encoding="utf-8")) for name in files]
    return {one.name: one for one in sorted(found, key=lambda one: int(one.name[1:]))}


def _read(file: str, text: str) -> Layout:
    facts: dict[str, Any] = tomllib.loads(text)
    return Layout(
        name=file.removesuffix(".toml"),
        title=facts["title"],
        kinds=tuple(facts["kinds"]),
        columns=facts["columns"],
    )
