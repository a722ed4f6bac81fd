"""Several submissions at a glance: a short answer to a command, and the App Home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.card.cutting import chunks, cut
from bot.card.model import Card
from bot.card.signs import SIGNS
from bot.language import N_, Catalogue
from handlers.slack.ids import ActionId
from handlers.slack.rendering.blocks import (
    Block,
    Most,
    context,
    header,
    line,
    link,
    linkable,
    rich,
    rows,
    section,
    small,
    words,
)
from handlers.slack.rendering.buttons import button, link_button

_IN_A_LIST = 15
_AT_HOME = 20
_SUBJECT = 60


def cards_list(
    cards: Sequence[Card], catalogue: Catalogue, *, empty: str, permalinks: Mapping[str, str]
) -> list[Block]:
    """Return a line for each card, a few at most, or what to say where there is none."""
    if not cards:
        return [section(empty)]
    shown = cards[:_IN_A_LIST]
    blocks = [rich(*(_line(card, catalogue, permalinks) for card in shown))]
    return [*blocks, *_more(len(cards) - len(shown), catalogue)]


def home_view(
    to_decide: Sequence[Card],
    mine: Sequence[Card],
    catalogue: Catalogue,
    *,
    permalinks: Mapping[str, str],
    week: Sequence[str],
    now: datetime,
    deciding: int = 0,
    submitted: int = 0,
) -> Block:
    """Return the App Home: what waits for this person's decision, oldest first, what they submitted, the week.

    `deciding` and `submitted` count all there are, where the lists hold only the first.
    """
    say = catalogue.say
    oldest = sorted(to_decide, key=lambda card: card.opened_at)
    deciding, submitted = max(deciding, len(oldest)), max(submitted, len(mine))
    opening = _Opening(catalogue, permalinks, now)
    blocks = [header(_counted(say(N_("For me to decide")), deciding))]
    blocks += opening.blocks(oldest, say(N_("Nothing waits for you.")), deciding)
    blocks.append(header(_counted(say(N_("My submissions")), submitted)))
    blocks += opening.blocks(mine, say(N_("No submission yet.")), submitted, first=_AT_HOME)
    if week:
        told = "\n".join(week)
        blocks += [header(say(N_("This week"))), *(section(piece) for piece in chunks(told, Most.RICH)[:5])]
    blocks += rows([button(say(N_("Refresh")), ActionId.REFRESH, "home")])
    return {"type": "home", "blocks": blocks[: Most.VIEW_BLOCKS]}


def _counted(title: str, number: int) -> str:
    return f"{title} ({number})" if number else title


@dataclass(frozen=True, slots=True)
class _Opening:
    """Writes a line for each card, with a button that opens it."""

    catalogue: Catalogue
    permalinks: Mapping[str, str]
    now: datetime

    def blocks(self, cards: Sequence[Card], empty: str, total: int, *, first: int = 0) -> list[Block]:
        """Return the lines, or what to say where there is none; buttons are numbered from `first`."""
        if not cards:
            return [section(empty)]
        shown = cards[:_AT_HOME]
        lines = [self._card(card, first + index) for index, card in enumerate(shown)]
        return [*lines, *_more(total - len(shown), self.catalogue)]

    def _card(self, card: Card, number: int) -> Block:
        told = " · ".join(filter(None, (_headline(card), _subject(card), card.author, self._age(card))))
        block = section(cut(told, Most.SMALL))
        address = self.permalinks.get(card.reference, "")
        if linkable(address):
            opening = link_button(self.catalogue.say(N_("Open")), f"{ActionId.LINK}:{number}", address)
            return block | {"accessory": opening}
        return block

    def _age(self, card: Card) -> str:
        """Return an age such as « il y a 3 jours »."""
        from babel.dates import format_timedelta  # heavy: only where an age is shown

        age = card.opened_at - self.now
        return str(format_timedelta(age, add_direction=True, locale=self.catalogue.language.value))


def _line(card: Card, catalogue: Catalogue, permalinks: Mapping[str, str]) -> Block:
    told = filter(None, (card.headline, _subject(card), card.author, catalogue.moment(card.opened_at)))
    reference = link(permalinks.get(card.reference, ""), card.reference, bold=True)
    return line(words(f"{SIGNS[card.tone]} "), reference, words(cut(f" · {' · '.join(told)}", 300)))


def _headline(card: Card) -> str:
    return f"{SIGNS[card.tone]} {card.reference} · {card.headline}"


def _subject(card: Card) -> str:
    """Return what people know a submission by: its file, or the beginning of its text."""
    if card.visuals:
        more = f" +{len(card.visuals) - 1}" if len(card.visuals) > 1 else ""
        return cut(card.visuals[0].name, _SUBJECT) + more
    return cut(" ".join(card.draft.text.split()), _SUBJECT) if card.draft else ""


def _more(number: int, catalogue: Catalogue) -> list[Block]:
    if number <= 0:
        return []
    return [context(small(catalogue.count("… +{number} more", "… +{number} more", number)))]
