"""The text of a submission as its card shows it: what was found in it, and how it differs from the version before."""

from __future__ import annotations

from bot.card.lines import Tone
from bot.card.model import DraftView
from bot.case import Case
from bot.foreign_text import as_written, one_line
from bot.labels import ready_labels
from bot.language import N_, Catalogue
from policy.draft import Change, Trace, TraceKind, analyse, changes
from policy.verdict import Answer

_HEADLINES = {
    Answer.FORBIDDEN: (N_("Unfavourable opinion"), Tone.STOP),
    Answer.INCOMPLETE: (N_("Something is missing"), Tone.ASK),
    Answer.REVIEWABLE: (N_("Nothing stands against it"), Tone.CLEAR),
}
_TRACES = {
    TraceKind.RESIDUE: N_("line {line}: “{excerpt}”, a mark that an AI assistant leaves behind"),
    TraceKind.CHATBOT_LINK: N_("line {line}: “{excerpt}”, a link copied from an AI assistant"),
    TraceKind.ASSISTANT_PHRASE: N_("line {line}: “{excerpt}”, a phrase as AI assistants use it"),
    TraceKind.PLACEHOLDER: N_("line {line}: “{excerpt}”, still to be filled in"),
}


def draft_view(case: Case, catalogue: Catalogue) -> DraftView | None:
    """Return the text of a submission, None where it has none."""
    if case.draft is None:
        return None
    verdict = case.draft.verdict
    headline, tone = _HEADLINES[verdict.answer] if verdict else (N_("Vigie is looking…"), Tone.QUIET)
    if case.draft.text is None:
        return DraftView(catalogue.say(N_("This text has been erased.")), Tone.QUIET, catalogue.say(headline))
    text = case.draft.text
    analysis = analyse(text)
    clues = [trace for trace in analysis.traces if trace.kind is TraceKind.PLACEHOLDER]
    return DraftView(
        text=as_written(text),
        tone=tone,
        headline=catalogue.say(headline),
        traces=tuple(_trace(trace, catalogue) for trace in analysis.traces if trace not in clues),
        clues=tuple(_trace(trace, catalogue) for trace in clues),
        labels=tuple(one_line(label.passage.excerpt, 120) for label in analysis.labels),
        image_links=tuple(one_line(link.url, 120) for link in analysis.image_links),
        changes=_changes(case.draft.earlier, text),
        label=missing_label(case, catalogue),
    )


def missing_label(case: Case, catalogue: Catalogue) -> str:
    """Return the words to paste into a text that AI helped to write and that does not say so; empty where none lack."""
    text = case.draft.text if case.draft else None
    about_text = [item.declaration for item in case.standing if item.declaration.purpose.about_text or not case.assets]
    if text is None or not about_text or analyse(text).has_label:
        return ""
    return ready_labels(about_text[0], catalogue).post


def _trace(trace: Trace, catalogue: Catalogue) -> str:
    excerpt = one_line(trace.passage.excerpt, 80)
    text = catalogue.say(_TRACES[trace.kind], line=trace.passage.line, excerpt=excerpt)
    return f"{text} ({trace.tool})" if trace.tool else text


def _changes(earlier: str | None, text: str) -> tuple[Change, ...]:
    if earlier is None:
        return ()
    return tuple(Change(change.kind, as_written(change.text)) for change in changes(earlier, text))
