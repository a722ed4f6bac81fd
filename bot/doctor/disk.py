"""On what kind of disk a file is: SQLite's log needs memory that processes share, which no network gives."""

from __future__ import annotations

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs"),
        *("davfs", "fuse.sshfs", "fuse.davfs2", "fuse.glusterfs", "fuse.ceph", "fuse.rclone", "fuse.s3fs"),
        *("fuse.gcsfuse", "fuse.smbnetfs", "fuse.curlftpfs", "ocfs2", "gfs2"),
    }
)
_ESCAPE = re.compile(r"\\([0-7]{3})")


def is_on_network(file: Path) -> bool | None:
    """Whether a file is on a disk of another machine, None where this system does not tell."""
    try:
        kind = file_system(file.resolve(), _MOUNTS.read_text("utf-8", "surrogateescape"))
    except OSError:
        return None
    return None if kind is None else kind in _NETWORK


def file_system(file: Path, mounts: str) -> str | None:
    """Return the kind of file system that a file is on, by the text of `/proc/self/mountinfo` (proc(5))."""
    found: tuple[int, str] | None = None
    for line in mounts.splitlines():
        before, separator, after = line.partition(" - ")
        fields = before.split(" ")
        if not separator or len(fields) < 5:
            continue
        point = Path(_ESCAPE.sub(lambda escape: chr(int(escape[1], 8)), fields[4]))
        depth = len(point.parts)
        if (point == file or point in file.parents) and (found is None or depth >= found[0]):
            found = depth, after.split(" ")[0]  # of two at the same place, the later one is on top
    return found[1] if found else None
