"""What the county chose where the rule pack leaves a choice; local to the desk."""

import json
from collections.abc import Sequence

from db.connection import RecordsDatabase, fetch_sql
from db.failures import told
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Rulebook
from desktop_app.domain.rulebook import built_in_named, pack_of
from desktop_app.domain.rules import CHOSEN, RulePack, built_in_rules, choices_mark


def read_rule_settings(database: RecordsDatabase) -> dict[str, int | bool]:
    """Return the chosen values by the key of their clause."""
    rows = fetch_sql(database, "SELECT key, value FROM rule_setting")
    return {key: json.loads(value) for key, value in rows}


def keep_rule_setting(database: RecordsDatabase, key: str, value: int | bool) -> None:
    """Keep one choice, and all of them under their mark: what was decided by them cites it."""
    chosen = {**read_rule_settings(database), key: value}
    with told():
        connection = database.connection()
        connection.execute(
            "INSERT OR IGNORE INTO rule_choice VALUES (?, ?)",
            (choices_mark(chosen), json.dumps(chosen, ensure_ascii=False)),
        )
        connection.execute(
            "INSERT OR REPLACE INTO rule_setting VALUES (?, ?)", (key, json.dumps(value))
        )


def chosen_rules(database: RecordsDatabase) -> RulePack:
    """Return the built-in pack with the choices of this desk."""
    return built_in_rules().with_settings(read_rule_settings(database))


def find_rules(database: RecordsDatabase, books: Sequence[Rulebook], version: str) -> RulePack:
    """Return the pack of a version or name: one of ``books``, or a built-in with old choices.

    ``Refused`` where none is called so, or where its record is broken.
    """
    for book in reversed(books):
        if version in (book.version, f"{book.title} {book.version}"):
            return pack_of(book).over(built_in_rules())
    bare, _, mark = version.partition(CHOSEN)
    pack = built_in_named(bare)
    if pack is not None and mark:
        rows = fetch_sql(database, "SELECT settings FROM rule_choice WHERE mark = ?", (mark,))
        pack = pack.with_settings(json.loads(rows[0][0])) if rows else None
    if pack is None:
        raise Refused(
            f"这台电脑上没有规则包“{version}”。",
            advice="先同步，把旗县下发过的规则包都取回来；或者在「设置」「规则」里看有哪些版本。",
        )
    return pack
