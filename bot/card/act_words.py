"""One line for each thing that people did about a submission once the charter had spoken."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.card.lines import Tone
from bot.card.people_words import person_words, role_words
from bot.decided import Ground, Ruling
from bot.foreign_text import paragraph
from bot.kinds import Choice, Kind
from bot.language import N_, Catalogue
from bot.people import Roster
from bot.trail.entry import read_moment
from bot.trail.read import RecordedEntry

_Line = tuple[str, Tone]
_CHOICES = {
    Choice.APPROVE: (N_("Approved by {name}"), Tone.DONE),
    Choice.REFUSE: (N_("Refused by {name}"), Tone.STOP),
    Choice.REQUEST_CHANGES: (N_("Changes requested by {name}"), Tone.ASK),
}
_GROUNDS = {
    Ground.INTERPRETATION: N_("{name} appeals: the charter can be read in another way"),
    Ground.EVIDENCE: N_("{name} appeals: what was found in the file is wrong"),
    Ground.REFUSAL: N_("{name} appeals against the refusal"),
}
_RULINGS = {
    Ruling.ACCEPT: (N_("{name} finds the appeal right"), Tone.DONE),
    Ruling.REJECT: (N_("{name} finds the refusal right"), Tone.STOP),
}
_PLAIN = {
    Kind.RETRACTED: (N_("{name} took the decision back"), Tone.QUIET),
    Kind.LIFTED: (N_("{name} lifts the refusal"), Tone.CLEAR),
    Kind.PUBLISHED: (N_("{name} says that it is published"), Tone.DONE),
    Kind.CORRECTED: (N_("{name} notes a correction"), Tone.ASK),
    Kind.WITHDRAWN: (N_("Withdrawn by {name}"), Tone.QUIET),
    Kind.WITHOUT_ORIGINAL: (N_("{name} goes on without the original: one more person approves"), Tone.ASK),
}
_TEXTS = ("reason", "where", "correction")


def act_words(recorded: RecordedEntry, roster: Roster, catalogue: Catalogue) -> _Line | None:
    """Return the line of an entry and how it feels, None for an entry of another kind."""
    teller = _TELLERS.get(recorded.entry.kind)
    if teller is None:
        return None
    line, tone = teller(_Telling(recorded, roster, catalogue))
    said = paragraph(next((text for name in _TEXTS if (text := recorded.personal.get(name))), ""))
    return (f"{line} — {said}" if said else line), tone


class _Telling:
    """One entry, and the words for it."""

    def __init__(self, recorded: RecordedEntry, roster: Roster, catalogue: Catalogue) -> None:
        self.entry, self.catalogue, self._roster = recorded.entry, catalogue, roster

    def say(self, message: str, **values: str | int) -> str:
        return self.catalogue.say(message, name=self.name(self.entry.actor), **values)

    def name(self, person: object) -> str:
        return person_words(self._roster.name(str(person)), self.catalogue)

    def moment(self, written: object) -> str:
        return self.catalogue.moment(read_moment(str(written)))


def _decided(told: _Telling) -> _Line:
    message, tone = _CHOICES[Choice(str(told.entry.data["choice"]))]
    line = told.say(message)
    if principal := told.entry.data.get("principal"):
        behind = told.say(N_("for {other}"), other=told.name(principal))
        line = f"{line} ({behind})"
    return line, tone


def _expired(told: _Telling) -> _Line:
    return told.catalogue.say(N_("The approval has run out")), Tone.ASK


def _glass_broken(told: _Telling) -> _Line:
    until = told.moment(told.entry.data["until"])
    return told.say(N_("Emergency: {name} approves alone, until {until}"), until=until), Tone.ASK


def _glass_reviewed(told: _Telling) -> _Line:
    if told.entry.data["justified"]:
        return told.say(N_("{name} reviews the emergency: it could not wait")), Tone.DONE
    return told.say(N_("{name} reviews the emergency: it should have waited")), Tone.STOP


def _appealed(told: _Telling) -> _Line:
    return told.say(_GROUNDS[Ground(str(told.entry.data["ground"]))]), Tone.ASK


def _voted(told: _Telling) -> _Line:
    message, tone = _RULINGS[Ruling(str(told.entry.data["ruling"]))]
    return told.say(message), tone


def _nobody(told: _Telling) -> _Line:
    needs = [
        f"{need['count']} × {told.catalogue.say(role_words(str(need['role'])))}" for need in told.entry.data["needs"]
    ]
    needed = ", ".join(dict.fromkeys(needs))
    return told.catalogue.say(N_("Nobody here can decide: it takes {needed}"), needed=needed), Tone.STOP


def _co_author(told: _Telling) -> _Line:
    other = told.name(told.entry.data["person"])
    return told.say(N_("{name} names {other} as a co-author"), other=other), Tone.QUIET


def _same_person(told: _Telling) -> _Line:
    return told.catalogue.say(N_("Two accounts turn out to be one person: {name}"), name=_who(told)), Tone.QUIET


def _who(told: _Telling) -> str:
    return told.name(told.entry.data["is"])


def _plain(told: _Telling) -> _Line:
    message, tone = _PLAIN[Kind(told.entry.kind)]
    return told.say(message), tone


def _delegated(told: _Telling) -> _Line:
    data = told.entry.data
    words = N_("{name} lends the right to decide to {other}, until {until}")
    return told.say(words, other=told.name(data["to"]), until=told.moment(data["until"])), Tone.QUIET


def _delegation_ended(told: _Telling) -> _Line:
    return told.say(N_("{name} takes back the right to decide")), Tone.QUIET


_TELLERS: Mapping[str, Callable[[_Telling], _Line]] = {
    Kind.DECIDED: _decided,
    Kind.EXPIRED: _expired,
    Kind.GLASS_BROKEN: _glass_broken,
    Kind.GLASS_REVIEWED: _glass_reviewed,
    Kind.APPEALED: _appealed,
    Kind.APPEAL_VOTED: _voted,
    Kind.NOBODY_CAN_DECIDE: _nobody,
    Kind.CO_AUTHOR_ADDED: _co_author,
    Kind.SAME_PERSON: _same_person,
    Kind.DELEGATED: _delegated,
    Kind.DELEGATION_ENDED: _delegation_ended,
    **dict.fromkeys(_PLAIN, _plain),
}
