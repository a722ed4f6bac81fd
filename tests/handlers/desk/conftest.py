"""A running desk, and a browser to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.handlers.desk.running import RunningDesk, open_desk

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_EXPECTED = "Failed to load resource: the server responded with a status of 4"
"""What the browser itself writes when the desk refuses something, which some tests provoke."""

ComeIn = Callable[..., Page]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    """A fresh desk, served on a free port of loopback: Camille submits, Dominique decides."""
    with open_desk(tmp_path / "data") as running:
        yield running


@pytest.fixture(scope="module")
def lasting_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk that all tests of a file share."""
    with open_desk(tmp_path_factory.mktemp("desk") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*_FLAGS])
        yield browser
        browser.close()


@pytest.fixture
def come_in(browser: Browser) -> Iterator[ComeIn]:
    """Open the desk as somebody: `come_in(desk, "Camille")`; each person has a browser profile of their own.

    Fails in the end where a console held an error, a refusal by the content security policy included.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_EXPECTED):
            errors.append(message.text)

    def enter(desk: RunningDesk, name: str, **options: object) -> Page:
        context = browser.new_context(locale="fr-FR", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(desk.link(name))
        return page

    yield enter
    for context in contexts:
        context.close()
    assert errors == []
