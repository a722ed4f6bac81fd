"""A real Vigie that has joined a Slack of the tests: house, courier, threads and event loop, as `vigie run` has."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.case import Case
from bot.delivery.courier import Courier
from bot.house import House, open_house, utc_now
from bot.people import Person, Role, add, roster
from bot.people.accounts import link_account, person_of
from bot.settings import Settings, SlackSettings
from bot.sources import reference_of
from bot.submissions import case_of
from bot.trail.verification import Verification
from bot.verification import verify_database
from handlers.slack.app import joined
from handlers.slack.http_door import Door
from handlers.slack.join import Workspace as Joined
from handlers.slack.socket import Socket
from tests.handlers.slack.workspace import Json, Workspace, words_of

CHANNEL = "C0VALID"
CAMILLE, DOMI, SACHA, GUEST, LOU = "U0CAMILLE", "U0DOMI", "U0SACHA", "U0GUEST", "U0LOU"
REVIEWERS = "S0REVIEW"


@dataclass(frozen=True)
class Vigie:
    """A running Vigie, and what a test asks of it."""

    slack: Workspace
    house: House
    courier: Courier

    def reference(self, ts: str, channel: str = CHANNEL) -> str:
        """Return the submission of a message, once there is one."""
        found = self.slack.wait_for(lambda: self.known(ts, channel), what=f"a submission for {ts}")
        assert found
        return found

    def known(self, ts: str, channel: str = CHANNEL) -> str | None:
        with self.house.database.reading() as connection:
            return reference_of(connection, f"slack:{channel}/{ts}")

    def case(self, reference: str) -> Case:
        with self.house.database.reading() as connection:
            case = case_of(connection, reference)
        assert case
        return case

    def card(self, ts: str, words: str = "", channel: str = CHANNEL, thread: str = "") -> Json:
        """Return the card in a message's thread, once it says these words."""

        def found() -> Json | None:
            cards = [
                item for item in self.slack.thread(channel, thread or ts) if is_card(item, self.known(ts, channel))
            ]
            return next((item for item in reversed(cards) if words in words_of(item)), None)

        card = self.slack.wait_for(found, seconds=20, what=f"a card of {ts} that says “{words}”")
        assert card
        return card

    def person(self, user: str) -> Person | None:
        with self.house.database.reading() as connection:
            return person_of(connection, "slack", user, utc_now())

    def add(self, name: str, *roles: Role, slack: str = "") -> Person:
        """Add a person here, as `vigie people add` does."""
        with self.house.database.writing() as connection:
            person = add(connection, name, frozenset(roles), at=self.house.clock())
            if slack:
                link_account(connection, "slack", slack, person, at=self.house.clock())
            return roster(connection).people[person.id]

    def kinds(self, reference: str) -> list[str]:
        return [item.entry.kind for item in self.case(reference).entries]

    def verified(self) -> Verification:
        return verify_database(self.house.database, self.house.key.verifier)


def is_card(message: Json, reference: str | None) -> bool:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return bool(reference) and payload.get("about") == reference


def seeded(slack: Workspace) -> Workspace:
    """Put a team into a workspace: an author, two reviewers, a guest, and somebody who only reads along."""
    for user, name in ((CAMILLE, "Camille"), (DOMI, "Dominique"), (SACHA, "Sacha"), (LOU, "Lou")):
        slack.add_user(user, name)
    slack.add_user(GUEST, "Gaël", guest=True)
    slack.add_channel(CHANNEL, "validation", members=[CAMILLE, DOMI, SACHA, GUEST, LOU])
    slack.add_group(REVIEWERS, [DOMI, SACHA])
    return slack


def settings_for(slack: Workspace, folder: Path, *, http: bool = False) -> Settings:
    chosen = SlackSettings(
        bot_token=slack.bot_token,
        app_token="" if http else slack.app_token,
        signing_secret=slack.signing_secret if http else "",
        api_url=slack.api_url,
        port=0,
        reviewers=(REVIEWERS,),
    )
    return Settings(data_dir=folder / "data", desk_port=0, slack=chosen, workers=1)


@contextmanager
def running(
    slack: Workspace,
    folder: Path,
    *,
    http: bool = False,
    clock: Callable[[], datetime] = utc_now,
    change: Callable[[Settings], Settings] = lambda settings: settings,
    ping_every: float = 1.0,
    deaf_after: float = 6.0,
) -> Iterator[Vigie]:
    """Run a Vigie that has joined `slack`, and stop it in the end."""
    with open_house(change(settings_for(slack, folder, http=http)), clock=clock) as house:
        workspace = Joined(house)
        courier = Courier(house, [workspace.platform], [workspace.interpreter])
        connected, app = joined(house, courier, workspace.web, workspace.members, workspace.us)
        workspace.members.bring_up()
        courier.start()
        try:
            listen = (
                partial(_answer, slack, Door(connected, app))
                if http
                else partial(_listen, Socket(connected, app, ping_every=ping_every, deaf_after=deaf_after))
            )
            with in_a_thread(listen):
                slack.wait_for(lambda: slack.hears_by_http if http else slack.sockets >= 1, what="a way to be heard")
                yield Vigie(slack, house, courier)
        finally:
            courier.close()


async def _listen(socket: Socket) -> None:
    await socket.run()


async def _answer(slack: Workspace, door: Door) -> None:
    slack.serve_events_to(f"http://127.0.0.1:{door.port}/slack/events")
    await door.run_door()


@contextmanager
def in_a_thread(serve: Callable[[], Coroutine[None, None, None]]) -> Iterator[None]:
    """Run a coroutine in a thread of its own, and cancel it in the end."""
    loop = asyncio.new_event_loop()
    task: list[asyncio.Task[None]] = []
    started = threading.Event()

    def live() -> None:
        asyncio.set_event_loop(loop)

        async def begin() -> None:
            task.append(asyncio.ensure_future(serve()))
            started.set()
            with suppress(asyncio.CancelledError):
                await task[0]

        try:
            loop.run_until_complete(begin())
            left = asyncio.all_tasks(loop)
            for one in left:
                one.cancel()
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            loop.run_until_complete(asyncio.sleep(0.05))
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            loop.close()

    thread = threading.Thread(target=live, name="slack-under-test", daemon=True)
    thread.start()
    started.wait(10)
    try:
        yield
    finally:
        if not loop.is_closed():
            loop.call_soon_threadsafe(task[0].cancel)
        thread.join(15)


def with_settings(**changes: object) -> Callable[[Settings], Settings]:
    return lambda settings: replace(settings, **changes)  # type: ignore[arg-type]
