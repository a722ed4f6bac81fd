from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from bot.delivery.holder import dead, new_holder

HERE = socket.gethostname()


def of(number: int, host: str = HERE) -> str:
    return f"{host}:{number}:0123456789abcdef"


@pytest.fixture
def ended() -> int:
    """The number of a process that was, and is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_no_two_holders_bear_the_same_name() -> None:
    assert len({new_holder() for _ in range(100)}) == 100


def test_whoever_asks_is_alive() -> None:
    mine = new_holder()
    assert dead({mine}, mine) == set()


def test_a_process_that_ended_is_dead(ended: int) -> None:
    assert dead({of(ended)}, new_holder()) == {of(ended)}


def test_a_process_that_runs_is_not() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert dead({of(process.pid)}, new_holder()) == set()
        assert process.stdin
        process.stdin.close()


def test_a_process_of_somebody_else_runs_though_we_may_not_touch_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_number: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", forbidden)
    assert dead({of(1)}, new_holder()) == set()


def test_another_life_under_our_own_number_is_over_as_in_a_container_where_each_has_number_one() -> None:
    before, now = new_holder(), new_holder()
    assert dead({before, now}, now) == {before}


def test_of_another_machine_nothing_is_known(ended: int) -> None:
    assert dead({of(ended, "elsewhere")}, new_holder()) == set()


@pytest.mark.parametrize("odd", ["", "x", "dead", f"{HERE}:", f"{HERE}:no-number:ab", f"{HERE}:-1:ab", ":::"])
def test_what_is_no_name_of_ours_is_left_alone(odd: str) -> None:
    assert dead({odd}, new_holder()) == set()


def test_a_machine_s_name_may_hold_colons(ended: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "fe80::1")
    assert dead({of(ended, "fe80::1")}, new_holder()) == {of(ended, "fe80::1")}
