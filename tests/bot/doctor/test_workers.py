from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from bot.doctor import Finding, Health
from bot.doctor.workers import workers
from bot.settings import Settings
from policy.sandbox import Protections, Sandbox
from tests.bot.doctor.conftest import ENGLISH, only, without_records
from tests.policy.sandbox import hostile


def found(sandbox: Sandbox | None = None) -> Finding:
    if sandbox is None:
        return only(workers(without_records(Settings()), ENGLISH))
    return only(workers(without_records(Settings()), ENGLISH, lambda: sandbox))


@pytest.mark.skipif(sys.platform != "linux", reason="the locks are Linux's")
def test_workers_that_read_a_picture_behind_their_locks_are_well() -> None:
    assert found().health is Health.GOOD


def test_workers_that_can_not_be_started_are_told() -> None:
    finding = found(Sandbox(workers=1, entry="tests.policy.sandbox.absent:examine"))
    assert finding.health is Health.BAD
    assert "make setup" in finding.remedy


def test_workers_that_fail_over_a_picture_in_order_are_told() -> None:
    assert found(Sandbox(workers=1, entry=hostile.ENTRY)).health is Health.BAD


@pytest.mark.skipif(sys.platform != "linux", reason="the locks are Linux's")
def test_a_system_without_all_locks_is_worth_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Protections(no_new_privileges=True, landlock=5, system_calls=True, undumpable=True, memory=True)
    assert whole.complete
    monkeypatch.setattr(Sandbox, "protections", lambda _: replace(whole, landlock=0))
    finding = found()
    assert finding.health is Health.WARNING
    assert "Linux" in finding.remedy
