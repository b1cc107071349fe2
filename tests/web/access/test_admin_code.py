"""Which codes are taken, and when."""

from __future__ import annotations

from appliance.web.access.admin_code import MOST, SECONDS, Codes, make

TOKEN = "0123456789abcdef" * 2
NOW = 1_800_000_000.5


def test_a_code_is_taken_once_until_it_runs_out() -> None:
    codes = Codes(TOKEN)
    for later in (0, 1, SECONDS - 1):
        code = make(TOKEN, NOW)
        assert codes.take(code, NOW + later)
        assert not codes.take(code, NOW + later)
    assert not codes.take(make(TOKEN, NOW), NOW + SECONDS + 1)
    assert not codes.take(make(TOKEN, NOW + 5), NOW), "made by a clock that is not the server's"


def test_it_needs_the_token_and_is_bound_to_all_it_says() -> None:
    code = make(TOKEN, NOW)
    assert not Codes("f" * 32).take(code, NOW)
    until, name, proof = code.split("-")
    for changed in (
        *(f"{int(until) + 1}-{name}-{proof}", f"{until}-{'0' * 16}-{proof}"),
        *(f"{until}-{name}-{'0' * 32}", f"{until}-{name}", code + "\n", "", "9" * 10_000, "-" * 99),
    ):
        assert not Codes(TOKEN).take(changed, NOW)


def test_two_codes_of_one_moment_differ() -> None:
    assert make(TOKEN, NOW) != make(TOKEN, NOW)


def test_what_was_used_is_forgotten_when_it_has_run_out() -> None:
    codes = Codes(TOKEN)
    for _ in range(MOST):
        assert codes.take(make(TOKEN, NOW), NOW)
    assert not codes.take(make(TOKEN, NOW), NOW)
    assert codes.take(make(TOKEN, NOW + SECONDS + 1), NOW + SECONDS + 1)
