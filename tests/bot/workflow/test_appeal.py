"""Appealing against a refusal; two people who had no part in it decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import workflow
from bot.decided import Ground, Ruling
from bot.errors import NotAllowedError, StaleError, UsageError
from bot.kinds import Choice, Kind, State
from bot.people import Role
from policy.charter.model import Basis
from policy.statement import Claim
from policy.verdict import Effect
from tests.bot.scene import Scene, under
from tests.bot.workflow.drafts import DRAFTED
from tests.bot.workflow.files import GENERATED, PHOTO, reviewable


@pytest.fixture
def team(fresh: Scene) -> Scene:
    for name in ("Alix", "Lou", "Noa"):
        fresh.join(name, Role.REVIEWER)
    return fresh


def refused(scene: Scene) -> str:
    reference = reviewable(scene)
    scene.decide(reference, Choice.REFUSE, "Doubtful.")
    return reference


def appeal(scene: Scene, reference: str, ground: Ground, by: str = "Camille", reason: str = "I was there.") -> None:
    fingerprint = scene.case(reference).fingerprint
    workflow.appeal(scene.house, scene.people[by], reference, ground, reason, fingerprint=fingerprint)


def rule_on(scene: Scene, reference: str, by: str, ruling: Ruling = Ruling.ACCEPT) -> None:
    found = scene.case(reference).appeal
    assert found
    workflow.rule_on(scene.house, scene.people[by], reference, ruling, "I have looked.", appeal=found.seq)


def test_two_uninvolved_people_lift_a_refusal(team: Scene) -> None:
    reference = refused(team)
    appeal(team, reference, Ground.REFUSAL)
    assert team.case(reference).state is team.indexed_state(reference) is State.APPEALED
    rule_on(team, reference, "Alix")
    assert team.case(reference).state is State.APPEALED
    rule_on(team, reference, "Lou")
    assert team.case(reference).state is State.REVIEWABLE
    team.decide(reference, Choice.APPROVE)
    assert team.case(reference).state is State.APPROVED
    assert team.verified().intact


def test_two_who_reject_it_end_it_for_good(team: Scene) -> None:
    reference = refused(team)
    appeal(team, reference, Ground.REFUSAL)
    for name, ruling in (("Alix", Ruling.REJECT), ("Lou", Ruling.ACCEPT), ("Noa", Ruling.REJECT)):
        rule_on(team, reference, name, ruling)
    assert team.case(reference).state is State.REFUSED
    with pytest.raises(NotAllowedError, match="no appeal against this"):
        appeal(team, reference, Ground.REFUSAL)
    assert team.verified().intact


@pytest.mark.parametrize("name", ["Camille", "Dominique"])
def test_neither_the_author_nor_whoever_refused_sits_on_the_panel(team: Scene, name: str) -> None:
    team.join("Camille", Role.AUTHOR, Role.REVIEWER)
    reference = refused(team)
    appeal(team, reference, Ground.REFUSAL)
    with pytest.raises(NotAllowedError):
        rule_on(team, reference, name)


def test_nobody_votes_twice_nor_without_a_reason(team: Scene) -> None:
    reference = refused(team)
    appeal(team, reference, Ground.REFUSAL)
    rule_on(team, reference, "Alix")
    with pytest.raises(NotAllowedError, match="already said"):
        rule_on(team, reference, "Alix")
    seq = team.case(reference).appeal
    assert seq
    with pytest.raises(UsageError):
        workflow.rule_on(team.house, team.people["Lou"], reference, Ruling.ACCEPT, " ", appeal=seq.seq)
    with pytest.raises(NotAllowedError, match="no appeal to hear"):
        workflow.rule_on(team.house, team.people["Lou"], reference, Ruling.ACCEPT, "Yes.", appeal=seq.seq + 1)


def test_a_panel_lifts_what_a_false_mark_made_the_charter_forbid(team: Scene) -> None:
    reference = team.submit(GENERATED)
    assert team.case(reference).state is State.FORBIDDEN
    with pytest.raises(NotAllowedError, match="no appeal against this"):
        appeal(team, reference, Ground.INTERPRETATION)
    appeal(team, reference, Ground.EVIDENCE)
    rule_on(team, reference, "Alix")
    rule_on(team, reference, "Lou")
    case = team.case(reference)
    assert case.state is State.INCOMPLETE, "what else the charter asks for, it still asks"
    assert case.verdicts[0].lifted
    assert not [rule for rule in case.verdicts[0].rules if rule.effect is Effect.FORBID and rule.certain]
    assert team.verified().intact


def test_what_was_lifted_is_forbidden_again_once_its_author_admits_it(team: Scene) -> None:
    reference = team.submit(GENERATED)
    appeal(team, reference, Ground.EVIDENCE)
    rule_on(team, reference, "Alix")
    rule_on(team, reference, "Lou")
    team.state(reference, Claim.AI_GENERATED, tool="Midjourney", label=True)
    assert team.case(reference).state is State.FORBIDDEN
    assert team.verified().intact


def test_a_declared_use_of_ai_ends_what_was_lifted_too(team: Scene) -> None:
    reference = team.submit(GENERATED)
    appeal(team, reference, Ground.EVIDENCE)
    rule_on(team, reference, "Alix")
    rule_on(team, reference, "Lou")
    team.declare(DRAFTED, reference)
    assert team.case(reference).lifted is None


def test_a_charter_that_means_something_else_knows_nothing_of_what_was_lifted(team: Scene) -> None:
    reference = team.submit(GENERATED)
    appeal(team, reference, Ground.EVIDENCE)
    rule_on(team, reference, "Alix")
    rule_on(team, reference, "Lou")
    other = replace(team, house=under(team.house, replace(team.house.charter, meaning="0" * 64, sha256="1" * 64)))
    other.state(reference, Claim.OWN_PHOTO)
    assert other.case(reference).state is State.FORBIDDEN


def test_a_reading_of_the_charter_may_be_contested(team: Scene) -> None:
    rules = tuple(replace(rule, basis=Basis.INTERPRETATION) for rule in team.house.charter.rules)
    charter = replace(team.house.charter, rules=rules, by_id={rule.id: rule for rule in rules})
    scene = replace(team, house=under(team.house, charter))
    reference = scene.submit(GENERATED)
    appeal(scene, reference, Ground.INTERPRETATION)
    assert scene.case(reference).state is State.APPEALED


def test_there_is_no_appeal_where_nothing_is_refused(team: Scene) -> None:
    reference = team.submit(PHOTO)
    for ground in Ground:
        with pytest.raises(NotAllowedError):
            appeal(team, reference, ground)


def test_only_those_who_made_it_appeal_and_say_why(team: Scene) -> None:
    reference = refused(team)
    with pytest.raises(NotAllowedError, match="Only the author"):
        appeal(team, reference, Ground.REFUSAL, by="Alix")
    with pytest.raises(UsageError):
        appeal(team, reference, Ground.REFUSAL, reason="")
    with pytest.raises(StaleError):
        workflow.appeal(team.house, team.people["Camille"], reference, Ground.REFUSAL, "No.", fingerprint="0" * 16)


def test_while_an_appeal_is_heard_nobody_decides_and_its_author_may_withdraw(team: Scene) -> None:
    reference = refused(team)
    appeal(team, reference, Ground.REFUSAL)
    with pytest.raises(NotAllowedError, match="closed"):
        team.decide(reference, Choice.APPROVE, by="Alix")
    with pytest.raises(NotAllowedError, match="no refusal of yours"):
        workflow.lift(team.house, team.people["Dominique"], reference, "Fine.")
    workflow.withdraw(team.house, team.people["Camille"], reference)
    assert team.case(reference).state is State.WITHDRAWN
    assert team.verified().intact


def test_where_there_are_not_two_people_for_the_panel_the_card_says_so(fresh: Scene) -> None:
    reference = refused(fresh)
    appeal(fresh, reference, Ground.REFUSAL)
    assert "Personne ici ne peut décider" in fresh.card(reference).notice
    assert fresh.story(reference)[-1] == Kind.NOBODY_CAN_DECIDE
