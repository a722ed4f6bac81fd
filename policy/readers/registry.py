"""Every reader, in the order in which its evidence is shown. A new one is one file and one line here."""

from __future__ import annotations

from typing import NamedTuple

from policy.evidence import ReaderName
from policy.media_type import MediaType
from policy.readers import credentials, exif, iptc, parameters, stealth, xmp
from policy.readers.protocol import Reader


class Registered(NamedTuple):
    """A reader by its name; `decodes` are the formats whose pixels it opens with Pillow, if any."""

    name: ReaderName
    read: Reader
    decodes: frozenset[MediaType] = frozenset()


READERS = (
    Registered(ReaderName.C2PA, credentials.read),
    Registered(ReaderName.XMP, xmp.read),
    Registered(ReaderName.IPTC, iptc.read),
    Registered(ReaderName.EXIF, exif.read),
    Registered(ReaderName.PARAMETERS, parameters.read),
    Registered(ReaderName.STEALTH, stealth.read, stealth.DECODED),
)
