"""A house whose weekly summaries go to a Telegram of the tests: each step of the courier is taken by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from PIL import Image
from sqlalchemy import select

from bot.delivery.courier import Courier
from bot.delivery.outbox import Message, kept
from bot.delivery.pace import Pace
from bot.house import House
from bot.settings import Settings, TelegramSettings
from bot.summary.delivery import Part
from bot.summary.kept import make
from bot.summary.period import Week
from bot.tables import outbox
from handlers.telegram.api import Api
from handlers.telegram.sending import TelegramPlatform
from policy.sandbox import Sandbox
from tests.bot.scene import Scene, open_scene
from tests.handlers.telegram.messenger import Json, Messenger

AUDIT, AUDIT_CHANNEL = -1001000000003, -1001000000004
WEEK = Week(2026, 47)
"""The week that is over when the clock of a scene stands still."""
FULL = ["text", "photo", "document"]
STEPS = 400


def chart(width: int = 640, height: int = 360) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(written, "PNG")
    return written.getvalue()


@dataclass(frozen=True)
class Monday:
    """A house, the Telegram that it sends its summaries to, and the chat that gets them."""

    scene: Scene
    telegram: Messenger
    chat: int

    @property
    def house(self) -> House:
        return self.scene.house

    def make(self, week: Week = WEEK) -> None:
        """Make the summary of a week."""
        assert make(self.house, week)

    @contextmanager
    def courier(self, api_url: str = "") -> Iterator[Courier]:
        """One life of a courier."""
        settings = TelegramSettings(self.telegram.token, api_url or self.telegram.api_url)
        api = Api(settings)
        try:
            pace = Pace(lambda: self.scene.clock().timestamp())
            yield Courier(self.house, [TelegramPlatform(self.house, api, pace)])
        finally:
            api.close()

    def deliver(self) -> None:
        """Send until nothing is left to send, whatever time that takes."""
        with self.courier() as courier:
            self.send(courier)

    def send(self, courier: Courier) -> None:
        for _ in range(STEPS):
            if not courier.send_once():
                if set(self.states().values()) <= {"sent", "failed"}:
                    return
                self.scene.clock.go_on(timedelta(seconds=1))
        raise AssertionError(f"never done: {self.states()} {self.telegram.calls[-5:]}")

    def named(self, chat: int) -> Monday:
        """Return it as it is after a start with another number of the chat in the settings."""
        settings = replace(self.house.settings, audit_channels=(f"telegram:{chat}",))
        return replace(self, scene=replace(self.scene, house=replace(self.house, settings=settings)), chat=chat)

    def states(self) -> dict[str, str]:
        """Return where every part stands."""
        with self.house.database.reading() as connection:
            rows = connection.execute(select(outbox.c.subject, outbox.c.state).order_by(outbox.c.id))
            return {row.subject: row.state for row in rows}

    def receipt(self, part: Part, week: Week = WEEK) -> str | None:
        with self.house.database.reading() as connection:
            (found,) = kept(connection, "telegram", Message.SUMMARY, f"{week}/{part}")
        return found.receipt

    def posts(self, chat: int = 0) -> list[Json]:
        """Return what stands in the chat, without what Telegram itself tells there."""
        return [one for one in self.telegram.messages(chat or self.chat) if "pinned_message" not in one]

    def summaries(self, chat: int = 0) -> list[Json]:
        """Return the messages with a checkpoint."""
        return [one for one in self.posts(chat) if _kinds(one) == ["text"] and "\u2014 vigie" in one["text"]]

    def kinds(self, chat: int = 0) -> list[str]:
        """Return what kinds of messages stand in the chat, in their order."""
        return [kind for post in self.posts(chat) for kind in _kinds(post)]


def _kinds(message: Json) -> list[str]:
    return [kind for kind in ("text", "photo", "document") if kind in message]


def pre_of(message: Json) -> str:
    """Return what a tap on the block of a message copies."""
    (block,) = [one for one in message["entities"] if one["type"] == "pre"]
    units = message["text"].encode("utf-16-le")
    return str(units[2 * block["offset"] : 2 * (block["offset"] + block["length"])].decode("utf-16-le"))


@contextmanager
def summing_up(telegram: Messenger, folder: Path, sandbox: Sandbox, chat: int = AUDIT) -> Iterator[Monday]:
    """Open a house that sends its summaries to a chat."""
    settings = Settings(
        telegram=TelegramSettings(telegram.token, telegram.api_url), audit_channels=(f"telegram:{chat}",)
    )
    with open_scene(folder / "data", settings=settings, sandbox=sandbox) as scene:
        yield Monday(scene, telegram, chat)
