"""Modules of the page that are rules without a page, asked in the browser that runs them."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator
from random import Random
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from appliance.chat.room import small, typed_name
from appliance.chat.text import clean
from appliance.cli.remote.hold import STEPS, Hold
from appliance.invisible import shows
from tests.browser.people import People, Person
from tests.running import RunningServer

LONG: Final = 100_000
"""Characters; the longest message that a chat can be made to take."""


@pytest.fixture(scope="module")
def person(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """One page for all tests: none of them changes it."""
    with RunningServer(tmp_path_factory.mktemp("chat") / "data") as chat:
        people = People(browser, chat.url)
        yield people()
        people.leave()


def run(person: Person, module: str, body: str) -> Any:
    """What `body` returns, with what `module` exports."""
    return person.page.evaluate(
        f"async () => {{ const m = await import('/static/js/{module}.js'); {body} }}"
    )


@pytest.mark.parametrize(
    ("happens", "seconds"),
    [
        ("", 25),
        ("h.lost(20);", 25),
        ("h.lost(20); h.lost(20);", 12),
        ("h.lost(20); h.answered(3); h.lost(20);", 12),
        ("h.lost(20); h.answered(25); h.lost(20);", 25),
        ("h.lost(8); h.lost(8);", 5),
        ("h.lost(35); h.lost(35);", 12),
        ("h.lost(1); h.lost(1.9); h.lost(0);", 25),
        ("h.lost(4); h.lost(4); h.lost(4); h.lost(4);", 5),
    ],
)
def test_how_long_a_poll_asks_to_be_held(person: Person, happens: str, seconds: int) -> None:
    assert (
        run(person, "line/hold", f"const h = new m.Hold(); {happens} return h.seconds;") == seconds
    )


def test_the_page_and_the_terminal_ask_to_be_held_as_long(person: Person) -> None:
    chance = Random(25)
    walk = [
        (chance.choice(["answered", "answered", "lost"]), chance.choice([1, 4, 8, 13, 25, 35]))
        for _ in range(2_000)
    ]
    hold = Hold()
    terminal = []
    for happens, held in walk:
        getattr(hold, happens)(held)
        terminal.append(hold.seconds)
    page = run(
        person,
        "line/hold",
        f"""
        const h = new m.Hold();
        const walk = {json.dumps(walk)};
        return walk.map(([happens, held]) => {{ h[happens](held); return h.seconds; }});
        """,
    )
    assert page == terminal
    assert set(terminal) == set(STEPS)


@pytest.mark.parametrize(
    ("cursor", "number", "right"),
    [
        ("9007199254740991", 9007199254740991, True),
        ("9007199254740992", 1, False),
        ("1", 9007199254740992, False),
        ("1" * 1_000, 1, False),
    ],
)
def test_a_number_that_would_be_taken_for_another_is_no_chat_s(
    person: Person, cursor: str, number: int, right: bool
) -> None:
    answer = f"{{ cursor: '{cursor}', messages: [{{ id: {number} }}] }}"
    assert run(person, "line/answers", f"return m.isAnswer('changes', {answer});") is right


def test_how_long_a_room_s_name_may_be_is_the_chat_s_to_say(person: Person) -> None:
    asked = "[m.roomNameProblem('x'.repeat(9)), m.roomNameProblem('x'.repeat(9), 8)]"
    free, bounded = run(person, "chat/room-name", f"return {asked};")
    assert free is None
    assert "8" in bounded


def test_longer_holds_are_tried_again_ever_more_slowly(person: Person) -> None:
    steps = run(
        person,
        "line/hold",
        """
        const h = new m.Hold();
        const steps = [];
        for (let round = 0; round < 3; round += 1) {
          h.lost(20); h.lost(20);
          let polls = 0;
          while (h.seconds < 25) { h.answered(h.seconds); polls += 1; }
          steps.push(polls);
        }
        return steps;
        """,
    )
    assert steps == [40, 80, 160]


def test_pages_that_lost_the_same_server_do_not_come_back_in_step(person: Person) -> None:
    """5,000 of them, also where the server said when: no tenth of a second sees more than 850.

    Where most come, some 700 do, with a deviation of 25.
    """
    for asked, failures in ((0, 1), (1, 1), (5, 1), (0, 9), (5, 9)):
        times = run(person, "line/backoff", pauses(f"new m.Backoff(), {asked}", failures))
        assert min(times) >= asked * 1000
        tenths = [int(time // 100) for time in times]
        assert max(map(tenths.count, set(tenths))) < 850


def test_who_looks_at_a_page_waits_five_seconds_for_the_next_try_at_most(person: Person) -> None:
    seen, unseen, told = (
        run(person, "line/backoff", pauses(backoff, 9))
        for backoff in (
            "new m.Backoff(), 0",
            "new m.Backoff({ visible: () => false }), 0",
            "new m.Backoff(), 20",
        )
    )
    assert max(seen) <= 5_000 < min(unseen)
    assert max(unseen) <= 30_000
    assert min(told) >= 20_000


def pauses(backoff_and_asked: str, failures: int) -> str:
    """How long each of 5,000 pages waits after so many failures in a row."""
    return f"""
        const pause = (backoff, asked) => {{
          for (let failure = 1; failure < {failures}; failure += 1) backoff.next(asked);
          return backoff.next(asked);
        }};
        return Array.from({{ length: 5000 }}, () => pause({backoff_and_asked}));
    """


@pytest.mark.parametrize(
    "text",
    [
        "http://a.example/" + ")" * LONG,
        "http://a.example/" + "." * LONG,
        "http://a.example/" + "(" * (LONG // 2) + ")" * (LONG // 2),
        "http://a.example/" + "].)" * (LONG // 3),
        "www." * (LONG // 4),
        "http://" * (LONG // 7),
        "http://a " * (LONG // 9),
        "http://" + "a\u0301\u0323" * (LONG // 3),
        "http://" + "\u0301\u0323" * (LONG // 2),
        "http://" + "xn--" * (LONG // 4),
        "http://" + "a." * (LONG // 2),
        "http://[" + ":" * LONG,
        "http://" + "%41" * (LONG // 3),
        "http://a/" + "../" * (LONG // 3),
    ],
    ids=lambda text: text[:12] + "…" + text[-6:],
)
def test_looking_for_addresses_takes_no_longer_for_hostile_text(person: Person, text: str) -> None:
    joined, milliseconds = person.page.evaluate(
        """async (text) => {
          const { linkify } = await import('/static/js/format/linkify.js');
          const begun = performance.now();
          const pieces = linkify(text);
          return [pieces.map((piece) => piece.text).join(''), performance.now() - begun];
        }""",
        text,
    )
    assert joined == text
    assert milliseconds < 2_000


@pytest.mark.parametrize("before", ["a", "http://a.example/"])
def test_a_tower_of_marks_is_shown_at_once(person: Person, before: str) -> None:
    """A browser shapes marks upon one letter in the square of their number: this took 98 s."""
    text = before + "\u0301\u0323" * (LONG // 2)
    joined, milliseconds = person.page.evaluate(
        """async (text) => {
          const { bubble } = await import('/static/js/page/message/bubble.js');
          const begun = performance.now();
          const [node] = bubble(text);
          document.querySelector('#conversation').append(node);
          node.getBoundingClientRect();
          const took = performance.now() - begun;
          node.remove();
          return [node.textContent, took];
        }""",
        text,
    )
    assert joined == text
    assert milliseconds < 5_000


@pytest.mark.parametrize(
    ("nick", "other"),
    [
        ("Ada", "\u0410da"),
        ("Ada", "\u0410D\u0410"),
        ("pay", "\u0440\u0430\u0443"),
        ("modern", "modem"),
        ("Ida", "lda"),
        ("\u039d\u03af\u03ba\u03bf\u03c2", "N\u03af\u03ba\u03bf\u03c2"),
        ("\U0001d400da", "ADA"),
        ("Ada", "A\u3164da"),
    ],
)
def test_two_who_go_by_names_that_look_the_same_share_one(
    person: Person, nick: str, other: str
) -> None:
    assert _shared(person, nick, other)


@pytest.mark.parametrize(
    ("nick", "other"), [("Ada", "Ade"), ("Max", "Mex"), ("\u0410\u043d\u043d\u0430", "Anna")]
)
def test_two_whose_names_look_different_do_not(person: Person, nick: str, other: str) -> None:
    assert not _shared(person, nick, other)


def _shared(person: Person, nick: str, other: str) -> bool:
    news, shared = run(
        person,
        "chat/nicks",
        f"""
        const nicks = new m.Nicks();
        const [nick, other] = {json.dumps([nick, other])};
        const news = [nicks.note(nick, 'one'), nicks.note(other, 'two')];
        return [news, [nicks.shared(nick), nicks.shared(other)]];
        """,
    )
    assert not news[0]
    assert shared == [news[1]] * 2
    return bool(news[1])


def test_the_page_and_the_server_see_the_same_of_a_text(person: Person) -> None:
    """Of characters that Python knows: a browser's Unicode may be newer."""
    known = [
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs")
    ]
    unseen = run(
        person,
        "chat/visible",
        f"return {known}.filter((code) => !m.shows(String.fromCodePoint(code)));",
    )
    hidden = [code for code in known if not shows(clean(chr(code), "message", 9, lines=True))]
    assert unseen == hidden


def test_what_cannot_be_seen_of_an_older_log_is_named(person: Person) -> None:
    assert (
        run(person, "page/message/bubble", "return m.bubble('\\u200b\\u2800').text();")
        == "Nothing can be seen of this message"
    )
    assert run(person, "chat/nicks", "return m.shownNick('\\u3164');") == "<unknown>"


def test_what_fails_once_more_after_the_chat_is_back_waits_as_after_a_first_failure(
    person: Person,
) -> None:
    """A send is under way, on what answered instead of the chat, when the poll says it is back."""
    pauses = run(
        person,
        "line/courier",
        """
        const item = { key: 'k' };
        const pauses = [];
        let fail;
        const backoff = {
          failures: 6,
          next() { this.failures += 1; return this.failures; },
          reset() { this.failures = 0; },
          async pause(count) { pauses.push(count); if (pauses.length === 2) item.gone = true; },
          wake() {},
        };
        const outbox = {
          next: () => (item.gone ? null : item),
          begin: () => true,
          end: () => true,
          change() {},
          markWaiting() {},
        };
        const api = { publish: () => new Promise((_, reject) => { fail = reject; }) };
        const parts = { api, outbox, backoff, chat: () => '', cursor: () => '0', onLate() {} };
        const courier = new m.Courier(parts);
        const turn = () => new Promise((resolve) => setTimeout(resolve));
        const { ApiError } = await import('/static/js/line/api-error.js');
        courier.start();
        fail(new ApiError({ status: 403 }));
        await turn();
        courier.retry();
        fail(new ApiError({ status: 403 }));
        await turn();
        return pauses;
        """,
    )
    assert pauses == [7, 1]


def test_a_try_that_fails_after_another_courier_stored_the_message_changes_nothing(
    person: Person,
) -> None:
    left = run(
        person,
        "line/outbox",
        """
        const { Courier } = await import('/static/js/line/courier.js');
        const { ApiError } = await import('/static/js/line/api-error.js');
        const kept = new Map();
        const storage = {
          names: (start) => [...kept.keys()].filter((name) => name.startsWith(start)).sort(),
          get: (name) => kept.get(name),
          set: (name, value) => kept.set(name, value),
          remove: (name) => kept.delete(name),
        };
        const outbox = new m.Outbox({ storage, randomKey: () => 'k' });
        const backoff = { next: () => 1, reset() {}, wake() {}, pause: async () => {} };
        const tries = [];
        const api = { publish: () => new Promise((...ends) => { tries.push(ends); }) };
        const rest = { api, outbox, backoff, chat: () => '', cursor: () => 0, onLate() {} };
        const courier = (id) => new Courier({ ...rest, id });
        const turn = () => new Promise((resolve) => setTimeout(resolve));
        outbox.add({ room: 'lobby', nick: '', message: 'hello', state: 'new' });
        const [first, second] = [courier('first'), courier('second')];
        first.start();
        first.stop();
        second.takeOver();
        second.start();
        tries[1][0]({ id: 7 });
        await turn();
        tries[0][1](new ApiError({ status: 403, refusal: { code: 'x', description: 'Refused.' } }));
        await turn();
        return outbox.list().map(({ state, problem = null }) => [state, problem]);
        """,
    )
    assert left == [["sent", None]]


def test_an_upload_that_rests_while_it_is_begun_is_begun_once_and_known_again(
    person: Person,
) -> None:
    said = run(
        person,
        "line/upload",
        """
        const said = [];
        let begun;
        const tus = {
          begin: () => {
            said.push('begin');
            return new Promise((resolve) => { begun ??= resolve; });
          },
          offset: async () => { said.push('offset'); return 0; },
          append: async () => { said.push('append'); },
        };
        const rest = { facts: () => ({}), onChange() {}, onBegun: (id) => said.push(id) };
        const upload = new m.Upload(new File(['abc'], 'a.txt'), { tus, ...rest });
        const runs = [upload.run()];
        upload.rest();
        upload.again();
        runs.push(upload.run());
        upload.rest();
        begun('named');
        await runs[0];
        said.push(upload.state);
        upload.again();
        await upload.run();
        return [...said, upload.state];
        """,
    )
    assert said == ["begin", "named", "rests", "offset", "append", "done"]


def test_a_file_that_is_taken_away_from_a_parcel_that_was_joined_is_not_sent(
    person: Person,
) -> None:
    sent, told = run(
        person,
        "page/files/parcel",
        """
        const sent = [];
        const add = ({ name }) => { sent.push(name); return { id: name }; };
        const parts = { uploads: { add, forget() {} }, problemOf: () => null };
        const [first, second] = [new m.Parcel(parts), new m.Parcel(parts)];
        first.add(new File(['a'], 'a.txt'));
        first.add(new File(['b'], 'b.txt'), { original: true });
        second.join(first);
        second.remove(second.items[0]);
        await new Promise((resolve) => setTimeout(resolve));
        return [sent, second.files.map(({ id, original }) => [id, original])];
        """,
    )
    assert sent == ["b.txt"]
    assert told == [["b.txt", True]]


def test_a_file_that_is_still_looked_at_has_nothing_that_could_rest(person: Person) -> None:
    """And who is at one of its buttons stays there when another comes before it."""
    before, after, focused = run(
        person,
        "page/files/file-line",
        """
        const item = { file: new File(['a'], 'a.txt'), upload: null, url: null, problem: null };
        const line = new m.FileLine(item, { 'files.rest'() {}, 'files.takeAway'() {} });
        const acts = () => line.buttons.children().get().map((node) => node.dataset.act);
        document.body.append(line.node[0]);
        const before = acts();
        line.buttons.children().trigger('focus');
        item.upload = { state: 'waits', sent: 0, size: 1 };
        line.update();
        const told = [before, acts(), document.activeElement.dataset.act];
        line.node.remove();
        return told;
        """,
    )
    assert before == ["files.takeAway"]
    assert after == ["files.rest", "files.takeAway"]
    assert focused == "files.takeAway"


def test_who_types_turns_nothing_around_but_a_name_and_is_not_written_anew(person: Person) -> None:
    text, names, same = run(
        person,
        "page/composer/typists",
        """
        const line = document.createElement('p');
        const typists = new m.Typists(line);
        typists.show(['\u05e2\u05d3\u05d4', 'Ada']);
        const [first] = line.childNodes;
        typists.show(['\u05e2\u05d3\u05d4', 'Ada']);
        const names = [...line.querySelectorAll('bdi')].map((node) => node.textContent);
        return [line.textContent, names, line.contains(first)];
        """,
    )
    assert text == "\u05e2\u05d3\u05d4 and Ada are typing…"
    assert names == ["\u05e2\u05d3\u05d4", "Ada"]
    assert same


def test_what_could_not_be_loaded_is_told_so_and_no_mistake_is(person: Person) -> None:
    """Browsers have a TypeError for both."""
    loaded, mistake, told = run(
        person,
        "page/composer/picking",
        """
        const { loaded } = await import('/static/js/page/parts/later.js');
        const told = [];
        const onProblem = () => told.push('problem');
        const picking = new m.Picking(null, { storage: null, onProblem });
        const mistake = await picking.open(null).catch((error) => error.name);
        return [await loaded(() => import('/static/js/nowhere.js')), mistake, told];
        """,
    )
    assert (loaded, mistake, told) == (None, "TypeError", [])


def test_of_what_never_comes_back_the_oldest_is_forgotten(person: Person) -> None:
    """As with messages that were taken back: their keys wait for nothing."""
    known = run(
        person,
        "chat/own",
        """
        const own = new m.Own();
        for (let number = 0; number <= 1000; number += 1) own.wrote(`key ${number}`);
        return [0, 1, 1000].map((number) => {
          own.recognise({ id: number, key: `key ${number}` });
          return own.has({ id: number });
        });
        """,
    )
    assert known == [False, True, True]


NAMES: Final = [
    "Coffee  - break",
    " #Lobby",
    "\u0130zmir",
    "ΟΔΟΣ",
    "STRA\u1e9eE",
    "KU\u0308CHE",
    "a\u00a0b",
]


def test_names_of_rooms_are_small_letters_for_the_page_as_for_the_server(person: Person) -> None:
    body = "return data.map((name) => m.small(m.typedName(name)))"
    found = run(person, "chat/room-name", f"const data = {json.dumps(NAMES)}; {body}")
    assert found == [small(str(typed_name(name))) for name in NAMES]
    letters = [chr(number) for number in range(0x20, 0x10000) if chr(number).isupper()]
    found = run(person, "chat/room-name", f"return {json.dumps(letters)}.map(m.small)")
    # A browser may know more letters than Python does, or fewer.
    assert sum(one != small(other) for one, other in zip(found, letters, strict=True)) < 20
