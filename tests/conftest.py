"""What all tests share: a running server, and a browser where there can be one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import gevent
import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import dispositions, order, surroundings
from tests.alone import alone
from tests.forms import ahead
from tests.forms.builds import Builds
from tests.forms.form import CONTAINER, EXECUTABLE, SOURCE, WITH_A_SCREEN, Form
from tests.running import ROOT, RunningServer

if TYPE_CHECKING:
    from tests.forms.container.engine import Engine

# A busy machine is no counterexample: speed is what benchmarks are for.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.load_profile("here")

TURNED_OFF: Final = (
    # Two pages of Chromium's own for each window, to suggest addresses: with them somebody new at a
    # page took 2.3 s of a processor and 1 s to leave, without them 1.7 and 0.6.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    # Playwright's list: of two the last one counts.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"),
    *("TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"),
    *("PreconnectToSearch", "msForceBrowserSignIn"),
    "msEdgeUpdateLaunchServicesPreferredVersion",
)
"""What Chromium does without, beside what its options say."""

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(TURNED_OFF)}",
]

WORKER: Final = "PYTEST_XDIST_WORKER"
"""Has the name of this process, where several run the tests."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--form",
        default=SOURCE,
        help=f"what the acceptance tests are about: {SOURCE} (default, with all other tests), "
        f"{EXECUTABLE} (built when it is not up to date), {CONTAINER} (its image is built), "
        f"{CONTAINER}:IMAGE (one that is there), or the path of an executable",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """For another form than the source only the tests that all forms have in common."""
    chosen = config.getoption("--form")
    if chosen != SOURCE:
        others = [
            item
            for item in items
            if item.get_closest_marker("acceptance") is None
            or (chosen.partition(":")[0] == CONTAINER and item.nodeid.startswith(WITH_A_SCREEN))
        ]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]
    if WORKER in os.environ:
        items.sort(key=lambda item: order.place(item.location[0]))


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """One of several processes that run tests builds meanwhile what later tests need."""
    with ahead.building(os.environ.get(WORKER, ""), [item.nodeid for item in session.items]):
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def _children_begin_alike() -> None:
    """Before all other fixtures, in each process that runs tests."""
    dispositions.heed()
    surroundings.settle()


@pytest.fixture(autouse=True)
def _loop_on_time() -> None:
    """The loop's clock stands while it does not run: a timer that is set after tests that did not
    need it counts from then, and is over at once.
    """
    gevent.get_hub().loop.update_now()


@pytest.fixture(autouse=True)
def _usual_umask() -> None:
    """A chat in the process of a test narrows it for good: what later ones write for other users
    could not be read by these.
    """
    os.umask(surroundings.UMASK)


@pytest.fixture(scope="session")
def builds() -> Builds:
    """What builds executables, where they are not up to date."""
    return Builds(ROOT / "build" / "forms", unavailable)


@pytest.fixture(scope="session")
def executable(builds: Builds) -> Path:
    """The one that `make dist` builds."""
    return builds.get("system")


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """What builds images and runs containers."""
    from tests.forms.container.engine import Engine

    return Engine(tmp_path_factory.mktemp("engine"))


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies in the checkout now, copied once: who edits meanwhile changes no image."""
    from tests.forms.container.image import copy_clean

    folder = tmp_path_factory.mktemp("sources") / "clone"
    copy_clean(folder)
    return folder


@pytest.fixture(scope="session")
def image(engine: Engine, clone: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of the container's image."""
    from tests.forms.container.image import build

    return build(engine, clone, tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="session")
def contained(request: pytest.FixtureRequest, image: str) -> Form:
    """The chat in a container."""
    return container_form(request, image)


@pytest.fixture(scope="session")
def form(request: pytest.FixtureRequest) -> Form:
    """The form that was chosen with --form."""
    chosen: str = request.config.getoption("--form")
    if chosen == SOURCE:
        return Form.source()
    if chosen.startswith(f"{CONTAINER}:"):
        return container_form(request, chosen.partition(":")[2])
    if chosen == CONTAINER:
        contained: Form = request.getfixturevalue("contained")
        return contained
    path = request.getfixturevalue("executable") if chosen == EXECUTABLE else Path(chosen)
    return Form.executable(path)


def container_form(request: pytest.FixtureRequest, image: str) -> Form:
    """An image that is there, whoever built it."""
    from tests.forms.container.form import ContainerForm

    return ContainerForm.of(request.getfixturevalue("engine"), image)


@pytest.fixture
def server(form: Form, tmp_path: Path) -> Iterator[RunningServer]:
    """A server of the test's own."""
    with form.server(tmp_path / "data") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name of one that answers and has nothing on it."""
    from tests.window.screen import start_server

    server, name = start_server("-ac")
    yield name
    server.terminate()
    server.wait()


@pytest.fixture
def usual_port() -> Iterator[None]:
    """The port that the chat takes where nobody chose one, for one test at a time."""
    with alone("8080"):
        yield


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of this machine gets to; pytest's own are for its user only."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    from tests.disk import mounted

    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted(folder, "size=1m"):
        yield folder


def chromium() -> str:
    """Where Debian's Chromium is."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        unavailable("Chromium is not installed (apt-get install chromium)")
    return found


def unavailable(reason: str) -> NoReturn:
    """Skip what this machine cannot run; under CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
