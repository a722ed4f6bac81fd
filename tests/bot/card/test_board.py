from __future__ import annotations

import pytest

from bot.card import board
from bot.errors import NotFoundError
from bot.submissions import Shelf
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, PHOTO, reviewable


def references(scene: Scene, which: Shelf, viewer: str, before: int | None = None, limit: int = 10) -> list[str]:
    page = board.feed(scene.house, scene.people[viewer], scene.catalogue(), which, before, limit)
    return [card.reference for card in page.cards]


def test_a_page_of_cards_is_newest_first_and_says_where_to_go_on(scene: Scene) -> None:
    for _ in range(3):
        scene.submit(PHOTO)
    page = board.feed(scene.house, scene.people["Sacha"], scene.catalogue(), Shelf.ALL, None, 2)
    assert ([card.reference for card in page.cards], page.next_before) == (["V-0003", "V-0002"], 2)
    last = board.feed(scene.house, scene.people["Sacha"], scene.catalogue(), Shelf.ALL, page.next_before, 2)
    assert ([card.reference for card in last.cards], last.next_before) == (["V-0001"], None)


def test_a_page_that_is_just_full_is_the_last_one(scene: Scene) -> None:
    for _ in range(2):
        scene.submit(PHOTO)
    page = board.feed(scene.house, scene.people["Sacha"], scene.catalogue(), Shelf.ALL, None, 2)
    assert page.next_before is None


def test_every_shelf_is_counted_for_its_viewer(scene: Scene) -> None:
    reviewable(scene)
    scene.submit(GENERATED, by="Dominique")
    assert board.counts(scene.house, scene.people["Camille"]) == {
        Shelf.TO_DECIDE: 1,
        Shelf.MINE: 1,
        Shelf.ALL: 2,
    }
    assert references(scene, Shelf.TO_DECIDE, "Dominique") == ["V-0001"]
    assert references(scene, Shelf.MINE, "Dominique") == ["V-0002"]


def test_a_card_in_a_list_is_the_card_alone(scene: Scene) -> None:
    reference = reviewable(scene)
    page = board.feed(scene.house, scene.people["Dominique"], scene.catalogue(), Shelf.ALL, None, 10)
    assert page.cards == (scene.card(reference, "Dominique"),)


def test_what_changed_since_is_told_by_reference(scene: Scene) -> None:
    scene.submit(PHOTO)
    second = scene.submit(PHOTO)
    since = board.head(scene.house)
    assert board.changed_since(scene.house, since) == ()
    scene.state(second, Claim.OWN_PHOTO)
    assert board.changed_since(scene.house, since) == (second,)
    assert board.head(scene.house) == since + 2


@pytest.mark.parametrize("reference", ["V-9999", "", "charter", "x" * 10_000])
def test_a_card_that_is_not_there_is_said_in_few_words(scene: Scene, reference: str) -> None:
    with pytest.raises(NotFoundError) as missing:
        scene.card(reference)
    assert len(str(missing.value)) < 60
