"""Work in a thread of its own: where a browser is driven, the test's has an event loop already."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """What `work` returns or raises."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()
