"""What the system's variables are told for the window: what a user has set there stays."""

from __future__ import annotations

import pytest

from appliance.environment import be_frugal

FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
OWN = "--js-flags=--max-old-space-size=512"


@pytest.mark.parametrize("set_already", [OWN, f"--no-sandbox {OWN}"])
def test_a_users_own_flags_for_javascript_stay_alone(set_already: str) -> None:
    environment = {FLAGS: set_already}
    be_frugal(environment)
    assert environment[FLAGS] == set_already


@pytest.mark.parametrize("set_already", [None, "", "--no-sandbox"])
def test_other_flags_stay_beside_ours(set_already: str | None) -> None:
    environment = {} if set_already is None else {FLAGS: set_already}
    be_frugal(environment)
    given = environment[FLAGS].split()
    assert given[:-1] == ([set_already] if set_already else [])
    assert given[-1].startswith("--js-flags=")
