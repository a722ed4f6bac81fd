"""Names and words, originals and previews are kept for a while; facts, decisions and the tree for good."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import NotFoundError
from bot.kinds import Choice, State
from bot.people import roster
from bot.previews import preview
from bot.retention import retain
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import CLEAN
from tests.bot.workflow.files import reviewable

YEAR = timedelta(days=366)


def age(scene: Scene) -> None:
    """Let the files on the disk look as old as the clock says."""
    for path in scene.house.originals.folder.rglob("*"):
        os.utime(path, (time.time() - 86_400,) * 2)


def test_after_a_year_the_words_go_and_the_facts_stay(fresh: Scene) -> None:
    reference = fresh.submit(draft=CLEAN, note="Pour dimanche")
    fresh.answer(reference, "ai-use", "no")
    fresh.decide(reference, Choice.REFUSE, "Trop long.")
    fresh.clock.go_on(YEAR - timedelta(days=30))
    assert retain(fresh.house) == 0
    fresh.clock.go_on(timedelta(days=30))
    young = fresh.submit(draft=CLEAN)
    assert retain(fresh.house) == 1
    case = fresh.case(reference)
    assert (case.state, case.note, case.draft and case.draft.text) == (State.REFUSED, "", None)
    assert case.decisions[0].reason == ""
    assert fresh.case(young).draft == fresh.case(young).draft
    assert retain(fresh.house) == 0
    with fresh.house.database.reading() as connection:
        assert roster(connection).name(fresh.people["Camille"].id) == "Camille", "whoever is here keeps their name"
    assert fresh.verified().intact


def test_originals_and_previews_go_once_they_are_decided_and_old_enough(fresh: Scene) -> None:
    reference = reviewable(fresh)
    sha256 = fresh.case(reference).assets[0].sha256
    fresh.decide(reference, Choice.REFUSE, "Floue.")
    age(fresh)
    fresh.clock.go_on(timedelta(days=89))
    retain(fresh.house)
    fresh.house.originals.open(sha256).close()
    fresh.clock.go_on(timedelta(days=2))
    retain(fresh.house)
    with pytest.raises(NotFoundError):
        fresh.house.originals.open(sha256)
    assert preview(fresh.house, sha256)
    fresh.clock.go_on(YEAR)
    retain(fresh.house)
    assert preview(fresh.house, sha256) is None
    assert fresh.verified().intact


def test_a_file_that_somebody_still_waits_for_stays(fresh: Scene) -> None:
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.REFUSE, "Floue.")
    age(fresh)
    fresh.clock.go_on(YEAR)
    waiting = reviewable(fresh)
    retain(fresh.house)
    fresh.house.originals.open(fresh.case(waiting).assets[0].sha256).close()


def test_a_file_that_has_just_been_sent_again_stays_on_the_disk(fresh: Scene) -> None:
    reference = reviewable(fresh)
    sha256 = fresh.case(reference).assets[0].sha256
    fresh.decide(reference, Choice.REFUSE, "Floue.")
    fresh.clock.go_on(YEAR)
    retain(fresh.house)
    fresh.house.originals.open(sha256).close()


def test_whoever_wants_to_keep_everything_may(fresh: Scene) -> None:
    settings = replace(fresh.house.settings, retention_months=0, keep_originals_days=0, keep_previews_days=0)
    house = replace(fresh.house, settings=settings)
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.REFUSE, "Floue.")
    age(fresh)
    fresh.clock.go_on(10 * YEAR)
    assert retain(house) == 0
    assert fresh.case(reference).decisions[0].reason == "Floue."
