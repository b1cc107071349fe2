"""Ten tabs of one browser share one poll."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, Page, expect

from tests.browser.people import People, eventually, visit
from tests.running import SOON, RunningServer


def parked(server: RunningServer) -> float:
    return server.metric("chat_polls_parked")


def test_ten_tabs_update_over_one_poll_and_survive_their_leader(
    people: People, server: RunningServer
) -> None:
    first = people("Ada")
    tabs = [first] + [people.tab(first.context) for _ in range(9)]
    eventually(first.page, lambda: parked(server) == 1)
    server.post("to all tabs")
    for tab in tabs:
        expect(tab.stored()).to_have_text(["to all tabs"])
    eventually(first.page, lambda: parked(server) == 1)

    # Most often one; another takes over from one that a busy machine keeps from answering.
    leaders = [tab for tab in tabs if tab.polled]
    rest = [tab for tab in tabs if not tab.polled]
    assert rest
    for tab in leaders:
        tab.page.close()
    eventually(rest[0].page, lambda: any(tab.polled for tab in rest), seconds=SOON)
    server.post("after the leader")
    for tab in rest:
        expect(tab.stored()).to_have_text(["to all tabs", "after the leader"])
    eventually(rest[0].page, lambda: parked(server) == 1)


def test_a_tab_that_finds_no_other_polls_without_asking_first(
    people: People, browser: Browser, server: RunningServer
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        no_timer_fires(page)
        visit(page, server.url)
        eventually(page, lambda: parked(server) == 1)
        # Gone without a word, as after a crash: the next one asks, and nobody answers.
        page.evaluate("localStorage.setItem('chat.leader', '\"a tab that crashed\"')")
        page.evaluate("Storage.prototype.removeItem = () => {}")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        expect(page.locator("#connection")).to_have_attribute("data-phase", "connected")
        page.evaluate("fetch('/about')")  # what it had to say before has been said
        assert not [url for url in asked if "/sub?" in url]
        page.clock.run_for(100)
        eventually(page, lambda: parked(server) == 1)


def test_a_new_tab_that_reaches_the_chat_ends_the_waiting_of_the_others(
    people: People, server: RunningServer
) -> None:
    first = people("Ada")
    words = {"title": "Away", "description": "Come back in ten minutes."}
    refusal = {"status": 503, "json": words, "headers": {"Retry-After": "600"}}
    first.page.route("**/sub?*", lambda route: route.fulfill(**refusal))
    eventually(first.page, lambda: parked(server) == 1)
    first.page.evaluate("window.dispatchEvent(new Event('offline'))")  # It asks anew.
    connection = first.page.locator("#connection")
    expect(connection).to_contain_text("Reconnecting in")
    first.page.unroute("**/sub?*")
    first.write("written meanwhile")
    second = people.tab(first.context)
    expect(second.stored()).to_have_text(["written meanwhile"])
    expect(connection).to_have_attribute("data-phase", re.compile("connected|back"))


def no_timer_fires(page: Page) -> None:
    """Until the test says so."""
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))


def test_a_tab_that_is_alone_says_nothing_to_others(
    people: People, browser: Browser, server: RunningServer
) -> None:
    """Each word would go through another process, and wake a window that has nothing to do."""
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script("""
          const post = BroadcastChannel.prototype.postMessage;
          BroadcastChannel.prototype.postMessage = function say(words) {
            window.said = (window.said ?? 0) + 1;
            post.call(this, words);
          };
        """)
        page.clock.install()
        visit(page, server.url)
        eventually(page, lambda: parked(server) == 1)
        page.evaluate("window.said = 0")
        page.clock.run_for(9_000)
        assert page.evaluate("window.said") <= 1
        other = people.tab(context)
        page.evaluate("window.said = 0")
        page.clock.run_for(2_000)
        assert page.evaluate("window.said") >= 4
        other.page.close()  # without a word, as far as it knows
        page.clock.run_for(32_000)

        def said() -> int:
            page.evaluate("window.said = 0")
            page.clock.run_for(9_000)
            return int(page.evaluate("window.said"))

        eventually(page, lambda: said() <= 2)


def test_a_leader_that_crashes_is_replaced(people: People, server: RunningServer) -> None:
    first = people("Ada")
    second = people.tab(first.context)
    eventually(first.page, lambda: first.polled)
    # Stopped in the middle of a script: neither pagehide nor a last word, as after a crash.
    cdp = first.context.new_cdp_session(first.page)
    cdp.send("Debugger.enable")
    cdp.send("Debugger.pause")
    eventually(second.page, lambda: second.polled, seconds=6)
    server.post("still here")
    expect(second.stored()).to_have_text(["still here"])
    cdp.send("Debugger.resume")
    expect(first.stored()).to_have_text(["still here"])
    eventually(second.page, lambda: parked(server) == 1)


def test_a_visible_tab_takes_the_lead_from_a_hidden_one(
    people: People, server: RunningServer
) -> None:
    first = people("Ada")
    second = people.tab(first.context)
    eventually(first.page, lambda: first.polled and parked(server) == 1)
    assert not second.polled
    # A headless browser never hides a tab, so the page is told what a real one would tell it.
    first.page.evaluate("""() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    }""")
    eventually(first.page, lambda: second.polled, seconds=3)
    eventually(first.page, lambda: parked(server) == 1)
    server.post("no gap")
    for tab in (first, second):
        expect(tab.stored()).to_have_text(["no gap"])


def test_a_message_written_in_any_tab_goes_out_once_and_shows_in_all(
    people: People, server: RunningServer
) -> None:
    first = people("Ada")
    tabs = [first] + [people.tab(first.context) for _ in range(2)]
    for number, tab in enumerate(tabs):
        tab.write(f"from tab {number}")
        for each in tabs:
            expect(each.stored()).to_have_count(number + 1)
    said = [f"from tab {number}" for number in range(3)]
    for tab in tabs:
        expect(tab.stored()).to_have_text(said)
        expect(tab.waiting()).to_have_count(0)
        expect(tab.page.locator(".row:not(.mine)")).to_have_count(0)
    assert [entry["message"] for entry in server.log()] == said


def test_reading_in_one_tab_clears_the_badge_in_the_other(
    people: People, server: RunningServer
) -> None:
    first = people("Ada")
    second = people.tab(first.context)
    server.post("psst", room="side")
    for tab in (first, second):
        expect(tab.room_link("side").locator(".badge-count")).to_have_text("1")
    second.room_link("side").click()
    expect(second.stored()).to_have_text(["psst"])
    expect(first.room_link("side").locator(".badge")).to_be_hidden()
