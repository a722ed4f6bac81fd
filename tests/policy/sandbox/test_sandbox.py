"""The sandbox as a whole: many threads, processes that are killed, nothing left behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from policy.evidence import Obstacle
from policy.limits import Limits
from policy.sandbox import Sandbox, SandboxError, ZygoteProcess
from policy.trust import TrustLists
from tests.policy.sandbox.hostile import ENTRY
from tests.policy.sandbox.processes import children, descriptors, eventually, session, zombies
from tests.policy.sandbox.test_hostile_files import said

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at processes through /proc")


def test_eight_threads_get_each_their_own_answers() -> None:
    with Sandbox(entry=ENTRY, workers=4) as sandbox, ThreadPoolExecutor(8) as threads:
        words = [f"file {number}" for number in range(48)]
        assert list(threads.map(lambda word: said(sandbox.examine(f"say {word}".encode())), words)) == words


def test_a_hostile_file_does_not_hold_up_its_neighbours() -> None:
    with Sandbox(entry=ENTRY, limits=Limits(wall_time=1)) as sandbox, ThreadPoolExecutor(8) as threads:
        files = [b"spin", b"say a", b"abort", b"say b", b"flood", b"say c", b"kill-parent", b"say d"]
        obstacles = [examination.obstacle for examination in threads.map(sandbox.examine, files)]
        assert obstacles[:5:2] == [Obstacle.TIMED_OUT, Obstacle.CRASHED, Obstacle.ANSWER_TOO_LARGE]
        assert obstacles[1::2] == [None] * 4


def test_no_more_files_are_read_at_once_than_there_are_workers() -> None:
    with Sandbox(entry=ENTRY, workers=2) as sandbox, ThreadPoolExecutor(4) as threads:
        reading = [threads.submit(sandbox.examine, b"nap 0.3") for _ in range(4)]
        zygote = sandbox._zygote._process.pid
        most = 0
        while not all(future.done() for future in reading):
            most = max(most, len(children(zygote)))
        assert 2 <= most <= 2 + 2  # the spare, and one that is just being taken down


def test_a_worker_killed_in_the_middle_of_a_file_costs_that_file_only() -> None:
    with Sandbox(entry=ENTRY) as sandbox, ThreadPoolExecutor(1) as thread:
        zygote = sandbox._zygote._process.pid
        reading = thread.submit(sandbox.examine, b"sleep")
        assert eventually(lambda: len(children(zygote)) == 2)
        os.kill(children(zygote)[0], signal.SIGKILL)
        assert reading.result(5).obstacle is Obstacle.CRASHED
        assert said(sandbox.examine(b"say next")) == "next"
        assert sandbox._zygote._process.pid == zygote


def test_a_zygote_killed_in_the_middle_of_a_file_is_replaced_and_the_file_read_again() -> None:
    with Sandbox(entry=ENTRY) as sandbox, ThreadPoolExecutor(1) as thread:
        zygote = sandbox._zygote._process.pid
        reading = thread.submit(sandbox.examine, b"nap 0.3")
        assert eventually(lambda: len(children(zygote)) == 2)
        os.kill(zygote, signal.SIGKILL)
        assert said(reading.result(5)) == "slept"
        assert sandbox._zygote._process.pid != zygote
        assert eventually(lambda: not session(zygote))


def test_a_zygote_killed_between_files_is_replaced() -> None:
    with Sandbox(entry=ENTRY) as sandbox:
        for _ in range(3):
            assert said(sandbox.examine(b"say still here")) == "still here"
            os.kill(sandbox._zygote._process.pid, signal.SIGKILL)
        assert said(sandbox.examine(b"say still here")) == "still here"


def test_a_killed_spare_is_noticed() -> None:
    with Sandbox(entry=ENTRY) as sandbox:
        sandbox.examine(b"say first")
        zygote = sandbox._zygote._process.pid
        select.select([sandbox._spares[0]._channel], [], [], 5)  # it says that it is ready
        os.kill(children(zygote)[-1], signal.SIGKILL)
        assert eventually(lambda: not sandbox._spares[0].lives())
        assert said(sandbox.examine(b"say second")) == "second"
        assert sandbox._zygote._process.pid == zygote


def test_newer_trust_lists_hold_from_the_next_file_on() -> None:
    large = "certificate " * 40_000
    with Sandbox(TrustLists("old"), entry=ENTRY, limits=Limits(value_length=10**6)) as sandbox:
        assert said(sandbox.examine(b"trust")) == "old"
        sandbox.renew(TrustLists(large))
        assert said(sandbox.examine(b"trust")) == large
        os.kill(sandbox._zygote._process.pid, signal.SIGKILL)
        assert said(sandbox.examine(b"trust")) == large


def test_nothing_is_left_behind() -> None:
    before = descriptors()
    with Sandbox(entry=ENTRY, limits=Limits(wall_time=0.3)) as sandbox:
        zygote = sandbox._zygote._process.pid
        for data in (b"say one", b"abort", b"spin", b"flood", b"eat-memory", b"say two"):
            sandbox.examine(data)
        assert not zombies()
        os.kill(zygote, signal.SIGKILL)
        sandbox.examine(b"say three")
        second = sandbox._zygote._process.pid
    assert descriptors() == before
    assert not zombies()
    assert eventually(lambda: not session(zygote) and not session(second))


def test_closing_waits_for_the_file_under_way_and_then_refuses() -> None:
    sandbox = Sandbox(entry=ENTRY)
    with ThreadPoolExecutor(1) as thread:
        reading = thread.submit(sandbox.examine, b"nap 0.3")
        assert eventually(lambda: len(children(sandbox._zygote._process.pid)) == 2)
        sandbox.close()
        assert said(reading.result(0.1)) == "slept"
    with pytest.raises(SandboxError, match="closed"):
        sandbox.examine(b"say too late")
    sandbox.close()


def test_every_process_ends_when_the_main_one_is_killed() -> None:
    program = f"""
from threading import Thread
from policy.sandbox import Sandbox
sandbox = Sandbox(entry={ENTRY!r})
Thread(target=sandbox.examine, args=(b"sleep",), daemon=True).start()
print(sandbox._zygote._process.pid, flush=True)
input()
"""
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as main:
        assert main.stdout
        zygote = int(main.stdout.readline())
        assert eventually(lambda: len(session(zygote)) == 3)  # itself, the worker, the spare
        main.kill()
    assert eventually(lambda: not session(zygote))


def test_a_broken_installation_is_not_blamed_on_the_file() -> None:
    with (
        Sandbox(entry="tests.policy.sandbox.absent:examine") as sandbox,
        pytest.raises(SandboxError, match="ModuleNotFoundError"),
    ):
        sandbox.examine(b"say anything")


def test_a_zygote_may_be_started_before_the_sandbox() -> None:
    zygote = ZygoteProcess(ENTRY)
    with Sandbox(zygote=zygote) as sandbox:
        assert said(sandbox.examine(b"say early")) == "early"
        assert sandbox._zygote._process is zygote


def test_the_parent_imports_no_reader() -> None:
    """What parses is not even loaded in the process that holds the tokens; it would slow its start too."""
    program = f"""
import sys
from policy.sandbox import Sandbox
with Sandbox(entry={ENTRY!r}) as sandbox:
    assert sandbox.examine(b"say something").evidence
heavy = {{"c2pa", "PIL", "pillow_heif", "asyncio", "multiprocessing", "subprocess", "ctypes"}}
print(sorted(heavy & set(sys.modules)))
"""
    root = Path(__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False, timeout=30
    )
    assert run.stdout.strip() == "[]", run.stderr
