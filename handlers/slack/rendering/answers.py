"""What people filled into a form, and which of their answers can't be taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.language import N_, Catalogue
from handlers.slack.rendering.block_ids import Kind, input_name
from handlers.slack.rendering.blocks import Block

View = Mapping[str, Any]


def answers(view: View) -> dict[str, str]:
    """Return what was filled in, by field; a field that the form could not show is not among them.

    A ready answer stands in for a text that nobody typed, and in front of a paragraph that somebody did.
    """
    typed, ready = dict[str, str](), dict[str, str]()
    for written, states in view.get("state", {}).get("values", {}).items():
        name = input_name(written)
        if name is not None:
            target = ready if name.kind is Kind.PRESET else typed
            target[name.field] = next(map(_filled, states.values()), "")
    elements = dict(_elements(view))
    return typed | {
        name: _joined(preset, typed.get(name, ""), elements.get(name, {})) for name, preset in ready.items() if preset
    }


def missing(view: View, catalogue: Catalogue) -> dict[str, str]:
    """Return what to say next to required fields that hold nothing, by block."""
    filled = answers(view)
    sentence = catalogue.say(N_("Choose a ready answer, or write your own."))
    return {
        block: sentence
        for block in _inputs(view)
        if (name := input_name(block)) and name.kind is Kind.NEED and not filled.get(name.field, "").strip()
    }


def problems_at(view: View, problems: Mapping[str, str]) -> dict[str, str]:
    """Return what to say next to each field, by block; a field that the form does not show has no place in it."""
    found: dict[str, str] = {}
    for block in _inputs(view):
        name = input_name(block)
        if name and name.kind is not Kind.PRESET and name.field in problems:
            found[block] = problems[name.field]
    return found


def _inputs(view: View) -> list[str]:
    """Return the ids of a form's inputs."""
    shown = [block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"]
    return shown or list(view.get("state", {}).get("values", {}))


def _elements(view: View) -> Iterator[tuple[str, Block]]:
    """Yield the inputs in which a text is typed, by field."""
    for block in view.get("blocks", []):
        name = input_name(block.get("block_id", ""))
        if name and name.kind is not Kind.PRESET and block.get("type") == "input":
            yield name.field, block["element"]


def _filled(state: Mapping[str, Any]) -> str:
    match state.get("type"):
        case "checkboxes":
            return "1" if state.get("selected_options") else ""
        case "static_select" | "radio_buttons":
            return str((state.get("selected_option") or {}).get("value", ""))
        case _:
            return str(state.get("value") or "").replace("\r\n", "\n")


def _joined(preset: str, typed: str, element: Block) -> str:
    """Return the one answer; a line that merely stood there at first gives way to what was chosen."""
    if not typed.strip():
        return preset
    if element.get("multiline"):
        return f"{preset}\n{typed}"
    return preset if typed == element.get("initial_value") else typed
