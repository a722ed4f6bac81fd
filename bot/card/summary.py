"""The one or two sentences under a card's headline."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.card.actions import ai_served
from bot.card.file_words import obstacle_sentence
from bot.card.people_words import person_words
from bot.card.reading import Reading
from bot.case import Case
from bot.decided import BrokenGlass, Decision, Publication, Ruling
from bot.foreign_text import one_line, paragraph
from bot.kinds import Kind, State
from bot.language import N_
from policy.draft import analyse
from policy.verdict import Answer, FiredRule

_PLAIN = {
    State.EXAMINING: N_("The answer takes a few seconds."),
    State.REVIEWABLE: N_("A person decides now, and not the author."),
    State.EXPIRED: N_("An approval holds for a while only. Nothing has changed: a person may approve again."),
}
_AWAITED = N_(
    "An app has compressed it. Its author hands in the original, or goes on without it: then a person decides."
)
_COPY = N_("The original is missing: one more person than usual approves this, and not the author.")
_TRACES = N_(
    "The text carries traces that an AI assistant may have left. It is for its author to say whether one served."
)
_UNSAID = N_("Its author has yet to say whether an AI helped to write it.")


def summary(case: Case, reading: Reading) -> str:
    """Say in a sentence or two where a submission stands, and through whom."""
    say = _SAYING.get(case.state)
    return say(case, reading) if say else reading.catalogue.say(_PLAIN[case.state])


def _reviewable(case: Case, reading: Reading) -> str:
    if case.copies:
        return reading.catalogue.say(_AWAITED)
    return reading.catalogue.say(_COPY if case.unproven else _PLAIN[State.REVIEWABLE])


def _decided(case: Case, reading: Reading) -> str:
    if case.broken:
        return _in_emergency(case.broken, reading)
    if case.decision is None:
        return ""
    until = ""
    if case.state is State.APPROVED and case.expires_at:
        until = reading.catalogue.say(N_("Holds until {moment}."), moment=reading.catalogue.moment(case.expires_at))
    return " ".join(filter(None, (_by(case.decision, reading), until, _after_appeal(case, reading))))


def _by(decision: Decision, reading: Reading) -> str:
    """Say who decided, for whom, who answers for the text, and why."""
    catalogue = reading.catalogue
    name, moment = person_words(reading.roster.name(decision.person), catalogue), catalogue.moment(decision.at)
    by = catalogue.say(N_("By {name}, {moment}."), name=name, moment=moment)
    if decision.principal:
        other = person_words(reading.roster.name(decision.principal), catalogue)
        by = catalogue.say(N_("By {name} for {other}, {moment}."), name=name, other=other, moment=moment)
    answers = catalogue.say(N_("Editorial responsibility: {name}."), name=one_line(decision.responsible, 120))
    return " ".join(filter(None, (by, answers if decision.responsible else "", paragraph(decision.reason))))


def _in_emergency(broken: BrokenGlass, reading: Reading) -> str:
    catalogue = reading.catalogue
    return catalogue.say(
        N_("In an emergency, by {name} alone, until {moment}. Another person reviews it. {reason}"),
        name=person_words(reading.roster.name(broken.person), catalogue),
        moment=catalogue.moment(broken.until),
        reason=paragraph(broken.reason),
    )


def _after_appeal(case: Case, reading: Reading) -> str:
    rejected = case.appeal is not None and case.appeal.ruling is Ruling.REJECT
    return reading.catalogue.say(N_("Two other people have heard the appeal: the refusal stands.")) if rejected else ""


def _appealed(case: Case, reading: Reading) -> str:
    if case.appeal is None:
        return ""
    name = person_words(reading.roster.name(case.appeal.person), reading.catalogue)
    words = N_("{name} appeals: two people who had no part in it decide. {reason}")
    return reading.catalogue.say(words, name=name, reason=paragraph(case.appeal.reason))


def _published(case: Case, reading: Reading) -> str:
    if case.publication is None:
        return ""
    told = [_out(place, reading) for place in case.places]
    return " — ".join(filter(None, (*told, paragraph(case.publication.correction or ""))))


def _out(out: Publication, reading: Reading) -> str:
    catalogue = reading.catalogue
    name, moment = person_words(reading.roster.name(out.person), catalogue), catalogue.moment(out.at)
    return catalogue.say(N_("Says {name}, {moment}: {where}"), name=name, moment=moment, where=one_line(out.where, 255))


def _withdrawn(case: Case, reading: Reading) -> str:
    last = case.head
    if last.entry.kind == Kind.SOURCE_GONE:
        return reading.catalogue.say(N_("Its message was deleted. What Vigie received and recorded stays."))
    reason = paragraph(last.personal.get("reason") or "")
    if last.entry.actor and not case.made_by(last.entry.actor):
        name = person_words(reading.roster.name(last.entry.actor), reading.catalogue)
        return reading.catalogue.say(N_("{name} has taken it back. {reason}"), name=name, reason=reason).strip()
    return " ".join(filter(None, (reading.catalogue.say(N_("Its author has taken it back.")), reason)))


def _incomplete(case: Case, reading: Reading) -> str:
    """Say what is missing first, in a visual or else in the text; what is merely open is held against nobody."""
    if any(ai_served(asset) for asset in case.assets):
        return _rule_message(case, reading)
    if any(asset.verdict and asset.verdict.answer is Answer.INCOMPLETE for asset in case.assets):
        return reading.catalogue.say(N_("The file does not prove its origin; its author must say it."))
    if message := _rule_message(case, reading):
        return message
    traces = case.draft and case.draft.text is not None and analyse(case.draft.text).has_traces
    return reading.catalogue.say(_TRACES if traces else _UNSAID)


def _obstacle(case: Case, reading: Reading) -> str:
    unreadable = [asset.examination for asset in case.assets if asset.examination and asset.examination.obstacle]
    return obstacle_sentence(unreadable[0].obstacle, reading.catalogue) if unreadable and unreadable[0].obstacle else ""


def _rule_message(case: Case, reading: Reading) -> str:
    rules = [rule for fired in fired_rules(case) if (rule := reading.charter.by_id.get(fired.id))]
    return rules[0].message[reading.catalogue.language] if rules else ""


def fired_rules(case: Case) -> list[FiredRule]:
    """Return every rule that fired for certain on some file, once, those of the gravest answer first."""
    answers = list(Answer)
    verdicts = sorted(case.verdicts, key=lambda verdict: answers.index(verdict.answer))
    fired: dict[str, FiredRule] = {}
    for rule in (rule for verdict in verdicts for rule in verdict.rules if rule.certain):
        fired.setdefault(rule.id, rule)
    return list(fired.values())


def _forbidden(case: Case, reading: Reading) -> str:
    return " ".join(filter(None, (_rule_message(case, reading), _after_appeal(case, reading))))


_SAYING: Mapping[State, Callable[[Case, Reading], str]] = {
    State.REVIEWABLE: _reviewable,
    State.APPROVED: _decided,
    State.REFUSED: _decided,
    State.CHANGES_REQUESTED: _decided,
    State.APPEALED: _appealed,
    State.PUBLISHED: _published,
    State.CORRECTED: _published,
    State.WITHDRAWN: _withdrawn,
    State.UNREADABLE: _obstacle,
    State.FORBIDDEN: _forbidden,
    State.INCOMPLETE: _incomplete,
}
