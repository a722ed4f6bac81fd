"""What tests about decisions, forms and publications do again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.case import Case
from bot.kinds import State
from tests.handlers.telegram.messenger import Answer, Json, Messenger
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP, Vigie
from tests.policy.pictures_with_a_look import encoded, scene

IN_WORDS, REPLY = ("In my own words", "Write", "mots", "Écrire"), ("Reply to this", "Répondez")
APPROVE, REFUSE, CHANGES, UNDO = "Donner mon visa", "Refuser", "Demander des modifications", "Reprendre ma décision"
MINE = "J’ai pris cette photo"
NOW, LATER = ("Publish now", "Publier maintenant"), ("Schedule", "Programmer")
SEND, CORRECT, CANCEL = "Envoyer", "Corriger", "Annuler"
BACK, SKIP = ("Back", "Retour"), ("Skip", "Passer")


@cache
def picture(seed: int) -> bytes:
    return encoded(scene(seed))


@dataclass(frozen=True)
class Item:
    """A message that somebody has put up for approval."""

    vigie: Vigie
    sent: Json
    reference: str

    @property
    def message(self) -> int:
        return int(self.sent["message_id"])

    @property
    def case(self) -> Case:
        return self.vigie.case(self.reference)

    def becomes(self, state: State) -> None:
        self.vigie.telegram.wait_for(lambda: self.case.state is state, what=f"{self.reference} to be {state}")

    def card(self, words: str = "") -> Json:
        """Return the card, once it says these words; questions about it answer the same message."""
        telegram = self.vigie.telegram

        def there() -> Json | None:
            replies = telegram.replies_to(GROUP, self.message)
            cards = [one for one in replies if f"{self.reference} ·" in one["text"] and "entrée #" in one["text"]]
            return next((one for one in reversed(cards) if words in one["text"]), None)

        found = telegram.wait_for(there, seconds=20, what=f"the card of {self.reference} that says “{words}”")
        assert found
        return found

    def buttons(self) -> list[str]:
        return self.vigie.telegram.buttons(GROUP, self.card()["message_id"])

    def press(self, user: int, *labels: str) -> Answer:
        label = self.there(labels)
        return self.vigie.telegram.tap(user, GROUP, self.card()["message_id"], label=label)

    def there(self, labels: Sequence[str]) -> str:
        """Return which of some labels is on the card, once one is."""
        found = self.vigie.telegram.wait_for(
            lambda: next((label for label in labels if any(label in text for text in self.buttons())), None),
            what=f"a button {labels}",
        )
        assert found
        return found

    def data(self, label: str) -> str:
        """Return what a button of the card carries."""
        keyboard = self.vigie.telegram.keyboard(GROUP, self.card()["message_id"])
        return str(next(button["callback_data"] for button in keyboard if label in button["text"]))

    def forge(self, user: int, data: str) -> Answer:
        return self.vigie.telegram.tap(user, GROUP, self.card()["message_id"], data=data)

    def approve(self, user: int = DOMI) -> None:
        self.press(user, APPROVE)
        self.vigie.sure(user, self.message, APPROVE)
        self.becomes(State.APPROVED)

    def kinds(self) -> list[str]:
        return self.vigie.kinds(self.reference)


def dropped(vigie: Vigie, seed: int = 7, *, by: int = CAMILLE, text: str = "Pour samedi") -> Item:
    sent = vigie.telegram.send_document(GROUP, by, picture(seed), f"marche-{seed}.jpg", text)
    return Item(vigie, sent, vigie.reference(sent["message_id"]))


def written(vigie: Vigie, text: str, *, by: int = CAMILLE) -> Item:
    """Put a draft up for approval."""
    sent = vigie.telegram.send_text(GROUP, by, f"#brouillon {text}")
    item = Item(vigie, sent, vigie.reference(sent["message_id"]))
    vigie.telegram.wait_for(lambda: item.case.state is not State.EXAMINING, what="an opinion")
    return item


def reviewable(vigie: Vigie, seed: int = 7, *, text: str = "Pour samedi") -> Item:
    """Put a picture up for approval, and say whose it is: nothing stands against it any more."""
    item = dropped(vigie, seed, text=text)
    item.card("réservé")
    item.press(CAMILLE, MINE)
    item.becomes(State.REVIEWABLE)
    item.card("Rien ne s’oppose")
    return item


def asked(telegram: Messenger, *words: str, chat: int = GROUP, button: Sequence[str] = ()) -> Json:
    """Return the latest message of the bot that says one of these words and has one of these buttons."""
    wanted = words or ("",)

    def there() -> Json | None:
        said = [one for one in telegram.said_by_bot(chat) if any(word in one.get("text", "") for word in wanted)]
        return next((one for one in reversed(said) if not button or label_of(telegram, one, *button)), None)

    found = telegram.wait_for(there, what=f"a message that says {words} with {button or 'any button'}")
    assert found
    return found


def label_of(telegram: Messenger, message: Json, *wanted: str) -> str:
    """Return the first button of a message that is called one of these, empty for none."""
    labels = telegram.buttons(message["chat"]["id"], message["message_id"])
    return next((label for label in labels if any(word in label for word in wanted)), "")


def answer(telegram: Messenger, user: int, *labels: str, words: str = "", chat: int = GROUP) -> Answer:
    """Tap the button that is called one of these, on the latest message that has it."""
    message = asked(telegram, words, chat=chat, button=labels)
    return telegram.tap(user, chat, message["message_id"], label=label_of(telegram, message, *labels))


def told(telegram: Messenger, *words: str, chat: int = GROUP) -> list[Json]:
    """Return the messages of the bot that say one of these."""
    return [one for one in telegram.said_by_bot(chat) if any(word in one.get("text", "") for word in words)]


def posts(telegram: Messenger, chat: int = CHANNEL) -> list[Json]:
    return telegram.messages(chat)


def approved(vigie: Vigie, seed: int = 7, *, text: str = "Pour samedi") -> Item:
    item = reviewable(vigie, seed, text=text)
    item.approve()
    item.card("Visa accordé")
    return item


THERE, NOT_THERE = ("Yes, it is there", "Oui"), ("No, publish it", "No, it is not there", "Non")


def published(item: Item) -> None:
    item.becomes(State.PUBLISHED)


def states(vigie: Vigie) -> list[str]:
    """Return where the orders to publish something stand."""
    with vigie.house.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT state FROM outbox WHERE kind = 'publication' ORDER BY id")
        return [str(row[0]) for row in rows]


def uncertain(item: Item, telegram: Messenger) -> int:
    """Have the answer to a publication lost; return the question that people are asked."""
    telegram.faults.drop_after("sendPhoto")
    item.press(DOMI, *NOW)
    return int(asked(telegram, item.reference, button=THERE)["message_id"])


def settle(telegram: Messenger, user: int, question: int, labels: tuple[str, ...]) -> Answer:
    label = label_of(telegram, telegram.message(GROUP, question), *labels)
    return telegram.tap(user, GROUP, question, label=label)


def moments(item: Item, telegram: Messenger) -> Json:
    """Have the moments offered at which it may go out."""
    item.press(DOMI, *LATER)
    return asked(telegram, "when?", "quand", button=(":",))


def scheduled(item: Item, telegram: Messenger) -> Answer:
    """Take the first moment that is offered."""
    question = moments(item, telegram)
    first = telegram.buttons(GROUP, question["message_id"])[0]
    return telegram.tap(DOMI, GROUP, question["message_id"], label=first)
