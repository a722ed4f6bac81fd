from __future__ import annotations

from pathlib import Path

import pytest

from bot.doctor import disk
from bot.doctor.disk import file_system, is_on_network

MOUNTS = """\
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
22 21 0:30 / /srv rw - nfs4 server:/export rw,vers=4.2
23 22 8:2 / /srv/here rw shared:2 master:1 - xfs /dev/sdb1 rw
24 21 0:31 / /mnt/two\\040words rw - fuse.sshfs me@far: rw
25 21 0:32 / /over rw - ext4 /dev/sdc1 rw
26 25 0:33 / /over rw - cifs //nas/share rw
a line that is none
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/vigie.db", "ext4"),
        ("/srv/vigie/vigie.db", "nfs4"),
        ("/srv/here/vigie.db", "xfs"),
        ("/srvx/vigie.db", "ext4"),
        ("/mnt/two words/vigie.db", "fuse.sshfs"),
        ("/over/vigie.db", "cifs"),
    ],
)
def test_a_file_is_on_the_innermost_disk_that_is_on_top(path: str, kind: str) -> None:
    assert file_system(Path(path), MOUNTS) == kind


@pytest.mark.parametrize(("line", "on_network"), [("nfs server:/", True), ("cifs //nas/x", True), ("btrfs x", False)])
def test_disks_of_other_machines_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, on_network: bool
) -> None:
    (tmp_path / "mounts").write_text(f"1 0 0:1 / / rw - {line} rw\n")
    monkeypatch.setattr(disk, "_MOUNTS", tmp_path / "mounts")
    assert is_on_network(tmp_path / "vigie.db") is on_network


def test_a_system_that_does_not_tell_is_not_blamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_MOUNTS", tmp_path / "absent")
    assert is_on_network(tmp_path) is None
    (tmp_path / "absent").write_text("")
    assert is_on_network(tmp_path) is None


def test_the_disk_of_this_test_is_told() -> None:
    assert is_on_network(Path(__file__)) in {True, False, None}
