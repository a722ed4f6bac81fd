"""Every reader, in the order in which its evidence is shown. A new one is one file and one line here."""

from __future__ import annotations

from policy.evidence import ReaderName
from policy.readers import credentials, exif, iptc, parameters, stealth, xmp
from policy.readers.protocol import Reader

READERS: tuple[tuple[ReaderName, Reader], ...] = (
    (ReaderName.C2PA, credentials.read),
    (ReaderName.XMP, xmp.read),
    (ReaderName.IPTC, iptc.read),
    (ReaderName.EXIF, exif.read),
    (ReaderName.PARAMETERS, parameters.read),
    (ReaderName.STEALTH, stealth.read),
)
