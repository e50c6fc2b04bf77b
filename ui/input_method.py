"""Lets people type Chinese on Linux: leads Qt to the input method that runs."""

from collections.abc import MutableMapping


def reach_input_method(environment: MutableMapping[str, str], system: str) -> None:
    """Choose the way to fcitx 5 or ibus; call it before the application is made.

    The wheels of PySide6 carry the ibus plugin but none for fcitx. fcitx 5 answers the ibus
    portal, so a desktop that names fcitx is led there; any other choice stays as it is.
    """
    if system != "linux":
        return
    named = environment.get("QT_IM_MODULE", "")
    by_x = environment.get("XMODIFIERS", "").removeprefix("@im=")
    if named.startswith("fcitx") or (not named and by_x.startswith("fcitx")):
        environment["QT_IM_MODULE"] = "ibus"
    if environment.get("QT_IM_MODULE") == "ibus":
        environment.setdefault("IBUS_USE_PORTAL", "1")
