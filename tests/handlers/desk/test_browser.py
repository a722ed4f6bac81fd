from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, FilePayload, JSHandle, Page, expect

from bot import workflow
from policy.declaration import Purpose
from tests.bot.declarations import DRAFTED
from tests.handlers.desk.conftest import ComeIn
from tests.handlers.desk.pictures import generated, photo
from tests.handlers.desk.running import RunningDesk

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 640}


def picture_file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def test_a_generated_picture_gets_its_verdict_without_a_reload(lasting_desk: RunningDesk, come_in: ComeIn) -> None:
    page = come_in(lasting_desk, "Camille", viewport=PHONE)
    page.evaluate("window.stillHere = true")
    page.set_input_files("#files", picture_file("poster.png", generated()))
    expect(page.locator(".chosen li")).to_have_count(1)
    page.get_by_label(lasting_desk.say("A word for the person who will read")).fill("For Thursday.")
    page.get_by_role("button", name=lasting_desk.say("Submit"), exact=True).click()
    card = page.locator("article.card").first
    expect(card).to_have_class(re.compile("tone-stop"))
    expect(card.locator("blockquote")).to_be_visible()
    expect(card.locator(".picture img")).to_be_visible()
    expect(page.locator("#announcements")).to_contain_text(lasting_desk.say("Unfavourable opinion"))
    expect(page.locator(".news")).to_be_hidden()
    assert page.evaluate("window.stillHere")


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_files_can_be_dragged_or_pasted_into_the_page(lasting_desk: RunningDesk, come_in: ComeIn, way: str) -> None:
    page = come_in(lasting_desk, "Camille")
    transfer = page.evaluate_handle(
        """bytes => { const carried = new DataTransfer();
        carried.items.add(new File([new Uint8Array(bytes)], "one.jpg", { type: "image/jpeg" }));
        carried.items.add(new File([new Uint8Array(bytes)], "two.jpg", { type: "image/jpeg" }));
        return carried; }""",
        [*photo(size=(8, 8))],
    )
    before = page.locator("article.card").count()
    event = {
        "drop": 'new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true })',
        "paste": 'new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true })',
    }
    page.evaluate(f"carried => document.getElementById('drop').dispatchEvent({event[way]})", transfer)
    page.locator(".chosen button").last.click()
    expect(page.locator(".chosen li")).to_have_count(1)
    page.locator(".drop-send").click()
    expect(page.locator("article.card")).to_have_count(before + 1)
    expect(page.locator("article.card").first.locator(".file-name")).to_have_text("one.jpg")
    expect(page.locator(".chosen")).to_be_hidden()


def test_a_reviewer_approves_with_the_keyboard_alone(lasting_desk: RunningDesk, come_in: ComeIn) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("market.jpg", photo((80, 1, 1))))
    camille.press(reference, "state", value="own-photo")
    page = come_in(lasting_desk, "Dominique")
    approve = page.locator(f"#{reference} summary", has_text=lasting_desk.say("Approve"))
    _tab_to(page, approve.evaluate_handle("summary => summary"))
    page.keyboard.press("Enter")
    expect(page.locator(f"#{reference} .confirm")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"#{reference} .confirm")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{reference}")).to_have_class(re.compile("tone-done"))
    expect(page.locator(f"#{reference}-headline")).to_be_focused()


def _tab_to(page: Page, target: JSHandle, at_most: int = 80) -> None:
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("target => document.activeElement === target", target):
            return
    raise AssertionError("not reached with the Tab key")


def test_a_refusal_takes_a_ready_reason_and_the_author_sees_it_live(lasting_desk: RunningDesk, come_in: ComeIn) -> None:
    reference = lasting_desk.come_in("Camille").drop_and_wait(("doubt.jpg", photo((80, 2, 1))))
    author = come_in(lasting_desk, "Camille")
    page = come_in(lasting_desk, "Dominique")
    card = page.locator(f"#{reference}")
    card.locator("summary", has_text=lasting_desk.say("Refuse")).click()
    card.locator(".gesture-danger .suggestion").last.click()
    card.get_by_role("button", name=lasting_desk.say("Refuse"), exact=True).click()
    expect(card.locator(".verdict-words")).to_have_text(lasting_desk.say("Refused"))
    expect(author.locator(f"#{reference} .verdict-words")).to_have_text(lasting_desk.say("Refused"))


def test_what_someone_types_survives_a_change_and_an_error(lasting_desk: RunningDesk, come_in: ComeIn) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("race.jpg", photo((80, 3, 1))))
    page = come_in(lasting_desk, "Dominique")
    card = page.locator(f"#{reference}")
    card.locator("summary", has_text=lasting_desk.say("Request changes")).click()
    words = card.locator("details[open] textarea")
    words.fill("Which march was this?")
    camille.press(reference, "state", value="own-photo")
    expect(card.locator(".changed")).to_be_visible()
    card.locator("details[open] form button:not([type])").click()
    expect(card.get_by_role("alert")).to_contain_text(lasting_desk.say("The card has changed since you opened it."))
    expect(words).to_have_value("Which march was this?")
    card.locator(".changed button").click()
    expect(card).to_have_class(re.compile("tone-clear"))


def test_a_file_over_the_limit_is_refused_before_it_is_sent(lasting_desk: RunningDesk, come_in: ComeIn) -> None:
    page = come_in(lasting_desk, "Camille")
    page.locator("#drop").evaluate("form => { form.dataset.most = '100'; }")
    page.set_input_files("#files", picture_file("film.jpg", photo()))
    expect(page.locator("#drop").get_by_role("alert")).to_be_visible()
    expect(page.locator(".chosen li")).to_have_count(1)


def test_the_desk_works_without_scripts(lasting_desk: RunningDesk, come_in: ComeIn) -> None:
    page = come_in(lasting_desk, "Camille", java_script_enabled=False, viewport=PHONE)
    page.set_input_files("#files", picture_file("plain.jpg", photo((80, 4, 1))))
    page.get_by_role("button", name=lasting_desk.say("Submit"), exact=True).click()
    page.wait_for_url(re.compile(r"/depots/V-\d+$"))
    lasting_desk.come_in("Dominique").desk_answers(page.url.rpartition("/")[2])
    page.reload()
    page.get_by_role("button", name=lasting_desk.say("I took this photo"), exact=True).click()
    expect(page.locator("article.card")).to_have_class(re.compile("tone-clear"))
    page.locator("summary", has_text=lasting_desk.say("Withdraw")).click()
    page.get_by_role("button", name=lasting_desk.say("Withdraw"), exact=True).click()
    expect(page.locator(".verdict-words")).to_have_text(lasting_desk.say("Withdrawn"))


def _every_kind_of_page(desk: RunningDesk) -> list[str]:
    camille = desk.come_in("Camille")
    names = ("a-name-without-a-single-space-" * 6 + ".png", "two.jpg")
    album = camille.drop_and_wait((names[0], generated()), (names[1], photo((80, 5, 1))), note="word" * 100)
    asked = camille.drop_and_wait(("three.jpg", photo((80, 6, 1))))
    declared, refused = (
        workflow.declare(desk.house, desk.people["Camille"], replace(DRAFTED, subject="word" * 70, purpose=purpose))
        for purpose in (Purpose.DRAFTING, Purpose.DECISION)
    )
    return [
        "/?vue=tout",
        f"/depots/{album}",
        f"/depots/{asked}",
        "/journal/verification",
        "/charte",
        "/registre?but=drafting",
        "/registre/declarer",
        f"/registre/{declared.reference}",
        f"/registre/{refused.reference}",
        "/bilans",
        "/nowhere",
    ]


def test_nothing_sticks_out_on_the_smallest_phone(lasting_desk: RunningDesk, come_in: ComeIn) -> None:
    page = come_in(lasting_desk, "Camille", viewport=SMALLEST)
    for path in _every_kind_of_page(lasting_desk):
        page.goto(lasting_desk.address + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.name = ''; one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"], path


def test_everything_that_can_be_pressed_has_a_name_and_room_for_a_finger(
    lasting_desk: RunningDesk, come_in: ComeIn
) -> None:
    page = come_in(lasting_desk, "Camille", viewport=PHONE)
    reviewer = come_in(lasting_desk, "Dominique", viewport=PHONE)
    for path in _every_kind_of_page(lasting_desk):
        for looked_at in (page, reviewer):
            looked_at.goto(lasting_desk.address + path)
            looked_at.evaluate(
                "document.querySelectorAll('details').forEach(one => { one.name = ''; one.open = true; })"
            )
            assert looked_at.evaluate(FAULTS) == [], path


FAULTS = """() => {
  const faults = [];
  const say = (element, what) => faults.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  const shown = (element) => element.getClientRects().length > 0;
  const name = (element) =>
    (element.getAttribute("aria-label") || element.querySelector("img")?.alt || element.textContent).trim();
  for (const element of document.querySelectorAll("button, summary, a")) {
    if (shown(element) && !name(element)) say(element, "no name");
  }
  for (const element of document.querySelectorAll("input:not([type=hidden]), textarea, progress")) {
    if (!element.labels.length) say(element, "no label");
  }
  for (const element of document.querySelectorAll("button, summary, .button, label.choice")) {
    if (shown(element) && element.getBoundingClientRect().height < 44) say(element, "too small");
  }
  for (const element of document.querySelectorAll("img")) {
    if (!element.hasAttribute("alt")) say(element, "no alternative");
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) faults.push(`id twice: ${id}`);
  for (const attribute of ["aria-labelledby", "aria-describedby", "for"]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(" ")) if (!ids.includes(id)) say(element, `no ${id}`);
    }
  }
  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) say(heading, `heading after h${level}`);
    level = next;
  }
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
  if (document.querySelectorAll("main").length !== 1) faults.push("not one main");
  if (!document.documentElement.lang) faults.push("no language");
  return faults;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_are_drawn(browser: Browser, lasting_desk: RunningDesk, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(lasting_desk.address)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    assert ground == {"light": "rgb(250, 247, 242)", "dark": "rgb(11, 22, 32)"}[scheme]
