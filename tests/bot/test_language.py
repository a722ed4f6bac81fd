from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import language
from bot.language import LOCALE, N_, Catalogue
from policy.language import Language

FRENCH, ENGLISH = Catalogue(Language.FRENCH), Catalogue(Language.ENGLISH)
AT = datetime(2026, 11, 24, 8, 12, 59, tzinfo=UTC)


def test_a_sentence_is_said_in_the_readers_language() -> None:
    assert FRENCH.say("Approve") == "Donner mon visa"
    assert ENGLISH.say("Approve") == "Approve"


def test_a_sentence_that_nobody_translated_is_said_in_english() -> None:
    assert FRENCH.say("A sentence that no catalogue holds") == "A sentence that no catalogue holds"


def test_marking_a_sentence_changes_nothing() -> None:
    assert N_("Approve") == "Approve"


def test_nothing_to_say_is_nothing_said() -> None:
    assert FRENCH.say("") == ""


def test_placeholders_are_filled() -> None:
    assert FRENCH.say("Approved by {name}", name="Dominique") == "Visa de Dominique"


def test_what_fills_a_placeholder_is_never_read_as_one() -> None:
    assert FRENCH.say("Approved by {name}", name="{name} {0} {x!r}") == "Visa de {name} {0} {x!r}"


@pytest.mark.parametrize(("number", "said"), [(0, "0 fichier"), (1, "1 fichier"), (2, "2 fichiers")])
def test_french_counts_none_and_one_in_the_singular(number: int, said: str) -> None:
    one, many = "Submitted by {name}: {number} file", "Submitted by {name}: {number} files"
    assert FRENCH.count(one, many, number, name="Camille") == f"Déposé par Camille\u00a0: {said}"


@pytest.mark.parametrize(("number", "said"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_english_counts_only_one_in_the_singular(number: int, said: str) -> None:
    one, many = "Submitted by {name}: {number} file", "Submitted by {name}: {number} files"
    assert ENGLISH.count(one, many, number, name="Camille") == f"Submitted by Camille: {said}"


def test_a_moment_is_shown_in_the_time_of_paris() -> None:
    assert FRENCH.moment(AT) == "24 nov. 2026, 09:12"
    assert FRENCH.moment(AT - timedelta(days=150)) == "27 juin 2026, 10:12"


def test_a_moment_is_shown_as_english_writes_it() -> None:
    assert ENGLISH.moment(AT).replace("\u202f", " ") == "Nov 24, 2026, 09:12"


def test_a_moment_follows_the_time_zone_of_the_house() -> None:
    assert Catalogue(Language.FRENCH, UTC).moment(AT) == "24 nov. 2026, 08:12"


def test_a_moment_that_people_wait_for_has_its_day_of_the_week() -> None:
    assert FRENCH.weekday(AT + timedelta(days=7)) == "mardi 1 décembre, 09:12"
    assert ENGLISH.weekday(AT + timedelta(days=7)) == "Tuesday 1 December, 09:12"
    assert Catalogue(Language.FRENCH, UTC).weekday(AT) == "mardi 24 novembre, 08:12"


def test_numbers_are_grouped_as_each_language_does() -> None:
    assert FRENCH.number(1_234_567) == "1\u202f234\u202f567"
    assert ENGLISH.number(1_234_567) == "1,234,567"


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (0, "0\u00a0o", "0\u00a0B"),
        (999, "999\u00a0o", "999\u00a0B"),
        (1_000, "1\u00a0ko", "1\u00a0kB"),
        (750_400, "750\u00a0ko", "750\u00a0kB"),
        (999_499, "999\u00a0ko", "999\u00a0kB"),
        (999_500, "1\u00a0Mo", "1\u00a0MB"),
        (2_500_000, "2,5\u00a0Mo", "2.5\u00a0MB"),
        (50_000_000, "50\u00a0Mo", "50\u00a0MB"),
    ],
)
def test_sizes_are_said_in_the_unit_that_people_know(size: int, french: str, english: str) -> None:
    assert FRENCH.size(size) == french
    assert ENGLISH.size(size) == english


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.integers(0, 10**9))
def test_no_size_needs_more_than_three_digits_before_its_unit(size: int) -> None:
    number = FRENCH.size(size).split("\u00a0")[0]
    assert len(number.partition(",")[0]) <= 3 or size >= 999_950_000


@pytest.mark.parametrize(
    ("length", "french", "english"),
    [
        (timedelta(0), "0 s", "0 s"),
        (timedelta(seconds=40), "40 s", "40 s"),
        (timedelta(minutes=3), "3 min", "3 min"),
        (timedelta(minutes=3, seconds=20), "3 min 20 s", "3 min 20 s"),
        (timedelta(hours=2, minutes=10, seconds=59), "2 h 10 min", "2 h 10 min"),
        (timedelta(hours=2, seconds=59), "2 h", "2 h"),
        (timedelta(days=3, hours=4, minutes=59), "3 j 4 h", "3 d 4 h"),
        (timedelta(days=101), "101 j", "101 d"),
    ],
)
def test_a_duration_is_said_by_its_two_largest_units(length: timedelta, french: str, english: str) -> None:
    assert FRENCH.duration(length) == french.replace(" ", "\u00a0")
    assert ENGLISH.duration(length) == english.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("mean", "french", "english"),
    [(0, "0", "0"), (3.0, "3", "3"), (4.75, "4,8", "4.8"), (0.25, "0,2", "0.2"), (1_234.5, "1\u202f234,5", "1,234.5")],
)
def test_a_mean_has_one_decimal_where_it_needs_one(mean: float, french: str, english: str) -> None:
    assert (FRENCH.mean(mean), ENGLISH.mean(mean)) == (french, english)


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "16–22 nov. 2026", "Nov 16 – 22, 2026"),
        (date(2026, 11, 30), date(2026, 12, 6), "30 nov. – 6 déc. 2026", "Nov 30 – Dec 6, 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 déc. 2026 – 3 janv. 2027", "Dec 28, 2026 – Jan 3, 2027"),
        (date(2026, 11, 16), date(2026, 11, 16), "16 nov. 2026", "Nov 16, 2026"),
    ],
)
def test_days_in_a_row_are_said_without_saying_anything_twice(
    first: date, last: date, french: str, english: str
) -> None:
    assert FRENCH.span(first, last).replace("\u2009", " ") == french
    assert ENGLISH.span(first, last).replace("\u2009", " ") == english


def test_a_month_is_said_by_its_name() -> None:
    assert FRENCH.month(date(2026, 11, 3)) == "novembre 2026"
    assert ENGLISH.month(date(2026, 11, 3)) == "November 2026"


def test_an_edited_catalogue_speaks_before_it_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    written, compiled = folder / "vigie.po", folder / "vigie.mo"
    written.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Approve"\nmsgstr "Oui"\n', "utf-8"
    )
    compiled.write_bytes(b"an old one, compiled before the last edit")
    os.utime(compiled, (1, 1))
    monkeypatch.setattr(language, "LOCALE", tmp_path)
    assert Catalogue(Language.FRENCH).say("Approve") == "Oui"


def test_french_puts_unbreakable_spaces_where_its_typography_asks() -> None:
    with (LOCALE / "fr" / "LC_MESSAGES" / "vigie.po").open("rb") as stream:
        messages = read_po(stream)
    said = [text for message in messages if message.id for text in _texts(message)]
    assert len(said) > 100
    assert [text for text in said if re.search(r"« | [:;?!»]", text)] == []


def _texts(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (str(message.string),)
