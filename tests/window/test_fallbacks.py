"""A double-click where there is no web view, or no display at all."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest

from tests.forms.form import Form
from tests.forms.test_bare_system import QT_PACKAGES
from tests.running import DEADLINE, RunningServer, eventually, metric
from tests.server.raw import RawClient, get
from tests.window.desk import NO_VIEW, Desk, is_alive, line_of
from tests.window.doubleclick import QT, SOURCE, SYSTEM, command, python_with
from tests.window.screen import USER, _as_user, start_server

ABORTS: Final = ("-X", "dev", str(Path(__file__).with_name("aborts.py")))
"""A web view that ends the whole process, and below one that never ends."""
WAITS: Final = ("-X", "dev", str(Path(__file__).with_name("waits.py")))


@pytest.fixture
def desk(tmp_path: Path, display: str) -> Iterator[Desk]:
    with Desk(tmp_path, NO_VIEW) as desk:
        desk.environment["DISPLAY"] = display
        yield desk


@pytest.fixture(params=[SOURCE, SYSTEM, QT])
def desk_with_view(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """Where there is a web view, and no display that answers."""
    with Desk(tmp_path, command(request.param)) as desk:
        yield desk


def listener(port: int) -> socket.socket | None:
    """A socket that takes the port, if nobody has it."""
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError:
        return None


def test_without_a_web_view_the_browser_opens_and_the_terminal_says_so(desk: Desk) -> None:
    window = desk.start("window", "--port", "0")
    url = desk.server()["url"]
    opened = eventually(lambda: desk.recorded("xdg-open"))
    assert opened[0].startswith(url)
    said = eventually(desk.said, lambda said: "Ctrl-C" in said)
    assert "web view" in said
    assert "admin?" not in said
    assert url in said
    window.send_signal(signal.SIGINT)
    assert window.wait(DEADLINE) == 0
    desk.nothing_is_left()


def test_started_hidden_without_a_web_view_the_browser_stays_closed_until_it_is_wanted(
    desk: Desk,
) -> None:
    window = desk.start("window", "--hidden", "--port", "0")
    url = desk.server()["url"]
    said = eventually(desk.said, lambda said: "Ctrl-C" in said)
    assert "when you start the program again" in said
    assert desk.recorded("xdg-open") == []
    assert desk.run("window")[0] == 0
    (opened,) = eventually(lambda: desk.recorded("xdg-open"))
    assert opened.startswith(url)
    window.send_signal(signal.SIGINT)
    assert window.wait(DEADLINE) == 0


def test_what_other_users_can_read_of_the_browser_s_arguments_is_soon_of_no_use(
    desk: Desk,
) -> None:
    desk.start("window", "--port", "0")
    port = urlsplit(desk.server()["url"]).port
    assert port is not None
    [first] = eventually(lambda: desk.recorded("xdg-open"))
    assert desk.run("window")[0] == 0
    _, second = eventually(lambda: desk.recorded("xdg-open"), lambda calls: len(calls) == 2)
    token = (desk.data / "admin.token").read_text().strip()
    with RawClient(port) as client:
        for url in (first, second):  # each starts a browser that may be the admin's
            target = url[url.index("/admin?") :]
            assert token not in target
            assert client.ask(get(target)).status == 303
            assert client.ask(get(target)).status == 403


def test_programs_of_others_do_not_get_what_the_unpacker_set(desk: Desk) -> None:
    desk.environment |= {"LD_LIBRARY_PATH": "/unpacked", "LD_LIBRARY_PATH_ORIG": "/before"}
    desk.start("window", "--port", "0")
    eventually(lambda: desk.recorded("xdg-open"))
    handed = (desk.folder / "programs" / "xdg-open.environment").read_text().splitlines()
    assert "LD_LIBRARY_PATH=/before" in handed
    assert not [line for line in handed if line.startswith("LD_LIBRARY_PATH_ORIG")]


def test_without_a_display_it_serves_and_says_so(desk: Desk) -> None:
    desk.environment.pop("DISPLAY")
    window = desk.start("window", "--port", "0")
    assert line_of(window.stdout).startswith("There is no display here")
    assert desk.server()["pid"] == window.pid
    window.send_signal(signal.SIGTERM)
    assert window.wait(DEADLINE) == 0
    assert desk.recorded("xdg-open") == []


def test_displays_that_do_not_answer_are_none(desk_with_view: Desk) -> None:
    desk = desk_with_view
    gone = desk.folder / "wayland-0"
    desk.environment |= {"DISPLAY": ":4711", "WAYLAND_DISPLAY": str(gone)}
    serves_without_a_window(desk, "The display :4711 does not answer")


def test_a_display_of_wayland_that_does_not_answer_is_none(desk_with_view: Desk) -> None:
    desk = desk_with_view
    desk.environment.pop("DISPLAY")
    desk.environment |= {"XDG_RUNTIME_DIR": str(desk.folder), "WAYLAND_DISPLAY": "wayland-0"}
    serves_without_a_window(desk, f"The display {desk.folder}/wayland-0 does not answer")


def test_a_display_of_somebody_else_is_none(desk_with_view: Desk, closed_display: str) -> None:
    desk = desk_with_view
    desk.environment["DISPLAY"] = closed_display
    serves_without_a_window(desk, f"The display {closed_display} does not let this program in")


def serves_without_a_window(desk: Desk, why: str) -> None:
    opened = desk.start()
    assert line_of(opened.stdout) == f"{why}, so the chat is served without a window."
    assert desk.server()["attended"] is False
    opened.terminate()
    assert opened.wait(DEADLINE) == 0
    desk.nothing_is_left()


@pytest.mark.parametrize("form", [SOURCE, SYSTEM])
def test_a_display_that_is_not_for_the_toolkit_opens_the_browser(
    tmp_path: Path, display: str, form: str
) -> None:
    with Desk(tmp_path, command(form)) as desk:
        desk.environment |= {"DISPLAY": display, "GDK_BACKEND": "wayland"}
        opened = desk.start()
        url = desk.server()["url"]
        assert eventually(lambda: desk.recorded("xdg-open"))[0].startswith(url)
        assert "the screen does not answer. The chat opens in your browser" in desk.said()
        opened.terminate()
        assert opened.wait(DEADLINE) == 0


def test_qt_without_libraries_of_the_system_says_which_packages_bring_them(
    tmp_path: Path, display: str
) -> None:
    with Desk(tmp_path, [str(python_with(QT)), "-m", "appliance"]) as desk:
        broken = tmp_path / "libraries"
        broken.mkdir()
        (broken / "libEGL.so.1").write_bytes(b"")
        desk.environment |= {"DISPLAY": display, "LD_LIBRARY_PATH": str(broken)}
        desk.start()
        eventually(lambda: desk.recorded("xdg-open"))
        said = desk.said()
        assert f"apt install {' '.join(QT_PACKAGES)}'" in said
        assert "libEGL.so.1" in said
        assert "webkit" not in said.lower()


def test_a_web_view_that_ends_the_process_leaves_the_chat_to_the_browser(
    tmp_path: Path, display: str
) -> None:
    with Desk(tmp_path, [str(python_with(SYSTEM)), *ABORTS]) as desk:
        desk.environment["DISPLAY"] = display
        opened = desk.start("window", "--port", "0")
        url = eventually(lambda: desk.recorded("xdg-open"))[0]
        assert opened.wait(DEADLINE) == -signal.SIGABRT
        assert url.startswith(desk.server()["url"])
        said = eventually(desk.said, lambda said: "Ctrl-C" in said)
        assert "The window's web view ended the program" in said


def test_who_ends_a_window_from_outside_has_ended_it(tmp_path: Path, display: str) -> None:
    with Desk(tmp_path, [str(python_with(SYSTEM)), *WAITS]) as desk:
        desk.environment["DISPLAY"] = display
        opened = desk.start("window", "--port", "0")
        eventually(desk.said, lambda said: "shown" in said)
        opened.kill()
        desk.nothing_is_left()
        assert desk.recorded("xdg-open") == []


def test_qt_needs_no_glx_on_the_screen(open_folder: Path) -> None:
    command = [str(python_with(QT)), "-m", "appliance"]
    server, display = start_server("-ac", "-extension", "GLX")
    try:
        with Desk(open_folder, command, user=_as_user()) as desk:
            desk.environment["DISPLAY"] = display
            give(open_folder)
            desk.start()
            url = desk.server()["url"]
            eventually(lambda: metric(url, "chat_polls_parked"), seconds=60)
            assert desk.recorded("xdg-open") == []
    finally:
        server.terminate()
        server.wait()


def give(folder: Path) -> None:
    """To the user who may open windows."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, USER, USER)


def test_a_log_that_went_with_its_folder_is_not_said_to_be_kept(desk: Desk) -> None:
    desk.start("window", "--port", "0")
    eventually(lambda: desk.recorded("xdg-open"))
    desk.kill_server(signal.SIGKILL)
    said = eventually(desk.said, lambda said: "started again" in said)
    assert "Nothing that was sent is lost." in said
    for path in desk.data.glob("chat.db*"):
        path.unlink()
    desk.kill_server(signal.SIGKILL)
    said = eventually(desk.said, lambda said: said.count("started again") == 2)
    assert said.count("Nothing that was sent is lost.") == 1
    assert "Its log is not in the data folder any more" in said


def test_no_arguments_are_a_double_click(desk: Desk) -> None:
    desk.environment.pop("DISPLAY")
    window = desk.start()
    assert line_of(window.stdout).startswith("There is no display here")
    assert desk.server()["attended"] is False


def test_a_second_start_opens_the_browser_again_and_ends(desk: Desk) -> None:
    desk.start("window", "--port", "0")
    eventually(lambda: desk.recorded("xdg-open"))
    code, out = desk.run("window")
    assert (code, out) == (0, "The chat is open already; its window is in front now.\n")
    eventually(lambda: len(desk.recorded("xdg-open")), lambda count: count == 2)


def test_five_at_once_are_one(desk: Desk) -> None:
    started = [desk.start("window", "--port", "0") for _ in range(5)]
    server = desk.server()
    ended = eventually(
        lambda: [one for one in started if one.poll() is not None],
        lambda ended: len(ended) == 4,
        20,
    )
    assert [one.returncode for one in ended] == [0] * 4
    stayed = next(one for one in started if one not in ended)
    assert is_alive(stayed.pid)
    eventually(desk.processes, lambda left: len(left) == 2)  # what opened the browser ends, too
    assert desk.server() == server


def test_a_start_hidden_beside_a_window_leaves_it_where_it_is(desk: Desk) -> None:
    desk.start("window", "--port", "0")
    eventually(lambda: desk.recorded("xdg-open"))
    assert desk.run("window", "--hidden")[0] == 0
    assert len(desk.recorded("xdg-open")) == 1


def test_a_killed_server_is_started_again_at_its_port(desk: Desk) -> None:
    desk.start("window", "--port", "0")
    first = desk.server()
    eventually(lambda: desk.recorded("xdg-open"))
    for number in (signal.SIGKILL, signal.SIGTERM):
        after = desk.kill_server(number)
        assert after["url"] == first["url"]
    eventually(desk.said, lambda said: said.count("started again") == 2)
    assert len(desk.recorded("xdg-open")) == 1, "the page comes back by itself"


def test_a_server_whose_port_is_gone_gets_another_and_the_page_opens_there(desk: Desk) -> None:
    window = desk.start("window", "--port", "0")
    first = desk.server()
    eventually(lambda: desk.recorded("xdg-open"))
    window.send_signal(signal.SIGSTOP)
    subprocess.run(["kill", "-9", str(first["pid"])], check=True)
    taken = eventually(lambda: listener(first["port"]))
    assert taken is not None
    with taken:
        window.send_signal(signal.SIGCONT)
        after = desk.server(lambda now: bool(now) and now["pid"] != first["pid"])
        assert after["port"] != first["port"]
        opened = eventually(lambda: desk.recorded("xdg-open"), lambda calls: len(calls) == 2)
        assert opened[1].startswith(after["url"])


def test_a_chosen_port_that_is_taken_is_an_error_everybody_sees(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _ = desk.run("window", "--port", str(port))
    assert code == 71
    assert f"Port {port} is taken by another program." in desk.said()
    desk.nothing_is_left()


def test_a_setting_that_is_wrong_is_shown_where_there_is_no_terminal(desk: Desk) -> None:
    assert desk.run("window", "--port", "many")[0] == 78
    sentence = "--port must be a whole number, not 'many'."
    assert sentence in desk.said()
    assert sentence in desk.recorded("zenity")[0]


def test_a_folder_that_is_served_without_a_window_is_shown_and_left_running(
    desk: Desk, form: Form
) -> None:
    with form.server(desk.data) as server:
        window = desk.start("window")
        opened = eventually(lambda: desk.recorded("xdg-open"))
        assert opened[0].startswith(f"{server.url}/")
        assert len(desk.processes()) == 1, "no server of its own"
        window.terminate()
        assert window.wait(DEADLINE) == 0
        server.post("still here")


def test_a_second_window_waits_for_the_end_of_the_first(desk: Desk) -> None:
    window = desk.start("window", "--port", "0")
    first = desk.server()
    window.kill()
    desk.start("window", "--port", "0")
    second = desk.server(lambda now: bool(now) and now["pid"] != first["pid"])
    assert second["attended"]
    assert not is_alive(first["pid"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_every_end_of_a_session_is_orderly(desk: Desk, number: signal.Signals) -> None:
    window = desk.start("window", "--port", "0")
    desk.server()
    eventually(lambda: desk.recorded("xdg-open"))
    window.send_signal(number)
    assert window.wait(DEADLINE) == 0
    desk.nothing_is_left()
    left = {path.name for path in desk.data.iterdir()}
    assert left.isdisjoint({"server.json", "instance.json"})


@pytest.mark.usefixtures("usual_port")
def test_a_port_nobody_chose_and_that_is_taken_becomes_the_next(form: Form, tmp_path: Path) -> None:
    with Desk(tmp_path, form.command) as desk:
        del desk.environment["CHAT_PORT"]
        first = desk.start("serve")
        port = desk.server()["port"]
        desk.environment["CHAT_DATA"] = str(tmp_path / "other")
        second = desk.start("serve")
        lines = iter(lambda: line_of(second.stdout), "")
        said = list(iter(lambda: next(lines), "Press Ctrl-C to stop."))
        assert port >= 8080
        taken = [line for line in said if line.startswith("Port 8080 is taken")]
        assert taken, said
        assert first.poll() is None


def test_a_chosen_port_that_is_taken_ends_serve_with_its_sentence(
    form: Form, server: RunningServer, tmp_path: Path
) -> None:
    (tmp_path / "desk").mkdir()
    with Desk(tmp_path / "desk", form.command) as desk:
        code, _ = desk.run("serve", "--port", str(server.port))
        assert code == 71
        assert f"Port {server.port} is taken" in desk.said()
