"""An emulated workspace, for tests that read as sentences; what it is worth is said in this package's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import pytest
from slack_sdk import WebClient

from tests import npm
from tests.handlers.slack.emulate import seed
from tests.handlers.slack.emulate.node import PATIENCE, Node


@dataclass(frozen=True)
class Delivery:
    """One attempt to hand an event to the app, and the status it answered with (None: it did not answer)."""

    event: dict[str, Any]
    status: int | None


class Emulator:
    """A workspace of its own on a free port of loopback, as in `seed`; skips the test where there is no Node."""

    team = seed.TEAM
    app = seed.APP
    bot = seed.BOT
    bot_user = seed.BOT_USER
    bot_token = seed.BOT_TOKEN
    signing_secret = seed.SIGNING_SECRET

    def __init__(self, scopes: Sequence[str] = seed.SCOPES) -> None:
        self.scopes = tuple(scopes)
        self.people: dict[str, str] = {}
        """User ids by name."""
        self.channels: dict[str, str] = {}
        """Channel ids by name."""

    def __enter__(self) -> Self:
        try:
            self._node = Node()
        except npm.UnavailableError as reason:
            pytest.skip(str(reason))
        try:
            self.address: str = self._node.order("open", seed=seed.workspace(self.scopes))["address"]
            self._look_around()
        except BaseException:
            self._node.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._node.stop()

    @property
    def api_url(self) -> str:
        """The base URL to give to a Slack client."""
        return f"{self.address}/api/"

    @property
    def approval(self) -> str:
        """The id of the private channel that Vigie is in."""
        return self.channels[seed.APPROVAL]

    def events_to(self, url: str, events: Sequence[str] = ("*",)) -> None:
        """Deliver signed events there from now on, all or those of these types; replaces an earlier address."""
        self._node.order("subscribe", url=url, events=list(events))

    def deliveries(self) -> list[Delivery]:
        """Return what was delivered so far, oldest first (the emulator remembers the last thousand)."""
        made = self._node.order("deliveries")["deliveries"]
        return [Delivery(delivery["payload"]["event"], delivery["status_code"]) for delivery in made]

    def as_bot(self) -> WebClient:
        """Return a client with the app's token."""
        return self._client(self.bot_token)

    def as_person(self, name: str) -> WebClient:
        """Return a client with a person's own token: what they do in Slack, a test does with it."""
        return self._client(seed.person_token(name))

    def post(self, name: str, channel: str, text: str, thread: str | None = None) -> str:
        """Write a message as somebody, and return its ts; returns once the app has been told."""
        return str(self.as_person(name).chat_postMessage(channel=channel, text=text, thread_ts=thread)["ts"])

    def upload(
        self, name: str, channel: str, files: dict[str, bytes], comment: str = "", thread: str | None = None
    ) -> list[dict[str, Any]]:
        """Share files in one message as somebody, in Slack's three calls; return the files as Slack describes them."""
        client = self.as_person(name)
        uploads = [{"filename": filename, "content": content} for filename, content in files.items()]
        answer = client.files_upload_v2(
            channel=channel, file_uploads=uploads, initial_comment=comment or None, thread_ts=thread
        )
        shared: list[dict[str, Any]] = answer["files"]
        return shared

    def history(self, channel: str) -> list[dict[str, Any]]:
        """Return the messages of a channel outside of threads, newest first."""
        messages: list[dict[str, Any]] = self.as_person(seed.ADMIN).conversations_history(channel=channel)["messages"]
        return messages

    def replies(self, channel: str, thread: str) -> list[dict[str, Any]]:
        """Return a thread, its first message included, oldest first."""
        answer = self.as_person(seed.ADMIN).conversations_replies(channel=channel, ts=thread)
        messages: list[dict[str, Any]] = answer["messages"]
        return messages

    def reactions(self, channel: str, ts: str) -> dict[str, list[str]]:
        """Return who reacted to a message, by reaction."""
        answer = self.as_person(seed.ADMIN).reactions_get(channel=channel, timestamp=ts)
        return {reaction["name"]: reaction["users"] for reaction in answer["message"]["reactions"]}

    def trigger(self, name: str) -> str:
        """Return a trigger id as a click of somebody's would carry it: it opens one modal, within three seconds."""
        answer = self.as_bot().api_call("views.generateTriggerId", params={"user_id": self.people[name]})
        return str(answer["trigger_id"])

    def _client(self, token: str) -> WebClient:
        return WebClient(token, base_url=self.api_url, timeout=int(PATIENCE), retry_handlers=[])

    def _look_around(self) -> None:
        admin = self.as_person(seed.ADMIN)
        self.people = {user["name"]: user["id"] for user in admin.users_list()["members"]}
        listed = admin.conversations_list(types="public_channel,private_channel")["channels"]
        self.channels = {channel["name"]: channel["id"] for channel in listed}
        for name in (seed.APPROVAL, seed.PUBLIC):
            admin.conversations_invite(channel=self.channels[name], users=[self.bot_user])
