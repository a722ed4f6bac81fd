from __future__ import annotations

import pytest

from bot.adoption import propose
from bot.adoption.notice import Gesture, Mark, Notice, notice, waits_for, warning
from bot.kinds import Kind
from bot.people import Role
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from policy.charter.load import load_file
from policy.language import Language
from tests.bot.adoption.conftest import Open
from tests.bot.charter_file import CharterFile
from tests.bot.scene import Scene
from tests.bot.workflow.files import reviewable


def seen(scene: Scene, viewer: str) -> Notice:
    found = notice(scene.house, scene.people[viewer], scene.catalogue(Language.ENGLISH))
    assert found
    return found


def proposed_by(scene: Scene, charter_file: CharterFile, name: str) -> None:
    propose(scene.house, scene.people[name], load_file(charter_file.path).sha256)


def test_where_nothing_changed_there_is_nothing_to_say(scene: Scene) -> None:
    assert notice(scene.house, scene.people["Dominique"], scene.catalogue()) is None
    assert warning(scene.house, scene.catalogue()) == ""


def test_each_reader_has_the_buttons_that_would_work(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    assert seen(scene, "Camille").gestures == ()
    assert seen(scene, "Dominique").gestures == seen(scene, "Sacha").gestures == (Gesture.PROPOSE,)
    proposed_by(scene, charter_file, "Dominique")
    assert seen(scene, "Camille").gestures == ()
    assert seen(scene, "Dominique").gestures == (Gesture.DROP,)
    assert seen(scene, "Sacha").gestures == (Gesture.APPROVE, Gesture.DROP)
    assert seen(scene, "Sacha").proposed == "Dominique proposed version 3, Nov 24, 2026, 12:00."


def test_a_proposal_waits_for_everybody_who_decides_but_its_author(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    assert not waits_for(scene.house, scene.people["Sacha"])
    proposed_by(scene, charter_file, "Dominique")
    waiting = {name: waits_for(scene.house, person) for name, person in scene.people.items()}
    assert waiting == {"Camille": False, "Dominique": False, "Sacha": True}


def test_a_proposal_that_this_version_can_not_read_waits_for_nobody(scene: Scene) -> None:
    data = {"id": "x", "version": "9", "sha256": "0" * 64, "text": "format: vigie-charte/9", "source": ""}
    draft = EntryDraft(Kind.CHARTER_PROPOSED, "charter", scene.people["Dominique"].id, data)
    with scene.house.database.writing() as connection:
        append(connection, draft, at=scene.clock())
    assert not waits_for(scene.house, scene.people["Sacha"])
    assert notice(scene.house, scene.people["Sacha"], scene.catalogue()) is None


def test_a_change_of_approvals_alone_is_told(scene: Scene, charter_file: CharterFile) -> None:
    reference = reviewable(scene)
    charter_file.ask_two()
    changed = seen(scene, "Dominique").changed
    assert changed
    (line,) = changed.lines
    assert line.text == "1 opinion would ask for other approvals: 2 × reviewer, in the place of: 1 × reviewer."
    assert (line.references, line.more) == ((reference,), False)


def test_both_files_are_compared_with_their_indentation(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.reword()
    source = charter_file.path.with_name("source.fr.txt")
    source.write_text(source.read_text("utf-8") + "Et rien d’autre.\n", "utf-8")
    changed = seen(scene, "Dominique").changed
    assert changed
    lines = {(line.mark, line.text) for line in changed.text_lines}
    assert (Mark.ADDED, "+      fr: Il suffit d’un bouton.") in lines
    assert (Mark.REMOVED, "-      fr: Un bouton suffit.") in lines
    assert (Mark.ADDED, "+Et rien d’autre.") in lines
    assert changed.scope.startswith("Only words change")


def test_an_adopted_text_that_changed_alone_is_a_change_too(scene: Scene, charter_file: CharterFile) -> None:
    source = charter_file.path.with_name("source.fr.txt")
    source.write_text(source.read_text("utf-8") + "Et rien d’autre.\n", "utf-8")
    assert seen(scene, "Dominique").gestures == (Gesture.PROPOSE,)


def test_who_decides_alone_reads_it_before_proposing(scene: Scene, charter_file: CharterFile) -> None:
    scene.join("Sacha", Role.AUDITOR)
    charter_file.ask_two()
    found = seen(scene, "Dominique")
    assert found.gestures == (Gesture.PROPOSE,)
    assert "vigie people add" in found.obstacle


def test_mistakes_and_a_proposal_that_waits_are_told_together(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    proposed_by(scene, charter_file, "Dominique")
    charter_file.edit("effet: interdire", "effet: interdir")
    found = seen(scene, "Sacha")
    assert found.mistakes
    assert found.gestures == (Gesture.DROP,)


@pytest.mark.parametrize("edit", ["reword", "forbid_photos"])
def test_whoever_starts_vigie_is_told_of_a_change(start: Open, charter_file: CharterFile, edit: str) -> None:
    with start() as scene:
        getattr(charter_file, edit)()
        told = warning(scene.house, scene.catalogue(Language.ENGLISH))
    assert told.startswith("The charter file has changed.")
