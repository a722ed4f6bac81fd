"""Fills in a form as a person does on Slack, and sends back what Slack would."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def submitted(view: Json, filled: Mapping[str, str] | None = None) -> Json:
    """Return the view of a `view_submission`; what is not filled in by block stays as it stood."""
    filled = filled or {}
    values = {
        block["block_id"]: {block["element"]["action_id"]: _state(block["element"], filled.get(block["block_id"]))}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return view | {"state": {"values": values}}


def _state(element: Json, filled: str | None) -> Json:
    match element["type"]:
        case "plain_text_input":
            stood = element.get("initial_value")
            return {"type": "plain_text_input", "value": stood if filled is None else filled or None}
        case "checkboxes":
            chosen = element.get("initial_options", []) if filled is None else element["options"][: bool(filled)]
            return {"type": "checkboxes", "selected_options": chosen}
        case kind:
            option = next((option for option in element["options"] if option["value"] == filled), None)
            return {"type": kind, "selected_option": element.get("initial_option") if filled is None else option}
