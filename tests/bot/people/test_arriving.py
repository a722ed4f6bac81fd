"""People who come through a platform: known by their account, with the roles that its groups give."""

from __future__ import annotations

import pytest

from bot.kinds import Kind
from bot.people import Person, Role, add, roster
from bot.people.accounts import accounts_of, dismiss, link_account
from bot.people.arriving import Account, arrive, given_roles, keep_roles
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.trail.read import entries_of_kinds
from tests.bot.scene import Scene

REVIEWS = frozenset({Role.AUTHOR, Role.REVIEWER})
NOTHING = frozenset[Role]()


def come(scene: Scene, name: str = "Lou", account: str = "U1", granted: frozenset[Role] = NOTHING) -> Person:
    with scene.house.database.writing() as connection:
        return arrive(connection, Account("slack", account, name), granted, at=scene.clock())


def kept(scene: Scene, person: Person, granted: frozenset[Role], platform: str = "slack") -> Person:
    with scene.house.database.writing() as connection:
        return keep_roles(connection, person, platform, granted, at=scene.clock())


def told_of(scene: Scene, person: Person) -> list[dict[str, object]]:
    with scene.house.database.reading() as connection:
        entries = entries_of_kinds(connection, [Kind.PERSON_ADDED])
    return [dict(one.entry.data) for one in entries if one.entry.data["person"] == person.id]


def test_somebody_new_is_an_author_under_their_account(fresh: Scene) -> None:
    lou = come(fresh)
    assert lou.name == "Lou"
    assert lou.roles == {Role.AUTHOR}
    with fresh.house.database.reading() as connection:
        assert accounts_of(connection, lou.id) == [("slack", "U1")]
    assert fresh.verified().intact


def test_the_same_account_is_the_same_person_whatever_they_call_themselves(fresh: Scene) -> None:
    lou = come(fresh)
    assert come(fresh, name="Lou-Anne") == lou


def test_groups_give_roles_and_take_them_away_and_each_change_is_an_entry(fresh: Scene) -> None:
    lou = come(fresh, granted=REVIEWS)
    assert lou.roles == REVIEWS
    assert kept(fresh, lou, REVIEWS) == lou
    assert kept(fresh, lou, NOTHING).roles == {Role.AUTHOR}
    assert [one["roles"] for one in told_of(fresh, lou)] == [["author", "reviewer"], ["author"]]
    assert {one["platform"] for one in told_of(fresh, lou)} == {"slack"}


def test_what_was_given_here_stays_whatever_groups_say(fresh: Scene) -> None:
    sacha = fresh.people["Sacha"]
    with fresh.house.database.writing() as connection:
        link_account(connection, "slack", "U9", sacha, at=fresh.clock())
    both = come(fresh, account="U9", granted=REVIEWS)
    assert both.roles == REVIEWS | {Role.CHARTER_OFFICER}
    assert kept(fresh, both, NOTHING).roles == {Role.CHARTER_OFFICER}
    with fresh.house.database.reading() as connection:
        assert given_roles(connection, sacha, fresh.clock()) == {Role.CHARTER_OFFICER}


def test_no_platform_takes_away_what_another_gives(fresh: Scene) -> None:
    lou = come(fresh, granted=REVIEWS)
    assert kept(fresh, lou, NOTHING, "telegram").roles == REVIEWS
    assert kept(fresh, lou, REVIEWS, "telegram").roles == REVIEWS
    assert kept(fresh, lou, NOTHING).roles == REVIEWS, "Telegram gives them still"
    assert kept(fresh, lou, NOTHING, "telegram").roles == {Role.AUTHOR}
    assert fresh.verified().intact


def test_somebody_is_told_from_another_of_the_same_name_by_their_label(fresh: Scene) -> None:
    for label, name in (("4", "Validation"), ("5", "Validation (5)")):
        with fresh.house.database.writing() as connection:
            account = Account("telegram", f"hidden:-100/{label}", "Validation", label)
            assert arrive(connection, account, NOTHING, at=fresh.clock()).name == name


@pytest.mark.parametrize("name", ["Camille", "camille", "CAMÍLLE ", "Camille\n"])
def test_two_people_of_one_name_are_told_apart(fresh: Scene, name: str) -> None:
    other = come(fresh, name=name, account="U2")
    assert other.id != fresh.people["Camille"].id
    assert other.name.endswith("(U2)")
    with fresh.house.database.reading() as connection:
        assert roster(connection).named("Camille").id == fresh.people["Camille"].id


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\n"])
def test_somebody_without_a_name_goes_by_their_account(fresh: Scene, name: str) -> None:
    assert come(fresh, name=name, account="U3").name == "U3"


def test_a_name_stays_on_one_line_and_short(fresh: Scene) -> None:
    lou = come(fresh, name="Lou\nAdministratrice " + "x" * 200)
    assert "\n" not in lou.name
    assert len(lou.name) <= 80


def test_whoever_was_let_go_comes_back_as_somebody_new(fresh: Scene) -> None:
    lou = come(fresh, granted=REVIEWS)
    with fresh.house.database.writing() as connection:
        dismiss(connection, fresh.house, lou, None)
    again = come(fresh)
    assert again.id != lou.id
    assert again.roles == {Role.AUTHOR}
    assert fresh.verified().intact


def test_whoever_was_let_go_has_no_role_of_a_group_until_it_is_given_by_hand(fresh: Scene) -> None:
    lou = come(fresh, granted=REVIEWS)
    with fresh.house.database.writing() as connection:
        dismiss(connection, fresh.house, lou, None)
    again = come(fresh, granted=REVIEWS)
    assert again.roles == {Role.AUTHOR}
    assert kept(fresh, again, REVIEWS).roles == {Role.AUTHOR}
    with fresh.house.database.writing() as connection:
        add(connection, again.name, frozenset({Role.REVIEWER}), at=fresh.clock())
    with fresh.house.database.reading() as connection:
        assert roster(connection).named(again.name).roles == {Role.REVIEWER}


def test_an_older_entry_that_tells_all_the_roles_gives_back_none_that_was_given_by_hand(fresh: Scene) -> None:
    lou = come(fresh)
    for roles in (frozenset({Role.CHARTER_OFFICER}), None):
        data = {"person": lou.id, "roles": sorted(roles or {Role.CHARTER_OFFICER, Role.REVIEWER})}
        told = EntryDraft(
            Kind.PERSON_ADDED,
            f"person:{lou.id}",
            None,
            data if roles else data | {"platform": "slack"},
            (PersonalPart("name", lou.id, lou.name),),
        )
        with fresh.house.database.writing() as connection:
            append(connection, told, at=fresh.clock())
    with fresh.house.database.writing() as connection:
        add(connection, lou.name, frozenset({Role.AUTHOR}), at=fresh.clock())
    assert kept(fresh, lou, NOTHING, "telegram").roles == {Role.AUTHOR, Role.REVIEWER}
