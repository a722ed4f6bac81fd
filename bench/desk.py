"""Many drops at once on the desk over HTTP, until each has its opinion, against examining the same files alone."""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bench.files import made
from bot.settings import Settings
from bot.tables import pending_examinations
from policy.media_type import sniff
from policy.sandbox import Sandbox
from tests.handlers.desk.running import RunningDesk, Visitor, open_desk

DROPS = 200
WORKERS = 2
_CLIENTS = 16
_PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds for all the files together."""

    desk: float
    floor: float


def timing() -> Timing:
    """Measure both, the floor first."""
    files = drops()
    return Timing(_on_the_desk(files), _alone(files))


def drops() -> list[bytes]:
    """Return as many photos as a messaging app makes them, each with bytes of its own behind its end marker."""
    photo = next(sample.data for sample in made() if sample.name == "camera.jpg")
    return [photo + number.to_bytes(4, "big") for number in range(DROPS)]


def _alone(files: list[bytes]) -> float:
    def examine(data: bytes) -> None:
        sandbox.examine(data)
        sandbox.preview(data, sniff(data))

    with Sandbox(workers=WORKERS) as sandbox, ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(examine, files[:WORKERS]))
        start = time.perf_counter()
        list(pool.map(examine, files))
        return (time.perf_counter() - start) * 1_000


def _on_the_desk(files: list[bytes]) -> float:
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder) / "data", Settings(), workers=WORKERS) as desk:
        visitors = [desk.come_in("Camille") for _ in range(1)] * _CLIENTS
        visitors[0].drop_and_wait(("warm.jpg", files[0] + b"warm"))
        start = time.perf_counter()
        with ThreadPoolExecutor(_CLIENTS) as pool:
            list(pool.map(_drop, visitors * (DROPS // _CLIENTS + 1), files))
        _wait(desk)
        return (time.perf_counter() - start) * 1_000


def _drop(visitor: Visitor, data: bytes) -> None:
    if visitor.drop(("photo.jpg", data)).status_code != 303:
        raise RuntimeError("the desk refused a drop of the bench")


def _wait(desk: RunningDesk) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with desk.house.database.reading() as connection:
            if not connection.execute(select(func.count()).select_from(pending_examinations)).scalar_one():
                return
        time.sleep(0.02)
    raise RuntimeError("the desk is still examining")
