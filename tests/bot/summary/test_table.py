from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from bot.language import Catalogue
from bot.spreadsheet import BYTE_ORDER_MARK
from bot.summary.model import Summary
from bot.summary.table import as_csv
from policy.language import Language
from tests.bot.summary.samples import FIGURES, SUMMARY

ENGLISH = Catalogue(Language.ENGLISH)


def rows(summary: Summary, catalogue: Catalogue = ENGLISH) -> list[list[str]]:
    written = "".join(as_csv(summary, catalogue)).removeprefix(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(written), delimiter=";"))


def test_each_figure_of_the_period_is_a_row() -> None:
    whole = [row[1:] for row in rows(SUMMARY) if row[0] == "2026-11-16 – 2026-11-22"]
    assert whole == [
        ["Submissions", "", "10"],
        ["Submissions", "Approved", "7"],
        ["Submissions", "Refused", "0"],
        ["Submissions", "Unfavourable", "2"],
        ["Submissions", "Waiting", "1"],
        ["Submissions", "Withdrawn", "0"],
        ["Unfavourable opinions", "art. 1", "2"],
        ["Rules on trial", "'=trial", "3"],
        ["Answered within a minute", "", "9"],
        ["First decision, half of them, in seconds", "", "2400"],
        ["First decision, nine in ten, in seconds", "", "18000"],
        ["Declared uses", "Writing a text", "2"],
        ["Declared uses", "Translating", "1"],
        ["Tools", "ChatGPT", "2"],
        ["Tools", "DeepL", "1"],
        ["Tools", "tools that Vigie does not know", "0"],
        ["Uses refused by the charter", "", "1"],
        ["Published", "", "4"],
        ["Posts without Vigie", "", "0"],
        ["Outages", "", "1"],
        ["Outages, in seconds", "", "1500"],
    ]


def test_each_week_of_the_chart_follows_with_its_own() -> None:
    written = rows(SUMMARY)
    weeks = list(dict.fromkeys(row[0] for row in written if row[0].startswith("2026-W")))
    assert (weeks[0], weeks[-1], len(weeks)) == ("2026-W36", "2026-W47", 12)
    assert ["2026-W36", "Submissions", "Approved", "1"] in written
    assert ["2026-W47", "Declared uses", "Translating", "1"] in written


def test_a_period_in_which_nobody_decided_has_no_delays() -> None:
    told = rows(replace(SUMMARY, figures=replace(FIGURES, delays=None)))
    assert not [row for row in told if row[1].startswith("First decision")]


@pytest.mark.parametrize("language", Language)
def test_a_spreadsheet_opens_it_as_it_is(language: Language) -> None:
    written = "".join(as_csv(SUMMARY, Catalogue(language)))
    assert written.startswith(BYTE_ORDER_MARK)
    assert {len(row) for row in rows(SUMMARY, Catalogue(language))} == {4}
    assert {row[3].isdigit() for row in rows(SUMMARY, Catalogue(language))[1:]} == {True}
