"""Whether metadata really name a camera: its make and model, and what it was set to."""

from __future__ import annotations

import re

from policy.generators import generator_named
from policy.traces import traces_in

_MAKERS = re.compile(
    r"(?:apple|arashi vision|asus|canon|casio|dji|eastman kodak|fairphone|fujifilm|google|gopro|hasselblad"
    r"|hmd global|honor|htc|huawei|insta360|jvc|kodak|konica|kyocera|leica|lg|lge|mamiya|minolta|motorola"
    r"|nikon|nokia|nothing|olympus|om digital solutions|oneplus|oppo|panasonic|pentax|phase one|polaroid"
    r"|realme|ricoh|samsung|sanyo|sharp|sigma|sony|tcl|toshiba|vivo|xiaomi|zte)\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 100


def camera_named(make: str, model: str, *, settings: bool) -> str:
    """Return the camera as people call it, « Canon EOS 40D »; "" where make and model name none.

    `settings` tells whether the file holds what a camera was set to: exposure, aperture, sensitivity, lens,
    maker note. A well-known maker's name and a model are enough; another make needs settings too.
    """
    make, model = _cleaned(make), _cleaned(model)
    known = bool(_MAKERS.match(make))
    if not (known and (model or settings)) and not (make and model and settings):
        return ""
    if any(generator_named(name) or [*traces_in("", name)] for name in (make, model, f"{make} {model}")):
        return ""
    first = make.split()[0].casefold()
    return model if model.casefold().startswith(first) else f"{make} {model}".strip()


def _cleaned(name: str) -> str:
    return " ".join(name[:_LONGEST_NAME].split())
