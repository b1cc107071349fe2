"""What is marked in messages: how they are read, and what is seen and done with that."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Browser, Page, expect

from tests.browser.people import People, Person, box_of
from tests.browser.test_messages import COPIED
from tests.running import RunningServer

READ: Final = {
    # b bold, i italic, s struck, h hidden by a spoiler, c code, f a fence, q a quote.
    "**b**": "<b b>",
    "*i*": "<i i>",
    "~~s~~": "<s s>",
    "||h||": "<h h>",
    "`c`": "<c c>",
    "so **b**, *i*; ~~s~~! ||h||? `c`.": "so <b b>, <i i>; <s s>! <h h>? <c c>.",
    "**two words**": "<b two words>",
    "***both***": "<i <b both>>",
    "***b** i*": "<i <b b> i>",
    "**b *both***": "<b b <i both>>",
    "*i **both***": "<i i <b both>>",
    "~~s **both** s~~": "<s s <b both> s>",
    "||**h** *h* ~~h~~ `h`||": "<h <b h> <i h> <s h> <c h>>",
    "**b *not both**": "<b b *not both>",
    "*not *i*": "*not <i i>",
    "(*i*) [**b**] {~~s~~}": "(<i i>) [<b b>] {<s s>}",
    "\"*i*\" '**b**' «*i*» „*i*“": "\"<i i>\" '<b b>' «<i i>» „<i i>“",
    "*really?!*": "<i really?!>",
    "**Note:** so": "<b Note:> so",
    "*i*…": "<i i>…",
    "—*i*—": "—<i i>—",
    "这是**b**文字": "这是<b b>文字",
    "これは*i*です": "これは<i i>です",
    "😀*i*👍🏽": "😀<i i>👍🏽",
    "❤\ufe0f*i*": "❤\ufe0f<i i>",
    "*😀*": "<i 😀>",
    "*é* *ü*": "<i é> <i ü>",
    "*שלום*": "<i שלום>",
    "||one\ntwo||": "<h one\ntwo>",
    "~~/etc/passwd~~": "<s /etc/passwd>",
    "*i*\n*i*": "<i i>\n<i i>",
    # Code is as it is.
    "`**c**`": "<c **c**>",
    "``c`c``": "<c c`c>",
    "```c```": "<c c>",
    "`a`,`b`": "<c a>,<c b>",
    "f(`x`)": "f(<c x>)",
    "`*.py`": "<c *.py>",
    "`http://a.example`": "<c http://a.example>",
    "```\nc\n```": "<f c>",
    "```py\nprint(1)\n```": "<f:py print(1)>",
    "```c++\n  a\n\tb\n```": "<f:c++   a\n\tb>",
    "```a\nb```": "<f:a b>",
    "```two words\nc\n```": "<f two words\nc>",
    "````\n```\n````": "<f ```>",
    "```\n**c** http://a.example > x\n```": "<f **c** http://a.example > x>",
    "before\n```\nc\n```\nafter": "before<f c>after",
    "```\nc\n```\n\n\nafter": "<f c>after",
    "```\na\n```\n```\nb\n```": "<f a><f b>",
    "```\na\n\n\nb\n```": "<f a\n\n\nb>",
    # Quotes.
    "> q": "<q q>",
    "> q\n> q": "<q q\nq>",
    "> q\nafter": "<q q>after",
    "before\n> q\n\nafter": "before<q q>after",
    "> **b**\n> *i*": "<q <b b>\n<i i>>",
    "> > q": "<q > q>",
    "> q\n>\n> q": "<q q\n\nq>",
    "> ||one\n> two||": "<q <h one\ntwo>>",
    # Links.
    "http://a.example": "{http://a.example}",
    "**http://a.example/**": "<b {http://a.example/}>",
    "||http://a.example||": "<h {http://a.example}>",
    "*see www.a.example.*": "<i see {www.a.example}.>",
    "http://a.example/*a*b": "{http://a.example/*a*b}",
    "http://a.example/_b_**c**": "{http://a.example/_b_**c}**",
    "![no](http://a.example/p.png)": "![no]({http://a.example/p.png})",
    "[no](http://a.example)": "[no]({http://a.example})",
}
AS_TYPED: Final = (
    *("*.py", "ls *.py *.pyc", "**/*.py", "src/**/*.js test/**/*.ts", "rm -rf *~ *.o"),
    *("/usr/*/bin/*", "2*3*4", "2 * 3 * 4", "2**3**4", "a*b", "a **b", "x *= y; z *= w"),
    *("5*x + 6*y", "snake_case_name", "__init__", "_under_", "__bold__", "a_b*c_d*e"),
    *("f(*args, **kwargs)", "def f(*a, **k):", "int *p, *q;", "char **argv"),
    *("(*p)->x *= 2", "if (*p == '*')", "'*' and '*'", "/* comment */", "/** doc */"),
    *(" * line", "* item\n* item", "- a\n- b", "1. a\n2. b", "+ a", "Accept: */*"),
    *("*/5 * * * *", "0 0 * * 1", "[*] done [*]", "****", "* * *", "***", "*", "**"),
    *("p@ss**w**", "*-*", "*.*", "*/etc/*", "C:\\*\\*", "foo*bar*baz", "é*x*", "1*2*"),
    *("\\*no\\*", "a||b||c", "a || b", "true||false && x||y", "f()||g()", "||||"),
    *("|| ||", "| a | b |", "|a|", "~", "~/a ~/b", "~~~", "~~ ~~", "a~~b~~c", "~5 ~6"),
    *("`", "a ` b", "it`s", "` `", "``` ```", "# no", "## no", "====", "<b>no</b>"),
    *("<img src=x onerror=alert(1)>", "&lt;", "&amp;", "```", "```\n```", "```\n\n```"),
    *("```py\nopen", "``open`", "`open\nclose`", "text ```\nno\n```x", ">no", ">_<"),
    *("> ", ">", ">\n>", "a > b", "->", ">>> print(1)", " > no", "\\> no", "**open"),
    *("close**", "*a\nb*", "**a\nb**", "~~a\nb~~", "**a*", "*a**", "~~a~", "||a|"),
    *("12:01:02 *** joined ***", "[2026-01-01] WARN a|b|c *x", "grep -E 'a|b' | wc"),
    *("$ cmd ||exit 1", "", " ", "\n", "a\n\nb", "  two  spaces", "Zeile\nZeile"),
)

TREE: Final = """async (texts) => {
  const { parse } = await import('/static/js/format/parse.js');
  const { bubble } = await import('/static/js/page/message/bubble.js');
  const names = {
    bold: 'b', italic: 'i', struck: 's', spoiler: 'h', code: 'c', quote: 'q',
  };
  const typed = (node) => node.children?.map(typed).join('') ?? node.text;
  const told = (node) => {
    if (node.kind === 'marker') return '';
    if (node.kind === 'link') return `{${node.text}}`;
    if (node.kind === 'text') return node.text;
    const fence = `f${node.language && `:${node.language}`}`;
    const name = node.kind === 'fence' ? fence : names[node.kind];
    return `<${name} ${node.children.map(told).join('')}>`;
  };
  const shown = (text) => {
    const [node] = bubble(text);
    node.querySelectorAll('.fence-head').forEach((head) => head.remove());
    return [node.textContent, node.querySelectorAll('b, img, script').length];
  };
  return texts.map((text) => {
    const nodes = parse(text);
    return [nodes.map(told).join(''), nodes.map(typed).join(''), ...shown(text)];
  });
}"""

HOSTILE: Final = (
    *("*", "**a*b", "*a ", "*a*", "***a** ", "`", "a`b`` c", "||a\n", "~~*||**", "(*("),
    *(">\n", ">\n> a\n", "```\n", "````\n```\n", "www.a*", "~~|| ** `*"),
)
LONG: Final = 8_000

ELEMENTS: Final = """async (text) => {
  const { bubble } = await import('/static/js/page/message/bubble.js');
  return bubble(text).find('em').length;
}"""

PARSE: Final = """async (text) => {
  const { parse } = await import('/static/js/format/parse.js');
  return parse(text).length;
}"""


def test_a_message_is_read_as_it_was_meant_in_steps_that_grow_as_it_does(
    browser: Browser, chat: RunningServer
) -> None:
    page = browser.new_page()
    try:
        steps = Steps(page)
        page.goto(chat.url)
        told = page.evaluate(TREE, [*READ, *AS_TYPED])
        wanted = {**READ, **{text: text for text in AS_TYPED}}
        read = dict(zip(wanted, (row[0] for row in told), strict=True))
        assert {text: read[text] for text in wanted if read[text] != wanted[text]} == {}
        assert [row[1] for row in told] == list(wanted)  # Letter by letter, with the markers.
        shown = {text: row[2:] for text, row in zip(wanted, told, strict=True) if text.strip()}
        assert {text: row for text, row in shown.items() if row != [text, 0]} == {}
        assert page.evaluate(ELEMENTS, "*a* " * 600) == 500  # Each costs a browser memory.
        for part in HOSTILE:
            once, twice = (steps.of(part * (size // len(part))) for size in (LONG // 2, LONG))
            assert once > LONG // 2, part  # They are counted.
            assert twice < min(2.5 * once, 60 * LONG), part
    finally:
        page.close()


class Steps:
    """How often the parser's statements run, as the browser counts them: no time is measured."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.profiler = page.context.new_cdp_session(page)
        self.profiler.send("Profiler.enable")
        self.profiler.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})

    def of(self, text: str) -> int:
        self._taken()
        self.page.evaluate(PARSE, text)
        return self._taken()

    def _taken(self) -> int:
        scripts: list[dict[str, Any]] = self.profiler.send("Profiler.takePreciseCoverage")["result"]
        return sum(
            part["count"]
            for script in scripts
            if "/js/format/" in script["url"]
            for function in script["functions"]
            for part in function["ranges"]
        )


MARKED: Final = "**bold** *.py and ||the end http://a.example||, `code`"
CODE: Final = "def greet(name):\n    return '" + "long " * 30 + "'"
PASTED: Final = "if x:\n    y = 1\n    z = 2"
CHOOSE: Final = "(message) => { message.tabIndex = -1; message.focus(); }"
SELECT_ALL: Final = """(bubble) => {
  const texts = document.createTreeWalker(bubble, NodeFilter.SHOW_TEXT, (node) => (
    node.parentNode.closest('[hidden]') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
  ));
  const all = [];
  while (texts.nextNode()) all.push(texts.currentNode);
  const last = all.at(-1);
  window.getSelection().setBaseAndExtent(all[0], 0, last, last.length);
}"""


def test_what_is_marked_is_seen_opened_copied_answered_and_written(
    browser: Browser, chat: RunningServer
) -> None:
    told = [chat.post(text, nick="Béla") for text in (MARKED, f"```python\n{CODE}\n```")]
    chat.post("||hidden||\n```\n" + "line\n" * 30 + "```", nick="Béla")
    people = People(browser, chat.url)
    try:
        ada = people("Ada", viewport={"width": 320, "height": 640})
        ada.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = ada.page
        expect(ada.stored()).to_have_count(3)
        spoilers_are_opened_by_keys(page)
        code_scrolls_in_itself_and_is_copied(page)
        long_code_is_folded(page)
        what_was_typed_is_shown_and_copied(page)
        an_answer_tells_words_only(ada, told[0]["id"])
        indented_lines_are_offered_as_code(ada)
    finally:
        people.leave()
    assert ada.trouble == []


def spoilers_are_opened_by_keys(page: Page) -> None:
    bubble = page.locator(".bubble").first
    expect(bubble.locator("strong")).to_have_text("**bold**")  # With its markers, which are hidden:
    assert bubble.inner_text() == "bold *.py and , code"
    link = bubble.locator("a")
    expect(link).to_be_hidden()
    spoiler = bubble.get_by_role("button", name="Show the spoiler")
    spoiler.focus()
    spoiler.press("Tab")
    expect(spoiler).not_to_be_focused()
    spoiler.focus()
    spoiler.press("Enter")
    expect(link).to_be_visible()
    page.context.route("http://a.example/", lambda route: route.fulfill(body=""))
    with page.expect_popup() as opened:
        link.click()
    opened.value.close()
    bubble.locator(".spoiler").focus()
    expect(bubble.get_by_role("button")).to_have_count(0)
    expect(bubble.locator(".spoiler")).to_be_focused()
    mouse = page.locator(".spoiler").nth(1)
    mouse.click()
    expect(mouse).to_have_class("spoiler shown")
    expect(page.locator(".told")).to_have_count(0)  # It was not for the rest of the message.


def code_scrolls_in_itself_and_is_copied(page: Page) -> None:
    block = page.locator(".fence").first
    expect(block.locator(".fence-language")).to_have_text("python")
    code = block.get_by_role("group", name="Code python")
    assert code.evaluate("(node) => node.scrollWidth > node.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert box_of(block)["width"] < 320
    block.get_by_role("button", name="Copy the code").click()
    expect(block.get_by_role("button")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == CODE


def long_code_is_folded(page: Page) -> None:
    row = page.locator(".rows .row").nth(2)
    height = box_of(row)["height"]
    row.get_by_role("button", name="Show all").click()
    expect(row.get_by_role("button", name="Show less")).to_be_visible()
    assert box_of(row)["height"] > 1.5 * height


def what_was_typed_is_shown_and_copied(page: Page) -> None:
    message = page.locator(".message").first
    bubble = message.locator(".bubble")
    bubble.evaluate(SELECT_ALL)
    assert page.evaluate(COPIED, "#conversation")[:2] == [True, MARKED]
    page.evaluate("window.getSelection().removeAllRanges()")
    for line, marked in (("Show as typed", 0), ("Show formatted", 1)):
        message.evaluate(CHOOSE)
        message.press("Enter")
        page.get_by_role("menuitem", name=line).click()
        expect(bubble.locator("strong")).to_have_count(marked)
        expect(bubble).to_have_text(MARKED)
    assert page.locator(".bubble").first.inner_text() == "bold *.py and , code"


def an_answer_tells_words_only(ada: Person, number: int) -> None:
    message = ada.page.locator(f".row[data-id='{number}'] .message")
    message.evaluate(CHOOSE)
    message.press("r")
    expect(ada.page.locator("#replying")).to_contain_text("bold *.py and (spoiler), code")
    ada.write("why?")
    expect(ada.waiting()).to_have_count(0)
    expect(ada.row("why?").locator(".quote-words")).to_have_text("bold *.py and (spoiler), code")


def indented_lines_are_offered_as_code(ada: Person) -> None:
    box, offer = ada.page.locator("#message"), ada.page.locator("#as-code")
    for text, offered in (("one\ntwo", False), (PASTED, True)):
        ada.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        box.fill("")
        box.press("Control+v")
        expect(box).to_have_value(text)
        expect(offer).to_be_visible(visible=offered)
    offer.get_by_role("button", name="As code").click()
    expect(box).to_have_value(f"```\n{PASTED}\n```")
    expect(offer).to_be_hidden()
    box.press("Control+Enter")
    expect(ada.page.locator(".fence pre").last).to_have_text(PASTED)
    expect(ada.waiting()).to_have_count(0)
