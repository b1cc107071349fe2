"""What a toolkit loads into the window's process, and what it leaves to others."""

from __future__ import annotations

from pathlib import Path

from appliance.environment import BY_PROCESSOR
from tests.running import eventually
from tests.window.doubleclick import SYSTEM, WindowDesk
from tests.window.parts import WINDOW, processes
from tests.window.screen import Screen


def test_the_window_loads_no_driver_for_a_graphics_card(screen: Screen) -> None:
    with WindowDesk(screen, SYSTEM) as desk:
        opened = desk.start()
        desk.window()
        loaded = Path(f"/proc/{processes(desk, opened.pid)[WINDOW]}/maps").read_text()
        assert "libwebkit2gtk" in loaded
        assert not [name for name in ("libEGL_mesa", "libGLX_mesa", "/dri/") if name in loaded]


def test_other_programs_are_not_told_how_to_draw(screen: Screen) -> None:
    with WindowDesk(screen, SYSTEM) as desk:
        desk.environment |= {"GDK_BACKEND": "wayland"}
        desk.start()
        eventually(lambda: desk.recorded("xdg-open"), seconds=20)
        handed = (desk.folder / "programs" / "xdg-open.environment").read_text()
        assert not [name for name in BY_PROCESSOR if f"{name}=" in handed]
