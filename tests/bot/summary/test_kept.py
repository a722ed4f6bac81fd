"""Each week's summary is made once, kept as it was sent, and put on its way to every audit channel."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import delete, select, update

from bot.delivery.outbox import Message
from bot.erasing import erase_person
from bot.kinds import Choice, Kind
from bot.language import Catalogue
from bot.pages.summary import as_html
from bot.presence import be_present
from bot.summary.attachments import chart, register, register_of_period
from bot.summary.delivery import Part, Piece, enqueue_summary
from bot.summary.kept import due_weeks, kept, kept_weeks, make, make_due, newest, write_missing_files
from bot.summary.model import Summary
from bot.summary.period import Week
from bot.summary.table import as_csv
from bot.summary.words import plain, summary_text
from bot.tables import outbox, summaries, trail_entries
from bot.trail.guards import lower_guards
from bot.trail.read import entries_of_kinds
from bot.trail.verification import Fault
from bot.verification import verify_database
from policy.language import Language
from tests.bot.declarations import DRAFTED
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, PHOTO, reviewable

WEEK = Week(2026, 48)
NINE = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
"""The Monday after, nine in Paris."""
CHANNELS = ("slack:C0AUDIT", "telegram:-100200")


@pytest.fixture
def office(fresh: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A house with two audit channels, whose pictures are drawn elsewhere (test_chart.py)."""
    monkeypatch.setattr("bot.summary.attachments.drawn", lambda *_: b"PNG")
    settings = replace(fresh.house.settings, audit_channels=CHANNELS)
    return replace(fresh, house=replace(fresh.house, settings=settings))


def on_their_way(scene: Scene) -> Counter[tuple[str, str, str]]:
    with scene.house.database.reading() as connection:
        mine = outbox.c.kind == Message.SUMMARY.value
        rows = connection.execute(select(outbox.c.platform, outbox.c.target, outbox.c.subject).where(mine))
        return Counter((row.platform, row.target, row.subject) for row in rows)


def weeks(scene: Scene) -> list[Week]:
    with scene.house.database.reading() as connection:
        return kept_weeks(connection)


def all_parts(*wanted: Week) -> Counter[tuple[str, str, str]]:
    return Counter(
        (platform, target, Piece(week, part).subject)
        for week in wanted
        for platform, target in (channel.split(":") for channel in CHANNELS)
        for part in Part
    )


def test_nothing_is_due_before_the_time_of_the_week(office: Scene) -> None:
    office.clock.now = NINE - timedelta(seconds=1)
    assert make_due(office.house) == []
    office.clock.now = NINE
    assert make_due(office.house) == [WEEK]
    assert make_due(office.house) == []
    assert on_their_way(office) == all_parts(WEEK)


def test_another_time_of_the_week_can_be_set(office: Scene) -> None:
    later = replace(office.house.settings.summary_at, weekday=1)
    house = replace(office.house, settings=replace(office.house.settings, summary_at=later))
    office.clock.now = NINE + timedelta(hours=23)
    assert make_due(house) == []
    office.clock.now = NINE + timedelta(days=1)
    assert make_due(house) == [WEEK]


def test_a_house_that_was_opened_after_the_week_owes_none(office: Scene) -> None:
    office.clock.now = NINE - timedelta(days=7)
    with office.house.database.reading() as connection:
        assert due_weeks(connection, office.house) == []


def test_the_weeks_of_an_absence_are_made_up_for_in_their_order(office: Scene) -> None:
    office.clock.now = NINE
    make_due(office.house)
    office.clock.now = NINE + timedelta(weeks=6)
    missed = [WEEK.after(number) for number in range(1, 7)]
    assert make_due(office.house) == missed
    assert [week.number for week in missed] == [49, 50, 51, 52, 53, 1]
    assert on_their_way(office) == all_parts(WEEK, *missed)


def test_of_two_processes_at_once_one_makes_it(office: Scene) -> None:
    office.clock.now = NINE
    made: list[object] = []
    both = [threading.Thread(target=lambda: made.append(make(office.house, WEEK))) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(one is None for one in made) == [False, True]
    assert on_their_way(office) == all_parts(WEEK)
    with office.house.database.reading() as connection:
        assert len(entries_of_kinds(connection, [Kind.SUMMARISED])) == 1


def test_what_is_kept_stays_as_it_was_sent_whatever_happens_after(office: Scene) -> None:
    reference = reviewable(office)
    office.clock.now = NINE
    sent = make(office.house, WEEK)
    office.decide(reference, Choice.APPROVE)
    office.submit(GENERATED)
    with office.house.database.reading() as connection:
        assert kept(connection, WEEK) == sent


def test_an_audit_channel_that_comes_later_gets_it_too_and_no_other_gets_it_twice(office: Scene) -> None:
    office.clock.now = NINE
    make(office.house, WEEK)
    wider = replace(office.house.settings, audit_channels=(*CHANNELS, "slack:C0BOARD"))
    with office.house.database.writing() as connection:
        fresh = enqueue_summary(connection, replace(office.house, settings=wider), WEEK)
    assert fresh == ["slack:C0BOARD"]
    parts = Counter(("slack", "C0BOARD", Piece(WEEK, part).subject) for part in Part)
    assert on_their_way(office) == all_parts(WEEK) + parts


def test_its_files_lie_in_the_folder_of_its_week(office: Scene) -> None:
    office.submit(PHOTO)
    office.clock.now = NINE
    make(office.house, WEEK)
    folder = office.house.settings.summaries / "2026-W48"
    found = {path.name for path in folder.iterdir()}
    assert found >= {"summary.txt", "checkpoint.txt", "vigie-2026-W48.png", "vigie-2026-W48.csv"}
    assert not any(name.startswith(".") for name in found)
    assert (folder / "checkpoint.txt").read_text() in (folder / "summary.txt").read_text()


def test_the_trail_tells_an_archive_that_was_changed(office: Scene) -> None:
    office.clock.now = NINE
    sent = make(office.house, WEEK)
    assert sent is not None
    with office.house.database.writing() as connection:
        connection.execute(update(summaries).values(content=b"{}"))
    found = verify_database(office.house.database, office.house.key.verifier).first_break
    assert found is not None
    assert (found.what, found.seq) == (Fault.ARCHIVE, sent.seq)


def test_the_trail_tells_a_summary_that_is_missing_or_was_added(office: Scene) -> None:
    office.clock.now = NINE
    make(office.house, WEEK)
    with office.house.database.writing() as connection:
        connection.execute(update(summaries).values(entry_seq=1))
    found = verify_database(office.house.database, office.house.key.verifier).first_break
    assert found is not None
    assert found.what is Fault.ARCHIVE


def test_a_broken_trail_is_said_first_and_nothing_vouches_for_it(office: Scene) -> None:
    office.clock.now = NINE
    make(office.house, WEEK)
    with office.house.database.writing() as connection:
        connection.execute(update(summaries).values(content=b"{}"))
    office.clock.now = NINE + timedelta(weeks=1)
    assert make_due(office.house) == [WEEK.after(1)]
    with office.house.database.reading() as connection:
        told = kept(connection, WEEK.after(1))
    assert told is not None
    assert told.summary.integrity.checkpoint == ""
    assert not told.summary.integrity.check.intact


def test_a_disk_that_is_full_holds_no_summary_up_and_its_files_are_written_later(
    office: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    office.clock.now = NINE
    with monkeypatch.context() as full:
        full.setattr("bot.summary.kept.write_files", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
        assert make(office.house, WEEK)
    assert on_their_way(office) == all_parts(WEEK)
    folder = office.house.settings.summaries / str(WEEK)
    assert not folder.exists()
    write_missing_files(office.house)
    assert (folder / "summary.txt").exists()


def test_a_chart_that_can_t_be_drawn_holds_no_summary_up(
    office: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    monkeypatch.setattr("bot.summary.attachments.drawn", lambda *_: 1 / 0)
    office.clock.now = NINE
    assert make(office.house, WEEK)
    found = {path.name for path in (office.house.settings.summaries / str(WEEK)).iterdir()}
    assert "summary.txt" in found
    assert not [name for name in found if name.endswith(".png")]


def test_a_week_that_was_posted_by_hand_makes_no_other_due_and_none_is_passed_over(office: Scene) -> None:
    office.clock.now = NINE
    make_due(office.house)
    office.clock.now = NINE + timedelta(weeks=4)
    make(office.house, WEEK.after(4))
    assert make_due(office.house) == [WEEK.after(1), WEEK.after(2), WEEK.after(3)]
    assert make_due(office.house) == []


def test_a_house_that_has_long_been_running_is_not_told_its_whole_past(office: Scene) -> None:
    office.clock.now = NINE + timedelta(weeks=30)
    make(office.house, WEEK.after(2))
    assert make_due(office.house) == [WEEK.after(30)]


def test_an_absence_that_ends_with_the_command_is_counted(office: Scene) -> None:
    be_present(office.house)
    office.clock.now = NINE
    made = make(office.house, WEEK)
    assert made is not None
    assert made.summary.figures.absences == 1


def test_what_nobody_can_count_any_more_is_told_alone(office: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    office.submit(PHOTO)
    with office.house.database.writing() as connection:
        lower_guards(connection)
        judged = trail_entries.c.kind == Kind.JUDGED.value
        connection.execute(update(trail_entries).where(judged).values(body=b"{}"))
    office.clock.now = NINE
    assert make_due(office.house) == [WEEK]
    with office.house.database.reading() as connection:
        told = kept(connection, WEEK)
    assert told is not None
    assert not told.summary.counted
    text = summary_text(told.summary, office.catalogue(Language.ENGLISH))
    assert [section.heading for section in text.sections] == ["To be acted on"]
    assert "The journal was altered" in plain(text)
    assert text.checkpoint == ""
    assert on_their_way(office) == all_parts(WEEK)
    catalogue = office.catalogue(Language.ENGLISH)
    assert chart(told.summary, catalogue).content == b""
    assert register(office.house, told.summary, catalogue).content == b""
    page = as_html(told.summary, register_of_period(office.house, told.summary, catalogue), catalogue)
    assert "The journal was altered" in page
    assert "<figure>" not in page
    assert len(list(as_csv(told.summary, catalogue))) == 1
    folder = office.house.settings.summaries / str(WEEK)
    assert {path.name for path in folder.iterdir()} == {"summary.txt", "summary.html"}


def test_what_somebody_typed_and_has_erased_is_in_no_summary(office: Scene) -> None:
    word = "compte de nathalie petit"
    office.declare(replace(DRAFTED, tool=word, provider="", subject=f"Tract, voir {word}"))
    office.declare(DRAFTED)
    office.clock.now = NINE
    made = make(office.house, WEEK)
    assert made is not None
    assert (dict(made.summary.figures.uses.tools), made.summary.figures.uses.others) == ({"ChatGPT": 1}, 1)
    folder = office.house.settings.summaries / str(WEEK)
    before = b"".join(path.read_bytes() for path in folder.iterdir())
    assert word.encode() in before, "the register of the team says what was declared"
    erase_person(office.house, office.people["Camille"].id)
    write_missing_files(office.house)
    with office.house.database.reading() as connection:
        content = connection.execute(select(summaries.c.content)).scalar_one()
    everywhere = content + b"".join(path.read_bytes() for path in folder.iterdir())
    assert word.encode() not in everywhere
    assert (folder / "summary.html").exists()
    assert (folder / "vigie-2026-W48.csv").exists()


def test_a_summary_that_was_kept_by_the_first_version_can_be_read_for_ever() -> None:
    written = (Path(__file__).parent / "kept-1.json").read_bytes()
    summary = msgspec.json.decode(written, type=Summary)
    assert (summary.week, summary.figures.submitted) == ("2026-W47", 10)
    assert plain(summary_text(summary, Catalogue(Language.ENGLISH)))


def test_a_summary_that_can_t_be_read_holds_up_no_other(office: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    for number in range(2):
        office.clock.now = NINE + timedelta(weeks=number)
        make(office.house, WEEK.after(number))
    with office.house.database.writing() as connection:
        connection.execute(update(summaries).where(summaries.c.week == str(WEEK)).values(content=b"{}"))
        assert [one.summary.week for one in newest(connection, 9)] == [str(WEEK.after(1))]
        assert kept(connection, WEEK) is None
    assert make(office.house, WEEK) is None


def test_a_database_that_is_put_back_has_files_of_its_own(office: Scene) -> None:
    office.clock.now = NINE
    make(office.house, WEEK)
    folder = office.house.settings.summaries / str(WEEK)
    assert (folder / "checkpoint.txt").exists()
    with office.house.database.writing() as connection:  # the trail, which names it, tells on whoever does that
        connection.execute(delete(summaries))
    assert make(office.house, WEEK)
    assert not (folder / "checkpoint.txt").exists(), "nothing vouches for a broken trail"
    assert "Le journal a été altéré" in (folder / "summary.txt").read_text()


def test_a_clock_that_once_ran_ahead_silences_no_week(office: Scene) -> None:
    office.clock.now = NINE + timedelta(weeks=100)
    make_due(office.house)
    office.clock.now = NINE
    with office.house.database.writing() as connection:
        connection.execute(delete(summaries))
    assert make_due(office.house) == [WEEK]
