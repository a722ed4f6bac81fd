"""`vigie trust`: whose signatures count, and since when we know."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.house import open_house
from bot.language import N_
from bot.trust_lists import Source, TrustStore
from bot.trust_renewal import renew

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context


def update(chosen: argparse.Namespace, context: Context) -> int:
    """Renew the lists; 1 where one could not be had (its last good copy goes on serving)."""
    addresses = chosen.files or [*context.settings.trust_anchors, *context.settings.trust_allowed]
    with open_house(context.settings) as house:
        renewal = renew(house, addresses)
    for source in renewal.renewed:
        print(_line(source, context))
    for address, reason in renewal.failed:
        sentence = N_("Not renewed: {address} ({reason}). The last good copy goes on serving, if there is one.")
        print(context.catalogue.say(sentence, address=address, reason=reason), file=sys.stderr)
    return 1 if renewal.failed else 0


def show(_chosen: argparse.Namespace, context: Context) -> int:
    """Print every kept list, its age and its digest."""
    store = TrustStore(context.settings.trust_lists)
    for source in store.sources():
        print(_line(source, context))
    if not store.sources():
        print(context.catalogue.say(N_("No list yet: no signer is trusted. Run: vigie trust update")))
    else:
        print(context.catalogue.say(N_("Digest of all lists: {digest}"), digest=store.lists().sha256))
    return 0


def _line(source: Source, context: Context) -> str:
    return context.catalogue.count(
        "{name}: {number} certificate, fetched {moment}, sha256 {digest}",
        "{name}: {number} certificates, fetched {moment}, sha256 {digest}",
        source.certificates,
        name=source.name,
        moment=source.fetched_at,
        digest=source.sha256[:16],
    )
