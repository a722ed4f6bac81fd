"""The trust lists: whether they are there, whole, and young enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.doctor.model import Finding, Health, Installation
from bot.errors import SetupError
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.settings import Settings
from bot.trail.entry import read_moment
from bot.trust_lists import Source, TrustStore

OLD = timedelta(days=30)
"""Vigie renews them every week by itself: at this age it has failed four times."""
_NAME = "trust-lists"
_RENEW = N_("With the network at hand: vigie trust update")
_LENGTH = 200


def trust_lists(installation: Installation, catalogue: Catalogue) -> Iterator[Finding]:
    """Look at the kept trust lists."""
    store, say = TrustStore(installation.settings.trust_lists), catalogue.say
    try:
        sources = store.sources()
        store.lists()
        fetched = [read_moment(source.fetched_at) for source in sources]
    except (SetupError, ValueError):
        path = one_line(str(installation.settings.trust_lists), _LENGTH)
        remedy = say(N_("Delete the folder {path}, then: vigie trust update"), path=path)
        yield Finding(_NAME, Health.BAD, say(N_("The trust lists are damaged.")), remedy)
        return
    if not sources:
        words = N_("There is no trust list yet: every signer counts as unknown, real cameras too.")
        yield Finding(_NAME, Health.WARNING, say(words), say(_RENEW))
        return
    if missing := _missing(installation.settings, sources):
        words = say(N_("Trust lists that were never fetched: {lists}"), lists=one_line(", ".join(missing), _LENGTH))
        yield Finding(_NAME, Health.WARNING, words, say(_RENEW))
    yield _age(min(fetched), installation.now, catalogue)


def _missing(settings: Settings, sources: Sequence[Source]) -> list[str]:
    """Return the lists of the settings that are not kept; one that came as a file counts by its name."""
    kept = {source.address for source in sources} | {source.name for source in sources}
    asked = {address: address.rpartition("/")[2] for address in (*settings.trust_anchors, *settings.trust_allowed)}
    return [name for address, name in asked.items() if not kept & {address, name}]


def _age(oldest: datetime, now: datetime, catalogue: Catalogue) -> Finding:
    days = max((now - oldest).days, 0)
    words = catalogue.count(
        "The oldest trust list is {number} day old.", "The oldest trust list is {number} days old.", days
    )
    if now - oldest > OLD:
        return Finding(_NAME, Health.WARNING, words, catalogue.say(_RENEW))
    return Finding(_NAME, Health.GOOD, words)
