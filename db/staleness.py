"""Since when the values of a record are what they are, as the journal tells."""

from db.connection import RecordsDatabase, fetch_sql
from db.rows import columns, table_number
from desktop_app.domain.records import Record

_CLOCK_BITS = 16


def written_ms(database: RecordsDatabase, record: Record) -> dict[str, int]:
    """Return by field when its value was written, in milliseconds of Unix time.

    A value whose entry is not here (a record that came with a snapshot) is left out.
    """
    from db.feeds import JournalReader  # what reads entries is not needed to open the desk
    from db.merging_batch import NOWHERE, read_edited

    kind = type(record)
    rows = fetch_sql(
        database,
        "SELECT feed, seq, edited FROM row_version WHERE table_number = ? AND row = ?",
        (table_number(kind), record.id.bytes),
    )
    if not rows or rows[0][:2] == NOWHERE:
        return {}
    created, edited = rows[0][:2], read_edited(rows[0][2])
    reader, found = JournalReader(database), dict[str, int]()
    for number, name in enumerate(columns(kind), start=1):
        heads = edited.get(number, created)
        dot = heads[0] if isinstance(heads, list) else heads
        try:
            found[name] = reader.entry(dot).header.hlc >> _CLOCK_BITS
        except KeyError:
            continue
    return found
