"""A real house on a temporary folder, with a clock that stands still and three people, for tests."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import workflow
from bot.card import board
from bot.card.model import Card
from bot.card.reading import Reading
from bot.case import Case
from bot.declared import Declared
from bot.delegation import delegations
from bot.house import House, open_house
from bot.kinds import Choice, State
from bot.language import Catalogue
from bot.people import Person, Role, add, roster
from bot.settings import Settings
from bot.submissions import case_of
from bot.trail.erase import erase
from bot.trail.read import head
from bot.trail.verification import Verification
from bot.verification import verify_database
from bot.workflow import Received, Review
from policy.charter.model import Charter
from policy.declaration import Declaration
from policy.language import Language
from policy.sandbox import Sandbox
from policy.statement import Claim, Statement
from policy.trust import TrustLists
from tests import postgresql

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""Noon in Paris."""
PATIENCE = 20.0
"""Seconds that an examination may take."""
SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASE = os.environ.get("VIGIE_TEST_DATABASE", SQLITE)
"""The kind of database of tests that don't run on both."""
PEOPLE = {"Camille": Role.AUTHOR, "Dominique": Role.REVIEWER, "Sacha": Role.CHARTER_OFFICER}


@dataclass
class StillClock:
    """Tells the same moment until it is told to go on."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, duration: timedelta) -> None:
        self.now += duration


def under(house: House, charter: Charter) -> House:
    """Return the house as it is under another charter, whatever the trail says."""
    return replace(house, charter_in_force=lambda: charter)


@dataclass(frozen=True)
class Scene:
    """A house and the people in it."""

    house: House
    clock: StillClock
    people: dict[str, Person] = field(default_factory=dict)

    def join(self, name: str, *roles: Role) -> Person:
        """Add somebody, or give them other roles."""
        with self.house.database.writing() as connection:
            person = add(connection, name, frozenset(roles), at=self.clock())
        self.people[name] = person
        return person

    def receive(self, data: bytes, name: str = "photo.jpg") -> Received:
        """Store a file as a platform does."""
        return Received(name, self.house.originals.store(io.BytesIO(data)))

    def submit(self, *files: bytes | Received, note: str = "", draft: str = "", by: str = "Camille") -> str:
        """Submit files, a text or both, and wait until the files are examined."""
        received = [item if isinstance(item, Received) else self.receive(item) for item in files]
        reference = workflow.submit(self.house, self.people[by], received, note, draft=draft, channel="desk")
        self.wait(reference)
        return reference

    def wait(self, reference: str) -> None:
        """Wait until every file of a submission is examined."""
        until = time.monotonic() + PATIENCE
        while self.pending(reference):
            assert time.monotonic() < until, "still examining"
            time.sleep(0.005)

    def pending(self, reference: str) -> int:
        """Return how many files of a submission wait for their examination."""
        query = text("SELECT count(*) FROM pending_examinations WHERE reference = :reference")
        with self.house.database.reading() as connection:
            return int(connection.execute(query, {"reference": reference}).scalar_one())

    def case(self, reference: str) -> Case:
        """Return a submission as it stands."""
        with self.house.database.reading() as connection:
            case = case_of(connection, reference)
        assert case is not None
        return case

    def state(
        self,
        reference: str,
        claim: Claim,
        *,
        tool: str = "",
        label: bool = False,
        note: str = "",
        public: bool = False,
        by: str = "Camille",
    ) -> None:
        """State an origin for every file, with what is on the screen now."""
        statement = Statement(claim, tool, label, note, public)
        fingerprint = self.case(reference).fingerprint
        workflow.state(self.house, self.people[by], reference, statement, asset=None, fingerprint=fingerprint)

    def decide(
        self, reference: str, choice: Choice, reason: str = "", by: str = "Dominique", review: Review | None = None
    ) -> None:
        """Decide, with what is on the screen now."""
        fingerprint = self.case(reference).fingerprint
        person = self.people[by]
        workflow.decide(self.house, person, reference, choice, reason, fingerprint=fingerprint, review=review)

    def answer(self, reference: str, fact: str, value: str, by: str = "Camille") -> None:
        """Answer one of the charter's questions, with what is on the screen now."""
        fingerprint = self.case(reference).fingerprint
        workflow.answer(self.house, self.people[by], reference, {fact: value}, fingerprint=fingerprint)

    def declare(self, declaration: Declaration, reference: str | None = None, by: str = "Camille") -> Declared:
        """Declare a use of AI, alone or for a submission, with what is on the screen now."""
        fingerprint = self.case(reference).fingerprint if reference else ""
        person = self.people[by]
        return workflow.declare(self.house, person, declaration, submission=reference, fingerprint=fingerprint)

    def revise(self, reference: str, text: str, by: str = "Camille") -> None:
        """Change the text, with what is on the screen now."""
        fingerprint = self.case(reference).fingerprint
        workflow.revise(self.house, self.people[by], reference, text, fingerprint=fingerprint)

    def reading(self, viewer: str, catalogue: Catalogue) -> Reading:
        """Return what a card is written for, where this person reads it now."""
        with self.house.database.reading() as connection:
            people, given = roster(connection), delegations(connection)
        return Reading(self.people[viewer], people, self.house.charter, catalogue, self.clock(), given)

    def erase(self, name: str) -> None:
        """Erase a person's name and words, as they asked."""
        with self.house.database.writing() as connection:
            erase(connection, self.people[name].id, at=self.clock(), actor=None)

    def card(self, reference: str, viewer: str = "Camille", language: Language = Language.FRENCH) -> Card:
        """Return a card as one person sees it."""
        return board.card(self.house, self.people[viewer], reference, self.catalogue(language))

    def catalogue(self, language: Language = Language.FRENCH) -> Catalogue:
        """Return the sentences in one language."""
        return self.house.catalogue(language)

    def story(self, reference: str) -> list[str]:
        """Return the kinds of a submission's entries, oldest first."""
        return [recorded.entry.kind for recorded in self.case(reference).entries]

    def trail_size(self) -> int:
        """Return the number of the last entry."""
        with self.house.database.reading() as connection:
            return head(connection).size

    def verified(self) -> Verification:
        """Verify the trail, and hold the lists against it."""
        return verify_database(self.house.database, self.house.key.verifier)

    def indexed_state(self, reference: str) -> State:
        """Return the state that lists go by."""
        query = text("SELECT state FROM submissions WHERE reference = :reference")
        with self.house.database.reading() as connection:
            return State(connection.execute(query, {"reference": reference}).scalar_one())


class BorrowedSandbox:
    """A sandbox that many houses use one after the other: starting one takes longer than most tests."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.examine, self.preview, self.trust = sandbox.examine, sandbox.preview, sandbox.trust

    def renew(self, trust: TrustLists) -> None:
        """Remember the lists, and leave the lender's as they are."""
        self.trust = trust

    def close(self) -> None:
        """Leave it open for the next one."""

    def __enter__(self) -> BorrowedSandbox:
        return self

    def __exit__(self, *_: object) -> None: ...


@contextmanager
def open_scene(
    folder: Path,
    *,
    settings: Settings | None = None,
    sandbox: Sandbox | None = None,
    database: str = DATABASE,
) -> Iterator[Scene]:
    """Open a house: Camille submits, Dominique reviews, Sacha looks after the charter.

    `database` is the kind that it keeps its trail in, where the settings name none.
    """
    clock = StillClock()
    settings = replace(settings or Settings(), data_dir=folder, desk_port=0, workers=1)
    with ExitStack() as stack:
        if database == POSTGRESQL and not settings.database_url:
            address = postgresql.server().create()
            stack.callback(postgresql.server().drop, address)
            settings = replace(settings, database_url=address)
        with pytest.MonkeyPatch.context() as patch:
            if sandbox:
                patch.setattr("bot.house.Sandbox", lambda *_, **__: BorrowedSandbox(sandbox))
            house = stack.enter_context(open_house(settings, clock))
        scene = Scene(house, clock)
        for name, role in PEOPLE.items():
            scene.join(name, role)
        yield scene
