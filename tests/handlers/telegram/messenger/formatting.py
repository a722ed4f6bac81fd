"""Telegram's HTML: which tags there are, how they nest, what text and entities come of it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from tests.handlers.telegram.messenger.model import Json, RefusedError

SIMPLE_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link", "span": "spoiler",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "span": {"class"}, "code": {"class"}, "blockquote": {"expandable"}}
ATTRIBUTES |= {"tg-emoji": {"emoji-id"}}
MOST_ENTITIES = 100
TOKEN = re.compile(r"<(?P<close>/)?(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?P<rest>[^<>]*)>|<|>|&(?P<name>#?\w+);|[^<>&]+|&")
ATTRIBUTE = re.compile(r"""\s+(?P<name>[a-z-]+)(?:=(?:"(?P<value>[^"]*)"|'(?P<single>[^']*)'))?""")
NAMED = frozenset({"lt", "gt", "amp", "quot"})


@dataclass
class Open:
    """A tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    start: int


def units(text: str) -> int:
    """Count as Telegram does: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


class HtmlText:
    """Parses one text."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._text: list[str] = []
        self._length = 0
        self._open: list[Open] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        """Return the text and its entities, or refuse as Telegram does."""
        for token in TOKEN.finditer(self._source):
            if token["tag"]:
                self._tag(token)
            elif token[0] in ("<", ">", "&"):
                raise self._fault(f'Unexpected "{token[0]}"', token)
            else:
                self._say(self._unescaped(token))
        if self._open:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self._text), self.entities

    def _say(self, text: str) -> None:
        self._text.append(text)
        self._length += units(text)

    def _unescaped(self, token: re.Match[str]) -> str:
        name = token["name"]
        if name is None:
            return token[0]
        if name in NAMED or name.startswith("#"):
            return html.unescape(token[0])
        raise self._fault(f'Unsupported entity "&{name};"', token)

    def _fault(self, what: str, token: re.Match[str]) -> RefusedError:
        return _cannot(f"{what} at byte offset {len(self._source[: token.start()].encode())}")

    def _tag(self, token: re.Match[str]) -> None:
        tag = token["tag"].lower()
        if token["close"]:
            self._end(tag, token)
            return
        if tag not in SIMPLE_TAGS:
            raise self._fault(f'Unsupported start tag "{tag}"', token)
        attributes = self._attributes(tag, token)
        self._nests(tag, token)
        self._open.append(Open(tag, attributes, self._length))

    def _attributes(self, tag: str, token: re.Match[str]) -> dict[str, str]:
        rest = token["rest"]
        found = {one["name"]: one["value"] or one["single"] or "" for one in ATTRIBUTE.finditer(rest)}
        if ATTRIBUTE.sub("", rest).strip() or not set(found) <= ATTRIBUTES.get(tag, set()):
            raise self._fault(f'Unsupported attributes of start tag "{tag}"', token)
        if tag == "span" and found.get("class") != "tg-spoiler":
            raise self._fault('Tag "span" must have class "tg-spoiler"', token)
        if tag == "a" and not found.get("href"):
            raise self._fault('Tag "a" must have attribute "href"', token)
        return found

    def _nests(self, tag: str, token: re.Match[str]) -> None:
        around = [one.tag for one in self._open]
        if tag == "code" and around == ["pre"]:
            return
        if "code" in around or "pre" in around:
            raise self._fault(f'Tag "{tag}" can\'t be inside of code', token)
        if tag in around:
            raise self._fault(f'Tag "{tag}" can\'t be inside of itself', token)

    def _end(self, tag: str, token: re.Match[str]) -> None:
        if not self._open:
            raise self._fault("Unexpected end tag", token)
        begun = self._open.pop()
        if begun.tag != tag:
            raise self._fault(f'Unmatched end tag, expected "</{begun.tag}>", found "</{tag}>"', token)
        length = self._length - begun.start
        if length > 0:
            self.entities.append(_entity(begun) | {"offset": begun.start, "length": length})


def _entity(begun: Open) -> Json:
    kind = SIMPLE_TAGS[begun.tag]
    if begun.tag == "a":
        return _link(begun.attributes["href"])
    if "expandable" in begun.attributes:
        return {"type": "expandable_blockquote"}
    if kind == "custom_emoji":
        return {"type": kind, "custom_emoji_id": begun.attributes.get("emoji-id", "")}
    return {"type": kind}


def _link(address: str) -> Json:
    person = re.fullmatch(r"tg://user\?id=(\d+)", address)
    if person:
        return {"type": "text_mention", "user": {"id": int(person[1]), "is_bot": False, "first_name": "?"}}
    return {"type": "text_link", "url": html.unescape(address)}


def _cannot(what: str) -> RefusedError:
    return RefusedError(f"can't parse entities: {what}", breach=True)
