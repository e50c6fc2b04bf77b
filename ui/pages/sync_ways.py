"""Opens the lists of 同步, and does what is chosen in them."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from desktop_app.session import Session
from desktop_app.use_cases import clashes, exchange, set_aside, settled
from desktop_app.use_cases.set_aside import Aside
from ui.jobs import Jobs
from ui.page import Page
from ui.pages.sync_lists import Line, ListDialog

T = TypeVar("T")


class SyncWays:
    """Reads a list on the data thread and opens it over the page."""

    def __init__(self, page: Page, session: Session, jobs: Jobs) -> None:
        self._page, self._session, self._jobs = page, session, jobs
        self._openers: dict[str, Callable[[], object]] = {
            "history": self.open_history,
            "settled": self.open_settled,
            "parked": self.open_parked,
            "quarantined": self.open_quarantined,
            "clashes": self.open_clashes,
        }

    def open(self, name: str) -> None:
        """Open the list of that name."""
        self._openers[name]()

    def open_history(self) -> None:
        """Show what was sent and received, newest first."""
        self._read(exchange.exchange_history, self._show_history)

    def open_settled(self) -> None:
        """Show the values that lost; each can be brought back."""
        self._read(settled.settled, self._show_settled)

    def open_parked(self) -> None:
        """Show what waits for something that is not here yet."""
        self._read(set_aside.parked, self._show_parked)

    def open_quarantined(self) -> None:
        """Show what does not count, to adopt or to leave."""
        self._read(set_aside.quarantined, self._show_quarantined)

    def open_clashes(self) -> None:
        """Show what does not fit together."""
        self._read(clashes.clashes, self._show_clashes)

    # Inside

    def _read(self, read: Callable[[Session], T], show: Callable[[T], object]) -> None:
        self._jobs.start(self._page, lambda _: read(self._session), show, self._page.refused.emit)

    def _do(self, work: Callable[[], object], words: str) -> None:
        self._jobs.start(
            self._page,
            lambda _: work(),
            lambda _: self._page.toast.emit(words, None),
            self._page.refused.emit,
        )

    def _show(self, title: str, note: str, lines: list[Line], nothing: str) -> None:
        ListDialog(self._page, title, note, lines, nothing).open()

    def _show_history(self, found: list[exchange.ExchangeLine]) -> None:
        lines = [
            Line(
                f"{one.at.month}月{one.at.day}日 {one.at:%H:%M} · {one.carrier} · {one.place}",
                f"送出 {one.sent:,} 条，收到 {one.received:,} 条，回执 {one.receipts:,} 份",
                one.outcome,
            )
            for one in found
        ]
        note = "只有收到旗县的回执，才算送到。"
        self._show("送出和收到的记录", note, lines, "还没有送出过，也没有收到过。")

    def _show_settled(self, found: list[settled.Loser]) -> None:
        lines = [
            Line(
                f"{one.whose} · {one.label}：{one.chosen}",
                f"没有用的：{one.text}（{one.who}，{one.written_at.month}月"
                f"{one.written_at.day}日），{one.settled_at.month}月{one.settled_at.day}日确认",
                acts=(("找回", partial(self._restore, one)),) if one.restorable else (),
            )
            for one in found
        ]
        note = "没有用的值一个也不丢。找回以后，就显示找回的那个；可以用 Ctrl+Z 撤销。"
        self._show("已确认的", note, lines, "确认过的几项，两边写的都一样。")

    def _restore(self, one: settled.Loser) -> None:
        work = partial(settled.restore_loser, self._session, one)
        self._jobs.start(
            self._page,
            lambda _: work(),
            lambda _: self._page.toast.emit(f"已找回{one.whose}的{one.label}", True),
            self._page.refused.emit,
        )

    def _show_parked(self, found: list[Aside]) -> None:
        lines = [Line(_what(one), _about(one), f"{one.reason}{one.advice}") for one in found]
        note = "这些内容已经收到、签名有效，只是还缺别的才能生效。一条也不会丢。"
        self._show("等着生效的", note, lines, "没有等着生效的。")

    def _show_quarantined(self, found: list[Aside]) -> None:
        lines = [
            Line(
                _what(one),
                _about(one),
                "已经决定不用。" if one.decided else f"{one.reason}{one.advice}",
                "text2" if one.decided else "warn",
                () if one.decided else self._decisions(one),
            )
            for one in found
        ]
        note = "这些内容收到了，但是按旗县的授权不算数，没有改动任何记录。"
        self._show("不算数的", note, lines, "没有不算数的。")

    def _decisions(self, one: Aside) -> tuple[tuple[str, Callable[[], object]], ...]:
        use = partial(set_aside.adopt, self._session, one)
        leave = partial(set_aside.refuse, self._session, one)
        return (
            ("采用", partial(self._do, use, f"已采用，由{self._session.officer}登记")),
            ("不用", partial(self._do, leave, "已决定不用，还留在清单里")),
        )

    def _show_clashes(self, found: list[clashes.Clash]) -> None:
        lines = [
            Line(
                f"{one.names}：{one.what}",
                one.advice,
                acts=(("去看", partial(self._page.go.emit, one.page, one.id)),),
            )
            for one in found
        ]
        note = "每一条单看都对，合在一起不对：两台电脑没有网络时各办各的，就会这样。"
        self._show("对不上的", note, lines, "没有对不上的。")


def _what(one: Aside) -> str:
    return f"{one.whose} · {one.what}" if one.whose else one.what


def _about(one: Aside) -> str:
    said = "，".join(f"{name} {text}" for name, text in one.values[:6])
    when = f"{one.at.month}月{one.at.day}日"
    return f"{one.village} · {one.who} {when} 写的{f'：{said}' if said else ''}"
