"""All readers over one file. Runs inside a worker process: bytes are hostile until proven otherwise."""

from __future__ import annotations

from dataclasses import replace

from policy import containers
from policy.containers import Walk, walk
from policy.evidence import Examination, Look, Obstacle, Report
from policy.limits import Limits
from policy.media_type import MediaType, sniff
from policy.readers import credentials
from policy.readers.protocol import Subject
from policy.readers.registry import READERS, Registered
from policy.trust import NO_TRUST, TrustLists

_HOPELESS = {Obstacle.EMPTY, Obstacle.UNSUPPORTED, Obstacle.TOO_COMPLEX}


def prepare(trust: TrustLists) -> None:
    """Do ahead of the file what does not depend on it."""
    credentials.prepare(trust)


def load(media_type: MediaType) -> bool:
    """Import what reading such a file takes; return whether a reader opens its pixels, which takes Pillow's decoder."""
    containers.load(media_type)
    return any(media_type in reader.decodes for reader in READERS)


def examine_here(
    data: bytes,
    media_type: MediaType | None = None,
    trust: TrustLists = NO_TRUST,
    limits: Limits | None = None,
) -> Examination:
    """Examine a file in this very process; `policy.sandbox.Sandbox.examine` does it in a process of its own."""
    from hashlib import sha256

    return replace(read_here(data, media_type, trust, limits), sha256=sha256(data).hexdigest())


def read_here(
    data: bytes,
    media_type: MediaType | None = None,
    trust: TrustLists = NO_TRUST,
    limits: Limits | None = None,
) -> Examination:
    """Read a file and leave its digest empty: a worker's parent computes that itself, meanwhile."""
    limits = limits or Limits()
    media_type = media_type or sniff(data)
    walked = walk(data, media_type, limits)
    subject = Subject(data, media_type, walked.blocks, trust, limits)
    hopeless = walked.obstacle in _HOPELESS
    reports = () if hopeless else tuple(_ask(reader, subject) for reader in READERS)
    confessed = any(item.origin.admits_ai for report in reports for item in report.evidence)
    return Examination(
        sha256="",
        size=len(data),
        media_type=media_type,
        reports=reports,
        obstacle=None if confessed else walked.obstacle,
        damage=_damage(walked, limits, confessed),
        width=walked.width,
        height=walked.height,
    )


def _ask(reader: Registered, subject: Subject) -> Report:
    """Ask one reader; its failure is « could not look », never « nothing found »."""
    try:
        return reader.read(subject)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - hostile bytes find the exception that nobody thought of
        return Report(reader.name, Look.COULD_NOT_LOOK, obstacle=Obstacle.DAMAGED)


def _damage(walked: Walk, limits: Limits, confessed: bool) -> Obstacle | None:
    if confessed and walked.obstacle:
        return walked.obstacle
    if walked.width and walked.height and walked.width * walked.height > limits.pixels:
        return Obstacle.TOO_MANY_PIXELS
    return walked.damage
