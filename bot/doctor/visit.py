"""All checkups, one after the other: each subject has its line here, a new one goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from bot.doctor.backlog import inbox, outbox, unexamined
from bot.doctor.careful import careful
from bot.doctor.charter import charter
from bot.doctor.clock import clock
from bot.doctor.database import Opening
from bot.doctor.desk import desk
from bot.doctor.folder import data_folder
from bot.doctor.key import trail_key
from bot.doctor.model import Checkup, Finding, Health, Installation
from bot.doctor.people import people
from bot.doctor.trust import trust_lists
from bot.doctor.workers import workers
from bot.house import utc_now
from bot.language import N_, Catalogue
from bot.settings import Settings

_Subject = Callable[[Installation, Catalogue], Iterable[Finding]]

_ANYWAY: dict[str, _Subject] = {
    "trail-key": trail_key,
    "clock": clock,
    "charter": charter,
    "trust-lists": trust_lists,
    "workers": workers,
    "desk": desk,
}
"""What can be looked at even where the database can't."""
_RECORDED: dict[str, _Subject] = {
    "people": people,
    "inbox": inbox,
    "examinations": unexamined,
    "outbox": outbox,
}
"""What only the database tells."""
_NAMES = {
    "people": N_("people and roles"),
    "inbox": N_("what came in"),
    "examinations": N_("files to be read"),
    "outbox": N_("messages to be sent"),
}


def visit(
    settings: Settings, catalogue: Catalogue, checkups: Sequence[Checkup] = (), now: datetime | None = None
) -> Iterator[Finding]:
    """Yield each finding as it is made; `checkups` are those of the platforms. Nothing is mended, nothing raised."""
    yield from careful("data-folder", partial(data_folder, settings, catalogue), catalogue)
    with Opening(settings) as opening:
        yield from careful("database", partial(opening.findings, catalogue), catalogue)
        installation = Installation(settings, now or utc_now(), opening.database)
        for name, look in _ANYWAY.items():
            yield from careful(name, partial(look, installation, catalogue), catalogue)
        for name, look in _RECORDED.items():
            yield from _recorded(name, look, installation, catalogue)
    yield from _platforms(settings, catalogue, checkups)


def _recorded(name: str, look: _Subject, installation: Installation, catalogue: Catalogue) -> Iterator[Finding]:
    if installation.database:
        yield from careful(name, partial(look, installation, catalogue), catalogue)
    else:
        words = N_("“{name}” was not looked at: it takes a database in working order.")
        yield Finding(name, Health.SKIPPED, catalogue.say(words, name=catalogue.say(_NAMES[name])))


def _platforms(settings: Settings, catalogue: Catalogue, checkups: Sequence[Checkup]) -> Iterator[Finding]:
    if not checkups:
        words = N_("No platform is set up: people use the desk alone, and that is fine.")
        yield Finding("platforms", Health.SKIPPED, catalogue.say(words))
    for checkup in checkups:
        name = getattr(checkup, "__name__", type(checkup).__name__)
        yield from careful(name, partial(checkup, settings, catalogue), catalogue)
