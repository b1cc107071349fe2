"""The article's own page, which knows nothing of cursors, rooms or this program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.people import visit
from tests.running import RunningServer, eventually

pytestmark = pytest.mark.acceptance

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Chat</title>
<script src="/static/vendor/jquery.js"></script>
<script>
function display_message(data) {
    $("#conversation").append("<p><span class='nick'>"
        + (data['nick'] ? data['nick'] : "&lt;unknown&gt;")
        + "</span>: " + data['message'] + "</p>");
    $("#conversation").each(function () {
        this.scrollTop = this.scrollHeight;
    });
}
function poll() {
    var poll_interval = 0;
    $.ajax({
        url: '/sub',
        type: 'GET',
        dataType: 'json',
        success: function (data) {
            display_message(data);
            poll_interval = 0;
        },
        error: function () {
            poll_interval = 1000;
        },
        complete: function () {
            setTimeout(poll, poll_interval);
        }
    });
}
function send_message() {
    $.ajax({
        url: '/pub',
        type: 'POST',
        dataType: 'json',
        data: {
            nick: $("#nick").val(),
            message: $("#message").val()
        },
        complete: function () {
            $("#message").val("");
        }
    });
}
$(function () {
    $("#send").click(function (event) {
        event.preventDefault();
        send_message();
    });
    $("#chatform").submit(function (event) {
        event.preventDefault();
    });
    poll();
});
</script></head>
<body>
<form id="chatform">
    <label for="nick">Nickname:</label><input id="nick" size="10">
    <label for="message">message:</label><input id="message" size="40">
    <button id="send">Send</button>
</form>
<hr>
<div id="conversation" style="height: 6em; overflow: auto"></div>
</body></html>
"""

Open = Callable[[], Page]


@pytest.fixture
def open_page(server: RunningServer, browser: Browser) -> Iterator[Open]:
    """Opens the page in a browser of its own, and waits until it polls."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def serve(route: Route) -> None:
        route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")

    def open_one() -> Page:
        context = browser.new_context()
        contexts.append(context)
        context.route("**/seed.html", serve)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        visit(page, f"{server.url}/seed.html")
        polls_held(server, len(contexts))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert trouble == []


def polls_held(server: RunningServer, polls: int) -> None:
    eventually(lambda: server.metric("chat_polls_parked"), lambda now: now == polls)


def say(page: Page, message: str, nick: str | None = None) -> None:
    if nick is not None:
        page.locator("#nick").fill(nick)
    page.locator("#message").fill(message)
    page.locator("#send").click()
    expect(page.locator("#message")).to_have_value("")


def test_two_of_them_chat(server: RunningServer, open_page: Open) -> None:
    ada, bob = open_page(), open_page()
    say(ada, "hello", nick="Ada")
    for page in (ada, bob):
        expect(page.locator("#conversation p")).to_have_text(["Ada: hello"])
    say(bob, "anonymous")
    for page in (ada, bob):
        expect(page.locator("#conversation p")).to_have_text(["Ada: hello", "<unknown>: anonymous"])
    assert [entry["message"] for entry in server.log()] == ["hello", "anonymous"]


def test_a_rush_of_messages_reaches_both_in_order(server: RunningServer, open_page: Open) -> None:
    ada, bob = open_page(), open_page()
    said = [f"m{number}" for number in range(30)]
    for message in said:
        server.post(message, nick="Cy")
    for page in (ada, bob):
        expect(page.locator("#conversation p")).to_have_text([f"Cy: {each}" for each in said])
    polls_held(server, 2)


def test_return_sends_as_the_button_does(server: RunningServer, open_page: Open) -> None:
    ada = open_page()
    ada.locator("#message").fill("typed")
    ada.locator("#message").press("Enter")
    expect(ada.locator("#conversation p")).to_have_text(["<unknown>: typed"])


def test_the_page_finds_a_restarted_server(server: RunningServer, open_page: Open) -> None:
    ada = open_page()
    say(ada, "before", nick="Ada")
    expect(ada.locator("#conversation p")).to_have_count(1)
    polls_held(server, 1)
    server.kill()
    server.start()
    polls_held(server, 1)
    say(ada, "after")
    expect(ada.locator("#conversation p")).to_have_text([re.compile("before"), "Ada: after"])
