"""Appealing against a refusal, and two uninvolved people who hear the appeal."""

from __future__ import annotations

from bot.case import Case
from bot.decided import Ground, Ruling
from bot.errors import NotAllowedError
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Kind, State
from bot.language import N_
from bot.people import Person
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.workflow.guards import (
    TEXT_LENGTH,
    found_case,
    require_author,
    require_decider,
    require_fresh,
    require_reason,
)
from policy.charter.model import Basis, Charter
from policy.verdict import Answer, Effect


def appeal(house: House, person: Person, reference: str, ground: Ground, reason: str, *, fingerprint: str) -> None:
    """Ask two uninvolved people to look again at a refusal: a person's, or the charter's.

    Raises:
        NotAllowedError: it is somebody else's, nothing is refused, or this ground does not fit.
        StaleError: the card has changed since.
        UsageError: no reason.
    """
    require_reason(reason, N_("Say why, in your own words: two other people will read it."))
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        require_author(connection, house, case, person, N_("Only the author can appeal."))
        require_fresh(case, fingerprint)
        if ground not in grounds(case, house.charter):
            raise NotAllowedError(
                N_("There is no appeal against this."),
                N_("The charter's own text can only be changed with the charter."),
            )
        data = {
            "revision": case.revision,
            "ground": ground,
            "rules": sorted(forbidding(case)) if ground is not Ground.REFUSAL else [],
            "charter": house.charter.meaning,
        }
        part = PersonalPart(field="reason", person=person.id, text=reason.strip()[:TEXT_LENGTH])
        append(connection, EntryDraft(Kind.APPEALED, reference, person.id, data, (part,)), at=house.clock())
        judge_again(connection, house, reference)


def rule_on(house: House, person: Person, reference: str, ruling: Ruling, reason: str, *, appeal: int) -> None:
    """Say whether an appeal, by its entry, is right; with the second who agrees it takes effect.

    Raises:
        NotAllowedError: the person made it, decided on it, has spoken already or has no such role; or nothing is open.
        UsageError: no reason.
    """
    require_reason(reason, N_("One sentence is enough: the author will read it."))
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        _require_panel(case, require_decider(connection, house, case, person), appeal)
        data = {"appeal": appeal, "ruling": ruling}
        part = PersonalPart(field="reason", person=person.id, text=reason.strip()[:TEXT_LENGTH])
        append(connection, EntryDraft(Kind.APPEAL_VOTED, reference, person.id, data, (part,)), at=house.clock())
        judge_again(connection, house, reference)


def grounds(case: Case, charter: Charter) -> tuple[Ground, ...]:
    """Return on which grounds its author may appeal: none against the charter's own text and undoubted evidence.

    An appeal is heard once; another one needs another refusal.
    """
    if case.appeal and case.appeal.ruling is not Ruling.ACCEPT:
        return ()
    if case.state is State.REFUSED:
        return (Ground.REFUSAL,)
    if case.state is not State.FORBIDDEN or not forbidding(case):
        return ()
    readings = all(_is_reading(charter, rule) for rule in forbidding(case))
    contestable = any(asset.verdict and asset.verdict.answer is Answer.FORBIDDEN for asset in case.assets)
    return tuple(ground for ground, fits in ((Ground.INTERPRETATION, readings), (Ground.EVIDENCE, contestable)) if fits)


def forbidding(case: Case) -> frozenset[str]:
    """Return the rules that forbid it."""
    fired = (rule for verdict in case.verdicts for rule in verdict.rules)
    return frozenset(rule.id for rule in fired if rule.effect is Effect.FORBID and rule.certain)


def may_rule(case: Case, person: Person) -> bool:
    """Whether somebody belongs on the panel that hears the open appeal, in their own right."""
    if case.state is not State.APPEALED or case.appeal is None or case.made_by(person.id) or not person.decides:
        return False
    return not case.decided_by(person.id) and case.one(person.id) not in {case.one(v.person) for v in case.appeal.votes}


def _require_panel(case: Case, person: Person, appeal: int) -> None:
    if case.state is not State.APPEALED or case.appeal is None or case.appeal.seq != appeal:
        raise NotAllowedError(N_("There is no appeal to hear here (any more)."))
    if case.decided_by(person.id):
        raise NotAllowedError(N_("You have already decided on this: it is for somebody who has not."))
    if not may_rule(case, person):
        raise NotAllowedError(N_("You have already said what you think of this appeal."))


def _is_reading(charter: Charter, name: str) -> bool:
    rule = charter.by_id.get(name)
    return rule is not None and rule.basis is Basis.INTERPRETATION
