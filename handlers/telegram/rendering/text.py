"""Text for Telegram's HTML: made harmless, measured as Telegram measures it, and cut without breaking a tag."""

from __future__ import annotations

import html
import re
from itertools import takewhile

from bot.card.cutting import utf16_length

_ELLIPSIS = "…"
JOINER = "\u2060"
"""Nobody sees it, and Telegram reads no name, command or address across it."""
_FILE_NAME = r"(?:png|jpe?g|webp|gif|heic|heif|avif|tiff?|bmp|svg|pdf|psd|txt|docx?|odt|mp4|json|xmp|exe)\b"
_LIVE = re.compile(
    rf"""
      @(?=\w)                          # a person, who would be called
    | \#(?=\w*[^\W\d_])                # a hashtag
    | \$(?=[A-Z0-9])                   # a cashtag
    | (?<![\w/])/(?=\w)                # a command
    | :(?=//)                          # an address
    | \.(?=[^\W\d_])(?!{_FILE_NAME})   # the name of a site; the ends of file names are none
    | (?<=\d)\.(?=\d+\.\d+\.\d)        # the number of a machine
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-z-]+)[^>]*>")
_TOKEN = re.compile(r"</?[a-z-]+[^>]*>|&(?:[a-z]+|#\d+);|.", re.DOTALL)
_LINKABLE = re.compile(r"https?://[^\s<>\"]{3,2000}")


def escaped(text: str) -> str:
    """Return the text as Telegram's HTML shows it word for word."""
    return html.escape(text, quote=False)


def inert(text: str) -> str:
    """Return foreign text so that HTML shows it and nothing in it can be tapped, or calls anybody."""
    return escaped(_LIVE.sub(lambda found: found.group() + JOINER, text))


def bold(text: str) -> str:
    """Return foreign text in bold."""
    return f"<b>{inert(text)}</b>" if text.strip() else ""


def italic(text: str) -> str:
    """Return foreign text in italics."""
    return f"<i>{inert(text)}</i>" if text.strip() else ""


def code(text: str) -> str:
    """Return words to be copied as they are: a tap copies them, and Telegram reads nothing into them."""
    return f"<code>{escaped(text)}</code>" if text.strip() else ""


def quote(markup: str, *, expandable: bool = False) -> str:
    """Return HTML as a quotation; an expandable one is folded to three lines."""
    return f"<blockquote{' expandable' if expandable else ''}>{markup}</blockquote>" if markup.strip() else ""


def link(address: str, text: str) -> str:
    """Return a link, the text alone where the address is none."""
    if not linkable(address):
        return inert(text)
    return f'<a href="{html.escape(address)}">{escaped(text)}</a>'


def linkable(address: str) -> bool:
    """Whether Telegram takes this as an address to open."""
    return _LINKABLE.fullmatch(address) is not None


def visible(markup: str) -> str:
    """Return what is left of HTML once Telegram has read it."""
    return html.unescape(_TAG.sub("", markup))


def weight(markup: str) -> int:
    """Return how long HTML is for Telegram's limits."""
    return utf16_length(visible(markup))


def entities(markup: str) -> int:
    """Return how many stretches of HTML have a look of their own."""
    return sum(not found.group(1) for found in _TAG.finditer(markup))


def cut_html(markup: str, most: int) -> str:
    """Return HTML of at most `most` units, cut outside of tags and entities, with everything closed."""
    if weight(markup) <= most:
        return markup
    kept: list[str] = []
    left = most - 1
    for token in _TOKEN.findall(markup):
        left -= weight(token)
        if left < 0:
            break
        kept.append(token)
    return "".join([*kept, _ELLIPSIS, *_closing(kept)])


def _closing(tokens: list[str]) -> list[str]:
    """Return the tags that are still open, closed."""
    found = [tag for token in tokens if (tag := _TAG.fullmatch(token))]
    open_tags: list[str] = []
    for tag in found:
        if tag.group(1):
            open_tags.pop()
        else:
            open_tags.append(tag.group(2))
    return [f"</{name}>" for name in reversed(open_tags)]


def within(lines: list[str], units: int, most_entities: int) -> list[str]:
    """Return as many of the lines, from the first on, as fit together."""
    used = [0, 0]

    def fits(line: str) -> bool:
        used[0] += weight(line) + 1
        used[1] += entities(line)
        return used[0] <= units and used[1] <= most_entities

    return list(takewhile(fits, lines))
