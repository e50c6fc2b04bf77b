"""The data room: files, keys, tables, journal and backups of one data folder."""

import sys
from importlib import import_module

SERVERS = ("psycopg2cffi", "psycopg2", "psycopg", "pymysql", "MySQLdb")
"""Libraries that peewee loads when they are there: a hub's, which no desk needs to begin with."""


def _load_peewee() -> None:
    """Load peewee without them; where one is loaded already, or is asked for later, it stays."""
    kept_out = [name for name in SERVERS if name not in sys.modules]
    for name in kept_out:
        sys.modules[name] = None  # type: ignore[assignment] # so that nobody can import it
    try:
        import_module("peewee")
    finally:
        for name in kept_out:
            del sys.modules[name]


_load_peewee()
