"""What people call the parts of a register row that a declaration alone does not have."""

from __future__ import annotations

from bot.declaration_words import place_words
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.register.use import Status, Use

_STATUSES = {
    Status.STANDING: N_("Stands"),
    Status.WITHDRAWN: N_("Withdrawn"),
    Status.REFUSED: N_("Refused by the charter"),
}
_CHANNELS = {"desk": N_("Desk")}


def status_words(status: Status, catalogue: Catalogue) -> str:
    """Return whether a use stands."""
    return catalogue.say(_STATUSES[status])


def subject_words(use: Use, catalogue: Catalogue) -> str:
    """Return what a use is about: its own words, else the submission it belongs to."""
    if use.subject:
        return one_line(use.subject, 300)
    return catalogue.say(N_("Submission {reference}"), reference=use.submission) if use.submission else ""


def label_words(use: Use, catalogue: Catalogue) -> str:
    """Return where people can read that AI served."""
    if use.label:
        return place_words(use.label, catalogue)
    return catalogue.say(N_("In the published piece")) if use.labelled else catalogue.say(N_("Nowhere yet"))


def channel_words(channel: str, catalogue: Catalogue) -> str:
    """Return where a submission came in."""
    platform = channel.partition(":")[0]
    return catalogue.say(_CHANNELS[platform]) if platform in _CHANNELS else platform.capitalize()
