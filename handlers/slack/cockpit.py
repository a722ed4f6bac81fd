"""What one person has to do and has submitted, read from the database: for the App Home and for `/vigie`."""

from __future__ import annotations

from bot.card import board
from bot.card.model import Card
from bot.card.week import week_so_far
from bot.language import N_, Catalogue
from bot.people import Person
from bot.sources import sources_of
from bot.submissions import Shelf, shelf
from handlers.slack.context import Slack
from handlers.slack.rendering.blocks import Block
from handlers.slack.rendering.lists import cards_list, home_view

_SHOWN = 20
_COUNTED = 10_000


def home_of(slack: Slack, person: Person, catalogue: Catalogue) -> Block:
    """Return somebody's App Home."""
    to_decide = _shelf(slack, person, Shelf.TO_DECIDE, catalogue) if person.decides else ()
    mine = _shelf(slack, person, Shelf.MINE, catalogue)
    counts = board.counts(slack.house, person)
    return home_view(
        to_decide,
        mine,
        catalogue,
        permalinks=links(slack, (*to_decide, *mine)),
        week=week_so_far(slack.house, catalogue),
        now=slack.house.clock(),
        deciding=counts[Shelf.TO_DECIDE] if person.decides else 0,
        submitted=counts[Shelf.MINE],
    )


def waiting_for(slack: Slack, person: Person, catalogue: Catalogue) -> list[Block]:
    """Return what waits for somebody's decision, oldest first."""
    cards = _shelf(slack, person, Shelf.TO_DECIDE, catalogue) if person.decides else ()
    empty = catalogue.say(N_("Nothing waits for you."))
    return cards_list(cards, catalogue, empty=empty, permalinks=links(slack, cards))


def submitted_by(slack: Slack, person: Person, catalogue: Catalogue) -> list[Block]:
    """Return what somebody has submitted."""
    cards = _shelf(slack, person, Shelf.MINE, catalogue)
    empty = catalogue.say(N_("No submission yet."))
    return cards_list(cards, catalogue, empty=empty, permalinks=links(slack, cards))


def links(slack: Slack, cards: tuple[Card, ...]) -> dict[str, str]:
    """Return the address of each submission: its message where it came in with one, else its page of the desk."""
    references = [card.reference for card in cards]
    with slack.house.database.reading() as connection:
        sources = sources_of(connection, references)
    found = {reference: slack.ourselves.permalink(source) for reference, source in sources.items()}
    if slack.desk_url:
        desk = {reference: f"{slack.desk_url}/depots/{reference}" for reference in references}
        return {**desk, **{reference: link for reference, link in found.items() if link}}
    return found


def _shelf(slack: Slack, person: Person, which: Shelf, catalogue: Catalogue) -> tuple[Card, ...]:
    """Return the latest of a shelf, newest first; of what waits for a decision, what waited longest, oldest first."""
    if which is not Shelf.TO_DECIDE:
        return board.feed(slack.house, person, catalogue, which, None, _SHOWN).cards
    return board.feed(slack.house, person, catalogue, which, _oldest(slack, person), _SHOWN).cards[::-1]


def _oldest(slack: Slack, person: Person) -> int | None:
    """Return the number before which those stand that have waited longest; None where all can be shown."""
    with slack.house.database.reading() as connection:
        waiting = shelf(connection, Shelf.TO_DECIDE, person.id, None, _COUNTED)
    return waiting[-_SHOWN - 1][0] if len(waiting) > _SHOWN else None
