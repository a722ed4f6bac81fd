"""What a reader is: one file per kind of mark, one function each (CONTRIBUTING.md, « Add a reader »)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from policy.evidence import Report
from policy.limits import Limits
from policy.media_type import MediaType
from policy.trust import NO_TRUST, TrustLists


class Located(NamedTuple):
    """A raw block of metadata and where it stands, in the format's own terms: `JPEG APP1 @20`, the number in bytes.

    No language's words: the place is shown as it is to readers of every language.
    """

    data: bytes
    where: str


class Text(NamedTuple):
    """A keyword and its text, as PNG text chunks and comments carry them; `whole` where nothing of it is missing."""

    key: str
    value: str
    where: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Blocks:
    r"""Every carrier of metadata that the file's container holds, undecoded and in file order.

    `exif` starts at the TIFF header (`II*\0` or `MM\0*`), `iptc` at the first IIM record (0x1C),
    `xmp` is the packet's XML. `trailer` is what follows the end of the picture, if anything.
    """

    exif: tuple[Located, ...] = ()
    xmp: tuple[Located, ...] = ()
    iptc: tuple[Located, ...] = ()
    text: tuple[Text, ...] = ()
    trailer: Located | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The file under examination, as every reader receives it."""

    data: bytes
    media_type: MediaType
    blocks: Blocks = field(default_factory=Blocks)
    trust: TrustLists = NO_TRUST
    limits: Limits = field(default_factory=Limits)


class Reader(Protocol):
    """Looks for one kind of mark. It never touches the network or the disk, and never raises on bad input."""

    def __call__(self, subject: Subject) -> Report:
        """Return what was found, that nothing was found, or why it was impossible to look."""
        ...
