"""What every part of the checkup works with, and how trouble with Telegram is told: never as a stack trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.doctor import Finding, Health
from bot.doctor.careful import careful
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.settings import Settings
from handlers.telegram.checkup.asking import Asking, DeniedError, Json, OutOfReachError

_OUT_OF_REACH = N_("Telegram can't be reached.")
_CONNECTION = N_("Check the connection of this machine, and TELEGRAM_API_URL where it is set. Then: vigie doctor")
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Bot:
    """Our own account, as Telegram describes it."""

    id: int = 0
    username: str = "vigie"
    reads_all: bool = False
    """Whether it is shown all that is said in a group where it is no administrator (privacy mode is off)."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A look at Telegram; `bot` is who we are there."""

    settings: Settings
    catalogue: Catalogue
    telegram: Asking
    bot: Bot = Bot()

    def finding(self, name: str, health: Health, words: str, remedy: str = "", /, **values: str | int) -> Finding:
        """Return a finding in the reader's language; `values` fill the placeholders of both sentences."""
        say, bot = self.catalogue.say, self.bot.username
        return Finding(name, health, say(words, bot=bot, **values), say(remedy, bot=bot, **values))

    def good(self, name: str, words: str, /, **values: str | int) -> Finding:
        """Return that something is well."""
        return self.finding(name, Health.GOOD, words, "", **values)

    def warning(self, name: str, words: str, remedy: str, /, **values: str | int) -> Finding:
        """Return that something is worth watching."""
        return self.finding(name, Health.WARNING, words, remedy, **values)

    def bad(self, name: str, words: str, remedy: str, /, **values: str | int) -> Finding:
        """Return that something is to be mended."""
        return self.finding(name, Health.BAD, words, remedy, **values)

    def carefully(self, name: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
        """Yield what a part finds; whatever goes wrong in it ends as a finding too."""

        def looking() -> Iterator[Finding]:
            try:
                yield from look()
            except (DeniedError, OutOfReachError) as error:
                yield self.trouble(name, error)

        return careful(name, looking, self.catalogue)

    def trouble(self, name: str, error: DeniedError | OutOfReachError) -> Finding:
        """Tell why Telegram did not do what it was asked."""
        if isinstance(error, OutOfReachError):
            return self.bad(name, _OUT_OF_REACH, _CONNECTION)
        if error.code == _TOO_MANY:
            later = N_("Wait a minute, then: vigie doctor")
            return self.warning(name, N_("Telegram asks for patience: too much was asked of it."), later)
        remedy = N_("Try again in a minute: vigie doctor. If it lasts, docs/telegram.md names the usual causes.")
        return self.bad(name, N_("Telegram refuses what Vigie asks ({why})."), remedy, why=shown(error.why))


def shown(text: object, length: int = 80) -> str:
    """Return a name that somebody on Telegram has given, made harmless."""
    return one_line(str(text or ""), length) or "?"


def name_of(user: Json) -> str:
    """Return what an account is called, with its @name where it has one."""
    name = " ".join(str(user[part]) for part in ("first_name", "last_name") if user.get(part))
    return f"{shown(name)} (@{shown(user['username'])})" if user.get("username") else shown(name)
