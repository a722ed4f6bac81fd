"""Turns the text of a request into text and entities, within Telegram's limits."""

from __future__ import annotations

from tests.handlers.telegram.messenger.entities import entities_in
from tests.handlers.telegram.messenger.formatting import MOST_ENTITIES, HtmlText, units
from tests.handlers.telegram.messenger.model import Json, RefusedError
from tests.handlers.telegram.messenger.state import State

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def text_of(state: State, parameters: Json) -> Json:
    """Return `text` and `entities`."""
    text, entities = _parsed(state, parameters, "text", "entities")
    if not text:
        raise RefusedError("message text is empty", breach=True)
    if units(text) > LONGEST_TEXT:
        raise RefusedError("message is too long", breach=True)
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_of(state: State, parameters: Json) -> Json:
    """Return `caption` and `caption_entities`, or nothing."""
    caption, entities = _parsed(state, parameters, "caption", "caption_entities")
    if units(caption) > LONGEST_CAPTION:
        raise RefusedError("message caption is too long", breach=True)
    if not caption:
        return {}
    return {"caption": caption} | ({"caption_entities": entities} if entities else {})


def _parsed(state: State, parameters: Json, text_key: str, entities_key: str) -> tuple[str, list[Json]]:
    source = parameters.get(text_key, "")
    mode = parameters.get("parse_mode")
    if mode is not None and entities_key in parameters:
        raise RefusedError(f"parse_mode and {entities_key} exclude each other", breach=True)
    if mode is None:
        return _given(source, parameters.get(entities_key))
    if mode.lower() != "html":
        raise RefusedError(f"unsupported parse_mode {mode}: the messenger reads HTML only", breach=True)
    text, entities = HtmlText(source).parse()
    if len(entities) > MOST_ENTITIES:
        raise RefusedError("too many entities", breach=True)
    return _trimmed(text, [entity for entity in entities if _resolved(state, entity)])


def _given(source: str, entities: list[Json] | None) -> tuple[str, list[Json]]:
    if entities is None:
        return _trimmed(source, entities_in(source))
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > units(source):
            raise RefusedError("entity is out of the text", breach=True)
    return _trimmed(source, entities)


def _resolved(state: State, entity: Json) -> bool:
    """A mention of somebody whom nobody knows is no entity."""
    if entity["type"] == "text_mention":
        user = state.users.get(entity["user"]["id"])
        if user is None:
            return False
        entity["user"] = user.described()
    return True


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Take blanks away at both ends, and move or cut the entities."""
    lead = units(text) - units(text.lstrip())
    shorter = text.strip()
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(units(shorter), entity["offset"] + entity["length"] - lead)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return shorter, kept
