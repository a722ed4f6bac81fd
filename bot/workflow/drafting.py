"""The text of a draft post: changing it, and answering the charter's questions about it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.case import Case
from bot.errors import NotAllowedError, UsageError
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Kind, State
from bot.language import N_
from bot.people import Person
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.workflow.guards import found_case, open_case, present, require_author, require_fresh
from policy.charter.model import Charter, Fact
from policy.facts import YES, FactName

DRAFT_LENGTH = 20_000
"""Characters of the longest draft; a longer one is refused, never cut."""
REVISED_IN = {State.CHANGES_REQUESTED, State.APPROVED, State.PUBLISHED, State.CORRECTED}
"""Where a new text makes a new version of something that nobody may act on otherwise."""
_ASKED = {FactName.AI_USE}
"""What Vigie derives itself, and yet asks people about: nothing in a text can prove that no AI served."""


def require_draft(text: str) -> None:
    """Refuse a draft that is too long to be read.

    Raises:
        UsageError: it is.
    """
    if len(text.strip()) > DRAFT_LENGTH:
        raise UsageError(
            N_("This text has more than {most} characters."),
            N_("Send it as a PDF, or in several posts."),
            most=DRAFT_LENGTH,
        )


def revise(house: House, person: Person, reference: str, text: str, *, fingerprint: str) -> None:
    """Replace the text of a draft: a new revision, on which nobody has decided yet.

    Raises:
        NotAllowedError: the person is not the author, there is no draft, or the submission was refused or withdrawn.
        StaleError: the card has changed since.
        UsageError: the text is empty, too long, or the same.
    """
    if not text.strip():
        raise UsageError(N_("The text is empty."), N_("To take it back, withdraw the submission."))
    require_draft(text)
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        require_author(connection, house, case, person, N_("Only the author can change the text."))
        _require_revisable(case)
        require_fresh(case, fingerprint)
        if case.draft and text.strip() == case.draft.text:
            raise UsageError(N_("The text is the same as before."))
        draft = EntryDraft(
            kind=Kind.REVISED,
            subject=reference,
            actor=person.id,
            data={"revision": case.revision + 1},
            personal=(PersonalPart(field="draft", person=person.id, text=text.strip()),),
        )
        append(connection, draft, at=house.clock())
        judge_again(connection, house, reference)


def _require_revisable(case: Case) -> None:
    if case.draft is None:
        raise NotAllowedError(N_("This submission has no text."), N_("Submit the text as a new one."))
    if not case.state.open and case.state not in REVISED_IN:
        raise NotAllowedError(
            N_("{reference} is closed already."), N_("Submit the new text as a new one."), reference=case.reference
        )


def add_label(house: House, person: Person, reference: str, label: str, *, fingerprint: str) -> None:
    """Add the words that say that AI served to the end of a draft: a revision like any other.

    Raises:
        What `revise` raises.
    """
    with house.database.reading() as connection:
        case = found_case(connection, reference)
    text = case.draft.text if case.draft else None
    revise(house, person, reference, f"{text}\n\n{label}" if text and label.strip() else "", fingerprint=fingerprint)


def answer(house: House, person: Person, reference: str, answers: Mapping[str, str], *, fingerprint: str) -> None:
    """Record a person's answers to the charter's questions, by fact, and judge again.

    Raises:
        NotAllowedError: a question is not theirs to answer, or the submission is decided.
        StaleError: the card has changed since.
        UsageError: no such question, or no such answer.
    """
    asked = [_asked(house.charter, name, value) for name, value in answers.items()]
    with house.database.writing() as connection:
        case = open_case(connection, reference, fingerprint)
        known = present(connection, house, person)
        if not all(may_answer(fact, case, known) for fact in asked):
            raise NotAllowedError(N_("This question is for somebody else."), N_("The card says whom it waits for."))
        if case.answers.get(FactName.AI_USE) == YES and answers.get(FactName.AI_USE, YES) != YES:
            raise NotAllowedError(N_("You have said that AI served: that can't be unsaid here."))
        for name, value in answers.items():
            if case.answers.get(name) == value:
                continue
            data = {"revision": case.revision, "fact": str(name), "value": value}
            draft = EntryDraft(kind=Kind.ANSWERED, subject=reference, actor=person.id, data=data)
            append(connection, draft, at=house.clock())
        judge_again(connection, house, reference)


def may_answer(fact: Fact, case: Case, person: Person) -> bool:
    """Whether a question is this person's: for those who made it, or for people with a role who did not."""
    if case.made_by(person.id):
        return "author" in fact.answered_by and person.submits
    return any(role in fact.answered_by for role in person.roles if role != "author")


def _asked(charter: Charter, name: str, value: str) -> Fact:
    fact = charter.fact(name)
    if fact is None or not (fact.own or name in _ASKED):
        raise UsageError(N_("The charter asks no such question."), N_("Reload the page."))
    if value not in fact.value_names:
        raise UsageError(N_("Choose one of the answers."))
    return fact
