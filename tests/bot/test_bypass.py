from __future__ import annotations

from datetime import timedelta

from bot.bypass import bypasses, record_bypass
from bot.kinds import Kind
from bot.trail.read import entries_of_kinds
from bot.trail.span import Span
from tests.bot.scene import Scene

ADDRESS = "https://t.me/notre_canal/12"


def test_a_post_that_did_not_pass_through_here_is_on_record_once_and_so_is_each_change(fresh: Scene) -> None:
    for edited_at in (0, 0, 1_800_000_000, 1_800_000_000, 1_800_000_060):
        with fresh.house.database.writing() as connection:
            record_bypass(connection, ADDRESS, edited_at, fresh.clock())
    with fresh.house.database.reading() as connection:
        told = [item.entry.data for item in entries_of_kinds(connection, [Kind.BYPASSED])]
    assert [one["edited_at"] for one in told] == [0, 1_800_000_000, 1_800_000_060]
    assert {one["address"] for one in told} == {ADDRESS}


def test_an_album_is_one_entry_under_the_address_of_its_first_picture(fresh: Scene) -> None:
    with fresh.house.database.writing() as connection:
        told = [
            record_bypass(connection, f"https://t.me/notre_canal/{number}", 0, fresh.clock(), album)
            for number, album in ((12, "-100/7"), (13, "-100/7"), (14, "-100/8"), (15, ""), (16, ""))
        ]
    assert told == [True, False, True, True, True]


def test_each_post_counts_once_however_often_it_was_changed(fresh: Scene) -> None:
    with fresh.house.database.writing() as connection:
        record_bypass(connection, "https://t.me/notre_canal/1", 0, fresh.clock())
    fresh.clock.go_on(timedelta(days=1))
    since = fresh.clock()
    with fresh.house.database.writing() as connection:
        for address, edited_at in ((ADDRESS, 0), (ADDRESS, 1_800_000_000), ("https://t.me/notre_canal/13", 0)):
            record_bypass(connection, address, edited_at, fresh.clock())
        assert bypasses(connection, Span(since)) == 2
