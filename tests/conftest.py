"""What holds for all tests: with VIGIE_TEST_DATABASE=postgresql, those about a file of SQLite's are skipped."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.bot.scene import DATABASE, POSTGRESQL

ABOUT_A_FILE = (
    "tests/bot/cli/",
    "tests/bot/test_examiner.py",
    "tests/bot/test_journal.py::test_a_changed_journal",
    "tests/bot/test_journal.py::test_a_list_that_says",
    "tests/bot/adoption/test_start.py",
    "tests/bot/adoption/test_votes.py::test_what_was_adopted_stays",
    "tests/bot/register/test_gather.py::test_a_declared_use_is_a_row",
    "tests/handlers/desk/test_database_trouble.py",
    "tests/handlers/desk/test_doors.py::test_a_fault_of_ours",
)
"""They open a data folder a second time, run the command on it, or damage a file, in SQLite's own words."""


settings.register_profile("shared-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared-machine")  # how long an example takes says more of who else is at work than of our code


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is about a file where a server was asked for; what a server does instead is in test_postgresql.py."""
    if DATABASE != POSTGRESQL:
        return
    for item in items:
        if item.nodeid.startswith(ABOUT_A_FILE):
            item.add_marker(pytest.mark.skip(reason="about a file of SQLite's"))
