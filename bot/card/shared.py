"""The card that a whole channel looks at: what its author may do on it, and what those who decide may do.

Whoever presses is looked up then (bot/workflow/): what stands on a shared card is a promise to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection

from bot.card.build import build
from bot.card.model import Action, Card, Verb
from bot.card.reading import Reading
from bot.case import Case
from bot.delegation import delegations, voices
from bot.errors import NotFoundError
from bot.house import House
from bot.language import N_, Catalogue
from bot.people import Person, roster
from bot.previews import with_preview
from bot.submissions import case_of
from bot.trail.read import head as trail_head
from bot.workflow.deciding import last_act

_NOBODY = Person("", "", frozenset())


def shared_card(house: House, reference: str, catalogue: Catalogue) -> Card:
    """Return a submission's card for everybody at once.

    Raises:
        NotFoundError: there is no submission of that reference.
    """
    with house.database.reading() as connection:
        case = case_of(connection, reference)
        if case is None:
            raise NotFoundError(N_("There is no submission {reference}."), reference=reference[:20])
        return _shared(connection, house, case, catalogue)


def _shared(connection: Connection, house: House, case: Case, catalogue: Catalogue) -> Card:
    now, given = house.clock(), delegations(connection)
    reading = Reading(_NOBODY, roster(connection, now), house.charter, catalogue, now, given)
    shown = with_preview(connection, [asset.sha256 for asset in case.assets])
    stamp = trail_head(connection).stamp
    cards = [build(case, replace(reading, viewer=person), shown, stamp) for person in _viewers(case, reading)]
    plain = build(case, reading, shown, stamp)
    asked = {(question.text, question.asset): question for card in cards for question in card.questions}
    return replace(plain, questions=tuple(asked.values()), actions=_together(cards))


def _viewers(case: Case, reading: Reading) -> Iterator[Person]:
    """Yield one person for each part that somebody may play: who may decide, who has decided, who made it."""
    people = reading.roster.people
    for said in voices(case, reading.roster, reading.delegations, reading.now):
        if not case.decided_by(said.person.id):
            yield said.person
            break
    acted = last_act(case)
    parts = (acted.person if acted else "", case.author)
    yield from (people[one] for one in dict.fromkeys(map(case.one, filter(None, parts))) if one in people)


def _together(cards: list[Card]) -> tuple[Action, ...]:
    """Return the gestures of all parts, each once; what is rare for somebody stands behind « Autres gestes »."""
    found: dict[tuple[Verb, str, str | None], Action] = {}
    for action in (action for card in cards for action in card.actions):
        found.setdefault((action.verb, action.value, action.asset), action)
    return tuple(sorted(found.values(), key=lambda action: action.rare))
