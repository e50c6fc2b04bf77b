"""Guards of the real engine, each with the words by which it is taken out of its function."""

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from db import (
    exchange_store,
    feed_store,
    feeds,
    fitting,
    forms,
    healing,
    merging,
    merging_rows,
    migrations,
    resolution,
    row_history,
)
from db.row_history import History
from db.shape import Table
from sync import exchange, judging
from sync.certificates import Certificate
from sync.replica import DeskReplica


@dataclass(frozen=True)
class Mutation:
    """A guard: its function, the words that are the guard, and what stands there without it.

    ``seed`` is a world that is known to notice; others are tried if it no longer does. Events
    named in ``often`` are those without which the guard has nothing to do.
    """

    function: Callable[..., Any]
    guard: str
    without: str
    seed: int = 0
    often: tuple[str, ...] = ()


def _got(value: object) -> Callable[..., Any]:
    """Return the function behind a property."""
    assert isinstance(value, property)
    assert value.fget is not None
    return value.fget


MUTATIONS: dict[str, Mutation] = {
    "the chain over the entries": Mutation(
        feed_store.take_run, "if chain != run.chain:", "if False:", 22
    ),
    "the signature of the author": Mutation(
        feed_store._refuse_unsigned, "if not journal.signed_by(", "if not max(", 8
    ),
    "repeated entries are skipped": Mutation(
        feed_store._whats_new, "head + 1 - run.first, None", "None", 8
    ),
    "the judge of entries": Mutation(merging.refusals, "if code}", "if False}", 12),
    "the scope of a desk": Mutation(
        judging._outside, "power.covers(place.village)", "bool(power)", 21
    ),
    "the role of an approver": Mutation(judging._may_decide, "return ROLE", 'return ""', 12),
    "the cut of a revocation": Mutation(
        Certificate.is_cut_off, "self.last is not None and", "False and"
    ),
    "an edit cites one base": Mutation(
        forms._is_edit, "_are_writes(payload, _is_base)", "bool(payload)", 4
    ),
    "a settlement cites several bases": Mutation(
        forms._are_several, "for base in bases}) >= 2", "for base in bases}) >= 1", 24
    ),
    "verdicts are found again when authority changes": Mutation(
        DeskReplica._feeds_to_judge_again, "affected(before, after)", "[]"
    ),
    "receipts are verified": Mutation(
        exchange_store.keep_receipt, "if not journal.signed_by(", "if not max(", 12
    ),
    "forks are seen by hash": Mutation(
        DeskReplica.troubles, "here is not None and here != head.chain", "False", 4
    ),
    "forks are mended": Mutation(exchange._heal, "branch: list[Run] = []", "return"),
    "places at a hub that was set back are forgotten": Mutation(
        exchange._one_round, "desk.keep_cursor(answer.hub, head.village, 0)", "pass", 11
    ),
    "an edit leaves the other heads": Mutation(
        resolution._find_heads, "key=history.rank, reverse=True)", "key=history.rank)[-1:]", 8
    ),
    "the winner does not depend on arrival": Mutation(
        History.rank, "self.entries[dot].header.hlc, ", "dot[0], ", 8
    ),
    "what waits is parked": Mutation(
        merging_rows._write_open, "in state.parked.items()]", "in state.parked.items() if False]", 8
    ),
    "a row waits for what it points at": Mutation(
        resolution._missing_references, "if needed is not None:", "if False:", 8
    ),
    "erased stays erased": Mutation(
        feed_store._without_erased, "not erased(header.table, header.row)", "True", 8
    ),
    "an erased row has no state": Mutation(
        merging.Merging._resolve, "if self._authority.erased(*row):", "if False:", 8
    ),
    "what replaces is stamped above": Mutation(
        feeds.JournalWriter.append, "max(hlc, change.above + 1)", "hlc", 8
    ),
    "clocks of others pull only so far": Mutation(
        _got(feeds.JournalWriter.clock), "min(latest, (wall + PULL_MS) << 16)", "latest", 12
    ),
    "a hub that was set back is reminded": Mutation(
        exchange._first_hello, 'refusal.code != "unknown-device" or', "True or", 13
    ),
    "a row out of force leaves a stub everywhere": Mutation(
        merging_rows.write, "if there or pointed_at:", "if there:", 2
    ),
    "what is closed is not changed": Mutation(
        judging._touches_frozen, "if still is None:", "if True:", 2, ("act",)
    ),
    "what is written again counts once": Mutation(
        row_history.once, "if not several:", "if True:", 3531
    ),
    "what is closed is written once": Mutation(fitting.flaw, "else FROZEN", 'else ""', 5, ("act",)),
    "receipts go with their branch": Mutation(
        healing._cut,
        '"park", "quarantine", "receipt"',
        '"park", "quarantine"',
        7,
        ("restore_hub", "copy_hub", "clone_desk", "restore_desk"),
    ),
    "a village taken away on the way stops nothing else": Mutation(
        exchange._page_or_nothing,
        "refusal.code != OUT_OF_SCOPE or",
        "True or",
        often=("move_scope",),
    ),
    "orders since a snapshot count where it is read": Mutation(
        DeskReplica.take_snapshot,
        "self._judge_again(again, self._authority_up_to(known), intake)",
        "pass",
        49,
        ("begin_with_snapshot", "revoke", "erase"),
    ),
    "what an update brings to know is looked at": Mutation(
        merging.Merging.catch_up, "for table, row in rows]", "for table, row in rows[:0]]", 4
    ),
    "what only a newer program knows is noted": Mutation(
        merging_rows.keep_for_newer, "keep_ahead(sql, row)", "pass", 4
    ),
    "an update is one transaction": Mutation(
        migrations._take, "BEGIN IMMEDIATE;\\n{sql}", "{sql}\\nBEGIN;", 9
    ),
    "what an older program did not write has its default": Mutation(
        Table.whole, "self.defaults[len(taken) :]", "[None] * (len(self.columns) - len(taken))"
    ),
}


@contextmanager
def taken_out(mutation: Mutation) -> Iterator[None]:
    """Run the engine without a guard; ``ValueError`` where the guard is not in its function."""
    function = mutation.function
    text = textwrap.dedent(inspect.getsource(function))
    if text.count(mutation.guard) != 1:
        raise ValueError(f"{function.__qualname__} has no such guard: {mutation.guard}")
    made: dict[str, Any] = {}
    changed = text.replace(mutation.guard, mutation.without)
    exec(compile(changed, "<mutation>", "exec"), function.__globals__, made)  # noqa: S102 - the engine's own text
    whole = function.__code__
    found = made[function.__name__]
    function.__code__ = (_got(found) if isinstance(found, property) else found).__code__
    try:
        yield
    finally:
        function.__code__ = whole
