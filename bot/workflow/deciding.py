"""What a reviewer decides, and taking it back while the thumb is still warm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.case import Case
from bot.errors import NotAllowedError, UsageError
from bot.foreign_text import one_line
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Choice, Kind, State
from bot.language import N_
from bot.people import Person
from bot.submissions import refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.workflow.guards import NAME_LENGTH, TEXT_LENGTH, found_case, open_case, present

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
    if choice is not Choice.APPROVE and not one_line(reason):
        raise UsageError(N_("A reason is needed."), N_("One sentence is enough: the author will read it."))
    with house.database.writing() as connection:
        case = open_case(connection, reference, fingerprint)
        decider = present(connection, person)
        _require_decider(case, decider)
        if choice is Choice.APPROVE:
            _require_approvable(case, decider)
        if any(decision.person == person.id for decision in case.decisions):
            raise NotAllowedError(N_("You have already decided."), N_("Another person must confirm."))
        reviewed = _reviewed(case, choice, review)
        data = {
            "revision": case.revision,
            "choice": choice,
            "fingerprint": case.fingerprint,
            "roles": sorted(decider.roles),
        } | ({"review": list(REVIEWED)} if reviewed else {})
        texts = {"reason": reason.strip()[:TEXT_LENGTH], "responsible": reviewed}
        parts = tuple(PersonalPart(field=name, person=person.id, text=text) for name, text in texts.items() if text)
        draft = EntryDraft(kind=Kind.DECIDED, subject=reference, actor=person.id, data=data, personal=parts)
        append(connection, draft, at=house.clock())
        refresh(connection, reference)


def _reviewed(case: Case, choice: Choice, review: Review | None) -> str:
    """Return who holds editorial responsibility; empty where no review is called for."""
    if choice is not Choice.APPROVE or not case.made_with_ai:
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


def _require_decider(case: Case, person: Person) -> None:
    if case.author == person.id:
        raise NotAllowedError(N_("You submitted this: another person decides."))
    if not person.decides:
        raise NotAllowedError(N_("Your role does not let you decide."), N_("Ask for the role of reviewer."))


def _require_approvable(case: Case, person: Person) -> None:
    if case.state is not State.REVIEWABLE:
        raise NotAllowedError(N_("This can't be approved as it stands."), N_("The card says what is missing."))
    if case.erased:
        raise NotAllowedError(
            N_("What was to be approved has been erased."), N_("Its author can submit it again as a new one.")
        )
    if not case.may_approve(person):
        raise NotAllowedError(N_("Your role does not let you decide."), N_("Ask for the role of reviewer."))


def retract(house: House, person: Person, reference: str) -> None:
    """Take one's own decision back, within two minutes: everyone's thumb slips.

    Raises:
        NotAllowedError: it is someone else's, there is none, or it is too late.
    """
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        decision = case.decision
        present(connection, person)
        if decision is None or decision.person != person.id or case.withdrawn:
            raise NotAllowedError(N_("There is no decision of yours to take back."))
        if house.clock() - decision.at > REGRET:
            raise NotAllowedError(N_("It is too late to take this decision back."), N_("Talk to the charter officer."))
        draft = EntryDraft(kind=Kind.RETRACTED, subject=reference, actor=person.id, data={"decision": decision.seq})
        append(connection, draft, at=house.clock())
        judge_again(connection, house, reference)  # what was said while it was closed counts from now on
