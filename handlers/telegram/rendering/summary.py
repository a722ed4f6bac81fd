"""The weekly summary as one message: what counts first, and the checkpoint so that a tap copies it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.card.cutting import cut
from bot.foreign_text import one_line
from bot.language import Catalogue
from bot.summary.model import Summary
from bot.summary.words import COMMAND, Section, SummaryText, summary_text
from handlers.telegram.rendering.message import Message, Most
from handlers.telegram.rendering.text import JOINER, bold, code, escaped, inert, visible, weight, within

_LINE = 400
"""UTF-16 units of a line: one that says more would drive out all that come after it."""
_ROOM = 200
"""UTF-16 units left free: invisible joiners are added where the words are sent without their looks."""
_LOOKS = 50
"""Entities of the sections, a fraction of what Telegram takes: only headings have a look of their own."""


def summary_message(summary: Summary, catalogue: Catalogue) -> Message:
    """Return a summary in HTML; where there is too much of it the last lines go, never the checkpoint."""
    text = summary_text(summary, catalogue)
    title, note = bold(cut(text.title, _LINE)), _checkpoint(text, one_line(summary.integrity.key, 200))
    room = Most.TEXT - _ROOM - weight(title) - sum(weight(line) + 1 for line in note)
    lines = [line for section in text.sections for line in _lines(section)]
    kept = within(lines, room, _LOOKS)
    left_out = ["…"] if len(kept) < len(lines) else []
    return Message("\n".join([title, *kept, *left_out, *note]), cut=bool(left_out))


def is_of(text: str, summary: Summary, catalogue: Catalogue) -> bool:
    """Whether a message begins as that of a summary does, and holds its checkpoint."""
    said = summary_text(summary, catalogue)
    return text.startswith(visible(bold(cut(said.title, _LINE)))) and said.checkpoint.strip() in text


def says(text: str, summary: Summary, catalogue: Catalogue) -> bool:
    """Whether a message says what that of a summary does, word for word, whatever its looks."""
    return _words(text) == _words(visible(summary_message(summary, catalogue).text))


def _words(text: str) -> list[str]:
    return text.replace(JOINER, "").split()


def _lines(section: Section) -> Sequence[str]:
    return ["", bold(section.heading), *(inert(cut(line, _LINE)) for line in section.lines)]


def _checkpoint(text: SummaryText, key: str) -> Sequence[str]:
    if not text.checkpoint:
        return []
    note = f"<pre>{escaped(text.checkpoint.rstrip())}</pre>"
    return ["", note, _to_copy(text.how, COMMAND), _to_copy(text.key, key)]


def _to_copy(sentence: str, words: str) -> str:
    """Return a sentence in which some words can be copied as they are; anywhere else, joiners could stand in them."""
    before, found, after = sentence.partition(words)
    return f"{inert(before)}{code(found)}{inert(after)}"
