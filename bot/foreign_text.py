"""Text that strangers wrote: file names, metadata, signers, notes. Made harmless before anyone sees it.

Only Vigie draws signs such as ✅ and ⛔, starts new lines or turns the writing direction around.
"""

from __future__ import annotations

import unicodedata

_READ_AT_MOST = 4_096
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_HIDING = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_HARMLESS = "\n\t\u200d\u00ad"
"""Line breaks, and what joins emoji or lets a word break."""
_MARKS = {"Mn", "Me", "Mc"}
_MARKS_IN_A_ROW = 2
_SIGN = "□"
_LAST_LETTERLIKE = 0x214F
"""© ° ™ № and the like (Unicode, « Letterlike Symbols ») belong to names; past them, symbols are signs."""


def one_line(text: str, length: int = 64) -> str:
    """Return the text as one harmless line of at most `length` characters, cut in the middle."""
    kept = _kept(unicodedata.normalize("NFC", text[:_READ_AT_MOST]).replace("\n", " ").replace("\t", " "))
    line = " ".join(kept.split())
    if len(line) <= length:
        return line
    tail = length // 3
    return f"{line[: length - tail - 1].rstrip()}…{line[-tail:].lstrip()}"


def paragraph(text: str, length: int = 2_000) -> str:
    """Return the text with its line breaks kept, each line made harmless, `length` characters at most."""
    lines = (one_line(line, length) for line in text[:length].splitlines())
    return "\n".join(lines).strip()


def as_written(text: str) -> str:
    """Return a text that is to be published with all its signs, since that is what gets approved.

    Only what could hide or turn around a part of it is made visible: controls, writing directions, private characters.
    """
    return "".join(
        _SIGN if unicodedata.category(letter) in _HIDING and letter not in _HARMLESS else letter for letter in text
    )


def _kept(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in _MARKS else 0
        if category in _DROPPED or marks > _MARKS_IN_A_ROW or "\ufe00" <= character <= "\ufe0f":
            continue
        kept.append(_SIGN if category == "So" and ord(character) > _LAST_LETTERLIKE else character)
    return "".join(kept)
