"""Guards of the real engine, each with the words by which it is taken out of its function."""

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from db import exchange_store, feed_store, forms, merging_rows, resolution
from db.merging import Merging
from db.operation import Operation
from db.resolution import History
from sync import exchange, judging
from sync.certificates import Certificate
from sync.replica import DeskReplica


@dataclass(frozen=True)
class Mutation:
    """A guard: its function, the words that are the guard, and what stands there without it."""

    function: Callable[..., Any]
    guard: str
    without: str


MUTATIONS: dict[str, Mutation] = {
    "the chain over the entries": Mutation(
        feed_store.take_run, "if chain != run.chain:", "if False:"
    ),
    "the signature of the author": Mutation(
        feed_store._refuse_unsigned, "if not journal.signed_by(", "if not max("
    ),
    "repeated entries are skipped": Mutation(
        feed_store.take_run, "entries[head_seq + 1 - run.first :]", "entries"
    ),
    "erased stays erased": Mutation(
        feed_store._read_entry, "salt is not None and erased(", "False and erased("
    ),
    "the judge of entries": Mutation(Merging._judge_all, "if code}", "if False}"),
    "the scope of a desk": Mutation(judging._outside, "power.covers(place.village)", "bool(power)"),
    "the role of an approver": Mutation(judging._may_approve, "return ROLE", 'return ""'),
    "the cut of a revocation": Mutation(
        Certificate.is_cut_off, "self.last is not None and", "False and"
    ),
    "an edit cites one base": Mutation(
        forms._is_edit, "_are_writes(payload, _is_base)", "bool(payload)"
    ),
    "a settlement cites several bases": Mutation(
        forms._are_several, "for base in bases}) >= 2", "for base in bases}) >= 1"
    ),
    "verdicts are found again when authority changes": Mutation(
        DeskReplica._rows_to_judge_again, "return found", "return {}"
    ),
    "receipts are verified": Mutation(
        exchange_store.keep_receipt, "if not journal.signed_by(", "if not max("
    ),
    "forks are seen by hash": Mutation(
        DeskReplica.troubles, "here is not None and here != head.chain", "False"
    ),
    "forks are mended": Mutation(exchange._heal, "branch: list[Run] = []", "return"),
    "places at a hub that was set back are forgotten": Mutation(
        exchange._one_round, "desk.keep_cursor(answer.hub, head.village, 0)", "pass"
    ),
    "an edit leaves the other heads": Mutation(
        resolution._find_heads, "key=history.rank, reverse=True)", "key=history.rank)[-1:]"
    ),
    "the winner does not depend on arrival": Mutation(
        History.rank, "self.entries[dot].header.hlc, ", "dot[0], "
    ),
    "what waits is parked": Mutation(
        merging_rows._write_open, "in state.parked.items()]", "in state.parked.items() if False]"
    ),
    "a row waits for what it points at": Mutation(
        resolution._missing_references, "if needed is not None:", "if False:"
    ),
    "a row out of force leaves a stub everywhere": Mutation(
        merging_rows.write, "if there or pointed_at:", "if there:"
    ),
    "a change is stamped above what it replaces": Mutation(
        Operation._clock_above, "default=0)", "default=0) * 0"
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
    function.__code__ = made[function.__name__].__code__
    try:
        yield
    finally:
        function.__code__ = whole
