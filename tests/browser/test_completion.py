"""What is typed is completed: emoji, people and rooms, by keys and by presses, never in the way."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Locator, expect

from tests.browser.people import People, Person
from tests.browser.test_changes import say
from tests.running import RunningServer

COMPOSED: Final = """(text) => {
  const box = document.querySelector('#message');
  box.dispatchEvent(new CompositionEvent('compositionstart', { data: '', bubbles: true }));
  box.value = text;
  const of = { bubbles: true, isComposing: true };
  box.dispatchEvent(new InputEvent('input', of));
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', cancelable: true, ...of }));
}"""
"""Characters of an input method that are not chosen yet, and a key that is for it."""


WITHIN: Final = (
    "mail me at nia@ni",
    "http://example.org/:smile",
    "a/path/#kitchen",
    "`code :smile",
    "at 10:30",
    ":d",
    "x:smile",
)


def box(person: Person) -> Locator:
    return person.page.locator("#message")


def offers(person: Person) -> Locator:
    return person.page.locator("#offers [role=option]")


def type_anew(person: Person, text: str) -> None:
    box(person).fill("")
    box(person).press_sequentially(text)


def test_emoji_are_found_by_further_words_and_taken_by_tab_or_a_press(folk: People) -> None:
    nia = folk("Nia", "emoji")
    type_anew(nia, "good :thank")
    expect(offers(nia).first).to_contain_text("person with folded hands")
    expect(offers(nia).first.locator("mark")).to_have_text("thank")
    box(nia).press("Tab")
    expect(box(nia)).to_have_value("good 🙏 ")
    expect(offers(nia)).to_have_count(0)
    expect(box(nia)).to_be_focused()
    box(nia).press("ControlOrMeta+z")  # as if it had been typed
    expect(box(nia)).to_have_value("good :thank")

    type_anew(nia, ":face")
    expect(offers(nia)).to_have_count(10)
    offers(nia).nth(2).click()
    expect(box(nia)).to_have_value("😂 ")
    expect(box(nia)).to_be_focused()
    type_anew(nia, ":red")
    box(nia).press("Tab")
    expect(box(nia)).to_have_value("❤️ ")


def test_return_sends_as_ever_unless_an_arrow_has_chosen(folk: People) -> None:
    nia = folk("Nia", "return")
    type_anew(nia, "hm :lau")
    expect(offers(nia)).to_have_count(1)
    box(nia).press("Enter")
    expect(nia.row("hm :lau")).to_be_visible()
    expect(offers(nia)).to_have_count(0)

    type_anew(nia, ":love")
    box(nia).press("ArrowDown")
    box(nia).press("ArrowDown")
    chosen = nia.page.locator("#offers [aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(box(nia)).to_have_attribute("aria-activedescendant", "offer-1")
    expect(chosen).to_have_attribute("id", "offer-1")
    box(nia).press("Enter")
    expect(box(nia)).to_have_value("❤️ ")
    expect(box(nia)).not_to_have_attribute("aria-activedescendant", "offer-1")


def test_escape_closes_what_is_offered_and_nothing_else(folk: People) -> None:
    nia = folk("Nia", "escape")
    say(nia, "what then?", "escape")
    nia.row("what then?").hover()
    nia.page.locator("#row-more").click()
    nia.page.locator("#message-menu").get_by_text("Reply").click()
    strip = nia.page.locator("#replying")
    expect(strip).to_be_visible()
    box(nia).press_sequentially(":birth")
    expect(offers(nia)).to_have_count(1)
    box(nia).press("Escape")
    expect(offers(nia)).to_have_count(0)
    expect(strip).to_be_visible()
    box(nia).press_sequentially("d")  # of the same word nothing more is offered
    expect(box(nia)).to_have_value(":birthd")
    expect(offers(nia)).to_have_count(0)
    box(nia).press("Escape")
    expect(strip).to_be_hidden()
    box(nia).press_sequentially(" :birth")
    expect(offers(nia)).to_have_count(1)


def test_people_who_are_here_come_first_of_them_who_spoke_last(folk: People) -> None:
    wim = folk("Wim", "people")
    gone = folk("Wanda", "people")
    gone.write("bye")
    gone.page.close()
    first, second = folk("Walt", "people"), folk("Wes", "people")
    for person in (second, first):
        person.write(f"hello from {person.page.locator('#nick').input_value()}")
        expect(wim.stored().last).to_contain_text("hello from")
    expect(wim.row("hello from Walt")).to_be_visible()
    wim.page.wait_for_function(
        """async () => (await (await fetch('rooms/people/people')).json())
        .gone.some(({ nick }) => nick === 'Wanda')"""
    )

    def seen() -> list[str]:
        type_anew(wim, "so @w")
        expect(offers(wim)).to_have_count(3)
        return wim.page.locator("#offers .offer-label").all_inner_texts()

    wim.page.wait_for_function("() => document.querySelector('#here-open .here-number')")
    for _ in range(50):
        if seen() == ["Walt", "Wes", "Wanda"]:
            break
    assert seen() == ["Walt", "Wes", "Wanda"]
    box(wim).press("Tab")
    expect(box(wim)).to_have_value("so @Walt ")


def test_two_of_one_name_are_told_apart_by_their_tags(folk: People) -> None:
    zoe, other, ina = folk("Zoë", "tags"), folk("Zoë", "tags"), folk("Ina", "tags")
    zoe.write("I am one")
    other.write("and I another")
    expect(ina.row("and I another")).to_be_visible()
    type_anew(ina, "@zoe")
    expect(offers(ina)).to_have_count(2)
    expect(offers(ina).first).to_contain_text(other.member[:4])
    box(ina).press("ArrowDown")
    box(ina).press("ArrowDown")
    box(ina).press("Enter")
    expect(box(ina)).to_have_value(f"@Zoë#{zoe.member[:4]} ")


def test_who_was_chosen_is_meant_whoever_else_comes_to_be_called_so(
    folk: People, chat: RunningServer
) -> None:
    first, oto = folk("Zara", "meant"), folk("Oto", "meant")
    first.write("I was here first")
    expect(oto.row("I was here first")).to_be_visible()
    choose_and_leave_it(oto)
    type_anew(oto, "hello @zar")
    box(oto).press("Tab")
    expect(box(oto)).to_have_value("hello @Zara ")
    second = folk("Zara", "meant")
    second.write("so am I called")
    expect(oto.row("so am I called")).to_be_visible()
    oto.page.reload()  # what was begun is there again, and whom it means
    expect(box(oto)).to_have_value("hello @Zara ")
    box(oto).press("Enter")
    expect(first.page.locator(".names-reader")).to_have_count(1)
    assert named(chat, "hello @Zara") == [{"name": "Zara", "member": first.member}]

    box(oto).press("ArrowUp")
    expect(oto.page.locator("#editing")).to_be_visible()
    type_anew(oto, "bye @zar")
    expect(offers(oto)).to_have_count(2)
    offers(oto).filter(has_text=second.member[:4]).click()
    box(oto).press("Enter")
    expect(second.page.locator(".names-reader")).to_have_count(1)
    expect(first.page.locator(".names-reader")).to_have_count(0)

    oto.room_link("meant-not").click()
    expect(oto.row("to be left")).to_be_visible()
    oto.write("by hand @Zara")
    expect(oto.row("by hand @Zara")).to_be_visible()
    assert named(chat, "by hand @Zara", "meant-not") != [{"name": "Zara", "member": first.member}]


def choose_and_leave_it(person: Person) -> None:
    """In a room besides, in what is written there and in an edit; neither is sent."""
    person.enter("meant-not")
    person.write("to be left")
    for editing in (False, True):
        if editing:
            box(person).press("ArrowUp")
            expect(person.page.locator("#editing")).to_be_visible()
        type_anew(person, "see @zar")
        box(person).press("Tab")
        expect(box(person)).to_have_value("see @Zara ")
        box(person).fill("")
    box(person).press("Escape")
    expect(person.page.locator("#editing")).to_be_hidden()
    person.enter("meant")


def named(chat: RunningServer, text: str, room: str = "meant") -> Any:
    return next(entry.get("mentions") for entry in chat.log(room) if entry["message"] == text)


def test_rooms_are_found_by_their_names(folk: People) -> None:
    eva = folk("Eva", "kitchen-garden")
    eva.write("first")
    type_anew(eva, "see #gard")
    expect(offers(eva)).to_have_text(["#kitchen-garden"])
    expect(offers(eva).locator("mark")).to_have_text("gard")
    box(eva).press("Tab")
    expect(box(eva)).to_have_value("see #kitchen-garden ")


def test_nothing_is_offered_within_words_paths_and_code(folk: People) -> None:
    uma = folk("Uma", "quiet")
    folk("Nico", "quiet").write("hello")
    expect(uma.row("hello")).to_be_visible()
    for text in WITHIN:
        type_anew(uma, "see :smile")
        expect(offers(uma).first).to_be_visible()
        type_anew(uma, text)
        expect(offers(uma)).to_have_count(0)
        expect(box(uma)).to_have_value(text)


def test_nothing_is_offered_in_a_fence(folk: People) -> None:
    uma = folk("Uma", "fence")
    box(uma).fill("```\nprint(1)\n")
    box(uma).press_sequentially(":smile")
    expect(offers(uma)).to_have_count(0)
    box(uma).press("Shift+Enter")
    box(uma).press_sequentially("```")
    box(uma).press("Shift+Enter")
    box(uma).press_sequentially(":smile")
    expect(offers(uma).first).to_be_visible()


def test_nothing_acts_while_characters_are_composed(folk: People) -> None:
    yui = folk("Yui", "composing")
    type_anew(yui, ":heart")
    expect(offers(yui).first).to_be_visible()
    yui.page.evaluate(COMPOSED, ":heart")
    expect(offers(yui)).to_have_count(0)
    expect(box(yui)).to_have_value(":heart")


def test_on_a_phone_it_stands_over_the_box(folk: People) -> None:
    phone = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 420}}
    ida = folk("Ida", "phone", **phone)
    box(ida).tap()
    box(ida).press_sequentially(":face")
    expect(offers(ida).first).to_be_visible()
    assert 3 <= offers(ida).count() < 10  # as many as there is room for
    over = ida.page.locator("#offers-over").bounding_box()
    below = box(ida).bounding_box()
    assert over is not None
    assert below is not None
    assert over["y"] >= 0
    assert over["y"] + over["height"] <= below["y"]
    assert over["x"] >= 0
    assert over["x"] + over["width"] <= 390
    offers(ida).first.tap()
    expect(box(ida)).to_have_value("😀 ")
    expect(box(ida)).to_be_focused()
