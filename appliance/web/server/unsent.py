"""What the kernel holds for a client that has not taken it yet."""

from __future__ import annotations

import sys
from _socket import socket as Socket
from typing import Final

_INT: Final = bytes(4)

if sys.platform == "linux":
    from fcntl import ioctl
    from termios import TIOCOUTQ

    def unsent(socket: Socket) -> int:
        """Bytes of it; 0 where the system does not say."""
        try:
            told = ioctl(socket.fileno(), TIOCOUTQ, _INT)
        except OSError:
            return 0
        return int.from_bytes(told, sys.byteorder)

else:

    def unsent(socket: Socket) -> int:
        """Bytes of it; 0 where the system does not say."""
        return 0
