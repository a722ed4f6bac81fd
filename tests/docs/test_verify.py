"""docs/verify.py as a stranger runs it: a proof holds, and no byte of it can be changed without its being noticed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.kinds import Choice
from bot.trail.checkpoint import SigningKey, checkpoint
from bot.trail.proof import proofs
from bot.trail.read import entries_for
from tests.bot.scene import Scene, open_scene
from tests.bot.workflow.files import reviewable

SCRIPT = Path(__file__).parents[2] / "docs" / "verify.py"
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]
"""RFC 8032 §7.1, tests 1 and 2: public key, message, signature."""


def run(path: Path, key: str) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(path), key]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, str]:
    """The proofs of one submission, without names and with them, and the key."""
    with open_scene(tmp_path_factory.mktemp("proved") / "data") as scene:
        scene.submit(draft="Un autre dépôt.")
        reference = reviewable(scene)
        scene.decide(reference, Choice.REFUSE, "Floue, et sans légende.")
        bare, named = (written(scene, reference, names=names) for names in (False, True))
        return bare, named, str(scene.house.key.verifier)


def written(scene: Scene, reference: str, *, names: bool) -> str:
    note = checkpoint(scene.house.database, scene.house.key, scene.clock())
    with scene.house.database.reading() as connection:
        return "".join(proofs(connection, entries_for(connection, [reference]), note, personal=names))


def test_a_proof_holds_without_and_with_names(proved: tuple[str, str, str], tmp_path: Path) -> None:
    for text, shown in zip(proved[:2], (False, True), strict=True):
        (tmp_path / "proof").write_text(text, "utf-8")
        code, said = run(tmp_path / "proof", proved[2])
        assert code == 0, said
        assert ("Floue, et sans légende." in said, "(withheld" in said) == (shown, not shown)
        assert "Not proved: that there are no other entries" in said


def test_another_key_proves_nothing(proved: tuple[str, str, str], tmp_path: Path) -> None:
    (tmp_path / "proof").write_text(proved[0], "utf-8")
    name = proved[2].partition("+")[0]
    for key in (str(SigningKey.generate().verifier), str(SigningKey.generate(name).verifier), "", "x+y+z"):
        code, said = run(tmp_path / "proof", key)
        assert (code, "NOT PROVED" in said) == (1, True), said


@pytest.mark.parametrize("text", ["", "hello", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\nindex 0\n\nx\n"])
def test_what_is_no_proof_is_said(text: str, tmp_path: Path, proved: tuple[str, str, str]) -> None:
    (tmp_path / "proof").write_text(text, "utf-8")
    code, said = run(tmp_path / "proof", proved[2])
    assert (code, "Traceback" in said) == (1, False)


def test_every_changed_byte_is_noticed(proved: tuple[str, str, str], script: ModuleType, tmp_path: Path) -> None:
    """At 600 places of the file with names, one bit, one letter or one line otherwise."""
    text, key, chance = proved[1], proved[2], Random("bytes")
    path = tmp_path / "proof"
    for _ in range(600):
        path.write_bytes(mutated(text.encode(), chance))
        if path.read_bytes() == text.encode():
            continue
        with pytest.raises((script.WrongError, ValueError, KeyError, TypeError, AttributeError)):
            script.main(str(path), key)


def mutated(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data))
    how = chance.randrange(4)
    if how == 0:
        return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    if how == 1:
        return data[:at] + data[at + 1 :]
    if how == 2:
        return data[:at] + bytes([chance.randrange(32, 127)]) + data[at:]
    lines = data.split(b"\n")
    chosen = chance.randrange(len(lines))
    return b"\n".join(lines[:chosen] + lines[chosen + 1 :])


def test_ed25519_is_that_of_the_rfc_and_of_the_library(script: ModuleType) -> None:
    for vector in VECTORS:
        assert script.ed25519(*(bytes.fromhex(part) for part in vector))
    chance = Random("ed25519")
    for _ in range(12):
        private, message = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32)), chance.randbytes(40)
        public, signature = private.public_key().public_bytes_raw(), private.sign(message)
        assert script.ed25519(public, message, signature)
        wrong = bytearray(signature)
        wrong[chance.randrange(64)] ^= 1 << chance.randrange(8)
        assert not script.ed25519(public, message, bytes(wrong))
        assert not script.ed25519(public, message + b"!", signature)
        too_large = signature[:32] + (int.from_bytes(signature[32:], "little") + script.L).to_bytes(32, "little")
        assert not script.ed25519(public, message, too_large), "another spelling of the same signature"
