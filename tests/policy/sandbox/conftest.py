from __future__ import annotations

from collections.abc import Iterator

import pytest

from policy.limits import MEBIBYTE, Limits
from policy.sandbox import Sandbox
from tests.policy.sandbox.hostile import ENTRY

LIMITS = Limits(wall_time=1.0, memory=256 * MEBIBYTE, answer_size=MEBIBYTE)


@pytest.fixture(scope="package")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox whose workers do what each file says; `hostile` lists the words."""
    with Sandbox(limits=LIMITS, entry=ENTRY) as sandbox:
        yield sandbox
