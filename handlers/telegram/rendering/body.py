"""What a card says between its headline and its details, short enough for a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.card.cutting import cut
from bot.card.lines import EvidenceLine, Tone
from bot.card.model import Card, DraftView, Ground, Question, Visual
from bot.card.signs import SIGNS
from bot.language import N_, Catalogue
from handlers.telegram.rendering.marks import about_words, number, question_marks
from handlers.telegram.rendering.text import bold, code, inert, italic, link, quote

_GRAVEST = tuple(Tone)


@dataclass(frozen=True, slots=True)
class Room:
    """How much a card may show: of each kind of thing how many, and how many units of one text."""

    visuals: int
    evidence: int
    grounds: int
    questions: int
    lines: int
    gestures: int
    summary: int
    words: int


@dataclass(frozen=True, slots=True)
class Body:
    """Writes the parts of a card as HTML."""

    card: Card
    catalogue: Catalogue
    room: Room
    desk_url: str = ""

    def parts(self) -> list[str]:
        """Return summary, notice, grounds, visuals, declared uses, draft, questions and what was noted."""
        parts = (
            inert(self.short(self.card.summary, self.room.summary)),
            italic(self.short(self.card.notice)),
            *self._grounds(),
            *self._visuals(),
            self._declared(),
            self._draft(),
            *self._questions(),
            "\n".join(self._noted()),
        )
        return [part for part in parts if part.strip()]

    def short(self, text: str, most: int = 0) -> str:
        """Return the text, cut where there is no room for all of it."""
        return cut(text, most or self.room.words)

    def count(self, one: str, many: str, left: int) -> str:
        """Return a line such as « … +3 constats »."""
        return self.catalogue.count(one, many, left)

    def _grounds(self) -> Iterator[str]:
        shown = self.card.grounds[: self.room.grounds]
        yield from map(self._ground, shown)
        if left := len(self.card.grounds) - len(shown):
            yield self.count("… +{number} ground", "… +{number} grounds", left)
        if self.card.way_out or (self.card.has_reasons and self.desk_url):
            yield self._way_out()

    def _ground(self, ground: Ground) -> str:
        title = " — ".join(filter(None, (ground.article, ground.title)))
        return _lines(
            bold(self.short(title)),
            inert(self.short(ground.message)) if ground.message != self.card.summary else "",
            quote(inert(self.short(ground.quote))),
            inert(f"→ {self.short(ground.way_out)}") if ground.way_out else "",
        )

    def _way_out(self) -> str:
        parts = [inert(self.short(self.card.way_out))]
        if self.card.has_reasons and self.desk_url:
            address = f"{self.desk_url.rstrip('/')}/depots/{self.card.reference}/motifs"
            parts.append(link(address, self.catalogue.say(N_("The reasons in full"))))
        return " ".join(filter(None, parts))

    def _visuals(self) -> Iterator[str]:
        visuals = () if self.card.busy else self.card.visuals
        gravest = sorted(range(len(visuals)), key=lambda index: _GRAVEST.index(visuals[index].tone))
        shown = sorted(gravest[: self.room.visuals])
        for index in shown:
            yield self._visual(visuals[index], number(index) if len(visuals) > 1 else "")
        if left := len(visuals) - len(shown):
            yield self.count("… +{number} file", "… +{number} files", left)
        ways = dict.fromkeys(visual.transport for visual in visuals if visual.transport)
        yield "\n".join(map(italic, self._some(list(ways))))

    def _visual(self, visual: Visual, mark: str) -> str:
        sign = f"{mark} {SIGNS[visual.tone]} " if mark else ""
        absence = visual.absence if not visual.evidence and not mark else ""
        return _lines(
            f"{sign}{bold(self.short(visual.name))} · {inert(self.short(visual.facts))}",
            self._statement(visual.statement),
            *self._evidence(visual.evidence),
            italic(self.short(absence)),
            self._listed(N_("Could not be read"), visual.not_looked),
        )

    def _statement(self, statement: str) -> str:
        say = self.catalogue.say
        what = say(N_("{what}:"), what=say(N_("The author states")))
        return inert(f"{what} {self.short(statement)}") if statement else ""

    def _evidence(self, evidence: Sequence[EvidenceLine]) -> Iterator[str]:
        """Yield the gravest; they come in that order."""
        shown = evidence[: self.room.evidence]
        for item in shown:
            yield inert(f"• {self.short(item.what)} — {self.short(item.strength)}")
        if left := len(evidence) - len(shown):
            yield f"• {self.count('… +{number} finding', '… +{number} findings', left)}"

    def _declared(self) -> str:
        uses = [f"{use.reference} · {use.words}" for use in self.card.declarations]
        return self._listed(N_("Declared uses of AI"), uses)

    def _draft(self) -> str:
        draft = self.card.draft
        if draft is None:
            return ""
        label = self.short(draft.label)
        return _lines(
            self._draft_headline(draft),
            self._listed(N_("Traces to clear up with the author"), draft.traces),
            self._listed(N_("To be filled in"), draft.clues),
            self._listed(N_("The text says that AI served"), draft.labels),
            self._listed(N_("Pictures that it points to, which Vigie does not open"), draft.image_links),
            bold(self.catalogue.say(N_("Label to paste into the text"))) if label.strip() else "",
            code(label),
        )

    def _draft_headline(self, draft: DraftView) -> str:
        """Beside visuals the text has an answer of its own; alone, its answer is the card's."""
        if not self.card.visuals:
            return ""
        text = self.catalogue.say(N_("Text"))
        return bold(f"{SIGNS[draft.tone]} {text} · {self.short(draft.headline)}")

    def _questions(self) -> Iterator[str]:
        marks = question_marks(self.card)
        shown = self.card.questions[: self.room.questions]
        for mark, question in zip(marks, shown, strict=False):
            yield self._question(mark, question)
        if left := len(self.card.questions) - len(shown):
            yield self.count("… +{number} question", "… +{number} questions", left)

    def _question(self, mark: str, question: Question) -> str:
        about = about_words(self.card, question, mark)
        return _lines(f"{mark} {bold(self.short(question.text)) or '…'}".strip(), inert(self.short(about)))

    def _noted(self) -> Iterator[str]:
        counted = self.catalogue.say(N_("(only counted for now)"))
        yield from (italic(f"{text} {counted}") for text in self._some(self.card.noted))

    def _listed(self, title: str, lines: Sequence[str]) -> str:
        if not lines:
            return ""
        return "\n".join([bold(self.catalogue.say(title)), *(inert(f"• {text}") for text in self._some(lines))])

    def _some(self, lines: Sequence[str]) -> list[str]:
        """Return as many lines as there is room for, and how many more there are."""
        shown = [self.short(text) for text in lines[: self.room.lines]]
        left = len(lines) - len(shown)
        return [*shown, self.count("… +{number} more", "… +{number} more", left)] if left else shown


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line.strip())
