"""Renewing the trust lists of a house: the new digest goes into the trail, the next file is read with it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.house import House
from bot.kinds import Kind
from bot.language import N_
from bot.trail.append import append
from bot.trail.entry import EntryDraft, read_moment
from bot.trust_lists import Renewal, TrustStore

log = logging.getLogger("vigie.trust")

STALE_AFTER = timedelta(days=7)


def renew(house: House, addresses: Sequence[str]) -> Renewal:
    """Renew the lists from these addresses and record their digest where it changed."""
    before = house.trust.lists().sha256
    renewal = house.trust.update(addresses, house.clock(), allowed=house.settings.trust_allowed)
    lists = house.trust.lists()
    if lists.sha256 != before:
        sources = [
            {"name": source.name, "sha256": source.sha256, "certificates": source.certificates}
            for source in house.trust.sources()
        ]
        data = {"sha256": lists.sha256, "sources": sources}
        draft = EntryDraft(kind=Kind.TRUST_LISTS_RENEWED, subject="trust-lists", actor=None, data=data)
        with house.database.writing() as connection:
            append(connection, draft, at=house.clock())
        house.sandbox.renew(lists)
    return renewal


def renew_if_stale(house: House) -> None:
    """Try the public addresses where a list is missing or a week old; offline is fine, and said in the log."""
    addresses = [*house.settings.trust_anchors, *house.settings.trust_allowed]
    if not stale(house.trust, house.clock()):
        return
    renewal = renew(house, addresses)
    if renewal.failed:
        log.info(house.catalogue().say(_failure(house), number=len(renewal.failed), command="vigie trust update"))
    for address, reason in renewal.failed:
        log.debug("%s: %s", address, reason)


def _failure(house: House) -> str:
    if house.trust.sources():
        return N_("{number} trust lists could not be fetched; the last good copy goes on serving. Again: {command}")
    return N_("No trust list could be fetched yet: until then every signer counts as unknown. Again: {command}")


def stale(trust: TrustStore, now: datetime) -> bool:
    """Whether there is no list, or one that was fetched more than a week ago."""
    ages = [now - read_moment(source.fetched_at) for source in trust.sources()]
    return not ages or max(ages) > STALE_AFTER
