"""The real examination says the same in a locked-down worker as in this process: locks cost no evidence."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from policy.examination import examine_here
from policy.limits import Limits
from policy.media_type import sniff
from policy.sandbox import Sandbox
from policy.trust import NO_TRUST

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"


@pytest.fixture(scope="module")
def real() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def agrees(sandbox: Sandbox, data: bytes) -> bool:
    """Whether the first worker, a later one and this process give the same answer."""
    here = examine_here(data, sniff(data), NO_TRUST, Limits())
    with Sandbox() as fresh:
        return fresh.examine(data) == here == sandbox.examine(data)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF"])
def test_a_picture_is_read_alike(real: Sandbox, form: str) -> None:
    output = io.BytesIO()
    Image.effect_noise((64, 48), 50).convert("RGB").save(output, form)
    assert agrees(real, output.getvalue())


@pytest.mark.parametrize(
    "data", [b"a text", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"]
)
def test_so_is_what_is_no_picture_or_a_broken_one(real: Sandbox, data: bytes) -> None:
    assert agrees(real, data)


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="no corpus beside the repository")
def test_so_is_every_real_file(real: Sandbox) -> None:
    paths = [path for path in sorted(CORPUS.iterdir()) if path.is_file() and path.stat().st_size]
    differing = []
    for path in paths:
        data = path.read_bytes()
        if real.examine(data) != examine_here(data, sniff(data), NO_TRUST, Limits()):
            differing.append(path.name)
    assert paths
    assert not differing
