"""Who signs in these tests, and how their files are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from policy.evidence import Evidence, Examination, Report
from policy.examination import examine_here
from policy.media_type import sniff
from policy.readers import credentials
from policy.readers.protocol import Subject
from policy.trust import TrustLists
from tests.policy.making import png
from tests.policy.signing import Authority, Content, Identity, Part, authority, identity, opened, sign

PICTURE = png()


@dataclass(frozen=True, slots=True)
class Signers:
    """One signer whose authority is on the trust list, and a stranger who borrows a great name."""

    root: Authority
    trusted: Identity
    stranger: Identity

    @property
    def trust(self) -> TrustLists:
        return TrustLists(self.root.pem)

    @property
    def recording_trust(self) -> dict[str, Any]:
        """Settings of an editor that knows the same list and writes down what it trusted."""
        return {"trust": {"trust_anchors": self.root.pem}}

    def report(self, data: bytes, trust: TrustLists | None = None) -> Report:
        return credentials.read(Subject(data, sniff(data), trust=trust or self.trust))

    def examine(self, data: bytes, trust: TrustLists | None = None) -> Examination:
        return examine_here(data, trust=trust or self.trust)

    def edited(self, parent: bytes, *actions: dict[str, Any], by: Identity | None = None, **content: Any) -> bytes:  # noqa: ANN401 - JSON
        """A new file that goes on from `parent`, signed by an editor that recorded what it trusted."""
        parts = [Part(parent), *content.pop("parts", ())]
        told = Content(actions=[opened(), *actions], parts=parts, settings=self.recording_trust, **content)
        return sign(PICTURE, by or self.trusted, told)


def make_signers() -> Signers:
    root = authority("Trusted Root")
    return Signers(
        root, identity(root, "Honest Camera Ltd"), identity(authority("Home-made Root"), "NIKON CORPORATION")
    )


def found(report: Report, marker: str) -> list[Evidence]:
    return [item for item in report.evidence if item.marker == marker]


def one_pixel_changed(data: bytes) -> bytes:
    """The same PNG with one bit of its pixels flipped; c2pa, like most, does not look at checksums."""
    changed = bytearray(data)
    changed[data.index(b"IDAT") + 6] ^= 1
    return bytes(changed)
