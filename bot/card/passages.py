"""Everything that is known of a submission, part by part: the same for a modal and for a report in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.card.lines import EvidenceLine
from bot.card.model import Card, DraftView, Ground, Visual
from bot.card.signs import SIGNS
from bot.language import N_, Catalogue
from policy.draft import ChangeKind


class Form(StrEnum):
    """How a passage looks."""

    TEXT = "text"
    HEADING = "heading"
    QUOTE = "quote"
    ITEM = "item"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Passage:
    """A few words of one kind; `what` stands in front of them, such as « Où : »."""

    text: str
    form: Form = Form.TEXT
    what: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs together under one title."""

    title: str
    passages: tuple[Passage, ...]


def parts(card: Card, catalogue: Catalogue) -> list[Part]:
    """Return all of it: where it stands, each visual, the text, declared uses, grounds, the whole story."""
    writer = _Writer(card, catalogue)
    found = [
        Part(f"{SIGNS[card.tone]} {card.headline}", tuple(writer.standing())),
        *(Part(f"{SIGNS[visual.tone]} {visual.name}", tuple(writer.visual(visual))) for visual in card.visuals),
    ]
    if card.draft:
        found.append(Part(writer.say(N_("Text of the post")), tuple(writer.draft(card.draft))))
    if card.declarations:
        uses = tuple(Passage(f"{use.reference} · {use.words}", Form.ITEM) for use in card.declarations)
        found.append(Part(writer.say(N_("Declared uses of AI")), uses))
    if card.grounds or card.noted:
        found.append(Part(writer.say(N_("What the charter says")), tuple(writer.charter())))
    found.append(Part(writer.say(N_("Its story")), tuple(writer.story())))
    return found


class _Writer:
    """Puts the parts of a card into passages."""

    def __init__(self, card: Card, catalogue: Catalogue) -> None:
        self._card, self._catalogue = card, catalogue

    def say(self, message: str) -> str:
        """Return a sentence of ours."""
        return self._catalogue.say(message)

    def _named(self, text: str, what: str) -> Passage:
        return Passage(text, what=self._catalogue.say(N_("{what}:"), what=what))

    def standing(self) -> Iterator[Passage]:
        """Yield where the submission stands."""
        card = self._card
        moment, version = self._catalogue.moment(card.opened_at), N_("version {number}")
        told = (card.reference, self._catalogue.say(version, number=card.revision), card.author, moment)
        yield Passage(" · ".join(told))
        for text in (card.summary, card.notice, card.way_out):
            if text:
                yield Passage(text)
        if card.note:
            yield Passage(card.note, Form.QUOTE)

    def visual(self, visual: Visual) -> Iterator[Passage]:
        """Yield what was found in a file, what was not, and apart from it what could not be read."""
        yield Passage(f"{visual.headline} · {visual.facts}")
        if visual.statement:
            yield self._named(visual.statement, self.say(N_("The author states")))
        if visual.transport:
            yield Passage(visual.transport)
        for evidence in visual.evidence:
            yield from self._evidence(evidence)
        if visual.absence and not visual.evidence:
            yield Passage(visual.absence)
        yield from self._listed(N_("Looked for, not found"), visual.nothing_found)
        yield from self._listed(N_("Could not be read"), visual.not_looked)
        yield self._named(visual.sha256, "SHA-256")

    def _evidence(self, evidence: EvidenceLine) -> Iterator[Passage]:
        yield Passage(f"{SIGNS[evidence.tone]} {evidence.what}", Form.HEADING)
        for what, text in (
            (N_("Where"), evidence.where),
            (N_("How strong"), evidence.strength),
            (N_("What it does not prove"), evidence.not_proven),
        ):
            if text:
                yield self._named(text, self.say(what))

    def draft(self, draft: DraftView) -> Iterator[Passage]:
        """Yield the text, what was found in it, and what changed."""
        yield Passage(f"{SIGNS[draft.tone]} {draft.headline}", Form.HEADING)
        yield Passage(draft.text, Form.QUOTE)
        yield from self._listed(N_("Traces to clear up with the author"), draft.traces)
        yield from self._listed(N_("To be filled in"), draft.clues)
        yield from self._listed(N_("The text says that AI served"), draft.labels)
        yield from self._listed(N_("Pictures that it points to, which Vigie does not open"), draft.image_links)
        if draft.label:
            yield Passage(self.say(N_("Label to paste into the text")), Form.HEADING)
            yield Passage(draft.label, Form.CODE)
        yield from self._listed(N_("What changed since the version before"), tuple(self._changes(draft)))

    def _changes(self, draft: DraftView) -> Iterator[str]:
        marks = {ChangeKind.ADDED: N_("[added:]"), ChangeKind.REMOVED: N_("[removed:]")}
        for change in draft.changes:
            if change.kind in marks and change.text.strip():
                yield f"{self.say(marks[change.kind])} {change.text.strip()}"

    def charter(self) -> Iterator[Passage]:
        """Yield the grounds in full, and what is only counted."""
        for ground in self._card.grounds:
            yield from self._ground(ground)
        counted = self.say(N_("(only counted for now)"))
        yield from (Passage(f"{text} {counted}", Form.ITEM) for text in self._card.noted)

    def _ground(self, ground: Ground) -> Iterator[Passage]:
        yield Passage(" — ".join(filter(None, (ground.article, ground.title))), Form.HEADING)
        if ground.quote:
            yield Passage(ground.quote, Form.QUOTE)
        if ground.message:
            yield Passage(ground.message)
        if ground.way_out:
            yield self._named(ground.way_out, self.say(N_("Way out")))

    def story(self) -> Iterator[Passage]:
        """Yield every entry, oldest first, and the trail's witness."""
        for item in self._card.story:
            yield Passage(f"{self._catalogue.moment(item.at)} · {item.text} · #{item.seq}", Form.ITEM)
        yield Passage(self._catalogue.say(N_("entry {stamp}"), stamp=self._card.stamp))

    def _listed(self, title: str, lines: tuple[str, ...]) -> Iterator[Passage]:
        if lines:
            yield Passage(self.say(title), Form.HEADING)
            yield from (Passage(text, Form.ITEM) for text in lines)
