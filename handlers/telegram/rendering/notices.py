"""What is told or asked beside a card: toasts, the way to the original, whose submission it is."""

from __future__ import annotations

from bot.language import N_, Catalogue
from handlers.telegram.ids import Gesture, Tap
from handlers.telegram.rendering.message import Colour, Message, Most, button, rows
from handlers.telegram.rendering.text import cut, inert, link, linkable

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


def uncertain_message(reference: str, version: str, catalogue: Catalogue, channel: str) -> Message:
    """Return the question whether a post went out, where Telegram has not answered."""
    say = catalogue.say
    text = N_("{reference}: Telegram has not answered. Can the post be seen in {channel}?")
    asked = [
        button(say(N_("Yes, it is there")), Tap(Gesture.WENT_OUT, reference, version)),
        button(say(N_("No, publish it")), Tap(Gesture.NEVER_WENT_OUT, reference, version), Colour.PRIMARY),
    ]
    return Message(inert(say(text, reference=reference, channel=cut(channel, 100))), rows(asked))


def trouble_message(sentence: str, reference: str, catalogue: Catalogue) -> Message:
    """Return why something was not taken in, and the offer to look once more where `reference` says at what."""
    again = [button(catalogue.say(N_("Try again")), Tap(Gesture.AGAIN, reference))] if reference else []
    return Message(f"✋ {inert(cut(sentence, _SENTENCE))}", rows(again))
