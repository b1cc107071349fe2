"""What is done in threads, and what is raised there."""

from __future__ import annotations

import threading

import pytest

from appliance.feed.threads import Threads


def test_results_and_errors_come_out_and_nothing_is_printed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    threads = Threads(1)
    assert threads.run(threading.get_ident) != threading.get_ident()
    with pytest.raises(ValueError, match="no number"):
        threads.run(lambda: int("no number"))
    assert threads.run(lambda: "still working") == "still working"
    threads.close()
    assert capfd.readouterr().err == ""
