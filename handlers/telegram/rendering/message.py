"""A message as Telegram takes it, and its buttons, in plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.card.cutting import cut, utf16_length
from handlers.telegram.ids import Tap
from handlers.telegram.rendering.text import linkable

Keyboard = tuple[tuple["Button", ...], ...]


class Most(IntEnum):
    """Limits of the Bot API, in UTF-16 units or in numbers, and of what looks well on a phone."""

    TEXT = 4_096
    ENTITIES = 100
    BUTTONS = 100
    IN_A_ROW = 8
    COPIED = 256
    PLACEHOLDER = 64
    TOAST = 200
    LABEL = 60
    """Telegram names no limit; a longer label is cut by the phone itself, and not between words."""
    SHORT_LABEL = 20
    """Two buttons of such labels stand in one row without being cut."""


class Colour(StrEnum):
    """How a button looks (Bot API 9.4, `style`)."""

    PLAIN = ""
    PRIMARY = "primary"
    SUCCESS = "success"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A button with exactly one of: what comes back to us, an address to open, a text to copy."""

    label: str
    data: str = ""
    url: str = ""
    copy_text: str = ""
    style: Colour = Colour.PLAIN


@dataclass(frozen=True, slots=True)
class Message:
    """A text in HTML and its keyboard.

    One with a `placeholder` has no keyboard: it asks for a reply in words (`ForceReply`). `cut` tells that something is
    left out.
    """

    text: str
    keyboard: Keyboard = ()
    placeholder: str = ""
    cut: bool = False


def button(label: str, tap: Tap, style: Colour = Colour.PLAIN) -> Button:
    """Return a button that comes back to us."""
    return Button(named(label), data=tap.pack(), style=style)


def link_button(label: str, address: str) -> Button | None:
    """Return a button that opens an address, None where the address is none."""
    return Button(named(label), url=address) if linkable(address) else None


def copy_button(label: str, text: str) -> Button | None:
    """Return a button that copies a text, None where there is none or too much of it."""
    if not text.strip() or utf16_length(text) > Most.COPIED:
        return None
    return Button(named(label), copy_text=text)


def named(label: str) -> str:
    """Return a label that Telegram takes: on one line, not empty."""
    return cut(" ".join(label.split()) or "…", Most.LABEL)


def rows(buttons: Sequence[Button]) -> Keyboard:
    """Return the buttons in rows: two short ones side by side, a long one alone."""
    found: list[list[Button]] = []
    for one in buttons:
        if found and len(found[-1]) == 1 and _is_short(one) and _is_short(found[-1][0]):
            found[-1].append(one)
        else:
            found.append([one])
    return tuple(map(tuple, found))


def _is_short(one: Button) -> bool:
    return utf16_length(one.label) <= Most.SHORT_LABEL
