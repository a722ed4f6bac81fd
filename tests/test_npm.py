from __future__ import annotations

import base64
import hashlib
import shutil
import tarfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import npm

PINNED = sorted(Path(__file__).parent.rglob("packages.txt"))


class Registry:
    """Stands in for npm: hands out the same tiny archive for each package, and counts."""

    def __init__(self, folder: Path) -> None:
        source = folder / "api.js"
        source.write_text("export {}\n")
        self._archive = folder / "archive.tgz"
        with tarfile.open(self._archive, "w:gz") as archive:
            archive.add(source, "package/dist/api.js")
        self.integrity = "sha512-" + base64.b64encode(hashlib.sha512(self._archive.read_bytes()).digest()).decode()
        self.fetched: list[str] = []

    def __call__(self, specifiers: Sequence[str], folder: Path) -> None:
        self.fetched += specifiers
        for name in ("outer-1.0.0.tgz", "scope-inner-2.0.0.tgz"):
            shutil.copy(self._archive, folder / name)

    def packages(self) -> tuple[npm.Package, ...]:
        """Return a package with another of a scope inside it."""
        return (
            npm.Package("node_modules/outer/node_modules/@scope/inner", "2.0.0", self.integrity),
            npm.Package("node_modules/outer", "1.0.0", self.integrity),
        )


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    registry = Registry(tmp_path)
    monkeypatch.setattr(npm, "fetch", registry)
    return registry


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.parent.name)
def test_every_package_is_pinned_by_its_bytes(path: Path) -> None:
    packages = npm.pinned(path)
    assert packages
    for package in packages:
        assert len(base64.b64decode(package.integrity.removeprefix("sha512-"), validate=True)) == 64


def test_a_package_lies_where_node_looks_for_it(registry: Registry, tmp_path: Path) -> None:
    folder = npm.installed(registry.packages(), tmp_path / "cache")
    assert registry.fetched == ["@scope/inner@2.0.0", "outer@1.0.0"]
    assert (folder / "node_modules/outer/dist/api.js").exists()
    assert (folder / "node_modules/outer/node_modules/@scope/inner/dist/api.js").exists()


def test_several_workers_fetch_packages_once(registry: Registry, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as workers:
        found = set(workers.map(lambda _: npm.installed(registry.packages(), tmp_path / "cache"), range(8)))
    assert len(found) == 1
    assert len(registry.fetched) == 2


def test_another_archive_is_refused_and_not_kept(registry: Registry, tmp_path: Path) -> None:
    wanted = npm.Package("node_modules/outer", "1.0.0", "sha512-other")
    with pytest.raises(npm.TamperedError, match=r"outer@1\.0\.0 should be sha512-other but is sha512-"):
        npm.installed([wanted], tmp_path / "cache")
    assert registry.fetched
    assert [kept.name for kept in (tmp_path / "cache").iterdir()] == ["lock"]


def test_without_a_network_packages_are_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_offline", "true")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    if shutil.which("npm") is None:
        pytest.skip("no npm on this machine")
    with pytest.raises(npm.UnavailableError, match=r"npm can't fetch emulate@0\.12\.2: .+"):
        npm.fetch(["emulate@0.12.2"], tmp_path)


def test_without_node_packages_are_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(npm.UnavailableError, match="needs Node 20"):
        npm.node()


def test_an_old_node_will_not_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.20.4\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(npm.UnavailableError, match=r"Node v18\.20\.4 is too old"):
        npm.node()
