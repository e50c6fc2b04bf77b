"""Questions about the file of one placement."""

from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql


def filed_counts(database: RecordsDatabase, placement: UUID) -> tuple[int, int, int]:
    """Return the months of attendance, the months appraised and the payments of a placement."""
    rows = fetch_sql(
        database,
        "SELECT (SELECT count(*) FROM attendance WHERE placement_id = ?1 AND removed = 0),"
        " (SELECT count(*) FROM appraisal WHERE placement_id = ?1 AND removed = 0),"
        " (SELECT count(*) FROM roll_line WHERE placement_id = ?1 AND removed = 0"
        " AND paid_on IS NOT NULL)",
        (placement.bytes,),
    )
    months, appraised, paid = rows[0]
    return int(months), int(appraised), int(paid)
