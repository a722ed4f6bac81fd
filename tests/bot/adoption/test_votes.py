from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.adoption import Broken, Proposal, approve_charter, drop, pending, propose
from bot.charter_file import CharterFileError
from bot.errors import NotAllowedError, StaleError, VigieError
from bot.house import House
from bot.kinds import Choice, Kind, State
from bot.people import Person, Role
from bot.trail.read import entries_of_kinds
from policy.statement import Claim
from tests.bot.adoption.conftest import Open, charter_story, versions
from tests.bot.charter_file import VERSION, CharterFile
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, OTHER_PHOTO, PHOTO, reviewable

Act = Callable[[House, Person, str], None]


def changed(scene: Scene) -> str:
    """Return the digest of the charter that waits in the file."""
    found = pending(scene.house)
    assert isinstance(found, Proposal)
    return found.charter.sha256


def act(scene: Scene, what: Act, by: str, sha256: str | None = None) -> None:
    what(scene.house, scene.people[by], sha256 or changed(scene))


def adopt(scene: Scene) -> None:
    act(scene, propose, "Dominique")
    act(scene, approve_charter, "Sacha")


def test_one_proposes_and_another_approves_and_it_is_in_force_at_once(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    act(scene, propose, "Dominique")
    assert scene.house.charter.version == VERSION
    act(scene, approve_charter, "Sacha")
    assert scene.house.charter.version == "3"
    assert charter_story(scene) == [
        Kind.CHARTER_IN_FORCE,
        Kind.CHARTER_PROPOSED,
        Kind.CHARTER_APPROVED,
        Kind.CHARTER_IN_FORCE,
    ]
    assert pending(scene.house) is None
    assert scene.verified().intact


def test_what_is_open_is_judged_again_and_what_is_closed_stays(scene: Scene, charter_file: CharterFile) -> None:
    silent, waiting, approved = scene.submit(PHOTO), reviewable(scene), reviewable(scene)
    generated, withdrawn = scene.submit(GENERATED), scene.submit(OTHER_PHOTO)
    scene.decide(approved, Choice.APPROVE)
    from bot import workflow

    workflow.withdraw(scene.house, scene.people["Camille"], withdrawn)
    charter_file.forbid_photos()
    adopt(scene)
    assert scene.case(waiting).state is State.FORBIDDEN
    assert scene.case(generated).state is State.FORBIDDEN
    assert scene.case(silent).state is State.INCOMPLETE
    for reference in (silent, waiting, generated):
        verdict = scene.case(reference).assets[0].verdict
        assert verdict
        assert (verdict.charter.version, scene.story(reference)[-1]) == ("4", Kind.JUDGED)
    assert scene.case(approved).state is State.APPROVED
    assert [scene.story(reference)[-1] for reference in (approved, withdrawn)] == [Kind.DECIDED, Kind.WITHDRAWN]
    assert scene.verified().intact


def test_other_words_alone_make_no_verdict_and_no_approval_stale(scene: Scene, charter_file: CharterFile) -> None:
    reference = reviewable(scene)
    before, seen = scene.story(reference), scene.case(reference).fingerprint
    charter_file.reword()
    adopt(scene)
    assert scene.house.charter.version == "2-bis"
    assert scene.story(reference) == before
    assert scene.case(reference).fingerprint == seen


def test_another_meaning_makes_what_was_on_a_screen_stale(scene: Scene, charter_file: CharterFile) -> None:
    reference = reviewable(scene)
    seen = scene.case(reference).fingerprint
    charter_file.ask_two()
    adopt(scene)
    assert scene.case(reference).fingerprint != seen
    assert [need.count for need in scene.case(reference).needs] == [2]


def test_an_author_who_answers_after_the_change_is_judged_by_the_new_charter(
    scene: Scene, charter_file: CharterFile
) -> None:
    reference = scene.submit(PHOTO)
    charter_file.forbid_photos()
    adopt(scene)
    scene.state(reference, Claim.OWN_PHOTO)
    assert scene.case(reference).state is State.FORBIDDEN


def test_nobody_approves_their_own_proposal(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    act(scene, propose, "Dominique")
    with pytest.raises(NotAllowedError, match="another person") as refused:
        act(scene, approve_charter, "Dominique")
    assert "people add" not in str(refused.value.sentence(scene.catalogue()))
    assert versions(scene) == [VERSION]


def test_who_decides_alone_is_told_to_add_somebody(scene: Scene, charter_file: CharterFile) -> None:
    scene.join("Sacha", Role.AUTHOR)
    charter_file.ask_two()
    act(scene, propose, "Dominique")
    with pytest.raises(NotAllowedError) as refused:
        act(scene, approve_charter, "Dominique")
    assert "vigie people add" in refused.value.sentence(scene.catalogue())


@pytest.mark.parametrize("what", [propose, approve_charter, drop])
def test_whoever_decides_on_nothing_does_not_decide_on_the_charter(
    scene: Scene, charter_file: CharterFile, what: Act
) -> None:
    charter_file.ask_two()
    if what is not propose:
        act(scene, propose, "Dominique")
    before = scene.trail_size()
    with pytest.raises(NotAllowedError, match="Your role"):
        act(scene, what, "Camille")
    assert scene.trail_size() == before


def test_a_role_that_was_taken_away_counts_no_more(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    act(scene, propose, "Dominique")
    session = scene.people["Sacha"]
    scene.join("Sacha", Role.AUDITOR)
    with pytest.raises(NotAllowedError, match="Your role"):
        approve_charter(scene.house, session, changed(scene))


def test_a_file_that_was_edited_after_the_page_was_read_is_not_proposed(
    scene: Scene, charter_file: CharterFile
) -> None:
    charter_file.ask_two()
    seen = changed(scene)
    charter_file.edit("Un bouton suffit.", "Un seul bouton suffit.")
    with pytest.raises(StaleError):
        act(scene, propose, "Dominique", seen)


def test_a_file_that_was_edited_after_the_proposal_is_not_approved(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    act(scene, propose, "Dominique")
    seen = changed(scene)
    charter_file.edit("Un bouton suffit.", "Un seul bouton suffit.")
    for digest in (seen, changed(scene)):
        with pytest.raises(StaleError):
            act(scene, approve_charter, "Sacha", digest)
    assert versions(scene) == [VERSION]


def test_an_adopted_text_that_was_edited_after_the_proposal_is_not_approved(
    scene: Scene, charter_file: CharterFile
) -> None:
    charter_file.ask_two()
    act(scene, propose, "Dominique")
    source = charter_file.path.with_name("source.fr.txt")
    source.write_text(source.read_text("utf-8") + "\nEt rien d’autre.\n", "utf-8")
    with pytest.raises(StaleError):
        act(scene, approve_charter, "Sacha")


def test_a_file_that_was_spoiled_after_the_proposal_is_not_approved(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    act(scene, propose, "Dominique")
    seen = changed(scene)
    charter_file.edit("effet: interdire", "effet: interdir")
    with pytest.raises(StaleError):
        act(scene, approve_charter, "Sacha", seen)


def test_a_later_proposal_takes_the_place_of_an_earlier_one(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    act(scene, propose, "Dominique")
    earlier = changed(scene)
    charter_file.edit("Un bouton suffit.", "Un seul bouton suffit.")
    act(scene, propose, "Sacha")
    with pytest.raises(StaleError):
        act(scene, approve_charter, "Dominique", earlier)
    act(scene, approve_charter, "Dominique")
    assert scene.verified().intact


def test_the_same_change_is_proposed_once(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    act(scene, propose, "Dominique")
    for name in ("Dominique", "Sacha"):
        with pytest.raises(NotAllowedError, match="proposed already"):
            act(scene, propose, name)


@pytest.mark.parametrize("name", ["Dominique", "Sacha"])
def test_either_of_them_may_drop_a_proposal_and_it_can_be_made_again(
    scene: Scene, charter_file: CharterFile, name: str
) -> None:
    charter_file.ask_two()
    act(scene, propose, "Dominique")
    act(scene, drop, name)
    for what in (approve_charter, drop):
        with pytest.raises(StaleError):
            act(scene, what, "Sacha")
    adopt(scene)
    assert versions(scene) == [VERSION, "3"]
    assert scene.verified().intact


def test_a_proposal_does_not_outlive_the_charter_that_it_was_to_change(scene: Scene, charter_file: CharterFile) -> None:
    written = charter_file.path.read_text("utf-8")
    charter_file.ask_two()
    two = charter_file.path.read_text("utf-8")
    act(scene, propose, "Dominique")
    charter_file.path.write_text(written, "utf-8")
    charter_file.reword()
    adopt(scene)
    charter_file.path.write_text(two, "utf-8")
    with pytest.raises(StaleError):
        act(scene, approve_charter, "Sacha")


def test_what_was_adopted_stays_in_force_after_a_restart_whatever_the_file_says(
    start: Open, charter_file: CharterFile
) -> None:
    with start() as scene:
        charter_file.ask_two()
        adopt(scene)
    charter_file.restore()
    with start() as scene:
        assert scene.house.charter.version == "3"
        assert isinstance(pending(scene.house), Proposal)


def test_going_back_to_an_earlier_charter_takes_two_people_too(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    adopt(scene)
    charter_file.restore()
    adopt(scene)
    assert versions(scene) == [VERSION, "3", VERSION]
    assert scene.verified().intact


def test_a_file_with_mistakes_can_not_be_proposed(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.edit("effet: interdire", "effet: interdir")
    with pytest.raises(CharterFileError):
        act(scene, propose, "Dominique", "0" * 64)


def test_a_file_that_fails_its_own_examples_can_not_be_proposed(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.edit("attendu: {avis: défavorable, règles: [no-generated-image]}", "attendu: {avis: réservé}")
    found = pending(scene.house)
    assert isinstance(found, Broken)
    assert "Affiche générée" in found.error.sentence(scene.catalogue())
    with pytest.raises(VigieError, match="own check"):
        act(scene, propose, "Dominique", "0" * 64)


def test_what_would_change_is_kept_with_the_proposal(scene: Scene, charter_file: CharterFile) -> None:
    reviewable(scene)
    charter_file.forbid_photos()
    act(scene, propose, "Dominique")
    with scene.house.database.reading() as connection:
        entry = entries_of_kinds(connection, [Kind.CHARTER_PROPOSED])[0].entry
    assert entry.data["difference"] == {
        "verdicts": 1,
        "touched": 1,
        "answers": [["reviewable", "forbidden", 1]],
    }
    assert entry.data["text"] == charter_file.path.read_text("utf-8")


def test_adopting_is_one_transaction(scene: Scene, charter_file: CharterFile, monkeypatch: pytest.MonkeyPatch) -> None:
    reference, other = scene.submit(PHOTO), scene.submit(OTHER_PHOTO)
    charter_file.ask_two()
    act(scene, propose, "Dominique")
    before = scene.trail_size()

    def fail(_connection: object, subject: str, _known: object = None) -> None:
        if subject == other:
            raise RuntimeError("the power went out")

    monkeypatch.setattr("bot.judging.refresh", fail)
    with pytest.raises(RuntimeError):
        act(scene, approve_charter, "Sacha")
    assert (scene.trail_size(), scene.house.charter.version) == (before, VERSION)
    monkeypatch.undo()
    act(scene, approve_charter, "Sacha")
    assert scene.story(reference)[-1] == Kind.JUDGED
    assert scene.verified().intact
