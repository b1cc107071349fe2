"""Tokens and the public ids made from them."""

from __future__ import annotations

import re
import tracemalloc

from appliance.chat.member import new_token, public_id, visitor_token


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[0-9a-f]{32}", token) for token in tokens)


def test_a_public_id_stays_the_same_and_does_not_show_the_token() -> None:
    token = "0123456789abcdef" * 2
    # Fixed for good: it is in every log that was ever written.
    assert public_id(token) == public_id(token)
    assert re.fullmatch(r"[a-z2-7]{16}", public_id(token))
    assert public_id(token) not in token
    assert len({public_id(new_token()) for _ in range(1000)}) == 1000


def test_a_visitor_is_known_by_address_and_nick() -> None:
    token = visitor_token("secret", "192.0.2.7", "Ada")
    assert token == visitor_token("secret", "192.0.2.7", "Ada")
    others = [
        visitor_token("other", "192.0.2.7", "Ada"),
        visitor_token("secret", "192.0.2.8", "Ada"),
        visitor_token("secret", "192.0.2.7", "Bob"),
    ]
    assert len({token, *others}) == 4


def test_what_somebody_sent_is_not_remembered() -> None:
    # A nick of 64 KB for each of 4,096 tokens was 1 GB.
    tracemalloc.start()
    try:
        for number in range(200):
            public_id(visitor_token("secret", "192.0.2.7", f"{number}" * 10_000))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 500_000


def test_a_visitor_s_token_is_never_one_a_cookie_may_hold() -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", visitor_token("secret", "192.0.2.7", "Ada")) is None
