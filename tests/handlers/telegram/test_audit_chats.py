"""The chats that get the weekly summaries: people only read there, and our own words alarm nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import self_check
from bot.house import House, utc_now
from bot.settings import Settings
from bot.summary.kept import make
from bot.summary.period import Week
from bot.trail.verification import Break, Fault
from bot.verification import break_words
from tests.handlers.telegram.deciding import picture, told
from tests.handlers.telegram.looking import quiet, submitted
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CHANNEL, DOMI, GROUP, LOU, SACHA, Vigie, running
from tests.handlers.telegram.summing_up import AUDIT, FULL, Monday

BYPASS, CHANGED = ("without Vigie:", "sans Vigie"), ("Changed without", "modifiée après coup")
BROKEN = Break(3, Fault.LEAF)

pytestmark = pytest.mark.usefixtures("drawn")


def auditing(settings: Settings) -> Settings:
    return replace(settings, audit_channels=(f"telegram:{AUDIT}",))


def in_public(settings: Settings) -> Settings:
    return replace(settings, audit_channels=(f"telegram:{CHANNEL}",))


def without_a_group(settings: Settings) -> Settings:
    return replace(auditing(settings), approval_channels=())


@pytest.fixture
def here(telegram: Messenger, tmp_path: Path) -> Iterator[Vigie]:
    """A Vigie with an audit group beside the approval group."""
    telegram.unlimited()
    telegram.add_group(AUDIT, "Bilan", members=[LOU], admins=[DOMI])
    with running(telegram, tmp_path, change=auditing) as vigie:
        yield vigie


@pytest.fixture
def public(telegram: Messenger, tmp_path: Path) -> Iterator[Vigie]:
    """A Vigie whose audit chat is the public channel that it watches."""
    telegram.unlimited()
    with running(telegram, tmp_path, change=in_public) as vigie:
        yield vigie


def summary_in(vigie: Vigie, chat: int) -> Json:
    """Have last week's summary sent; return its message once all parts are there and it is pinned."""
    assert make(vigie.house, last_week())
    vigie.courier.wake()
    vigie.telegram.wait_for(lambda: vigie.telegram.pinned(chat), 20, "the pin")
    return vigie.telegram.message(chat, vigie.telegram.pinned(chat)[0])


def last_week() -> Week:
    return Week.of(utc_now().date()).after(-1)


def posts(telegram: Messenger, chat: int) -> list[Json]:
    return [one for one in telegram.messages(chat) if {*FULL} & set(one)]


def test_what_people_say_where_summaries_come_is_no_submission(here: Vigie, telegram: Messenger) -> None:
    message = summary_in(here, AUDIT)
    before = len(telegram.messages(AUDIT))
    telegram.send_document(AUDIT, LOU, picture(7), "marche.jpg", "Pour samedi")
    telegram.send_text(AUDIT, LOU, "#brouillon Samedi, venez nombreux", reply_to=message["message_id"])
    telegram.send_text(AUDIT, DOMI, "ok pour moi", reply_to=message["message_id"])
    telegram.send_photo(AUDIT, DOMI, picture(8), reply_to=message["message_id"])
    quiet(here)
    assert submitted(here) == []
    assert len(telegram.messages(AUDIT)) == before + 4, "and Vigie says nothing to it"
    sent = telegram.send_document(GROUP, LOU, picture(7), "marche.jpg")
    here.card(sent["message_id"], "réservé")


def test_the_group_of_the_summaries_is_never_taken_for_the_approval_group(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    telegram.add_group(AUDIT, "Bilan", members=[LOU], admins=[SACHA])
    for chat in (AUDIT, GROUP):
        telegram.kick_bot(chat)
    with running(telegram, tmp_path, change=without_a_group) as vigie:
        telegram.add_bot(AUDIT)
        telegram.send_document(AUDIT, LOU, picture(7), "marche.jpg")
        quiet(vigie)
        assert telegram.said_by_bot(AUDIT) == [], "nobody is greeted there"
        telegram.add_bot(GROUP)
        telegram.wait_for(lambda: telegram.said_by_bot(GROUP), what="a greeting")
        sent = telegram.send_document(GROUP, LOU, picture(8), "marche.jpg")
        vigie.card(sent["message_id"], "réservé")
        assert len(submitted(vigie)) == 1


def test_a_summary_in_the_public_channel_is_no_post_without_vigie(public: Vigie, telegram: Messenger) -> None:
    summary_in(public, CHANNEL)
    assert [kind for one in posts(telegram, CHANNEL) for kind in FULL if kind in one] == FULL
    for one in posts(telegram, CHANNEL):
        telegram.touch(one)
    telegram.channel_post(CHANNEL, "À la sauvette", by=DOMI)
    telegram.wait_for(lambda: told(telegram, *BYPASS), what="an alarm about the other")
    quiet(public)
    assert (len(told(telegram, *BYPASS)), told(telegram, *CHANGED)) == (1, [])


def test_a_summary_that_somebody_changes_in_the_public_channel_is_told(public: Vigie, telegram: Messenger) -> None:
    message = summary_in(public, CHANNEL)
    telegram.edit_text(message, message["text"].replace("0", "1"))
    telegram.wait_for(lambda: told(telegram, *CHANGED), what="an alarm about the change")
    assert told(telegram, *BYPASS) == []


def test_let_in_again_vigie_sends_the_summary_that_was_refused(here: Vigie, telegram: Messenger) -> None:
    telegram.kick_bot(AUDIT)
    assert make(here.house, last_week())
    here.courier.wake()
    telegram.wait_for(lambda: [call for call in telegram.calls if call.code == 403], what="a refusal")
    monday = Monday(scene=None, telegram=telegram, chat=AUDIT)  # type: ignore[arg-type] # to look, nothing else
    assert monday.posts() == []
    telegram.add_bot(AUDIT)
    telegram.wait_for(lambda: telegram.pinned(AUDIT), 20, "the pin")
    assert monday.kinds() == FULL
    telegram.promote(telegram.bot_id, AUDIT, without=["can_pin_messages"])
    quiet(here)
    assert monday.kinds() == FULL, "what has come does not come again"


def test_given_the_right_to_post_in_a_channel_vigie_sends_what_it_could_not(public: Vigie, telegram: Messenger) -> None:
    telegram.promote(telegram.bot_id, CHANNEL, without=["can_post_messages"])
    assert make(public.house, last_week())
    public.courier.wake()
    telegram.wait_for(lambda: telegram.calls_of("sendMessage"), what="a refusal")
    telegram.promote(telegram.bot_id, CHANNEL)
    telegram.wait_for(lambda: telegram.pinned(CHANNEL), 20, "the pin")
    assert [kind for one in posts(telegram, CHANNEL) for kind in FULL if kind in one] == FULL


def test_a_broken_trail_is_told_at_once_in_the_audit_chat_and_where_people_approve(
    here: Vigie, telegram: Messenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = replace(here.verified(), first_break=BROKEN)
    monkeypatch.setattr(self_check, "verify_database", lambda *_: found)
    for _ in range(2):
        self_check.check_trail(here.house)
    here.courier.wake()
    for chat in (AUDIT, GROUP):
        telegram.wait_for(lambda chat=chat: telegram.said_by_bot(chat), what="the alarm")  # type: ignore[misc]
        assert [one["text"] for one in telegram.said_by_bot(chat)] == [alarm(here.house)]


def alarm(house: House) -> str:
    return f"⛔ {break_words(BROKEN, house.catalogue())}"
