"""Where a hub listens, as its invitations tell desks; empty where desks come by stick alone."""

from collections.abc import Sequence

from db.sql import Sql
from sync.connecting import refuse_address


def addresses(sql: Sql) -> list[str]:
    """Return the addresses that invitations name, in order."""
    return [url for (url,) in sql.fetch("SELECT url FROM address ORDER BY place")]


def keep_addresses(sql: Sql, urls: Sequence[str]) -> None:
    """Put other addresses in place of those that were; ``Refused`` if one is none."""
    for url in urls:
        refuse_address(url)
    with sql.transaction():
        sql.run("DELETE FROM address")
        sql.run_many(
            "INSERT INTO address (place, url) VALUES (?, ?)", list(enumerate(urls, start=1))
        )
