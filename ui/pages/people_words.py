"""How a person's state is said in a word or two, in lists and panes alike."""

from desktop_app.use_cases.people import PersonLine

_TONES = {
    "11": "info",
    "1": "ok",
    "2": "ok",
    "7": "ok",
    "4": "warn",
    "5": "warn",
    "6": "warn",
    "9": "warn",
}
WATCHED = {"unstable", "edge", "sudden"}
"""The kinds of household whose risk is not removed (监测对象)."""


def status_words(line: PersonLine) -> str:
    """Return the status: the post first, for whoever holds one."""
    if line.died:
        return "已故"
    if line.post_title:
        return f"{line.post_title}在岗"
    return line.status_text


def status_tone(line: PersonLine) -> str:
    """Return the tone of the status."""
    if line.died:
        return ""
    return "ok" if line.post_title else _TONES.get(line.status, "")


def visit_words(line: PersonLine) -> str:
    """Return how long the last visit is ago."""
    days = line.days_since_visit
    if line.died:
        return ""
    if days is None:
        return "还没走访"
    return {0: "今天", 1: "昨天"}.get(days, f"{days} 天前")


def visit_tone(line: PersonLine, period: int) -> str:
    """Return ``bad`` when the next visit is late."""
    if line.died:
        return ""
    if line.days_since_visit is None:
        return "text3"
    return "bad" if line.days_since_visit > period else ""
