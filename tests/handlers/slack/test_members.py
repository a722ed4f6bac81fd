from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.kinds import Kind, State
from bot.people import Person, Role
from bot.people.accounts import make_code
from bot.settings import Settings
from bot.trail.read import entries_of_kinds
from handlers.slack.members import FRESH, Members
from handlers.slack.web import Web
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, GUEST, LOU, REVIEWERS, SACHA, Vigie, running
from tests.handlers.slack.steps import Dropped, reviewable, shown, told
from tests.handlers.slack.workspace import Workspace, words_of

APPROVE = "Donner mon visa"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was asked of Slack before is too old for a decision."""
    monkeypatch.setattr("handlers.slack.members.FRESH", 0.0)


def undecided(item: Dropped) -> bool:
    return item.case.state is State.REVIEWABLE and Kind.DECIDED not in item.kinds()


def changes_of_roles(vigie: Vigie, person: Person) -> list[dict[str, object]]:
    with vigie.house.database.reading() as connection:
        told_of = entries_of_kinds(connection, [Kind.PERSON_ADDED])
    return [dict(one.entry.data) for one in told_of if one.entry.data["person"] == person.id]


def test_authors_do_not_decide_on_their_own(vigie: Vigie, slack: Workspace) -> None:
    slack.set_group(REVIEWERS, [DOMI, SACHA, CAMILLE])
    slack.wait_for(lambda: Role.REVIEWER in getattr(vigie.person(CAMILLE), "roles", ()), what="another reviewer")
    item = reviewable(vigie)
    assert item.press(CAMILLE, APPROVE).acknowledged
    told(slack, CAMILLE, "une autre personne décide")
    assert undecided(item)


def test_somebody_unknown_to_vigie_does_not_decide(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    assert item.press(LOU, APPROVE).acknowledged
    told(slack, LOU, "ne connaît pas ce compte")
    assert undecided(item)
    assert vigie.person(LOU) is None


def test_an_author_without_a_role_does_not_decide_on_others_either(vigie: Vigie, slack: Workspace) -> None:
    reviewable(vigie, by=LOU, width=2)
    item = reviewable(vigie)
    item.press(LOU, APPROVE)
    told(slack, LOU, "ne vous permet pas de décider")
    assert undecided(item)


def test_whoever_is_not_in_the_channel_is_told_in_a_direct_message(vigie: Vigie, slack: Workspace) -> None:
    slack.add_user("U0PASSING", "Passant")
    item = reviewable(vigie)
    assert item.press("U0PASSING", APPROVE).acknowledged
    slack.wait_for(
        lambda: any("ne connaît pas" in words_of(one) for one in slack.direct_messages("U0PASSING")), what="a message"
    )


@pytest.mark.parametrize("change", [{"guest": True}, {"ultra_guest": True}, {"deleted": True}, {"stranger": True}])
@pytest.mark.usefixtures("at_once")
def test_outsiders_do_not_decide_even_from_within_the_group(
    vigie: Vigie, slack: Workspace, change: dict[str, bool]
) -> None:
    item = reviewable(vigie)
    slack.add_user(DOMI, "Dominique", **change)  # type: ignore[arg-type]
    assert item.press(DOMI, APPROVE).acknowledged
    told(slack, DOMI, "invitées ou d’une autre organisation")
    assert undecided(item)


def test_a_guest_does_not_decide_whatever_role_they_were_given_here(vigie: Vigie, slack: Workspace) -> None:
    vigie.add("Gaël", Role.REVIEWER, slack=GUEST)
    item = reviewable(vigie)
    item.press(GUEST, APPROVE)
    told(slack, GUEST, "invitées ou d’une autre organisation")
    assert undecided(item)


def test_whoever_left_the_group_since_the_card_was_shown_does_not_decide(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.set_group(REVIEWERS, [SACHA])
    slack.wait_for(lambda: Role.REVIEWER not in getattr(vigie.person(DOMI), "roles", ()), what="a role less")
    item.press(DOMI, APPROVE)
    told(slack, DOMI, "ne vous permet pas de décider")
    assert undecided(item)


@pytest.mark.usefixtures("at_once")
def test_nor_where_no_event_told_of_the_change(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.add_group(REVIEWERS, [SACHA])
    item.press(DOMI, APPROVE)
    told(slack, DOMI, "ne vous permet pas de décider")
    assert undecided(item)


def test_what_slack_said_is_good_for_a_decision_for_some_seconds_only(vigie: Vigie, slack: Workspace) -> None:
    now = 1_000.0
    members = Members(vigie.house, Web(vigie.house.settings.slack), slack.team_id, clock=lambda: now)
    assert Role.REVIEWER in members.person(DOMI, deciding=True).roles
    slack.add_group(REVIEWERS, [SACHA])
    now += FRESH - 1
    assert Role.REVIEWER in members.person(DOMI, deciding=True).roles
    now += 1
    assert Role.REVIEWER in members.person(DOMI, deciding=False).roles
    assert Role.REVIEWER not in members.person(DOMI, deciding=True).roles


@pytest.mark.usefixtures("at_once")
def test_nobody_decides_through_a_group_that_slack_does_not_tell_of(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.faults.fail("usergroups.users.list", "fatal_error", times=1_000)
    item.press(DOMI, APPROVE)
    told(slack, DOMI, "qui peut décider")
    assert undecided(item)


@pytest.mark.usefixtures("at_once")
def test_whom_this_house_made_a_reviewer_still_decides_then(vigie: Vigie, slack: Workspace) -> None:
    vigie.add("Lou", Role.REVIEWER, slack=LOU)
    item = reviewable(vigie)
    slack.faults.fail("usergroups.users.list", "fatal_error", times=1_000)
    item.press(LOU, APPROVE)
    item.card("Visa accordé")


@pytest.mark.usefixtures("at_once")
def test_whom_the_settings_name_still_decides_then(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()

    def named(settings: Settings) -> Settings:
        return replace(settings, slack=replace(settings.slack, reviewers=(REVIEWERS, LOU)))

    slack.faults.fail("usergroups.users.list", "missing_scope", times=1_000)
    with running(slack, tmp_path, change=named) as vigie:
        item = reviewable(vigie)
        item.press(DOMI, APPROVE)
        told(slack, DOMI, "ne connaît pas ce compte")
        item.press(LOU, APPROVE)
        item.card("Visa accordé")


@pytest.mark.usefixtures("at_once")
def test_whoever_has_just_come_into_the_group_may_open_its_forms(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.add_group(REVIEWERS, [DOMI, SACHA, LOU])
    item.press(LOU, "Refuser")
    shown(slack, LOU, "Motif")


def test_nobody_loses_a_role_while_slack_does_not_tell(vigie: Vigie, slack: Workspace, at_once: None) -> None:
    slack.wait_for(lambda: Role.REVIEWER in getattr(vigie.person(DOMI), "roles", ()), what="a reviewer")
    slack.faults.fail("usergroups.users.list", "fatal_error", times=1_000)
    members = Members(vigie.house, Web(vigie.house.settings.slack), slack.team_id)
    assert Role.REVIEWER in members.author(DOMI).roles


def test_a_change_of_the_group_is_recorded(vigie: Vigie, slack: Workspace) -> None:
    reviewable(vigie)  # by now nobody looks at the groups as Vigie does when it starts
    slack.set_group(REVIEWERS, [DOMI, LOU])
    slack.wait_for(lambda: vigie.person(LOU), what="somebody new")
    slack.wait_for(lambda: Role.REVIEWER not in getattr(vigie.person(SACHA), "roles", ()), what="a role less")
    lou, sacha = vigie.person(LOU), vigie.person(SACHA)
    assert lou
    assert sacha
    roles = ["author", "reviewer"]
    told = {"person": lou.id, "roles": roles, "platform": "slack", "granted": roles}
    assert changes_of_roles(vigie, lou)[-1] == told
    assert [one["roles"] for one in changes_of_roles(vigie, sacha)] == [["author", "reviewer"], ["author"]]
    assert vigie.verified().intact


def test_two_accounts_of_one_name_are_two_people(vigie: Vigie, slack: Workspace) -> None:
    slack.add_user("U0OTHER", "Camille")
    slack.invite(CHANNEL, "U0OTHER")
    slack.set_group(REVIEWERS, [DOMI, "U0OTHER"])
    item = reviewable(vigie)
    slack.wait_for(lambda: vigie.person("U0OTHER"), what="the other Camille")
    one, other = vigie.person(CAMILLE), vigie.person("U0OTHER")
    assert one
    assert other
    assert one.id != other.id
    assert one.name != other.name
    item.press("U0OTHER", APPROVE)
    item.card("Visa accordé")


def test_a_second_account_that_is_linked_does_not_decide_on_what_the_first_submitted(
    vigie: Vigie, slack: Workspace
) -> None:
    slack.add_user("U0SECOND", "Cam")
    slack.invite(CHANNEL, "U0SECOND")
    slack.set_group(REVIEWERS, [DOMI, "U0SECOND"])
    slack.wait_for(lambda: vigie.person("U0SECOND"), what="the second account")
    item = reviewable(vigie)
    camille = vigie.person(CAMILLE)
    assert camille
    slack.command("U0SECOND", CHANNEL, "/vigie", f"code {make_code(vigie.house, camille)}")
    told(slack, "U0SECOND", "vous ne faites qu’un·e")
    item.press("U0SECOND", APPROVE)
    told(slack, "U0SECOND", "une autre personne décide")
    assert undecided(item)
    assert getattr(vigie.person("U0SECOND"), "id", "") == camille.id


def test_what_a_second_account_had_approved_falls_when_it_is_linked(vigie: Vigie, slack: Workspace) -> None:
    slack.set_group(REVIEWERS, [DOMI, LOU])
    slack.wait_for(lambda: vigie.person(LOU), what="the second account")
    item = reviewable(vigie)
    item.press(LOU, APPROVE)
    item.card("Visa accordé")
    camille = vigie.person(CAMILLE)
    assert camille
    slack.command(LOU, CHANNEL, "/vigie", f"code {make_code(vigie.house, camille)}")
    told(slack, LOU, "vous ne faites qu’un·e")
    assert "Visa accordé" not in words_of(item.card("Rien ne s’oppose"))
    assert vigie.verified().intact
