from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot import marks
from bot.delivery.courier import Courier
from bot.house import open_house, utc_now
from bot.settings import Settings
from handlers.telegram import join
from handlers.telegram import webhook as calling
from handlers.telegram.join import Messenger as Joined
from handlers.telegram.webhook import PATH, SECRET, Webhook
from tests.handlers.slack.running import in_a_thread
from tests.handlers.telegram.deciding import picture
from tests.handlers.telegram.looking import LISTENER, absences, card_messages, heard, in_state, quiet, submitted
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import CAMILLE, GROUP, Vigie, settings_for

THE_SECRET = "a-secret-of-the-tests"


@contextmanager
def called(
    telegram: Messenger, folder: Path, change: Callable[[Settings], Settings] = lambda settings: settings
) -> Iterator[tuple[Vigie, str]]:
    """Run a Vigie that Telegram calls; return it and its address."""
    telegram.unlimited()
    settings = settings_for(telegram, folder)
    settings = change(replace(settings, telegram=replace(settings.telegram, webhook_secret=THE_SECRET)))
    opened: list[Webhook] = []
    making = Webhook.__init__

    def noting(self: Webhook, *arguments: object) -> None:
        making(self, *arguments)  # type: ignore[arg-type]
        opened.append(self)

    with pytest.MonkeyPatch.context() as patched, open_house(settings) as house:
        patched.setattr(Webhook, "__init__", noting)
        joined = Joined(house)
        courier = Courier(house, [joined.platform], [joined.interpreter])
        courier.start()
        try:
            with in_a_thread(lambda: joined.run(courier)):
                telegram.wait_for(lambda: opened and opened[0].started, what="an open port")
                yield Vigie(telegram, house, courier), f"http://127.0.0.1:{opened[0].port}{PATH}"
        finally:
            courier.close()


@pytest.fixture
def called_here(telegram: Messenger, tmp_path: Path) -> Iterator[tuple[Vigie, str]]:
    with called(telegram, tmp_path) as found:
        yield found


def post(address: str, content: bytes | str, secret: str = THE_SECRET) -> int:
    return httpx.post(address, content=content, headers={SECRET: secret} if secret else {}).status_code


def test_what_telegram_brings_is_acted_on_as_what_it_is_asked_for(called_here: tuple[Vigie, str]) -> None:
    vigie, address = called_here
    telegram = vigie.telegram
    telegram.webhook(address, THE_SECRET)
    sent = telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg")
    telegram.duplicate_update()
    vigie.card(sent["message_id"], "réservé")
    quiet(vigie)
    assert len(submitted(vigie)) == 1
    assert len(card_messages(vigie, sent["message_id"])) == 1
    assert telegram.polls == 0, "nobody asks where Telegram calls"


def test_who_does_not_know_the_secret_is_sent_away_and_nothing_is_on_record(called_here: tuple[Vigie, str]) -> None:
    vigie, address = called_here
    update = '{"update_id": 1, "message": {"message_id": 1, "chat": {"id": -1}, "text": "#brouillon faux"}}'
    for secret in ("", "wrong", THE_SECRET[:-1], f"{THE_SECRET}x", "é"):
        headers = {SECRET.encode(): secret.encode()} if secret else None
        assert httpx.post(address, content=update, headers=headers).status_code == 401
    assert sum(in_state(vigie, state) for state in ("received", "done", "parked")) == 0


def test_what_is_too_large_or_no_update_is_refused(called_here: tuple[Vigie, str]) -> None:
    vigie, address = called_here
    assert post(address, b" " * (calling._LARGEST + 1)) == 413
    endless = iter([b" " * 65536] * (calling._LARGEST // 65536 + 1))
    assert httpx.post(address, content=endless, headers={SECRET: THE_SECRET}).status_code == 413
    for content in ("", "[]", "7", "{", b"\xff\xfe", "[" * 100_000):
        assert post(address, content) == 400
    assert httpx.get(address, headers={SECRET: THE_SECRET}).status_code == 405
    assert sum(in_state(vigie, state) for state in ("received", "done", "parked")) == 0


def test_an_update_that_nobody_can_read_is_taken_and_put_aside(called_here: tuple[Vigie, str]) -> None:
    vigie, address = called_here
    vigie.telegram.webhook(address, THE_SECRET)
    vigie.telegram.unparsable_update()
    vigie.telegram.wait_for(lambda: in_state(vigie, "parked") == 1, what="one put aside")
    quiet(vigie)


def test_what_could_not_be_put_on_record_is_not_acknowledged_and_comes_again(
    called_here: tuple[Vigie, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vigie, address = called_here
    keeping, broken = Joined.keep, [OSError("disk full")]

    def failing(self: Joined, *arguments: object) -> None:
        if broken:
            raise broken.pop()
        keeping(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Joined, "keep", failing)
    vigie.telegram.webhook(address, THE_SECRET)
    sent = vigie.telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg")
    vigie.card(sent["message_id"], "réservé")
    assert broken == []


def test_telegram_is_told_the_address_with_the_secret_and_without_throwing_anything_away(
    telegram: Messenger, tmp_path: Path
) -> None:
    def public(settings: Settings) -> Settings:
        return replace(settings, telegram=replace(settings.telegram, webhook_url="https://vigie.example.org/updates"))

    with called(telegram, tmp_path, public):
        told = telegram.wait_for(lambda: telegram.calls_of("setWebhook"), what="the address")[0].parameters
        assert told["secret_token"] == THE_SECRET
        assert re.match("https://", told["url"])
        assert not told.get("drop_pending_updates")
        assert "chat_member" in told["allowed_updates"]


def test_one_that_does_not_say_how_long_it_is_is_read_up_to_the_limit(called_here: tuple[Vigie, str]) -> None:
    vigie, address = called_here
    update = b'{"update_id": 7, "message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}}'
    parts = iter([update[:30], update[30:]])
    assert httpx.post(address, content=parts, headers={SECRET: THE_SECRET}).status_code == 200
    vigie.telegram.wait_for(lambda: in_state(vigie, "done") == 1, what="one acted on")


def heard_long_ago(vigie: Vigie) -> datetime | None:
    """Let Telegram be heard for the last time two days ago, and return when, as it is noted."""
    with vigie.house.database.writing() as connection:
        marks.mark_heard(connection, "telegram", LISTENER, utc_now() - timedelta(hours=49))
    return heard(vigie)


def looked(vigie: Vigie) -> None:
    """Wait until Telegram was asked more than once what waits."""
    asked = len(vigie.telegram.calls_of("getWebhookInfo"))
    vigie.telegram.wait_for(lambda: len(vigie.telegram.calls_of("getWebhookInfo")) > asked + 2, what="another look")


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(join, "_LOOK_EVERY", 0.05)
    monkeypatch.setattr(calling, "_ASK_EVERY", 0.05)


@pytest.mark.usefixtures("often")
def test_while_telegram_can_not_bring_what_waits_it_is_not_heard_and_people_are_told_afterwards(
    called_here: tuple[Vigie, str],
) -> None:
    vigie, address = called_here
    telegram = vigie.telegram
    telegram.webhook("http://127.0.0.1:9/nobody", THE_SECRET)
    telegram.send_text(GROUP, CAMILLE, "Il y a quelqu'un ?")
    looked(vigie)
    before = heard_long_ago(vigie)
    looked(vigie)
    assert heard(vigie) == before, "our own server stands, and nothing comes through"
    assert absences(vigie) == 0
    telegram.webhook(address, THE_SECRET)
    telegram.wait_for(lambda: absences(vigie) == 1, 20, what="the notice")


@pytest.mark.usefixtures("often")
def test_that_nobody_writes_for_long_is_no_absence(called_here: tuple[Vigie, str]) -> None:
    vigie, _ = called_here
    first = vigie.telegram.wait_for(lambda: heard(vigie), what="a first look")
    vigie.telegram.wait_for(lambda: heard(vigie) != first, what="another one, though nobody has called")
    assert absences(vigie) == 0


@pytest.mark.usefixtures("often")
def test_where_telegram_does_not_say_what_waits_it_is_not_heard(called_here: tuple[Vigie, str]) -> None:
    vigie, _ = called_here
    vigie.telegram.faults.fail("getWebhookInfo", "Internal Server Error", 500, times=1000)
    looked(vigie)
    before = heard_long_ago(vigie)
    looked(vigie)
    assert heard(vigie) == before
