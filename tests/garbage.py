"""Garbage of a test with windows is collected on the thread of the windows, as in the program."""

import gc
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Keep a cycle of Qt's objects from being destroyed by whichever thread allocates."""
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()  # now that no fixture holds a page, and before other tests start threads
        gc.enable()
