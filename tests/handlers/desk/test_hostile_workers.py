"""Whatever happens to the process that reads a file, the desk goes on serving and the submission is answered."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.card import board
from bot.card.file_words import obstacle_sentence
from bot.card.model import Card
from policy.evidence import Obstacle
from policy.limits import MEBIBYTE, Limits
from tests.handlers.desk.running import RunningDesk, open_desk
from tests.policy.sandbox.hostile import ENTRY
from tests.policy.sandbox.processes import children, eventually, session

LIMITS = Limits(wall_time=1.5, memory=256 * MEBIBYTE, answer_size=MEBIBYTE)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk whose workers do what each file says."""
    with open_desk(tmp_path_factory.mktemp("hostile") / "data", limits=LIMITS, entry=ENTRY) as running:
        yield running


def card(desk: RunningDesk, reference: str) -> Card:
    house = desk.house
    return board.card(house, desk.people["Camille"], reference, house.catalogue())


@pytest.mark.parametrize(
    ("mischief", "obstacle"),
    [
        ("spin", Obstacle.TIMED_OUT),
        ("eat-memory", Obstacle.OUT_OF_MEMORY),
        ("flood", Obstacle.ANSWER_TOO_LARGE),
        ("segfault", Obstacle.CRASHED),
    ],
)
def test_a_reader_that_misbehaves_costs_only_its_own_answer(
    desk: RunningDesk, mischief: str, obstacle: Obstacle
) -> None:
    camille = desk.come_in("Camille")
    reference = camille.drop(("poster.jpg", mischief.encode())).headers["location"].rpartition("/")[2]
    assert camille.client.get("/").status_code == 200, "the desk serves while the file is read"
    camille.desk_answers(reference)
    answered = card(desk, reference)
    assert answered.headline == desk.say("Not verifiable")
    assert answered.summary == obstacle_sentence(obstacle, desk.house.catalogue())
    assert not card(desk, camille.drop_and_wait(("fine.jpg", b"say all is well"))).visuals[0].not_looked


def test_a_worker_killed_in_the_middle_of_a_file_is_answered_for(desk: RunningDesk) -> None:
    camille = desk.come_in("Camille")
    before = set(_workers())
    reference = camille.drop(("poster.jpg", b"nap 1.2")).headers["location"].rpartition("/")[2]
    assert eventually(lambda: len(set(_workers()) - before) >= 1)
    for pid in _workers():
        os.kill(pid, signal.SIGKILL)
    camille.desk_answers(reference)
    assert card(desk, reference).headline == desk.say("Not verifiable")
    assert card(desk, reference).summary == obstacle_sentence(Obstacle.CRASHED, desk.house.catalogue())
    assert card(desk, camille.drop_and_wait(("fine.jpg", b"say all is well"))).visuals[0].headline


def test_killing_the_process_that_makes_workers_stops_nothing(desk: RunningDesk) -> None:
    camille = desk.come_in("Camille")
    for pid in _zygotes():
        os.kill(pid, signal.SIGKILL)
    reference = camille.drop_and_wait(("fine.jpg", b"say all is well"))
    assert card(desk, reference).headline == desk.say("Reserved opinion: something is missing")


def test_everything_that_was_answered_is_in_a_journal_that_verifies(desk: RunningDesk) -> None:
    page = desk.come_in("Camille").client.get("/journal/verification").text
    assert desk.say("The journal is intact.") in page


def _zygotes() -> list[int]:
    """Return the processes that make workers, told by the entry on their command line."""
    return [pid for pid in children(os.getpid()) if ENTRY.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()]


def _workers() -> list[int]:
    """Return the processes that read files: the children of the zygotes."""
    return [worker for zygote in _zygotes() for worker in {*children(zygote), *session(zygote)} - {zygote}]
