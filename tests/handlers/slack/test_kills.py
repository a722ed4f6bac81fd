"""`kill -9` of the real `vigie run` at random moments while files are dropped: nothing is lost, nothing is twice.

Ten kills and fifty files under Slack's own rate limits with `make soak`; a few, seeded, in every run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Table, select

from bot.database import Database
from bot.kinds import Kind
from bot.tables import inbox, outbox, platform_marks, trail_entries
from bot.trail.read import entries_of_kinds
from bot.verification import verify_database
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, REVIEWERS
from tests.handlers.slack.workspace import Json, Upload, Workspace, buttons_of, words_of
from tests.policy.making import png

ROOT = Path(__file__).parents[3]
SOAK = bool(os.environ.get("VIGIE_SOAK"))
KILLS, FILES, APPROVALS = (10, 50, 12) if SOAK else (3, 8, 2)
LONGEST_LIFE = 8.0 if SOAK else 3.5
PATIENCE = 300.0 if SOAK else 40.0
LOOK = 2.0 if SOAK else 0.3
"""Seconds that a person looks at a card before pressing something."""
STATE, APPROVE = "J’ai pris cette photo", "Donner mon visa"
NOWHERE = "http://127.0.0.1:9/list.pem"


@dataclass
class Campaign:
    """What people have done so far, and what Slack has acknowledged of it."""

    slack: Workspace
    database: Database
    chance: Random
    dropped: list[str] = field(default_factory=list)
    approved: Counter[str] = field(default_factory=Counter)
    pressed_at: float = 0.0

    def go_on(self, until: float) -> None:
        """Drop files and press buttons until a moment, now and then."""
        while time.monotonic() < until:
            if len(self.dropped) < FILES and self.chance.random() < 0.7:
                self.drop()
            else:
                self.press_something()
            time.sleep(self.chance.random() * LONGEST_LIFE * KILLS / FILES)

    def drop(self) -> None:
        number = len(self.dropped) + 1
        picture = Upload(f"visuel-{number}.png", png(width=number))
        self.dropped.append(self.slack.post(CHANNEL, CAMILLE, f"Visuel {number}", files=[picture]))

    def press_something(self) -> None:
        """The author says where one of the first visuals comes from, or a reviewer approves it; people need a while."""
        if time.monotonic() - self.pressed_at < LOOK:
            return
        self.pressed_at = time.monotonic()
        for ts in self.dropped[:APPROVALS]:
            for card in self.cards(ts):
                for user, label in ((CAMILLE, STATE), (DOMI, APPROVE)):
                    if label not in buttons_of(card) or self.approved[ts]:
                        continue
                    done = self.slack.press(user, CHANNEL, card["ts"], label=label).acknowledged
                    self.approved[ts] += done and label == APPROVE
                    return

    def cards(self, ts: str) -> list[Json]:
        return [item for item in self.slack.thread(CHANNEL, ts) if key_of(item).startswith("card:")]

    def notices(self, ts: str) -> list[Json]:
        return [item for item in self.slack.thread(CHANNEL, ts) if key_of(item).startswith("notice:")]

    def at_rest(self) -> bool:
        with self.database.reading() as connection:
            undone = connection.execute(select(inbox.c.id).where(inbox.c.state == "received")).all()
            unsent = connection.execute(select(outbox.c.id).where(outbox.c.state != "sent")).all()
        return not undone and not unsent

    def finished(self) -> bool:
        """Whether every visual has a card with its verdict, and the first ones their visa."""
        shown = {ts: "\n".join(words_of(card) for card in self.cards(ts)) for ts in self.dropped}
        if any("Visa accordé" not in shown[ts] for ts in self.dropped[:APPROVALS]):
            self.press_something()
            return False
        if any("Avis réservé" not in shown[ts] for ts in self.dropped[APPROVALS:]):
            return False
        return self.at_rest()


def key_of(message: Json) -> str:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return str(payload.get("key", ""))


@contextmanager
def life(slack: Workspace, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One life of `vigie run`, which ends with SIGKILL."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "VIGIE_"))}
    environment |= {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "VIGIE_DATA_DIR": str(folder / "data"),
        "VIGIE_DESK_PORT": "0",
        "VIGIE_WORKERS": "1",
        "VIGIE_SLACK_REVIEWERS": REVIEWERS,
        "VIGIE_TRUST_ANCHORS": NOWHERE,
        "VIGIE_TRUST_ALLOWED": NOWHERE,
    }
    with (folder / "log").open("ab") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            yield child
        finally:
            child.kill()
            child.wait()


def heard(database: Database) -> bool:
    with database.reading() as connection:
        ours = platform_marks.c.platform == "slack"
        return bool(connection.execute(select(platform_marks.c.mark).where(ours)).all())


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "data").mkdir()
    database = Database.open(tmp_path / "data" / "vigie.db")
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def campaign(slack: Workspace, database: Database) -> Campaign:
    return Campaign(slack, database, Random(f"kills {KILLS}"))


def acknowledged(slack: Workspace) -> int:
    """How many envelopes were acknowledged; none counts while one is on its way."""
    sockets = slack._server.sockets
    return slack._server.do(lambda: 0 if sockets._waiting else len(sockets._sent))


def states(database: Database, box: Table) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(box.c.state)).scalars())


def test_killed_after_it_has_acknowledged_it_acts_in_its_next_life(
    slack: Workspace, campaign: Campaign, tmp_path: Path
) -> None:
    slack.unlimited()
    with life(slack, tmp_path):
        slack.wait_for(lambda: heard(campaign.database), 30, "the first life")
        slack.faults.hang("users.info", 2)
        before = acknowledged(slack)
        campaign.drop()
        slack.wait_for(lambda: acknowledged(slack) == before + 2, what="the acknowledgement of message and file")
    assert states(campaign.database, inbox) == ["received"], "it is on record"
    assert slack.unacknowledged == [], "Slack will not tell it again"
    with life(slack, tmp_path):
        slack.wait_for(lambda: campaign.cards(campaign.dropped[0]) and campaign.at_rest(), 20, "the card")
    assert len(campaign.cards(campaign.dropped[0])) == 1


def test_killed_before_it_has_noted_that_a_card_is_there_it_does_not_send_another(
    slack: Workspace, campaign: Campaign, tmp_path: Path
) -> None:
    slack.unlimited()
    with life(slack, tmp_path) as child:
        slack.wait_for(lambda: heard(campaign.database), 30, "the first life")
        slack.faults.hang("chat.postMessage", 0.5)
        campaign.drop()
        slack.wait_for(lambda: "sending" in states(campaign.database, outbox), what="a card on its way")
        with campaign.database.writing():  # nobody else can note anything meanwhile
            slack.wait_for(lambda: campaign.cards(campaign.dropped[0]), what="the card")
            child.kill()
            child.wait()
    assert states(campaign.database, outbox) == ["sending"]
    with life(slack, tmp_path):
        slack.wait_for(campaign.at_rest, 20, "the end of all work")
    assert len(campaign.cards(campaign.dropped[0])) == 1


def test_killed_at_any_moment_every_file_has_one_card_and_every_decision_is_there_once(
    slack: Workspace, database: Database, campaign: Campaign, tmp_path: Path
) -> None:
    slack.retry_delays = (0.1, 0.3, 0.6)  # less than a start takes: what was dropped meanwhile is in the history alone
    if not SOAK:
        slack.unlimited()
    began = time.monotonic()
    with life(slack, tmp_path):
        slack.wait_for(lambda: heard(database), 30, "the first life")
        campaign.go_on(time.monotonic() + campaign.chance.uniform(0.2, LONGEST_LIFE))
    for _ in range(KILLS - 1):
        with life(slack, tmp_path):
            campaign.go_on(time.monotonic() + campaign.chance.uniform(0.2, LONGEST_LIFE))
        assert verify_database(database, None).intact
        campaign.go_on(time.monotonic() + campaign.chance.uniform(0, LONGEST_LIFE / 2))
    while len(campaign.dropped) < FILES:
        campaign.drop()
    before_last = sum(len(campaign.cards(ts)) for ts in campaign.dropped)
    with life(slack, tmp_path):
        slack.wait_for(campaign.finished, PATIENCE, f"every card\n{(tmp_path / 'log').read_text()[-3000:]}")
    check(campaign, time.monotonic() - began, before_last)


def check(campaign: Campaign, seconds: float, before_last: int) -> None:
    slack, database = campaign.slack, campaign.database
    cards = Counter(len(campaign.cards(ts)) for ts in campaign.dropped)
    notices = [len(campaign.notices(ts)) for ts in campaign.dropped]
    with database.reading() as connection:
        submitted = [recorded.entry for recorded in entries_of_kinds(connection, [Kind.SUBMITTED])]
        decided = Counter(
            connection.execute(
                select(trail_entries.c.subject).where(trail_entries.c.kind == Kind.DECIDED.value)
            ).scalars()
        )
    refused = dict(Counter(call.method for call in slack.calls if call.status == "ratelimited"))
    reference = {str(entry.data["channel"]): entry.subject for entry in submitted}
    sys.stdout.write(
        f"{len(campaign.dropped)} files, {len(submitted)} submissions, {sum(cards.elements())} cards "
        f"({before_last} before the last life), {sum(number > 1 for number in cards.elements())} doubled, "
        f"{cards[0]} lost, {KILLS} kills, {sum(campaign.approved.values())} approvals acknowledged, "
        f"{sum(decided.values())} decided, {slack.lost_events} events that Slack gave up, "
        f"{slack.throttled} × 429 {refused}, {seconds:.0f} s\n"
    )
    assert cards == {1: FILES}
    assert len(submitted) == FILES
    assert set(reference) == {f"slack:{CHANNEL}/{ts}" for ts in campaign.dropped}
    for ts in campaign.dropped:
        of_this = decided[reference[f"slack:{CHANNEL}/{ts}"]]
        assert campaign.approved[ts] <= of_this <= 1, "what was acknowledged is there, once"
    assert notices == [1] * APPROVALS + [0] * (FILES - APPROVALS), "and was told once"
    assert verify_database(database, None).intact
