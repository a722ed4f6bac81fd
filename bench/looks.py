"""`python -m bench.looks [FOLDER…]`: how often a copy is recognised by its look, and a stranger taken for another.

Pictures are the files of the folders, their four quarters (so many more different pictures), and 100 made here.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import combinations
from pathlib import Path

from PIL import Image

from policy.limits import Limits
from policy.look import DISTANCE, distance
from policy.sandbox.codecs import load_all
from policy.sandbox.preview import unpack_preview
from policy.sandbox.thumbnail import thumbnail
from tests.policy.pictures_with_a_look import COPIES, encoded, fitted, resized, scene

_MADE = 100
_LONGEST = 1_600
"""Pixels: larger pictures are reduced first, so that enlarging them stays within what is examined."""
_ENLARGED = 1_000
"""Pixels of the longest side that is still enlarged threefold."""
_SHOWN = 60


def main() -> None:
    """Measure and print."""
    load_all()
    looks: dict[str, int] = {}
    plain, ways = 0, defaultdict[str, list[int]](list)
    for name, picture in _pictures([Path(given) for given in sys.argv[1:]]):
        look = _look(encoded(picture, "PNG"))
        if look is None:
            plain += 1
            continue
        looks[name] = look
        for way, make in _ways(picture):
            other = _look(make(picture))
            ways[way].append(64 if other is None else distance(look, other))
    print(f"{len(looks) + plain} pictures, {plain} too plain to have a look")
    _print_true(ways)
    _print_false(looks)


def _print_true(ways: dict[str, list[int]]) -> None:
    for way, away in [*ways.items(), ("all copies", [item for found in ways.values() for item in found])]:
        right = sum(item <= DISTANCE for item in away)
        print(f"  {way:22} {right:6} of {len(away):6} recognised ({right / len(away):.2%}), farthest {max(away)}")


def _print_false(looks: dict[str, int]) -> None:
    pairs = list(combinations(looks, 2))
    close = sorted((distance(looks[one], looks[other]), one, other) for one, other in pairs)
    wrong = [item for item in close if item[0] <= DISTANCE]
    print(f"  {len(wrong)} of {len(pairs)} pairs look alike; among them may be true copies:")
    for away, one, other in close[: min(_SHOWN, len(wrong) + 3)]:
        print(f"    {away:2}  {one}  {other}")


def _ways(picture: Image.Image) -> Iterator[tuple[str, Callable[[Image.Image], bytes]]]:
    for way, make in COPIES.items():
        if way != "enlarged to 3" or max(picture.size) <= _ENLARGED:
            yield way, make
    yield "re-encoded three times", _thrice


def _thrice(picture: Image.Image) -> bytes:
    for longest, quality in ((1_280, 82), (800, 70)):
        picture = fitted(picture, longest)
        picture = Image.open(BytesIO(encoded(picture, quality=quality))).convert("RGB")
    return encoded(resized(picture, 0.6), "WEBP", quality=60)


def _pictures(folders: list[Path]) -> Iterator[tuple[str, Image.Image]]:
    for folder in folders:
        for path in sorted(item for item in folder.rglob("*") if item.is_file()):
            yield from _opened(path)
    for seed in range(_MADE):
        yield f"made-{seed}", scene(seed, (1_080, 810))


def _opened(path: Path) -> Iterator[tuple[str, Image.Image]]:
    try:
        with Image.open(path) as file:
            picture = fitted(file.convert("RGB"), _LONGEST)
    except Exception:  # noqa: BLE001 - a folder may hold anything
        return
    yield path.name, picture
    width, height = picture.width // 2, picture.height // 2
    if min(width, height) >= 64:
        for quarter, (x, y) in enumerate([(0, 0), (width, 0), (0, height), (width, height)], 1):
            yield f"{path.name}/{quarter}", picture.crop((x, y, x + width, y + height))


def _look(data: bytes) -> int | None:
    return unpack_preview(thumbnail(data, Limits())).look


if __name__ == "__main__":
    main()
