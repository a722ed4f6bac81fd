"""The npm package `emulate`, fetched once a machine into a cache outside the repository and checked byte for byte.

Only its archive is fetched and unpacked, by Python: nothing of it is run here, and it needs none of its dependencies.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "0.12.2"
"""`latest` is another package."""
INTEGRITY = "sha512-cHz1ITT3xm3HJM6qSks7+ME5Bw/W7zp7ky2Ve4M4ANls46EfeAy0m/nWOjTLJEgLEQcA9gW+L3cWjuUcklJxtQ=="
_OLDEST_NODE = 20
_PATIENCE = 60


class UnavailableError(Exception):
    """The emulator can't be had on this machine; the message says why."""


class TamperedError(Exception):
    """What came is not what was pinned."""


def cache() -> Path:
    """Return the folder that keeps the package between test runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vigie-emulate"


def node() -> str:
    """Return the path of Node, new enough."""
    found = _program("node")
    version = subprocess.run([found, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if int(version.lstrip("v").partition(".")[0]) < _OLDEST_NODE:
        message = f"Node {version} is too old: the Slack emulator needs Node {_OLDEST_NODE}"
        raise UnavailableError(message)
    return found


def installed(folder: Path | None = None, integrity: str = INTEGRITY) -> Path:
    """Return the unpacked package; the first call on a machine fetches it, others wait for that."""
    folder = folder or cache()
    target = folder / VERSION
    if not target.exists():
        with _alone(folder), tempfile.TemporaryDirectory(dir=folder) as scratch:
            if not target.exists():
                archive = _fetch(Path(scratch))
                check(archive, integrity)
                _unpack(archive, Path(scratch)).rename(target)
    return target


def check(archive: Path, integrity: str) -> None:
    """Refuse an archive that has not the pinned digest."""
    came = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if came != integrity:
        message = f"emulate@{VERSION} should be {integrity} but is {came}"
        raise TamperedError(message)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        message = f"no {name} on this machine: the Slack emulator needs Node {_OLDEST_NODE}"
        raise UnavailableError(message)
    return found


def _fetch(scratch: Path) -> Path:
    quick = ["--fetch-retries=0", "--fetch-timeout=20000"]
    command = [_program("npm"), "pack", f"emulate@{VERSION}", "--ignore-scripts", *quick]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE, cwd=scratch)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        lines = str(error.stderr or error).strip().splitlines()
        message = f"npm can't fetch emulate@{VERSION}: {lines[0]}"
        raise UnavailableError(message) from error
    return scratch / f"emulate-{VERSION}.tgz"


def _unpack(archive: Path, scratch: Path) -> Path:
    with tarfile.open(archive) as content:
        content.extractall(scratch, filter="data")
    return scratch / "package"
