"""转移就业: who works away, the subsidy for those who take people to work, and how it adds up."""

from PySide6.QtWidgets import QWidget

from desktop_app.session import Session
from ui.jobs import Jobs
from ui.page import Door, Page
from ui.tabbed_page import TabbedPage


class TransfersTabs(TabbedPage):
    """Everything about work away; ids of people and of their spells open 外出务工."""

    name, title, icon = "transfers", "转移就业", "plane"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(_tabs(session, jobs), parent)


def _tabs(session: Session, jobs: Jobs) -> list[Door]:
    """Return the tabs; each page is imported when it is first opened."""

    def away() -> Page:
        from ui.pages.transfers import TransfersPage

        return TransfersPage(session, jobs)

    def claims() -> Page:
        from ui.pages.claims import ClaimsPage

        return ClaimsPage(session, jobs)

    def report() -> Page:
        from ui.pages.transfers_report import TransferReportPage

        return TransferReportPage(session, jobs)

    return [
        Door("away", "外出务工", "plane", away),
        Door("claims", "输出补助", "wallet", claims),
        Door("report", "汇总", "table", report),
    ]
