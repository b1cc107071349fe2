"""What was freed is overwritten: until it is used anew, memory says what was in it last, to whoever
gets a dump of the process, its swap, or looks with a debugger.

Where the C library is glibc it overwrites what comes back to it, once it is told to, but for some
pieces of each size that every thread keeps at hand: these the thread uses up. What Python keeps for
itself (pieces of up to 512 bytes) is used up as well: of each size all that are free are taken,
until one comes out of memory that was not there before. With other C libraries nothing is done.

It is no promise for every byte. What is in use is left alone, with what it does not use of its own
place, and so are stacks: both have a few characters, as long as nothing else comes to lie there.
"""

from __future__ import annotations

import ctypes
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_FILL: Final = -6, 0x5A
"""glibc's M_PERTURB, see mallopt(3): a pass over each piece that is longer than what is at hand."""

_ONE_HEAP: Final = -8, 1
"""glibc's M_ARENA_MAX: what one thread freed is the next one's to use. Each with a heap of its own
has half a megabyte more as soon as it reads or writes the database."""

_AT_HAND: Final = 16
_FEW_AT_HAND: Final = 7
_AT_HAND_SIZES: Final = range(24, 1_033, 16)
"""As many pieces as a thread keeps at most of each size, few up to glibc 2.41, and which sizes."""

_STEP: Final = 16
_SIZES: Final = (480, 512, 496, *range(48, 480, _STEP))
"""Sizes of what Python keeps for itself, in pools of one size each. The first gets all pools that
are empty, of which it leaves 16 bytes (each has 16,336 beside its head), and the others find only
what has their size. What is behind the last piece of a pool that others use stays: up to 464 bytes,
of when the pool had pieces of another size."""

_HEAD: Final = sys.getsizeof(b"")
"""What an object of bytes takes besides them."""

SHARE: Final = 1_000
"""Pieces taken at a time, which is less than a millisecond."""

MOST_BYTES: Final = 256 * 1024 * 1024
"""Of Python's free memory of each size that is used up; what is free beyond it stays as it is."""

_MAPS: Final = Path("/proc/self/maps")


class _Library:
    """What of glibc is needed, called without letting other threads run meanwhile. Raises
    AttributeError where it is another C library, or Python's own functions are not to be found.
    """

    def __init__(self) -> None:
        library = ctypes.PyDLL(None)
        self.at_hand = at_hand(_function(library.gnu_get_libc_version, ctypes.c_char_p)())
        self.tune: Callable[[int, int], int] = library.mallopt
        size, place = ctypes.c_size_t, ctypes.c_void_p
        self.take: Callable[[int], int] = _function(library.malloc, place, size)
        self.give: Callable[[int], None] = _function(library.free, None, place)
        own = ctypes.pythonapi
        self.take_of_python: Callable[[int, int], int] = _function(
            own.PyObject_Calloc, place, size, size
        )
        self.give_to_python: Callable[[int], None] = _function(own.PyObject_Free, None, place)


def _function(found: Any, result: object, *taken: object) -> Callable[..., Any]:
    found.restype = result
    found.argtypes = taken
    function: Callable[..., Any] = found
    return function


def at_hand(version: bytes) -> int:
    """Pieces of each size in that glibc; of one that is not called by numbers, the most."""
    numbers = tuple(map(int, re.findall(rb"\d+", version)[:2]))
    return _FEW_AT_HAND if () < numbers < (2, 42) else _AT_HAND


_library: _Library | None = None


def begin() -> None:
    """From now on what is freed is overwritten, or can be swept."""
    global _library  # noqa: PLW0603  there is one C library in a process
    if sys.platform != "linux" or _library is not None:
        return
    with suppress(AttributeError):
        library = _Library()
        if library.tune(*_FILL):
            library.tune(*_ONE_HEAP)
            _library = library


def sweep_thread() -> None:
    """Overwrite what the calling thread has at hand."""
    if _library is None:
        return
    many = range(_library.at_hand)
    taken = [(_library.take(size), size) for size in _AT_HAND_SIZES for _ in many]
    for place, size in taken:
        if place:
            ctypes.memset(place, 0, size)
    for place, _ in taken:
        _library.give(place)


def sweep(rest: Callable[[], object]) -> None:
    """Overwrite what Python keeps for itself, and what the calling thread has at hand. `rest` is
    called again and again meanwhile, so that others get on.
    """
    if _library is not None and _MAPS.exists():
        for _ in range(2):  # once more for what the first time took for itself
            _sweep_sizes(_library, rest)
        sweep_thread()


def _sweep_sizes(library: _Library, rest: Callable[[], object]) -> None:
    before = _Before()
    held: list[bytes] = []
    for size in _SIZES:
        for piece in _pieces_of(size, before):
            held.append(piece)
            if not len(held) % SHARE:
                rest()
    _sweep_smallest(library, before)


class _Before:
    """The memory that there is when this is made."""

    def __init__(self) -> None:
        lines = (line.split(maxsplit=2) for line in _MAPS.read_text().splitlines())
        parts = sorted(_ends(place) for place, may, *_ in lines if "w" in may)
        self._begins = [begin for begin, _ in parts]
        self._ends = [end for _, end in parts]

    def __contains__(self, place: int) -> bool:
        at = bisect_right(self._begins, place) - 1
        return at >= 0 and place < self._ends[at]


def _ends(place: str) -> tuple[int, int]:
    begin, end = place.split("-")
    return int(begin, 16), int(end, 16)


def _pieces_of(size: int, before: _Before) -> Iterator[bytes]:
    for _ in range(MOST_BYTES // size):
        piece = bytes(size - _HEAD)
        yield piece
        if id(piece) not in before:
            return


def _sweep_smallest(library: _Library, before: _Before) -> None:
    """Sizes in which no object of bytes fits: others of their size leave some of it as it was."""
    for size in (_STEP, 2 * _STEP):
        taken: list[int] = []
        try:
            while len(taken) < MOST_BYTES // size and (not taken or taken[-1] in before):
                taken.append(library.take_of_python(1, size))
        finally:
            for place in taken:
                library.give_to_python(place)
