"""What is told beside a card, in a message of its own: decisions, a catch-up, a welcome."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.card.cutting import cut
from bot.card.story import Storyteller
from bot.delivery import inbox
from bot.delivery.events import Failed, Refused
from bot.delivery.taking import sentence_of
from bot.house import House
from bot.language import N_, Catalogue
from bot.people import roster
from bot.people.accounts import accounts_of
from bot.ports import NeedlessError, Outgoing
from bot.self_check import ALARM, alarm_words
from bot.submissions import case_of
from handlers.slack.ids import ActionId
from handlers.slack.places import PREFIX
from handlers.slack.rendering.blocks import Block, Message
from handlers.slack.rendering.buttons import button
from handlers.slack.rendering.text import escaped

CAUGHT_UP = "caught-up"
WELCOME = "welcome"
TROUBLE = "trouble"
_MOST = 1_500


def caught_up_subject(number: int, since: datetime, until: datetime) -> str:
    """Return the subject of the message that tells of a catch-up; the message is written from it alone."""
    return f"{CAUGHT_UP}/{number}/{int(since.timestamp())}/{int(until.timestamp())}"


def trouble_subject(key: str) -> str:
    """Return the subject of the message that tells why something was not taken in; the inbox knows the rest."""
    return f"{TROUBLE}/{key}"


def notice(house: House, message: Outgoing) -> Message:
    """Return a message, escaped as Slack asks.

    Raises:
        NeedlessError: there is nothing (any more) to tell.
    """
    kind, _, rest = message.subject.partition("/")
    if kind == TROUBLE:
        return _trouble(house, message, rest)
    if kind == CAUGHT_UP:
        return _plain(_caught_up(rest, house.catalogue()))
    if kind == ALARM:
        return _plain(escaped(alarm_words(message.subject, house.catalogue())))
    if kind == WELCOME:
        return _plain(house.catalogue().say(_WELCOME))
    return _plain(_decision(house, message))


def _plain(text: str) -> Message:
    return Message(text, [])


def _trouble(house: House, message: Outgoing, key: str) -> Message:
    """Tell why a message was not taken in, and offer to look at it once more."""
    outcome = inbox.outcome_of(house.database, PREFIX[:-1], key)
    if not isinstance(outcome, (Refused, Failed)):
        raise NeedlessError("nothing went wrong")
    catalogue = house.catalogue()
    told = escaped(cut(sentence_of(outcome, catalogue), _MOST))
    again = button(catalogue.say(N_("Try again")), ActionId.AGAIN, message.target)
    blocks: list[Block] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"✋ {told}"}},
        {"type": "actions", "elements": [again]},
    ]
    return Message(told, blocks)


_WELCOME = N_(
    "Hello! Drop a picture or a draft here (write #brouillon in it): I read where it comes from, hold it against the "
    "charter, and answer in its thread. People decide, never me. More: /vigie"
)


def _caught_up(rest: str, catalogue: Catalogue) -> str:
    number, since, until = (int(part) for part in rest.split("/"))
    return catalogue.count(
        "I was away from {since} to {until}. I have caught up with {number} submission.",
        "I was away from {since} to {until}. I have caught up with {number} submissions.",
        number,
        since=catalogue.moment(datetime.fromtimestamp(since, UTC)),
        until=catalogue.moment(datetime.fromtimestamp(until, UTC)),
    )


def _decision(house: House, message: Outgoing) -> str:
    """Tell what somebody decided, to whoever made it: an edited card rings no bell."""
    reference, _, seq = message.subject.partition(":")
    with house.database.reading() as connection:
        case = case_of(connection, reference)
        recorded = next((item for item in case.entries if str(item.entry.seq) == seq), None) if case else None
        if case is None or recorded is None:
            raise NeedlessError("nothing of that number")
        teller = Storyteller(roster(connection), house.catalogue())
        authors = [account for platform, account in accounts_of(connection, case.author) if platform == PREFIX[:-1]]
    told = escaped(cut(teller.tell(recorded).text, _MOST))
    mention = "".join(f"<@{account}> " for account in authors[:1])
    return f"{mention}{reference} · {told}"
