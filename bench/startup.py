"""Start-up of `vigie check` on a tiny file, against a Python that only imports c2pa and Pillow."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.files import Sample

ROUNDS = 25


def startup(sample: Sample, rounds: int = ROUNDS) -> tuple[float, float]:
    """Return median milliseconds of the floor and of `vigie check`, run by turns."""
    vigie = Path(sys.executable).with_name("vigie")
    with TemporaryDirectory() as folder:
        path = Path(folder) / sample.name
        path.write_bytes(sample.data)
        environment = {**os.environ, "VIGIE_DATA_DIR": folder}
        floor, check = [], []
        for _ in range(rounds + 1):
            floor.append(_milliseconds([sys.executable, "-c", "import c2pa, PIL.Image"], environment))
            check.append(_milliseconds([str(vigie), "check", str(path)], environment))
    return median(floor[1:]), median(check[1:])


def _milliseconds(command: Sequence[str], environment: dict[str, str]) -> float:
    started = perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    return (perf_counter() - started) * 1_000
