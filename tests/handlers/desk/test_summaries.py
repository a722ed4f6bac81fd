from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot import workflow
from bot.language import Catalogue
from bot.self_check import SelfCheck, check_trail
from bot.spreadsheet import BYTE_ORDER_MARK
from bot.summary import gather
from bot.summary.attachments import drawn
from bot.summary.chart import Chart, Theme
from bot.summary.kept import Kept, make
from bot.summary.model import Summary
from bot.summary.period import Week
from bot.summary.words import period_words, summary_text
from handlers.desk import summaries, summary_files
from tests.bot.declarations import DRAFTED
from tests.handlers.desk.pictures import photo
from tests.handlers.desk.running import RunningDesk, open_desk


@dataclass(frozen=True)
class Kiosk:
    """A desk on which the present week was summed up already, before anything more happened in it."""

    desk: RunningDesk
    kept: Kept

    @property
    def summary(self) -> Summary:
        return self.kept.summary

    @property
    def catalogue(self) -> Catalogue:
        return self.desk.house.catalogue()

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask as Camille."""
        return self.desk.come_in("Camille").client.get(path, headers=headers)

    def read(self, path: str) -> str:
        return unescape(self.get(path).text)


def today(desk: RunningDesk) -> date:
    return desk.house.clock().astimezone(desk.house.settings.timezone).date()


@contextmanager
def open_kiosk(folder: Path) -> Iterator[Kiosk]:
    with open_desk(folder) as desk:
        camille = desk.come_in("Camille")
        camille.drop_and_wait(("market.jpg", photo()))
        workflow.declare(desk.house, desk.people["Camille"], DRAFTED)
        kept = make(desk.house, Week.of(today(desk)))
        assert kept
        workflow.declare(desk.house, desk.people["Camille"], DRAFTED)
        yield Kiosk(desk, kept)


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    with open_kiosk(tmp_path_factory.mktemp("summaries") / "data") as kiosk:
        yield kiosk


def test_the_list_shows_each_week_with_its_figures_and_the_week_so_far(kiosk: Kiosk) -> None:
    page = kiosk.read("/bilans")
    one, two = (kiosk.catalogue.count("{number} declared use", "{number} declared uses", number) for number in (1, 2))
    assert f'href="/bilans/{kiosk.summary.week}"' in page
    assert page.index(two) < page.index(f'href="/bilans/{kiosk.summary.week}"') < page.index(one)
    assert f"from={kiosk.summary.period.first}&to={today(kiosk.desk)}" in page
    assert '<a href="/bilans" aria-current="page">' in page


def test_a_kept_week_says_what_was_sent_and_counts_nothing_anew(kiosk: Kiosk) -> None:
    page = kiosk.read(f"/bilans/{kiosk.summary.week}")
    text = summary_text(kiosk.summary, kiosk.catalogue)
    for section in text.sections:
        for line in section.lines:
            assert line in page
    assert text.checkpoint.rstrip("\n") in page
    assert text.key in page
    assert f'href="/journal?avant={kiosk.kept.seq + 1}#e{kiosk.kept.seq}"' in page


def test_the_picture_is_drawn_in_both_themes_and_kept_by_the_browser(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(chart: Chart, theme: Theme) -> bytes:
        assert threading.current_thread().name != "desk"
        assert chart.weeks
        return theme.name.encode()

    monkeypatch.setattr(summary_files, "drawn", draw)
    address = f"/bilans/{kiosk.summary.week}.png"
    light, dark = kiosk.get(f"{address}?theme=light"), kiosk.get(f"{address}?theme=dark")
    assert (light.content, dark.content) == (b"LIGHT", b"DARK")
    assert light.headers["content-type"] == "image/png"
    assert light.headers["etag"] != dark.headers["etag"]
    again = kiosk.get(f"{address}?theme=dark", **{"If-None-Match": f'"other", W/{dark.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert kiosk.get(address).content == b"LIGHT"


def test_the_same_picture_is_drawn_once(kiosk: Kiosk) -> None:
    address = f"/bilans/{kiosk.summary.week}.png"
    before = kiosk.get(address).headers["etag"]
    hits = drawn.cache_info().hits
    assert kiosk.get(address).headers["etag"] == before
    assert drawn.cache_info().hits == hits + 1


def test_the_register_of_the_week_is_a_table_without_names(kiosk: Kiosk) -> None:
    answer = kiosk.get(f"/bilans/{kiosk.summary.week}.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix(BYTE_ORDER_MARK)), delimiter=";"))
    assert answer.headers["content-disposition"] == f'attachment; filename="vigie-{kiosk.summary.week}.csv"'
    assert [row[0] for row in rows[1:]] == ["D-0002", "D-0001"]
    assert "Camille" not in answer.text


@pytest.mark.parametrize("report", [False, True])
def test_the_page_to_print_stands_alone_and_can_run_nothing(kiosk: Kiosk, report: bool) -> None:
    period = kiosk.summary.period
    whole = f"/bilans/rapport?from={period.first}&to={period.last}"
    answer = kiosk.get(whole if report else f"/bilans/{kiosk.summary.week}.html")
    assert answer.status_code == 200
    assert answer.text.startswith("<!doctype html>")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "Camille" not in answer.text
    number = 2 if report else 1
    assert kiosk.catalogue.count("{number} declared use", "{number} declared uses", number) in unescape(answer.text)


def test_a_report_tells_of_the_last_verification_and_makes_none_of_its_own(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = check_trail(kiosk.desk.house)

    def verify(_: object) -> SelfCheck:
        raise AssertionError("verified in a request")

    monkeypatch.setattr(gather, "check_trail", verify)
    page = kiosk.read("/bilans/rapport?from=2026-01-01&to=2026-12-31")
    assert kiosk.catalogue.number(last.entries) in page


def test_a_year_of_a_report_is_counted_beside_everybody_else_s_pages(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    make_one = gather.report_of

    def noted(*arguments: object, **named: object) -> Summary:
        threads.append(threading.current_thread().name)
        return make_one(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(summaries, "report_of", noted)
    assert kiosk.get("/bilans/rapport?from=2020-01-01&to=2026-12-31").status_code == 200
    assert threads
    assert "desk" not in threads


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        ("", "", "Choose the first day and the last."),
        ("2026-11-01", "", "Choose the first day and the last."),
        ("2026-11-02", "2026-11-01", "The last day comes before the first."),
        ("2126-11-02", "2126-11-03", "That is still to come."),
    ],
)
def test_days_that_make_no_sense_are_told_above_the_form_that_keeps_them(
    kiosk: Kiosk, since: str, until: str, sentence: str
) -> None:
    answer = kiosk.get(f"/bilans/rapport?from={since}&to={until}")
    assert answer.status_code == 422
    assert kiosk.desk.say(sentence) in unescape(answer.text)
    assert '<details class="narrow" open>' in answer.text
    assert f'name="from" value="{since}"' in answer.text


@pytest.mark.parametrize("typed", ["hier", "0001-01-01", "9999-12-31", '"><script>', "2026-02-30", "x" * 5000])
def test_whatever_is_typed_into_the_address_ends_as_a_sentence(kiosk: Kiosk, typed: str) -> None:
    client = kiosk.desk.come_in("Camille").client
    for days in ({"from": typed, "to": "2026-11-22"}, {"from": "2026-11-22", "to": typed}):
        answer = client.get("/bilans/rapport", params=days)
        assert answer.status_code == 422
        assert "<script>" not in answer.text
    assert client.get("/bilans", params={"avant": typed}).status_code == 200


@pytest.mark.parametrize("ending", ["", ".png", ".csv", ".html"])
@pytest.mark.parametrize("week", ["2019-W01", "2026-W99", "hier", "9999-W52"])
def test_a_week_without_a_summary_is_a_page_with_a_way_on(kiosk: Kiosk, week: str, ending: str) -> None:
    answer = kiosk.get(f"/bilans/{week}{ending}")
    assert answer.status_code == 404
    assert kiosk.desk.say("There is no summary of this week.") in unescape(answer.text)


def test_strangers_read_no_summary(kiosk: Kiosk) -> None:
    week = kiosk.summary.week
    paths = ["/bilans", "/bilans/rapport?from=2026-01-01&to=2026-02-01"]
    for path in [*paths, *(f"/bilans/{week}{ending}" for ending in ("", ".png", ".csv", ".html"))]:
        assert kiosk.desk.visitor().get(path).status_code == 403


def test_a_new_house_says_that_the_first_summary_is_to_come(desk: RunningDesk) -> None:
    page = unescape(desk.come_in("Camille").client.get("/bilans").text)
    assert desk.say("No summary yet.") in page


def test_many_weeks_are_read_page_by_page(desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summaries, "WEEKS_PER_PAGE", 2)
    last = Week.of(today(desk) - timedelta(days=7))
    check = check_trail(desk.house)
    for number in range(3):
        make(desk.house, last.after(-number), check)
    camille = desk.come_in("Camille")
    first = camille.client.get("/bilans").text
    second = unescape(camille.client.get(f"/bilans?avant={last.after(-1)}").text)
    assert f"/bilans?avant={last.after(-1)}" in first
    assert f'href="/bilans/{last.after(-2)}"' not in first
    assert f'href="/bilans/{last.after(-2)}"' in second
    assert period_words(last.period, desk.house.catalogue()) not in second
    assert "avant=" not in second
