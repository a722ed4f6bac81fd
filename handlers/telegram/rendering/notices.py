"""What is told or asked beside a card: toasts, the way to the original, whose submission it is."""

from __future__ import annotations

from datetime import datetime

from bot.card.cutting import cut
from bot.delivery.settling import Settled
from bot.language import N_, Catalogue
from handlers.telegram.ids import Gesture, Tap
from handlers.telegram.rendering.message import Colour, Message, Most, button, rows
from handlers.telegram.rendering.text import inert, link, linkable

_SENTENCE = 600


def toast(text: str) -> str:
    """Return the answer to a tap: plain text, which stands over the chat for a moment."""
    return cut(" ".join(text.split()), Most.TOAST)


def how_to_hand_over(catalogue: Catalogue, desk_url: str = "") -> Message:
    """Return how the original is sent from each kind of phone."""
    say = catalogue.say
    lines = [
        say(N_("A picture sent as a photo is compressed, and loses the marks that tell where it comes from.")),
        say(N_("To send the original, reply to the card with the file:")),
        say(N_("• iPhone: paper clip → File → Photo or Video")),
        say(N_("• Android: paper clip → File → Gallery, without compression")),
        say(N_("• Computer: drag it here, and untick “Compress the image”")),
    ]
    told = [inert(line) for line in lines]
    if linkable(desk_url):
        told.append(say(N_("Or drop it at the desk: {address}"), address=link(desk_url, desk_url)))
    return Message("\n".join(told))


def claim_message(reference: str, version: str, catalogue: Catalogue) -> Message:
    """Return the question whose submission it is, where Telegram does not tell."""
    say = catalogue.say
    text = N_("{reference}: Telegram does not tell who sent this. Nobody can decide until its author has tapped here.")
    mine = button(say(N_("It is mine")), Tap(Gesture.CLAIM, reference, version), Colour.PRIMARY)
    return Message(inert(say(text, reference=reference)), rows([mine]))


def uncertain_message(
    reference: str, version: str, catalogue: Catalogue, channel: str, *, again: bool = True
) -> Message:
    """Return the question whether a post went out, where Telegram has not answered; `again` tells whether it still may.

    What is not approved any more is asked about too: somebody may read it there.
    """
    say = catalogue.say
    text = N_("{reference}: Telegram has not answered. Can the post be seen in {channel}?")
    never = button(
        say(N_("No, publish it") if again else N_("No, it is not there")),
        Tap(Gesture.NEVER_WENT_OUT, reference, version),
        Colour.PRIMARY if again else Colour.PLAIN,
    )
    asked = [button(say(N_("Yes, it is there")), Tap(Gesture.WENT_OUT, reference, version)), never]
    return Message(inert(say(text, reference=reference, channel=cut(channel, 100))), rows(asked))


def scheduled_words(catalogue: Catalogue, at: datetime, name: str) -> str:
    """Return when something goes out by itself, and who wants it to."""
    told = N_("Scheduled for {moment}, by {name}") if name else N_("Scheduled for {moment}")
    return catalogue.say(told, moment=catalogue.moment(at), name=name)


_SETTLED = {
    Settled.RECORDED: N_("{reference}: the post is there, says {name}. It is on record."),
    Settled.UNAPPROVED: N_(
        "{reference}: the post is there, says {name}, and is not approved as it is any more. It is on record as "
        "published without approval."
    ),
    Settled.AGAIN: N_("{reference}: the post is not there, says {name}. It goes out once more."),
    Settled.DROPPED: N_(
        "{reference}: the post is not there, says {name}. It is not approved as it was any more: nothing goes out."
    ),
}


def settled_words(settled: Settled, reference: str, name: str, catalogue: Catalogue) -> str:
    """Return what stands in the place of the question whether a post went out, once somebody has answered it."""
    return catalogue.say(_SETTLED[settled], reference=reference, name=name or "…")


def trouble_message(sentence: str) -> Message:
    """Return why something was not taken in."""
    return Message(f"✋ {inert(cut(sentence, _SENTENCE))}")
