"""What a card says between its headline and its buttons, short enough for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.card.cutting import cut, utf16_length
from bot.card.lines import EvidenceLine, Tone
from bot.card.model import Card, DraftView, Ground, Visual
from bot.card.signs import SIGNS
from bot.language import N_, Catalogue
from handlers.slack.rendering.blocks import Block, bullets, code, context, line, link, quote, rich, small, words

_GRAVEST = tuple(Tone)


@dataclass(frozen=True, slots=True)
class Room:
    """How much a card may show: of each kind of thing how many, and how many characters of one text."""

    visuals: int
    evidence: int
    grounds: int
    questions: int
    lines: int
    gestures: int
    summary: int
    words: int


@dataclass
class Body:
    """Writes the parts of a card; `cut` tells whether something had to be left out."""

    card: Card
    catalogue: Catalogue
    room: Room
    desk_url: str = ""
    cut: bool = field(default=False, init=False)

    def blocks(self) -> list[Block]:
        """Return summary, notice, grounds, visuals, declared uses, draft and what was noted."""
        parts = [
            self._said(self.card.summary, self.room.summary),
            self._said(self.card.notice, self.room.words, italic=True),
            *self._grounds(),
            *self._visuals(),
            *self._declared(),
            *self._draft(),
            *self._noted(),
        ]
        return [part for part in parts if part]

    def short(self, text: str, most: int = 0) -> str:
        """Return the text, cut where there is no room for all of it."""
        most = most or self.room.words
        self.cut |= utf16_length(text) > most
        return cut(text, most)

    def count(self, one: str, many: str, number: int) -> str:
        """Return a line such as « … +3 constats », and remember that something is left out."""
        self.cut = True
        return self.catalogue.count(one, many, number)

    def say(self, message: str) -> str:
        """Return a sentence of ours."""
        return self.catalogue.say(message)

    def _said(self, text: str, most: int, *, italic: bool = False) -> Block | None:
        return rich(line(words(self.short(text, most), italic=italic))) if text.strip() else None

    def _grounds(self) -> list[Block]:
        shown = self.card.grounds[: self.room.grounds]
        found = [self._ground(ground) for ground in shown]
        left = len(self.card.grounds) - len(shown)
        if left:
            found.append(context(small(self.count("… +{number} ground", "… +{number} grounds", left))))
        if self.card.way_out or (self.card.has_reasons and self.desk_url):
            found.append(self._way_out())
        return found

    def _ground(self, ground: Ground) -> Block:
        title = " — ".join(filter(None, (ground.article, ground.title)))
        parts = [line(words(self.short(title), bold=True))]
        if ground.message and ground.message != self.card.summary:
            parts.append(line(words(self.short(ground.message))))
        if ground.quote:
            parts.append(quote(self.short(ground.quote)))
        if ground.way_out:
            parts.append(line(words(f"→ {self.short(ground.way_out)}")))
        return rich(*parts)

    def _way_out(self) -> Block:
        runs = [words(f"{self.short(self.card.way_out)} ")] if self.card.way_out else []
        if self.card.has_reasons and self.desk_url:
            address = f"{self.desk_url.rstrip('/')}/depots/{self.card.reference}/motifs"
            runs.append(link(address, self.say(N_("The reasons in full"))))
        return rich(line(*runs))

    def _visuals(self) -> list[Block]:
        visuals = () if self.card.busy else self.card.visuals
        gravest = sorted(range(len(visuals)), key=lambda index: _GRAVEST.index(visuals[index].tone))
        shown = [visuals[index] for index in sorted(gravest[: self.room.visuals])]
        found = [self._visual(visual) for visual in shown]
        left = len(visuals) - len(shown)
        if left:
            found.append(context(small(self.count("… +{number} file", "… +{number} files", left))))
        ways = dict.fromkeys(visual.transport for visual in visuals if visual.transport)
        return [*found, *(context(small(text)) for text in self._some(list(ways)))]

    def _visual(self, visual: Visual) -> Block:
        alone = len(self.card.visuals) == 1
        sign = "" if alone else f"{SIGNS[visual.tone]} "
        parts = [
            line(words(f"{sign}{self.short(visual.name)}", bold=True), words(f" · {self.short(visual.facts)}")),
        ]
        if visual.statement:
            states = self.catalogue.say(N_("{what}:"), what=self.say(N_("The author states")))
            parts.append(line(words(f"{states} {self.short(visual.statement)}")))
        if visual.evidence:
            parts += self._evidence(visual.evidence)
        elif visual.absence and alone:
            parts.append(line(words(self.short(visual.absence), italic=True)))
        if visual.not_looked:
            parts += self._listed(N_("Could not be read"), visual.not_looked)
        return rich(*parts)

    def _evidence(self, evidence: Sequence[EvidenceLine]) -> list[Block]:
        """Return the gravest; they come in that order."""
        shown = evidence[: self.room.evidence]
        lines = [f"{self.short(item.what)} — {self.short(item.strength)}" for item in shown]
        left = len(evidence) - len(shown)
        if left:
            lines.append(self.count("… +{number} finding", "… +{number} findings", left))
        return [bullets(lines)]

    def _declared(self) -> list[Block]:
        uses = [f"{use.reference} · {use.words}" for use in self.card.declarations]
        return [rich(*self._listed(N_("Declared uses of AI"), uses))] if uses else []

    def _draft(self) -> list[Block]:
        draft = self.card.draft
        if draft is None:
            return []
        parts = self._draft_headline(draft)
        for title, lines in (
            (N_("Traces to clear up with the author"), draft.traces),
            (N_("To be filled in"), draft.clues),
            (N_("The text says that AI served"), draft.labels),
            (N_("Pictures that it points to, which Vigie does not open"), draft.image_links),
        ):
            parts += self._listed(title, lines) if lines else []
        if draft.label:
            parts.append(line(words(self.say(N_("Label to paste into the text")), bold=True)))
            parts.append(code(self.short(draft.label)))
        return [rich(*parts)] if parts else []

    def _draft_headline(self, draft: DraftView) -> list[Block]:
        """Beside visuals the text has an answer of its own; alone, its answer is the card's."""
        if not self.card.visuals:
            return []
        text = self.say(N_("Text"))
        told = f"{SIGNS[draft.tone]} {text} · {self.short(draft.headline)}"
        return [line(words(told, bold=True))]

    def _noted(self) -> list[Block]:
        counted = self.say(N_("(only counted for now)"))
        return [context(small(f"{text} {counted}")) for text in self._some(self.card.noted)]

    def _listed(self, title: str, lines: Sequence[str]) -> list[Block]:
        return [line(words(self.say(title), bold=True)), bullets(self._some(lines))]

    def _some(self, lines: Sequence[str]) -> list[str]:
        """Return as many lines as there is room for, and how many more there are."""
        shown = [self.short(text) for text in lines[: self.room.lines]]
        left = len(lines) - len(shown)
        return [*shown, self.count("… +{number} more", "… +{number} more", left)] if left else shown
