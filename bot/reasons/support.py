"""What speaks for a fact, in words: what was read and where, or who said so and when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from bot.card.evidence_words import evidence_line
from bot.card.file_words import format_name
from bot.card.story import claim_words
from bot.declared import Declared
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.reasons.sources import Sources
from policy.charter.words import value_words
from policy.declaration import Purpose
from policy.evidence import Evidence, Origin, Strength
from policy.facts import FactName

_GENERATED = {Origin.AI_GENERATED, Origin.AI_COMPOSITE}
_EXCERPT = 120


class Support:
    """Tells what speaks for the facts of one file or text."""

    def __init__(self, sources: Sources, catalogue: Catalogue) -> None:
        self._sources, self._catalogue = sources, catalogue
        self._tellers: dict[str, Callable[[], Iterator[str]]] = {
            FactName.KIND: self._kind,
            FactName.ORIGIN_ESTABLISHED: self._origin,
            FactName.GENERATED: lambda: self._pixels(_GENERATED, Purpose.IMAGE_GENERATION),
            FactName.ENHANCED: lambda: self._pixels({Origin.AI_ENHANCED}, Purpose.RETOUCH),
            FactName.AI_USE: self._use,
            FactName.USE_DECLARED: self._declared,
            FactName.LABEL_VISIBLE: self._label,
            FactName.TEXT_TRACES: self._traces,
            FactName.RESULT_CHECKED: self._checked,
            FactName.PERSONAL_DATA_SENT: self._declarations,
            FactName.PURPOSE: self._declarations,
        }

    def of(self, fact: str) -> tuple[str, ...]:
        """Return what speaks for a fact, a line each; nothing where there is nothing to say."""
        teller = self._tellers.get(fact)
        return tuple(teller() if teller else self._answer(fact))

    def _say(self, message: str, **values: str | int) -> str:
        return self._catalogue.say(message, **values)

    def _kind(self) -> Iterator[str]:
        if self._sources.examination:
            name = format_name(self._sources.examination.media_type, self._catalogue)
            yield self._say(N_("Read from the file itself: {format}"), format=name)

    def _origin(self) -> Iterator[str]:
        said = [*self._proofs(), *self._statement()]
        yield from said or [self._say(N_("The file does not prove it, and nobody has said it yet."))]

    def _pixels(self, origins: Collection[Origin], purpose: Purpose) -> Iterator[str]:
        admitted = [*self._evidence(origins), *self._statement(), *self._declarations(purpose)]
        yield from admitted or self._proofs()

    def _use(self) -> Iterator[str]:
        if self._sources.is_text:
            yield from self._traces()
            yield from self._declarations()
            yield from self._answer(FactName.AI_USE)
        else:
            admitted = [*self._evidence({*_GENERATED, Origin.AI_ENHANCED}), *self._statement(), *self._declarations()]
            yield from admitted or self._proofs()

    def _declared(self) -> Iterator[str]:
        statement = self._sources.statement
        named = self._statement() if statement and statement.claim.origin.admits_ai and statement.tool else ()
        yield from [*self._declarations(), *named] or [self._say(N_("Nothing has been declared so far."))]

    def _label(self) -> Iterator[str]:
        found = [
            self._say(
                N_("Found in the text, line {line}: “{excerpt}”"),
                line=label.passage.line,
                excerpt=one_line(label.passage.excerpt, _EXCERPT),
            )
            for label in (self._sources.analysis.labels if self._sources.analysis else ())
        ]
        if self._sources.statement and self._sources.statement.label_visible:
            found.append(self._say(N_("The author says that the published piece tells it.")))
        missing = N_("The text does not say so.") if self._sources.is_text else N_("Nobody has said so yet.")
        yield from found or [self._say(missing)]

    def _traces(self) -> Iterator[str]:
        traces = self._sources.analysis.traces if self._sources.is_text and self._sources.analysis else ()
        for trace in traces:
            yield self._say(
                N_("The text carries a trace that an assistant often leaves, line {line}: “{excerpt}”"),
                line=trace.passage.line,
                excerpt=one_line(trace.passage.excerpt, _EXCERPT),
            )
        if traces:
            yield self._say(N_("It accuses nobody: such a trace also comes with a link or a quotation."))

    def _checked(self) -> Iterator[str]:
        for item in self._sources.declarations:
            check = one_line(item.declaration.check, _EXCERPT)
            if item.declaration.checked:
                yield self._say(N_("{reference} says how: “{check}”"), reference=item.reference, check=check)
            else:
                yield self._say(
                    N_("{reference} does not say who checked the result, and how."), reference=item.reference
                )

    def _declarations(self, purpose: Purpose | None = None) -> Iterator[str]:
        for item in (*self._sources.declarations, *self._sources.refused):
            if purpose is item.declaration.purpose or (purpose is None and item.stands):
                yield self._declaration(item)

    def _declaration(self, item: Declared) -> str:
        purpose = value_words(item.declaration.purpose)[self._catalogue.language]
        parts = [item.reference, one_line(item.declaration.tool), purpose]
        sentence = N_("Declared on {moment}: {what}") if item.stands else N_("Asked for on {moment}, refused: {what}")
        what = " · ".join(part for part in parts if part)
        return self._say(sentence, moment=self._catalogue.moment(item.declared_at), what=what)

    def _answer(self, fact: str) -> Iterator[str]:
        if recorded := self._sources.answers.get(fact):
            moment = self._catalogue.moment(recorded.entry.at)
            yield self._say(
                N_("Answered on {moment} (journal, entry {number})"), moment=moment, number=recorded.entry.seq
            )

    def _statement(self) -> Iterator[str]:
        statement, recorded = self._sources.statement, self._sources.stated
        if statement and recorded:
            parts = [claim_words(statement.claim, self._catalogue), statement.tool, statement.note]
            yield self._say(
                N_("The author said on {moment}: {words} (journal, entry {number})"),
                moment=self._catalogue.moment(recorded.entry.at),
                words=" · ".join(one_line(part, 160) for part in parts if part),
                number=recorded.entry.seq,
            )

    def _proofs(self) -> Iterator[str]:
        for item in self._found():
            if item.origin is Origin.CAPTURE and item.strength is Strength.TRUSTED:
                yield self._line(item)

    def _evidence(self, origins: Collection[Origin]) -> Iterator[str]:
        for item in self._found():
            if item.origin in origins and item.strength is not Strength.STATISTICAL:
                yield self._line(item)

    def _found(self) -> tuple[Evidence, ...]:
        return self._sources.examination.evidence if self._sources.examination else ()

    def _line(self, item: Evidence) -> str:
        line = evidence_line(item, self._catalogue)
        return " — ".join((line.what, line.where, line.strength, line.not_proven))
