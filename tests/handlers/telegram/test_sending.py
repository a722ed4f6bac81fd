from __future__ import annotations

import pytest

from bot.kinds import State
from bot.submissions import show_again
from tests.handlers.telegram.deciding import CHANGES, Item, dropped, reviewable, told, written
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, GROUP, Vigie

LONG = "Nous serons là samedi, sur le marché de Clamart, pour parler des crèches & des écoles. " * 40


def cards(item: Item) -> list[Json]:
    replies = item.vigie.telegram.replies_to(GROUP, item.message)
    return [one for one in replies if f"{item.reference} ·" in one["text"] and "entrée #" in one["text"]]


def shown_again(item: Item) -> None:
    """Have the card shown anew though nothing has happened."""
    with item.vigie.house.database.writing() as connection:
        show_again(connection, item.reference)
    item.vigie.courier.wake()


def card_is_idle(vigie: Vigie) -> bool:
    with vigie.house.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT state FROM outbox WHERE state NOT IN ('sent', 'failed')")
        return rows.first() is None


def settled(vigie: Vigie, seconds: float = 20) -> None:
    vigie.telegram.wait_for(lambda: card_is_idle(vigie), seconds=seconds, what="nothing more to send")


def test_that_nothing_had_to_be_changed_is_a_success(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    settled(vigie)
    shown_again(item)
    telegram.wait_for(
        lambda: any("not modified" in call.description for call in telegram.calls_of("editMessageText")), what="an edit"
    )
    settled(vigie)
    assert len(cards(item)) == 1


def test_what_changes_while_an_edit_waits_is_edited_once(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    settled(vigie)
    telegram.faults.fail("editMessageText", "Too Many Requests: retry after 2", code=429, retry_after=2)
    before = len(telegram.calls_of("editMessageText"))
    for text in ("Pour dimanche", "Pour lundi", "Pour mardi"):
        telegram.edit_caption(item.sent, text)
        noted(item, text)
    telegram.wait_for(lambda: "version 4" in item.card()["text"], seconds=20, what="the last version")
    settled(vigie)
    assert len(telegram.calls_of("editMessageText")) - before <= 4
    assert len(cards(item)) == 1


def noted(item: Item, note: str) -> None:
    item.vigie.telegram.wait_for(
        lambda: any(note in str(one.personal) for one in item.case.entries), what=f"the note {note}"
    )


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
def test_a_chat_that_asks_for_patience_gets_everything_later_and_once(
    vigie: Vigie, telegram: Messenger, method: str
) -> None:
    telegram.faults.fail(method, "Too Many Requests: retry after 2", code=429, retry_after=2)
    items = [dropped(vigie, seed) for seed in (7, 21)]
    for item in items:
        item.card("réservé")
    settled(vigie)
    assert [len(cards(item)) for item in items] == [1, 1]
    refused = [call.at for call in telegram.calls_of(method) if call.code == 429]
    later = [call.at for call in telegram.calls if call.method in {"sendMessage", "editMessageText"}]
    assert len(refused) == 1
    assert not [at for at in later if refused[0] < at < refused[0] + 1.9]


def test_a_card_that_is_gone_is_posted_again_and_lives_on(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    settled(vigie)
    telegram.delete(item.card())
    shown_again(item)
    item.card("Rien ne s’oppose")
    item.approve()
    item.card("Visa accordé")
    assert len(cards(item)) == 1


def test_a_card_of_which_nobody_knows_whether_it_is_there_has_at_most_one_copy(
    vigie: Vigie, telegram: Messenger
) -> None:
    telegram.faults.drop_after("sendMessage")
    item = dropped(vigie)
    item.card("réservé")
    settled(vigie)
    assert len(cards(item)) <= 2
    first = cards(item)[0]
    data = next(
        one["callback_data"]
        for one in telegram.keyboard(GROUP, item.card()["message_id"])
        if "J’ai pris cette photo" in one["text"]
    )
    assert telegram.tap(CAMILLE, GROUP, first["message_id"], data=data).text == ""
    item.becomes(State.REVIEWABLE)
    assert vigie.verified().intact


def test_a_connection_that_breaks_before_anything_is_sent_costs_nothing(vigie: Vigie, telegram: Messenger) -> None:
    telegram.faults.http_error("sendMessage", 502)
    item = dropped(vigie)
    item.card("réservé")
    settled(vigie)
    assert len(cards(item)) == 1


def test_where_the_bot_may_not_write_it_does_not_ask_for_ever(vigie: Vigie, telegram: Messenger) -> None:
    telegram.faults.fail("sendMessage", "Forbidden: bot was kicked from the supergroup chat", code=403, times=100)
    item = dropped(vigie)
    telegram.wait_for(lambda: item.case.state is State.INCOMPLETE, what="an opinion")
    settled(vigie)
    assert cards(item) == []
    assert len(telegram.calls_of("sendMessage")) <= 2, "once when it came, once with its opinion"
    telegram.faults.recover("sendMessage")
    telegram.edit_caption(item.sent, "Pour dimanche")
    item.card("version 2")
    assert len(cards(item)) == 1


def test_the_message_it_answers_is_gone_and_the_card_comes_all_the_same(vigie: Vigie, telegram: Messenger) -> None:
    telegram.faults.fail("sendMessage", "Too Many Requests: retry after 1", code=429, retry_after=1)
    item = dropped(vigie)
    telegram.delete(item.sent)
    telegram.wait_for(lambda: told(telegram, item.reference), what="the card")
    settled(vigie)


def test_nothing_is_ever_too_long_for_telegram(vigie: Vigie, telegram: Messenger) -> None:
    item = written(vigie, LONG + "<b>&amp;" + "🧑‍🧑‍🧒" * 300)
    item.card()
    telegram.edit_text(item.sent, "#brouillon " + "é" * 4000)
    item.card("version 2")
    assert max(len(one["text"].encode("utf-16-le")) // 2 for one in cards(item)) <= 4096


def test_the_signs_under_a_message_follow_what_became_of_it(vigie: Vigie, telegram: Messenger) -> None:
    item = dropped(vigie)
    telegram.wait_for(lambda: telegram.reactions(GROUP, item.message) == ["👀"], what="the first sign")
    item.card("réservé")
    item.press(CAMILLE, "J’ai pris cette photo")
    item.becomes(State.REVIEWABLE)
    item.approve()
    telegram.wait_for(lambda: telegram.reactions(GROUP, item.message) == ["👍"], what="the second")
    assert CHANGES not in item.buttons()
    telegram.edit_caption(item.sent, "Autre chose")
    telegram.wait_for(lambda: telegram.reactions(GROUP, item.message) == ["👀"], what="the first once more")
