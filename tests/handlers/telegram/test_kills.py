"""`kill -9` of the real `vigie run` at random moments while documents wait: nothing is lost, nothing is decided twice.

A hundred documents and twenty kills under Telegram's own rate limits with `make soak`; a few, seeded, in every run.
Telegram can't be asked whether a message arrived: a card whose sender was killed before it had noted its number is
posted again. How many there are twice is told.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Table, select

from bot.database import Database
from bot.kinds import Kind
from bot.tables import inbox, outbox, trail_entries
from bot.trail.read import entries_of_kinds
from bot.verification import verify_database
from tests.handlers.telegram.lives import life
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, seeded
from tests.policy.making import png

SOAK = bool(os.environ.get("VIGIE_SOAK"))
KILLS, FILES, APPROVALS = (20, 100, 12) if SOAK else (3, 12, 2)
SHORTEST_LIFE, LONGEST_LIFE = (1.0, 18.0) if SOAK else (1.2, 2.8)
PATIENCE = 500.0 if SOAK else 30.0
LOOK = 2.0 if SOAK else 0.2
"""Seconds that a person looks at a card before tapping something."""
ANSWER = 1.5
"""Seconds that they wait for an answer to a tap."""
STATE, APPROVE = "J’ai pris cette photo", "Donner mon visa"
LIMITED = f"kept calling while chat {GROUP} was limited"
RESERVED, APPROVED = "Avis réservé", "Visa accordé"


@dataclass
class Campaign:
    """What people have sent and tapped so far."""

    telegram: Messenger
    database: Database
    chance: Random
    sent: list[int] = field(default_factory=list)
    taps: Counter[bool] = field(default_factory=Counter)
    """How many taps were answered, and how many were not in time."""
    tapped_at: float = 0.0

    def send(self) -> int:
        number = len(self.sent) + 1
        name, picture = f"visuel-{number}.png", png(width=number)
        message = self.telegram.send_document(GROUP, CAMILLE, picture, name, f"Visuel {number}")
        self.sent.append(message["message_id"])
        return self.sent[-1]

    def go_on(self, until: float) -> None:
        """Tap buttons until a moment, now and then."""
        while time.monotonic() < until:
            self.tap_something()
            time.sleep(0.05)

    def tap_something(self) -> None:
        """The author says where one of the first visuals comes from, or a reviewer approves it; people need a while."""
        if time.monotonic() - self.tapped_at < LOOK:
            return
        self.tapped_at = time.monotonic()
        open_ones = [sent for sent in self.sent[:APPROVALS] if APPROVED not in self.shown(sent)]
        found = [one for sent in open_ones for one in (*self.cards(sent), *self.questions(sent))]
        for message in self.chance.sample(found, len(found)):
            if any(self.tap(user, message, label) for user, label in ((CAMILLE, STATE), (DOMI, APPROVE))):
                return

    def tap(self, user: int, message: Json, label: str) -> bool:
        """Tap a button if it is there; nobody waits long for the answer."""
        data = self.data(message, label)
        if data is None:
            return False
        answer = self.telegram.tap(user, GROUP, message["message_id"], data=data, patience=ANSWER)
        self.taps[answer.answered] += 1
        return True

    def data(self, message: Json, label: str) -> str | None:
        """Return what a button carries, None where it is not there (any more)."""
        keyboard = self.telegram.keyboard(GROUP, message["message_id"])
        return next((str(button["callback_data"]) for button in keyboard if label in button["text"]), None)

    def shown(self, sent: int) -> str:
        return "\n".join(card["text"] for card in self.cards(sent))

    def cards(self, sent: int) -> list[Json]:
        return [item for item in self.telegram.replies_to(GROUP, sent) if is_card(item)]

    def notices(self, sent: int) -> list[Json]:
        return [item for item in self.telegram.replies_to(GROUP, sent) if not is_card(item)]

    def questions(self, sent: int) -> list[Json]:
        """What a reviewer was asked in answer to a tap on a card."""
        cards = self.cards(sent)
        return [item for card in cards for item in self.telegram.replies_to(GROUP, card["message_id"])]

    def at_rest(self) -> bool:
        undone = "received" in states(self.database, inbox)
        return not undone and set(states(self.database, outbox)) == {"sent"} and not self.telegram.pending

    def finished(self) -> bool:
        """Whether every visual has a card with its verdict, and the first ones their visa."""
        if any(APPROVED not in self.shown(sent) for sent in self.sent[:APPROVALS]):
            self.tap_something()
            return False
        return all(RESERVED in self.shown(sent) for sent in self.sent[APPROVALS:]) and self.at_rest()


def is_card(message: Json) -> bool:
    """Its last line tells the version that its buttons are about."""
    return "version" in message["text"].splitlines()[-1]


def states(database: Database, box: Table) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(box.c.state)).scalars())


@pytest.fixture
def telegram() -> Iterator[Messenger]:
    """Killed again and again, a bot forgets how much it has said: of all that is wrong, only that is let pass."""
    with Messenger() as messenger:
        yield seeded(messenger)
        assert [one for one in messenger.violations if not one.endswith(LIMITED)] == []


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "data").mkdir()
    database = Database.open(tmp_path / "data" / "vigie.db")
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def campaign(telegram: Messenger, database: Database) -> Campaign:
    return Campaign(telegram, database, Random(f"kills {KILLS}"))


def test_killed_after_telegram_has_forgotten_an_update_it_acts_on_it_in_its_next_life(
    telegram: Messenger, campaign: Campaign, tmp_path: Path
) -> None:
    telegram.unlimited()
    with life(telegram, tmp_path):
        telegram.wait_for(lambda: telegram.polls, 30, "the first life")
        telegram.faults.hang("getFile", 30)
        campaign.send()
        telegram.wait_for(lambda: not telegram.pending, what="the next question, which confirms the update")
    assert states(campaign.database, inbox) == ["received"]
    telegram.faults.recover("getFile")
    with life(telegram, tmp_path):
        telegram.wait_for(lambda: campaign.cards(campaign.sent[0]) and campaign.at_rest(), 20, "the card")
    assert len(campaign.cards(campaign.sent[0])) == 1


def test_killed_before_it_has_noted_that_a_card_is_there_it_posts_another_and_either_decides_once(
    telegram: Messenger, campaign: Campaign, tmp_path: Path
) -> None:
    telegram.unlimited()
    with life(telegram, tmp_path) as child:
        telegram.wait_for(lambda: telegram.polls, 30, "the first life")
        telegram.faults.hang("sendMessage", 0.5)
        sent = campaign.send()
        telegram.wait_for(lambda: "sending" in states(campaign.database, outbox), what="a card on its way")
        with campaign.database.writing():  # nobody else can note anything meanwhile
            telegram.wait_for(lambda: campaign.cards(sent), what="the card")
            child.kill()
            child.wait()
    assert states(campaign.database, outbox) == ["sending"]
    with life(telegram, tmp_path):
        telegram.wait_for(lambda: len(campaign.cards(sent)) == 2, 20, "the card once more")
        telegram.wait_for(campaign.at_rest, 20, "the end of all work")
        assert campaign.tap(CAMILLE, campaign.cards(sent)[1], STATE)
        telegram.wait_for(lambda: "Rien ne s’oppose" in campaign.cards(sent)[1]["text"], what="its edit")
        for card in campaign.cards(sent):
            campaign.tap(DOMI, card, APPROVE)
        telegram.wait_for(lambda: campaign.questions(sent), what="the question whether that is sure")
        question = campaign.questions(sent)[0]
        for data in [campaign.data(question, APPROVE)] * 2:
            telegram.tap(DOMI, GROUP, question["message_id"], data=data, patience=ANSWER)
        telegram.wait_for(lambda: APPROVED in campaign.cards(sent)[1]["text"], what="its visa")
    assert list(decided(campaign.database).values()) == [1]


def decided(database: Database) -> Counter[str]:
    of_this_kind = select(trail_entries.c.subject).where(trail_entries.c.kind == Kind.DECIDED.value)
    with database.reading() as connection:
        return Counter(connection.execute(of_this_kind).scalars())


def test_killed_at_any_moment_every_document_has_its_card_and_every_decision_is_there_once(
    telegram: Messenger, database: Database, campaign: Campaign, tmp_path: Path
) -> None:
    if not SOAK:
        telegram.unlimited()
    for _ in range(FILES):
        campaign.send()
    began = time.monotonic()
    for _ in range(KILLS):
        with life(telegram, tmp_path):
            campaign.go_on(time.monotonic() + campaign.chance.uniform(SHORTEST_LIFE, LONGEST_LIFE))
        assert verify_database(database, None).intact
    before_last = sum(len(campaign.cards(sent)) for sent in campaign.sent)
    with life(telegram, tmp_path):
        telegram.wait_for(campaign.finished, PATIENCE, f"every card\n{(tmp_path / 'log').read_text()[-3000:]}")
    check(campaign, time.monotonic() - began, before_last)


def check(campaign: Campaign, seconds: float, before_last: int) -> None:
    telegram, database = campaign.telegram, campaign.database
    cards = Counter(len(campaign.cards(sent)) for sent in campaign.sent)
    notices = Counter(len(campaign.notices(sent)) for sent in campaign.sent[:APPROVALS])
    with database.reading() as connection:
        submitted = [recorded.entry for recorded in entries_of_kinds(connection, [Kind.SUBMITTED])]
    reference = {str(entry.data["channel"]): str(entry.subject) for entry in submitted}
    decisions = decided(database)
    sys.stdout.write(
        f"{len(campaign.sent)} documents, {len(submitted)} submissions, {sum(cards.elements())} cards "
        f"({before_last} before the last life), {sum(number > 1 for number in cards.elements())} posted twice, "
        f"{cards[0]} lost, {KILLS} kills, {campaign.taps[True]} taps answered, {campaign.taps[False]} not in time, "
        f"{sum(decisions.values())} decided, {dict(notices)} notices, {telegram.throttled} × 429, {seconds:.0f} s\n"
    )
    assert set(cards) <= {1, 2}
    assert len(submitted) == FILES
    assert set(reference) == {f"telegram:{GROUP}/{sent}" for sent in campaign.sent}
    for sent in campaign.sent:
        of_this = decisions[reference[f"telegram:{GROUP}/{sent}"]]
        assert of_this == (sent in campaign.sent[:APPROVALS]), "what was approved was approved once"
    assert verify_database(database, None).intact
