"""Check a proof of Vigie's journal, offline: python verify.py FILE PUBLIC_KEY.

Standard library only. FILE is what `vigie trail export --proof V-0042` wrote: a proof for each entry (C2SP
tlog-proof@v1). PUBLIC_KEY is the journal's, such as vigie/3f9a1c20+97214d1d+AdCIvHc…; take it from whoever runs Vigie,
not from the file. Ends with 0 where everything holds, with 1 and a sentence where not. docs/trail.md explains.
"""

import hashlib
import json
import sys
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from pathlib import Path
from typing import Any, NamedTuple

MAGIC = "c2sp.org/tlog-proof@v1"
DOMAIN = b"vigie/trail/personal/v1\x00"


class Proof(NamedTuple):
    """One entry, where it stands, the hashes that lead from it to the root, and the checkpoint that signs the root."""

    body: bytes
    personal: dict[str, Any]
    index: int
    path: list[bytes]
    checkpoint: str


class WrongError(Exception):
    """What does not hold, in a sentence."""


def main(path: str, key: str) -> None:
    """Check every proof of a file, and say what they prove and what not."""
    proofs = [read(text) for text in split(Path(path).read_text(encoding="utf-8"))]
    heads = {check(proof, key) for proof in proofs}
    size, origin = max(heads)
    said = [
        *(line(proof) for proof in proofs),
        "",
        f"{len(proofs)} entries are in the journal {origin}, of {size} entries, as whoever holds its key signed it.",
        "Proved: each stood there, word for word, when that was signed.",
        "Not proved: that there are no other entries about it, nor what the words withheld are.",
    ]
    sys.stdout.write("\n".join(said) + "\n")


def split(text: str) -> list[str]:
    """Return the proofs of a file."""
    parts = text.split(f"{MAGIC}\n")
    if parts[0].strip() or len(parts) < 2:
        raise WrongError("this is no proof of a journal: it does not begin as one")
    return parts[1:]


def read(text: str) -> Proof:
    """Return one proof of its text, read strictly: what could be read in two ways is refused."""
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or len(lines) < 2 or not lines[0].startswith("extra ") or not lines[1].startswith("index "):
        raise WrongError("a proof lacks its entry, its number or its checkpoint")
    number = lines[1].removeprefix("index ")
    if not number.isascii() or not number.isdecimal() or (number[0] == "0" and number != "0"):
        raise WrongError("the number of an entry is not written as one")
    extra = json.loads(base64(lines[0].removeprefix("extra ")).decode())
    path = [base64(entry) for entry in lines[2:]]
    if any(len(node) != 32 for node in path):
        raise WrongError("a hash on the way is no SHA-256")
    # Until the next proof begins, or the file ends: the checkpoint, exactly as it was signed.
    return Proof(extra["body"].encode(), extra["personal"], int(number), path, checkpoint)


def check(proof: Proof, key: str) -> tuple[int, str]:
    """Hold one proof against the key; return the size and the name of the journal that was signed."""
    origin, size, root = signed_head(proof.checkpoint, key)
    entry = json.loads(proof.body)
    if entry["seq"] != proof.index + 1:
        raise WrongError(f"entry {entry['seq']} is given for number {proof.index + 1}")
    if climb(sha(b"\x00" + proof.body), proof.index, size, proof.path) != root:
        raise WrongError(f"entry {entry['seq']} is not in the journal that was signed, or not as it stands here")
    if proof.personal.keys() != entry["personal"].keys():
        raise WrongError(f"entry {entry['seq']}: a name or a text is missing, or is one too many")
    for name, part in proof.personal.items():
        if (
            part
            and sha(DOMAIN + bytes.fromhex(part["salt"]) + part["content"].encode()).hex()
            != entry["personal"][name]["sha256"]
        ):
            raise WrongError(f"entry {entry['seq']}: {name} is not what was written")
    return size, origin


def climb(found: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """Return the root that a leaf leads to (RFC 9162 §2.1.3.2), None where the way is too long or too short."""
    last = size - 1
    if not 0 <= index <= last:
        return None
    for step in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            found = sha(b"\x01" + step + found)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = sha(b"\x01" + found + step)
        index, last = index >> 1, last >> 1
    return found if last == 0 else None


def signed_head(note: str, key: str) -> tuple[str, int, bytes]:
    """Return origin, size and root of a checkpoint that this key signed (C2SP signed-note, tlog-checkpoint)."""
    text, gap, signatures = note.rpartition("\n\n")
    lines = text.split("\n")
    if not gap or len(lines) not in {3, 4} or not lines[1].isascii() or not lines[1].isdecimal():
        raise WrongError("a checkpoint is not written as one")
    name, _, rest = key.strip().partition("+")
    public = base64(rest.partition("+")[2])
    if name != lines[0] or len(public) != 33 or public[:1] != b"\x01":
        raise WrongError("the checkpoint is of another journal than this key")
    if not any(made_by(line, name, public, f"{text}\n".encode()) for line in signatures.splitlines()):
        raise WrongError("the checkpoint was not signed by this key")
    if str(int(lines[1])) != lines[1] or not signatures.endswith("\n"):
        raise WrongError("a checkpoint is not written as one")
    return lines[0], int(lines[1]), base64(lines[2])


def made_by(signature: str, name: str, public: bytes, message: bytes) -> bool:
    """Whether a signature line is a valid one of this key."""
    start = f"\u2014 {name} "
    if not signature.startswith(start):
        return False
    packed = base64(signature.removeprefix(start))
    known = sha(name.encode() + b"\n" + public)[:4]
    return packed[:4] == known and ed25519(public[1:], message, packed[4:])


# Ed25519 (RFC 8032 §5.1): the curve −x² + y² = 1 + d·x²·y² over the field of 2²⁵⁵ − 19. Points are extended homogeneous
# coordinates (§5.1.4). Verifying handles no secret, so that it need not take the same time for everybody.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature of a message is valid (RFC 8032 §5.1.7)."""
    if len(signature) != 64:
        return False
    key, nonce, scalar = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or scalar >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    base = point(bytes([0x58] + [0x66] * 31))
    return base is not None and same(times(scalar, base), plus(nonce, times(challenge, key)))


def point(packed: bytes) -> Point | None:
    """Return the point that 32 bytes stand for (RFC 8032 §5.1.3), None where they stand for none."""
    y = int.from_bytes(packed, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT % P
    if x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def plus(one: Point, other: Point) -> Point:
    """Add two points (RFC 8032 §5.1.4)."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, base: Point) -> Point:
    """Multiply a point by a number."""
    found: Point = (0, 1, 1, 0)
    while scalar:
        found = plus(found, base) if scalar & 1 else found
        base, scalar = plus(base, base), scalar >> 1
    return found


def same(one: Point, other: Point) -> bool:
    """Whether two points are one, whatever their last coordinates."""
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 == (one[1] * other[2] - other[1] * one[2]) % P


def line(proof: Proof) -> str:
    """Return one line about an entry, with the words that came along."""
    entry = json.loads(proof.body)
    words = [
        f"{name}: {part['content']}" if part else f"{name}: (withheld or erased)"
        for name, part in proof.personal.items()
    ]
    return f"#{entry['seq']}  {entry['at']}  {entry['kind']}  {entry['subject']}  " + " · ".join(words)


def base64(text: str) -> bytes:
    """Return the bytes of base64 in its one spelling."""
    decoded = b64decode(text, validate=True)
    if b64encode(decoded).decode() != text:
        raise WrongError("base64 is not written in its one spelling")
    return decoded


def sha(data: bytes) -> bytes:
    """Return the SHA-256 digest."""
    return hashlib.sha256(data).digest()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    try:
        main(*sys.argv[1:])
    except WrongError as wrong:
        raise SystemExit(f"NOT PROVED: {wrong}") from None
    except (ValueError, KeyError, TypeError, AttributeError, Base64Error) as wrong:
        raise SystemExit(f"NOT PROVED: this file can't be read as a proof ({type(wrong).__name__})") from None
