"""Everything that a listener may need, handed to each of them; never global."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.courier import Courier
from bot.delivery.taking import Intake
from bot.house import House
from bot.language import Catalogue
from handlers.slack.answering import Answering
from handlers.slack.members import Members
from handlers.slack.places import Place
from handlers.slack.web import Web

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ourselves:
    """Who we are in the workspace, as `auth.test` says."""

    team: str
    user: str
    bot: str
    url: str = ""

    def permalink(self, source: str) -> str:
        """Return the address of a message (Slack, "Message permalinks": `/archives/CHANNEL/pTIMESTAMP`)."""
        place = Place.of_target(source)
        if not self.url or not place.message:
            return ""
        thread = f"?thread_ts={place.root}&cid={place.channel}" if place.root else ""
        return f"{self.url.rstrip('/')}/archives/{place.channel}/p{place.message.replace('.', '')}{thread}"


@dataclass(frozen=True, slots=True)
class Slack:
    """One workspace that Vigie has joined. `client` is for the event loop, `web` for threads."""

    house: House
    courier: Courier
    intake: Intake
    web: Web
    client: AsyncWebClient
    members: Members
    answering: Answering
    ourselves: Ourselves
    desk_url: str = ""

    def catalogue(self, user: str) -> Catalogue:
        """Return the sentences in the language that somebody reads, as far as it is known."""
        return self.house.catalogue(self.members.language_of(user))


async def in_thread(function: Callable[..., T], *arguments: object) -> T:
    """Call what blocks, such as the database, without holding up anybody else."""
    return await asyncio.to_thread(function, *arguments)
