from __future__ import annotations

from dataclasses import replace

import pytest

from bot import workflow
from bot.case import Case
from bot.errors import VigieError
from bot.fold import fold
from bot.kinds import Choice, Kind, State
from bot.people import Role
from bot.trail.erase import erase
from bot.trail.read import RecordedEntry, entries_of_kinds
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, OTHER_PHOTO, PHOTO, reviewable


@pytest.fixture
def scene(lasting_scene: Scene) -> Scene:
    return lasting_scene


def erase_person(scene: Scene, name: str) -> None:
    with scene.house.database.writing() as connection:
        erase(connection, scene.people[name].id, at=scene.clock(), actor=None)


def states(case: Case) -> list[State]:
    """Return the state after each entry."""
    folded = [fold(case.entries[:size]) for size in range(1, len(case.entries) + 1)]
    return [step.state for step in folded if step]


def test_the_state_after_every_entry_is_told_by_the_entries_up_to_it(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    scene.state(reference, Claim.OWN_PHOTO)
    scene.decide(reference, Choice.REFUSE, "Blurred.")
    workflow.retract(scene.house, scene.people["Dominique"], reference)
    scene.decide(reference, Choice.APPROVE)
    assert states(scene.case(reference)) == [
        State.EXAMINING,  # submitted
        State.EXAMINING,  # examined
        State.INCOMPLETE,  # judged
        State.INCOMPLETE,  # stated
        State.REVIEWABLE,  # judged
        State.REFUSED,
        State.REVIEWABLE,  # taken back
        State.APPROVED,
    ]


def test_an_album_is_being_examined_until_its_last_file_is_judged(scene: Scene) -> None:
    case = scene.case(scene.submit(PHOTO, OTHER_PHOTO))
    assert [recorded.entry.kind for recorded in case.entries] == [
        "submitted",
        "examined",
        "judged",
        "examined",
        "judged",
    ]
    assert states(case) == [State.EXAMINING] * 4 + [State.INCOMPLETE]


def test_folding_twice_gives_the_same(scene: Scene) -> None:
    case = scene.case(reviewable(scene))
    assert fold(case.entries) == fold(list(case.entries)) == case


def test_no_entries_tell_of_no_submission(scene: Scene) -> None:
    assert fold([]) is None
    with scene.house.database.reading() as connection:
        assert fold(entries_of_kinds(connection, [Kind.PERSON_ADDED, Kind.CHARTER_IN_FORCE])) is None


def test_entries_of_kinds_that_come_later_in_vigies_life_are_kept_and_change_nothing(scene: Scene) -> None:
    case = scene.case(reviewable(scene))
    entry = replace(case.entries[-1].entry, kind="signalled", data={})
    longer = fold([*case.entries, RecordedEntry(entry, b"\0" * 32, {})])
    assert longer
    assert (longer.state, longer.fingerprint) == (case.state, case.fingerprint)
    assert longer.head.entry.kind == "signalled"


def test_the_fingerprint_changes_with_words_and_verdicts_and_with_nothing_else(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    seen = [scene.case(reference).fingerprint]
    for claim, note in ((Claim.OWN_PHOTO, ""), (Claim.SOMEONES_PHOTO, "Alix"), (Claim.SOMEONES_PHOTO, "Max")):
        scene.state(reference, claim, note=note)
        seen.append(scene.case(reference).fingerprint)
    assert len(set(seen)) == 4
    scene.decide(reference, Choice.APPROVE)
    assert scene.case(reference).fingerprint == seen[-1]


def test_saying_the_same_again_gives_the_same_fingerprint(scene: Scene) -> None:
    reference = reviewable(scene)
    before = scene.case(reference).fingerprint
    scene.state(reference, Claim.OWN_PHOTO)
    assert scene.case(reference).fingerprint == before


def test_equal_files_in_two_submissions_have_two_fingerprints(scene: Scene) -> None:
    assert scene.case(reviewable(scene)).fingerprint != scene.case(reviewable(scene)).fingerprint


def test_an_approval_outlives_the_erasure_of_both_people(fresh: Scene) -> None:
    reference = fresh.submit(PHOTO, note="Camille Martin's photo")
    fresh.state(reference, Claim.SOMEONES_PHOTO, note="Alix Martin took it")
    fresh.decide(reference, Choice.APPROVE, "Alix agrees.")
    for name in ("Camille", "Dominique"):
        erase_person(fresh, name)
    case = fresh.case(reference)
    assert case.state is State.APPROVED
    assert case.note == ""
    assert case.assets[0].name == ""
    assert case.assets[0].statement
    assert case.assets[0].statement.note == ""
    assert case.decision
    assert case.decision.reason == ""
    assert fresh.verified().intact


def test_a_forbidden_verdict_outlives_the_erasure_of_its_evidence(fresh: Scene) -> None:
    reference = fresh.submit(GENERATED)
    erase_person(fresh, "Camille")
    case = fresh.case(reference)
    assert case.assets[0].examination is None
    assert case.state is State.FORBIDDEN
    assert fresh.card(reference, "Dominique").headline == "Avis défavorable"


def test_what_an_erased_author_left_open_can_still_be_decided(fresh: Scene) -> None:
    reference = reviewable(fresh)
    erase_person(fresh, "Camille")
    fresh.decide(reference, Choice.REFUSE, "Nobody answers for it any more.")
    assert fresh.case(reference).state is State.REFUSED
    assert fresh.verified().intact


def test_a_file_is_found_by_its_digest(scene: Scene) -> None:
    case = scene.case(scene.submit(PHOTO))
    assert case.asset(case.assets[0].sha256) is case.assets[0]
    assert case.asset("0" * 64) is None


def test_who_may_approve_is_whoever_the_charter_names(scene: Scene) -> None:
    case = scene.case(reviewable(scene))
    people = {name: case.counts(scene.people[name].roles) for name in ("Camille", "Dominique", "Sacha")}
    assert people == {"Camille": False, "Dominique": True, "Sacha": False}
    assert case.counts(frozenset({Role.CHARTER_OFFICER, Role.REVIEWER}))


def test_a_refused_press_leaves_the_case_as_it_was(scene: Scene) -> None:
    before = scene.case(reviewable(scene))
    with pytest.raises(VigieError):
        scene.decide(before.reference, Choice.APPROVE, by="Camille")
    assert scene.case(before.reference) == before
