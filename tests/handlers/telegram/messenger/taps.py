"""Taps on inline buttons, and what comes back."""

from __future__ import annotations

import time

from tests.handlers.telegram.messenger.keyboards import buttons_of
from tests.handlers.telegram.messenger.model import Answer, Json
from tests.handlers.telegram.messenger.server import Server
from tests.handlers.telegram.messenger.state import Query

CHAT_INSTANCE = 5_000_000_000_000_000_000


class Taps:
    """A tap carries the real account, even of an anonymous administrator."""

    _server: Server

    def tap(
        self,
        user: int,
        chat: int,
        message_id: int,
        label: str | None = None,
        *,
        data: str | None = None,
        patience: float | None = None,
        ephemeral: bool = False,
    ) -> Answer:
        """Tap a button by what it says, or send forged data; wait for the answer.

        Under an ephemeral message its own identifier stands in the place of the other.
        """
        begun = time.monotonic()
        if data is None:
            button = self._server.do(lambda: _button(self._message(chat, message_id, ephemeral=ephemeral), label or ""))
            if "callback_data" not in button:
                return _without_bot(button)
            data = str(button["callback_data"])
        chosen = data
        query = self._server.do(
            lambda: self._ask(user, chat, self._message(chat, message_id, ephemeral=ephemeral), chosen)
        )
        query.answered.wait(self._server.state.answer_seconds if patience is None else patience)
        return query.answer or Answer(elapsed=time.monotonic() - begun)

    def _message(self, chat_id: int, message_id: int, *, ephemeral: bool) -> Json:
        """What is gone can still be tapped where it has not vanished from a screen."""
        state = self._server.state
        chat = state.chat(chat_id)
        message = (chat.ephemerals if ephemeral else chat.messages).get(message_id)
        gone = {"chat": chat.described(), "message_id": message_id, "date": 0}
        return gone if message is None else state.shown(message)

    def _ask(self, user_id: int, chat_id: int, message: Json, data: str) -> Query:
        state = self._server.state
        chat = state.chat(chat_id)
        if chat.is_group:
            assert chat.member(user_id).status.inside, f"{state.user(user_id).first_name} is not in {chat.title}"
        query = Query(f"{CHAT_INSTANCE + state.number()}", user_id, time.monotonic())
        state.queries[query.id] = query
        asked = {"id": query.id, "from": state.user(user_id).described(), "message": message, "data": data}
        state.updates.push("callback_query", asked | {"chat_instance": f"{chat_id - CHAT_INSTANCE}"})
        return query


def _button(message: Json, label: str) -> Json:
    buttons = buttons_of(message)
    found = next((button for button in buttons if button["text"] == label), None)
    if found is None:
        found = next((button for button in buttons if label in button["text"]), None)
    assert found is not None, f"no button {label!r} there, but {[button['text'] for button in buttons]}"
    return found


def _without_bot(button: Json) -> Answer:
    """Some buttons do their work in the application."""
    if "copy_text" in button:
        return Answer(text=button["copy_text"]["text"])
    return Answer(url=button.get("url"))
