"""The written list of the pages, in the order of Ctrl+1 to Ctrl+9.

A page is imported and made when its door is first opened: the window is there sooner.
"""

from collections.abc import Callable
from functools import partial

from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.settings import Settings
from ui.exchange_loop import ExchangeLoop
from ui.jobs import Jobs
from ui.page import Door, Page


def doors_of(
    session: Session,
    jobs: Jobs,
    settings: Settings,
    on_change: Callable[[Settings], None],
    loop: ExchangeLoop | None = None,
) -> list[Door]:
    """Return the doors to the pages; ``on_change`` is told of other settings."""

    def door(name: str, title: str, icon: str, make: Callable[[Session, Jobs], Page]) -> Door:
        return Door(name, title, icon, partial(make, session, jobs))

    def settings_page(session: Session, jobs: Jobs) -> Page:
        from ui.pages.settings import SettingsPage

        return SettingsPage(session, jobs, settings, on_change)

    return [
        door("workbench", "工作台", "layout-dashboard", _workbench),
        door("people", "人员", "users", _people),
        door("visits", "走访", "footprints", _visits),
        door("posts", "公益岗位", "hand-heart", _posts),
        door("transfers", "转移就业", "plane", _transfers),
        door("enrolments", "参保", "shield-check", _enrolments),
        door("work", "培训就业", "graduation-cap", _work),
        door("registers", "台账报表", "clipboard-list", _registers),
        door("sync", "同步", "refresh-cw", partial(_sync, loop=loop)),
        door("import", "导入花名册", "upload", _roster_import),
        door("settings", "设置", "settings", settings_page),
    ]


def _workbench(session: Session, jobs: Jobs) -> Page:
    from ui.pages.workbench import WorkbenchPage

    return WorkbenchPage(session, jobs)


def _people(session: Session, jobs: Jobs) -> Page:
    from ui.pages.people import PeoplePage

    session.prepare()
    return PeoplePage(session, jobs)


def _visits(session: Session, jobs: Jobs) -> Page:
    from ui.pages.visits import VisitsPage

    return VisitsPage(session, jobs)


def _posts(session: Session, jobs: Jobs) -> Page:
    from ui.pages.posts_tabs import PostsTabs

    return PostsTabs(session, jobs)


def _transfers(session: Session, jobs: Jobs) -> Page:
    from ui.pages.transfers_tabs import TransfersTabs

    return TransfersTabs(session, jobs)


def _enrolments(session: Session, jobs: Jobs) -> Page:
    from ui.pages.enrolments import EnrolmentsPage

    return EnrolmentsPage(session, jobs)


def _work(session: Session, jobs: Jobs) -> Page:
    from ui.pages.work_tabs import WorkTabs

    return WorkTabs(session, jobs)


def _registers(session: Session, jobs: Jobs) -> Page:
    from ui.pages.registers_tabs import RegistersTabs

    return RegistersTabs(session, jobs)


def _roster_import(session: Session, jobs: Jobs) -> Page:
    from ui.pages.roster_import import RosterImportPage

    return RosterImportPage(session, jobs)


def _sync(session: Session, jobs: Jobs, loop: ExchangeLoop | None) -> Page:
    from ui.pages.sync import SyncPage

    return SyncPage(session, jobs, loop or exchange_loop(session))


def exchange_loop(session: Session) -> ExchangeLoop:
    """Return what exchanges with the office of a session by itself, standing still."""

    def exchange(progress: Progress) -> object:
        from desktop_app.use_cases.networking import synchronise

        return synchronise(session, progress)

    def ready() -> bool:
        from desktop_app.use_cases.exchange import can_exchange

        return can_exchange(session)

    return ExchangeLoop(exchange, ready, session.listen)
