from __future__ import annotations

import argparse
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from appliance import settings
from appliance.environment import remote_url, wants_colours
from appliance.errors import Starting
from appliance.settings import ROWS, Settings, read
from tests.cli.command import run


class Sources:
    """Everywhere a setting can be read from, in a data folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"CHAT_DATA": str(folder)}
        self.arguments: dict[str, str | None] = {}

    def toml(self, text: str) -> Path:
        path = self.folder / settings.FILE_NAME
        path.write_text(text, "utf-8")
        return path

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name.lower()
        path.write_text(text, "utf-8")
        self.environment[f"{name}_FILE"] = str(path)
        return path

    def read(self) -> Settings:
        return read(self.arguments, self.environment)

    def complaint(self) -> str:
        with pytest.raises(Starting) as caught:
            self.read()
        return caught.value.description


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(tmp_path)


def test_each_source_counts_more_than_those_after_it(sources: Sources) -> None:
    assert sources.read().port == 8080
    sources.toml("port = 1")
    assert sources.read().port == 1
    sources.file("CHAT_PORT", "2\n")
    assert sources.read().port == 2
    sources.environment["CHAT_PORT"] = "3"
    assert sources.read().port == 3
    sources.arguments["port"] = "4"
    assert sources.read().port == 4


def test_an_empty_variable_is_none(sources: Sources) -> None:
    sources.toml('name = "Garden"')
    sources.environment |= {"CHAT_NAME": "", "CHAT_PORT": "", "CHAT_PORT_FILE": ""}
    assert (sources.read().name, sources.read().port) == ("Garden", 8080)


def test_an_argument_that_is_not_given_counts_for_nothing(sources: Sources) -> None:
    sources.environment["CHAT_PORT"] = "3"
    sources.arguments["port"] = None
    assert sources.read().port == 3


def test_the_file_lies_in_the_data_folder_that_was_chosen(sources: Sources) -> None:
    other = sources.folder / "other"
    other.mkdir()
    (other / settings.FILE_NAME).write_text('name = "Other"')
    sources.toml('name = "This"')
    assert sources.read().name == "This"
    sources.arguments["data"] = str(other)
    assert sources.read().name == "Other"
    assert sources.read().folder == other


def test_without_a_data_folder_it_is_the_users_own() -> None:
    assert Settings().folder.name == "chat-appliance"


def test_settings_hold_until_the_end(sources: Sources) -> None:
    with pytest.raises(FrozenInstanceError):
        sources.read().port = 5  # type: ignore[misc]


def test_every_default_is_within_its_own_bounds(sources: Sources) -> None:
    chosen = sources.read()
    for row in ROWS:
        if row.name != "data":
            assert getattr(chosen, row.name) == row.default
            assert type(getattr(chosen, row.name)) is type(row.default)


NUMBERS = [row for row in ROWS if not isinstance(row.default, str | bool)]


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row.name)
def test_numbers_have_bounds(sources: Sources, row: Any) -> None:
    low, high = row.metadata["low"], row.metadata["high"]
    for value in (low, high):
        sources.arguments[row.name] = str(value)
        assert getattr(sources.read(), row.name) == value
    for value in (low - 1, high + 1):
        sources.arguments[row.name] = str(value)
        assert sources.complaint() == (
            f"{settings.option(row)} must be between {low:,} and {high:,}, not {value}."
        )


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        *((word, True) for word in ("on", "true", "YES", "1", " On\n")),
        *((word, False) for word in ("off", "False", "no", "0")),
    ],
)
def test_a_switch_is_on_or_off(sources: Sources, value: str, meant: bool) -> None:
    sources.file("CHAT_ANNOUNCE", value)
    assert sources.read().announce is meant
    sources.arguments["announce"] = "off" if meant else "on"
    assert sources.read().announce is not meant


def test_a_switch_in_the_file_needs_no_quotes(sources: Sources) -> None:
    for text, meant in (("true", True), ("false", False), ('"off"', False)):
        sources.toml(f"announce = {text}")
        assert sources.read().announce is meant


@pytest.mark.parametrize("value", ["1", "0.0", "[]", '"maybe"', '""'])
def test_what_is_no_switch(sources: Sources, value: str) -> None:
    path = sources.toml(f"announce = {value}")
    assert sources.complaint().startswith(f"announce in {path} must be on or off, not ")


@pytest.mark.parametrize("value", ["", "x", "1.5", "0x10", "1e3", "∞"])
def test_what_is_no_whole_number(sources: Sources, value: str) -> None:
    sources.arguments["port"] = value
    assert sources.complaint() == f"--port must be a whole number, not {value!r}."


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_what_is_no_time(sources: Sources, value: str) -> None:
    sources.arguments["idle_timeout"] = value
    assert sources.complaint() == f"--idle-timeout must be between 0.1 and 3,600, not {value}."
    sources.arguments["idle_timeout"] = "soon"
    assert sources.complaint() == "--idle-timeout must be a number, not 'soon'."


@pytest.mark.parametrize("value", ["true", "1.5", "[1]", "{a = 1}", "2026-03-14"])
def test_numbers_in_the_file_are_whole_numbers(sources: Sources, value: str) -> None:
    path = sources.toml(f"port = {value}")
    assert sources.complaint().startswith(f"port in {path} must be a whole number, not ")


def test_whole_numbers_in_the_file_are_times_too(sources: Sources) -> None:
    sources.toml("idle_timeout = 5")
    assert sources.read().idle_timeout == 5.0


@pytest.mark.parametrize("value", ["5", "true", "[]"])
def test_text_in_the_file_is_text(sources: Sources, value: str) -> None:
    path = sources.toml(f"name = {value}")
    assert sources.complaint().startswith(f"name in {path} must be text, not ")


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("host", "localhost", "must be an IP address such as 127.0.0.1, not 'localhost'."),
        ("public_url", "box:80", "must be an address that begins with http:// or https://"),
        ("public_url", "http://", "must be an address that begins with http:// or https://"),
        ("public_url", "http://box/?a", "must be an address that begins with http:// or https://"),
        ("public_url", "http://[box/", "must be an address with the name or number of a host"),
        ("public_url", "http://box:99999/", "must be an address whose port is between 1 and 65535"),
        ("public_url", "http://me:secret@box/", "must be an address without a name and a password"),
        ("trusted_proxies", "nonsense", "must be addresses or networks such as 172.16.0.0/12"),
        ("trusted_proxies", "10.0.0.1/8", "must be addresses or networks such as 172.16.0.0/12"),
        ("trusted_proxies", "10.0.0.1;::1", "must be addresses or networks such as 172.16.0.0/12"),
        ("name", "n" * 81, "must have 0 to 80 characters; it has 81."),
        ("name", "Ch\u200cat", "must be one line of plain text, not"),
        ("name", "Chat\u202e", "must be one line of plain text, not"),
        ("name", "two\nlines", "must be one line of plain text, not 'two\\nlines'."),
    ],
)
def test_texts_that_cannot_be(sources: Sources, name: str, value: str, complaint: str) -> None:
    sources.arguments[name] = value
    option = "--" + name.replace("_", "-")
    assert sources.complaint().startswith(f"{option} {complaint}")


@pytest.mark.parametrize(
    "name",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0d9a\u0dca\u200d\u0dc2",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 family \u2764\ufe0f",
    ],
)
def test_a_name_is_written_as_its_script_is(sources: Sources, name: str) -> None:
    sources.arguments["name"] = name
    assert sources.read().name == name


def test_a_complaint_names_where_the_value_was_read(sources: Sources) -> None:
    path = sources.toml("port = -1")
    assert sources.complaint().startswith(f"port in {path} must be between")
    sources.file("CHAT_PORT", "-1")
    assert sources.complaint().startswith("CHAT_PORT_FILE must be between")
    sources.environment["CHAT_PORT"] = "-1"
    assert sources.complaint().startswith("CHAT_PORT must be between")
    sources.arguments["port"] = "-1"
    assert sources.complaint().startswith("--port must be between")


def test_files_that_cannot_be_read(sources: Sources) -> None:
    path = sources.file("CHAT_NAME", "x")
    path.write_bytes(b"\xff")
    start = f"CHAT_NAME_FILE names {path}, which cannot be read: "
    assert sources.complaint() == start + "it is not UTF-8."
    path.unlink()
    assert sources.complaint() == start + "No such file or directory."
    path.mkdir()
    assert sources.complaint() == start + "Is a directory."


def test_the_mark_that_editors_put_before_a_file_is_no_part_of_it(sources: Sources) -> None:
    sources.toml("\ufeffname = 'From the file'")
    sources.file("CHAT_HOST", "\ufeff127.0.0.1")
    chosen = sources.read()
    assert (chosen.name, chosen.host) == ("From the file", "127.0.0.1")


def test_a_chat_toml_that_is_none(sources: Sources) -> None:
    path = sources.toml("port 8080")
    assert sources.complaint().startswith(f"{path} is not valid TOML: ")
    path.write_bytes(b"\xff")
    assert sources.complaint().startswith(f"{path} is not valid TOML: ")
    path.unlink()
    path.mkdir()
    assert sources.complaint() == f"{path} cannot be read: Is a directory."


def test_an_unknown_key_in_chat_toml(sources: Sources) -> None:
    path = sources.toml("porrt = 1")
    assert sources.complaint() == f"{path} has a setting that does not exist: porrt."


def test_chat_toml_cannot_say_where_it_lies(sources: Sources) -> None:
    path = sources.toml('data = "/elsewhere"')
    assert sources.complaint() == (
        f"{path} sets data, the folder it lies in. Use --data or CHAT_DATA."
    )


def test_serve_help_lists_every_row() -> None:
    out = " ".join(run("serve", "--help", env={"COLUMNS": "200"}).out.split())
    for row in ROWS:
        shown = (
            f"{row.metadata['help']} Default: {settings.shown_default(row)}. "
            f"({settings.variable(row)})"
        )
        assert f" {settings.option(row)} " in out
        assert shown in out


def test_every_option_of_the_parser_is_one_row() -> None:
    parser = argparse.ArgumentParser()
    settings.add_options(parser)
    arguments = [word for row in ROWS for word in (settings.option(row), "1")]
    assert vars(parser.parse_args(arguments)) == {row.name: "1" for row in ROWS}


def test_serving_with_a_wrong_setting_ends_with_its_sentence(tmp_path: Path) -> None:
    ended = run("serve", "--port", "many", "--data", str(tmp_path))
    assert ended.code == 78
    assert ended.err == "chat-appliance: --port must be a whole number, not 'many'.\n"


@pytest.mark.parametrize(
    ("environment", "url"), [({}, None), ({"CHAT_URL": ""}, None), ({"CHAT_URL": "x"}, "x")]
)
def test_the_chat_that_commands_talk_to(environment: dict[str, str], url: str | None) -> None:
    assert remote_url(environment) == url


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colours(environment: dict[str, str], wanted: bool) -> None:
    assert wants_colours(environment) is wanted
