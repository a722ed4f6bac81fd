"""The head start of a worker: after it no file may be opened and nothing imported."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import c2pa
import pytest
from PIL import Image

from policy.media_type import sniff
from policy.readers import credentials
from policy.readers.credentials.context import context, settings
from policy.readers.credentials.warming import PICTURE
from policy.sandbox import Sandbox
from policy.trust import NO_TRUST, TrustLists
from tests.policy.readers.credentials.signers import Signers, found
from tests.policy.signing import sign

_AFTER = """
import sys
from pathlib import Path
from policy.media_type import sniff
from policy.readers import credentials
from policy.readers.protocol import Subject
from policy.trust import TrustLists

data, pem = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]).read_text()
credentials.prepare(TrustLists(pem))
seen = []
sys.addaudithook(lambda event, details: seen.append(event) if event in {"open", "import", "socket.__new__"} else None)
report = credentials.read(Subject(data, sniff(data), trust=TrustLists(pem)))
print(report.look, seen)
"""


def test_the_first_file_opens_and_imports_nothing_any_more(signers: Signers, tmp_path: Path) -> None:
    file, pem = tmp_path / "signed.png", tmp_path / "root.pem"
    file.write_bytes(sign(PICTURE, signers.trusted))
    pem.write_text(signers.root.pem)
    done = subprocess.run(
        [sys.executable, "-c", _AFTER, str(file), str(pem)], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.split("\n")[0] == "found []"


def test_preparing_has_c2pa_read_a_picture_under_our_settings(
    signers: Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[object, ...]] = []

    class Listening(c2pa.Reader):  # type: ignore[misc]
        def __init__(self, form: str, stream: BytesIO, context: c2pa.Context) -> None:
            heard.append((form, stream.getvalue(), context))
            super().__init__(form, stream, context=context)

    monkeypatch.setattr(c2pa, "Reader", Listening)
    credentials.prepare(signers.trust)
    assert heard == [("image/png", PICTURE, context(signers.trust))]


def test_preparing_accepts_lists_that_are_no_certificates() -> None:
    credentials.prepare(NO_TRUST)
    credentials.prepare(TrustLists("not a certificate"))


def test_the_picture_to_warm_up_with_is_a_png() -> None:
    with Image.open(BytesIO(PICTURE)) as picture:
        picture.load()
        assert (picture.size, picture.getpixel((0, 0)), sniff(PICTURE)) == ((1, 1), 0x80, "image/png")


def test_lists_are_read_once_for_many_files(signers: Signers) -> None:
    assert context(signers.trust) is context(TrustLists(signers.root.pem))


def test_without_lists_no_trust_is_configured() -> None:
    assert "trust" not in settings(NO_TRUST)


def test_a_locked_down_worker_says_the_same(signers: Signers) -> None:
    data = signers.edited(sign(PICTURE, signers.trusted))
    with Sandbox(signers.trust) as sandbox:
        examined = sandbox.examine(data)
    assert examined == signers.examine(data)
    assert found(examined.reports[0], "digitalSourceType")[0].strength == "trusted"
