"""How much a single file may cost. Figures measured on real files: docs/architecture.md, « Limits »."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file and on the process that reads it.

    Sizes are in bytes, times in seconds, `pixels` in picture elements.
    """

    file_size: int = 50 * MEBIBYTE
    memory: int = 2048 * MEBIBYTE
    processor_time: int = 20
    wall_time: float = 20.0
    answer_size: int = 4 * MEBIBYTE
    pixels: int = 64_000_000
    metadata_size: int = 4 * MEBIBYTE
    boxes: int = 5_000
    values: int = 500
    value_length: int = 4_096
