"""What a message answers: seen above it as it is now, and the way there and back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.people import People, eventually
from tests.browser.test_changes import act, history, open_menu, say

BETWEEN = 70
"""Messages from what is answered to the answer: more than a page has at first."""


def test_an_answer_shows_what_it_answers_and_leads_there_and_back(folk: People) -> None:
    ada = folk("Ada")
    first = say(ada, "who has the key?\nI do not", "hall")
    for number in range(BETWEEN):
        said = say(ada, f"number {number}", "hall")
    say(ada, "I do", "hall", reply=first)
    say(ada, "so it is", "hall", reply=said)
    bob = folk("Bob")
    asked: list[str] = []
    bob.page.on("request", lambda request: asked.append(request.url.removeprefix(bob.url)))
    page = bob.page
    away = f"{bob.url}/messages/{first}"
    page.route(away, lambda route: route.abort())
    bob.enter("hall")
    far, near = page.locator(".quote").nth(0), page.locator(".quote").nth(1)
    expect(far).to_have_text("…")
    page.unroute(away)
    bob.context.set_offline(True)
    expect(page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    bob.context.set_offline(False)
    expect(far).to_have_text("Adawho has the key? I do not")
    expect(near).to_have_text(f"Adanumber {BETWEEN - 1}")
    # The other one is in the page already. How often it tries is not what is promised.
    assert {path for path in asked if path.startswith("/messages/")} == {f"/messages/{first}"}
    act(ada, "PUT", f"/messages/{first}", message="who has the keys?")
    expect(far).to_have_accessible_name("Answers Ada: who has the keys?")

    page.locator("#message").fill("half a sent")
    back = page.locator("#way-back")
    expect(back).to_be_hidden()
    with page.expect_request(lambda request: f"around={first}" in request.url):
        far.click()
    parent = bob.row("who has the keys?").locator("> .message")
    expect(parent).to_be_focused()
    expect(parent).to_be_in_viewport()
    back.click()
    reply = page.locator(f'.quote[data-reply="{first}"]').locator("xpath=..")
    expect(reply).to_be_focused()
    expect(reply).to_be_in_viewport()
    expect(back).to_be_hidden()
    expect(page.locator("#message")).to_have_value("half a sent")

    act(ada, "DELETE", f"/messages/{first}")
    act(ada, "DELETE", f"/messages/{said}")
    expect(far).to_have_text("AdaRemoved by who said it")
    expect(near).to_have_text("AdaRemoved by who said it")


def test_words_of_who_is_ignored_stand_in_no_answer_either(folk: People) -> None:
    ada, bob = folk("Alma"), folk("Bob")
    said = say(ada, "nonsense", "cellar")
    answer = act(bob, "POST", "/pub", nick="Bob", message="no", room="cellar", reply=said)["id"]
    cleo = folk("Cleo", "cellar")
    quote = cleo.page.locator(".quote")
    expect(quote).to_have_text("Almanonsense")
    cleo.row("nonsense").locator(".who").first.click()
    cleo.page.locator(".profile-ignore").click()
    expect(quote).to_have_text("Almafolded away")
    eventually(cleo.page, lambda: "nonsense" not in cleo.page.locator("#conversation").inner_text())
    act(bob, "DELETE", f"/messages/{answer}")  # of which nothing stands there, now and later
    expect(quote).to_have_count(0)
    cleo.page.reload()
    expect(cleo.page.locator("#conversation")).to_contain_text("Removed by who said it")
    expect(quote).to_have_count(0)


def test_one_answers_what_one_chose_beside_what_was_typed_also_without_the_chat(
    folk: People,
) -> None:
    ada = folk("Nell")
    said = say(ada, "tea or coffee?", "kitchen")
    bob = folk("Bob", "kitchen")
    page, box = bob.page, bob.page.locator("#message")
    box.fill("half a sent")
    strip = page.locator("#replying")
    for by_key in (True, False):
        open_menu(bob, "tea or coffee?").get_by_text("Reply").click()
        expect(strip).to_have_text("Answer to Nell: tea or coffee?")
        expect(box).to_be_focused()
        if by_key:
            box.press("Escape")
        else:
            strip.get_by_role("button", name="Do not answer it").click()
        expect(strip).to_be_hidden()
        expect(box).to_have_value("half a sent")

    page.locator("#conversation").press("ArrowUp")
    expect(bob.row("tea or coffee?").locator("> .message")).to_be_focused()
    page.keyboard.press("r")
    act(ada, "PUT", f"/messages/{said}", message="tea or juice?")
    expect(strip).to_have_text("Answer to Nell: tea or juice?")
    bob.room_link("lobby").click()
    expect(strip).to_be_hidden()
    bob.room_link("kitchen").click()
    expect(strip).to_have_text("Answer to Nell: tea or juice?")
    tab = folk.tab(bob.context, "kitchen")
    bob.context.set_offline(True)
    bob.write("tea")
    expect(strip).to_be_hidden()
    for person in (bob, tab):
        waiting = person.waiting().filter(has_text="tea").locator(".quote")
        expect(waiting).to_have_text("Nelltea or juice?")
    bob.context.set_offline(False)
    for person in (bob, tab, ada):
        if person is ada:
            ada.enter("kitchen")
        expect(person.page.locator(".row:not(.pending) .quote")).to_have_text("Nelltea or juice?")
        expect(person.waiting()).to_have_count(0)
    bob.write("and cake")
    expect(ada.stored()).to_have_text(["tea or juice?", "tea", "and cake"])
    assert [entry.get("reply") for entry in history(ada, "kitchen")] == [None, said, None]
