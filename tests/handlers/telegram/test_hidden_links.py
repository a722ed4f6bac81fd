"""Words behind which a link is hidden: people approve what they read, and nobody reads where such a link leads."""

from __future__ import annotations

from bot.kinds import Choice, State
from tests.handlers.telegram.deciding import NOW, posts, told
from tests.handlers.telegram.looking import quiet
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP, Vigie
from tests.handlers.telegram.suggesting import Later, approvable
from tests.handlers.telegram.test_published_kinds import decided, item_of

HIDDEN = ("hide a link", "cachent un lien")
CHANGED = ("Changed without Vigie", "modifiée après coup")
ADDRESS = "https://exemple.org/ailleurs"


def link(offset: int, length: int) -> list[Json]:
    return [{"type": "text_link", "offset": offset, "length": length, "url": ADDRESS}]


def test_a_suggestion_with_a_hidden_link_is_refused_and_told(later: Later) -> None:
    telegram = later.vigie.telegram
    suggestion = telegram.suggest_post(CHANNEL, CAMILLE, "Inscrivez-vous ici", entities=link(15, 3))
    chat = suggestion["chat"]["id"]
    telegram.wait_for(lambda: told(telegram, *HIDDEN, chat=chat), what="an honest word")
    assert later.vigie.known(suggestion["message_id"], chat) is None
    assert telegram.calls_of("forwardMessage") == []


def test_a_link_that_is_hidden_in_an_approved_suggestion_is_another_version_that_shows_it(later: Later) -> None:
    telegram = later.vigie.telegram
    suggestion, item = approvable(later)
    later.decide(item, Choice.APPROVE)
    item.becomes(State.APPROVED)
    telegram.edit_text(suggestion, "🎉 Venez ici, samedi", entities=link(9, 3))
    telegram.wait_for(lambda: item.case.revision == 2, what="the next version")
    assert item.case.draft
    assert item.case.draft.text == f"🎉 Venez ici ({ADDRESS}), samedi"
    assert item.case.state is not State.APPROVED


def test_a_link_that_is_hidden_in_a_post_of_ours_is_told(vigie: Vigie, telegram: Messenger) -> None:
    sent = telegram.send_text(GROUP, CAMILLE, "#brouillon Inscrivez-vous ici")
    item = decided(item_of(vigie, sent))
    item.press(DOMI, *NOW)
    item.becomes(State.PUBLISHED)
    (post,) = posts(telegram)
    telegram.touch(post)
    quiet(vigie)
    assert told(telegram, *CHANGED) == []
    telegram.edit_text(post, post["text"], entities=link(15, 3))
    telegram.wait_for(lambda: told(telegram, *CHANGED), what="the alarm")
