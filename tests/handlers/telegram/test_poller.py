from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import pytest

from bot.settings import TelegramSettings
from handlers.telegram import poller as polling
from handlers.telegram.poller import Poller, Update, key_of
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import CAMILLE, GROUP


class Impatient(threading.Event):
    """Notes how long somebody would have rested, and lets them rest no longer than a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.rests: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        if timeout:
            self.rests.append(timeout)
        return super().wait(min(timeout or 0.0, 0.01))


@dataclass
class Asking:
    """A poller that asks, and what it has put on record."""

    poller: Poller
    bell: Impatient
    kept: list[Update] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.kept]


@contextmanager
def asking(
    telegram: Messenger, *, wait: int = 1, keep: Callable[[str, Update], None] = lambda _key, _update: None
) -> Iterator[Asking]:
    def keeping(key: str, update: Update) -> None:
        keep(key, update)
        found.kept.append(update)

    poller = Poller(TelegramSettings(token=telegram.token, api_url=telegram.api_url), keeping, wait=wait)
    found = Asking(poller, Impatient())
    poller._closing = found.bell
    thread = threading.Thread(target=poller.run, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        poller.close()
        thread.join(10)
        assert not thread.is_alive()


def say(telegram: Messenger, *texts: str) -> None:
    for text in texts:
        telegram.send_text(GROUP, CAMILLE, text)


def questions(telegram: Messenger) -> list[dict[str, object]]:
    return [call.parameters for call in telegram.calls_of("getUpdates")]


def test_an_update_is_confirmed_only_once_it_is_on_record(telegram: Messenger) -> None:
    broken = [OSError("disk full")]

    def failing(_key: str, update: Update) -> None:
        if broken and update["message"]["text"] == "zwei":
            assert telegram.pending == 3, "nothing was confirmed before it was on record"
            raise broken.pop()

    say(telegram, "eins", "zwei", "drei")
    with asking(telegram, keep=failing) as found:
        telegram.wait_for(lambda: len(found.kept) == 3, what="all of them")
        telegram.wait_for(lambda: not telegram.pending, what="their confirmation")
    assert found.texts == ["eins", "zwei", "drei"]


def test_the_first_question_of_every_life_names_no_offset(telegram: Messenger) -> None:
    for _ in range(2):
        say(telegram, "eins")
        before = len(questions(telegram))
        with asking(telegram) as found:
            telegram.wait_for(lambda: not telegram.pending, what="its confirmation")
        assert found.texts == ["eins"]
        assert "offset" not in questions(telegram)[before]


def test_after_a_week_without_news_a_lower_number_is_news_all_the_same(
    telegram: Messenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.handlers.telegram.messenger.updates.secrets.randbelow", lambda _most: 0)
    with asking(telegram) as found:
        say(telegram, "vor der Pause")
        telegram.wait_for(lambda: found.kept and len(questions(telegram)) > 2, what="an answer without news")
        telegram.faults.hang("getUpdates", 1)
        telegram.wait_for(lambda: not telegram.faults._methods["getUpdates"][0].times, what="a question on its way")
        telegram.idle_for_a_week()
        say(telegram, "nach der Pause")
        telegram.wait_for(lambda: len(found.kept) == 2, what="the news")
    assert found.kept[1]["update_id"] < found.kept[0]["update_id"]


def test_the_kinds_that_are_never_sent_unless_asked_for_are_asked_for(telegram: Messenger) -> None:
    with asking(telegram):
        telegram.wait_for(lambda: questions(telegram), what="a question")
    assert "chat_member" in str(questions(telegram)[0]["allowed_updates"])


def test_who_meets_another_poller_rests_longer_each_time_and_says_so_once(
    telegram: Messenger, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.faults.fail("getUpdates", "Conflict: terminated by other getUpdates request", 409, times=9)
    say(telegram, "eins")
    with asking(telegram) as found:
        telegram.wait_for(lambda: found.kept, what="the news")
    assert found.bell.rests == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert len([line for line in caplog.messages if "another program" in line]) == 1


def test_two_who_take_over_from_each_other_do_not_go_on_for_ever_at_one_pace(telegram: Messenger) -> None:
    news = ["vier", "drei", "zwei"]

    def taken_over(_key: str, _update: Update) -> None:
        if news:
            telegram.faults.fail("getUpdates", "Conflict: terminated by other getUpdates request", 409)
            say(telegram, news.pop())

    say(telegram, "eins")
    with asking(telegram, keep=taken_over) as found:
        telegram.wait_for(lambda: len(found.kept) == 4, what="the news in between")
    assert found.bell.rests == [1, 2, 4]


def test_with_a_real_second_poller_both_hear_of_it_and_the_one_that_stays_recovers(telegram: Messenger) -> None:
    with asking(telegram) as staying:
        with asking(telegram) as other:
            telegram.wait_for(lambda: telegram.conflicts, what="a conflict")
            telegram.wait_for(lambda: staying.bell.rests or other.bell.rests, what="somebody to rest")
        say(telegram, "eins")
        telegram.wait_for(lambda: staying.kept, what="the news")
        telegram.wait_for(lambda: staying.poller.conflicts == 0, what="calm")


def test_an_address_that_was_to_be_called_before_is_taken_back_and_nothing_is_lost(telegram: Messenger) -> None:
    telegram.webhook("http://127.0.0.1:9/nobody")
    say(telegram, "eins")
    with asking(telegram) as found:
        telegram.wait_for(lambda: found.texts == ["eins"], what="the news")
    assert telegram.calls_of("deleteWebhook")[0].parameters["drop_pending_updates"] is False


def test_whatever_happens_on_the_line_everything_is_heard_once(telegram: Messenger) -> None:
    telegram.faults.drop_before("getUpdates", 2)
    telegram.faults.http_error("getUpdates", 502, 2)
    telegram.faults.drop_after("getUpdates")
    telegram.faults.fail("getUpdates", "Internal Server Error", 500)
    say(telegram, "eins", "zwei")
    with asking(telegram) as found:
        telegram.wait_for(lambda: not telegram.pending, what="their confirmation")
    assert found.texts == ["eins", "zwei"]
    assert found.bell.rests == [1, 2, 4, 8, 16, 32]


def test_a_question_that_hangs_is_given_up(telegram: Messenger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "GRACE", 0.3)
    telegram.faults.hang("getUpdates", 30)
    say(telegram, "eins")
    with asking(telegram, wait=0) as found:
        telegram.wait_for(lambda: found.kept, seconds=5, what="the news")


def test_after_a_long_silence_the_connections_are_made_anew(
    telegram: Messenger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made: list[httpx.Client] = []
    making = Poller._client

    def counted(self: Poller) -> httpx.Client:
        made.append(making(self))
        return made[-1]

    monkeypatch.setattr(Poller, "_client", counted)
    monkeypatch.setattr(polling, "DEAF_AFTER", 0.05)
    telegram.faults.http_error("getUpdates", 502, times=20)
    say(telegram, "eins")
    with asking(telegram) as found:
        telegram.wait_for(lambda: found.kept, what="the news")
    assert len(made) > 1
    assert made[0].is_closed
    assert any("made anew" in line for line in caplog.messages)


def test_telegrams_own_wish_for_patience_is_heeded(telegram: Messenger) -> None:
    telegram.faults.fail("getUpdates", "Too Many Requests: retry after 7", 429, retry_after=7)
    say(telegram, "eins")
    with asking(telegram) as found:
        telegram.wait_for(lambda: found.kept, what="the news")
    assert found.bell.rests == [7]


def test_the_log_tells_neither_the_token_nor_what_was_said(
    telegram: Messenger, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "vigie")
    telegram.faults.drop_before("getUpdates")
    telegram.faults.http_error("getUpdates")
    telegram.faults.fail("getUpdates", "Unauthorized", 401)
    telegram.faults.fail("getUpdates", "Conflict: no", 409)
    say(telegram, "streng geheim")
    with asking(telegram) as found:
        telegram.wait_for(lambda: found.kept, what="the news")
    assert len([record for record in caplog.records if record.name == "vigie.telegram"]) >= 4
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("vigie"))
    assert telegram.token not in ours
    assert "geheim" not in ours


def test_the_same_number_with_other_contents_is_another_update() -> None:
    one, other = {"update_id": 5, "message": {"text": "a"}}, {"update_id": 5, "message": {"text": "b"}}
    assert key_of(one) == key_of(dict(reversed(one.items())))
    assert key_of(one) != key_of(other)
