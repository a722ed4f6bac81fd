"""Joining Telegram: the parts that the courier needs first, then the updates, asked for or brought."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import product
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot import marks
from bot.delivery import inbox, outbox
from bot.delivery.courier import Courier
from bot.delivery.events import Told
from bot.delivery.holder import dead
from bot.delivery.outbox import Message
from bot.errors import SetupError
from bot.house import House
from bot.language import N_, Catalogue
from bot.ports import NotSentError
from bot.settings import Settings
from handlers.telegram.api import Api
from handlers.telegram.drops import ALBUM
from handlers.telegram.interpreter import TelegramInterpreter
from handlers.telegram.members import FAULTS, Members
from handlers.telegram.notices import ABSENCE
from handlers.telegram.places import NAME, PREFIX
from handlers.telegram.poller import Poller, Update
from handlers.telegram.sending import TelegramPlatform
from handlers.telegram.updates import album_of, place_of
from handlers.telegram.webhook import Hearing, Webhook
from policy.language import Language

log = logging.getLogger("vigie.telegram")

T = TypeVar("T")

_LISTENER = "telegram-updates"
"""The task of the one process that asks Telegram for news."""
_LEASE = timedelta(seconds=120)
_KEPT_BY_TELEGRAM = timedelta(hours=24)
"""How long Telegram keeps updates that nobody fetches (Bot API, "Getting updates")."""
_LOOK_EVERY = 5.0
_LAST_ANSWER = 2.0
"""Seconds for which a stopping process waits for the question that is open; its updates come again anyway."""
_COMMANDS = (
    ("declarer_ia", N_("declare that an AI helped")),
    ("attente", N_("what waits for you to decide")),
    ("depots", N_("what you have submitted")),
    ("registre", N_("the register of AI uses")),
    ("aide", N_("what I can do")),
)
_COMMANDS_ENGLISH = (
    ("declare_ai", N_("declare that an AI helped")),
    ("waiting", N_("what waits for you to decide")),
    ("submissions", N_("what you have submitted")),
    ("register", N_("the register of AI uses")),
    ("help", N_("what I can do")),
)
_DECIDING = (("sante", N_("how Vigie is")), ("vigie", N_("all at a glance, and the week so far")))
_DECIDING_ENGLISH = (("health", N_("how Vigie is")), ("vigie", N_("all at a glance, and the week so far")))
"""What administrators of groups are offered too: most of them decide."""


class Messenger:
    """Telegram, as Vigie is about to join it; `platform` and `interpreter` are for the courier.

    Making one asks Telegram who we are.
    """

    def __init__(self, house: House, *, wait: int | None = None) -> None:
        """Raises SetupError where a chat is named by its @name, and where Telegram refuses the token or is away."""
        _require_numbers(house.settings)
        self._house, self._wait = house, wait
        self._asking = threading.Thread()
        self.api = Api(house.settings.telegram)
        self._own = self._ourselves()
        self.members = Members(house, self.api)
        self.platform = TelegramPlatform(house, self.api)
        self.interpreter = TelegramInterpreter(house, self.api, self.members, self._own)

    def _ourselves(self) -> int:
        try:
            return self.api.call(lambda bot: bot.get_me()).id
        except FAULTS as error:
            self.api.close()
            if isinstance(error, NotSentError) and "token" in str(error):
                raise SetupError(
                    N_("Telegram refuses TELEGRAM_BOT_TOKEN."),
                    N_("Copy it again from BotFather; vigie doctor says more."),
                ) from error
            raise SetupError(
                N_("Telegram can't be reached."), N_("Check the connection of this machine, then start again.")
            ) from error

    async def run(self, courier: Courier) -> None:
        """Listen until cancelled: by asking, or by being called where there is a secret for that."""
        try:
            await asyncio.to_thread(self._tell_commands)
            await asyncio.to_thread(self._bring_up)
            log.info("joined Telegram")
            if self._house.settings.telegram.webhook_secret:
                await self._be_called(courier)
            else:
                await self._poll(courier)
        finally:
            self.api.close()

    def keep(self, courier: Courier, key: str, update: Update) -> None:
        """Put an update on record, durably, and have it acted on; whatever it says, this does not fail over it."""
        # Half of a pair of surrogates, which JSON can carry and no database can.
        words = json.dumps(update, ensure_ascii=False).encode(errors="replace").decode()
        album, now = album_of(update), self._house.clock()
        key = ALBUM + ":".join(map(str, album)) if album else key
        inbox.receive(self._house.database, NAME, key, Told(words), now, place_of(update))
        courier.wake()

    async def _be_called(self, courier: Courier) -> None:
        """Have Telegram call: it is heard when it does, and as long as nothing waits that it could not bring."""
        webhook = Webhook(self._house, self.api, lambda key, update: self.keep(courier, key, update))
        serving, calls, hearing = asyncio.ensure_future(webhook.run_webhook()), 0, Hearing(self.api)
        try:
            while not serving.done():
                calls, called = webhook.calls, webhook.calls > calls
                if called or await asyncio.to_thread(hearing.nothing_waits):
                    await asyncio.to_thread(self._stumbling, self._heard)
                await asyncio.wait([serving], timeout=_LOOK_EVERY)
            serving.result()
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    async def _poll(self, courier: Courier) -> None:
        """Ask for news while no other process does, nor a question that we had open when we lost that for a moment."""
        holder, answered = courier.holder, 0
        poller: Poller | None = None
        try:
            while True:
                held = await asyncio.to_thread(self._stumbling, lambda: self._hold(holder))
                if held and poller is None and not self._asking.is_alive():
                    poller, answered = self._start(courier), 0
                elif held is False and poller is not None:
                    poller.close()
                    poller = None
                if poller is not None and poller.answers > answered:
                    answered = poller.answers
                    await asyncio.to_thread(self._stumbling, self._heard)
                await asyncio.sleep(_LOOK_EVERY)
        finally:
            if poller is not None:
                poller.close()
                await asyncio.to_thread(self._asking.join, _LAST_ANSWER)
            await asyncio.to_thread(self._stumbling, lambda: self._let_go(holder))

    def _stumbling(self, step: Callable[[], T]) -> T | None:
        """Take a step; where the database can't be used at the moment, listening goes on all the same."""
        try:
            return step()
        except DBAPIError as error:
            log.warning("the database can't be used: %s", type(error).__name__)
            return None

    def _start(self, courier: Courier) -> Poller:
        settings = self._house.settings.telegram
        options = {} if self._wait is None else {"wait": self._wait}
        poller = Poller(settings, lambda key, update: self.keep(courier, key, update), **options)
        self._asking = threading.Thread(target=poller.run, name="telegram-poller", daemon=True)
        self._asking.start()
        return poller

    def _hold(self, holder: str) -> bool:
        """Hold what only one process may do; one of this machine that is no more is not waited for."""
        now = self._house.clock()
        with self._house.database.writing() as connection:
            other = marks.holder_of(connection, _LISTENER)
            if other and dead([other], holder):
                marks.let_go(connection, _LISTENER, other)
            return marks.hold(connection, _LISTENER, holder, now, _LEASE)

    def _let_go(self, holder: str) -> None:
        with self._house.database.writing() as connection:
            marks.let_go(connection, _LISTENER, holder)

    def _heard(self) -> None:
        """Note that Telegram is heard; say that something may be lost, after longer than it keeps things."""
        now, groups = self._house.clock(), self.members.groups.approval()
        with self._house.database.writing() as connection:
            before = marks.heard_until(connection, NAME, _LISTENER)
            marks.mark_heard(connection, NAME, _LISTENER, now)
            if before is None or now - before < _KEPT_BY_TELEGRAM:
                return
            subject = f"{ABSENCE}/{int(before.timestamp())}/{int(now.timestamp())}"
            for group in groups:
                outbox.enqueue_once(connection, NAME, str(group), Message.NOTICE, subject, 0, now)

    def _bring_up(self) -> None:
        """Know who may decide from the start: nobody may have told us when Vigie came into the group."""
        for group in self.members.groups.approval():
            self.members.bring_up(group)

    def _tell_commands(self) -> None:
        """Tell Telegram which commands there are, in each language, in groups and in private."""
        french, english = Catalogue(Language.FRENCH), Catalogue(Language.ENGLISH)
        own = french if self._house.settings.language is Language.FRENCH else english
        scopes = (
            (BotCommandScopeAllGroupChats(), False),
            (BotCommandScopeAllPrivateChats(), False),
            (BotCommandScopeAllChatAdministrators(), True),
        )
        for (scope, deciding), (catalogue, code) in product(scopes, ((own, None), (french, "fr"), (english, "en"))):
            commands = _commands(catalogue, deciding=deciding)
            telling = partial(Bot.set_my_commands, commands=commands, scope=scope, language_code=code)
            try:
                self.api.call(telling)
            except FAULTS as error:
                log.info("the list of commands is not told: %s", error)
                return


def _require_numbers(settings: Settings) -> None:
    """Refuse to bind a chat to a name, which anybody may take over once its owner gives it up."""
    named = (*settings.approval_channels, *settings.audit_channels, *settings.telegram.public_channels)
    if found := next((channel for channel in named if channel.startswith(f"{PREFIX}@")), None):
        raise SetupError(
            N_("{chat} is a name that anybody can change."),
            N_("vigie doctor tells its number: write that in its place in .env, then start again."),
            chat=found.removeprefix(PREFIX),
        )


def _commands(catalogue: Catalogue, *, deciding: bool) -> list[BotCommand]:
    """Return the commands in a language; those who decide have more of them."""
    french = catalogue.language is Language.FRENCH
    told = [*(_COMMANDS if french else _COMMANDS_ENGLISH)]
    if deciding:
        told += _DECIDING if french else _DECIDING_ENGLISH
    return [BotCommand(name, catalogue.say(words)) for name, words in told]
