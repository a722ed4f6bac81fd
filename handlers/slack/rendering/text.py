"""Text between people and Slack: cut, made harmless for mrkdwn, and read back from an event."""

from __future__ import annotations

import html
import re

_LOOK_ALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
_UNDERSCORE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""Inside a word, such as a file name, Slack leaves underscores alone."""
_QUOTE = re.compile(r"(?m)^(\s*)>+")
_EMOJI = re.compile(r":(?=(?!\d+:)[\w+'’-]+:)")
_TOKEN = re.compile(r"<([@#!][^<>]+|[A-Za-z][A-Za-z0-9+.-]*:[^<>]+)>")
_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)", re.IGNORECASE)


def escaped(text: str) -> str:
    """Return foreign text so that mrkdwn shows it and does nothing: no mention, link, emoji, quote or style.

    Slack knows no escape for its styles (docs, "Formatting message text"), so their signs give way to look-alikes.
    """
    text = _UNDERSCORE.sub("ˍ", text.translate(_LOOK_ALIKES))
    text = _EMOJI.sub("∶", _QUOTE.sub(r"\1›", text))
    return html.escape(text, quote=False)


def plain(text: str) -> str:
    """Return a text that Slack delivers as its author sees it; the address behind a worded link is kept beside it."""
    parts = _TOKEN.split(text)
    return "".join(_unescaped(_spoken(part) if index % 2 else part) for index, part in enumerate(parts))


def _unescaped(text: str) -> str:
    """Undo the three entities that Slack writes, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _spoken(token: str) -> str:
    """Return what stands between angle brackets in words."""
    target, _, label = token.partition("|")
    if target.startswith("!"):
        name = target[1:].partition("^")[0]
        return label if label and name in {"date", "subteam"} else f"@{(label or name).removeprefix('@')}"
    if target.startswith(("@", "#")):
        sign = target[:1]
        return sign + (label or target[1:]).removeprefix(sign)
    return _address(target, label)


def _address(target: str, label: str) -> str:
    address = _SCHEME.sub("", target) if target.lower().startswith(("mailto:", "tel:")) else target
    if not label or _bare(label) == _bare(target):
        return label or address
    return f"{label} ({address})"


def _bare(address: str) -> str:
    return _SCHEME.sub("", address).rstrip("/")
