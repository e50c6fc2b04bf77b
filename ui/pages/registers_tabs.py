"""台账报表: targets, monitoring, the report of a month, subsidies of a year, and what data lack."""

from PySide6.QtWidgets import QWidget

from desktop_app.session import Session
from ui.jobs import Jobs
from ui.page import Door, Page
from ui.tabbed_page import TabbedPage


class RegistersTabs(TabbedPage):
    """What is counted and reported, one tab a kind."""

    name, title, icon = "registers", "台账报表", "clipboard-list"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(_tabs(session, jobs), parent)


def _tabs(session: Session, jobs: Jobs) -> list[Door]:
    """Return the tabs; each page is imported when it is first opened."""

    def targets() -> Page:
        from ui.pages.targets import TargetsPage

        return TargetsPage(session, jobs)

    def monitoring() -> Page:
        from ui.pages.monitoring import MonitoringPage

        return MonitoringPage(session, jobs)

    def month() -> Page:
        from ui.pages.month_report import MonthReportPage

        return MonthReportPage(session, jobs)

    def totals() -> Page:
        from ui.pages.roll_totals import RollTotalsPage

        return RollTotalsPage(session, jobs)

    def quality() -> Page:
        from ui.pages.quality import QualityPage

        return QualityPage(session, jobs)

    def verify() -> Page:
        from ui.pages.verify import VerifyPage

        return VerifyPage(session, jobs)

    return [
        Door("targets", "目标任务", "clipboard-list", targets),
        Door("monitoring", "月度监测", "clipboard-list", monitoring),
        Door("month", "月报", "calendar", month),
        Door("totals", "补贴汇总", "wallet", totals),
        Door("quality", "数据质量", "clipboard-list", quality),
        Door("verify", "核验文书", "shield-check", verify),
    ]
