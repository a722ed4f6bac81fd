from __future__ import annotations

from bot.bypass import record_bypass
from bot.kinds import Kind
from bot.trail.read import entries_of_kinds
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
