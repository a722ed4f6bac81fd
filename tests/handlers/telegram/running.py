"""A real Vigie that has joined a Telegram of the tests: house, courier, threads and event loop, as `vigie run` has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.case import Case
from bot.delivery.courier import Courier
from bot.house import House, open_house, utc_now
from bot.people import Person, Role, add, roster
from bot.people.accounts import link_account, person_of
from bot.settings import Settings, TelegramSettings
from bot.sources import reference_of
from bot.submissions import case_of
from bot.trail.verification import Verification
from bot.verification import verify_database
from handlers.telegram.join import Messenger as Joined
from tests.handlers.slack.running import in_a_thread
from tests.handlers.telegram.messenger import Answer, Json, Messenger

GROUP, CHANNEL = -1001000000001, -1001000000002
CAMILLE, DOMI, SACHA, LOU = 101, 102, 103, 104


@dataclass(frozen=True)
class Vigie:
    """A running Vigie, and what a test asks of it."""

    telegram: Messenger
    house: House
    courier: Courier

    def known(self, message: int, chat: int = GROUP) -> str | None:
        with self.house.database.reading() as connection:
            return reference_of(connection, f"telegram:{chat}/{message}")

    def reference(self, message: int, chat: int = GROUP) -> str:
        """Return the submission of a message, once there is one."""
        found = self.telegram.wait_for(lambda: self.known(message, chat), seconds=15, what=f"a submission of {message}")
        assert found
        return found

    def case(self, reference: str) -> Case:
        with self.house.database.reading() as connection:
            case = case_of(connection, reference)
        assert case
        return case

    def card(self, message: int, words: str = "", chat: int = GROUP) -> Json:
        """Return the card that answers a message, once it says these words."""

        def found() -> Json | None:
            reference = self.known(message, chat)
            cards = [
                item
                for item in self.telegram.replies_to(chat, message)
                if reference and reference in item.get("text", "") and item.get("reply_markup")
            ]
            return next((item for item in reversed(cards) if words in item["text"]), None)

        card = self.telegram.wait_for(found, seconds=20, what=f"a card of {message} that says “{words}”")
        assert card
        return card

    def press(self, user: int, message: int, label: str, chat: int = GROUP) -> Answer:
        """Tap a button of the latest card, once it is there."""

        def there() -> Json | None:
            card = self.card(message, chat=chat)
            return card if any(label in text for text in self.telegram.buttons(chat, card["message_id"])) else None

        card = self.telegram.wait_for(there, what=f"the button {label}")
        assert card
        return self.telegram.tap(user, chat, card["message_id"], label=label)

    def sure(self, user: int, message: int, label: str, chat: int = GROUP) -> Answer:
        """Tap the button with which the latest question is answered for good."""

        def there() -> Json | None:
            said = [
                item
                for item in self.telegram.said_by_bot(chat)
                if self.known(message, chat) not in item.get("text", "")
            ]
            return next(
                (item for item in reversed(said) if label in self.telegram.buttons(chat, item["message_id"])), None
            )

        asked = self.telegram.wait_for(there, what=f"a question to be answered with {label}")
        assert asked
        return self.telegram.tap(user, chat, asked["message_id"], label=label)

    def person(self, user: int) -> Person | None:
        with self.house.database.reading() as connection:
            return person_of(connection, "telegram", str(user), utc_now())

    def add(self, name: str, *roles: Role, telegram: int = 0) -> Person:
        """Add a person here, as `vigie people add` does."""
        with self.house.database.writing() as connection:
            person = add(connection, name, frozenset(roles), at=self.house.clock())
            if telegram:
                link_account(connection, "telegram", str(telegram), person, at=self.house.clock())
            return roster(connection).people[person.id]

    def kinds(self, reference: str) -> list[str]:
        return [item.entry.kind for item in self.case(reference).entries]

    def verified(self) -> Verification:
        return verify_database(self.house.database, self.house.key.verifier)


def seeded(telegram: Messenger) -> Messenger:
    """Put a team into a group: an author, two administrators, and somebody who only reads along; a public channel."""
    for user, name in ((CAMILLE, "Camille"), (DOMI, "Dominique"), (SACHA, "Sacha"), (LOU, "Lou")):
        telegram.add_user(user, name)
    telegram.add_group(GROUP, "Validation", members=[CAMILLE, LOU], admins=[DOMI, SACHA])
    telegram.add_channel(CHANNEL, "PS 92", admins=[DOMI])
    return telegram


def settings_for(telegram: Messenger, folder: Path) -> Settings:
    chosen = TelegramSettings(
        token=telegram.token, api_url=telegram.api_url, port=0, public_channels=(f"telegram:{CHANNEL}",)
    )
    channels = (f"telegram:{GROUP}",)
    return Settings(data_dir=folder / "data", desk_port=0, telegram=chosen, workers=1, approval_channels=channels)


@contextmanager
def running(
    telegram: Messenger,
    folder: Path,
    *,
    clock: Callable[[], datetime] = utc_now,
    change: Callable[[Settings], Settings] = lambda settings: settings,
) -> Iterator[Vigie]:
    """Run a Vigie that has joined `telegram`, and stop it in the end."""
    with open_house(change(settings_for(telegram, folder)), clock=clock) as house:
        joined = Joined(house, wait=1)
        joined.members.bring_up(GROUP)
        courier = Courier(house, [joined.platform], [joined.interpreter])
        courier.start()
        try:
            with in_a_thread(lambda: joined.run(courier)):
                telegram.wait_for(lambda: telegram.polls > 0, what="a question for news")
                yield Vigie(telegram, house, courier)
        finally:
            courier.close()
