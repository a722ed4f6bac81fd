"""A strict reader of Block Kit: what Slack would refuse, as its reference and trials have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]

MESSAGE, MODAL, HOME = "message", "modal", "home"
_BLOCKS_AT_MOST = {MESSAGE: 50, MODAL: 100, HOME: 100}
_TEXT_OF_A_MESSAGE = 13_000
_STYLES = {"primary", "danger"}


def faults_of_message(text: str, blocks: list[Json]) -> list[str]:
    """Return what Slack would object to in a message."""
    reader = _Reader(MESSAGE)
    reader.text(text, 1, 4_000, "text")
    reader.blocks(blocks)
    if sum(_written(blocks)) > _TEXT_OF_A_MESSAGE:
        reader.fault("msg_blocks_too_long")
    return reader.faults


def faults_of_view(view: Json) -> list[str]:
    """Return what Slack would object to in a modal or an App Home."""
    surface = view.get("type", "")
    reader = _Reader(surface)
    if surface == MODAL:
        reader.keys(view, {"type", "title", "close", "blocks", "callback_id"}, {"submit", "private_metadata"}, "view")
        for name in ("title", "close", "submit"):
            if name in view:
                reader.plain(view[name], 24, name)
        if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
            reader.fault("inputs without submit")
        reader.text(view["callback_id"], 1, 255, "callback_id")
        reader.text(view.get("private_metadata", ""), 0, 3_000, "private_metadata")
    else:
        reader.keys(view, {"type", "blocks"}, {"callback_id"}, "view")
    reader.blocks(view["blocks"])
    return reader.faults


def _written(value: object) -> Iterator[int]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield len(value["text"])
        for item in value.values():
            yield from _written(item)
    elif isinstance(value, list):
        for item in value:
            yield from _written(item)


class _Reader:
    def __init__(self, surface: str) -> None:
        self.surface = surface
        self.faults: list[str] = []
        self._block_ids: set[str] = set()
        self._action_ids: set[str] = set()
        self._readers: dict[str, Callable[[Json], None]] = {
            "header": self._header,
            "section": self._section,
            "context": self._context,
            "actions": self._actions,
            "rich_text": self._rich,
            "input": self._input,
            "divider": lambda block: self.keys(block, {"type"}, {"block_id"}, "divider"),
        }

    def fault(self, words: str) -> None:
        self.faults.append(words)

    def text(self, value: object, least: int, most: int, where: str) -> None:
        if not isinstance(value, str):
            self.fault(f"{where}: no text")
        elif not least <= len(value.encode("utf-16-le")) // 2 <= most:
            self.fault(f"{where}: {len(value)} characters, {most} at most")
        elif least and not value.strip():
            self.fault(f"{where}: empty")

    def keys(self, value: Json, needed: set[str], allowed: set[str], where: str) -> None:
        if missing := needed - set(value):
            self.fault(f"{where}: lacks {missing}")
        if unknown := set(value) - needed - allowed:
            self.fault(f"{where}: unknown {unknown}")

    def plain(self, value: Json, most: int, where: str) -> None:
        self.keys(value, {"type", "text"}, {"emoji"}, where)
        if value["type"] != "plain_text":
            self.fault(f"{where}: must be plain_text")
        self.text(value["text"], 1, most, where)

    def words(self, value: Json, most: int, where: str) -> None:
        """Read a text object of either kind."""
        if value["type"] == "mrkdwn":
            self.keys(value, {"type", "text"}, {"verbatim"}, where)
            self.text(value["text"], 1, most, where)
        else:
            self.plain(value, most, where)

    def blocks(self, blocks: list[Json]) -> None:
        if not 1 <= len(blocks) <= _BLOCKS_AT_MOST[self.surface]:
            self.fault(f"{len(blocks)} blocks")
        for block in blocks:
            if "block_id" in block:
                self.text(block["block_id"], 1, 255, "block_id")
                if block["block_id"] in self._block_ids:
                    self.fault(f"block_id twice: {block['block_id']}")
                self._block_ids.add(block["block_id"])
            reader = self._readers.get(block["type"])
            if reader:
                reader(block)
            else:
                self.fault(f"unknown block {block['type']}")

    def _header(self, block: Json) -> None:
        self.keys(block, {"type", "text"}, {"block_id"}, "header")
        self.plain(block["text"], 150, "header")

    def _section(self, block: Json) -> None:
        self.keys(block, {"type", "text"}, {"block_id", "accessory"}, "section")
        self.words(block["text"], 3_000, "section")
        if "accessory" in block:
            self._button(block["accessory"])

    def _context(self, block: Json) -> None:
        self.keys(block, {"type", "elements"}, {"block_id"}, "context")
        if not 1 <= len(block["elements"]) <= 10:
            self.fault("context: elements")
        for element in block["elements"]:
            self.words(element, 2_000, "context")

    def _actions(self, block: Json) -> None:
        self.keys(block, {"type", "elements"}, {"block_id"}, "actions")
        if not 1 <= len(block["elements"]) <= 25:
            self.fault("actions: elements")
        for element in block["elements"]:
            self._button(element)

    def _action_id(self, element: Json) -> None:
        self.text(element.get("action_id"), 1, 255, "action_id")
        if element.get("action_id") in self._action_ids:
            self.fault(f"action_id twice: {element['action_id']}")
        self._action_ids.add(str(element.get("action_id")))

    def _button(self, button: Json) -> None:
        self.keys(button, {"type", "text", "action_id"}, {"value", "url", "style", "confirm"}, "button")
        self._action_id(button)
        self.plain(button["text"], 75, "button")
        self.text(button.get("value", "x"), 1, 2_000, "button value")
        self.text(button.get("url", "x"), 1, 3_000, "button url")
        if button.get("style", "primary") not in _STYLES:
            self.fault("button style")
        if confirm := button.get("confirm"):
            self.keys(confirm, {"title", "text", "confirm", "deny"}, {"style"}, "confirm")
            for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
                self.plain(confirm.get(name, {"type": "", "text": ""}), most, f"confirm {name}")

    def _rich(self, block: Json) -> None:
        self.keys(block, {"type", "elements"}, {"block_id"}, "rich_text")
        if not block["elements"]:
            self.fault("rich_text: empty")
        for element in block["elements"]:
            self._rich_part(element)

    def _rich_part(self, part: Json) -> None:
        kinds = {"rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list"}
        if part["type"] not in kinds or not part["elements"]:
            self.fault(f"rich_text: {part['type']}")
        if part["type"] == "rich_text_list":
            self.keys(part, {"type", "style", "elements"}, {"indent", "border"}, "list")
            for line in part["elements"]:
                self._rich_part(line)
            return
        self.keys(part, {"type", "elements"}, {"border"}, part["type"])
        for run in part["elements"]:
            self.keys(run, {"type", "text"} | ({"url"} if run["type"] == "link" else set()), {"style"}, "run")
            if run["type"] not in {"text", "link"} or not run["text"]:
                self.fault(f"run: {run}")
            if run["type"] == "link" and not run["url"].startswith(("http://", "https://")):
                self.fault(f"link: {run['url']}")

    def _input(self, block: Json) -> None:
        if self.surface != MODAL:
            self.fault("an input outside a modal")
        self.keys(block, {"type", "label", "element", "block_id"}, {"hint", "optional"}, "input")
        self.plain(block["label"], 2_000, "label")
        if "hint" in block:
            self.plain(block["hint"], 2_000, "hint")
        element = block["element"]
        self._action_id(element)
        if element["type"] == "plain_text_input":
            self._typed(element)
        else:
            self._chosen(element)

    def _typed(self, element: Json) -> None:
        self.keys(element, {"type", "action_id", "multiline", "max_length"}, {"initial_value"}, "plain_text_input")
        if not 1 <= element["max_length"] <= 3_000:
            self.fault("max_length")
        self.text(element.get("initial_value", "x"), 1, element["max_length"], "initial_value")

    def _chosen(self, element: Json) -> None:
        most = {"static_select": 100, "radio_buttons": 10, "checkboxes": 10}[element["type"]]
        initial = "initial_options" if element["type"] == "checkboxes" else "initial_option"
        self.keys(element, {"type", "action_id", "options"}, {"placeholder", initial}, element["type"])
        if "placeholder" in element:
            self.plain(element["placeholder"], 150, "placeholder")
        if not 1 <= len(element["options"]) <= most:
            self.fault(f"{element['type']}: {len(element['options'])} options")
        for option in element["options"]:
            self.keys(option, {"text", "value"}, {"description"}, "option")
            self.plain(option["text"], 75, "option")
            self.text(option["value"], 1, 150, "option value")
        if len({option["value"] for option in element["options"]}) < len(element["options"]):
            self.fault("options twice")
        found = element.get(initial, [])
        for option in found if isinstance(found, list) else [found]:
            if option not in element["options"]:
                self.fault("an initial option that is none of the options")
