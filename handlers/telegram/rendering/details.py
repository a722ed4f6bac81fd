"""Everything that is known of a submission: folded at the foot of its card as far as it fits, and page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.card.cutting import chunks, cut, utf16_length
from bot.card.model import Card
from bot.card.passages import Form, Part, Passage, parts
from bot.language import N_, Catalogue
from handlers.telegram.ids import Gesture, tap_of
from handlers.telegram.rendering.message import Keyboard, Message, Most, button
from handlers.telegram.rendering.text import bold, code, entities, inert, italic, quote, weight, within

_PIECE = 1_000
"""Units of one piece of a long text on a page."""
_SHORT = 500
"""Units of one text in the folded details."""
_MORE = 40
"""Units of the line that says how many are left out."""
_PAGE = 3_000
_ENTITIES_OF_A_PAGE = 90


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded details of a card; `whole` tells whether everything found room."""

    markup: str
    whole: bool


def folded(card: Card, catalogue: Catalogue, units: int, most_entities: int) -> Folded:
    """Return as much as fits, from the gravest evidence to the end of the story."""
    title = bold(catalogue.say(N_("Details")))
    told = _told(card, catalogue)
    lines = [line for part in told for line in _lines(part)]
    units -= weight(title) + 1
    shown = within(lines, units, most_entities - 2)
    whole = len(shown) == len(lines)
    if not whole:
        shown = within(lines, units - _MORE, most_entities - 2)
        shown.append(catalogue.count("… +{number} more", "… +{number} more", len(lines) - len(shown)))
    fits = weight("\n".join(shown)) <= units and most_entities > 1
    markup = quote("\n".join([title, *shown]), expandable=True) if shown and fits else ""
    long = any(utf16_length(passage.text) > _SHORT for part in told for passage in part.passages)
    return Folded(markup, whole and fits and not long)


def _told(card: Card, catalogue: Catalogue) -> list[Part]:
    """Return what the card does not say already, without the trail's witness, which has a line of its own."""
    _, *middle, story = parts(card, catalogue)
    noted = (Passage(card.note, Form.QUOTE),) if card.note.strip() else ()
    return [Part("", noted), *middle, Part(story.title, story.passages[:-1])]


def _lines(part: Part) -> Iterator[str]:
    if part.title.strip() and part.passages:
        yield bold(cut(part.title, _SHORT))
    for passage in part.passages:
        yield _line(Passage(cut(passage.text, _SHORT), passage.form, passage.what))


def _line(passage: Passage) -> str:
    """Return a passage as HTML; there is no quotation inside of a quotation."""
    match passage.form:
        case Form.ITEM:
            return inert(f"• {passage.text}")
        case Form.QUOTE:
            return italic(passage.text) or "…"
        case Form.CODE:
            return code(passage.text) or "…"
        case Form.HEADING:
            return bold(passage.text) or "…"
        case _:
            return inert(f"{passage.what} {passage.text}".strip()) or "…"


def details_pages(card: Card, catalogue: Catalogue) -> tuple[str, ...]:
    """Return all of it, page by page."""
    pages: list[list[str]] = [[]]
    used, looks = 0, 0
    for line in _whole(card, catalogue):
        used, looks = used + weight(line) + 1, looks + entities(line)
        if pages[-1] and (used > _PAGE or looks > _ENTITIES_OF_A_PAGE):
            pages.append([])
            used, looks = weight(line) + 1, entities(line)
        pages[-1].append(line)
    return tuple("\n".join(page) for page in pages)


def _whole(card: Card, catalogue: Catalogue) -> Iterator[str]:
    for number, part in enumerate(parts(card, catalogue)):
        title = bold(cut(part.title, _SHORT))
        yield f"\n{title}" if number else title
        for passage in part.passages:
            for piece in chunks(passage.text, _PIECE) or ["…"]:
                yield _line(Passage(piece, passage.form, passage.what))


def details_message(card: Card, catalogue: Catalogue, page: int = 0) -> Message:
    """Return a page of the details, with buttons to turn it."""
    pages = details_pages(card, catalogue)
    page = min(max(page, 0), len(pages) - 1)
    return Message(pages[page], page_turner(card, page, len(pages)))


def page_turner(card: Card, page: int, pages: int) -> Keyboard:
    """Return the buttons to the page before and the one after."""
    found = []
    if page > 0:
        found.append(button(f"‹ {page}/{pages}", tap_of(card, Gesture.DETAILS, str(page - 1))))
    if page + 1 < pages:
        found.append(button(f"{page + 2}/{pages} ›", tap_of(card, Gesture.DETAILS, str(page + 1))))
    return (tuple(found[: Most.IN_A_ROW]),) if found else ()
