"""A strict reader of messages: what Telegram would refuse, as the Bot API has it, and what it would silently drop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from handlers.telegram.ids import Tap
from handlers.telegram.rendering.message import Button, Message

_LOOKS = {"b": set(), "i": set(), "code": set(), "pre": set(), "blockquote": {"expandable"}, "a": {"href"}}
_LOOSE = re.compile(r"&(?!(?:amp|lt|gt|quot|#x27);)")
_LIVE = (
    r"(?<!\w)@\w{2,}|(?<!\w)#\w*[^\W\d_]\w*|(?<![\w/])/[a-z]\w*|\w+://\S|\w\.(?:com|fr|org|example|zip|info)\b|"
    r"\d\.\d+\.\d+\.\d"
)
"""What Telegram makes tappable by itself: people, hashtags, commands, addresses."""
_STYLES = {"", "primary", "success", "danger"}


def faults_of(message: Message) -> list[str]:
    """Return what Telegram would object to in a message."""
    reader = _Reader(message.text)
    text = reader.text.strip()
    faults = [*reader.faults, *_faults_of_keyboard(message)]
    if not 1 <= _units(text) <= 4_096:
        faults.append(f"{_units(text)} units of text")
    if reader.looks > 100:
        faults.append(f"{reader.looks} entities")
    if message.placeholder and (message.keyboard or not 1 <= _units(message.placeholder) <= 64):
        faults.append("placeholder")
    return faults


def live_words(message: Message) -> list[str]:
    """Return what can be tapped in a text beside our own links."""
    return re.findall(_LIVE, _Reader(message.text).running, re.IGNORECASE)


def seen(markup: str) -> str:
    """Return a text as Telegram reads it."""
    return _Reader(markup).text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _faults_of_keyboard(message: Message) -> Iterator[str]:
    buttons = [button for row in message.keyboard for button in row]
    if len(buttons) > 100 or any(not 1 <= len(row) <= 8 for row in message.keyboard):
        yield f"{len(buttons)} buttons"
    for button in buttons:
        yield from _faults_of_button(button)


def _faults_of_button(button: Button) -> Iterator[str]:
    if not button.label.strip() or "\n" in button.label or _units(button.label) > 64:
        yield f"label: {button.label!r}"
    if sum(map(bool, (button.data, button.url, button.copy_text))) != 1:
        yield f"{button.label}: not exactly one deed"
    if len(button.data.encode()) > 64 or _units(button.copy_text) > 256:
        yield f"{button.label}: too long"
    if button.data and Tap.unpack(button.data).pack() != button.data:
        yield f"{button.label}: no data of ours"
    if button.url and not button.url.startswith(("https://", "http://")):
        yield f"{button.label}: no address"
    if button.style not in _STYLES:
        yield f"{button.label}: style"


class _Reader(HTMLParser):
    """Reads the HTML that Telegram knows: tags closed in order, no quotation within another, entities written out."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.running, self.looks = "", "", 0
        self.faults: list[str] = []
        self._open: list[str] = []
        if _LOOSE.search(markup):
            self.faults.append("a loose &")
        if re.search(r"<(?!/?(?:b|i|code|pre|a|blockquote)\b)", markup):
            self.faults.append("a loose <")
        if ">" in re.sub(r"<[^<>]*>", "", markup):
            self.faults.append("a loose >")
        self.feed(markup)
        self.close()
        if self._open:
            self.faults.append(f"not closed: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.looks += 1
        if tag in self._open or (self._open and self._open[-1] in {"code", "pre"}):
            self.faults.append(f"{tag} inside of {self._open}")
        if not {name for name, _ in attrs} <= _LOOKS.get(tag, set()):
            self.faults.append(f"{tag}: {attrs}")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"{tag} closed out of order")

    def handle_data(self, data: str) -> None:
        self.text += data
        if not {"code", "pre", "a"} & set(self._open):
            self.running += data

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"declaration: {data}")
