"""A real desk on loopback, with two people and their links, for tests."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from bot import access
from bot.card import board
from bot.house import House, open_house
from bot.people import Person, Role, add
from bot.settings import Settings
from handlers.desk.serve import DeskServer, server
from policy.limits import Limits
from policy.sandbox import ENTRY
from tests import postgresql
from tests.bot.scene import DATABASE, POSTGRESQL

PATIENCE = 10.0
"""Seconds that anything here may take."""


@dataclass(frozen=True)
class RunningDesk:
    """A serving desk: its house, its address without a final slash, and the people who may come in."""

    house: House
    address: str
    people: dict[str, Person]
    closing: ExitStack

    def link(self, name: str) -> str:
        """Make a personal link; earlier ones of this person end."""
        return f"{self.address}/entrer/{access.link(self.house, self.people[name])}"

    def say(self, message: str, **values: str | int) -> str:
        """Return a sentence as the desk writes it."""
        return self.house.catalogue().say(message, **values)

    def visitor(self) -> httpx.Client:
        """Return a client of somebody without a session, redirects not followed."""
        client = httpx.Client(base_url=self.address, timeout=PATIENCE, trust_env=False)
        self.closing.callback(client.close)
        return client

    def come_in(self, name: str) -> Visitor:
        """Return a client of somebody who followed their link."""
        client = self.visitor()
        assert client.get(self.link(name)).status_code == 303
        token = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
        assert token
        return Visitor(self, client, token[1])


@dataclass(frozen=True)
class Visitor:
    """Somebody with a session, without a browser."""

    desk: RunningDesk
    client: httpx.Client
    csrf: str

    def drop(self, *files: tuple[str, bytes], note: str = "", **headers: str) -> httpx.Response:
        """Send files as the plain form does."""
        parts = [("files", (name, data, "application/octet-stream")) for name, data in files]
        return self.client.post("/depots", data={"csrf": self.csrf, "note": note}, files=parts, headers=headers)

    def drop_and_wait(self, *files: tuple[str, bytes], note: str = "") -> str:
        """Send files and wait for the answer; return the reference."""
        answer = self.drop(*files, note=note)
        assert answer.status_code == 303, answer.text
        reference = answer.headers["location"].rpartition("/")[2]
        self.desk_answers(reference)
        return str(reference)

    def desk_answers(self, reference: str) -> None:
        """Wait until every file of a submission has been examined."""
        house = self.desk.house
        person = next(iter(self.desk.people.values()))
        until = time.monotonic() + PATIENCE
        while board.card(house, person, reference, house.catalogue()).busy:
            assert time.monotonic() < until, "still examining"
            time.sleep(0.02)

    def press(self, reference: str, verb: str, **fields: str) -> httpx.Response:
        """Press a button of a card as the plain form does."""
        house = self.desk.house
        person = next(iter(self.desk.people.values()))
        fingerprint = board.card(house, person, reference, house.catalogue()).fingerprint
        data = {"csrf": self.csrf, "fingerprint": fingerprint, "verb": verb} | fields
        return self.client.post(f"/depots/{reference}/gestes", data=data)


@contextmanager
def open_desk(
    folder: Path,
    settings: Settings | None = None,
    limits: Limits | None = None,
    entry: str = ENTRY,
    workers: int = 1,
) -> Iterator[RunningDesk]:
    """Serve a fresh house on a free port: Camille submits, Dominique decides."""
    settings = replace(settings or Settings(), data_dir=folder, desk_port=0, workers=workers)
    with ExitStack() as closing:
        if DATABASE == POSTGRESQL and not settings.database_url:
            address = postgresql.server().create()
            closing.callback(postgresql.server().drop, address)
            settings = replace(settings, database_url=address)
        house = closing.enter_context(open_house(settings, limits=limits, entry=entry))
        with house.database.writing() as connection:
            people = {
                "Camille": add(connection, "Camille", frozenset({Role.AUTHOR}), at=house.clock()),
                "Dominique": add(connection, "Dominique", frozenset({Role.REVIEWER}), at=house.clock()),
            }
        serving = server(house)
        with _served(serving), ExitStack() as clients:
            yield RunningDesk(house, f"http://127.0.0.1:{serving.port}", people, clients)


@contextmanager
def _served(serving: DeskServer) -> Iterator[None]:
    thread = threading.Thread(target=lambda: asyncio.run(serving.serve()), name="desk")
    thread.start()
    try:
        until = time.monotonic() + PATIENCE
        while not serving.started:
            assert time.monotonic() < until, "the desk does not start"
            time.sleep(0.01)
        yield
    finally:
        serving.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the desk does not stop"
