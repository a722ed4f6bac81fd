"""Since when something waits, and for what, as its entries tell."""

from __future__ import annotations

from bot.kinds import Choice, State
from bot.reminding.waiting import Wait, wait_of
from tests.bot.reminding.waits import DAY, HOUR, waiting
from tests.bot.scene import NOON, Scene


def wait(scene: Scene, reference: str) -> Wait | None:
    return wait_of(scene.case(reference).entries)


def test_what_still_lacks_something_waits_for_no_decision(fresh: Scene) -> None:
    reference = fresh.submit(draft="Généré par ChatGPT")
    assert fresh.case(reference).state not in {State.REVIEWABLE, State.EXAMINING}
    assert wait(fresh, reference) is None
    assert wait_of([]) is None


def test_a_wait_begins_when_nothing_stands_against_it_any_more(fresh: Scene) -> None:
    reference = waiting(fresh)
    fresh.clock.go_on(HOUR)
    found = wait(fresh, reference)
    assert found
    assert (found.since, found.state, found.platform, found.chat) == (NOON, State.REVIEWABLE, "chat", "town")


def test_what_the_desk_took_in_has_no_channel(fresh: Scene) -> None:
    found = wait(fresh, waiting(fresh, "desk"))
    assert found
    assert (found.platform, found.target, found.chat) == ("", "", "")


def test_a_decision_that_is_taken_back_begins_another_wait(fresh: Scene) -> None:
    reference = waiting(fresh)
    fresh.clock.go_on(DAY)
    fresh.decide(reference, Choice.APPROVE)
    assert wait(fresh, reference) is None
