"""The pieces of Block Kit that we use. What strangers may have written is plain or rich text, never mrkdwn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from bot.card.cutting import cut, utf16_length
from handlers.slack.rendering.text import escaped

Block = dict[str, Any]


class Most(IntEnum):
    """Limits of Block Kit (Slack, "Block Kit reference"); characters, or numbers of elements."""

    MESSAGE_BLOCKS = 50
    VIEW_BLOCKS = 100
    HEADER = 150
    SECTION = 3_000
    SMALL = 1_000
    BUTTON = 75
    BUTTON_VALUE = 2_000
    ADDRESS = 3_000
    CONFIRM_TITLE = 100
    CONFIRM_TEXT = 300
    CONFIRM_BUTTON = 30
    OPTION = 75
    OPTION_VALUE = 150
    OPTIONS = 100
    LABEL = 2_000
    INPUT = 3_000
    PLACEHOLDER = 150
    TITLE = 24
    IN_A_ROW = 5
    """Buttons of one row: more is allowed, and looks lost on a phone."""
    RICH = 2_800
    """Characters of one rich text that we write; Slack names no limit of its own."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a notification or a screen reader says, and the blocks; `cut` tells that something is left out."""

    text: str
    blocks: list[Block]
    cut: bool = False


def plain_text(text: str, most: int) -> Block:
    """Return a text that nothing is read into; Slack refuses an empty one, and `:name:` draws no emoji."""
    return {"type": "plain_text", "text": cut(text.strip() or "…", most), "emoji": False}


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain_text(text, Most.HEADER)}


def section(text: str) -> Block:
    """Return a paragraph."""
    return {"type": "section", "text": plain_text(text, Most.SECTION)}


def context(*elements: Block) -> Block:
    """Return a line in small print."""
    return {"type": "context", "elements": list(elements)}


def small(text: str) -> Block:
    """Return a part of a line in small print."""
    return plain_text(text, Most.SMALL)


def small_link(address: str, text: str) -> Block:
    """Return a link in a line in small print, the text alone where the address is none."""
    if not linkable(address):
        return small(text)
    target = address.replace("&", "&amp;").replace("|", "%7C").replace("<", "%3C").replace(">", "%3E")
    return {"type": "mrkdwn", "text": f"<{target}|{escaped(text)}>", "verbatim": True}


def linkable(address: str) -> bool:
    """Whether Slack takes this as an address to open."""
    return address.startswith(("https://", "http://")) and utf16_length(address) <= Most.ADDRESS and " " not in address


def words(text: str, *, bold: bool = False, italic: bool = False) -> Block:
    """Return a run of text."""
    style = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    return {"type": "text", "text": text or " ", **({"style": style} if style else {})}


def link(address: str, text: str, *, bold: bool = False) -> Block:
    """Return a link, its text alone where the address is none."""
    if not linkable(address):
        return words(text, bold=bold)
    return {"type": "link", "url": address, "text": text, **({"style": {"bold": True}} if bold else {})}


def line(*runs: Block) -> Block:
    """Return a line of rich text."""
    return {"type": "rich_text_section", "elements": list(runs)}


def quote(text: str) -> Block:
    """Return words that somebody else wrote."""
    return {"type": "rich_text_quote", "elements": [words(text)]}


def code(text: str) -> Block:
    """Return words to be copied as they are."""
    return {"type": "rich_text_preformatted", "elements": [words(text)]}


def bullets(lines: Sequence[str]) -> Block:
    """Return a list."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [line(words(text)) for text in lines]}


def rich(*parts: Block) -> Block:
    """Return a rich text; each line begins anew, which Slack does not promise for two that follow each other."""
    merged: list[Block] = []
    for part in parts:
        if merged and part["type"] == merged[-1]["type"] == "rich_text_section":
            merged[-1] = line(*merged[-1]["elements"], words("\n"), *part["elements"])
        else:
            merged.append(part)
    return {"type": "rich_text", "elements": merged}


def rows(buttons: Sequence[Block]) -> list[Block]:
    """Return rows of buttons."""
    starts = range(0, len(buttons), Most.IN_A_ROW)
    return [{"type": "actions", "elements": list(buttons[start : start + Most.IN_A_ROW])} for start in starts]


def written(blocks: object) -> Iterator[str]:
    """Yield every text that people read in some blocks."""
    if isinstance(blocks, dict):
        if isinstance(blocks.get("text"), str):
            yield blocks["text"]
        for value in blocks.values():
            yield from written(value)
    elif isinstance(blocks, list):
        for item in blocks:
            yield from written(item)


def weight(blocks: list[Block]) -> int:
    """Return how many characters people would read."""
    return sum(map(utf16_length, written(blocks)))


def numbered(blocks: list[Block], mark: str) -> list[Block]:
    """Return the blocks with an id each, new wherever `mark` is: Slack asks for new ones at each update."""
    return [block | {"block_id": f"{mark}.{index}"} for index, block in enumerate(blocks)]
