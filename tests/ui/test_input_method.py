"""The way to the input method, by what the desktop names."""

import pytest

from ui.input_method import reach_input_method

PORTAL = {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


@pytest.mark.parametrize(
    ("named", "chosen"),
    [
        ({"QT_IM_MODULE": "fcitx"}, PORTAL),
        ({"QT_IM_MODULE": "fcitx5"}, PORTAL),
        ({"QT_IM_MODULE": "ibus"}, PORTAL),
        ({"XMODIFIERS": "@im=fcitx"}, {"XMODIFIERS": "@im=fcitx", **PORTAL}),
        ({"QT_IM_MODULE": "compose"}, {"QT_IM_MODULE": "compose"}),
        ({}, {}),
    ],
)
def test_a_desktop_with_fcitx_is_led_to_the_portal(
    named: dict[str, str], chosen: dict[str, str]
) -> None:
    environment = dict(named)

    reach_input_method(environment, "linux")

    assert environment == chosen


def test_other_systems_are_left_alone() -> None:
    environment = {"QT_IM_MODULE": "fcitx"}

    reach_input_method(environment, "win32")

    assert environment == {"QT_IM_MODULE": "fcitx"}
