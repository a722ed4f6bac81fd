from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.journal import lines, verification
from bot.kinds import Choice
from bot.language import Catalogue
from bot.trail.erase import erase
from policy.language import Language
from tests.bot.scene import NOON, Scene
from tests.bot.workflow.files import GENERATED, PHOTO, reviewable

FRENCH, ENGLISH = Catalogue(Language.FRENCH), Catalogue(Language.ENGLISH)


@pytest.fixture
def scene(fresh: Scene) -> Scene:
    return fresh


def told(scene: Scene, catalogue: Catalogue = ENGLISH) -> list[str]:
    return [line.text for line in lines(scene.house, catalogue, None, 100).lines]


def test_every_entry_is_a_line_newest_first(scene: Scene) -> None:
    reference = reviewable(scene)
    scene.decide(reference, Choice.REFUSE, "Blurred.")
    assert told(scene) == [
        "Refused by Dominique — Blurred.",
        "Opinion: nothing stands against it",
        "Camille states: own photo",
        "Opinion: reserved, something is missing (article 2)",
        "Examined by Vigie",
        "Submitted by Camille: 1 file",
        "Sacha is now: charter officer",
        "Dominique is now: reviewer",
        "Camille is now: author",
        "Charter in force: ps92, version 2",
    ]


def test_a_line_names_its_entry_its_subject_and_its_digest(scene: Scene) -> None:
    scene.submit(GENERATED)
    page = lines(scene.house, FRENCH, None, 1)
    (line,) = page.lines
    assert (line.seq, line.subject, line.at) == (scene.trail_size(), "V-0001", NOON)
    assert len(line.digest) == 12
    assert int(line.digest, 16) >= 0


def test_pages_follow_each_other_without_gap_or_repetition(scene: Scene) -> None:
    scene.submit(PHOTO)
    seen: list[int] = []
    before: int | None = None
    while True:
        page = lines(scene.house, FRENCH, before, 2)
        assert len(page.lines) <= 2
        seen += [line.seq for line in page.lines]
        before = page.next_before
        if before is None:
            break
    assert seen == list(range(scene.trail_size(), 0, -1))


@pytest.mark.parametrize("before", [0, 1, -5])
def test_before_the_first_entry_there_is_nothing(scene: Scene, before: int) -> None:
    page = lines(scene.house, FRENCH, before, 10)
    assert (page.lines, page.next_before) == ((), None)


def test_an_erased_person_is_told_as_such(scene: Scene) -> None:
    scene.submit(PHOTO)
    with scene.house.database.writing() as connection:
        erase(connection, scene.people["Camille"].id, at=scene.clock(), actor=None)
    assert not any("Camille" in line for line in told(scene))
    assert "Submitted by an erased person: 1 file" in told(scene)


def test_an_intact_journal_is_said_to_be_so(scene: Scene) -> None:
    reviewable(scene)
    words = verification(scene.house, FRENCH)
    assert words.ok
    assert words.headline == FRENCH.say("The journal is intact.")
    assert str(scene.trail_size()) in words.detail
    assert words.assurance


def test_a_changed_journal_is_told_with_its_first_bad_entry(scene: Scene) -> None:
    reviewable(scene)
    _tamper(Path(scene.house.settings.data_dir) / "vigie.db", "UPDATE trail_entries SET body = x'00' WHERE seq = 3")
    words = verification(scene.house, ENGLISH)
    assert not words.ok
    assert words.headline == "The journal was altered: entry 3."
    assert words.assurance == ""


def test_a_list_that_says_something_else_than_the_journal_is_found_out(scene: Scene) -> None:
    reference = scene.submit(GENERATED)
    _tamper(Path(scene.house.settings.data_dir) / "vigie.db", "UPDATE submissions SET state = 'approved'")
    assert scene.indexed_state(reference).value == "approved"
    words = verification(scene.house, ENGLISH)
    assert not words.ok
    assert words.detail == "The list of submissions says something else than the journal."


def _tamper(path: Path, statement: str) -> None:
    """Change a database behind Vigie's back, guards and all."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for name, _ in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
        for _, sql in triggers:
            connection.exec_driver_sql(sql)
    engine.dispose()
