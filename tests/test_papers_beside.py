"""The benchmark beside other makers of PDF: who is not installed is named, never left out."""

import pytest

from benchmarks import papers_beside
from benchmarks.measure import Amount
from benchmarks.papers_beside import MAKERS, Skipped, beside


def test_ours_is_measured_and_who_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = MAKERS["本程序"]
    monkeypatch.setattr(papers_beside, "MAKERS", {"本程序": ours, "别家": (lambda: False, ours[1])})

    busy, memory, skipped = beside()

    assert isinstance(busy, Amount)
    assert isinstance(memory, Amount)
    assert busy.value > 0
    assert memory.value > 0
    assert isinstance(skipped, Skipped)
    assert skipped.line() == "这台电脑没有装 别家，1,000 行花名册没有和它比。"
