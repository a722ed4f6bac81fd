"""Blocks as plain text, so that a test can show what people see on Slack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import fill
from typing import Any

Json = dict[str, Any]
_WIDTH = 110
_SPACES = re.compile("[\u00a0\u202f]")
_STAMP = re.compile(r"(#\d+ · )\S{6}( · version \d+ · )\w+")


def as_text(blocks: list[Json]) -> str:
    """Return what is seen; unbreakable spaces become plain ones, and hashes that differ from run to run are dots."""
    lines = (line for block in blocks for text in _block(block) for line in text.split("\n"))
    known = (_STAMP.sub(r"\1…\2…", _SPACES.sub(" ", line)) for line in lines)
    return "\n".join(fill(line, _WIDTH, subsequent_indent="    ") for line in known)


def view_as_text(view: Json) -> str:
    """Return a modal with its title and its buttons, or an App Home."""
    frame = " | ".join(view[name]["text"] for name in ("title", "submit", "close") if name in view)
    return "\n".join(filter(None, [f"== {_SPACES.sub(' ', frame)} ==" if frame else "", as_text(view["blocks"])]))


def _block(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield f"# {block['text']['text']}"
        case "section":
            yield block["text"]["text"] + (f" {_button(block['accessory'])}" if "accessory" in block else "")
        case "context":
            yield f"({' '.join(element['text'] for element in block['elements'])})"
        case "actions":
            yield " ".join(map(_button, block["elements"]))
        case "input":
            yield from _input(block)
        case _:
            yield from map(_part, block["elements"])


def _button(button: Json) -> str:
    sign = {"primary": "*", "danger": "!"}.get(button.get("style", ""), "")
    kind = button["action_id"].partition(":")[0]
    asks = "?" if "confirm" in button else ""
    return f"[{sign}{button['text']['text']}{asks}{'' if kind == 'press' else f' → {kind}'}]"


def _part(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(f"• {_part(line)}" for line in part["elements"])
    text = "".join(map(_run, part["elements"]))
    sign = {"rich_text_quote": "> ", "rich_text_preformatted": "| "}.get(part["type"], "")
    return "\n".join(f"{sign}{line}" for line in text.split("\n"))


def _run(run: Json) -> str:
    text = f"{run['text']}<{run['url']}>" if run["type"] == "link" else str(run["text"])
    return f"**{text}**" if run.get("style", {}).get("bold") else text


def _input(block: Json) -> Iterator[str]:
    element, need = block["element"], "" if block["optional"] else " *"
    yield f"{block['label']['text']}{need}   <{block['block_id']} {element['type']}>"
    initial = [element.get("initial_option"), *element.get("initial_options", [])]
    for option in element.get("options", []):
        yield f"  {'(x)' if option in initial else '( )'} {option['text']['text']}"
    if element["type"] == "plain_text_input":
        yield f"  [{element.get('initial_value', '')}]{' …' if element['multiline'] else ''}"
    if "hint" in block:
        yield f"  - {block['hint']['text']}"
