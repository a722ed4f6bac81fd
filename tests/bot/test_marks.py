from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from bot import marks
from tests.bot.scene import NOON, Scene

LENGTH = timedelta(seconds=120)


def hold(scene: Scene, holder: str, at: datetime = NOON) -> bool:
    with scene.house.database.writing() as connection:
        return marks.hold(connection, "listening", holder, at, LENGTH)


def test_only_one_process_holds_it_and_goes_on_holding_it(fresh: Scene) -> None:
    assert hold(fresh, "one")
    assert not hold(fresh, "other")
    assert hold(fresh, "one", NOON + LENGTH / 2)
    assert not hold(fresh, "other", NOON + LENGTH), "it was held anew in between"


def test_another_takes_over_once_it_is_over_or_let_go(fresh: Scene) -> None:
    hold(fresh, "one")
    assert hold(fresh, "other", NOON + LENGTH)
    with fresh.house.database.writing() as connection:
        marks.let_go(connection, "listening", "one")
    assert not hold(fresh, "one", NOON + LENGTH), "nobody lets go of what another holds"
    with fresh.house.database.writing() as connection:
        marks.let_go(connection, "listening", "other")
    assert hold(fresh, "one", NOON + LENGTH)


def test_whoever_holds_it_is_known(fresh: Scene) -> None:
    with fresh.house.database.reading() as connection:
        assert marks.holder_of(connection, "listening") is None
    hold(fresh, "one")
    with fresh.house.database.reading() as connection:
        assert marks.holder_of(connection, "listening") == "one"


def test_of_many_who_ask_at_once_one_is_given_it(fresh: Scene) -> None:
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda number: hold(fresh, f"process-{number}"), range(8)))
    assert given.count(True) == 1


def test_a_mark_says_up_to_when_a_place_was_heard(fresh: Scene) -> None:
    with fresh.house.database.writing() as connection:
        assert marks.heard_until(connection, "telegram", "here") is None
        marks.mark_heard(connection, "telegram", "here", NOON)
        marks.mark_heard(connection, "telegram", "here", NOON + LENGTH)
        assert marks.heard_until(connection, "telegram", "here") == NOON + LENGTH
        assert marks.heard_until(connection, "slack", "here") is None
