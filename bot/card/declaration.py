"""A declared use of AI as a channel shows it: its answers, what the charter says, the ready labels, its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.card.build import ground
from bot.card.lines import Tone
from bot.card.model import Field, FieldKind, Ground, Happening
from bot.card.people_words import person_words
from bot.card.reading import Reading
from bot.card.story import Storyteller
from bot.declaration_words import changes, declaration_lines
from bot.declared import Declared, told
from bot.foreign_text import paragraph
from bot.house import House
from bot.labels import Labels, ready_labels
from bot.language import N_, Catalogue
from bot.people import Person, roster
from bot.trail.read import RecordedEntry, entries_for
from bot.workflow.declaring import declared_as
from policy.charter.judge import verdict_for_use
from policy.declaration import Declaration
from policy.language import Language
from policy.verdict import Answer, Verdict

_REASONS = (N_("Declared twice."), N_("In the end, no AI served."), N_("Declared by mistake."))
_HEADLINES = {
    Answer.FORBIDDEN: (N_("The charter no longer allows this use"), Tone.STOP),
    Answer.INCOMPLETE: (N_("Declared: something is still missing"), Tone.ASK),
    Answer.REVIEWABLE: (N_("Declared: nothing stands against it"), Tone.CLEAR),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of its history, and what it changed, as lines such as « Outil : ChatGPT → Claude »."""

    happening: Happening
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclarationCard:
    """Everything that a channel shows of one declaration.

    `lines` are headings and answers; `grounds` what the charter holds against it. `labels` are there for one that
    stands, `foreign_labels` the same in the other language. `changeable` tells whether the viewer may correct or
    withdraw it.
    """

    reference: str
    revision: int
    tone: Tone
    headline: str
    summary: str
    declared_by: str
    declared_at: datetime
    submission: str
    lines: tuple[tuple[str, str], ...]
    grounds: tuple[Ground, ...]
    labels: Labels | None
    foreign_labels: Labels | None
    history: tuple[Step, ...]
    changeable: bool
    declaration: Declaration


def declaration_card(house: House, viewer: Person, reference: str, catalogue: Catalogue) -> DeclarationCard:
    """Return a declaration's card.

    Raises:
        NotFoundError: there is no declaration of that reference.
    """
    with house.database.reading() as connection:
        known = declared_as(connection, reference)
        reading = Reading(viewer, roster(connection, house.clock()), house.charter, catalogue, house.clock())
        subject = entries_for(connection, [known.submission or reference])
    entries = [recorded for recorded in subject if recorded.entry.data.get("declaration") == reference]
    return _card(known, entries, reading)


def _card(known: Declared, entries: Sequence[RecordedEntry], reading: Reading) -> DeclarationCard:
    catalogue, verdict = reading.catalogue, verdict_for_use(reading.charter, known.declaration)
    headline, tone = _headline(known, verdict)
    labels = known.stands and verdict.answer is not Answer.FORBIDDEN
    foreign = next(language for language in Language if language is not catalogue.language)
    return DeclarationCard(
        reference=known.reference,
        revision=known.revision,
        tone=tone,
        headline=catalogue.say(headline),
        summary=_summary(known, catalogue),
        declared_by=person_words(reading.roster.name(known.person), catalogue),
        declared_at=known.declared_at,
        submission=known.submission or "",
        lines=declaration_lines(
            replace(known.declaration, public=known.stands and known.declaration.public), catalogue
        ),
        grounds=() if known.withdrawn else tuple(_grounds(verdict, reading)),
        labels=ready_labels(known.declaration, catalogue, known.reference) if labels else None,
        foreign_labels=ready_labels(known.declaration, Catalogue(foreign), known.reference) if labels else None,
        history=tuple(_history(entries, reading)),
        changeable=known.stands and reading.viewer.id == known.person and reading.viewer.submits,
        declaration=known.declaration,
    )


def withdrawal_field(catalogue: Catalogue) -> Field:
    """Return the one field of a withdrawal."""
    return Field(
        name="reason",
        label=catalogue.say(N_("Reason")),
        kind=FieldKind.LINE,
        required=True,
        hint=catalogue.say(N_("One sentence is enough: it stays in the journal.")),
        suggestions=tuple(catalogue.say(text) for text in _REASONS),
        max_length=300,
    )


def _headline(known: Declared, verdict: Verdict) -> tuple[str, Tone]:
    if known.refused:
        return N_("The charter forbids this use"), Tone.STOP
    if known.withdrawn:
        return N_("Withdrawn"), Tone.QUIET
    return _HEADLINES[verdict.answer]


def _summary(known: Declared, catalogue: Catalogue) -> str:
    if known.refused:
        return catalogue.say(
            N_("What was asked is recorded as refused: entry {number} of the journal."), number=known.seq
        )
    if known.withdrawn:
        return paragraph(known.reason)
    public = known.declaration.public
    return catalogue.say(
        N_("It is in the public register, without a name.") if public else N_("It stays out of the public register.")
    )


def _grounds(verdict: Verdict, reading: Reading) -> Iterator[Ground]:
    """Yield what bears on the answer; a rule that is still open is asked about, and holds nothing against anyone."""
    for fired in verdict.rules:
        if rule := reading.charter.by_id.get(fired.id):
            found = ground(fired, rule, reading)
            yield found if fired.certain else replace(found, tone=Tone.ASK)


def _history(entries: Sequence[RecordedEntry], reading: Reading) -> Iterator[Step]:
    """Yield every entry, oldest first, and what a correction changed."""
    teller = Storyteller(reading.roster, reading.catalogue)
    known: Mapping[str, Declared] = {}
    for recorded in entries:
        after = told(known, recorded)
        reference = str(recorded.entry.data["declaration"])
        changed: tuple[str, ...] = ()
        if reference in known:
            changed = changes(known[reference].declaration, after[reference].declaration, reading.catalogue)
        yield Step(teller.tell(recorded), changed)
        known = after
