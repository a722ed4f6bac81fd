"""The file and signature half of the round against a Slack that others wrote (tests/handlers/slack/emulate).

It has no clicks: what people would press is done through the workflow. It has no groups: roles are given here.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select

from bot import workflow
from bot.card.shared import shared_card
from bot.case import Case
from bot.delivery.courier import Courier
from bot.house import House, open_house
from bot.kinds import Choice, State
from bot.people import Person, Role, add
from bot.people.accounts import link_account, person_of
from bot.ports import Outgoing
from bot.settings import Settings, SlackSettings
from bot.sources import reference_of
from bot.submissions import case_of
from bot.tables import inbox, outbox
from bot.verification import verify_database
from handlers.slack.app import joined
from handlers.slack.http_door import PATH, Door
from handlers.slack.join import Workspace as Joined
from handlers.slack.rendering.card import card_message
from handlers.slack.sending import SlackPlatform
from policy.statement import Claim, Statement
from tests.handlers.slack.emulate import seed
from tests.handlers.slack.emulate.emulator import Emulator
from tests.handlers.slack.running import in_a_thread
from tests.handlers.slack.workspace import Json, words_of
from tests.policy.making import png

Something = TypeVar("Something")
AFFICHE = png(width=7)


@pytest.fixture
def slack() -> Iterator[Emulator]:
    """Skips where there is no Node."""
    with Emulator() as running:
        yield running


@dataclass(frozen=True)
class Vigie:
    """A Vigie that hears the emulator through signed HTTP."""

    slack: Emulator
    house: House
    courier: Courier
    platform: SlackPlatform

    def case(self, ts: str) -> Case | None:
        with self.house.database.reading() as connection:
            reference = reference_of(connection, f"slack:{self.slack.approval}/{ts}")
            return case_of(connection, reference) if reference else None

    def answers(self, ts: str) -> list[Json]:
        return [item for item in self.slack.replies(self.slack.approval, ts) if item["ts"] != ts]

    def card(self, ts: str, words: str) -> Json:
        """Return the answer in a message's thread that says these words, once there is one."""
        return wait_for(lambda: next((item for item in self.answers(ts) if words in words_of(item)), {}), words)

    def known(self, name: str) -> Person:
        with self.house.database.reading() as connection:
            person = person_of(connection, "slack", self.slack.people[name], self.house.clock())
        assert person
        return person

    def rows(self) -> int:
        with self.house.database.reading() as connection:
            return len(connection.execute(select(inbox.c.id)).all()) + len(
                connection.execute(select(outbox.c.id)).all()
            )


@contextmanager
def running(slack: Emulator, folder: Path, secret: str = seed.SIGNING_SECRET) -> Iterator[Vigie]:
    chosen = SlackSettings(bot_token=slack.bot_token, signing_secret=secret, api_url=slack.api_url, port=0)
    with open_house(Settings(data_dir=folder / "data", desk_port=0, slack=chosen, workers=1)) as house:
        with house.database.writing() as connection:
            reviewer = add(connection, "Dominique", frozenset({Role.REVIEWER}), at=house.clock())
            link_account(connection, "slack", slack.people[seed.DOMINIQUE], reviewer, at=house.clock())
        workspace = Joined(house)
        courier = Courier(house, [workspace.platform], [workspace.interpreter])
        connected, app = joined(house, courier, workspace.web, workspace.members, workspace.us)
        door = Door(connected, app)
        courier.start()
        try:
            with in_a_thread(door.run_door):
                slack.events_to(f"http://127.0.0.1:{door.port}{PATH}")
                yield Vigie(slack, house, courier, workspace.platform)
        finally:
            courier.close()


def wait_for(condition: Callable[[], Something], what: str) -> Something:
    until = time.monotonic() + 15
    while not (answer := condition()):
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.02)
    return answer


def posted(slack: Emulator) -> str:
    """Return the ts of the newest message of the approval channel."""
    return str(slack.history(slack.approval)[0]["ts"])


def test_an_uploaded_visual_goes_its_whole_way_to_a_visa(slack: Emulator, tmp_path: Path) -> None:
    with running(slack, tmp_path) as vigie:
        slack.upload(seed.CAMILLE, slack.approval, {"affiche.png": AFFICHE}, "Pour samedi")
        ts = posted(slack)
        card = vigie.card(ts, "Avis réservé")
        case = vigie.case(ts)
        assert case
        assert [asset.sha256 for asset in case.assets] == [hashlib.sha256(AFFICHE).hexdigest()]
        with vigie.house.originals.open(case.assets[0].sha256) as stream:
            assert stream.read() == AFFICHE, "byte for byte"
        assert case.note == "Pour samedi"

        author, reference = vigie.known(seed.CAMILLE), case.reference
        took_it = Statement(Claim.OWN_PHOTO)
        workflow.state(vigie.house, author, reference, took_it, asset=None, fingerprint=case.fingerprint)
        vigie.courier.wake()
        edited = vigie.card(ts, "Rien ne s’oppose")
        assert edited["ts"] == card["ts"], "it is the same card"
        assert edited["edited"]["user"] == slack.bot_user

        seen = vigie.case(ts)
        assert seen
        reviewer = vigie.known(seed.DOMINIQUE)
        workflow.decide(vigie.house, reviewer, reference, Choice.APPROVE, "", fingerprint=seen.fingerprint)
        vigie.courier.wake()
        assert vigie.card(ts, "Visa accordé")["ts"] == card["ts"]
        wait_for(lambda: set(slack.reactions(slack.approval, ts)) == {"white_check_mark"}, "the sign")
        wait_for(lambda: len(vigie.answers(ts)) == 2, "the message that rings")
        decided = vigie.case(ts)
        assert decided
        assert decided.state is State.APPROVED
        assert verify_database(vigie.house.database, vigie.house.key.verifier).intact
    assert {delivery.status for delivery in slack.deliveries()} == {200}


def test_the_card_is_kept_as_it_was_built_and_found_again_by_its_key(slack: Emulator, tmp_path: Path) -> None:
    with running(slack, tmp_path) as vigie:
        slack.upload(seed.CAMILLE, slack.approval, {"affiche.png": AFFICHE})
        ts = posted(slack)
        stored = vigie.card(ts, "Avis réservé")
        case = vigie.case(ts)
        assert case
        catalogue = vigie.house.catalogue()
        card = shared_card(vigie.house, case.reference, catalogue)
        built = card_message(card, catalogue, desk_url="", handover=card.original_wanted)
        assert (stored["blocks"], stored["text"]) == (built.blocks, built.text)

        target = f"{slack.approval}/{ts}"
        key = stored["metadata"]["event_payload"]["key"]
        assert vigie.platform.find(Outgoing(key, target, "card", case.reference, 0)) == stored["ts"]
        assert vigie.platform.find(Outgoing("card:another", target, "card", case.reference, 0)) is None


def test_several_files_of_one_message_are_one_submission(slack: Emulator, tmp_path: Path) -> None:
    files = {f"visuel-{number}.png": png(width=number) for number in (1, 2, 3)}
    with running(slack, tmp_path) as vigie:
        slack.upload(seed.CAMILLE, slack.approval, files)
        ts = posted(slack)
        vigie.card(ts, "Avis réservé")
        case = vigie.case(ts)
        assert case
        assert [asset.sha256 for asset in case.assets] == [hashlib.sha256(data).hexdigest() for data in files.values()]
        assert len(vigie.answers(ts)) == 1


def test_what_is_signed_with_another_secret_is_refused_and_leaves_no_trace(slack: Emulator, tmp_path: Path) -> None:
    with running(slack, tmp_path, secret="another secret") as vigie:
        slack.upload(seed.CAMILLE, slack.approval, {"affiche.png": AFFICHE})
        ts = posted(slack)
        assert {delivery.status for delivery in slack.deliveries()} == {401}
        assert vigie.rows() == 0
        assert vigie.case(ts) is None
        assert vigie.answers(ts) == []
