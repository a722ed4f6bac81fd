from __future__ import annotations

import csv
import io
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.outbox import Message, state_of
from bot.house import House, open_house
from bot.settings import Settings
from bot.summary.kept import make
from bot.summary.period import Week
from policy.sandbox import Sandbox
from tests.bot.cli.conftest import Vigie
from tests.bot.declarations import DRAFTED
from tests.bot.scene import NOON, StillClock, open_scene
from tests.bot.workflow.files import GENERATED, reviewable

pytestmark = pytest.mark.usefixtures("lived")

NOW = NOON + timedelta(days=7)
"""Tuesday of week 49."""
AUDIT = {"VIGIE_LANGUAGE": "en", "VIGIE_AUDIT_CHANNELS": "slack:C0AUDIT,telegram:-1001"}


@pytest.fixture
def lived(data: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder with two submissions and a declared use in week 48, a week ago."""
    with open_scene(data, sandbox=sandbox) as scene:
        reviewable(scene)
        scene.submit(GENERATED)
        scene.declare(DRAFTED)

    def a_week_later(settings: Settings) -> AbstractContextManager[House]:
        return open_house(settings, StillClock(NOW))

    monkeypatch.setattr("bot.cli.summary.open_house", a_week_later)


@pytest.mark.parametrize("words", [[], ["--week", "2026-W48"], ["--format", "text"]])
def test_without_a_week_the_last_one_is_printed(vigie: Vigie, words: list[str]) -> None:
    ran = vigie("summary", *words, VIGIE_LANGUAGE="en")
    assert ran.code == 0
    assert ran.plain.startswith("Audit summary · week 48")
    assert "2 submissions" in ran.out
    assert "1 declared use" in ran.out
    assert "To check at home: copy this message" in ran.out
    assert "Camille" not in ran.out


@pytest.mark.parametrize(
    ("words", "period"),
    [
        (["--month", "2026-11"], "November 2026"),
        (["--year", "2026"], "2026"),
        (["--from", "2026-11-01", "--to", "2026-12-24"], "Nov 1 – Dec 24, 2026"),
        (["--week", "2026-W49"], "week 49, Nov 30 – Dec 6, 2026"),
    ],
)
def test_any_days_that_have_begun_can_be_summed_up(vigie: Vigie, words: list[str], period: str) -> None:
    ran = vigie("summary", *words, VIGIE_LANGUAGE="en")
    assert ran.plain.startswith(f"Audit summary · {period} ")


def test_the_table_is_for_a_spreadsheet(vigie: Vigie) -> None:
    ran = vigie("summary", "--format", "csv", VIGIE_LANGUAGE="en")
    rows = list(csv.reader(io.StringIO(ran.out.removeprefix("\ufeff")), delimiter=";"))
    assert ["2026-11-23 – 2026-11-29", "Submissions", "", "2"] in rows
    assert ["2026-W48", "Declared uses", "Writing a text", "1"] in rows
    assert ran.out.startswith("\ufeff")


def test_the_page_is_one_file_that_names_nobody(vigie: Vigie) -> None:
    ran = vigie("summary", "--format", "html", "--month", "2026-11", VIGIE_LANGUAGE="en")
    assert ran.out.startswith("<!doctype html>")
    assert "D-0001" in ran.out
    assert "Camille" not in ran.out


def test_a_summary_that_was_sent_is_printed_as_it_was(vigie: Vigie, data: Path) -> None:
    with open_house(Settings(data_dir=data), StillClock(NOON + timedelta(days=6))) as house:
        kept = make(house, Week(2026, 48))
    assert kept
    ran = vigie("summary", VIGIE_LANGUAGE="en")
    assert kept.summary.integrity.checkpoint in ran.out
    assert ran.err == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--week", "47"], "“47” is no period. Write it as in 2026-W47."),
        (["--week", "2026-W60"], "“2026-W60” is no period."),
        (["--week", "9999-W52"], "“9999-W52” is no period."),
        (["--month", "2026-13"], "“2026-13” is no period. Write it as in 2026-11."),
        (["--year", "MMXXVI"], "“MMXXVI” is no period. Write it as in 2026."),
        (["--from", "hier", "--to", "2026-11-24"], "“hier” is no period. Write it as in 2026-11-24."),
        (["--from", "2026-11-24"], "--from and --to go together."),
        (["--month", "2026-11", "--to", "2026-11-24"], "--from and --to go together."),
        (["--from", "2026-11-24", "--to", "2026-11-23"], "The last day comes before the first."),
        (["--from", "2010-01-01", "--to", "2026-11-23"], "A summary covers 10 years at most."),
        (["--week", "2026-W48", "--month", "2026-11"], "Choose one of:"),
        (["--year", "2027"], "That is still to come."),
        (["--week", "2026-W50"], "That is still to come."),
        (["--month", "2026-11", "--post"], "Only the summary of a week is sent."),
        (["--week", "2026-W49", "--post"], "This week is not over."),
    ],
)
def test_words_that_make_no_sense_are_told(vigie: Vigie, words: list[str], sentence: str) -> None:
    ran = vigie("summary", *words, VIGIE_LANGUAGE="en")
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.complaint


def test_a_week_is_sent_once_to_each_channel(vigie: Vigie, data: Path) -> None:
    first, second = (vigie("summary", "--post", **AUDIT) for _ in range(2))
    assert (first.code, first.out) == (0, "On its way to: slack:C0AUDIT, telegram:-1001\n")
    assert (second.code, second.out) == (0, "It was sent already, to every audit channel.\n")
    with open_house(Settings(data_dir=data)) as house, house.database.reading() as connection:
        for platform, target in (("slack", "C0AUDIT"), ("telegram", "-1001")):
            assert state_of(connection, platform, target, Message.SUMMARY, "2026-W48/message")


def test_a_channel_that_was_named_since_gets_it_too(vigie: Vigie) -> None:
    vigie("summary", "--post", VIGIE_LANGUAGE="en", VIGIE_AUDIT_CHANNELS="slack:C0AUDIT")
    assert vigie("summary", "--post", **AUDIT).out == "On its way to: telegram:-1001\n"


def test_without_an_audit_channel_it_is_told_where_the_summary_is(vigie: Vigie, data: Path) -> None:
    ran = vigie("summary", "--post", VIGIE_LANGUAGE="en")
    folder = data / "summaries" / "2026-W48"
    assert ran.code == 0
    assert str(folder) in ran.plain
    assert "VIGIE_AUDIT_CHANNELS" in ran.out
    assert (folder / "summary.html").exists()
