"""From a case to its card, for one viewer."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.card.actions import actions, questions
from bot.card.draft_view import draft_view
from bot.card.evidence_words import evidence_line
from bot.card.file_words import facts_line, format_name, not_looked, nothing_found, obstacle_sentence, transport_words
from bot.card.lines import EvidenceLine, Tone
from bot.card.model import Card, DeclaredUse, Ground, Visual
from bot.card.notice import notice
from bot.card.people_words import person_words
from bot.card.reading import Reading
from bot.card.story import Storyteller, claim_words
from bot.card.summary import fired_rules, summary
from bot.case import Case, CaseAsset
from bot.declaration_words import checker_words, purpose_words, tool_words
from bot.declared import Declared
from bot.foreign_text import one_line, paragraph
from bot.kinds import State
from bot.language import N_, Catalogue
from bot.reasons import StatementOfReasons, reasons_of_case, short
from policy.charter.model import Rule
from policy.evidence import GRAVITY, Examination, Origin
from policy.verdict import Answer, Effect, FiredRule

_HEADLINES = {
    State.EXAMINING: (N_("Vigie is looking…"), Tone.QUIET),
    State.FORBIDDEN: (N_("Unfavourable opinion"), Tone.STOP),
    State.UNREADABLE: (N_("Not verifiable"), Tone.ASK),
    State.INCOMPLETE: (N_("Reserved opinion: something is missing"), Tone.ASK),
    State.REVIEWABLE: (N_("Nothing stands against it"), Tone.CLEAR),
    State.APPROVED: (N_("Approved"), Tone.DONE),
    State.EXPIRED: (N_("Approval run out"), Tone.ASK),
    State.PUBLISHED: (N_("Published"), Tone.DONE),
    State.CORRECTED: (N_("Published, then corrected"), Tone.ASK),
    State.REFUSED: (N_("Refused"), Tone.STOP),
    State.APPEALED: (N_("Appeal under way"), Tone.ASK),
    State.CHANGES_REQUESTED: (N_("Changes requested"), Tone.ASK),
    State.WITHDRAWN: (N_("Withdrawn"), Tone.QUIET),
}
_VISUAL_HEADLINES = {
    Answer.FORBIDDEN: (N_("Unfavourable opinion"), Tone.STOP),
    Answer.UNREADABLE: (N_("Not verifiable"), Tone.ASK),
    Answer.INCOMPLETE: (N_("Something is missing"), Tone.ASK),
    Answer.REVIEWABLE: (N_("Nothing stands against it"), Tone.CLEAR),
}
_REASONED = {State.FORBIDDEN, State.INCOMPLETE}
_GROUNDED = {
    State.FORBIDDEN,
    State.UNREADABLE,
    State.INCOMPLETE,
    State.REFUSED,
    State.CHANGES_REQUESTED,
    State.APPEALED,
}


def build(case: Case, reading: Reading, previews: Collection[str], stamp: str) -> Card:
    """Return the card of a submission as this viewer should see it."""
    catalogue = reading.catalogue
    headline, tone = _HEADLINES[case.state]
    teller = Storyteller(reading.roster, catalogue, file_names(case))
    reasons = reasons_of_case(case, reading.charter, catalogue) if case.state in _REASONED else ()
    return Card(
        reference=case.reference,
        revision=case.revision,
        fingerprint=case.fingerprint,
        tone=tone,
        headline=catalogue.say(headline),
        summary=summary(case, reading),
        author=person_words(reading.roster.name(case.author), catalogue),
        opened_at=case.opened_at,
        visuals=tuple(_visual(asset, asset.sha256 in previews, catalogue) for asset in case.assets),
        grounds=_grounds(case, reading),
        questions=questions(case, reading.viewer, reading.charter, catalogue),
        actions=actions(case, reading),
        notice=notice(case, reading),
        story=tuple(teller.tell(recorded) for recorded in case.entries),
        stamp=stamp,
        note=paragraph(case.note),
        busy=case.state is State.EXAMINING,
        draft=draft_view(case, catalogue),
        way_out=_way_out(reasons) if case.state is State.INCOMPLETE else "",
        noted=_noted(case, reading),
        has_reasons=bool(reasons),
        original_wanted=_original_wanted(case),
        declarations=tuple(_declared(declared, catalogue) for declared in case.standing),
    )


def _original_wanted(case: Case) -> bool:
    """Whether the original of a platform's copy could still change what Vigie says of it."""
    wanted = (asset for asset in case.assets if asset.sha256 not in case.without_original)
    return case.state.open and not all(asset.transport.faithful for asset in wanted)


def _way_out(reasons: Sequence[StatementOfReasons]) -> str:
    """Say in short what would be enough, for each part of the submission that lacks something."""
    return " ".join(dict.fromkeys(filter(None, map(short, reasons))))


def _noted(case: Case, reading: Reading) -> tuple[str, ...]:
    """Return what rules in observe mode say for certain: it stands in nobody's way, and whoever decides should know."""
    fired = dict.fromkeys(rule.id for verdict in case.verdicts for rule in verdict.observed if rule.certain)
    rules = [rule for name in fired if (rule := reading.charter.by_id.get(name))]
    return tuple(rule.message[reading.catalogue.language] for rule in rules)


def _declared(declared: Declared, catalogue: Catalogue) -> DeclaredUse:
    """Return a line such as « Rédiger un texte · ChatGPT (OpenAI) · vérifié : L'auteur·rice »."""
    declaration = declared.declaration
    tool = tool_words(declaration.tool, declaration.provider)
    checked = catalogue.say(N_("checked by: {who}"), who=checker_words(declaration.checker, catalogue))
    sent = catalogue.say(N_("personal data sent out")) if declaration.personal_data_sent else ""
    words = (purpose_words(declaration.purpose, catalogue), tool, checked, sent)
    return DeclaredUse(declared.reference, " · ".join(filter(None, words)))


def file_names(case: Case) -> dict[str, str]:
    """Return what the story calls the files of an album; a single file needs no name."""
    several = len(case.assets) > 1 or (case.assets and case.draft)
    return {asset.sha256: one_line(asset.name) for asset in case.assets} if several else {}


def _grounds(case: Case, reading: Reading) -> tuple[Ground, ...]:
    """The grounds that are certain; what is merely open is asked as a question, not held against anyone."""
    if case.state not in _GROUNDED:
        return ()
    rules = [(fired, reading.charter.by_id.get(fired.id)) for fired in fired_rules(case)]
    return tuple(ground(fired, rule, reading) for fired, rule in rules if rule)


def ground(fired: FiredRule, rule: Rule, reading: Reading) -> Ground:
    """Return a rule that bears on an answer, in the charter's own words."""
    language = reading.catalogue.language
    article = next((item for item in reading.charter.articles if item.number == rule.article), None)
    return Ground(
        article=reading.catalogue.say(N_("Article {number}"), number=rule.article),
        title=article.title[language] if article else "",
        quote=rule.quote or (rule.paraphrase[language] if rule.paraphrase else ""),
        message=rule.message[language],
        way_out=rule.way_out[language] if rule.way_out else "",
        tone=Tone.STOP if fired.effect is Effect.FORBID else Tone.ASK,
    )


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
        transport=transport_words(asset.transport, catalogue),
        statement=_statement(asset, catalogue),
    )


def _absence(asset: CaseAsset, catalogue: Catalogue) -> str:
    """Say why there is no evidence; « nothing was found » only where somebody could look."""
    if asset.examination is None:
        return catalogue.say(N_("What was found in this file has been erased.")) if asset.verdict else ""
    if asset.examination.evidence or asset.examination.obstacle:
        return ""
    if not asset.transport.faithful:
        return catalogue.say(N_("No mark in this copy. The app may have taken it off: it proves nothing."))
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
