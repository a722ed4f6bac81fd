"""A whole Telegram of one's own: what tests hold in their hands."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from tests.handlers.telegram.messenger import model
from tests.handlers.telegram.messenger.changes import Changes
from tests.handlers.telegram.messenger.channels import Channels
from tests.handlers.telegram.messenger.faults import Faults
from tests.handlers.telegram.messenger.gestures import Gestures
from tests.handlers.telegram.messenger.model import Json
from tests.handlers.telegram.messenger.people import People
from tests.handlers.telegram.messenger.server import Server
from tests.handlers.telegram.messenger.sight import Sight
from tests.handlers.telegram.messenger.state import State, Webhook
from tests.handlers.telegram.messenger.taps import Taps

UNPARSABLE: Json = {"message": {"message_id": "no number", "chat": 7}}
A_DAY = 24 * 3600.0


class Messenger(People, Gestures, Changes, Channels, Taps, Sight):
    """Starts when it is entered, stops when it is left; all methods may be called from any thread."""

    token = model.TOKEN
    bot_id = model.BOT
    bot_username = model.BOT_USERNAME

    def __init__(self) -> None:
        self._state = State()
        self._server = Server(self._state)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    @property
    def api_url(self) -> str:
        """The address; `/bot` and `/file/bot` come after it."""
        return self._state.address

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self._state.faults

    @property
    def privacy_mode(self) -> bool:
        """Whether the bot, where it is no administrator, sees only what is meant for it."""
        return not self._state.reads_all_messages

    @privacy_mode.setter
    def privacy_mode(self, on: bool) -> None:
        self._state.reads_all_messages = not on

    @property
    def answer_seconds(self) -> float:
        """How long a tap waits for its answer."""
        return self._state.answer_seconds

    @answer_seconds.setter
    def answer_seconds(self, seconds: float) -> None:
        self._state.answer_seconds = seconds

    def unlimited(self) -> None:
        """Lift all limits."""
        self._state.rates.unlimited = True

    def rate(
        self,
        *,
        chat_per_second: float | None = None,
        chat_burst: int | None = None,
        group_per_minute: int | None = None,
        everywhere_per_second: int | None = None,
    ) -> None:
        """Change limits; the rest stays, everything spent is forgotten."""

        def change() -> None:
            rates = self._state.rates
            rates.unlimited = False
            rates.chat_per_second = chat_per_second or rates.chat_per_second
            rates.chat_burst = chat_burst or rates.chat_burst
            rates.group_per_minute = group_per_minute or rates.group_per_minute
            rates.everywhere_per_second = everywhere_per_second or rates.everywhere_per_second
            rates.reset()

        self._server.do(change)

    def webhook(self, url: str, secret_token: str | None = None) -> None:
        """Post updates to an address from now on, or, with an empty one, no more."""

        def switch() -> None:
            self._state.webhook = Webhook(url, secret_token) if url else None

        self._server.do(switch)

    def push_update(self, body: Json) -> None:
        """Let the bot hear anything."""
        self._server.do(lambda: self._state.updates.push_raw(body))

    def unparsable_update(self) -> None:
        """Let the bot hear what no library can read."""
        self.push_update(UNPARSABLE)

    def duplicate_update(self) -> None:
        """Deliver the last update once more, even if it was confirmed."""
        self._server.do(self._state.updates.push_last_again)

    def age_updates(self, seconds: float = A_DAY) -> None:
        """Make what waits older; after a day it is gone."""
        self._server.do(lambda: self._state.updates.age(seconds))

    def idle_for_a_week(self) -> None:
        """Let the next update have any identifier."""
        self._server.do(self._state.updates.idle_for_a_week)
