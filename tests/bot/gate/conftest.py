"""A scene in which a photo has a look, and who can ask the gate about it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.gate.asking import Answer, Gate
from bot.kinds import Choice
from bot.submissions import refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from policy.media_type import sniff
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.policy.pictures_with_a_look import encoded, scene

POSTER = encoded(scene(92), quality=90)
"""A photo without any mark of where it comes from."""
DAY = timedelta(days=1)

AskGate = Callable[[bytes], Answer]


@pytest.fixture
def ask(fresh: Scene) -> AskGate:
    """Ask the gate about a file's bytes, at the scene's moment."""

    def look(data: bytes) -> int | None:
        preview = fresh.house.sandbox.preview(data, sniff(data))
        return preview.look if preview else None

    gate = Gate(fresh.house.database, look, fresh.house.limits.file_size)
    return lambda data: gate.ask_file(io.BytesIO(data), fresh.clock())


def approved(scene: Scene, data: bytes = POSTER, by: str = "Dominique") -> str:
    """Have a photo submitted, stated and approved."""
    reference = scene.submit(data)
    scene.state(reference, Claim.OWN_PHOTO)
    scene.decide(reference, Choice.APPROVE, by=by)
    return reference


def refused(scene: Scene, data: bytes = POSTER) -> str:
    """Have a photo submitted, stated and refused."""
    reference = scene.submit(data)
    scene.state(reference, Claim.OWN_PHOTO)
    scene.decide(reference, Choice.REFUSE, "Blurred.")
    return reference


def happen(scene: Scene, kind: str, reference: str, data: dict[str, Any] | None = None) -> int:
    """Write an entry about a submission, by its author; return its number."""
    with scene.house.database.writing() as connection:
        author = scene.people["Camille"].id
        entry = append(connection, EntryDraft(kind, reference, author, data or {}), at=scene.clock())
        refresh(connection, reference)
    return entry.seq
