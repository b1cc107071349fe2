"""What somebody might write to get more than text out of it."""

from __future__ import annotations

from typing import Final

OVERRIDE: Final = "\u202e"

HOSTILE: Final = [
    "<script>document.title = 'owned'; alert(1)</script>",
    "<img src=x onerror=\"document.title='owned';alert(1)\">",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>click</a>",
    '&lt;b&gt; &amp; "quotes" ${1} {{2}}',
    "שלום עולם",
    f"abc{OVERRIDE}def",
]
