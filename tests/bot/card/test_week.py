"""The week so far, in a line or two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.bypass import record_bypass
from bot.card.week import week_so_far
from bot.kinds import Choice
from policy.language import Language
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, PHOTO, reviewable

SUNDAY_EVENING = datetime(2026, 11, 29, 22, 59, tzinfo=UTC)
"""A minute before Monday begins in Paris."""


def told(scene: Scene, language: Language = Language.FRENCH) -> tuple[str, ...]:
    return week_so_far(scene.house, scene.catalogue(language))


def test_a_week_without_anything_says_so(scene: Scene) -> None:
    assert told(scene) == ("Aucun dépôt cette semaine.",)
    assert told(scene, Language.ENGLISH) == ("Nothing was submitted this week.",)


def test_what_was_submitted_is_counted_by_what_became_of_it(scene: Scene) -> None:
    scene.decide(reviewable(scene), Choice.APPROVE)
    scene.decide(reviewable(scene), Choice.REFUSE, "Non.")
    scene.submit(PHOTO)
    scene.submit(GENERATED)
    first, second = told(scene, Language.ENGLISH)
    assert first == "4 submissions this week"
    assert second == "Approved: 1 · refused: 1 · unfavourable: 1 · waiting: 1"


def test_one_submission_is_one(scene: Scene) -> None:
    scene.submit(PHOTO)
    assert told(scene)[0] == "1 dépôt cette semaine"


def test_an_approval_that_ran_out_still_was_one(scene: Scene) -> None:
    scene.decide(reviewable(scene), Choice.APPROVE)
    scene.clock.go_on(timedelta(days=1))
    assert "Approved: 1" in told(scene, Language.ENGLISH)[1]


def test_the_week_begins_on_monday_in_the_time_zone_of_the_house(scene: Scene) -> None:
    scene.clock.now = SUNDAY_EVENING
    scene.submit(PHOTO)
    assert told(scene)[0] == "1 dépôt cette semaine"
    scene.clock.go_on(timedelta(minutes=1))
    assert told(scene) == ("Aucun dépôt cette semaine.",)
    scene.submit(PHOTO)
    assert told(scene)[0] == "1 dépôt cette semaine"


def test_what_went_out_without_anybody_s_approval_is_counted_where_there_is_any(scene: Scene) -> None:
    scene.clock.now = SUNDAY_EVENING
    bypassed(scene, 12)
    bypassed(scene, 13)
    nothing, number = told(scene, Language.ENGLISH)
    assert (nothing, number) == ("Nothing was submitted this week.", "2 posts in public channels without Vigie")
    scene.clock.go_on(timedelta(minutes=1))
    assert len(told(scene)) == 1
    scene.submit(PHOTO)
    bypassed(scene, 14)
    assert told(scene, Language.ENGLISH)[2:] == ("1 post in a public channel without Vigie",)


def bypassed(scene: Scene, number: int) -> None:
    with scene.house.database.writing() as connection:
        assert record_bypass(connection, f"https://t.me/notre_canal/{number}", 0, scene.clock())
