"""Messages as plain text, so that a test can show what people see on Telegram."""

from __future__ import annotations

import re
from textwrap import fill

from handlers.telegram.rendering.message import Button, Message

_WIDTH = 110
_SPACES = re.compile("[\u00a0\u202f]")
_STAMP = re.compile(r"(#\d+ · )\S{6}( · version \d+ · )\w+")
_SIGNS = {"": "", "primary": "*", "success": "+", "danger": "!"}


def as_text(message: Message) -> str:
    """Return the HTML and the keyboard; hashes that differ from run to run are dots, invisible joiners are left out."""
    text = _STAMP.sub(r"\1…\2…", _SPACES.sub(" ", message.text.replace("\u2060", "")))
    lines = [fill(line, _WIDTH, subsequent_indent="    ") for line in text.split("\n")]
    return "\n".join([*lines, *_asked(message), *(" ".join(map(_button, row)) for row in message.keyboard)])


def labels(message: Message) -> list[str]:
    """Return what stands on the buttons."""
    return [button.label for row in message.keyboard for button in row]


def _asked(message: Message) -> list[str]:
    return [f"[{message.placeholder} …]"] if message.placeholder else []


def _button(button: Button) -> str:
    deed = button.url or ("⧉" if button.copy_text else "")
    return _SPACES.sub(" ", f"[{_SIGNS[button.style]}{button.label}{f' → {deed}' if deed else ''}]")
