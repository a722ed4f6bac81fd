from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot import marks
from bot.delivery.holder import new_holder
from bot.doctor import Health
from bot.house import utc_now
from bot.settings import Settings
from handlers.telegram.checkup import listening
from handlers.telegram.health import LISTENER
from tests.handlers.telegram.looking_over import ADDRESS, BAD, GOOD, WARNING, look, of, opened, telegraphic, troubled
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import GROUP, LOU, settings_for


@pytest.fixture
def settings(telegram: Messenger, tmp_path: Path) -> Settings:
    return settings_for(telegram, tmp_path)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "LISTENING", 1)


def test_a_forgotten_webhook_is_to_be_taken_away(telegram: Messenger, settings: Settings) -> None:
    telegram.webhook(ADDRESS)
    found = look(settings)
    assert troubled(found) == ["telegram-webhook"]
    finding = of("telegram-webhook", found)
    assert "vigie.example.org" in finding.words
    assert f"{settings.telegram.api_url}/bot$TELEGRAM_BOT_TOKEN/deleteWebhook" in finding.remedy


@pytest.mark.parametrize(
    ("set_to", "wanted", "health", "words"),
    [
        (ADDRESS, ADDRESS, GOOD, "brings its news to vigie.example.org"),
        (ADDRESS, "", GOOD, "brings its news to vigie.example.org"),
        ("", ADDRESS, BAD, "does not know yet where"),
        ("https://ailleurs.example.org/x", ADDRESS, BAD, "elsewhere than TELEGRAM_WEBHOOK_URL says"),
    ],
)
def test_a_webhook_that_is_wanted(
    telegram: Messenger, settings: Settings, set_to: str, wanted: str, health: Health, words: str
) -> None:
    telegram.webhook(set_to)
    found = look(telegraphic(settings, webhook_secret="a-secret-of-ours", webhook_url=wanted))
    assert (of("telegram-webhook", found).health, words in of("telegram-webhook", found).words) == (health, True)
    assert "telegram-poller" not in [finding.name for finding in found]


def test_a_webhook_that_does_not_answer_is_told(telegram: Messenger, settings: Settings) -> None:
    telegram.webhook("http://127.0.0.1:9/hook")
    telegram.send_text(GROUP, LOU, "Bonjour")
    given = telegraphic(settings, webhook_secret="a-secret-of-ours")
    telegram.wait_for(lambda: of("telegram-webhook", look(given)).health is WARNING, what="the failed delivery")


def test_an_address_without_its_secret_does_nothing(settings: Settings) -> None:
    found = [one for one in look(telegraphic(settings, webhook_url=ADDRESS)) if one.name == "telegram-webhook"]
    assert [finding.health for finding in found] == [WARNING, GOOD]


@contextmanager
def another_poller(settings: Settings) -> Iterator[None]:
    """Another program that asks for the same bot's news."""
    ending = threading.Event()

    def asking() -> None:
        with httpx.Client(timeout=10) as client:
            while not ending.is_set():
                with suppress(httpx.HTTPError):
                    address = f"{settings.telegram.api_url}/bot{settings.telegram.token}/getUpdates"
                    client.post(address, json={"timeout": 2})
                    time.sleep(0.05)

    thread = threading.Thread(target=asking, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join(10)


def test_another_program_that_fetches_the_news_is_told(telegram: Messenger, settings: Settings) -> None:
    with another_poller(settings):
        telegram.wait_for(lambda: telegram.polls, what="the other one")
        finding = of("telegram-poller", look(settings))
    assert finding.health is BAD
    assert "Revoke" in finding.remedy


def test_asking_takes_nothing_away(telegram: Messenger, settings: Settings) -> None:
    telegram.send_text(GROUP, LOU, "Bonjour")
    look(settings)
    assert telegram.pending == 1
    assert not any("offset" in call.parameters for call in telegram.calls_of("getUpdates"))


def test_where_vigie_runs_nobody_else_asks(telegram: Messenger, settings: Settings) -> None:
    settings.data_dir.mkdir()
    with opened(settings) as database, database.writing() as connection:
        host, _, _ = new_holder().split(":")
        marks.hold(connection, LISTENER, f"{host}:1:00", utc_now(), timedelta(minutes=1))
    assert of("telegram-poller", look(settings)).words == "Vigie runs and fetches its news."
    assert telegram.polls == 0
