"""What a reviewer decides, and taking it back while the thumb is still warm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.case import Case
from bot.decided import BrokenGlass, Decision
from bot.delegation import Voice
from bot.errors import NotAllowedError, UsageError
from bot.foreign_text import one_line
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Choice, Kind, State
from bot.language import N_
from bot.people import Person
from bot.submissions import refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart, write_moment
from bot.workflow.expiring import lapse
from bot.workflow.guards import NAME_LENGTH, TEXT_LENGTH, found_case, heard, open_case, present, require_reason

REGRET = timedelta(minutes=2)
"""How long a person may take a decision of their own back."""
REVIEWED = ("accuracy", "plausibility", "sources")
"""What whoever approves a text that AI helped to write has checked (AI Act, Regulation 2024/1689, art. 50(4))."""


@dataclass(frozen=True, slots=True)
class Review:
    """A person's review of a text that AI helped to write; `responsible` holds editorial responsibility for it."""

    accuracy: bool = False
    plausibility: bool = False
    sources: bool = False
    responsible: str = ""


def decide(
    house: House,
    person: Person,
    reference: str,
    choice: Choice,
    reason: str,
    *,
    fingerprint: str,
    review: Review | None = None,
) -> None:
    """Record what a reviewer decides: the author never decides, and only what can be reviewed can be approved.

    Raises:
        NotAllowedError: the person may not decide on this one, or it can't be approved as it stands.
        StaleError: the card has changed since.
        UsageError: a refusal or a request for changes without its reason, or the approval of a text that AI
            helped to write without the review that it takes.
    """
    if choice is not Choice.APPROVE:
        require_reason(reason, N_("One sentence is enough: the author will read it."))
    with house.database.writing() as connection:
        case = lapse(connection, house, open_case(connection, reference, fingerprint))
        said = heard(connection, house, case, person)
        if choice is Choice.APPROVE:
            _require_approvable(case, said)
        if case.decided_by(person.id):
            raise NotAllowedError(N_("You have already decided."), N_("Another person must confirm."))
        reviewed = reviewed_by(case, review) if choice is Choice.APPROVE else ""
        data = _bound(case, said, choice) | ({"review": list(REVIEWED)} if reviewed else {})
        if choice is Choice.APPROVE:
            data["expires_at"] = write_moment(house.clock() + house.settings.approval_life)
        texts = {"reason": reason.strip()[:TEXT_LENGTH], "responsible": reviewed}
        parts = tuple(PersonalPart(field=name, person=person.id, text=text) for name, text in texts.items() if text)
        draft = EntryDraft(kind=Kind.DECIDED, subject=reference, actor=person.id, data=data, personal=parts)
        append(connection, draft, at=house.clock())
        refresh(connection, reference)


def _bound(case: Case, said: Voice, choice: Choice) -> dict[str, Any]:
    """Return what a decision is bound to: this revision, these very bytes and words, these roles."""
    spoken = {"principal": said.principal.id} if said.principal else {}
    data = {"revision": case.revision, "choice": choice, "fingerprint": case.fingerprint, "roles": sorted(said.roles)}
    return data | spoken


def reviewed_by(case: Case, review: Review | None) -> str:
    """Return who holds editorial responsibility; empty where no review is called for.

    Raises:
        UsageError: AI helped to write the text, and what whoever approves has to check or to name is missing.
    """
    if not case.made_with_ai:
        return ""
    review = review or Review()
    if not all(getattr(review, name) for name in REVIEWED):
        raise UsageError(
            N_("An AI helped to write this text: tick what you have checked."),
            N_("Facts, plausibility and sources: all three, by a person."),
        )
    if not (responsible := one_line(review.responsible, NAME_LENGTH)):
        raise UsageError(N_("Who holds editorial responsibility for this text?"), N_("Give a name."))
    return responsible


def require_approvable(case: Case) -> None:
    """Refuse an approval, of whatever kind, of what the charter refuses, what lacks something, or what was erased.

    Raises:
        NotAllowedError: it can't be approved.
    """
    if not case.state.approvable:
        raise NotAllowedError(N_("This can't be approved as it stands."), N_("The card says what is missing."))
    if case.source_gone:
        raise NotAllowedError(
            N_("The message that it came in with was deleted."), N_("Its author can submit it again as a new one.")
        )
    if case.erased:
        raise NotAllowedError(
            N_("What was to be approved has been erased."), N_("Its author can submit it again as a new one.")
        )


def _require_approvable(case: Case, said: Voice) -> None:
    require_approvable(case)
    if not case.counts(said.roles):
        raise NotAllowedError(N_("Your role does not let you decide."), N_("Ask for the role of reviewer."))
    if case.copies:
        raise NotAllowedError(
            N_("An app has compressed this: its original may still come."),
            N_("Its author hands it in, or goes on without it with a button of the card."),
        )


def retract(house: House, person: Person, reference: str) -> None:
    """Take one's own decision back, within two minutes: everyone's thumb slips.

    Raises:
        NotAllowedError: it is someone else's, there is none, it is too late, or it was acted on.
    """
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        present(connection, house, person)
        last = last_act(case)
        if last is None or case.one(last.person) != case.one(person.id) or not retractable(case):
            raise NotAllowedError(N_("There is no decision of yours to take back."))
        if house.clock() - last.at > REGRET:
            raise NotAllowedError(N_("It is too late to take this decision back."), N_("Talk to the charter officer."))
        draft = EntryDraft(kind=Kind.RETRACTED, subject=reference, actor=person.id, data={"decision": last.seq})
        append(connection, draft, at=house.clock())
        judge_again(connection, house, reference)  # what was said while it was closed counts from now on


def last_act(case: Case) -> Decision | BrokenGlass | None:
    """Return the latest decision that stands, of whatever kind."""
    standing: list[Decision | BrokenGlass] = [*case.decisions, *(item for item in case.glass if item.stands)]
    return max(standing, key=lambda item: item.seq, default=None)


def retractable(case: Case) -> bool:
    """Whether nothing has come of the last decision yet that taking it back would leave hanging."""
    return not case.withdrawn and not case.publication and case.state is not State.APPEALED


def lift(house: House, person: Person, reference: str, reason: str) -> None:
    """Take one's own refusal, or request for changes, back for a reason, however late; the trail keeps both.

    Raises:
        NotAllowedError: there is no refusal of theirs that stands, or an appeal is being heard.
        UsageError: no reason.
    """
    require_reason(reason, N_("One sentence is enough: it stays in the journal."))
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        present(connection, house, person)
        decision = liftable(case, person)
        if decision is None:
            raise NotAllowedError(N_("There is no refusal of yours to lift."))
        part = PersonalPart(field="reason", person=person.id, text=reason.strip()[:TEXT_LENGTH])
        data = {"decision": decision.seq}
        append(connection, EntryDraft(Kind.LIFTED, reference, person.id, data, (part,)), at=house.clock())
        judge_again(connection, house, reference)


def liftable(case: Case, person: Person) -> Decision | None:
    """Return the refusal, or the request for changes, that this person may lift, None for none."""
    if case.state not in {State.REFUSED, State.CHANGES_REQUESTED}:
        return None
    mine = [item for item in case.decisions if case.one(item.person) == case.one(person.id)]
    return next((item for item in mine if item.choice is not Choice.APPROVE), None)
