"""Verify an export of Vigie's trail: python verify_export.py EXPORT [PUBLIC_KEY [CHECKPOINT_FILE]].

Standard library only; signatures are checked where `cryptography` is installed. docs/trail.md explains.
"""

import hashlib
import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def verify(lines: Iterable[str], key: str | None = None, note: str | None = None) -> str:
    """Return what was verified; raises SystemExit at the first thing that is wrong."""
    lines = (line for line in lines if line.strip())
    head = json.loads(next(lines, "{}"))
    if "checkpoints" not in head:
        raise SystemExit("this is no export of Vigie's trail: its first line is not a head")
    notes = [*head["checkpoints"], *([note] if note else [])]
    sizes = {int(size) for note in notes for size in note.strip().split("\n")[1:2] if size.isdecimal()}
    count, roots = 0, {0: sha(b"")}
    peaks: list[bytes] = []
    for count, line in enumerate(lines, 1):
        leaf, size = checked_leaf(json.loads(line), count), count - 1
        while size & 1:
            leaf, size = sha(b"\x01" + peaks.pop() + leaf), size >> 1
        peaks.append(leaf)
        if count in sizes:
            roots[count] = root(peaks)
    if count != head["size"] or root(peaks) != b64decode(head["root"]):
        raise SystemExit(f"these {count} entries do not add up to the head, which counts {head['size']}")
    signed = [check(note, roots, key or head["key"]) for note in notes]
    whose = "the key you gave" if key else "the key that the export names itself"
    signatures = f"signed by {whose}" if all(signed) else "SIGNATURES NOT CHECKED, install `cryptography`"
    if not notes:
        return f"{count} entries verified; NOTHING IS SIGNED: this only says that the file agrees with itself"
    return f"{count} entries verified; {len(notes)} checkpoints agree, {signatures}"


def checked_leaf(row: dict[str, Any], count: int) -> bytes:
    """Return the leaf of one line of the export after holding everything in it against everything else."""
    body, leaf = json.loads(row["body"]), sha(b"\x00" + row["body"].encode())
    if (row["seq"], body["seq"], row["leaf"]) != (count, count, leaf.hex()):
        raise SystemExit(f"entry {count} was changed, or is missing")
    if row["personal"].keys() != body["personal"].keys():
        raise SystemExit(f"entry {count}: a personal part is missing, or is one too many")
    for name, part in row["personal"].items():
        if part and commitment(part) != body["personal"][name]["sha256"]:
            raise SystemExit(f"entry {count}: {name} was changed")
    return leaf


def check(note: str, roots: dict[int, bytes], key: str | None) -> bool:
    """Hold a checkpoint against the entries; return whether its signature could be checked, and is valid."""
    text, _, signature = note.strip().rpartition("\n\n")
    origin, size, expected = [*text.split("\n"), "", "", ""][:3]
    if not size.isdecimal():
        raise SystemExit("this checkpoint is not as it was written: give it without quote marks and other words")
    if b64encode(roots.get(int(size), b"")).decode() != expected:
        raise SystemExit(f"the checkpoint of {size} entries is of other entries than these")
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return False
    name, _, public = (key or "++").split("+", 2)
    try:
        signed = b64decode(signature.split()[2])[4:]
        Ed25519PublicKey.from_public_bytes(b64decode(public)[1:]).verify(signed, (text + "\n").encode())
    except (InvalidSignature, ValueError, IndexError):
        name = ""
    if name != origin:
        raise SystemExit(f"the checkpoint of {size} entries was not signed by this key")
    return True


def root(peaks: list[bytes]) -> bytes:
    """Return the root over the full subtrees of a tree, largest first (RFC 6962)."""
    found = peaks[-1] if peaks else sha(b"")
    for peak in reversed(peaks[:-1]):
        found = sha(b"\x01" + peak + found)
    return found


def commitment(part: dict[str, str]) -> str:
    """Return what an entry says of a personal part."""
    return sha(b"vigie/trail/personal/v1\x00" + bytes.fromhex(part["salt"]) + part["content"].encode()).hex()


def sha(data: bytes) -> bytes:
    """Return the SHA-256 digest."""
    return hashlib.sha256(data).digest()


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        raise SystemExit(__doc__)
    texts = [Path(path).read_text(encoding="utf-8") for path in sys.argv[3:4]]
    with Path(sys.argv[1]).open(encoding="utf-8") as export:
        print(verify(export, *sys.argv[2:3], *texts))  # noqa: T201
