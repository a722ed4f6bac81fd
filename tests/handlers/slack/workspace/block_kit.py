"""Slack's rules for messages and views, on our own account; `slack_sdk`'s models give a second opinion."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.handlers.slack.workspace import block_kit_rich as rich
from tests.handlers.slack.workspace.block_kit_elements import ACCESSORIES, IN_ACTIONS, INPUTS, image, inspect_element
from tests.handlers.slack.workspace.block_kit_text import ANY_TEXT, IDENTIFIER, PLAIN, Inspection
from tests.handlers.slack.workspace.model import Json

MOST_IN_MESSAGE = 50
MOST_IN_VIEW = 100
ONLY_IN_MESSAGES = frozenset({"markdown", "table", "card", "carousel", "context_actions"})


def section(found: Inspection, where: str, block: Json) -> None:
    found.keys(where, block, [], ["block_id", "text", "fields", "accessory", "expand"])
    if "text" not in block and "fields" not in block:
        found.say(where, "one of text and fields must be there")
    found.optional_text(where, block, "text", 3000, ANY_TEXT)
    if "fields" in block:
        for place, text in found.objects(f"{where}/fields", block["fields"], 10):
            found.text(place, text, 2000)
    if isinstance(block.get("accessory"), dict):
        inspect_element(found, f"{where}/accessory", block["accessory"], ACCESSORIES)


def header(found: Inspection, where: str, block: Json) -> None:
    if found.keys(where, block, ["text"], ["block_id", "level"]):
        found.text(f"{where}/text", block["text"], 150, PLAIN)


def divider(found: Inspection, where: str, block: Json) -> None:
    found.keys(where, block, [], ["block_id"])


def context(found: Inspection, where: str, block: Json) -> None:
    if not found.keys(where, block, ["elements"], ["block_id"]):
        return
    for place, element in found.objects(f"{where}/elements", block["elements"], 10):
        if element.get("type") == "image":
            inspect_element(found, place, element, {"image"})
        else:
            found.text(place, element, 2000)


def actions(found: Inspection, where: str, block: Json) -> None:
    if not found.keys(where, block, ["elements"], ["block_id"]):
        return
    seen: set[str] = set()
    for place, element in found.objects(f"{where}/elements", block["elements"], 25):
        inspect_element(found, place, element, IN_ACTIONS)
        action_id = element.get("action_id")
        if action_id in seen:
            found.say(place, f"action_id {action_id} already exists in this block")
        seen |= {str(action_id)} if action_id is not None else set()


def input_block(found: Inspection, where: str, block: Json) -> None:
    if not found.keys(where, block, ["label", "element"], ["block_id", "hint", "optional", "dispatch_action"]):
        return
    found.text(f"{where}/label", block["label"], 2000, PLAIN)
    found.optional_text(where, block, "hint", 2000)
    element = block["element"]
    if not isinstance(element, dict):
        found.say(f"{where}/element", "must be an object")
        return
    inspect_element(found, f"{where}/element", element, INPUTS)
    placed = f"{block.get('block_id')}/{element.get('action_id')}"
    if element.get("action_id") and placed in found.input_action_ids:
        found.say(where, f"action_id {element['action_id']} already exists for an input")
    found.input_action_ids.add(placed)


def container(found: Inspection, where: str, block: Json) -> None:
    optional = ["title", "rich_text_title", "subtitle", "icon", "width", "is_collapsible", "default_collapsed"]
    if not found.keys(where, block, ["child_blocks"], ["block_id", *optional, "has_header_divider"]):
        return
    if "title" not in block and "rich_text_title" not in block:
        found.say(where, "one of title and rich_text_title must be there")
    found.optional_text(where, block, "title", 150)
    found.optional_text(where, block, "subtitle", 150, ANY_TEXT)
    for place, child in found.objects(f"{where}/child_blocks", block["child_blocks"], 10):
        inspect_block(found, place, child)


INSPECTORS: dict[str, Callable[[Inspection, str, Json], None]] = {
    "section": section,
    "header": header,
    "divider": divider,
    "context": context,
    "actions": actions,
    "image": image,
    "input": input_block,
    "container": container,
    "rich_text": rich.rich_text,
    "markdown": rich.markdown,
    "table": rich.table,
    "alert": rich.alert,
    "card": rich.card,
    "carousel": rich.carousel,
    "context_actions": rich.context_actions,
    "video": rich.video,
}


def inspect_block(found: Inspection, where: str, block: Json) -> None:
    """Check one block."""
    inspector = INSPECTORS.get(str(block.get("type")))
    if inspector is None:
        found.say(where, f"unsupported type: {block.get('type')}")
        return
    found.optional_string(where, block, "block_id", IDENTIFIER)
    block_id = block.get("block_id")
    if block_id is not None and block_id in found.block_ids:
        found.say(where, f"block_id {block_id} already exists")
    found.block_ids |= {str(block_id)} if block_id is not None else set()
    inspector(found, where, block)


def inspect_message(blocks: object) -> Inspection:
    """Check the blocks of a message."""
    found = Inspection()
    for place, block in found.objects("/blocks", blocks, MOST_IN_MESSAGE):
        inspect_block(found, place, block)
    if (
        isinstance(blocks, list)
        and sum(block.get("type") == "table" for block in blocks if isinstance(block, dict)) > 1
    ):
        found.say("/blocks", "only_one_table_allowed")
    _ask_the_sdk(found, blocks)
    return found


def inspect_view(view: object) -> Inspection:
    """Check a modal or a home."""
    found = Inspection()
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        found.say("/view", "must be a view of type modal or home")
        return found
    modal = view["type"] == "modal"
    common = ["callback_id", "private_metadata", "external_id"]
    of_modal = ["submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"]
    found.keys("/view", view, ["blocks", *(["title"] if modal else [])], [*common, *(of_modal if modal else [])])
    for key in ("title", "submit", "close"):
        found.optional_text("/view", view, key, 24)
    found.optional_string("/view", view, "private_metadata", 3000, 0)
    found.optional_string("/view", view, "callback_id", IDENTIFIER)
    found.optional_string("/view", view, "external_id", IDENTIFIER)
    inputs = False
    for place, block in found.objects("/view/blocks", view.get("blocks", []), MOST_IN_VIEW, 0 if not modal else 1):
        inspect_block(found, place, block)
        inputs = inputs or block.get("type") == "input"
        if block.get("type") in ONLY_IN_MESSAGES:
            found.say(place, f"unsupported type: {block['type']} in a view")
    if modal and inputs and "submit" not in view:
        found.say("/view", "submit is required when an input is in the blocks")
    _ask_the_sdk(found, view.get("blocks"))
    return found


def _ask_the_sdk(found: Inspection, blocks: object) -> None:
    """Note what the models of the SDK refuse; they crash on what they do not know, which says nothing."""
    for number, block in enumerate(blocks if isinstance(blocks, list) else []):
        try:
            parsed = Block.parse(block)
            if parsed is not None:
                parsed.to_dict()
        except SlackObjectFormationError as refused:
            found.say(f"/blocks/{number}", f"slack_sdk: {refused}")
        except (TypeError, AttributeError, KeyError, ValueError):
            continue
