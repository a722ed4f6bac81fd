"""A whole card as plain text: every word and every button of it, so that a test can show what people see.

What buttons ask for is not in it: test_actions.py looks at forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import fill

from bot.card.model import Action, Card, DraftView, Ground, Question, Visual
from policy.draft import ChangeKind

_WIDTH = 110
_SPACES = re.compile("[\u00a0\u202f]")


def as_text(card: Card) -> str:
    """Return the card; unbreakable spaces become plain ones, what differs from run to run is left out."""
    lines = (line for text in _lines(card) for line in _SPACES.sub(" ", text).split("\n"))
    return "\n".join(fill(line, _WIDTH, subsequent_indent=" " * (_margin(line) + 2)) for line in lines)


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _lines(card: Card) -> Iterator[str]:
    yield f"{card.reference} ({card.tone}{', busy' if card.busy else ''})"
    yield card.headline
    yield card.summary
    yield f"{card.author} · {card.opened_at:%Y-%m-%d %H:%M} UTC"
    if card.note:
        yield from (f"> {line}" for line in card.note.split("\n"))
    yield from _subject(card)
    for ground in card.grounds:
        yield from _ground(ground)
    if card.way_out:
        yield f"way out: {card.way_out}"
    for question in card.questions:
        yield from _question(question, card)
    for action in card.actions:
        yield from _action(action)
    if card.notice:
        yield f"({card.notice})"
    for happening in card.story:
        yield f"{happening.at:%H:%M} {happening.text} ({happening.tone})"


def _subject(card: Card) -> Iterator[str]:
    for visual in card.visuals:
        yield from _visual(visual)
    if card.draft:
        yield from _draft(card.draft)
    yield from (f"declared: {use.reference} · {use.words}" for use in card.declarations)
    yield from (f"noted: {text}" for text in card.noted)


def _visual(visual: Visual) -> Iterator[str]:
    yield f"[{visual.name}] {visual.facts}{'' if visual.has_preview else ' · no thumbnail'}"
    yield f"  {visual.headline} ({visual.tone}); alt: {visual.alternative}"
    if visual.statement:
        yield f"  stated: {visual.statement}"
    for line in visual.evidence:
        yield f"  + {line.what} ({line.tone})"
        yield from (f"    {part}" for part in (line.where, line.strength, line.not_proven))
    if visual.nothing_found:
        yield f"  0 {', '.join(visual.nothing_found)}"
    yield from (f"  ? {text}" for text in visual.not_looked)


def _draft(draft: DraftView) -> Iterator[str]:
    yield f"text: {draft.headline} ({draft.tone})"
    yield from (f"  | {line}" for line in draft.text.split("\n"))
    yield from (f"  ! {line}" for line in draft.traces)
    yield from (f"  _ {line}" for line in draft.clues)
    yield from (f"  = {line}" for line in draft.labels)
    yield from (f"  @ {line}" for line in draft.image_links)
    signs = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-"}
    yield from (f"  {signs[item.kind]} {item.text.strip()}" for item in draft.changes if item.kind in signs)
    if draft.label:
        yield f"  to paste: {draft.label}"


def _ground(ground: Ground) -> Iterator[str]:
    yield f"{ground.article}. {ground.title} ({ground.tone})"
    yield from (f"  {part}" for part in (f"« {ground.quote} »", ground.message, f"→ {ground.way_out}"))


def _question(question: Question, card: Card) -> Iterator[str]:
    about = next((visual.name for visual in card.visuals if visual.sha256 == question.asset), "all files")
    yield f"{question.text} ({about})"
    for answer in question.answers:
        assert answer.asset == question.asset
        yield from _action(answer)


def _action(action: Action) -> Iterator[str]:
    form = f" ({', '.join(field.name for field in action.fields)})" if action.fields else ""
    yield f"  [{action.label}] {' '.join(filter(None, (action.verb, action.value, action.style)))}{form}"
