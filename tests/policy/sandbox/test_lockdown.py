"""What a worker reaches: nothing. Real attempts from real workers, on Linux."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from policy.sandbox import Protections, Sandbox
from tests.policy.sandbox.test_hostile_files import said

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the locks are Linux's")

REFUSED = {"EPERM", "EACCES"}


def test_a_worker_cannot_connect_even_to_this_machine(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        assert said(sandbox.examine(b"connect %d" % port)) in REFUSED
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("attempt", ["socketpair", "fork", "kill-parent", "open /etc/passwd", "exec /bin/sh"])
def test_a_worker_is_refused(sandbox: Sandbox, attempt: str) -> None:
    assert said(sandbox.examine(attempt.encode())) in REFUSED


def test_a_worker_cannot_end_the_process_that_asked(sandbox: Sandbox) -> None:
    assert said(sandbox.examine(b"kill %d" % os.getpid())) in REFUSED


@pytest.mark.parametrize("attempt", ["open", "write", "chmod", "unlink"])
def test_a_worker_cannot_touch_our_files(sandbox: Sandbox, tmp_path: Path, attempt: str) -> None:
    ours = tmp_path / "vigie.sqlite"
    ours.write_text("the trail")
    before = ours.stat()
    assert said(sandbox.examine(f"{attempt} {ours}".encode())) in REFUSED
    assert (ours.read_text(), ours.stat().st_mode) == ("the trail", before.st_mode)


def test_a_worker_holds_no_descriptor_but_its_channel(sandbox: Sandbox) -> None:
    assert said(sandbox.examine(b"descriptors")) == "0 1 2 3"


def test_a_worker_knows_no_token(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    with Sandbox(entry=sandbox._entry) as fresh:
        assert "TOKEN" not in said(fresh.examine(b"environment"))


def test_a_worker_does_not_stand_in_the_folder_of_the_files(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Sandbox(entry=sandbox._entry) as fresh:
        assert said(fresh.examine(b"folder")) == "/"


def test_threads_still_run(sandbox: Sandbox) -> None:
    assert said(sandbox.examine(b"thread")) == "a thread ran"


def test_the_first_worker_is_locked_like_all_others(sandbox: Sandbox) -> None:
    with Sandbox(entry=sandbox._entry) as fresh:
        assert [said(fresh.examine(b"open /etc/passwd")) in REFUSED for _ in range(3)] == [True] * 3


def test_protections_are_told_as_a_worker_found_them(sandbox: Sandbox) -> None:
    protections = sandbox.protections()
    assert isinstance(protections, Protections)
    assert protections.no_new_privileges
    assert protections.undumpable
    assert protections.memory
