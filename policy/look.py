"""How a picture looks, in 64 bits: the same for a copy that was re-encoded or resized, another for another picture.

The perceptual hash « pHash » (DCT): C. Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions,
2010, §3.2; N. Krawetz, Looks Like It, 2011. The luma is brought to 32 × 32 points, its cosine transform taken, and
each of the 8 × 8 lowest frequencies compared with their median. What the constants are worth: docs/gate.md.
"""

from __future__ import annotations

from math import cos, pi
from operator import mul
from statistics import median

SIDE = 32
"""Points on each side of the luma that is looked at (Krawetz)."""
DISTANCE = 7
"""Two pictures look alike where at most so many of the 64 bits differ; `near` finds exactly these."""
BANDS = 4
"""A look is filed under four bands of 16 bits."""

_LOWEST = 8
"""Frequencies in each direction that count (Krawetz)."""
_PLAIN = 60.0
"""The least median strength of the frequencies: below it, re-encoding flips bits and any two skies look alike."""
_BAND_BITS = 16
_BAND_MASK = (1 << _BAND_BITS) - 1
_WAVES = [[cos(pi * wave * (2 * point + 1) / (2 * SIDE)) for point in range(SIDE)] for wave in range(_LOWEST)]
"""The basis of the DCT-II, not normalised."""


def look_of(luma: bytes) -> int | None:
    """Return the look of a picture from its luma, `SIDE` × `SIDE` bytes; None where it is too plain to have one."""
    rows = [luma[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    across = [[sum(map(mul, wave, row)) for row in rows] for wave in _WAVES]
    strengths: list[float] = [sum(map(mul, wave, column)) for wave in _WAVES for column in across]
    varying = strengths[1:]  # the first is the mean brightness
    if median(map(abs, varying)) < _PLAIN:
        return None
    middle = median(varying)
    return sum((strength > middle) << place for place, strength in enumerate(reversed(strengths)))


def distance(one: int, other: int) -> int:
    """Return how many bits of two looks differ."""
    return (one ^ other).bit_count()


def bands(look: int) -> tuple[int, ...]:
    """Return the four bands of a look, the highest bits first."""
    return tuple(look >> _BAND_BITS * place & _BAND_MASK for place in reversed(range(BANDS)))


def near(band: int) -> list[int]:
    """Return a band and all that differ from it by one bit.

    Of two looks that differ by 7 bits at most, one of the four bands differs by one at most (pigeonhole; M. Norouzi,
    A. Punjani, D. Fleet, Fast Search in Hamming Space with Multi-Index Hashing, 2012, §2).
    """
    return [band, *(band ^ 1 << place for place in range(_BAND_BITS))]


def write_look(look: int) -> str:
    """Return a look as 16 hexadecimal digits."""
    return f"{look:016x}"


def read_look(written: object) -> int | None:
    """Return the look that `write_look` wrote, None for anything else."""
    if not isinstance(written, str) or len(written) != 16 or set(written) - set("0123456789abcdef"):
        return None
    return int(written, 16)
