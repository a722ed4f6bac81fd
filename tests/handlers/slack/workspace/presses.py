"""Finding what a person presses: by the words on it, or by its identifier."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from tests.handlers.slack.workspace.block_kit_elements import offered
from tests.handlers.slack.workspace.forms import elements
from tests.handlers.slack.workspace.model import Json

CHOICES = frozenset({"static_select", "radio_buttons", "overflow", "checkboxes", "multi_static_select"})
SEVERAL = frozenset({"checkboxes", "multi_static_select"})


@dataclass(frozen=True)
class Pressable:
    """A button, or one option of a choice that acts at once."""

    label: str
    action_id: str
    value: str
    action: Json


def pressables(blocks: list[Json]) -> Iterator[Pressable]:
    """Yield everything that acts when it is touched."""
    for block, element in elements(blocks):
        if block["type"] == "input" and not block.get("dispatch_action"):
            continue
        base = {"type": element["type"], "action_id": element.get("action_id", ""), "block_id": block["block_id"]}
        if element["type"] == "button":
            carried = {key: element[key] for key in ("text", "value", "style") if key in element}
            yield Pressable(element["text"]["text"], base["action_id"], element.get("value", ""), base | carried)
        elif element["type"] in CHOICES:
            for option in offered(element):
                chosen = {"selected_options": [option]} if element["type"] in SEVERAL else {"selected_option": option}
                yield Pressable(option["text"]["text"], base["action_id"], option["value"], base | chosen)


def find(blocks: list[Json], label: str | None, action_id: str | None, value: str | None) -> Json:
    """Return the action of the one thing that is meant."""
    there = list(pressables(blocks))
    found = [
        one
        for one in there
        if label in (None, one.label) and action_id in (None, one.action_id) and value in (None, one.value)
    ]
    wanted = {"label": label, "action_id": action_id, "value": value}
    assert found, f"nothing to press for {wanted}; there is: {[one.label for one in there]}"
    assert len(found) == 1, f"several things to press for {wanted}: {found}"
    return copy.deepcopy(found[0].action)
