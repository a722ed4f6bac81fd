"""What the terms of the IPTC « Digital Source Type » vocabulary say of a file's origin.

Sources: IPTC NewsCodes « digitalsourcetype », release of 2024-10-23 (20 terms and the retired ones), base
`http://cv.iptc.org/newscodes/digitalsourcetype/`; C2PA Technical Specification 2.2, « Digital Source Type »,
which adds two terms of its own under `http://c2pa.org/digitalsourcetype/`.
"""

from __future__ import annotations

import re

from policy.evidence import Origin

TERMS: dict[str, Origin] = {
    "trainedAlgorithmicMedia": Origin.AI_GENERATED,
    "trainedAlgorithmicData": Origin.AI_GENERATED,
    "compositeWithTrainedAlgorithmicMedia": Origin.AI_COMPOSITE,
    "compositeSynthetic": Origin.AI_COMPOSITE,
    "algorithmicallyEnhanced": Origin.AI_ENHANCED,
    "digitalCapture": Origin.CAPTURE,
    "computationalCapture": Origin.CAPTURE,
    "negativeFilm": Origin.CAPTURE,
    "positiveFilm": Origin.CAPTURE,
    "print": Origin.CAPTURE,
    "compositeCapture": Origin.CAPTURE,
    "humanEdits": Origin.HUMAN_MADE,
    "minorHumanEdits": Origin.HUMAN_MADE,
    "digitalCreation": Origin.HUMAN_MADE,
    "digitalArt": Origin.HUMAN_MADE,
    "algorithmicMedia": Origin.HUMAN_MADE,
    "dataDrivenMedia": Origin.HUMAN_MADE,
    "composite": Origin.UNKNOWN,
    "virtualRecording": Origin.UNKNOWN,
    "screenCapture": Origin.UNKNOWN,
    "softwareImage": Origin.UNKNOWN,
    "empty": Origin.UNKNOWN,
}
"""Every term and the origin that it states for the file it is written in.

`composite` and `virtualRecording` may or may not hold generated parts, so they state nothing.
"""

_BY_FOLDED_TERM = {term.casefold(): (term, origin) for term, origin in TERMS.items()}


def origin_of(term: str) -> tuple[str, Origin]:
    """Return the bare term and the origin that it states.

    `term` is a bare term, a QCode or an IRI, with http or https (both occur); only its last segment counts.
    A term that nobody defined states nothing: its origin is `unknown`.
    """
    bare = re.split(r"[/#:]", term.strip().rstrip("/#"))[-1]
    return _BY_FOLDED_TERM.get(bare.casefold(), (bare, Origin.UNKNOWN))
