"""What is told beside a card, in a message of its own: decisions, troubles, whose submission it is, an absence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum

from bot.card.cutting import cut
from bot.card.shared import shared_card
from bot.card.story import Storyteller
from bot.delivery import inbox
from bot.delivery.events import Failed, Refused
from bot.delivery.publishing import Order, may_go
from bot.delivery.taking import sentence_of
from bot.foreign_text import one_line
from bot.house import House
from bot.kinds import Choice
from bot.language import N_
from bot.people import roster
from bot.people.accounts import accounts_of
from bot.ports import NeedlessError, Outgoing
from bot.self_check import ALARM, alarm_words
from bot.submissions import case_of
from handlers.telegram.ids import version_of
from handlers.telegram.places import NAME
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.notices import claim_message, trouble_message, uncertain_message
from handlers.telegram.rendering.text import escaped, inert, link

TROUBLE = "trouble"
CLAIM = "claim"
WELCOME = "welcome"
TAKEN_OUT = "taken-out"
ABSENCE = "absence"
BYPASS = "bypass"
EDITED = "edited"
UNCERTAIN = "uncertain"
UNSENT = "unsent"
UNSETTLED = "unsettled"
DECLINED = "declined"
"""What is unsettled where a suggestion is approved that was declined before."""
LEFT_OUT = "left-out"
IN_GROUP = "in-group"
_MOST = 1_500

_BY_HAND: Mapping[str, str] = {
    DECLINED: N_(
        "{reference}: this suggestion was declined already, and Telegram takes no other answer: it does not appear in "
        "the channel. Have it suggested once more, or post it by hand and say so on its card."
    ),
    Choice.APPROVE: N_(
        "{reference}: Telegram does not let Vigie publish this suggestion. Accept it by hand, in the channel's direct "
        "messages. For the next ones, Vigie needs the right “Post Messages” in the channel."
    ),
    Choice.REFUSE: N_(
        "{reference}: Telegram does not let Vigie decline this suggestion. Decline it by hand, in the channel's direct "
        "messages. For the next ones, Vigie needs the right “Manage Direct Messages” in the channel."
    ),
    Choice.REQUEST_CHANGES: N_(
        "{reference}: Telegram does not let Vigie pass on the changes that you ask for. Write them yourself, in the "
        "channel's direct messages. For the next ones, Vigie needs the right “Manage Direct Messages” in the channel."
    ),
}
"""What is told where Telegram does not carry out a decision on a suggestion."""


class Why(StrEnum):
    """Why something was not published."""

    APPROVAL = "approval"
    ORPHANED = "orphaned"
    RIGHTS = "telegram"
    FORM = "form"


_UNSENT: Mapping[str, str] = {
    Why.APPROVAL: N_("{reference} was to go out now. It is not approved any more: it was not published."),
    Why.ORPHANED: N_(
        "{reference} was to go out now. Whoever asked for it can't do so any more: it was not published. Somebody else "
        "can have it published with its card."
    ),
    Why.RIGHTS: N_("{reference} was not published: Telegram refuses it. Vigie needs the right to post in the channel."),
    Why.FORM: N_(
        "{reference} was not published: Telegram does not take it as it is. "
        "Publish it by hand, then say so on its card."
    ),
}

_WELCOME = N_(
    "Hello! Send a picture here as a file, or a draft with #brouillon in it: I read where it comes from, hold it "
    "against the charter, and answer. People decide, never me. More: /aide"
)


def notice(house: House, message: Outgoing) -> Message:
    """Return a message in HTML.

    Raises:
        NeedlessError: there is nothing (any more) to tell.
    """
    kind, _, rest = message.subject.partition("/")
    write = _NOTICES.get(kind)
    return write(house, rest) if write else _decision(house, message.subject)


def _trouble(house: House, key: str) -> Message:
    outcome = inbox.outcome_of(house.database, NAME, key)
    if not isinstance(outcome, (Refused, Failed)):
        raise NeedlessError("nothing went wrong")
    return trouble_message(sentence_of(outcome, house.catalogue()))


def _alarm(house: House, rest: str) -> Message:
    return Message(escaped(alarm_words(f"{ALARM}/{rest}", house.catalogue())))


def _welcome(house: House, _rest: str) -> Message:
    return Message(escaped(house.catalogue().say(_WELCOME)))


def _taken_out(house: House, rest: str) -> Message:
    _moment, _, title = rest.partition("/")
    told = N_(
        "I was taken out of “{chat}”. What waits there goes on waiting, and nothing new comes in. Let me in again, "
        "and I go on where I was."
    )
    return Message(inert(house.catalogue().say(told, chat=cut(title, 100))))


def _left_out(house: House, name: str) -> Message:
    told = N_(
        "“{name}” is not among the files that I took in: Telegram does not give it to Vigie. Send it again, as a "
        "smaller export if it has more than 20 MB, or drop it at the desk."
    )
    return Message(inert(house.catalogue().say(told, name=cut(one_line(name), 100) or "?")))


def _in_group(house: House, _rest: str) -> Message:
    return Message(escaped(house.catalogue().say(N_("Send it in the approval group: that is where I answer."))))


def _claim(house: House, reference: str) -> Message:
    card = shared_card(house, reference, house.catalogue())
    return claim_message(reference, version_of(card), house.catalogue())


def _absence(house: House, rest: str) -> Message:
    catalogue = house.catalogue()
    since, until = (catalogue.moment(datetime.fromtimestamp(int(part), UTC)) for part in rest.split("/"))
    told = N_(
        "I was away from {since} to {until}. Telegram keeps messages for a day only: what was sent before may be lost. "
        "Please send it again."
    )
    return Message(inert(catalogue.say(told, since=since, until=until)))


def _uncertain(house: House, rest: str) -> Message:
    reference, person, fingerprint, _moment, channel = rest.split("/", 4)
    again = may_go(house, Order(person, reference, fingerprint))
    return uncertain_message(reference, fingerprint[:8], house.catalogue(), channel, again=again)


def _bypass(house: House, address: str) -> Message:
    told = N_("Published without Vigie: {address}. Nobody here approved this post.")
    return _with_link(house, told, address)


def _edited(house: House, rest: str) -> Message:
    address, _, _moment = rest.rpartition("/")
    told = N_("Changed without Vigie after it was published: {address}. Nobody here approved what it says now.")
    return _with_link(house, told, address)


def _with_link(house: House, told: str, address: str) -> Message:
    """Return a sentence of ours with an address that can be opened, and copied: what makes text inert breaks it."""
    return Message(house.catalogue().say(told, address=link(address, address)))


def _unsent(house: House, rest: str) -> Message:
    reference, why, _moment = rest.split("/")
    told = _UNSENT.get(why, _UNSENT[Why.RIGHTS])
    return Message(inert(house.catalogue().say(told, reference=reference)))


def _unsettled(house: House, rest: str) -> Message:
    reference, choice, _seq = rest.split("/")
    return Message(inert(house.catalogue().say(_BY_HAND[choice], reference=reference)))


def _decision(house: House, subject: str) -> Message:
    """Tell what somebody decided, to whoever made it: an edited card rings no bell."""
    reference, _, seq = subject.partition(":")
    with house.database.reading() as connection:
        case = case_of(connection, reference)
        recorded = next((item for item in case.entries if str(item.entry.seq) == seq), None) if case else None
        if case is None or recorded is None:
            raise NeedlessError("nothing of that number")
        people = roster(connection)
        teller = Storyteller(people, house.catalogue())
        accounts = [account for platform, account in accounts_of(connection, case.author) if platform == NAME]
    told = inert(cut(teller.tell(recorded).text, _MOST))
    name = inert(people.name(case.author)) or "…"
    number = next((account for account in accounts if account.isdigit()), "")
    mention = f'<a href="tg://user?id={number}">{name}</a> · ' if number else ""
    return Message(f"{mention}{reference} · {told}")


_NOTICES: Mapping[str, Callable[[House, str], Message]] = {
    TROUBLE: _trouble,
    CLAIM: _claim,
    WELCOME: _welcome,
    TAKEN_OUT: _taken_out,
    ABSENCE: _absence,
    BYPASS: _bypass,
    EDITED: _edited,
    UNSENT: _unsent,
    UNSETTLED: _unsettled,
    LEFT_OUT: _left_out,
    IN_GROUP: _in_group,
    UNCERTAIN: _uncertain,
    ALARM: _alarm,
}
