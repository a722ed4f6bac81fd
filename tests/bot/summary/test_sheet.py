from __future__ import annotations

from dataclasses import replace

import pytest

from bot.language import Catalogue
from bot.summary.model import Summary
from bot.summary.sheet import sheet_of
from policy.language import Language
from tests.bot.summary.samples import BROKEN, CAMPAIGN, FIGURES, SUMMARY, WAITING

ENGLISH = Catalogue(Language.ENGLISH)


@pytest.mark.parametrize(
    ("summary", "tone"),
    [
        (SUMMARY, "clear"),
        (WAITING, "ask"),
        (replace(SUMMARY, figures=replace(FIGURES, bypassed=1)), "ask"),
        (BROKEN, "stop"),
        (replace(WAITING, integrity=BROKEN.integrity), "stop"),
    ],
)
def test_what_is_to_be_acted_on_stands_apart_in_its_tone(summary: Summary, tone: str) -> None:
    sheet = sheet_of(summary, ENGLISH)
    assert sheet.duties
    assert (sheet.duties.heading, sheet.tone) == ("To be acted on", tone)
    assert sheet.duties not in sheet.sections


def test_where_nothing_is_known_of_duties_none_are_shown() -> None:
    sheet = sheet_of(CAMPAIGN, ENGLISH)
    assert sheet.duties is None
    assert sheet.sections == sheet.text.sections


def test_the_two_halves_of_the_title_are_the_whole() -> None:
    sheet = sheet_of(SUMMARY, ENGLISH)
    assert f"{sheet.kind} · {sheet.period}" == sheet.text.title


def test_the_tables_say_what_the_chart_shows() -> None:
    sheet = sheet_of(SUMMARY, ENGLISH)
    outcomes, uses = sheet.tables
    assert outcomes.headings == ("Approved", "Refused", "Unfavourable", "Waiting", "Withdrawn")
    assert outcomes.rows[-1] == ("W47", (7, 0, 2, 1, 0))
    assert outcomes.sums == (73, 0, 2, 1, 0)
    assert (uses.headings, uses.sums, len(uses.rows)) == (("Writing a text", "Translating"), (2, 1), 12)


def test_a_panel_without_anything_is_no_table() -> None:
    empty = replace(SUMMARY, buckets=tuple((period, replace(bucket, uses={})) for period, bucket in SUMMARY.buckets))
    assert len(sheet_of(empty, ENGLISH).tables) == 1
