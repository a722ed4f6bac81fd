"""Forms as Slack's client shows them: what is filled in, what may be, and what is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.handlers.slack.workspace.block_kit_elements import INPUTS, offered
from tests.handlers.slack.workspace.model import Json
from tests.handlers.slack.workspace.state import View

Filled = str | list[str]
TEXTS = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
ONE_OPTION = frozenset({"static_select", "radio_buttons"})
SOME_OPTIONS = frozenset({"checkboxes", "multi_static_select"})
ONE_THING = {
    "datepicker": "date", "timepicker": "time", "users_select": "user", "conversations_select": "conversation",
    "channels_select": "channel",
}  # fmt: skip
LONGEST_INPUT = 3000


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield every element that a person can use, with its block."""
    for block in blocks:
        yield from ((block, child) for child in _within(block))
        for inner in block.get("child_blocks", []):
            yield from elements([inner])


def _within(block: Json) -> list[Json]:
    some = block.get("elements", []) if block.get("type") in ("actions", "context_actions") else []
    single = [block[key] for key in ("accessory", "element") if isinstance(block.get(key), dict)]
    return [child for child in [*some, *single, *block.get("actions", [])] if isinstance(child, dict)]


def values_of(view: View) -> dict[str, Json]:
    """Return the `state.values` of a view: what was filled in, else what was there at first."""
    return values_in(view.described["blocks"], view.typed)


def values_in(blocks: list[Json], typed: dict[tuple[str, str], Json] | None = None) -> dict[str, Json]:
    """Return the state of all elements of some blocks."""
    values: dict[str, Json] = {}
    for block, element in elements(blocks):
        if element.get("type") in INPUTS:
            key = (block["block_id"], element["action_id"])
            values.setdefault(key[0], {})[key[1]] = (typed or {}).get(key, initial(element))
    return values


def initial(element: Json) -> Json:
    """Return the state of an element that nobody has touched."""
    kind = element["type"]
    if kind in TEXTS:
        return {"type": kind, "value": element.get("initial_value")}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in SOME_OPTIONS:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind in ONE_THING:
        return {"type": kind, f"selected_{ONE_THING[kind]}": element.get(f"initial_{ONE_THING[kind]}")}
    if kind == "multi_users_select":
        return {"type": kind, "selected_users": element.get("initial_users", [])}
    return {"type": kind, "files": []}


def answered(element: Json, value: object) -> Json:
    """Return the state of an element after a person gave it a value; options by their value, or by what they show."""
    kind = element["type"]
    if kind in TEXTS:
        return {"type": kind, "value": str(value) or None}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": option_of(element, str(value))}
    if kind in SOME_OPTIONS:
        return {"type": kind, "selected_options": [option_of(element, one) for one in listed(value)]}
    if kind in ONE_THING:
        return {"type": kind, f"selected_{ONE_THING[kind]}": value}
    return {"type": kind, "selected_users" if kind == "multi_users_select" else "files": listed(value)}


def listed(value: object) -> list[Any]:
    assert isinstance(value, list | tuple), f"several values are wanted, not {value!r}"
    return list(value)


def option_of(element: Json, value: str) -> Json:
    """Return the option that a person sees."""
    options = offered(element)
    found = [option for option in options if option["value"] == value]
    found = found or [option for option in options if option["text"]["text"] == value]
    shown = [f"{option['value']} ({option['text']['text']})" for option in options]
    assert len(found) == 1, f"{value!r} is not offered; there is: {shown}"
    return found[0]


def input_of(view: View, block_id: str) -> tuple[Json, Json]:
    """Return the block of that id and its one element."""
    usable = [(b, e) for b, e in elements(view.described["blocks"]) if e["type"] in INPUTS]
    found = [(block, element) for block, element in usable if block["block_id"] == block_id]
    assert len(found) == 1, f"no input {block_id!r}; there is: {[block['block_id'] for block, _ in usable]}"
    return found[0]


def refusals(view: View) -> list[str]:
    """Return why the client does not let a person send the form."""
    values = values_of(view)
    found = []
    for block in view.described["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state = values[block["block_id"]][element["action_id"]]
            found += [f"{block['block_id']}: {why}" for why in _wrong(block, element, state)]
    return found


def _wrong(block: Json, element: Json, state: Json) -> Iterator[str]:
    content = next(value for key, value in state.items() if key != "type")
    if not content:
        if not block.get("optional"):
            yield "required, and empty"
        return
    if element["type"] in TEXTS:
        if len(content) > element.get("max_length", LONGEST_INPUT):
            yield f"{len(content)} characters, more than max_length"
        if len(content) < element.get("min_length", 0):
            yield f"{len(content)} characters, less than min_length"
