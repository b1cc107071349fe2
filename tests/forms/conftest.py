"""What is not among the tests until it was built."""

from __future__ import annotations

from tests.running import ROOT

# No test builds it: that takes an hour. `make dist-older` runs its tests at the end.
collect_ignore = [] if (ROOT / "dist" / "older").exists() else ["test_older_system.py"]
