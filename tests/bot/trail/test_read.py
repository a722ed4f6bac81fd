from __future__ import annotations

from sqlalchemy import event

from bot.database import Database
from bot.trail import read
from tests.bot.trail.conftest import ERASED_PERSON, Story, draft


def test_entries_of_several_subjects_come_in_order_with_their_personal_texts(told: Database) -> None:
    with told.reading() as connection:
        found = read.entries_for(connection, ["V-0003", "V-0002", "V-9999"])
    expected = [number for number in range(1, 31) if number % 7 in {2, 3} and number % 5]
    assert [item.entry.seq for item in found] == expected
    third = next(item for item in found if item.entry.seq == 3)
    assert third.personal == {"name": "Prénom Nom-3", "note": "Une note libre, numéro 3."}
    assert third.entry.data == draft(3).data


def test_any_number_of_subjects_is_read_in_one_pair_of_queries(told: Database) -> None:
    queries: list[str] = []
    with told.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *given: queries.append(given[2]))
        read.entries_for(connection, [f"V-{number:04d}" for number in range(2_000)])
    assert len(queries) == 2


def test_more_subjects_than_a_statement_takes_are_still_in_order(told: Database) -> None:
    subjects = ["V-0003", *(f"x-{number}" for number in range(40_000)), "V-0002"]
    with told.reading() as connection:
        found = [item.entry.seq for item in read.entries_for(connection, subjects)]
        assert found == [item.entry.seq for item in read.entries_for(connection, ["V-0002", "V-0003"])]


def test_an_erased_part_reads_as_none(told: Database) -> None:
    with told.reading() as connection:
        (ninth,) = read.entries_between(connection, 9, 9)
    assert ninth.personal == {"name": None, "note": "Une note libre, numéro 9."}


def test_entries_by_kind(told: Database) -> None:
    with told.reading() as connection:
        (erased,) = read.entries_of_kinds(connection, ["erased"])
        assert len(read.entries_of_kinds(connection, ["submitted", "judged"])) == 30
    assert erased.entry.data["person"] == ERASED_PERSON


def test_the_latest_entries_page_backwards(told: Database) -> None:
    with told.reading() as connection:
        first = [item.entry.seq for item in read.latest(connection, 3)]
        second = [item.entry.seq for item in read.latest(connection, 3, before=first[-1])]
        last = [item.entry.seq for item in read.latest(connection, 3, before=2)]
    assert (first, second, last) == ([31, 30, 29], [28, 27, 26], [1])


def test_the_latest_checkpoint_is_the_one_of_the_largest_size(told: Database, story: Story) -> None:
    with told.reading() as connection:
        assert read.latest_checkpoint(connection) == str(story.notes[31])


def test_a_trail_that_was_never_signed_has_no_checkpoint(database: Database) -> None:
    with database.reading() as connection:
        assert read.latest_checkpoint(connection) is None
        assert read.latest(connection, 5) == []
