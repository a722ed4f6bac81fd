"""Who may decide: co-authors, several accounts, people who are away, and nobody at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import workflow
from bot.card import board
from bot.errors import NotAllowedError, NotFoundError, UsageError
from bot.kinds import Choice, Kind, State
from bot.people import Role
from bot.submissions import Shelf, refresh, shelf
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from policy.verdict import Approval
from tests.bot.scene import Scene, under
from tests.bot.workflow.files import PHOTO, reviewable, with_quorum

DAY = timedelta(days=1)


@pytest.fixture
def two(fresh: Scene) -> Scene:
    """A house whose charter asks for two reviewers."""
    fresh.join("Alix", Role.REVIEWER)
    fresh.join("Noa", Role.AUTHOR)
    return replace(fresh, house=under(fresh.house, with_quorum(fresh.house.charter, 2)))


def join(scene: Scene, reference: str, other: str, by: str = "Camille") -> None:
    workflow.add_co_author(scene.house, scene.people[by], reference, scene.people[other].id)


def lend(scene: Scene, principal: str, to: str, days: int = 3) -> None:
    until = scene.clock() + days * DAY
    workflow.delegate(scene.house, scene.people[principal], scene.people[to].id, until)


def one_person(scene: Scene, reference: str, old: str, new: str) -> None:
    names = {"person": scene.people[old].id, "is": scene.people[new].id}
    with scene.house.database.writing() as connection:
        append(connection, EntryDraft(Kind.SAME_PERSON, reference, None, names), at=scene.clock())
        refresh(connection, reference)


def test_a_co_author_never_decides_and_what_they_had_decided_falls(fresh: Scene) -> None:
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.APPROVE)
    join(fresh, reference, "Dominique")
    assert fresh.case(reference).state is State.REVIEWABLE
    with pytest.raises(NotAllowedError, match="another person decides"):
        fresh.decide(reference, Choice.APPROVE)
    assert fresh.verified().intact


def test_a_co_author_acts_as_its_author_does(fresh: Scene) -> None:
    fresh.join("Noa", Role.AUTHOR)
    reference = fresh.submit(PHOTO)
    with pytest.raises(NotAllowedError):
        workflow.withdraw(fresh.house, fresh.people["Noa"], reference)
    join(fresh, reference, "Noa")
    workflow.withdraw(fresh.house, fresh.people["Noa"], reference)
    assert fresh.case(reference).state is State.WITHDRAWN
    assert fresh.verified().intact


def test_only_an_author_names_a_co_author_and_each_once(fresh: Scene) -> None:
    reference = reviewable(fresh)
    with pytest.raises(NotAllowedError, match="Only the author"):
        join(fresh, reference, "Sacha", by="Dominique")
    with pytest.raises(NotAllowedError, match="already"):
        join(fresh, reference, "Camille")
    with pytest.raises(NotFoundError):
        workflow.add_co_author(fresh.house, fresh.people["Camille"], reference, "p-nobody")


def test_a_co_author_finds_it_among_their_own(fresh: Scene) -> None:
    reference = reviewable(fresh)
    join(fresh, reference, "Dominique")
    with fresh.house.database.reading() as connection:
        mine = shelf(connection, Shelf.MINE, fresh.people["Dominique"].id, None, 10)
        to_decide = shelf(connection, Shelf.TO_DECIDE, fresh.people["Dominique"].id, None, 10)
    assert [name for _, name in mine] == [reference]
    assert to_decide == []


def test_an_author_with_a_second_account_does_not_decide_with_it(fresh: Scene) -> None:
    fresh.join("Camille B.", Role.REVIEWER)
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.APPROVE, by="Camille B.")
    assert fresh.case(reference).state is State.APPROVED
    one_person(fresh, reference, "Camille B.", "Camille")
    assert fresh.case(reference).state is State.REVIEWABLE
    with pytest.raises(NotAllowedError, match="another person decides"):
        fresh.decide(reference, Choice.APPROVE, by="Camille B.")


def test_two_accounts_of_one_person_are_one_voice(two: Scene) -> None:
    reference = reviewable(two)
    two.decide(reference, Choice.APPROVE)
    two.decide(reference, Choice.APPROVE, by="Alix")
    assert two.case(reference).state is State.APPROVED
    one_person(two, reference, "Alix", "Dominique")
    assert two.case(reference).state is State.REVIEWABLE


def test_somebody_who_is_away_lends_their_voice_for_a_time(fresh: Scene) -> None:
    fresh.join("Noa", Role.AUTHOR)
    reference = reviewable(fresh)
    with pytest.raises(NotAllowedError, match="Your role"):
        fresh.decide(reference, Choice.APPROVE, by="Noa")
    lend(fresh, "Dominique", "Noa")
    fresh.decide(reference, Choice.APPROVE, by="Noa")
    decision = fresh.case(reference).decisions[0]
    assert decision.principal == fresh.people["Dominique"].id
    assert fresh.case(reference).state is State.APPROVED
    assert fresh.verified().intact


def test_a_delegation_ends_on_its_day_or_before(fresh: Scene) -> None:
    fresh.join("Noa", Role.AUTHOR)
    reference = reviewable(fresh)
    lend(fresh, "Dominique", "Noa")
    fresh.clock.go_on(3 * DAY)
    with pytest.raises(NotAllowedError):
        fresh.decide(reference, Choice.APPROVE, by="Noa")
    lend(fresh, "Dominique", "Noa")
    workflow.end_delegation(fresh.house, fresh.people["Dominique"])
    with pytest.raises(NotAllowedError):
        fresh.decide(reference, Choice.APPROVE, by="Noa")
    with pytest.raises(NotFoundError):
        workflow.end_delegation(fresh.house, fresh.people["Dominique"])


def test_a_principal_and_their_delegate_are_one_voice(two: Scene) -> None:
    lend(two, "Dominique", "Noa")
    reference = reviewable(two)
    two.decide(reference, Choice.APPROVE, by="Noa")
    with pytest.raises(NotAllowedError, match="already decided"):
        two.decide(reference, Choice.APPROVE, by="Dominique")
    assert two.case(reference).state is State.REVIEWABLE
    two.decide(reference, Choice.APPROVE, by="Alix")
    assert two.case(reference).state is State.APPROVED


def test_an_author_lends_nobody_a_voice_on_their_own(fresh: Scene) -> None:
    fresh.join("Camille", Role.AUTHOR, Role.REVIEWER)
    fresh.join("Noa", Role.AUTHOR)
    lend(fresh, "Camille", "Noa")
    reference = reviewable(fresh)
    with pytest.raises(NotAllowedError, match="Your role"):
        fresh.decide(reference, Choice.APPROVE, by="Noa")


def test_what_was_lent_is_not_lent_on(fresh: Scene) -> None:
    fresh.join("Noa", Role.AUTHOR)
    fresh.join("Lou", Role.AUTHOR)
    lend(fresh, "Dominique", "Noa")
    with pytest.raises(NotAllowedError, match="nothing to lend"):
        lend(fresh, "Noa", "Lou")


@pytest.mark.parametrize("days", [0, -1, 93])
def test_a_delegation_has_an_end_within_a_season(fresh: Scene, days: int) -> None:
    with pytest.raises(UsageError, match="ends within"):
        lend(fresh, "Dominique", "Sacha", days)


def test_nobody_speaks_for_themselves(fresh: Scene) -> None:
    with pytest.raises(UsageError, match="themselves"):
        lend(fresh, "Dominique", "Dominique")


def test_where_nobody_can_decide_the_card_says_so_once_in_the_trail(fresh: Scene) -> None:
    scene = replace(fresh, house=under(fresh.house, with_quorum(fresh.house.charter, 2)))
    reference = reviewable(scene)
    assert scene.story(reference).count(Kind.NOBODY_CAN_DECIDE) == 1
    assert "2 × relecteur·rice" in scene.card(reference, "Sacha").notice
    scene.decide(reference, Choice.APPROVE)
    assert scene.story(reference).count(Kind.NOBODY_CAN_DECIDE) == 1
    scene.join("Alix", Role.REVIEWER)
    assert "Personne ici" not in scene.card(reference, "Sacha").notice


def test_an_author_who_is_the_only_reviewer_waits_for_another(fresh: Scene) -> None:
    rules = tuple(
        replace(item, approval=item.approval and Approval(1, Role.AUDITOR)) for item in fresh.house.charter.rules
    )
    fresh.join("Dominique", Role.AUTHOR, Role.REVIEWER)
    reference = reviewable(fresh, by="Dominique")
    assert Kind.NOBODY_CAN_DECIDE in fresh.story(reference)
    odd = replace(fresh, house=under(fresh.house, replace(fresh.house.charter, rules=rules)))
    assert Kind.NOBODY_CAN_DECIDE in odd.story(reviewable(odd))


def test_the_charter_officer_finds_it_on_the_first_page_until_somebody_can(fresh: Scene) -> None:
    scene = replace(fresh, house=under(fresh.house, with_quorum(fresh.house.charter, 2)))
    reference = reviewable(scene)
    assert board.stuck(scene.house, scene.people["Sacha"]) == (reference,)
    assert board.stuck(scene.house, scene.people["Dominique"]) == ()
    scene.join("Alix", Role.REVIEWER)
    assert board.stuck(scene.house, scene.people["Sacha"]) == ()
