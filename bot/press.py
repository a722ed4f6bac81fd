"""A press of a button, the same from every platform, turned into the act that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot import workflow
from bot.card.model import Verb
from bot.errors import UsageError
from bot.house import House
from bot.kinds import Choice
from bot.language import N_
from bot.people import Person
from policy.statement import Claim, Statement

_CHOICES = {
    Verb.APPROVE: Choice.APPROVE,
    Verb.REFUSE: Choice.REFUSE,
    Verb.REQUEST_CHANGES: Choice.REQUEST_CHANGES,
}


@dataclass(frozen=True, slots=True)
class Press:
    """What a platform hands over: all of it is the presser's word and is checked again."""

    reference: str
    fingerprint: str
    verb: Verb
    value: str = ""
    asset: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


def perform(house: House, person: Person, press: Press) -> None:
    """Do what the press asks for.

    Raises:
        VigieError: it can't be done; the sentence says why and what to do.
    """
    if press.verb is Verb.STATE:
        workflow.state(
            house, person, press.reference, _statement(press), asset=press.asset, fingerprint=press.fingerprint
        )
    elif press.verb is Verb.RETRACT:
        workflow.retract(house, person, press.reference)
    elif press.verb is Verb.WITHDRAW:
        workflow.withdraw(house, person, press.reference)
    else:
        reason = press.answers.get("reason", "")
        workflow.decide(house, person, press.reference, _CHOICES[press.verb], reason, fingerprint=press.fingerprint)


def _statement(press: Press) -> Statement:
    try:
        claim = Claim(press.answers.get("claim") or press.value)
    except ValueError:
        raise UsageError(N_("Choose one of the answers.")) from None
    return Statement(
        claim=claim,
        tool=press.answers.get("tool", ""),
        label_visible=press.answers.get("label_visible", "") not in {"", "0", "false"},
        note=press.answers.get("note", ""),
    )
