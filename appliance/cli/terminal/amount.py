"""Amounts as people read them."""

from __future__ import annotations


def counted(messages: int) -> str:
    """`1 message`, `2,000 messages`."""
    return "1 message" if messages == 1 else f"{messages:,} messages"


def holding(messages: int, last: int) -> str:
    """`1 message up to number 1 is`, `2,000 messages up to number 2013 are`."""
    return f"{counted(messages)} up to number {last} {'is' if messages == 1 else 'are'}"


def size_of(number: int) -> str:
    """So many bytes as people read them: `1.2 MB`."""
    units = ("bytes", "kB", "MB", "GB")
    power = min(max(len(str(number)) - 1, 0) // 3, len(units) - 1)
    return f"{number / 1000**power:.1f} {units[power]}" if power else f"{number} bytes"
