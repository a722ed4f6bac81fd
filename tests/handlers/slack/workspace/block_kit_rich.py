"""Rich texts, tables, and the newer blocks, checked as far as their documentation goes."""

from __future__ import annotations

from tests.handlers.slack.workspace.block_kit_elements import IN_ACTIONS, inspect_element
from tests.handlers.slack.workspace.block_kit_text import ANY_TEXT, PLAIN, Inspection
from tests.handlers.slack.workspace.model import Json

RICH_PARTS = frozenset({"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"})
LEAVES = {
    "text": ["text"], "link": ["url"], "user": ["user_id"], "usergroup": ["usergroup_id"], "channel": ["channel_id"],
    "emoji": ["name"], "date": ["timestamp", "format"], "color": ["value"], "broadcast": ["range"],
}  # fmt: skip
LEAF_OPTIONS = ("style", "text", "url", "unicode", "fallback", "unsafe", "skin_tone")
MANY = 500
ALERT_LEVELS = ("default", "info", "warning", "error", "success")


def rich_text(found: Inspection, where: str, block: Json) -> None:
    if not found.keys(where, block, ["elements"], ["block_id"]):
        return
    for place, part in found.objects(f"{where}/elements", block["elements"], MANY):
        _rich_part(found, place, part)


def _rich_part(found: Inspection, where: str, part: Json) -> None:
    kind = part.get("type")
    if kind not in RICH_PARTS:
        found.say(where, f"unsupported type: {kind}")
        return
    styled = ["style", "indent", "offset"] if kind == "rich_text_list" else ["language"]
    if not found.keys(where, part, ["elements"], ["border", *styled]):
        return
    for place, element in found.objects(f"{where}/elements", part["elements"], MANY, 0):
        if kind == "rich_text_list":
            _rich_part(found, place, element)
        else:
            _leaf(found, place, element)


def _leaf(found: Inspection, where: str, leaf: Json) -> None:
    kind = str(leaf.get("type"))
    if kind not in LEAVES:
        found.say(where, f"unsupported type: {kind}")
        return
    found.keys(where, leaf, LEAVES[kind], LEAF_OPTIONS)
    if kind == "text":
        found.optional_string(where, leaf, "text", 3000)
    if kind == "broadcast":
        found.mrkdwn.append(f"<!{leaf.get('range')}>")


def markdown(found: Inspection, where: str, block: Json) -> None:
    if found.keys(where, block, ["text"], ["block_id"]):
        found.string(f"{where}/text", block["text"], 12_000)
        found.mrkdwn.append(str(block["text"]))


def table(found: Inspection, where: str, block: Json) -> None:
    if not found.keys(where, block, ["rows"], ["block_id", "column_settings"]):
        return
    rows = block["rows"]
    if not isinstance(rows, list) or not 1 <= len(rows) <= 100:
        found.say(f"{where}/rows", "must have 1 to 100 rows")
        return
    for number, row in enumerate(rows):
        for place, cell in found.objects(f"{where}/rows/{number}", row, 20):
            if cell.get("type") == "rich_text":
                rich_text(found, place, cell)
            elif cell.get("type") != "raw_text" or not isinstance(cell.get("text"), str) or not cell["text"]:
                found.say(place, "a cell must be a rich_text, or a raw_text that is not empty")


def alert(found: Inspection, where: str, block: Json) -> None:
    if found.keys(where, block, ["text"], ["block_id", "level"]):
        found.text(f"{where}/text", block["text"], 3000)
    if block.get("level", "default") not in ALERT_LEVELS:
        found.say(where, f"level must be one of {', '.join(ALERT_LEVELS)}")


def card(found: Inspection, where: str, block: Json) -> None:
    optional = ["block_id", "slack_icon", "icon", "title", "subtitle", "body", "subtext", "hero_image", "actions"]
    found.keys(where, block, [], optional)
    found.optional_text(where, block, "title", 150, ANY_TEXT)
    found.optional_text(where, block, "subtitle", 150, ANY_TEXT)
    found.optional_text(where, block, "body", 200, ANY_TEXT)
    for place, element in found.objects(f"{where}/actions", block.get("actions", []), 5, 0):
        inspect_element(found, place, element, IN_ACTIONS)


def carousel(found: Inspection, where: str, block: Json) -> None:
    if found.keys(where, block, ["elements"], ["block_id"]):
        for place, element in found.objects(f"{where}/elements", block["elements"], 10):
            card(found, place, element)


def context_actions(found: Inspection, where: str, block: Json) -> None:
    if not found.keys(where, block, ["elements"], ["block_id"]):
        return
    for place, element in found.objects(f"{where}/elements", block["elements"], 5):
        if element.get("type") not in ("feedback_buttons", "icon_button"):
            found.say(place, f"unsupported type: {element.get('type')}")


def video(found: Inspection, where: str, block: Json) -> None:
    required = ["title", "video_url", "thumbnail_url", "alt_text"]
    optional = ["block_id", "author_name", "description", "provider_icon_url", "provider_name", "title_url"]
    found.keys(where, block, required, optional)
    found.optional_text(where, block, "title", 199, PLAIN)
