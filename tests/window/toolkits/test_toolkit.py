"""What the window's own toolkit is told, and nobody else."""

from __future__ import annotations

from appliance.environment import BY_PROCESSOR
from tests.running import eventually
from tests.window.doubleclick import SYSTEM, WindowDesk
from tests.window.screen import Screen


def test_other_programs_are_not_told_how_to_draw(screen: Screen) -> None:
    with WindowDesk(screen, SYSTEM) as desk:
        desk.environment |= {"GDK_BACKEND": "wayland"}
        desk.start()
        eventually(lambda: desk.recorded("xdg-open"))
        handed = (desk.folder / "programs" / "xdg-open.environment").read_text()
        assert not [name for name in BY_PROCESSOR if f"{name}=" in handed]
