"""One life of a bot that serves the chat of tests/bot/delivery/chat.py: `python -m tests.bot.delivery.life ADDRESS`.

It takes events in, acts on them, and sends cards, until it is killed. VIGIE_DATA_DIR and VIGIE_DATABASE_URL say where.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from datetime import timedelta

import httpx

from bot.delivery import inbox
from bot.delivery import outbox as messages
from bot.delivery.courier import Courier
from bot.delivery.events import Dropped, Event, Pressed
from bot.house import House, open_house
from bot.people import Role, roster
from bot.ports import NotSentError, Outgoing
from bot.settings import from_environment
from bot.submissions import case_of

PLATFORM = "chat"
SHORT = timedelta(seconds=1)
"""How long a claim lasts here: lives are short, and moments are whole seconds."""


class ChatPort:
    """The chat as the outbox knows it."""

    name = PLATFORM

    def __init__(self, house: House, client: httpx.Client) -> None:
        self._house, self._client = house, client

    def send(self, message: Outgoing) -> str:
        answer = self._client.post("/messages", json=self._card(message))
        if answer.status_code == 429:
            raise NotSentError("slow down")
        return str(answer.raise_for_status().json()["id"])

    def edit(self, receipt: str, message: Outgoing) -> None:
        self._client.post(f"/messages/{receipt}", json=self._card(message)).raise_for_status()

    def find(self, message: Outgoing) -> str | None:
        answer = self._client.get(f"/messages/{message.key}")
        return message.key if answer.status_code == 200 else None

    def _card(self, message: Outgoing) -> dict[str, object]:
        with self._house.database.reading() as connection:
            case = case_of(connection, message.subject.partition(":")[0])
        assert case
        head = case.head.entry.seq
        said = {"key": message.key, "reference": case.reference, "state": case.state.value}
        return {**said, "fingerprint": case.fingerprint, "version": head}


def event_of(house: House, told: dict[str, str]) -> Event:
    with house.database.reading() as connection:
        people = roster(connection).people.values()
    who = {"author": Role.AUTHOR, "reviewer": Role.REVIEWER}[told["who"]]
    person = next(person.id for person in people if who in person.roles)
    if told["type"] == "drop":
        return Dropped(person, f"{PLATFORM}:general", draft=told["text"])
    return Pressed(person, told["reference"], told["fingerprint"], told["verb"], told["value"])


def main(address: str) -> None:
    inbox.LEASE = messages.LEASE = SHORT
    with open_house(from_environment()) as house, httpx.Client(base_url=address, timeout=5) as client:
        courier = Courier(house, [ChatPort(house, client)])
        courier.start()
        print("alive", flush=True)  # noqa: T201 - whoever kills us waits for it
        while True:
            with suppress(httpx.HTTPError):
                for told in client.get("/events").json():
                    inbox.receive(house.database, PLATFORM, told["key"], event_of(house, told), house.clock())
                    client.post("/acknowledgements", json={"key": told["key"]})
                courier.wake()
            time.sleep(0.01)


if __name__ == "__main__":
    main(sys.argv[1])
