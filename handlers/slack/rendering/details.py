"""The evidence of a card in full: a modal, and a report in plain text for what does not fit into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from bot.card.cutting import chunks, utf16_length
from bot.card.model import Card
from bot.card.passages import Form, Part, Passage, parts
from bot.language import N_, Catalogue
from handlers.slack.ids import CallbackId
from handlers.slack.rendering.blocks import (
    Block,
    Most,
    bullets,
    code,
    context,
    header,
    line,
    numbered,
    plain_text,
    quote,
    rich,
    small,
    small_link,
    weight,
    words,
)
from handlers.slack.rendering.card import address_of, version_mark

_BLOCKS_OF_A_PART = (20, 6, 3, 2, 1)
"""Tried one after the other until the modal fits."""
_WEIGHT = 60_000
"""Characters of a whole modal; Slack takes 250 kB (`view_too_large`)."""
_PIECE = 1_200
"""Characters of one piece of a long text, so that a part can be cut between two."""


def details_view(card: Card, catalogue: Catalogue, desk_url: str = "") -> Block:
    """Return the modal in which all the evidence is read; see `was_cut` for whether it holds everything."""
    view, _ = _view(card, catalogue, desk_url)
    return view


def was_cut(card: Card, catalogue: Catalogue) -> bool:
    """Whether the modal has no room for everything, so that the report should come along as a file."""
    _, left_out = _view(card, catalogue, "")
    return left_out


def report_text(card: Card, catalogue: Catalogue) -> str:
    """Return all of it as plain text."""
    return "\n\n".join(_plain_part(part) for part in parts(card, catalogue)) + "\n"


def read_view(title: str, blocks: list[Block], catalogue: Catalogue) -> Block:
    """Return a modal that is only read."""
    return {
        "type": "modal",
        "callback_id": CallbackId.READ.value,
        "title": plain_text(title, Most.TITLE),
        "close": plain_text(catalogue.say(N_("Close")), Most.TITLE),
        "blocks": blocks[: Most.VIEW_BLOCKS],
    }


def _view(card: Card, catalogue: Catalogue, desk_url: str) -> tuple[Block, bool]:
    told = [_Shown(part.title, _grouped(part.passages)) for part in parts(card, catalogue)]
    for most in _BLOCKS_OF_A_PART:
        blocks = [block for part in told for block in part.blocks(most, catalogue)]
        left_out = any(part.left(most) for part in told)
        if len(blocks) < Most.VIEW_BLOCKS and weight(blocks) <= _WEIGHT:
            break
    if len(blocks) >= Most.VIEW_BLOCKS:
        kept = (Most.VIEW_BLOCKS - 2) // 3
        blocks = [block for part in told[:kept] for block in part.blocks(1, catalogue)]
        blocks, left_out = [*blocks, _more(len(told) - kept, catalogue)], True
    if address := address_of(card, desk_url):
        blocks.append(context(small_link(address, catalogue.say(N_("The whole card")))))
    details = catalogue.say(N_("Details"))
    return read_view(f"{card.reference} · {details}", numbered(blocks, version_mark(card)), catalogue), left_out


@dataclass(frozen=True, slots=True)
class _Shown:
    """A part in the pieces that it can be cut into."""

    title: str
    groups: list[list[Passage]]

    def blocks(self, most: int, catalogue: Catalogue) -> list[Block]:
        """Return a heading, at most `most` rich texts, and how many passages are left out."""
        shown = [rich(*_runs(group)) for group in self.groups[:most]]
        left = self.left(most)
        return [header(self.title), *shown, *([_more(left, catalogue)] if left else [])]

    def left(self, most: int) -> int:
        """Return how many passages are left out."""
        return sum(map(len, self.groups[most:]))


def _more(number: int, catalogue: Catalogue) -> Block:
    return context(small(catalogue.count("… +{number} more", "… +{number} more", number)))


def _pieces(passage: Passage) -> list[Passage]:
    pieces = chunks(passage.text, _PIECE) or ["…"]
    return [Passage(piece, passage.form, "" if index else passage.what) for index, piece in enumerate(pieces)]


def _grouped(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Return the passages, long ones in pieces, in groups that fit into one rich text each."""
    groups: list[list[Passage]] = []
    size = 0
    for passage in chain.from_iterable(map(_pieces, passages)):
        more = utf16_length(passage.text) + utf16_length(passage.what) + 2
        if not groups or size + more > Most.RICH:
            groups.append([])
            size = 0
        groups[-1].append(passage)
        size += more
    return groups


def _runs(passages: Sequence[Passage]) -> list[Block]:
    runs: list[Block] = []
    for passage in passages:
        if passage.form is Form.ITEM and runs and runs[-1]["type"] == "rich_text_list":
            runs[-1]["elements"].append(line(words(passage.text)))
        else:
            runs.append(_run(passage))
    return runs


def _run(passage: Passage) -> dict[str, Any]:
    match passage.form:
        case Form.ITEM:
            return bullets([passage.text])
        case Form.QUOTE:
            return quote(passage.text)
        case Form.CODE:
            return code(passage.text)
        case Form.HEADING:
            return line(words(passage.text, bold=True))
        case _:
            named = [words(f"{passage.what} ", italic=True)] if passage.what else []
            return line(*named, words(passage.text))


def _plain_part(part: Part) -> str:
    return "\n".join([part.title, "=" * len(part.title), *map(_plain, part.passages)])


def _plain(passage: Passage) -> str:
    match passage.form:
        case Form.ITEM:
            return f"- {passage.text}"
        case Form.QUOTE:
            return "\n".join(f"> {text}" for text in passage.text.split("\n"))
        case Form.HEADING:
            return f"\n{passage.text}"
        case _:
            return f"{passage.what} {passage.text}" if passage.what else passage.text
