"""为什么: every finding stands there with its data, its clause and its doubts."""

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.rules import Finding, built_in_rules, findings_json, findings_of
from ui.pills import Pill
from ui.why_dialog import NONE_KEPT, WhyDialog

PACK = built_in_rules()


@pytest.fixture
def findings() -> tuple[Finding, ...]:
    late = PACK.clause("post.policy_term", date(2026, 11, 25))
    age = PACK.clause("post.min_age", date(2026, 11, 25))
    return (
        Finding(
            rule=age.key, title=age.title, passed=True, message="年龄已满 16 周岁。",
            found="1985-03-02 出生。", basis=age.cited(),
        ),
        Finding(
            rule=late.key, title=late.title, passed=False, message="依据已到期。",
            found="有效期到 2025-12-31。", basis=late.cited(), advice="请向旗县确认。",
        ),
    )  # fmt: skip


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    widget.resize(1200, 700)
    qtbot.addWidget(widget)
    return widget


def words_of(dialog: WhyDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel))


def test_it_shows_data_clause_and_doubts(parent: QWidget, findings: tuple[Finding, ...]) -> None:
    dialog = WhyDialog(parent, "白秀英的补贴", findings, words="11 月 600 元")

    shown = words_of(dialog)
    pills = [one.accessibleName() for one in dialog.findChildren(Pill)]

    assert all(
        words in shown
        for one in findings
        for words in (one.message, one.found, one.basis, one.advice)
        if words
    )
    assert "11 月 600 元" in shown
    assert sorted(pills) == ["依据已到期", "待旗县确认"]


def test_its_text_can_be_taken_along(parent: QWidget, findings: tuple[Finding, ...]) -> None:
    dialog = WhyDialog(parent, "白秀英的补贴", findings)

    dialog.copy.click()

    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("白秀英的补贴\n\n符合：年龄已满 16 周岁。\n查到：1985-03-02 出生。")
    assert "怎么办：请向旗县确认。" in copied
    assert dialog.copied.text()


def test_a_decision_that_came_without_findings_says_so(parent: QWidget) -> None:
    assert NONE_KEPT in words_of(WhyDialog(parent, "旧安置", ()))


def test_findings_are_read_as_they_were_kept_and_nothing_is_made_of_garbage(
    findings: tuple[Finding, ...],
) -> None:
    text = findings_json(findings)

    assert findings_of(text) == findings
    assert findings_of(text.replace('"rule"', '"later": 1, "rule"')) == findings
    assert [findings_of(bad) for bad in ("", "{", "3", '[{"rule": "a"}]', "[1]")] == [()] * 5
