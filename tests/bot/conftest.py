"""The scene that the tests of the application play in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policy.sandbox import Sandbox
from tests import postgresql
from tests.bot.scene import DATABASE, POSTGRESQL, SQLITE, Scene, open_scene

BOTH = (
    "tests.bot.workflow.",
    "tests.bot.gate.",
    "tests.bot.delivery.test_inbox",
    "tests.bot.delivery.test_outbox",
    "tests.bot.adoption.",
    "tests.bot.test_submissions",
    "tests.bot.test_chats",
    "tests.bot.test_marks",
    "tests.bot.people.",
    "tests.bot.test_access",
    "tests.bot.test_replay",
    "tests.bot.test_restoring",
    "tests.bot.test_erasing",
    "tests.bot.test_retention",
    "tests.bot.test_schedule",
    "tests.bot.test_presence",
    "tests.bot.summary.test_kept",
    "tests.bot.summary.test_figures",
    "tests.bot.reminding.test_following",
    "tests.bot.reminding.test_rounds",
)
"""Tests that run on both databases."""


@pytest.fixture(scope="session", autouse=True)
def servers() -> Iterator[None]:
    """Stop the database server that a test may have started."""
    yield
    postgresql.stop()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Worker processes, shared by every house in which nobody renews the trust lists."""
    with Sandbox(workers=1) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def database_kind() -> str:
    """The kind of database; tests in the folders of BOTH are run on each."""
    return DATABASE


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what a person can do on SQLite and on PostgreSQL."""
    if "database_kind" in metafunc.fixturenames and metafunc.module.__name__.startswith(BOTH):
        metafunc.parametrize("database_kind", [SQLITE, POSTGRESQL], scope="module")


@pytest.fixture
def fresh(tmp_path: Path, sandbox: Sandbox, database_kind: str) -> Iterator[Scene]:
    """A house that no other test has lived in."""
    with open_scene(tmp_path / "data", sandbox=sandbox, database=database_kind) as scene:
        yield scene


@pytest.fixture(scope="module")
def lasting_scene(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox, database_kind: str) -> Iterator[Scene]:
    """A house that all tests of a file share."""
    with open_scene(tmp_path_factory.mktemp("scene") / "data", sandbox=sandbox, database=database_kind) as scene:
        yield scene
