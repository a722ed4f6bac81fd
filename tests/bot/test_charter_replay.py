from __future__ import annotations

from datetime import timedelta

from bot.charter_replay import last_verdicts
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from policy.statement import Claim
from policy.verdict import Answer
from tests.bot.scene import NOON, Scene
from tests.bot.workflow.files import GENERATED, OTHER_PHOTO, PHOTO


def answers(scene: Scene, since: timedelta | None = None) -> list[tuple[str, Answer]]:
    with scene.house.database.reading() as connection:
        found = list(last_verdicts(connection, NOON + since if since is not None else None))
    return [(item.reference, item.answer) for item in found]


def test_of_each_file_only_the_last_verdict_counts(fresh: Scene) -> None:
    reference = fresh.submit(PHOTO)
    assert answers(fresh) == [(reference, Answer.INCOMPLETE)]
    fresh.state(reference, Claim.OWN_PHOTO)
    assert answers(fresh) == [(reference, Answer.REVIEWABLE)]


def test_each_file_and_the_text_of_a_submission_count_apart(fresh: Scene) -> None:
    reference = fresh.submit(GENERATED, OTHER_PHOTO, draft="Come to the march on Sunday.")
    assert len(answers(fresh)) == 3
    assert {name for name, _ in answers(fresh)} == {reference}


def test_the_facts_that_were_judged_are_those_of_the_trail(fresh: Scene) -> None:
    reference = fresh.submit(GENERATED)
    with fresh.house.database.reading() as connection:
        (found,) = last_verdicts(connection)
    verdict = fresh.case(reference).assets[0].verdict
    assert verdict
    assert found.facts == verdict.facts


def test_a_verdict_of_the_first_versions_without_facts_can_be_read(fresh: Scene) -> None:
    data = {"sha256": "0" * 64, "verdict": {"answer": "incomplete", "rules": []}}
    with fresh.house.database.writing() as connection:
        append(connection, EntryDraft("judged", "V-0001", None, data), at=fresh.clock())
    with fresh.house.database.reading() as connection:
        assert [item.facts for item in last_verdicts(connection)] == [()]


def test_only_what_was_judged_since_a_moment_counts_where_one_is_given(fresh: Scene) -> None:
    fresh.submit(PHOTO)
    fresh.clock.go_on(timedelta(days=1))
    later = fresh.submit(OTHER_PHOTO)
    assert answers(fresh, timedelta(hours=1)) == [(later, Answer.INCOMPLETE)]
    assert len(answers(fresh, timedelta())) == 2
