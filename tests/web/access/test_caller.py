"""Who asks, as the routes are told by the one middleware that finds it out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

import falcon
import falcon.testing
import pytest

from appliance.chat.member import new_token, public_id
from appliance.chat.senders import Maker
from appliance.chat.standing.membership import Membership, membership_name
from appliance.chat.standing.registry import Registry
from appliance.web.access.admin import Admin
from appliance.web.access.admin_code import make
from appliance.web.access.caller import Caller
from appliance.web.access.callers import Callers
from appliance.web.access.session import Session
from appliance.web.app import create_app
from tests.chat.memory import ListFeed
from tests.feed.feeds import draft
from tests.web.parts import parts

TOKEN: Final = "0" * 32


class Told:
    """A route that says what it knows of who asks."""

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller: Caller = req.context.caller
        became = caller.become_host(req.get_param("token"), req.get_param("code"))
        resp.media = {
            "member": caller.member,
            "host": caller.host,
            "became": became,
            "token": caller.token("Ada"),
            "reader": caller.reader.name,
            "maker": caller.maker and caller.maker.name,
        }

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller: Caller = req.context.caller
        resp.media = {"member": caller.greet()}


@pytest.fixture
def browser() -> falcon.testing.TestClient:
    callers = Callers(Session("a secret"), Admin(TOKEN), Registry(ListFeed()))
    app: falcon.App[falcon.Request, falcon.Response] = falcon.App(middleware=[callers])
    app.add_route("/", Told())
    return falcon.testing.TestClient(app)


def told(browser: falcon.testing.TestClient, query: str = "", **more: Any) -> dict[str, Any]:
    answer = browser.simulate_get("/", query_string=query, **more)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def cookie_of(answer: Any) -> str:
    (cookie,) = answer.cookies.values()
    return f"{cookie.name}={cookie.value}"


def test_who_has_no_cookie_is_no_member_but_the_same_visitor_each_time(
    browser: falcon.testing.TestClient,
) -> None:
    first, again = told(browser), told(browser)
    assert first["member"] is None
    assert first["token"] == again["token"]
    assert told(browser, remote_addr="192.0.2.7")["token"] != first["token"]


def test_a_browser_that_was_greeted_is_the_member_it_was_told(
    browser: falcon.testing.TestClient,
) -> None:
    greeted = browser.simulate_post("/")
    found = told(browser, headers={"Cookie": cookie_of(greeted)})
    assert found["member"] == greeted.json["member"] == public_id(found["token"])


def test_a_cookie_that_is_none_of_ours_makes_no_member(browser: falcon.testing.TestClient) -> None:
    for value in ("", "x" * 32, new_token() + "0", f'"{new_token()}"'):
        assert told(browser, headers={"Cookie": f"member={value}"})["member"] is None


def test_the_host_is_who_showed_the_token_and_a_wrong_one_gives_nothing(
    browser: falcon.testing.TestClient,
) -> None:
    wrong = browser.simulate_get("/", query_string="token=1")
    assert (wrong.json["became"], wrong.cookies) == (False, {})
    right = browser.simulate_get("/", query_string=f"token={TOKEN}")
    assert right.json["became"]
    assert told(browser, headers={"Cookie": cookie_of(right)})["host"]


def test_a_code_counts_once_but_again_for_who_is_the_host_by_it(
    browser: falcon.testing.TestClient,
) -> None:
    query = f"code={make(TOKEN, time.time())}&token={TOKEN}"
    first = browser.simulate_get("/", query_string=query)
    assert first.json["became"]
    assert not told(browser, query)["became"]
    assert told(browser, query, headers={"Cookie": cookie_of(first)})["became"]


def test_an_address_is_who_reads_and_who_makes_rooms(browser: falcon.testing.TestClient) -> None:
    found = told(browser, remote_addr="192.0.2.7")
    assert (found["reader"], found["maker"]) == ("192.0.2.7", Maker("192.0.2.7").name)
    assert told(browser)["maker"] is None  # this machine's own user


def test_who_is_in_a_private_room_is_told_of_it_and_nobody_else(tmp_path: Path) -> None:
    made = parts(tmp_path)
    try:
        app = falcon.testing.TestClient(create_app(made), headers={"Host": "localhost"})

        def rooms(cookie: str = "x=1") -> list[str]:
            answer = app.simulate_get("/rooms", headers={"Cookie": cookie})
            return [room["name"] for room in answer.json["rooms"]]

        ada, bob = (app.simulate_get("/about") for _ in range(2))
        name = membership_name("@plans", ada.json["you"]["member"])
        said = draft(room="@plans")
        made.feed.append(said._replace(facts=(Membership().fact(name),)))
        assert rooms(cookie_of(ada)) == ["lobby", "@plans"]
        assert rooms(cookie_of(bob)) == rooms() == ["lobby"]
        made.feed.append(said._replace(facts=(Membership.gone(name),)))
        assert rooms(cookie_of(ada)) == ["lobby"]
    finally:
        made.depot.close()
        made.feed.close()
