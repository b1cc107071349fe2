"""Writes `ui/js/words/emoji.js`, what people react with: part of `make unicode`.

Which ones is decided here, and what else they may be looked for by; what they are called is
Unicode's (unicodedata). Of many more nobody finds one: any other can be sent as a message.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PAGES: Final = Path(__file__).parents[1] / "ui" / "js" / "words" / "emoji.js"

CHOSEN: Final[Mapping[str, str]] = {
    "Gestures": """
        👍 yes good agree like thumbsup +1
        👎 no bad disagree thumbsdown -1
        👏 bravo applause
        🙏 thanks please
        👋 hello bye hi
        👌 fine perfect
        💪 strong
        🙌 hooray
        🤝 deal agreed
        👀 look watching
        🤞 luck hope
        ✋ wait stop me
    """,
    "Faces": """
        😀 happy smile grin
        😄 happy smile
        😂 laugh funny lol
        😅 phew relief
        🙂 friendly smile
        😉 joke
        😊 glad
        😍 love
        🤩 great wow
        😎 cool
        🤔 hmm consider
        😮 surprised wow
        😢 sad
        😭 sad
        😡 angry
        😱 shocked
        🙄 really
        😴 tired bored
        🤯 amazed
        🤗 thanks
    """,
    "Hearts": """
        ❤️ love red
        💚 love
        💙 love
        💛 love
        💜 love
        🧡 love
        💔 sad
        💯 perfect exactly
    """,
    "Signs": """
        ✅ done yes ok check
        ❌ no wrong
        ❓ what why
        ❗ important
        ⚠️ careful
        ⭐ favourite
        ✨ new nice
        🔥 hot great
        💡 idea
        📌 keep
        ⏰ late time
        🚀 go start
        🐛 error
        🔒 closed safe
        👑 best
    """,
    "Things": """
        🎉 hooray congratulations
        🎂 birthday
        🎁 present
        🏆 winner
        🎵 music
        📷 photo
        💻 work
        📚 read learn
        ☕ coffee break
        🍕 food lunch
        🍺 drink cheers
        🍎 fruit
        🐱 pet
        🐶 pet
        🌳 outside
        ☀️ weather summer
        🌧️ weather
        ❄️ cold winter
        🚲 ride
        🚗 drive
    """,
}
"""Each with further words for it."""


def main() -> None:
    """Write the file."""
    PAGES.write_text(script(), "utf-8")


def chosen() -> dict[str, list[tuple[str, str, str]]]:
    """By group: an emoji, what it is called, and further words for it."""
    return {group: [_row(line) for line in _lines(text)] for group, text in CHOSEN.items()}


def script() -> str:
    """The module that has them."""
    rows = "".join(_group(name, found) for name, found in chosen().items())
    return (
        "/** What people react with, by groups: each with what it is called, and further words;"
        " written by `make unicode`. */\n"
        f"export const EMOJI = [\n{rows}];\n"
    )


def _group(name: str, found: list[tuple[str, str, str]]) -> str:
    rows = "".join(f"    {json.dumps(row, ensure_ascii=False)},\n" for row in found)
    return f"  {{ name: {json.dumps(name)}, emoji: [\n{rows}  ] }},\n"


def _row(line: str) -> tuple[str, str, str]:
    emoji, _, words = line.partition(" ")
    return emoji, unicodedata.name(emoji[0]).lower(), words


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


if __name__ == "__main__":
    main()
