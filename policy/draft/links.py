"""Links to images, which a reviewer has to look at herself: Vigie fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy.draft.model import ImageLink, Places

_ADDRESS = re.compile(r"https?://[^\s<>\"'«»\u201c\u201d\[\](){}|\\^`]{4,2000}", re.IGNORECASE)
_MARKDOWN_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\((https?://[^\s()]{4,2000})\)")
_EXTENSION = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|heic|svg|tiff?)(?=$|[?#&])", re.IGNORECASE)
_HOSTS = ("i.imgur.com", "pbs.twimg.com", "lh3.googleusercontent.com", "files.oaiusercontent.com", "cdn.midjourney.com")
"""Hosts that serve images under addresses without an extension."""


def find_image_links(text: str) -> Iterator[ImageLink]:
    """Yield every link to an image, in the order of the text, each place once."""
    places = Places(text)
    shown = {match.start(1): match.end(1) for match in _MARKDOWN_IMAGE.finditer(text)}
    for match in _ADDRESS.finditer(text):
        start = match.start()
        url = text[start : shown[start]] if start in shown else match[0].rstrip(".,;:!?…")
        if start in shown or _is_image(url):
            yield ImageLink(url, places.passage(start, start + len(url)))


def _is_image(url: str) -> bool:
    host, _, path = url.partition("://")[2].partition("/")
    return host.lower() in _HOSTS or bool(_EXTENSION.search(path))
