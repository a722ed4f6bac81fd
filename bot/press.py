"""A press of a button, the same from every platform, turned into the act that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot import workflow
from bot.card.model import Verb
from bot.decided import Ground, Ruling
from bot.declaration_form import read_declaration
from bot.delivery.events import Pressed
from bot.errors import UsageError
from bot.forbidden_use import ForbiddenUseError
from bot.house import House
from bot.kinds import Choice
from bot.language import N_
from bot.people import Person
from bot.workflow import Review
from policy.statement import Claim, Statement

_CHOICES = {
    Verb.APPROVE: Choice.APPROVE,
    Verb.REFUSE: Choice.REFUSE,
    Verb.REQUEST_CHANGES: Choice.REQUEST_CHANGES,
}


DECIDING = frozenset(
    {
        Verb.APPROVE,
        Verb.REFUSE,
        Verb.REQUEST_CHANGES,
        Verb.RETRACT,
        Verb.LIFT,
        Verb.BREAK_GLASS,
        Verb.REVIEW_GLASS,
        Verb.RULE,
    }
)
"""What only those who decide do, and never on what they made."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a platform hands over: all of it is the presser's word and is checked again."""

    reference: str
    fingerprint: str
    verb: Verb
    value: str = ""
    asset: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


def press_of(event: Pressed) -> Press:
    """Return the press that an event of the inbox tells of.

    Raises:
        UsageError: no such button.
    """
    try:
        verb = Verb(event.verb)
    except ValueError:
        raise UsageError(N_("This button is not known here."), N_("Reload the page.")) from None
    return Press(event.reference, event.fingerprint, verb, event.value, event.asset, event.answers)


def perform(house: House, person: Person, press: Press) -> None:
    """Do what the press asks for.

    Raises:
        VigieError: it can't be done; the sentence says why and what to do.
    """
    _ACTS[press.verb](house, person, press)


def _state(house: House, person: Person, press: Press) -> None:
    statement = _statement(press)
    workflow.state(house, person, press.reference, statement, asset=press.asset, fingerprint=press.fingerprint)


def _answer(house: House, person: Person, press: Press) -> None:
    """One tap answers one question; a form may answer several, or none."""
    tapped = dict([press.value.split(":", 1)]) if ":" in press.value else {}
    answers = {name: value for name, value in {**press.answers, **tapped}.items() if value}
    if not answers:
        raise UsageError(N_("Choose one of the answers."))
    workflow.answer(house, person, press.reference, answers, fingerprint=press.fingerprint)


def _without_original(house: House, person: Person, press: Press) -> None:
    workflow.go_without_original(house, person, press.reference, fingerprint=press.fingerprint)


def _declare(house: House, person: Person, press: Press) -> None:
    """A use that the charter forbids stays on record as asked for; whoever asked is told why not."""
    declaration = read_declaration(press.answers, attached=True)
    declared = workflow.declare(house, person, declaration, submission=press.reference, fingerprint=press.fingerprint)
    if declared.refused:
        raise ForbiddenUseError(house.charter, declaration)


def _correct(house: House, person: Person, press: Press) -> None:
    reference, _, revision = press.value.partition(":")
    known = _number(revision)
    declaration = read_declaration(press.answers, attached=True)
    corrected = workflow.correct(house, person, reference, declaration, revision=known, submission=press.reference)
    if corrected.refused:
        raise ForbiddenUseError(house.charter, declaration)


def _revise(house: House, person: Person, press: Press) -> None:
    text = press.answers.get("draft", "")
    workflow.revise(house, person, press.reference, text, fingerprint=press.fingerprint)


def _add_label(house: House, person: Person, press: Press) -> None:
    workflow.add_label(house, person, press.reference, press.value, fingerprint=press.fingerprint)


def _decide(house: House, person: Person, press: Press) -> None:
    choice, review = _CHOICES[press.verb], _review(press)
    fingerprint = press.fingerprint
    workflow.decide(house, person, press.reference, choice, _reason(press), fingerprint=fingerprint, review=review)


def _break_glass(house: House, person: Person, press: Press) -> None:
    fingerprint, review = press.fingerprint, _review(press)
    workflow.break_glass(house, person, press.reference, _reason(press), fingerprint=fingerprint, review=review)


def _review_glass(house: House, person: Person, press: Press) -> None:
    said = _one_of(press, "justified", ("yes", "no"))
    workflow.review_glass(house, person, press.reference, _reason(press), justified=said == "yes")


def _appeal(house: House, person: Person, press: Press) -> None:
    ground = Ground(_one_of(press, "ground", tuple(Ground)))
    workflow.appeal(house, person, press.reference, ground, _reason(press), fingerprint=press.fingerprint)


def _rule(house: House, person: Person, press: Press) -> None:
    ruling = Ruling(_one_of(press, "ruling", tuple(Ruling)))
    workflow.rule_on(house, person, press.reference, ruling, _reason(press), appeal=_number(press.value))


def _add_co_author(house: House, person: Person, press: Press) -> None:
    workflow.add_co_author(house, person, press.reference, press.answers.get("person", ""))


def _publish(house: House, person: Person, press: Press) -> None:
    where = press.answers.get("where", "")
    workflow.publish(house, person, press.reference, where, fingerprint=press.fingerprint)


def _correct_publication(house: House, person: Person, press: Press) -> None:
    workflow.correct_publication(house, person, press.reference, press.answers.get("correction", ""))


def _withdraw(house: House, person: Person, press: Press) -> None:
    workflow.withdraw(house, person, press.reference, _reason(press))


def _review(press: Press) -> Review:
    return Review(
        accuracy=_ticked(press, "accuracy"),
        plausibility=_ticked(press, "plausibility"),
        sources=_ticked(press, "sources"),
        responsible=press.answers.get("responsible", ""),
    )


def _reason(press: Press) -> str:
    return press.answers.get("reason", "")


def _one_of(press: Press, name: str, values: Sequence[str]) -> str:
    if (said := press.answers.get(name, "")) not in values:
        raise UsageError(N_("Choose one of the answers."))
    return said


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0


def _statement(press: Press) -> Statement:
    try:
        claim = Claim(press.answers.get("claim") or press.value)
    except ValueError:
        raise UsageError(N_("Choose one of the answers.")) from None
    return Statement(
        claim=claim,
        tool=press.answers.get("tool", ""),
        label_visible=_ticked(press, "label_visible"),
        note=press.answers.get("note", ""),
        public=_ticked(press, "public"),
    )


def _ticked(press: Press, name: str) -> bool:
    return press.answers.get(name, "") not in {"", "0", "false"}


_ACTS: Mapping[Verb, Callable[[House, Person, Press], None]] = {
    Verb.STATE: _state,
    Verb.ANSWER: _answer,
    Verb.WITHOUT_ORIGINAL: _without_original,
    Verb.DECLARE: _declare,
    Verb.CORRECT: _correct,
    Verb.REVISE: _revise,
    Verb.ADD_LABEL: _add_label,
    Verb.APPROVE: _decide,
    Verb.REFUSE: _decide,
    Verb.REQUEST_CHANGES: _decide,
    Verb.RETRACT: lambda house, person, press: workflow.retract(house, person, press.reference),
    Verb.LIFT: lambda house, person, press: workflow.lift(house, person, press.reference, _reason(press)),
    Verb.BREAK_GLASS: _break_glass,
    Verb.REVIEW_GLASS: _review_glass,
    Verb.APPEAL: _appeal,
    Verb.RULE: _rule,
    Verb.ADD_CO_AUTHOR: _add_co_author,
    Verb.PUBLISH: _publish,
    Verb.CORRECT_PUBLICATION: _correct_publication,
    Verb.WITHDRAW: _withdraw,
}
