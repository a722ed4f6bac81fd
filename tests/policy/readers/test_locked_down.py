"""Reading imports nothing and opens nothing: in a locked-down worker both fail, and a fallen reader sees nothing."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

from policy.evidence import Origin
from policy.examination import examine_here
from tests.policy import making
from tests.policy.blocks import INFOTEXT, exif, xmp
from tests.policy.containers.samples import SAMPLES
from tests.policy.readers.test_stealth import ALPHA, encoded, generated

ROOT = Path(__file__).parents[3]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


def files() -> list[bytes]:
    """A file for every way that a reader may take, among them every encoding of text."""
    generated_by = xmp(Iptc4xmpExt_DigitalSourceType="trainedAlgorithmicMedia").decode().replace("\ufeff", "")
    comments = [b"UNICODE\0" + INFOTEXT.encode(order) for order in ("utf-16", "utf-16-le", "utf-16-be")]
    blocks = [exif([(0x9286, comment)]) for comment in comments] + [exif([(0x9C9C, INFOTEXT.encode("utf-16-le"))])]
    drawings = [
        f'<?xml version="1.0" encoding="{name}"?><svg xmlns="http://www.w3.org/2000/svg"/>'.encode(name)
        for name in ("iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii", "utf-16")
    ]
    return [
        *SAMPLES.values(),
        *(making.jpeg(making.jpeg_xmp(generated_by.encode(name))) for name in ENCODINGS),
        *(making.jpeg(making.jpeg_exif(block)) for block in blocks),
        *drawings,
        making.pdf(b"<</Creator <FEFF00C9>>>"),
        encoded(generated(ALPHA)),
        encoded(generated(ALPHA, 160, 64)),
        encoded(generated(ALPHA), "WEBP", exact=True),
    ]


# In a process that has decoded nothing yet: encoding a file here would load what the worker lacks.
LOCKED = """
import base64, json, sys
from PIL import Image
from policy.examination import examine_here, load
from policy.media_type import MediaType
from policy.sandbox import codecs

files = [base64.b64decode(line) for line in sys.stdin]
codecs.load_all()  # a worker does as much for its file's format
for media_type in MediaType:
    load(media_type)
Image.init()
examine_here(b"GIF89a")
forbidden, locked = [], True

def hook(event, arguments):
    if locked and event in {"import", "open", "socket.connect", "subprocess.Popen", "os.listdir"}:
        forbidden.append(f"{event} {arguments[0]}")

sys.addaudithook(hook)
origins = [examine_here(data).origin for data in files]
locked = False
print(json.dumps([forbidden, origins]))
"""


def test_reading_imports_nothing_and_opens_nothing() -> None:
    lines = "".join(base64.b64encode(data).decode() + "\n" for data in files())
    command = [sys.executable, "-c", LOCKED]
    answer = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, timeout=60, cwd=ROOT)
    forbidden, origins = json.loads(answer.stdout)
    assert forbidden == []
    assert origins == [examine_here(data).origin for data in files()]
    assert origins.count(Origin.AI_GENERATED) >= len(ENCODINGS)
