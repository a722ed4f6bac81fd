from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from bot.delivery.pace import Pace
from bot.house import open_house
from bot.kinds import State
from bot.ports import NotSentError, Outgoing
from bot.submissions import show_again
from handlers.telegram.api import Api
from handlers.telegram.sending import POSTS, TelegramPlatform
from tests.handlers.telegram.deciding import CHANGES, Item, dropped, picture, reviewable, told, written
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, LOU, SACHA, Vigie, settings_for

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


def states(vigie: Vigie) -> set[str]:
    """Return where messages stand."""
    with vigie.house.database.reading() as connection:
        return set(connection.exec_driver_sql("SELECT state FROM outbox").scalars())


def bare(found: list[Json]) -> list[Json]:
    """Return the messages without any looks."""
    return [one for one in found if not one.get("entities")]


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


def test_a_card_whose_topic_is_gone_comes_into_the_group_itself(vigie: Vigie, telegram: Messenger) -> None:
    telegram.add_group(GROUP, "Validation", members=[CAMILLE, LOU], admins=[DOMI, SACHA], topics=True)
    topic = telegram.add_topic(GROUP, "Affiches")
    telegram.faults.fail("sendMessage", "Too Many Requests: retry after 1", code=429, retry_after=1)
    sent = telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg", topic=topic)
    reference = vigie.reference(sent["message_id"])
    telegram.remove_topics(GROUP)
    telegram.wait_for(lambda: told(telegram, f"{reference} ·"), what="the card")
    settled(vigie)
    assert len(told(telegram, f"{reference} ·")) == 1
    assert states(vigie) == {"sent"}


def test_an_edit_that_telegram_does_not_take_is_made_without_its_looks(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    settled(vigie)
    telegram.faults.fail("editMessageText", "Bad Request: can't parse entities")
    shown_again(item)
    (card,) = telegram.wait_for(lambda: bare(told(telegram, f"{item.reference} ·")), what="the words alone")
    settled(vigie)
    assert [call.code for call in telegram.calls_of("editMessageText")][-2:] == [400, 200]
    assert "<" not in card["text"]
    assert telegram.buttons(GROUP, card["message_id"])


def test_an_edit_that_telegram_takes_in_no_form_is_refused_and_not_tried_for_ever(
    vigie: Vigie, telegram: Messenger
) -> None:
    item = reviewable(vigie)
    settled(vigie)
    telegram.faults.fail("editMessageText", "Bad Request: can't parse entities", times=2)
    shown_again(item)
    telegram.wait_for(lambda: states(vigie) == {"failed"}, what="the end of it")


def test_what_is_no_card_does_not_wait_behind_a_hundred_cards(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    pace = Pace()
    with open_house(settings_for(telegram, tmp_path)) as house, closing(Api(house.settings.telegram)) as api:
        for number in range(100):
            pace.wait(f"posts:{GROUP}", f"card:{number}", POSTS)
        platform = TelegramPlatform(house, api, pace)
        with pytest.raises(NotSentError) as told_to_wait:
            platform.send(Outgoing("notice:bypass:1", str(GROUP), "notice", "bypass/https://t.me/ps92/1", 0))
        with pytest.raises(NotSentError) as behind:
            platform.send(Outgoing("card:V-0101:101", str(GROUP), "card", "V-0101", 0))
    assert told_to_wait.value.after
    assert behind.value.after
    assert told_to_wait.value.after.total_seconds() <= POSTS.seconds
    assert behind.value.after.total_seconds() > 100 * POSTS.seconds - POSTS.slack


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
