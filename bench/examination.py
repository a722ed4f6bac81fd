"""Time per file of `examine`, in its worker process, against reading the same bytes with the bare libraries."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import c2pa
from PIL import Image

from bench.files import Sample
from policy.readers.credentials.context import settings
from policy.sandbox import Sandbox
from policy.trust import NO_TRUST

ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Timing:
    """Median milliseconds for one file."""

    sample: Sample
    floor: float
    examine: float

    @property
    def ratio(self) -> float:
        """How many times the floor an examination takes."""
        return self.examine / self.floor


def timings(samples: Sequence[Sample], rounds: int = ROUNDS) -> Iterator[Timing]:
    """Time each file, floor and examination by turns, everything warm."""
    with Sandbox() as sandbox, c2pa.Context.from_dict(settings(NO_TRUST)) as context:
        for sample in samples:
            floor, examine = [], []
            for _ in range(rounds + 2):
                floor.append(_milliseconds(_bare, sample, context))
                examine.append(_milliseconds(sandbox.examine, sample.data))
            yield Timing(sample, median(floor[2:]), median(examine[2:]))


def _bare(sample: Sample, context: c2pa.Context) -> None:
    """SHA-256, a c2pa Reader and one decoding with Pillow: what any honest answer has to pay."""
    hashlib.sha256(sample.data).hexdigest()
    try:
        with c2pa.Reader(sample.media_type.value, io.BytesIO(sample.data), context=context) as reader:
            reader.json()
    except c2pa.C2paError:
        pass  # no Content Credentials, or a format that c2pa does not know
    with Image.open(io.BytesIO(sample.data)) as picture:
        picture.load()


def _milliseconds(work: Callable[..., object], *given: object) -> float:
    started = perf_counter()
    work(*given)
    return (perf_counter() - started) * 1_000
