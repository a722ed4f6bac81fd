from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from bot import workflow
from bot.errors import NotAllowedError, NotFoundError, UsageError
from bot.kinds import Choice, Kind, State
from bot.workflow import DRAFT_LENGTH, FILES_AT_ONCE, Received
from bot.workflow.renewing import Words, came_with, renew, source_gone
from policy.facts import FactName
from policy.statement import Claim
from policy.transport import Transport
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import CLEAN
from tests.bot.workflow.files import OTHER_PHOTO, PHOTO

_numbers = itertools.count(1)


def put_up(scene: Scene, *files: bytes, note: str = "", draft: str = "", thread: str = "") -> tuple[str, str]:
    """Put up what a message of a chat holds; return the reference, and the message's name."""
    source = f"slack:C1/17.{next(_numbers):06}"
    received = [as_copy(scene.receive(data, f"{number}.jpg")) for number, data in enumerate(files)]
    camille, channel = scene.people["Camille"], source + (f"/{thread}" if thread else "")
    reference = workflow.submit(scene.house, camille, received, note, draft=draft, channel=channel)
    scene.wait(reference)
    return reference, source


def as_copy(received: Received) -> Received:
    return replace(received, transport=Transport.STRIPPED)


def change(
    scene: Scene, reference: str, words: Words | None = None, files: list[Received] | None = None, by: str = "Camille"
) -> bool:
    done = renew(scene.house, scene.people[by], reference, words or Words(), files, source="slack:C1/18.0")
    scene.wait(reference)
    return done


def approved(scene: Scene, reference: str) -> None:
    scene.state(reference, Claim.OWN_PHOTO)
    scene.decide(reference, Choice.APPROVE)
    assert scene.case(reference).state is State.APPROVED


def test_another_note_is_another_version_and_the_approval_falls(scene: Scene) -> None:
    reference, _ = put_up(scene, PHOTO, note="Pour samedi")
    approved(scene, reference)
    assert change(scene, reference, Words(note="  Pour dimanche "))
    case = scene.case(reference)
    assert (case.revision, case.note, case.state) == (2, "Pour dimanche", State.REVIEWABLE)
    assert scene.verified().intact


def test_the_same_words_and_files_are_no_version(scene: Scene) -> None:
    reference, _ = put_up(scene, PHOTO, note="Pour samedi")
    same = [as_copy(scene.receive(PHOTO, "0.jpg"))]
    assert not change(scene, reference, Words(note=" Pour samedi"), same)
    assert not change(scene, reference)
    assert scene.case(reference).revision == 1


def test_a_draft_follows_its_message(scene: Scene) -> None:
    reference, _ = put_up(scene, draft=CLEAN)
    scene.answer(reference, FactName.AI_USE, "no")
    assert change(scene, reference, Words(draft=CLEAN + " Entrée libre."))
    draft = scene.case(reference).draft
    assert draft is not None
    assert draft.text == CLEAN + " Entrée libre."


def test_a_file_that_was_there_before_keeps_what_was_found_and_said(scene: Scene) -> None:
    reference, _ = put_up(scene, PHOTO, OTHER_PHOTO)
    scene.state(reference, Claim.OWN_PHOTO)
    assert change(scene, reference, files=[as_copy(scene.receive(OTHER_PHOTO))])
    case = scene.case(reference)
    (asset,) = case.assets
    assert asset.examination is not None
    assert asset.statement is not None
    assert case.state is State.REVIEWABLE


def test_a_new_file_is_examined(scene: Scene) -> None:
    reference, _ = put_up(scene, PHOTO)
    assert change(scene, reference, files=[scene.receive(OTHER_PHOTO)])
    (asset,) = scene.case(reference).assets
    assert asset.examination is not None
    assert asset.statement is None


def test_the_same_bytes_as_an_original_take_the_place_of_a_copy(scene: Scene) -> None:
    reference, _ = put_up(scene, PHOTO)
    assert change(scene, reference, files=[scene.receive(PHOTO)])
    assert scene.case(reference).assets[0].transport is Transport.AS_UPLOADED


def test_but_no_approval_falls_over_the_bytes_that_were_approved(scene: Scene) -> None:
    reference, _ = put_up(scene, PHOTO)
    approved(scene, reference)
    assert not change(scene, reference, files=[scene.receive(PHOTO)])
    assert scene.case(reference).state is State.APPROVED


def test_only_its_author_changes_a_submission(scene: Scene) -> None:
    reference, _ = put_up(scene, PHOTO)
    with pytest.raises(NotAllowedError, match="Only the author"):
        change(scene, reference, Words(note="Autre chose"), by="Dominique")
    with pytest.raises(NotFoundError):
        change(scene, "V-9999", Words(note="Autre chose"))


@pytest.mark.parametrize("how", ["refused", "withdrawn", "gone"])
def test_what_is_closed_stays_as_it_is(scene: Scene, how: str) -> None:
    reference, source = put_up(scene, PHOTO)
    if how == "refused":
        scene.decide(reference, Choice.REFUSE, "Un motif assez long.")
    elif how == "withdrawn":
        workflow.withdraw(scene.house, scene.people["Camille"], reference)
    else:
        source_gone(scene.house, reference, source)
    with pytest.raises(NotAllowedError, match="closed already"):
        change(scene, reference, Words(note="Autre chose"))
    assert scene.case(reference).revision == 1


def test_nothing_left_is_no_version(scene: Scene) -> None:
    reference, _ = put_up(scene, PHOTO)
    with pytest.raises(UsageError, match="Nothing would be left"):
        change(scene, reference, files=[])
    text, _ = put_up(scene, draft=CLEAN)
    with pytest.raises(UsageError, match="Nothing would be left"):
        change(scene, text, Words(draft="  "))


def test_neither_too_many_files_nor_too_long_a_draft_are_taken(scene: Scene) -> None:
    reference, _ = put_up(scene, PHOTO)
    with pytest.raises(UsageError, match="at once"):
        change(scene, reference, files=[scene.receive(PHOTO)] * (FILES_AT_ONCE + 1))
    with pytest.raises(UsageError):
        change(scene, reference, Words(draft="x" * (DRAFT_LENGTH + 1)))


@pytest.mark.parametrize("thread", ["", "16.000001"], ids=["at the top", "in a thread"])
def test_a_message_that_goes_leaves_what_it_brought_on_record(scene: Scene, thread: str) -> None:
    reference, source = put_up(scene, PHOTO, thread=thread)
    source_gone(scene.house, reference, source)
    source_gone(scene.house, reference, source)
    case = scene.case(reference)
    assert case.source_gone
    assert case.state is State.WITHDRAWN
    assert case.assets
    assert scene.story(reference).count(Kind.SOURCE_GONE) == 1


def test_what_was_decided_stays_decided_when_the_message_goes(scene: Scene) -> None:
    reference, source = put_up(scene, PHOTO)
    approved(scene, reference)
    source_gone(scene.house, reference, source)
    case = scene.case(reference)
    assert case.source_gone
    assert case.state is State.APPROVED
    assert scene.verified().intact


def test_a_later_message_that_goes_takes_nothing_with_it(scene: Scene) -> None:
    reference, source = put_up(scene, PHOTO)
    change(scene, reference, files=[scene.receive(OTHER_PHOTO)])
    source_gone(scene.house, reference, "slack:C1/18.0")
    case = scene.case(reference)
    assert not case.source_gone
    assert came_with(case, source)
    assert not came_with(case, "slack:C1/18.0")
    assert not came_with(case, source[:-1])
