from __future__ import annotations

import base64
import hashlib
import shutil
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.handlers.slack.emulate import package
from tests.handlers.slack.emulate.emulator import Emulator


class Registry:
    """Stands in for npm: hands out a tiny archive, and counts."""

    def __init__(self, folder: Path) -> None:
        source = folder / "api.js"
        source.write_text("export {}\n")
        self.archive = folder / "archive.tgz"
        with tarfile.open(self.archive, "w:gz") as archive:
            archive.add(source, "package/dist/api.js")
        self.integrity = "sha512-" + base64.b64encode(hashlib.sha512(self.archive.read_bytes()).digest()).decode()
        self.fetched = 0

    def __call__(self, scratch: Path) -> Path:
        self.fetched += 1
        return Path(shutil.copy(self.archive, scratch))


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    registry = Registry(tmp_path)
    monkeypatch.setattr(package, "_fetch", registry)
    return registry


def test_several_workers_fetch_it_once(registry: Registry, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    with ThreadPoolExecutor(4) as workers:
        found = set(workers.map(lambda _: package.installed(cache, registry.integrity), range(8)))
    assert found == {cache / package.VERSION}
    assert (cache / package.VERSION / "dist" / "api.js").exists()
    assert registry.fetched == 1


def test_another_archive_is_refused_and_not_kept(registry: Registry, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    with pytest.raises(package.TamperedError, match=r"emulate@0\.12\.2 should be sha512-cHz1"):
        package.installed(cache)
    assert [kept.name for kept in cache.iterdir()] == ["lock"]


def test_without_a_network_it_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_offline", "true")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    if shutil.which("npm") is None:
        pytest.skip("no npm on this machine")
    with pytest.raises(package.UnavailableError, match=r"npm can't fetch emulate@0\.12\.2: .+"):
        package.installed(tmp_path / "cache")


def test_without_node_a_test_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception, match="needs Node 20"), Emulator():
        pass


def test_with_an_old_node_a_test_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.20.4\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match=r"Node v18\.20\.4 is too old"), Emulator():
        pass
