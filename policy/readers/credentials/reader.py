"""The reader of Content Credentials: c2pa validates, the chain is turned into evidence."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import replace

import c2pa

from policy.evidence import Evidence, Look, Obstacle, Origin, ReaderName, Report, Strength
from policy.readers.credentials.chain import evidence
from policy.readers.credentials.confirmation import confirmed
from policy.readers.credentials.context import context
from policy.readers.credentials.parsing import parse
from policy.readers.credentials.store import Store
from policy.readers.credentials.warming import PICTURE
from policy.readers.findings import report
from policy.readers.protocol import Subject
from policy.trust import TrustLists

_REMOTE = re.compile(r"^Remote: .*?from url (?P<url>\S+)")
_STORE = "application/c2pa"


def prepare(trust: TrustLists) -> None:
    """Build the Context ahead of the file and read a tiny picture, so that the first file finds everything warm."""
    with suppress(c2pa.C2paError):
        c2pa.Reader("image/png", io.BytesIO(PICTURE), context=context(trust)).close()


def read(subject: Subject) -> Report:
    """Read the whole chain of Content Credentials; a manifest kept elsewhere is reported and never fetched."""
    try:
        store = _read(subject)
    except c2pa.C2paError as error:
        return _refused(str(error), subject)
    except (ValueError, RecursionError):
        return Report(ReaderName.C2PA, Look.COULD_NOT_LOOK, obstacle=Obstacle.DAMAGED)
    cut = subject.limits.value_length
    found = (replace(item, signer=item.signer and item.signer[:cut]) for item in evidence(store))
    return report(ReaderName.C2PA, found, subject.limits)


def _read(subject: Subject) -> Store:
    chosen = context(subject.trust)
    with c2pa.Reader(subject.media_type.value, io.BytesIO(subject.data), context=chosen) as reader:

        def alone(label: str) -> Store | None:
            return _read_alone(reader, label, chosen)

        return confirmed(parse(reader.json()), alone)


def _read_alone(reader: c2pa.Reader, label: str, chosen: c2pa.Context) -> Store | None:
    """Return what validation says of one manifest of the file as if it were the active one."""
    enclosed = io.BytesIO()
    try:
        reader.resource_to_stream(f"self#jumbf=/c2pa/{label}", enclosed)
        enclosed.seek(0)
        with c2pa.Reader(_STORE, enclosed, context=chosen) as inner:
            return parse(inner.json())
    except (c2pa.C2paError, ValueError, RecursionError):
        return None


def _refused(message: str, subject: Subject) -> Report:
    """Return what c2pa's refusal means; only « no manifest » is « nothing found »."""
    if message.startswith("ManifestNotFound"):
        return Report(ReaderName.C2PA, Look.NOTHING)
    if remote := _REMOTE.match(message):
        url = remote["url"][: subject.limits.value_length]
        pointer = Evidence(
            ReaderName.C2PA, "remoteManifest", url, Origin.UNKNOWN, Strength.UNSIGNED, "dcterms:provenance"
        )
        return Report(ReaderName.C2PA, Look.COULD_NOT_LOOK, (pointer,), Obstacle.REMOTE)
    if message.startswith("NotSupported"):
        return Report(ReaderName.C2PA, Look.COULD_NOT_LOOK, obstacle=Obstacle.UNSUPPORTED)
    obstacle = Obstacle.UNKNOWN_VERSION if "prerelease" in message else Obstacle.DAMAGED
    return Report(ReaderName.C2PA, Look.COULD_NOT_LOOK, obstacle=obstacle)
