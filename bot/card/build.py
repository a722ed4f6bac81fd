"""From a case to its card, for one viewer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.card.actions import actions, ai_served, questions
from bot.card.evidence_words import evidence_line
from bot.card.file_words import facts_line, format_name, not_looked, nothing_found, obstacle_sentence
from bot.card.lines import EvidenceLine, Tone
from bot.card.model import Card, Ground, Visual
from bot.card.story import Storyteller, claim_words, person_words
from bot.case import Case, CaseAsset
from bot.foreign_text import one_line, paragraph
from bot.kinds import State
from bot.language import N_, Catalogue
from bot.people import Person, Roster
from policy.charter.model import Charter, Rule
from policy.evidence import GRAVITY, Examination, Origin
from policy.verdict import Answer, Effect, FiredRule, Verdict

_HEADLINES = {
    State.EXAMINING: (N_("Vigie is looking…"), Tone.QUIET),
    State.FORBIDDEN: (N_("Unfavourable opinion"), Tone.STOP),
    State.UNREADABLE: (N_("Not verifiable"), Tone.ASK),
    State.INCOMPLETE: (N_("Reserved opinion: something is missing"), Tone.ASK),
    State.REVIEWABLE: (N_("Nothing stands against it"), Tone.CLEAR),
    State.APPROVED: (N_("Approved"), Tone.DONE),
    State.REFUSED: (N_("Refused"), Tone.STOP),
    State.CHANGES_REQUESTED: (N_("Changes requested"), Tone.ASK),
    State.WITHDRAWN: (N_("Withdrawn"), Tone.QUIET),
}
_VISUAL_HEADLINES = {
    Answer.FORBIDDEN: (N_("Unfavourable opinion"), Tone.STOP),
    Answer.UNREADABLE: (N_("Not verifiable"), Tone.ASK),
    Answer.INCOMPLETE: (N_("Something is missing"), Tone.ASK),
    Answer.REVIEWABLE: (N_("Nothing stands against it"), Tone.CLEAR),
}
_SUMMARIES = {
    State.EXAMINING: N_("The answer takes a few seconds."),
    State.REVIEWABLE: N_("A person decides now, and not the author."),
    State.INCOMPLETE: N_("The file does not prove its origin; its author must say it."),
    State.WITHDRAWN: N_("Its author has taken it back."),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a card is written for and with: who reads it, when, in which words."""

    viewer: Person
    roster: Roster
    charter: Charter
    catalogue: Catalogue
    now: datetime


def build(case: Case, reading: Reading, previews: Collection[str], stamp: str) -> Card:
    """Return the card of a submission as this viewer should see it."""
    catalogue = reading.catalogue
    headline, tone = _HEADLINES[case.state]
    teller = Storyteller(reading.roster, catalogue, _names(case))
    return Card(
        reference=case.reference,
        revision=case.revision,
        fingerprint=case.fingerprint,
        tone=tone,
        headline=catalogue.say(headline),
        summary=_summary(case, reading),
        author=person_words(reading.roster.name(case.author), catalogue),
        opened_at=case.opened_at,
        visuals=tuple(_visual(asset, asset.sha256 in previews, catalogue) for asset in case.assets),
        grounds=_grounds(case, reading),
        questions=questions(case, reading.viewer, reading.charter, catalogue),
        actions=actions(case, reading.viewer, reading.now, catalogue),
        notice=_notice(case, reading),
        story=tuple(teller.tell(recorded) for recorded in case.entries),
        stamp=stamp,
        note=paragraph(case.note),
        busy=case.state is State.EXAMINING,
    )


def _names(case: Case) -> dict[str, str]:
    """Return what the story calls the files of an album; a single file needs no name."""
    return {asset.sha256: one_line(asset.name) for asset in case.assets} if len(case.assets) > 1 else {}


def _summary(case: Case, reading: Reading) -> str:
    catalogue, decision = reading.catalogue, case.decision
    if decision and case.state in {State.APPROVED, State.REFUSED, State.CHANGES_REQUESTED}:
        name = person_words(reading.roster.name(decision.person), catalogue)
        by = catalogue.say(N_("By {name}, {moment}."), name=name, moment=catalogue.moment(decision.at))
        return f"{by} {paragraph(decision.reason)}".strip()
    if case.state is State.UNREADABLE:
        return _obstacle(case, catalogue)
    if case.state is State.FORBIDDEN:
        return _rule_message(case, reading)
    if case.state is State.INCOMPLETE and any(ai_served(asset) for asset in case.assets):
        return _rule_message(case, reading)
    return catalogue.say(_SUMMARIES[case.state])


def _obstacle(case: Case, catalogue: Catalogue) -> str:
    unreadable = [asset.examination for asset in case.assets if asset.examination and asset.examination.obstacle]
    return obstacle_sentence(unreadable[0].obstacle, catalogue) if unreadable and unreadable[0].obstacle else ""


def _rule_message(case: Case, reading: Reading) -> str:
    rules = [rule for fired in _fired(case) if (rule := reading.charter.by_id.get(fired.id))]
    return rules[0].message[reading.catalogue.language] if rules else ""


def _fired(case: Case) -> list[FiredRule]:
    """Return every rule that fired for certain on some file, once, those of the gravest answer first."""
    answers = list(Answer)
    verdicts: list[Verdict] = sorted(
        (asset.verdict for asset in case.assets if asset.verdict), key=lambda verdict: answers.index(verdict.answer)
    )
    fired: dict[str, FiredRule] = {}
    for rule in (rule for verdict in verdicts for rule in verdict.rules if rule.certain):
        fired.setdefault(rule.id, rule)
    return list(fired.values())


def _grounds(case: Case, reading: Reading) -> tuple[Ground, ...]:
    """The grounds that are certain; what is merely open is asked as a question, not held against anyone."""
    if case.state in {State.EXAMINING, State.REVIEWABLE, State.APPROVED, State.WITHDRAWN}:
        return ()
    rules = [(fired, reading.charter.by_id.get(fired.id)) for fired in _fired(case)]
    return tuple(_ground(fired, rule, reading) for fired, rule in rules if rule)


def _ground(fired: FiredRule, rule: Rule, reading: Reading) -> Ground:
    language = reading.catalogue.language
    article = next((item for item in reading.charter.articles if item.number == rule.article), None)
    return Ground(
        article=reading.catalogue.say(N_("Article {number}"), number=rule.article),
        title=article.title[language] if article else "",
        quote=rule.quote,
        message=rule.message[language],
        way_out=rule.way_out[language] if rule.way_out else "",
        tone=Tone.STOP if fired.effect is Effect.FORBID else Tone.ASK,
    )


def _notice(case: Case, reading: Reading) -> str:
    """Tell the viewer why there is no button where they might look for one."""
    if not case.state.open or case.state is State.EXAMINING:
        return ""
    author = reading.viewer.id == case.author
    return reading.catalogue.say(_notice_to_author(case) if author else _notice_to_others(case, reading.viewer))


def _notice_to_author(case: Case) -> str:
    if case.state is State.REVIEWABLE:
        return N_("You submitted this: another person decides.")
    return N_("Submit another visual, or withdraw this one.") if case.state is State.FORBIDDEN else ""


def _notice_to_others(case: Case, viewer: Person) -> str:
    if case.state is State.INCOMPLETE:
        return N_("Waiting for the author's answer.")
    if any(decision.person == viewer.id for decision in case.decisions):
        return N_("Another person must confirm.")
    approves = case.may_approve(viewer) if case.state is State.REVIEWABLE else viewer.decides
    return "" if approves else N_("A reviewer decides.")


def _visual(asset: CaseAsset, has_preview: bool, catalogue: Catalogue) -> Visual:
    examination, verdict = asset.examination, asset.verdict
    headline, tone = _VISUAL_HEADLINES[verdict.answer] if verdict else (N_("Vigie is looking…"), Tone.QUIET)
    name = one_line(asset.name) or catalogue.say(N_("unnamed file"))
    return Visual(
        sha256=asset.sha256,
        name=name,
        facts=facts_line(asset.media_type, asset.size, examination, catalogue),
        alternative=catalogue.say(
            N_("Thumbnail: {name} ({format})"), name=name, format=format_name(asset.media_type, catalogue)
        ),
        has_preview=has_preview,
        tone=tone,
        headline=catalogue.say(headline),
        evidence=_evidence(examination, catalogue),
        nothing_found=nothing_found(examination, catalogue) if examination else (),
        not_looked=_not_looked(examination, catalogue),
        absence=_absence(asset, catalogue),
        statement=_statement(asset, catalogue),
    )


def _absence(asset: CaseAsset, catalogue: Catalogue) -> str:
    """Say why there is no evidence; « nothing was found » only where somebody could look."""
    if asset.examination is None:
        return catalogue.say(N_("What was found in this file has been erased.")) if asset.verdict else ""
    if asset.examination.evidence or asset.examination.obstacle:
        return ""
    return catalogue.say(N_("No mark that speaks of the origin. It proves nothing, neither for nor against."))


def _evidence(examination: Examination | None, catalogue: Catalogue) -> tuple[EvidenceLine, ...]:
    if examination is None:
        return ()
    ordered = sorted(examination.evidence, key=lambda item: GRAVITY.get(item.origin, GRAVITY[Origin.UNKNOWN]))
    return tuple(evidence_line(item, catalogue) for item in ordered)


def _not_looked(examination: Examination | None, catalogue: Catalogue) -> tuple[str, ...]:
    if examination is None:
        return ()
    file_level = [item for item in (examination.obstacle, examination.damage) if item]
    return (*(obstacle_sentence(item, catalogue) for item in file_level), *not_looked(examination, catalogue))


def _statement(asset: CaseAsset, catalogue: Catalogue) -> str:
    if asset.statement is None:
        return ""
    parts = [claim_words(asset.statement.claim, catalogue), asset.statement.tool, asset.statement.note]
    return " · ".join(one_line(part, 160) for part in parts if part)
