"""What the county chose where the rule pack leaves a choice; local to the desk."""

import json

from db.connection import RecordsDatabase, fetch_sql
from db.failures import told


def read_rule_settings(database: RecordsDatabase) -> dict[str, int | bool]:
    """Return the chosen values by the key of their clause."""
    rows = fetch_sql(database, "SELECT key, value FROM rule_setting")
    return {key: json.loads(value) for key, value in rows}


def keep_rule_setting(database: RecordsDatabase, key: str, value: int | bool) -> None:
    """Keep one choice."""
    with told():
        database.connection().execute(
            "INSERT OR REPLACE INTO rule_setting VALUES (?, ?)", (key, json.dumps(value))
        )
