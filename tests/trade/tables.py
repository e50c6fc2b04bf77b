"""The golden tables: plain CSV with Chinese heads, one case a row."""

import csv
from pathlib import Path
from typing import Any

import pytest


def cases(name: str) -> list[Any]:
    """Return the rows of ``tests/trade/NAME.csv`` as parameters, named by line and clause."""
    path = Path(__file__).with_name(f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        pytest.param(row, id=f"{number}-{row['条款']}") for number, row in enumerate(rows, start=2)
    ]
