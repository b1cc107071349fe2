import json

from appliance.cli.remote.found import BEING_MADE, MORE, NOTHING
from tests.cli.command import run
from tests.cli.commands.test_tail import entry, texts
from tests.cli.scripted import Reply, scripted
from tests.running import RunningServer, eventually


def test_what_was_said_is_found_the_newest_last(chat: RunningServer) -> None:
    for number in range(3):
        chat.post(f"Käse {number}", room="cheese")
    url = ("search", "--url", chat.url)
    eventually(lambda: run(*url, "kase").lines, lambda found: len(found) == 3)
    ended = run(*url, "-n", "2", "KASE", "in:cheese")
    assert texts(ended.lines) == ["[cheese] Ada: Käse 1", "[cheese] Ada: Käse 2"]
    assert (ended.code, ended.err.strip()) == (0, MORE)
    (line,) = run(*url, "--json", '"kase 1"').lines
    assert (json.loads(line)["message"], json.loads(line)["marks"]) == ("Käse 1", [[0, 6]])
    nothing = run(*url, "bread")
    assert (nothing.code, nothing.lines, nothing.err.strip()) == (0, [], NOTHING)
    refused = run(*url, "has:bread")
    assert (refused.code, refused.err.strip()) == (
        65,
        "chat-appliance: After has: comes one of these: link, file, image.",
    )


def test_it_goes_on_where_an_answer_ends_and_says_what_may_be_missing() -> None:
    last = {"more": True, "cursor": "5", "indexed": 0.5}
    parts = [{"messages": [entry(7)], **last}, {"messages": [], **last, "cursor": "3"}]
    parts.append({"messages": [entry(2)], "more": False, "cursor": None, "indexed": 0.5})
    with scripted(*(Reply(body=part) for part in parts)) as server:
        ended = run("search", "--url", server.url, "--json", "x")
        asked = [path.partition("cursor=")[2] for path, *_ in server.requests]
    assert [json.loads(line)["id"] for line in ended.lines] == [2, 7]
    assert (ended.err.strip(), asked) == (BEING_MADE, ["", "5", "3"])
    with scripted(Reply(body={"messages": [], "more": True, "cursor": "5"})) as server:
        assert run("search", "--url", server.url, "x").err.strip() == NOTHING
