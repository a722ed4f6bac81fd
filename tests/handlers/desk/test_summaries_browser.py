"""The summaries as a press officer sees them: on a phone in both themes, with the keyboard, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from bot import workflow
from tests.bot.declarations import DRAFTED
from tests.handlers.desk.conftest import ComeIn
from tests.handlers.desk.test_browser import FAULTS
from tests.handlers.desk.test_charter_browser import picture
from tests.handlers.desk.test_summaries import Kiosk, open_kiosk

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
SMALLEST = {"width": 320, "height": 640}
SHEETS = re.compile(rb"/Type\s*/Page\b")
_OUTSIDE = """() => [...document.querySelectorAll("main *")]
  .filter((one) => !one.closest(".visually-hidden") && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    with open_kiosk(tmp_path_factory.mktemp("summaries") / "data") as kiosk:
        yield kiosk


def opened(page: Page, kiosk: Kiosk, path: str) -> Page:
    page.goto(kiosk.desk.address + path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_sticks_out_and_all_can_be_pressed(kiosk: Kiosk, come_in: ComeIn, scheme: str) -> None:
    week = kiosk.summary.week
    for size in (PHONE, SMALLEST):
        page = come_in(kiosk.desk, "Camille", viewport=size, color_scheme=scheme)
        for path in ("/bilans", f"/bilans/{week}", "/bilans/rapport?from=&to="):
            opened(page, kiosk, path)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
            assert page.evaluate(FAULTS) == [], path
            picture(page, f"summaries-{scheme}-{size['width']}-{path.rpartition('/')[2][:8]}")
        opened(page, kiosk, f"/bilans/{week}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_follows_the_theme(kiosk: Kiosk, come_in: ComeIn, scheme: str) -> None:
    page = opened(come_in(kiosk.desk, "Camille", color_scheme=scheme), kiosk, f"/bilans/{kiosk.summary.week}")
    assert str(page.evaluate("document.querySelector('.chart img').currentSrc")).endswith(f"theme={scheme}")


def test_from_the_channel_to_a_summary_with_the_keyboard_alone(kiosk: Kiosk, come_in: ComeIn) -> None:
    page = come_in(kiosk.desk, "Camille", viewport=PHONE)
    link = page.locator(".places a[href='/bilans']")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/bilans$"))
    page.locator(f"a[href='/bilans/{kiosk.summary.week}']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(kiosk.desk.say("Audit summary"))
    page.locator(".figures summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"


def test_the_days_that_somebody_chooses_become_a_page(kiosk: Kiosk, come_in: ComeIn) -> None:
    page = come_in(kiosk.desk, "Camille", viewport=PHONE)
    page.goto(f"{kiosk.desk.address}/bilans")
    page.locator(".narrow summary").click()
    page.locator("#since").fill(str(kiosk.summary.period.first))
    page.locator("#until").fill(str(kiosk.summary.period.last))
    page.locator(".narrow form button").click()
    page.wait_for_url(re.compile("/bilans/rapport"))
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Iowan')
    assert page.locator(".on-screen").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_it_is_light_and_nothing_is_cut(kiosk: Kiosk, come_in: ComeIn, scheme: str) -> None:
    for number in range(60):
        use = replace(DRAFTED, subject=f"Tract {number}, " + "mot" * 60)
        workflow.declare(kiosk.desk.house, kiosk.desk.people["Camille"], use)
    page = come_in(kiosk.desk, "Camille", color_scheme=scheme, viewport={"width": 672, "height": 1_000})
    opened(page, kiosk, f"/bilans/{kiosk.summary.week}.html")
    page.emulate_media(media="print")
    ground, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert (ground, ink) == ("rgba(0, 0, 0, 0)", "rgb(15, 34, 51)")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.evaluate(_OUTSIDE) == []
    assert page.locator(".on-paper").is_visible()
    assert not page.locator(".on-screen").is_visible()
    page.emulate_media(media="screen")
    sheets = len(SHEETS.findall(page.pdf(format="A4", prefer_css_page_size=True)))
    page.evaluate("document.querySelector('main').lastElementChild.remove()")
    without_the_end = len(SHEETS.findall(page.pdf(format="A4", prefer_css_page_size=True)))
    assert 3 <= without_the_end <= sheets <= without_the_end + 1
