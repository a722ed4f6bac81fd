"""Several submissions at a glance: the answer to a command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.card.cutting import cut
from bot.card.model import Card
from bot.card.signs import SIGNS
from bot.language import N_, Catalogue
from handlers.telegram.rendering.message import Message, Most
from handlers.telegram.rendering.text import bold, cut_html, inert, link, linkable

_IN_A_LIST = 15
_IN_AN_OVERVIEW = 8
_SUBJECT = 60
_LINE = 200


def cards_list(cards: Sequence[Card], catalogue: Catalogue, *, empty: str, permalinks: Mapping[str, str]) -> Message:
    """Return a line for each card, a few at most, or what to say where there is none."""
    lines = [_line(card, permalinks, catalogue.moment(card.opened_at)) for card in cards[:_IN_A_LIST]]
    return _message([*lines, *_more(len(cards) - len(lines), catalogue)] or [inert(cut(empty, _LINE))])


def overview(
    to_decide: Sequence[Card],
    mine: Sequence[Card],
    catalogue: Catalogue,
    *,
    permalinks: Mapping[str, str],
    week: Sequence[str],
    now: datetime,
    deciding: int = 0,
    submitted: int = 0,
) -> Message:
    """Return what waits for this person's decision, oldest first, what they submitted, the week.

    `deciding` and `submitted` count all there are, where the lists hold only the first.
    """
    say, writer = catalogue.say, _Overview(catalogue, permalinks, now)
    oldest = sorted(to_decide, key=lambda card: card.opened_at)
    lines = [
        *writer.part(say(N_("For me to decide")), oldest, say(N_("Nothing waits for you.")), deciding),
        "",
        *writer.part(say(N_("My submissions")), mine, say(N_("No submission yet.")), submitted),
    ]
    if week:
        lines += ["", bold(say(N_("This week"))), *(inert(cut(text, _LINE)) for text in week[:5])]
    return _message(lines)


def _message(lines: Sequence[str]) -> Message:
    return Message(cut_html("\n".join(lines), Most.TEXT))


@dataclass(frozen=True, slots=True)
class _Overview:
    """Writes a title with a number, and a line for each card with its age."""

    catalogue: Catalogue
    permalinks: Mapping[str, str]
    now: datetime

    def part(self, title: str, cards: Sequence[Card], empty: str, total: int) -> Iterator[str]:
        """Yield the lines, or what to say where there is none."""
        total = max(total, len(cards))
        yield bold(f"{title} ({total})" if total else title)
        if not cards:
            yield inert(empty)
        shown = cards[:_IN_AN_OVERVIEW]
        yield from (_line(card, self.permalinks, self._age(card)) for card in shown)
        yield from _more(total - len(shown), self.catalogue)

    def _age(self, card: Card) -> str:
        """Return an age such as « il y a 3 jours »."""
        from babel.dates import format_timedelta  # heavy: only where an age is shown

        age = card.opened_at - self.now
        return str(format_timedelta(age, add_direction=True, locale=self.catalogue.language.value))


def _line(card: Card, permalinks: Mapping[str, str], moment: str) -> str:
    told = " · ".join(filter(None, (card.headline, _subject(card), cut(card.author, 80), moment)))
    address = permalinks.get(card.reference, "")
    reference = link(address, card.reference) if linkable(address) else bold(card.reference)
    return f"{SIGNS[card.tone]} {reference} · {inert(cut(told, _LINE))}"


def _subject(card: Card) -> str:
    """Return what people know a submission by: its file, or the beginning of its text."""
    if card.visuals:
        more = f" +{len(card.visuals) - 1}" if len(card.visuals) > 1 else ""
        return cut(card.visuals[0].name, _SUBJECT) + more
    return cut(" ".join(card.draft.text.split()), _SUBJECT) if card.draft else ""


def _more(number: int, catalogue: Catalogue) -> list[str]:
    return [catalogue.count("… +{number} more", "… +{number} more", number)] if number > 0 else []
