"""A folder of mixed files such as a comms team drops: made here, with the corpus in addition where it is there."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from policy.media_type import MediaType, sniff
from tests.policy.signing import authority, identity, sign

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
_PARAMETERS = "a rose above the Seine\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42"


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of the folder."""

    name: str
    data: bytes

    @property
    def media_type(self) -> MediaType:
        """What the bytes are."""
        return sniff(self.data)


def made() -> list[Sample]:
    """Return the files that are made here: sizes and formats as phones, cameras and design tools export them."""
    notes = PngInfo()
    notes.add_text("parameters", _PARAMETERS)
    camera = Image.Exif()
    camera[0x010F], camera[0x0110] = "Canon", "EOS R6"
    signer = identity(authority())
    photo = _encoded(_picture(2_400, 1_600), "JPEG", quality=88, exif=camera)
    poster = _encoded(_picture(1_024, 1_024), "PNG")
    return [
        Sample("camera.jpg", photo),
        Sample("camera-signed.jpg", sign(photo, signer, media_type="image/jpeg")),
        Sample("messaging.jpg", _encoded(_picture(1_280, 960), "JPEG", quality=75)),
        Sample("social.webp", _encoded(_picture(1_080, 1_080), "WEBP", quality=80)),
        Sample("generated.png", _encoded(_picture(768, 768), "PNG", pnginfo=notes)),
        Sample("poster-signed.png", sign(poster, signer)),
        Sample("banner.gif", _encoded(_picture(600, 200).convert("P"), "GIF")),
        Sample("scan.tiff", _encoded(_picture(1_200, 900), "TIFF", compression="tiff_lzw")),
        Sample("leaflet.avif", _encoded(_picture(1_280, 720), "AVIF", quality=60)),
    ]


def corpus() -> list[Sample]:
    """Return the corpus's images that Pillow can open, an empty list where there is none."""
    if not CORPUS.is_dir():
        return []
    samples = [Sample(path.name, path.read_bytes()) for path in sorted(CORPUS.iterdir()) if path.is_file()]
    return [sample for sample in samples if sample.media_type.is_raster and _opens(sample.data)]


def _picture(width: int, height: int) -> Image.Image:
    """Return a picture with the detail of a photo: soft shapes, and a little grain (seeded)."""
    grain = random.Random(width * height)
    small = Image.frombytes("RGB", (width // 16, height // 16), grain.randbytes(width // 16 * (height // 16) * 3))
    noise = Image.frombytes("RGB", (width, height), grain.randbytes(width * height * 3))
    return Image.blend(small.resize((width, height), Image.Resampling.BICUBIC), noise, 0.06)


def _encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    output = io.BytesIO()
    picture.save(output, form, **options)
    return output.getvalue()


def _opens(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
    except Exception:  # noqa: BLE001 - the corpus holds damaged files on purpose
        return False
    return True
