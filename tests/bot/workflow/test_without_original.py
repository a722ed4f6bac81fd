"""A compressed copy whose author has no original is approved by one more person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import workflow
from bot.card.model import Verb
from bot.errors import NotAllowedError, StaleError
from bot.kinds import Choice, Kind, State
from bot.people import Role
from bot.submissions import refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.workflow import Received, Words
from policy.statement import Claim
from policy.transport import Transport
from tests.bot.scene import Scene, under
from tests.bot.workflow.files import OTHER_PHOTO, PHOTO


@pytest.fixture
def team(fresh: Scene) -> Scene:
    fresh.join("Alix", Role.REVIEWER)
    return fresh


def copy(scene: Scene, data: bytes = PHOTO) -> Received:
    received = scene.receive(data)
    return replace(received, transport=Transport.RE_ENCODED)


def submitted(scene: Scene) -> str:
    reference = scene.submit(copy(scene))
    scene.state(reference, Claim.OWN_PHOTO)
    assert scene.case(reference).state is State.REVIEWABLE
    return reference


def go_on(scene: Scene, reference: str, by: str = "Camille") -> None:
    fingerprint = scene.case(reference).fingerprint
    workflow.go_without_original(scene.house, scene.people[by], reference, fingerprint=fingerprint)


def offered(scene: Scene, reference: str, by: str = "Camille") -> bool:
    return any(action.verb is Verb.WITHOUT_ORIGINAL for action in scene.card(reference, by).actions)


def test_a_copy_whose_original_is_missing_takes_one_more_approval(team: Scene) -> None:
    reference = submitted(team)
    go_on(team, reference)
    team.decide(reference, Choice.APPROVE)
    assert team.case(reference).state is State.REVIEWABLE
    team.decide(reference, Choice.APPROVE, by="Alix")
    assert team.case(reference).state is State.APPROVED
    assert team.verified().intact


def test_nobody_approves_a_copy_before_its_author_has_said_whether_the_original_comes(team: Scene) -> None:
    reference = submitted(team)
    card = team.card(reference, "Dominique")
    assert Verb.APPROVE not in [action.verb for action in card.actions]
    assert any(words in card.summary for words in ("hands in the original", "remet l’original"))
    with pytest.raises(NotAllowedError, match="may still come"):
        team.decide(reference, Choice.APPROVE)
    team.decide(reference, Choice.REFUSE, "Trop floue pour une affiche.")
    assert team.case(reference).state is State.REFUSED


def test_it_is_asked_for_where_the_charter_names_nobody_too(team: Scene) -> None:
    rules = tuple(replace(rule, approval=None) for rule in team.house.charter.rules)
    scene = replace(team, house=under(team.house, replace(team.house.charter, rules=rules)))
    reference = submitted(scene)
    go_on(scene, reference)
    scene.decide(reference, Choice.APPROVE)
    assert scene.case(reference).state is State.REVIEWABLE
    scene.decide(reference, Choice.APPROVE, by="Alix")
    assert scene.case(reference).state is State.APPROVED


def test_the_choice_is_on_record_shown_on_the_card_and_asked_once(team: Scene) -> None:
    reference = submitted(team)
    assert offered(team, reference)
    assert team.card(reference, "Camille").original_wanted
    go_on(team, reference)
    card = team.card(reference, "Dominique")
    assert team.story(reference).count(Kind.WITHOUT_ORIGINAL) == 1
    assert not card.original_wanted
    assert not offered(team, reference)
    assert "original is missing" in card.summary or "L’original manque" in card.summary
    with pytest.raises(NotAllowedError):
        go_on(team, reference)


def test_only_its_author_goes_on_and_only_with_a_copy(team: Scene) -> None:
    reference = submitted(team)
    assert not offered(team, reference, "Dominique")
    with pytest.raises(NotAllowedError, match="Only the author"):
        go_on(team, reference, by="Dominique")
    original = team.submit(PHOTO)
    assert not offered(team, original)
    with pytest.raises(NotAllowedError):
        go_on(team, original)


def test_whoever_looked_at_the_card_before_reads_it_again(team: Scene) -> None:
    reference = submitted(team)
    seen = team.case(reference).fingerprint
    go_on(team, reference)
    with pytest.raises(StaleError):
        workflow.decide(team.house, team.people["Dominique"], reference, Choice.APPROVE, "", fingerprint=seen)


def renewed(scene: Scene, reference: str, file: Received) -> None:
    author = scene.people["Camille"]
    workflow.renew(scene.house, author, reference, Words(), [file], source="telegram:-1/2")
    scene.wait(reference)


def test_another_copy_is_asked_about_anew_and_an_original_needs_nobody_more(team: Scene) -> None:
    reference = submitted(team)
    go_on(team, reference)
    renewed(team, reference, copy(team, OTHER_PHOTO))
    assert offered(team, reference)
    assert all(need.count == 1 for need in team.case(reference).needs)
    go_on(team, reference)
    renewed(team, reference, team.receive(PHOTO))
    assert not team.card(reference, "Camille").original_wanted
    team.state(reference, Claim.OWN_PHOTO)
    team.decide(reference, Choice.APPROVE)
    assert team.case(reference).state is State.APPROVED


def test_where_nobody_more_is_there_they_are_told(fresh: Scene) -> None:
    reference = submitted(fresh)
    go_on(fresh, reference)
    assert Kind.NOBODY_CAN_DECIDE in fresh.story(reference)


@pytest.mark.parametrize("by", ["Camille", "Dominique"])
def test_an_entry_that_vigie_could_not_have_written_is_found(team: Scene, by: str) -> None:
    """By somebody else, or about a file that is no copy."""
    reference = submitted(team) if by == "Dominique" else team.submit(PHOTO)
    files = [asset.sha256 for asset in team.case(reference).assets]
    forged = EntryDraft(Kind.WITHOUT_ORIGINAL, reference, team.people[by].id, {"revision": 1, "files": files})
    with team.house.database.writing() as connection:
        append(connection, forged, at=team.clock())
        refresh(connection, reference)
    assert not team.verified().intact


def test_the_copy_itself_sent_again_as_a_file_is_no_original(team: Scene) -> None:
    reference = submitted(team)
    renewed(team, reference, team.receive(PHOTO))
    assert team.case(reference).revision == 1
    assert team.card(reference, "Camille").original_wanted
    with pytest.raises(NotAllowedError, match="may still come"):
        team.decide(reference, Choice.APPROVE)


def test_in_an_emergency_a_copy_goes_without_its_author_too(team: Scene) -> None:
    reference = submitted(team)
    fingerprint = team.case(reference).fingerprint
    why = "La conférence de presse commence dans dix minutes."
    workflow.break_glass(team.house, team.people["Dominique"], reference, why, fingerprint=fingerprint)
    assert team.case(reference).state is State.APPROVED
    assert team.verified().intact
