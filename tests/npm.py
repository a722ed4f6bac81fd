"""npm packages that witness for us in tests: fetched once a machine, kept outside the repository, checked by digest.

Archives are only fetched by npm and unpacked by Python: nothing of them is run here.
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_OLDEST_NODE = 20
_PATIENCE = 120


class UnavailableError(Exception):
    """The packages can't be had on this machine; the message says why."""


class TamperedError(Exception):
    """What came is not what was pinned."""


@dataclass(frozen=True)
class Package:
    """One package: the folder that Node looks for it in, its version, the sha512 of its archive."""

    folder: str
    version: str
    integrity: str

    @property
    def specifier(self) -> str:
        """What npm calls it."""
        return f"{self.folder.rpartition('node_modules/')[2]}@{self.version}"

    @property
    def archive(self) -> str:
        """What npm calls the file with it."""
        return f"{self.specifier.removeprefix('@').replace('/', '-').replace('@', '-')}.tgz"


def pinned(lines: Path) -> tuple[Package, ...]:
    """Return what a file pins, a package a line: its folder, its version, its digest."""
    return tuple(Package(*line.split()) for line in lines.read_text("utf-8").splitlines())


def cache() -> Path:
    """Return the folder that keeps the packages between test runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vigie-npm"


def node() -> str:
    """Return the path of Node, new enough."""
    found = _program("node")
    version = subprocess.run([found, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if int(version.lstrip("v").partition(".")[0]) < _OLDEST_NODE:
        message = f"Node {version} is too old: this test needs Node {_OLDEST_NODE}"
        raise UnavailableError(message)
    return found


def installed(packages: Sequence[Package], folder: Path | None = None) -> Path:
    """Return the folder that holds their `node_modules`; the first call on a machine fetches them, others wait."""
    folder = folder or cache()
    target = folder / hashlib.sha256(repr(packages).encode()).hexdigest()[:16]
    if not target.exists():
        with _alone(folder), tempfile.TemporaryDirectory(dir=folder) as scratch:
            if not target.exists():
                _install(packages, Path(scratch)).rename(target)
    return target


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(packages: Sequence[Package], scratch: Path) -> Path:
    archives, whole = scratch / "archives", scratch / "whole"
    archives.mkdir()
    fetch(sorted({package.specifier for package in packages}), archives)
    for package in packages:
        _check(package, archives / package.archive)
        _unpack(archives / package.archive, whole / package.folder)
    return whole


def fetch(specifiers: Sequence[str], folder: Path) -> None:
    """Fetch the archives of packages into a folder."""
    quick = ["--ignore-scripts", "--fetch-retries=0", "--fetch-timeout=20000"]
    command = [_program("npm"), "pack", *specifiers, *quick]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE, cwd=folder)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        lines = str(error.stderr or error).strip().splitlines()
        message = f"npm can't fetch {', '.join(specifiers)}: {lines[0]}"
        raise UnavailableError(message) from error


def _check(package: Package, archive: Path) -> None:
    came = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if came != package.integrity:
        message = f"{package.specifier} should be {package.integrity} but is {came}"
        raise TamperedError(message)


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack an archive's only folder, which some packages don't call `package`."""
    with tarfile.open(archive) as content, tempfile.TemporaryDirectory(dir=archive.parent) as scratch:
        content.extractall(scratch, filter="data")
        [unpacked] = Path(scratch).iterdir()
        folder.mkdir(parents=True, exist_ok=True)  # what it nests may have come before it
        shutil.copytree(unpacked, folder, dirs_exist_ok=True)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        message = f"no {name} on this machine: this test needs Node {_OLDEST_NODE}"
        raise UnavailableError(message)
    return found
